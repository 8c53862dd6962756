//! Every operation with every status that the spec lists for it, and bodies as servers and gateways send them.

use std::time::Duration;

use checkout_identity::{Error, ErrorKind, Sent, models};
use serde_json::json;

use crate::calls::{call, client};
use crate::places::without_nulls;
use crate::server::{Reply, Server};
use crate::spec::operations;

const REQUEST_ID: &str = "0b6c3f0e-7a43-4b7e-8f4e-5f3f5f0c9a11";

/// What a server may say with an error status, and what of it the client understands.
struct Body {
    content_type: &'static str,
    text: String,
    error_type: Option<&'static str>,
    error_codes: &'static [&'static str],
    request_id: Option<&'static str>,
}

/// In no body is this for logs.
const PERSONAL: &str = "Hannah Bret";

fn bodies() -> [Body; 6] {
    let silent = |content_type, text: &str| Body {
        content_type,
        text: text.to_owned(),
        error_type: None,
        error_codes: &[],
        request_id: None,
    };
    [
        Body {
            content_type: "application/json",
            text: json!({
                "request_id": "6f2c1e9a-3b7d-4f5a-8c0e-1d2b3a4c5e6f",
                "error_type": "request_invalid",
                "error_codes": ["declared_data__name__required", "redirect_url__invalid"],
                "detail": PERSONAL,
            })
            .to_string(),
            error_type: Some("request_invalid"),
            error_codes: &["declared_data__name__required", "redirect_url__invalid"],
            request_id: Some("6f2c1e9a-3b7d-4f5a-8c0e-1d2b3a4c5e6f"),
        },
        Body {
            content_type: "application/json",
            text: json!({ "error_type": "invalid_request", "error_codes": [] }).to_string(),
            error_type: Some("invalid_request"),
            error_codes: &[],
            request_id: None,
        },
        silent("application/json", ""),
        silent("text/html", "<html><body>Hannah Bret, try later</body></html>"),
        silent("application/json", r#"{"request_id":"6f2c1e9a","detail":"Hannah Bret"#),
        silent("application/json", r#""Hannah Bret""#),
    ]
}

#[tokio::test]
async fn successes_come_with_status_value_and_request_id() {
    let server = Server::start().await;
    let client = client(&server);
    for operation in operations() {
        for response in operation.responses.iter().filter(|response| response.status < 300) {
            let content = response.content.as_ref().unwrap();
            for (_, value) in &content.examples {
                let headers = [("Cko-Request-Id", REQUEST_ID), ("X-Twice", "1"), ("X-Twice", "2")];
                server.answer(Reply::new(response.status, &headers, value.to_string()));
                let outcome = call(&client, &operation).await.unwrap();
                assert_eq!(outcome.status, response.status, "{}", operation.id);
                assert_eq!(outcome.request_id.as_deref(), Some(REQUEST_ID), "{}", operation.id);
                assert_eq!(outcome.value, without_nulls(content.schema, value), "{}", operation.id);
                assert!(outcome.printed.contains(operation.id), "{}", outcome.printed);
            }
        }
    }
}

#[tokio::test]
async fn errors_tell_what_the_server_said() {
    let server = Server::start().await;
    let client = client(&server);
    for operation in operations() {
        let listed = operation.responses.iter().map(|response| response.status);
        let statuses = listed.filter(|status| *status >= 400);
        // What gateways add of their own.
        for status in statuses.chain([418, 502, 504]) {
            for body in bodies() {
                for header in [None, Some(REQUEST_ID)] {
                    server.answer(reply(status, &body, header));
                    let error = call(&client, &operation).await.unwrap_err();
                    check(&error, operation.id, status, &body, header);
                }
            }
        }
    }
}

fn reply(status: u16, body: &Body, request_id: Option<&str>) -> Reply {
    let mut headers = vec![("Content-Type", body.content_type), ("Retry-After", "30")];
    headers.extend(request_id.map(|id| ("Cko-Request-Id", id)));
    Reply::new(status, &headers, &body.text)
}

#[track_caller]
fn check(error: &Error, operation: &str, status: u16, body: &Body, header: Option<&str>) {
    let request_id = header.or(body.request_id);
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().unwrap().as_u16(), status);
    assert_eq!(error.was_sent(), Sent::Yes);
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!(error.headers().unwrap()["content-type"], body.content_type);
    assert_eq!(error.body(), body.text.as_bytes());
    assert_eq!(error.error_type(), body.error_type);
    assert_eq!(error.error_codes(), body.error_codes);
    assert_eq!(error.request_id(), request_id);
    assert_eq!(error.json::<models::ErrorBody>().is_ok(), body.error_type.is_some());

    let line = error.to_string();
    let named = body.error_codes.iter().copied().chain(body.error_type).chain(request_id);
    for part in named.chain([operation, &status.to_string()]) {
        assert!(line.contains(part), "`{part}` is not in `{line}`");
    }
    assert!(!line.contains('\n'), "{line}");
    assert!(!format!("{line} {error:?} {error:#?}").contains(PERSONAL), "{error:?}");
}

#[tokio::test]
async fn an_error_keeps_the_beginning_of_a_long_body() {
    let server = Server::start().await;
    let client = client(&server);
    let text = "x".repeat(100_000);
    for operation in operations() {
        server.answer(Reply::new(500, &[], &text));
        let error = call(&client, &operation).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 500);
        assert_eq!(error.body(), &text.as_bytes()[..16 * 1024]);
    }
}

#[tokio::test]
async fn a_request_id_that_is_no_text_is_left_out() {
    let server = Server::start().await;
    let client = client(&server);
    for operation in operations() {
        let head = b"HTTP/1.1 404 \r\nContent-Length: 0\r\nCko-Request-Id: \xff\xfe\r\n\r\n";
        server.answer(Reply::bytes(head));
        let error = call(&client, &operation).await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.request_id(), None);
    }
}
