//! Which operations are sent again after which failure, on the wire.

use checkout_identity::{BaseUrl, ErrorKind, Sent};

use crate::calls::{builder, call};
use crate::requests::first_success;
use crate::server::{Refusing, Reply, Server};
use crate::spec::{Operation, SPEC, operations};

/// Whether the spec says that sending it twice is sending it once.
fn is_repeatable(operation: &Operation) -> bool {
    let item = &SPEC["paths"][operation.path];
    operation.method == "GET" || item[operation.method.to_lowercase()]["x-idempotent"] == true
}

/// Calls every operation with a client that may try twice and meets `failure` first.
async fn check(failure: Reply, is_repeated: impl Fn(&Operation) -> bool) {
    let server = Server::start().await;
    let client = builder(server.base_url()).max_attempts(2).build().unwrap();
    for operation in operations() {
        server.answer_in_turn([failure.clone(), first_success(&operation.responses)]);
        let result = call(&client, &operation).await;
        let requests = server.take_requests();
        let expected = if is_repeated(&operation) { 2 } else { 1 };
        assert_eq!(requests.len(), expected, "{} {result:?}", operation.id);
        assert_eq!(result.is_ok(), is_repeated(&operation), "{}", operation.id);
        assert_eq!(requests.first(), requests.last(), "{} was repeated otherwise", operation.id);
    }
}

#[tokio::test]
async fn what_the_server_turned_away_is_sent_again() {
    check(Reply::new(429, &[("Retry-After", "0")], ""), |_| true).await;
}

#[tokio::test]
async fn what_may_have_been_processed_is_sent_again_if_that_does_no_harm() {
    for failure in [
        Reply::new(500, &[], ""),
        Reply::new(503, &[("Retry-After", "0")], "<html></html>"),
        Reply::nothing().then_close(),
        Reply::nothing().then_reset(),
        Reply::cut(200, &[], b"{", 100).then_close(),
    ] {
        check(failure, is_repeatable).await;
    }
}

#[tokio::test]
async fn what_was_refused_or_not_understood_is_not_sent_again() {
    for status in [400, 401, 403, 404, 409, 422] {
        check(Reply::new(status, &[("Retry-After", "0")], ""), |_| false).await;
    }
    check(Reply::new(200, &[], "<html></html>"), |_| false).await;
}

#[tokio::test]
async fn what_never_left_is_tried_again() {
    let refusing = Refusing::new();
    let base_url = BaseUrl::parse(&format!("http://{}", refusing.address)).unwrap();
    let client = builder(base_url).max_attempts(2).build().unwrap();
    for operation in operations() {
        let error = call(&client, &operation).await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Connect, Sent::No));
        assert_eq!(error.attempts(), 2, "{}", operation.id);
    }
}
