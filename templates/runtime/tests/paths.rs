//! Path arguments that try to be something else than one segment.

use runtime::exports::ErrorKind;

use crate::support::{Server, answer, client, error_of, get_thing, printed};

/// The argument arrives as this one segment.
async fn check_sent(argument: &str, segment: &str) {
    let server = Server::answering(answer("200 OK", r#"{"name":"a"}"#));
    get_thing(&client(&server), argument).await.unwrap();
    assert_eq!(server.request().line(), format!("GET /things/{segment}/state HTTP/1.1"));
}

/// The argument is refused, and nothing is sent.
async fn check_refused(argument: &str, message: &str) {
    let server = Server::start(vec![]);
    let error = error_of(get_thing(&client(&server), argument)).await;
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(error.to_string(), format!("getThing: {message}"));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_argument_is_one_segment() {
    check_sent("idv_01J-x.y~z", "idv_01J-x.y~z").await;
    check_sent("...", "...").await;
    check_sent("a/b", "a%2Fb").await;
    check_sent("a/../b", "a%2F..%2Fb").await;
    check_sent("..%2f..", "..%252f..").await;
    check_sent(r"..\..", "..%5C..").await;
    check_sent("a?b#c", "a%3Fb%23c").await;
    check_sent("a;b=c", "a%3Bb%3Dc").await;
    check_sent("@evil.example/", "%40evil.example%2F").await;
    check_sent("http://evil.example", "http%3A%2F%2Fevil.example").await;
    check_sent("a\r\nx-injected: y", "a%0D%0Ax-injected%3A%20y").await;
    check_sent("a\0", "a%00").await;
    check_sent("😀", "%F0%9F%98%80").await;
    check_sent("\u{202e}", "%E2%80%AE").await;
    check_sent("%", "%25").await;
    check_sent(" ", "%20").await;
    check_sent("{thing_id}", "%7Bthing_id%7D").await;
    check_sent(&"x".repeat(10_000), &"x".repeat(10_000)).await;
}

#[tokio::test]
async fn an_argument_that_would_vanish_or_climb_is_refused() {
    check_refused("", "the path parameter `thing_id` is empty").await;
    for argument in [".", "..", "%2e", "%2E", "%2e%2e", "%2E%2e", ".%2e", "%2E."] {
        check_refused(argument, "the path parameter `thing_id` is a relative path segment").await;
    }
}

#[tokio::test]
async fn an_argument_too_long_for_a_url_is_an_error_that_does_not_show_it() {
    let server = Server::start(vec![]);
    let error = error_of(get_thing(&client(&server), &"SENTINEL".repeat(10_000))).await;
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!printed(&error).contains("SENTINEL"));
}
