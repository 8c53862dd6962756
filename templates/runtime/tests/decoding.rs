//! Successful answers whose body is not what was promised.

use std::collections::BTreeMap;

use runtime::exports::{Call, Date, Error, ErrorKind, Sent, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::support::{LIST_THINGS, Server, answer, client_once, error_of, printed};

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only whether it decodes matters")]
struct Verification {
    id: String,
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    labels: BTreeMap<String, u8>,
    created_on: Option<Timestamp>,
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "only whether it decodes matters")]
struct Document {
    full_name: Option<String>,
    birth_date: Date,
    pages: Option<(u8, u8)>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Passport,
}

#[derive(Debug, Deserialize)]
enum NoKind {}

async fn decode_error<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> Error {
    let server = Server::answering(answer("200 OK", body));
    error_of(Call::<T>::new(&client_once(&server), &LIST_THINGS, &[])).await
}

async fn check<T: DeserializeOwned + std::fmt::Debug>(body: &str, expected: &str) {
    let error = decode_error::<T>(body).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Decode, Sent::Yes));
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(error.decode_error().unwrap().to_string(), expected, "{body}");
    assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
}

#[tokio::test]
async fn an_error_says_where_and_what_was_expected() {
    type V = Verification;
    check::<V>("{}", "id: missing field `id` at line 1 column 2").await;
    check::<V>(r#"{"id":1234}"#, "id: expected a string at line 1 column 10").await;
    check::<V>(r#"{"id":["SENTINEL"]}"#, "id: expected a string at line 1 column 6").await;
    check::<V>(r#"{"id":"a","id":"b"}"#, "id: duplicate field `id` at line 1 column 14").await;
    check::<V>(
        r#"{"id":"a","documents":[{"birth_date":"2020-01-01"},{"full_name":"SENTINEL"}]}"#,
        "documents[1].birth_date: missing field `birth_date` at line 1 column 75",
    )
    .await;
    check::<V>(
        "{\"id\":\"a\",\n \"documents\": [\n  {\"birth_date\":\"SENTINEL\"}]}",
        "documents[0].birth_date: expected a date of the form YYYY-MM-DD at line 3 column 26",
    )
    .await;
    check::<V>(
        r#"{"id":"a","documents":"SENTINEL"}"#,
        "documents: expected a sequence at line 1 column 32",
    )
    .await;
    check::<V>(
        r#"{"id":"a","documents":[{"birth_date":"2020-01-01","pages":[1]}]}"#,
        "documents[0].pages[0]: expected a tuple of size 2 at line 1 column 61",
    )
    .await;
    check::<V>(
        r#"{"id":"a","created_on":"SENTINEL, expected SENTINEL"}"#,
        "created_on: expected an RFC 3339 date and time at line 1 column 52",
    )
    .await;
    check::<V>(
        r#"{"id":"a","kind":"SENTINEL, expected x"}"#,
        "kind: expected `passport` at line 1 column 39",
    )
    .await;
    check::<V>(
        r#"{"id":"a","labels":{"a b@SENTINEL":300}}"#,
        "labels.*: expected u8 at line 1 column 38",
    )
    .await;
    check::<V>(r#"{"id":"a","labels":{"x":-1}}"#, "labels.x: expected u8 at line 1 column 26")
        .await;
    check::<Vec<V>>(r#"[{"id":"a"},{"id":null}]"#, "[1].id: expected a string at line 1 column 22")
        .await;
    check::<Vec<Vec<u8>>>(r"[[1],[1,300]]", "[1][1]: expected u8 at line 1 column 11").await;
    check::<NoKind>(r#""SENTINEL, expected SENTINEL""#, "unexpected value at line 1 column 29")
        .await;
    check::<u8>(r#""SENTINEL""#, "expected u8 at line 1 column 10").await;
}

#[tokio::test]
async fn what_is_no_json_is_said_to_be_none() {
    type V = Verification;
    check::<V>("", "the body is empty").await;
    check::<V>("<html>SENTINEL</html>", "expected value at line 1 column 1").await;
    check::<V>(r#"{"id":"SENTINEL"#, "id: EOF while parsing a string at line 1 column 15").await;
    check::<V>(r#"{"id":"a",}"#, "trailing comma at line 1 column 11").await;
    check::<V>(r#"{"id":"a"}SENTINEL"#, "trailing characters at line 1 column 11").await;
    check::<BTreeMap<String, f64>>(r#"{"x":1e400}"#, "x: number out of range at line 1 column 10")
        .await;
    check::<V>(r#"{"id":"\ud800"}"#, "id: unexpected end of hex escape at line 1 column 14").await;
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let error = decode_error::<serde_json::Value>(&deep).await;
    assert!(error.decode_error().unwrap().problem().starts_with("recursion limit exceeded"));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_an_error() {
    use crate::support::Step;
    let response = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"id\":\"\xff\"}";
    let server = Server::answering(Step::send(response));
    let error = error_of(Call::<Verification>::new(&client_once(&server), &LIST_THINGS, &[])).await;
    assert_eq!(error.decode_error().unwrap().to_string(), "the body is not UTF-8");
}

#[tokio::test]
async fn a_decode_error_offers_its_parts() {
    let error = decode_error::<Verification>(r#"{"id":1}"#).await;
    let decode = error.decode_error().unwrap();
    assert_eq!((decode.path(), decode.line(), decode.column()), ("id", 1, 7));
    assert_eq!(decode.problem(), "expected a string");
    assert_eq!(
        error.to_string(),
        "listThings: the body is not what the API describes: id: expected a string at line 1 column 7, 200 OK, 1 attempt"
    );
}
