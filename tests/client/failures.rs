//! What goes wrong between client and server: kind of error, and whether the request may have been processed.

use std::time::Duration;

use checkout_identity::{BaseUrl, ClientBuilder, Error, ErrorKind, Sent};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::calls::{call, client};
use crate::places::{Place, places, with, without};
use crate::server::{Refusing, Reply, Server};
use crate::spec::{Operation, operations};
use crate::tls::Authority;

/// Long enough for loopback, short enough for a test that waits for it.
const SOON: Duration = Duration::from_millis(400);

/// A call that a mistake repeats with effect, and one that it does not.
fn create_and_get() -> [Operation; 2] {
    ["createIdentityVerification", "getIdentityVerification"].map(operation)
}

fn operation(id: &str) -> Operation {
    operations().into_iter().find(|operation| operation.id == id).unwrap()
}

/// A client that tries everything once.
fn builder(base_url: &str) -> ClientBuilder {
    crate::calls::builder(BaseUrl::parse(base_url).unwrap()).max_attempts(1)
}

#[track_caller]
fn check(error: &Error, kind: ErrorKind, sent: Sent) {
    assert_eq!((error.kind(), error.was_sent(), error.attempts()), (kind, sent, 1), "{error:?}");
}

/// Calls both operations with a client for the server, made by `build`, and checks how they fail.
async fn fails(
    server: &Server,
    build: impl Fn(ClientBuilder) -> ClientBuilder,
    kind: ErrorKind,
    sent: Sent,
) -> [Error; 2] {
    let client = build(builder(&format!("http://{}", server.address()))).build().unwrap();
    let mut errors = Vec::new();
    for operation in create_and_get() {
        let error = call(&client, &operation).await.unwrap_err();
        check(&error, kind, sent);
        assert_eq!(server.take_requests().len(), 1, "{} was sent again", operation.id);
        errors.push(error);
    }
    errors.try_into().unwrap()
}

#[tokio::test]
async fn a_refused_connection() {
    let refusing = Refusing::new();
    let client = builder(&format!("http://{}", refusing.address)).build().unwrap();
    for operation in create_and_get() {
        let error = call(&client, &operation).await.unwrap_err();
        check(&error, ErrorKind::Connect, Sent::No);
        assert!(error.is_connect());
    }
}

#[tokio::test]
async fn a_tls_handshake_that_stalls() {
    // The operating system accepts; nobody ever reads.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let client = builder(&base_url).connect_timeout(SOON).build().unwrap();
    let error = call(&client, &operation("createIdentityVerification")).await.unwrap_err();
    check(&error, ErrorKind::Timeout, Sent::No);
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let server = Server::start().await;
    server.answer(Reply::nothing().then_stall());
    let limits: [fn(ClientBuilder) -> ClientBuilder; 2] =
        [|builder| builder.attempt_timeout(SOON), |builder| builder.timeout(SOON)];
    for limit in limits {
        for error in fails(&server, limit, ErrorKind::Timeout, Sent::Maybe).await {
            assert!(error.is_timeout());
            assert_eq!(error.status(), None);
        }
    }
}

#[tokio::test]
async fn a_body_that_never_ends() {
    let server = Server::start().await;
    let slow = |status| Reply::cut(status, &[], b"{", 1_000_000).then_dribble();
    server.answer(slow(200));
    let limit = |builder: ClientBuilder| builder.attempt_timeout(SOON);
    for error in fails(&server, limit, ErrorKind::Timeout, Sent::Yes).await {
        assert_eq!(error.status().unwrap(), 200);
    }
    // The status of a failure is worth more than its explanation.
    server.answer(slow(503));
    for error in fails(&server, limit, ErrorKind::Api, Sent::Yes).await {
        assert_eq!(error.status().unwrap(), 503);
    }
}

#[tokio::test]
async fn connections_that_break() {
    let server = Server::start().await;
    let head = Reply::bytes("HTTP/1.1 200 \r\nContent-Le");
    let garbage = Reply::bytes("SSH-2.0-OpenSSH_9.6\r\n\r\n");
    let before_the_answer = [
        Reply::nothing().then_close(),
        Reply::nothing().then_reset(),
        head.clone().then_close(),
        head.then_reset(),
        garbage.then_close(),
    ];
    for reply in before_the_answer {
        server.answer(reply);
        fails(&server, |builder| builder, ErrorKind::Transport, Sent::Maybe).await;
    }
    let chunk = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"id\"";
    let within_the_body = [
        Reply::cut(200, &[], br#"{"id":"idv_1"}"#, 100).then_close(),
        Reply::cut(200, &[], br#"{"id":"idv_1"}"#, 100).then_reset(),
        Reply::bytes(chunk).then_close(),
    ];
    for reply in within_the_body {
        server.answer(reply);
        for error in fails(&server, |builder| builder, ErrorKind::Transport, Sent::Yes).await {
            assert_eq!(error.status().unwrap(), 200);
        }
    }
}

#[tokio::test]
async fn certificates_that_do_not_fit() {
    let (ours, other) = (Authority::new(), Authority::new());
    for (host, trusted) in
        [("127.0.0.1", None), ("127.0.0.1", Some(&other)), ("elsewhere.example", Some(&ours))]
    {
        let server = Server::start_tls(ours.acceptor(host)).await;
        let builder = builder(&format!("https://{}", server.address()));
        let builder = match trusted {
            Some(authority) => builder.root_certificate(authority.der.clone()),
            None => builder,
        };
        let client = builder.build().unwrap();
        for operation in create_and_get() {
            check(&call(&client, &operation).await.unwrap_err(), ErrorKind::Tls, Sent::No);
        }
        assert!(server.take_requests().is_empty());
    }
}

#[tokio::test]
async fn a_private_authority_is_trusted_on_request() {
    let authority = Authority::new();
    let server = Server::start_tls(authority.acceptor("127.0.0.1")).await;
    let base_url = format!("https://{}", server.address());
    let client = builder(&base_url).root_certificate(authority.der.clone()).build().unwrap();
    for operation in create_and_get() {
        server.answer(crate::requests::first_success(&operation.responses));
        call(&client, &operation).await.unwrap();
        assert_eq!(server.take_requests().len(), 1);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (server, other) = (Server::start().await, Server::start().await);
    for status in [301, 302, 303, 307, 308] {
        for host in [server.address(), other.address()] {
            let location = format!("http://{host}/elsewhere");
            server.answer(Reply::new(status, &[("Location", &location)], ""));
            for error in fails(&server, |builder| builder, ErrorKind::Api, Sent::Yes).await {
                assert_eq!(error.status().unwrap(), status);
            }
        }
    }
    assert!(other.take_requests().is_empty());
}

#[tokio::test]
async fn bodies_beyond_the_limit() {
    let server = Server::start().await;
    let value =
        operation("createIdentityVerification").responses[0].content.as_ref().unwrap().examples[0]
            .1
            .to_string();
    let limit = value.len();
    let chunked = |body: &str| {
        let length = body.len();
        Reply::bytes(format!(
            "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
        ))
    };
    for frame in [|body: &str| Reply::new(200, &[], body), chunked] {
        server.answer(frame(&format!("{value} ")));
        let bounded = |builder: ClientBuilder| builder.max_body_bytes(limit);
        for error in fails(&server, bounded, ErrorKind::BodyTooLarge, Sent::Yes).await {
            assert_eq!(error.status().unwrap(), 200);
        }
        server.answer(frame(&value));
        let client = bounded(builder(&format!("http://{}", server.address()))).build().unwrap();
        call(&client, &operation("createIdentityVerification")).await.unwrap();
        server.take_requests();
    }
    // Refused by its length alone, and an endless one by what has come of it.
    server.answer(Reply::cut(200, &[], b"", 10_000_000_000).then_stall());
    fails(&server, |builder| builder, ErrorKind::BodyTooLarge, Sent::Yes).await;
}

#[tokio::test]
async fn successes_that_are_not_what_the_api_describes() {
    let server = Server::start().await;
    let bodies = [
        "",
        " ",
        "null",
        "[]",
        "\"approved\"",
        "{",
        "{}",
        "<html></html>",
        "\u{feff}{}",
        "{\"id\":}",
    ];
    let with_body = bodies.iter().map(|body| Reply::new(200, &[], body));
    let no_content = Reply::bytes("HTTP/1.1 204 \r\n\r\n");
    let no_text = Reply::new(200, &[], [0xff, 0xfe, b'{']);
    let nested = Reply::new(200, &[], "[".repeat(10_000));
    for reply in with_body.chain([no_content, no_text, nested]) {
        server.answer(reply);
        for error in fails(&server, |builder| builder, ErrorKind::Decode, Sent::Yes).await {
            assert!(error.decode_error().is_some(), "{error:?}");
        }
    }
}

/// A value of a type that does not belong there, and found nowhere else.
fn misfit(place: &Place) -> Value {
    match place.schema["type"].as_str() {
        Some("string") => json!(4_815_162_342_u64),
        _ => json!("misfit 4815162342"),
    }
}

#[tokio::test]
async fn decode_errors_name_the_place_and_no_value() {
    let server = Server::start().await;
    let client = client(&server);
    let operation = operation("getIdentityVerification");
    let content = operation.responses[0].content.as_ref().unwrap();
    for (_, example) in &content.examples {
        for place in places(content.schema, example) {
            if place.pointer.is_empty() {
                continue;
            }
            let mut damaged = vec![with(example, &place.pointer, misfit(&place))];
            if place.is_date() || place.is_date_time() {
                damaged.push(with(example, &place.pointer, json!("4815162342")));
            }
            if place.is_required_member() {
                damaged.push(without(example, &place.pointer));
            }
            for body in damaged {
                server.answer(Reply::json(200, &body));
                let error = call(&client, &operation).await.unwrap_err();
                check(&error, ErrorKind::Decode, Sent::Yes);
                assert_eq!(error.decode_error().unwrap().path(), as_path(&place.pointer));
                let printed = format!("{error} {error:?} {}", error.decode_error().unwrap());
                assert!(!printed.contains("4815162342"), "{printed}");
            }
        }
    }
}

/// `/documents/0/full_name` as `documents[0].full_name`.
fn as_path(pointer: &str) -> String {
    let keys = pointer.split('/').skip(1).map(|key| match key.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => format!(".{key}"),
    });
    keys.collect::<Vec<_>>().concat().trim_start_matches('.').to_owned()
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_is_an_error() {
    let server = Server::start().await;
    let client = client(&server);
    let one_of_each_answer = [
        "getIdentityVerification",
        "getIdentityVerificationAttempt",
        "getIdentityVerificationReport",
        "listIdentityVerificationAttempts",
    ];
    for operation in one_of_each_answer.map(operation) {
        let examples = &operation.responses[0].content.as_ref().unwrap().examples;
        let text =
            examples.iter().map(|(_, value)| value.to_string()).max_by_key(String::len).unwrap();
        for length in 0..text.len() {
            server.answer(Reply::new(200, &[], &text.as_bytes()[..length]));
            check(&call(&client, &operation).await.unwrap_err(), ErrorKind::Decode, Sent::Yes);
        }
    }
}
