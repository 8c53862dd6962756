//! An API to call, and a client for it.

mod double;
mod server;

use std::fmt::Debug;
use std::time::Duration;

use runtime::api::{Api, ErrorMembers};
use runtime::api::{Class, Operation};
use runtime::client::ClientBuilder;
use runtime::exports::http::Method;
use runtime::exports::{BaseUrl, Call, Client, Error, SecretKey};
use serde::{Deserialize, Serialize};

pub(crate) use double::{Double, status};
pub(crate) use server::{Server, Step};

/// More than a call may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(70);

pub(crate) const KEY: &str = "sk_sbox_SENTINELKEY";

pub(crate) static API: Api = Api {
    name: "things",
    version: "1.2.3",
    request_id_header: Some("x-request-id"),
    idempotency_key_header: Some("x-idempotency-key"),
    key_prefixes: &[],
    error_members: ErrorMembers {
        error_type: Some("error_type"),
        error_codes: Some("error_codes"),
        request_id: Some("request_id"),
    },
};

pub(crate) static GET_THING: Operation = Operation {
    id: "getThing",
    method: Method::GET,
    path: "/things/{thing_id}/state",
    class: Class::Safe,
};

pub(crate) static LIST_THINGS: Operation =
    Operation { id: "listThings", method: Method::GET, path: "/things", class: Class::Safe };

pub(crate) static CREATE_THING: Operation = Operation {
    id: "createThing",
    method: Method::POST,
    path: "/things",
    class: Class::NotIdempotent,
};

pub(crate) static PUT_THING: Operation =
    Operation { id: "putThing", method: Method::PUT, path: "/things", class: Class::Idempotent };

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) name: String,
}

pub(crate) fn builder(base_url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(BaseUrl::parse(base_url).unwrap())
        .secret_key(SecretKey::new(KEY).unwrap())
}

pub(crate) fn client(server: &Server) -> Client {
    builder(&server.url()).build().unwrap()
}

/// A client that does not retry.
pub(crate) fn client_once(server: &Server) -> Client {
    builder(&server.url()).max_attempts(1).build().unwrap()
}

pub(crate) fn get_thing<'c>(client: &'c Client, id: &str) -> Call<'c, Thing> {
    Call::new(client, &GET_THING, &[id])
}

pub(crate) fn create_thing<'c>(client: &'c Client, name: &str) -> Call<'c, Thing> {
    Call::new(client, &CREATE_THING, &[]).json(&Thing { name: name.to_owned() })
}

/// The error of a call that must fail and not hang.
pub(crate) async fn error_of<T: Debug>(call: Call<'_, T>) -> Error {
    tokio::time::timeout(PATIENCE, call.send()).await.expect("a call hangs").unwrap_err()
}

/// All that a log could show of an error.
pub(crate) fn printed(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.extend([error.to_string(), format!("{error:?}")]);
        cause = error.source();
    }
    text
}

/// A JSON answer with a content length.
pub(crate) fn answer(status: &str, body: &str) -> Step {
    let length = body.len();
    Step::send(format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
}
