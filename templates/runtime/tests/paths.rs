//! Path arguments that try to be something else than one segment.

use runtime::exports::ErrorKind;

use crate::support::{Server, Step, answer, client, error_of, get_thing, printed};

#[tokio::test]
async fn an_argument_is_one_segment() {
    let long = "x".repeat(10_000);
    let ascii: String = ('\0'..='\x7f').collect();
    let escaped =
        |from: u8, to| (from..=to).map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let encoded = [
        escaped(0, b','),
        "-.%2F0123456789".to_owned(),
        escaped(b':', b'@'),
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz".to_owned(),
        "%7B%7C%7D~%7F".to_owned(),
    ];
    let cases = [
        ("idv_01J-x.y~z", "idv_01J-x.y~z"),
        ("...", "..."),
        ("a/b", "a%2Fb"),
        ("a/../b", "a%2F..%2Fb"),
        ("..%2f..", "..%252f.."),
        (r"..\..", "..%5C.."),
        ("a?b#c", "a%3Fb%23c"),
        ("a;b=c", "a%3Bb%3Dc"),
        ("@evil.example/", "%40evil.example%2F"),
        ("http://evil.example", "http%3A%2F%2Fevil.example"),
        ("a\r\nx-injected: y", "a%0D%0Ax-injected%3A%20y"),
        ("a\0", "a%00"),
        ("😀", "%F0%9F%98%80"),
        ("\u{202e}", "%E2%80%AE"),
        ("%", "%25"),
        (" ", "%20"),
        ("{thing_id}", "%7Bthing_id%7D"),
        (&long, &long),
        (&ascii, &encoded.concat()),
    ];
    let exchange = || [Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start(vec![cases.iter().flat_map(|_| exchange()).collect()]);
    let client = client(&server);
    for (argument, _) in cases {
        get_thing(&client, argument).await.unwrap();
    }
    for (request, (_, segment)) in server.received().iter().zip(cases) {
        assert_eq!(request.line(), format!("GET /things/{segment}/state HTTP/1.1"));
    }
}

#[tokio::test]
async fn an_argument_that_would_vanish_or_climb_is_refused() {
    let server = Server::start(vec![]);
    let client = client(&server);
    let climbing = [".", "..", "%2e", "%2E", "%2e%2e", "%2E%2e", ".%2e", "%2E."];
    let climbing = climbing.map(|argument| (argument, "is a relative path segment"));
    for (argument, problem) in climbing.into_iter().chain([("", "is empty")]) {
        let error = error_of(get_thing(&client, argument)).await;
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.to_string(), format!("getThing: the path parameter `thing_id` {problem}"));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_argument_too_long_for_a_url_is_an_error_that_does_not_show_it() {
    let server = Server::start(vec![]);
    let error = error_of(get_thing(&client(&server), &"SENTINEL".repeat(10_000))).await;
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!printed(&error).contains("SENTINEL"));
}
