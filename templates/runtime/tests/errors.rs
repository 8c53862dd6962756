//! Answers that are errors.

use std::time::Duration;

use runtime::exports::{Error, ErrorKind, Sent};
use serde::Deserialize;

use crate::support::{
    Server, Step, answer, client, client_once, create_thing, error_of, get_thing, printed,
};

async fn error_for(response: Step) -> Error {
    error_of(get_thing(&client_once(&Server::answering(response)), "t")).await
}

#[tokio::test]
async fn every_status_but_2xx_is_an_error_that_keeps_it() {
    let statuses = || (300..=308).chain(400..=431).chain(500..=511).chain([451, 599]);
    let failing = |status| Step::send(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"));
    let server = Server::start(vec![statuses().flat_map(|it| [Step::Read, failing(it)]).collect()]);
    let client = client_once(&server);
    for status in statuses() {
        let error = error_of(get_thing(&client, "t")).await;
        assert_eq!(error.kind(), ErrorKind::Api, "{status}");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!((error.was_sent(), error.attempts()), (Sent::Yes, 1));
        assert!(error.to_string().contains(&status.to_string()), "{error}");
    }
}

/// Where a redirect may point to; `OTHER` stands for another server.
const LOCATIONS: &[&str] = &[
    "/things/t/state",
    "things",
    "//OTHER/things",
    "http://OTHER/things",
    "https://OTHER/things",
    "http://user:password@OTHER/",
    "http://169.254.169.254/latest/meta-data",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:,x",
    "",
];

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::start(vec![]);
    let authority = format!("127.0.0.1:{}", other.port());
    let locations = LOCATIONS.iter().map(|it| format!("location: {it}\r\n"));
    let headers: Vec<_> = locations
        .map(|location| location.replace("OTHER", &authority))
        .chain([String::new()])
        .collect();
    for status in [300, 301, 302, 303, 304, 305, 307, 308] {
        let script = headers.iter().flat_map(|header| [header, header]).flat_map(|header| {
            let head = format!("HTTP/1.1 {status} Moved\r\n{header}content-length: 0\r\n\r\n");
            [Step::Read, Step::send(head)]
        });
        let server = Server::start(vec![script.collect()]);
        let client = client(&server);
        for header in &headers {
            for call in [get_thing(&client, "t"), create_thing(&client, "a")] {
                let error = error_of(call).await;
                assert_eq!(error.kind(), ErrorKind::Api, "{header}");
                assert_eq!(error.status().unwrap(), status);
                let location = header.trim_end().strip_prefix("location:").map(str::trim_start);
                let kept = error.headers().unwrap().get("location");
                assert_eq!(kept.map(|it| it.to_str().unwrap()), location);
                assert!(!printed(&error).contains("things/t"), "{error:?}");
            }
        }
        assert_eq!((server.connections(), server.received().len()), (1, 2 * headers.len()));
    }
    assert_eq!(other.connections(), 0);
}

/// Checks one error answer: status line and headers, body, and the error's one line.
async fn check(head: &str, body: &str, expected: &str) -> Error {
    let length = body.len();
    let error =
        error_for(Step::send(format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}")))
            .await;
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.body(), body.as_bytes());
    error
}

#[tokio::test]
async fn error_bodies_of_every_shape_keep_what_they_say() {
    let error = check(
        "422 Unprocessable Entity",
        r#"{"request_id":"r-1","error_type":"request_invalid","error_codes":["name__required","b"]}"#,
        "getThing: 422 Unprocessable Entity, request_invalid [name__required, b], request id r-1, 1 attempt",
    )
    .await;
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.error_type(), Some("request_invalid"));
    assert_eq!(error.error_codes(), ["name__required", "b"]);

    check(
        "404 Not Found\r\nx-request-id: from-header",
        r#"{"request_id":"from-body"}"#,
        "getThing: 404 Not Found, request id from-header, 1 attempt",
    )
    .await;
    check("401 Unauthorized", "", "getThing: 401 Unauthorized, 1 attempt").await;
    check(
        "502 Bad Gateway\r\nx-request-id: r-2\r\ncontent-type: text/html",
        "<html>",
        "getThing: 502 Bad Gateway, request id r-2, 1 attempt",
    )
    .await;
    check(
        "400 Bad Request",
        r#"{"error_codes":"one"}"#,
        "getThing: 400 Bad Request [one], 1 attempt",
    )
    .await;
    check(
        "400 Bad Request",
        r#"{"error_codes":[1,"a",null]}"#,
        "getThing: 400 Bad Request [a], 1 attempt",
    )
    .await;
    check("400 Bad Request", r#"["error_type"]"#, "getThing: 400 Bad Request, 1 attempt").await;
    check("400 Bad Request", r#"{"error_type":"#, "getThing: 400 Bad Request, 1 attempt").await;
}

#[tokio::test]
async fn what_is_no_code_stays_out_of_logs_but_can_be_read() {
    let error = check(
        "422 Unprocessable Entity",
        r#"{"error_type":"Hannah Bret is wrong","error_codes":["a\nb",""],"request_id":"x y"}"#,
        "getThing: 422 Unprocessable Entity, [redacted] [[redacted], [redacted]], request id [redacted], 1 attempt",
    )
    .await;
    assert_eq!(error.error_type(), Some("Hannah Bret is wrong"));
    assert!(!printed(&error).contains("Hannah"));
}

#[tokio::test]
async fn a_header_that_is_no_text_is_no_request_id() {
    let error = error_for(Step::send(
        b"HTTP/1.1 404 X\r\nx-request-id: \xff\xfe\r\ncontent-length: 0\r\n\r\n",
    ))
    .await;
    assert_eq!(error.request_id(), None);
}

#[tokio::test]
async fn error_bodies_are_kept_within_a_bound() {
    let long = "x".repeat(100_000);
    let error = error_for(answer("500 Internal Server Error", &long)).await;
    assert_eq!(error.body().len(), 16 * 1024);
    let endless = "HTTP/1.1 500 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";
    let error = error_for(Step::send(endless)).await;
    assert_eq!((error.status().unwrap().as_u16(), error.body()), (500, b"hello".as_slice()));
}

#[tokio::test]
async fn an_error_body_that_never_ends_costs_the_body_and_not_the_status() {
    let head = Step::send("HTTP/1.1 503 X\r\ncontent-length: 100\r\n\r\nhalf");
    let server = Server::start(vec![vec![Step::Read, head, Step::Stall]]);
    let client = client_once(&server);
    let error = error_of(get_thing(&client, "t").timeout(Duration::from_millis(300))).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, 503));
}

#[tokio::test]
async fn an_error_body_reads_as_its_model() {
    #[derive(Debug, Deserialize)]
    struct Problem {
        error_type: String,
    }
    let error = error_for(answer("422 X", r#"{"error_type":"a"}"#)).await;
    assert_eq!(error.json::<Problem>().unwrap().error_type, "a");
    let error = error_for(answer("502 X", "<html>SENTINEL")).await;
    let problem = error.json::<Problem>().unwrap_err();
    assert_eq!(problem.kind(), ErrorKind::Decode);
    assert!(!printed(&problem).contains("SENTINEL"));
}

#[tokio::test]
async fn retry_after_is_seconds_or_a_date() {
    let date = "date: Wed, 21 Oct 2015 07:28:00 GMT\r\n";
    let cases = [
        ("0", Some(0)),
        ("1", Some(1)),
        ("120", Some(120)),
        ("007", Some(7)),
        ("9223372037", Some(9_223_372_037)),
        ("18446744073709551615", Some(u64::MAX)),
        ("2\r\nretry-after: 50", Some(2)),
        (" 3 ", Some(3)),
        ("Wed, 21 Oct 2015 07:28:30 GMT", Some(30)),
        ("Wed, 21 Oct 2015 07:27:30 GMT", Some(0)),
        ("Wednesday, 21-Oct-15 07:28:05 GMT", Some(5)),
        ("Wed Oct 21 07:28:09 2015", Some(9)),
        ("Wed, 21 Oct 2015 07:28:00 GMT", Some(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(251_956_888_319)),
        ("Wed, 21 Oct 2015 07:28:30 gmt", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Wed, 21 Oct 1915 07:28:30 GMT", None),
        ("\u{b2}", None),
        ("+1", None),
        ("1, 2", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("abc", None),
        ("99999999999999999999", None),
        ("Wed, 41 Oct 2015 07:28:30 GMT", None),
    ];
    let script = cases.iter().flat_map(|(value, _)| {
        let headers = format!("{date}retry-after: {value}\r\ncontent-length: 0\r\n");
        [Step::Read, Step::send(format!("HTTP/1.1 429 X\r\n{headers}\r\n"))]
    });
    let server = Server::start(vec![script.collect()]);
    let client = client_once(&server);
    for (value, expected) in cases {
        let error = error_of(get_thing(&client, "t")).await;
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), expected, "{value:?}");
    }
    // Where the server does not tell the time, this machine's clock has to do.
    for (day, is_over) in [("Thu, 31 Dec 2015", true), ("Fri, 31 Dec 9999", false)] {
        let date = format!("retry-after: {day} 23:59:59 GMT\r\n");
        let head = format!("HTTP/1.1 429 X\r\n{date}content-length: 0\r\n\r\n");
        let wait = error_for(Step::send(head)).await.retry_after().unwrap();
        assert_eq!(wait == Duration::ZERO, is_over, "{wait:?}");
    }
}

#[tokio::test]
async fn predicates_follow_the_status() {
    type Predicate = fn(&Error) -> bool;
    let cases: [(u16, Predicate); 7] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
        (500, Error::is_server_error),
        (503, Error::is_server_error),
    ];
    for (status, predicate) in cases {
        let error =
            error_for(Step::send(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n")))
                .await;
        let count = cases[..6].iter().filter(|(_, predicate)| predicate(&error)).count();
        assert!(predicate(&error) && count == 1, "{status}");
    }
}

#[test]
fn an_error_is_one_pointer() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
