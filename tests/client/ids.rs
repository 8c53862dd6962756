//! Ids that try to leave their path segment, on the request line as the server received it.

use checkout_identity::{ErrorKind, Sent};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::calls::{Arguments, call_with, client};
use crate::requests::first_success;
use crate::server::Server;
use crate::spec::{Operation, operations};

/// Ids that no encoding keeps in place: some servers and proxies decode before they resolve dots.
const REFUSED: [&str; 9] = ["", ".", "..", "%2e", "%2E", "%2e%2e", "%2E.", ".%2e", "%2e%2E"];

/// Ids that are one segment once encoded, whatever they look like.
const ENCODED: &[&str] = &[
    // Other paths, queries, fragments, authorities, header lines.
    "a/../b",
    "../..",
    "..%2f..",
    "%2e%2e%2f",
    "\\..\\..",
    "/",
    "//evil.example/",
    "./",
    "...",
    ". .",
    "..;",
    "..;/",
    "%252e%252e",
    "%2f",
    "%5c",
    "%00",
    "idv_1?x=1",
    "idv_1#f",
    "idv_1;x",
    "idv_1&x=1",
    "@evil.example/",
    "user:password@evil.example",
    "http://evil.example/",
    "idv_1\r\nX: y",
    "idv_1 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "idv_1\n",
    "\t",
    " ",
    "\0",
    "\u{7f}",
    "+",
    "%",
    "%%",
    "%zz",
    // Templates: the id of one parameter must not be read as the place of another.
    "{attempt_id}",
    "{identity_verification_id}",
    "{}",
    "{0}",
    "${HOME}",
    "%s%n",
    ":id",
    "*",
    // Text that programs trip over.
    "\u{202e}vdi",
    "\u{feff}",
    "\u{200b}",
    "\u{2024}\u{2024}",
    "\u{ff0e}\u{ff0e}\u{ff0f}",
    "\u{1f600}",
    "田中さん",
    "Ω≈ç√∫˜µ≤≥÷",
    "ÅÍÎÏ˝ÓÔÒÚÆ☃",
    "﷽",
    "Z̮̞̠͙͔ͅ",
    "<script>alert(0)</script>",
    "1;DROP TABLE users",
    "' OR 1=1 -- ",
    "() { 0; }; true",
    "$(true)",
    "`true`",
    "C:\\con",
    "null",
    "undefined",
    "NaN",
    "-1",
    "~",
    "a b",
    "\"",
    "[1]",
    "a,b",
    "a=b",
    "!$&'()*+,;=:@",
];

/// The operations with an id in their path.
fn operations_with_ids() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| operation.path.contains('{'))
}

/// Puts the id in place of each parameter of each operation, the other one being harmless.
async fn for_each_position(id: &str, check: impl AsyncFn(&Operation, &str, Arguments<'_>)) {
    for operation in operations_with_ids() {
        let body = operation.request.as_ref().map_or(&Value::Null, |body| body.examples[0].1);
        let (other_id, other_attempt_id) = ("idv_1", "iatp_1");
        let path = operation.path.replace("{attempt_id}", other_attempt_id);
        let arguments = Arguments { id, attempt_id: other_attempt_id, body };
        check(&operation, &path.replace("{identity_verification_id}", "\0"), arguments).await;
        if operation.path.contains("{attempt_id}") {
            let path = operation.path.replace("{identity_verification_id}", other_id);
            let arguments = Arguments { id: other_id, attempt_id: id, body };
            check(&operation, &path.replace("{attempt_id}", "\0"), arguments).await;
        }
    }
}

#[tokio::test]
async fn ids_that_cannot_be_encoded_are_refused() {
    let server = Server::start().await;
    let client = client(&server);
    for id in REFUSED {
        for_each_position(id, async |operation, _, arguments| {
            let error = call_with(&client, operation, &arguments).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request, "{} {id:?}", operation.id);
            assert_eq!((error.was_sent(), error.attempts()), (Sent::No, 0));
            let message = error.to_string();
            assert!(message.contains("_id`"), "{message} does not name the parameter");
            assert!(id.len() < 3 || !message.contains(id), "{message} repeats the id");
        })
        .await;
    }
    assert!(server.take_requests().is_empty());
}

#[tokio::test]
async fn any_other_id_is_exactly_one_segment() {
    let server = Server::start().await;
    let client = client(&server);
    let long = "/..".repeat(3_000);
    for id in ENCODED.iter().copied().chain([long.as_str()]) {
        for_each_position(id, async |operation, path, arguments| {
            server.answer(first_success(&operation.responses));
            call_with(&client, operation, &arguments).await.unwrap();
            let [request] = &server.take_requests()[..] else { panic!("not one request") };
            check_line(request, operation, path, id);
        })
        .await;
    }
}

/// `path` has a NUL where the id belongs.
#[track_caller]
fn check_line(request: &[u8], operation: &Operation, path: &str, id: &str) {
    let line = request.split(|byte| *byte == b'\r').next().unwrap();
    let line = std::str::from_utf8(line).unwrap();
    let (before, after) = path.split_once('\0').unwrap();
    let query = if operation.id.starts_with("list") { "?skip=10&limit=5" } else { "" };
    let segment = line
        .strip_prefix(&format!("{} {before}", operation.method))
        .and_then(|rest| rest.strip_suffix(&format!("{after}{query} HTTP/1.1")))
        .unwrap_or_else(|| panic!("{}: {id:?} became {line}", operation.id));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    assert!(segment.bytes().all(is_plain), "{segment}");
    assert!(!matches!(segment, "" | "." | ".."), "{id:?}");
    assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), id);
}

#[tokio::test]
async fn an_id_too_long_for_a_url_is_refused() {
    let server = Server::start().await;
    let client = client(&server);
    for_each_position(&"x".repeat(70_000), async |operation, _, arguments| {
        let error = call_with(&client, operation, &arguments).await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::No));
    })
    .await;
    assert!(server.take_requests().is_empty());
}
