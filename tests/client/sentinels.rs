//! Texts found nowhere else, in every classed member and every secret: nothing the client prints may show one, and no
//! crate below it may trace one. By itself in its process, as it hears all that this says, and so that it can be run
//! with any features.

#![cfg(test)]

#[allow(dead_code, reason = "of interest to other tests")]
mod calls;
mod capture;
#[cfg(feature = "http2")]
mod http2;
#[allow(dead_code, reason = "of interest to other tests")]
mod places;
#[cfg(feature = "transport-hyper")]
mod secrets;
#[allow(dead_code, reason = "of interest to other tests")]
mod server;
#[allow(dead_code, reason = "of interest to other tests")]
mod spec;
#[cfg(feature = "transport-hyper")]
mod tls;

use std::fmt::{Debug, Write};
use std::time::Duration;

use checkout_identity::{BaseUrl, Client, ClientBuilder, Error, SecretKey};
use serde_json::{Value, json};

use crate::calls::{Arguments, call_with};
use crate::places::{places, with, with_sentinels};
use crate::server::{Reply, Server};
use crate::spec::{Content, Operation, operations};
#[cfg(feature = "transport-hyper")]
use crate::tls::Authority;

const KEY: &str = "sk_sbox_sentinelsentinelsentinel";

/// Ids are no secrets where they are a value's name, but nobody is to log where they were sent.
const IDS: [&str; 2] = ["idv_sentinelsentinel", "iatp_sentinelsentinel"];

/// A body with a sentinel in every classed member, and all sentinels.
#[derive(Default)]
struct Filled {
    body: Value,
    sentinels: Vec<String>,
}

/// Every example of a body, filled.
fn filled(content: &Content) -> Vec<Filled> {
    let fill = |(_, value): &(_, &Value)| {
        let (body, sentinels) = with_sentinels(content.schema, value);
        Filled { body, sentinels }
    };
    content.examples.iter().map(fill).collect()
}

/// Each operation with each response, and with the request that has the most to hide.
fn all() -> impl Iterator<Item = (Operation, Filled, Filled)> {
    operations().into_iter().flat_map(|operation| {
        let responses = filled(operation.responses[0].content.as_ref().unwrap());
        responses.into_iter().map(move |response| {
            let requests = operation.request.as_ref().map(filled).unwrap_or_default();
            let request = requests.into_iter().max_by_key(|request| request.sentinels.len());
            (operation.clone(), request.unwrap_or_default(), response)
        })
    })
}

/// The beginnings of a client. Whether its calls are in time or not, they have to be silent.
fn builder(base_url: BaseUrl) -> ClientBuilder {
    capture::start();
    let key = SecretKey::new(KEY).unwrap();
    let builder = Client::builder().base_url(base_url).secret_key(key.clone());
    let builder = builder.attempt_timeout(Duration::from_millis(50)).max_attempts(1);
    check_silent(&printed(&key), &[]);
    check_silent(&printed(&builder), &[]);
    builder
}

/// A client by each transport there is.
fn clients(server: &Server) -> Vec<Client> {
    let build = |builder: ClientBuilder| {
        let client = builder.build().unwrap();
        check_silent(&printed(&client), &[]);
        client
    };
    vec![
        #[cfg(feature = "transport-hyper")]
        build(builder(server.base_url())),
        #[cfg(feature = "transport-reqwest")]
        build(builder(server.base_url()).transport(reqwest())),
    ]
}

#[cfg(feature = "transport-reqwest")]
fn reqwest() -> checkout_identity::ReqwestTransport {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    checkout_identity::ReqwestTransport::new(client.build().unwrap())
}

fn printed(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

/// An error and its causes, in every way in which they print.
fn printed_chain(error: &dyn std::error::Error) -> String {
    let mut text = String::new();
    for cause in std::iter::successors(Some(error), |error| error.source()) {
        write!(text, "{cause} {cause:#} {cause:?} {cause:#?}").unwrap();
    }
    text
}

#[track_caller]
fn check_silent(text: &str, sentinels: &[String]) {
    for sentinel in sentinels.iter().map(String::as_str).chain([KEY]) {
        assert!(!text.contains(sentinel), "`{sentinel}` is in `{text}`");
    }
    capture::check();
}

/// Calls the operation and scans what comes of it, be it a value or an error.
async fn check(clients: &[Client], operation: &Operation, request: &Filled, sentinels: &[String]) {
    let arguments = Arguments { id: IDS[0], attempt_id: IDS[1], body: &request.body };
    for client in clients {
        let text = match call_with(client, operation, &arguments).await {
            Ok(outcome) => outcome.printed,
            Err(error) => printed_error(error),
        };
        check_silent(&text, &request.sentinels);
        check_silent(&text, sentinels);
        check_silent(&text, &IDS.map(str::to_owned));
    }
}

fn printed_error(error: Error) -> String {
    let text = printed_chain(&error);
    capture::panic_with(error);
    text
}

#[tokio::test]
async fn successes_are_silent() {
    let server = Server::start().await;
    let clients = clients(&server);
    for (operation, request, response) in all() {
        server.answer(Reply::json(operation.responses[0].status, &response.body));
        check(&clients, &operation, &request, &response.sentinels).await;
    }
}

#[tokio::test]
async fn errors_of_the_api_are_silent() {
    let server = Server::start().await;
    let clients = clients(&server);
    for (operation, request, response) in all() {
        let Filled { body, sentinels } = &response;
        let (joined, location) = (sentinels.join(" "), format!("https://{KEY}@x.example/"));
        let quoting: Vec<_> = sentinels.iter().map(|sent| format!("{sent} is refused")).collect();
        let bodies = [
            body.to_string(),
            format!("<html>{body}</html>"),
            // An API that quotes what it was sent.
            json!({ "error_type": joined, "error_codes": quoting, "request_id": joined })
                .to_string(),
            json!({ "error_type": body, "error_codes": body, "request_id": [joined] }).to_string(),
        ];
        for text in &bodies {
            let headers = [("Cko-Request-Id", joined.as_str()), ("Location", &location)];
            for status in [302, 400, 401, 422, 500] {
                server.answer(Reply::new(status, &headers, text));
                check(&clients, &operation, &request, sentinels).await;
            }
        }
    }
}

#[tokio::test]
async fn decode_errors_are_silent() {
    let server = Server::start().await;
    let clients = clients(&server);
    for (operation, request, response) in all() {
        let schema = operation.responses[0].content.as_ref().unwrap().schema;
        let Filled { body, sentinels } = &response;
        let Some(sentinel) = sentinels.first() else { continue };
        for place in places(schema, body) {
            // In a container, as a key, and as a text where that is not what is due.
            let mut misfits = vec![json!([[sentinel]]), json!({ sentinel: { sentinel: [] } })];
            let is_text =
                place.schema["type"] == "string" && !place.is_date() && !place.is_date_time();
            if !is_text {
                misfits.push(json!(sentinel));
            }
            for misfit in misfits {
                server.answer(Reply::json(200, &with(body, &place.pointer, misfit)));
                check(&clients, &operation, &request, sentinels).await;
            }
        }
    }
}

#[tokio::test]
async fn failures_of_the_connection_are_silent() {
    let server = Server::start().await;
    let clients = clients(&server);
    for (operation, request, response) in all() {
        let text = response.body.to_string();
        let length = text.len() + 1;
        let whole = Reply::bytes(format!("HTTP/1.1 200 \r\n{text}: {text}\r\n\r\n{text}"));
        let replies = [
            whole,
            Reply::bytes(text.as_str()).then_close(),
            Reply::cut(200, &[], text.as_bytes(), length).then_close(),
            Reply::cut(200, &[], text.as_bytes(), length).then_reset(),
            Reply::cut(200, &[], text.as_bytes(), length).then_stall(),
            Reply::nothing().then_reset(),
            Reply::nothing().then_stall(),
        ];
        for reply in replies {
            server.answer(reply);
            check(&clients, &operation, &request, &response.sentinels).await;
        }
    }
}

#[test]
fn refused_settings_are_silent() {
    for key in
        [format!("{KEY}\n"), format!(" {KEY}"), format!("{KEY}\u{e9}"), format!("Bearer {KEY}")]
    {
        check_silent(&printed_chain(&SecretKey::new(key).unwrap_err()), &[]);
    }
    for url in [
        format!("https://user:{KEY}@api.example.com"),
        format!("https://api.example.com/?key={KEY}"),
        format!("https://api.example.com/#{KEY}"),
        format!("{KEY}:"),
    ] {
        check_silent(&printed_chain(&BaseUrl::parse(&url).unwrap_err()), &[]);
    }
}

#[tokio::test]
async fn refused_arguments_are_silent() {
    let server = Server::start().await;
    let id = "idv_1".into();
    for client in clients(&server) {
        for (name, value) in [
            ("Authorization", format!("Bearer {KEY}")),
            ("X-Key", format!("{KEY}\r\nX: y")),
            (KEY, "\0".to_owned()),
            ("Idempotency key", KEY.to_owned()),
        ] {
            let call = client.get_identity_verification(&id).header(name, &value);
            check_silent(&printed(&call).replace(name, ""), &[]);
            let error = call.await.unwrap_err();
            if name != KEY {
                check_silent(&printed_error(error), &[]);
            }
        }
        let call = client.get_identity_verification(&id).idempotency_key(KEY).header("X-Key", KEY);
        check_silent(&printed(&call), &[]);
        check_silent(&printed(&call.request().unwrap()), &[]);
    }
    assert!(server.take_requests().is_empty());
}

/// Over TLS, and so that crates below the client have something to say.
#[tokio::test]
#[cfg(feature = "transport-hyper")]
async fn crates_that_speak_say_nothing_of_what_passes() {
    let authority = Authority::new();
    let server = Server::start_tls(authority.acceptor("127.0.0.1")).await;
    let url = BaseUrl::parse(&format!("https://{}", server.address())).unwrap();
    let (trusting, wary) =
        (builder(url.clone()).root_certificate(authority.der.clone()), builder(url));
    let clients = [trusting.build().unwrap(), wary.build().unwrap()];
    for (operation, request, response) in all() {
        let text = response.body.to_string();
        for reply in [
            Reply::json(operation.responses[0].status, &response.body),
            Reply::json(422, &response.body),
            Reply::bytes(format!("HTTP/1.1 200 \r\n{text}: {text}\r\n\r\n{text}")),
            Reply::cut(200, &[("X-A", "sentinelsentinel")], text.as_bytes(), text.len() + 1)
                .then_close(),
            Reply::nothing().then_reset(),
        ] {
            server.answer(reply);
            check(&clients, &operation, &request, &response.sentinels).await;
        }
    }
    let heard = capture::crates();
    for name in ["hyper_util", "rustls"] {
        assert!(heard.contains(name), "{heard:?}");
    }
    assert_eq!(heard.contains("checkout_identity"), cfg!(feature = "tracing"), "{heard:?}");
}
