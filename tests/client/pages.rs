//! Attempts as one stream, over a server that makes pages shorter than asked for and a list that grows meanwhile.

use checkout_identity::models::IdentityVerificationId;
use serde_json::{Value, json};

use crate::calls::client;
use crate::programs::request_lines;
use crate::server::{Reply, Server};
use crate::spec::operations;

/// A page with these attempts, of a list that says it is `total` long.
fn page(ids: &[&str], total: usize) -> Reply {
    let list = operations().into_iter().find(|it| it.id == "listIdentityVerificationAttempts");
    let list = list.unwrap();
    let mut body = list.responses[0].content.as_ref().unwrap().examples[0].1.clone();
    let attempt = body["data"][0].clone();
    let attempts = ids.iter().map(|id| {
        let mut attempt = attempt.clone();
        attempt["id"] = json!(id);
        attempt
    });
    body["data"] = attempts.collect::<Value>();
    body["total_count"] = json!(total);
    Reply::json(200, &body)
}

/// Follows the list to its end; `!` stands for an error.
async fn check(replies: Vec<Reply>, items: &[&str], queries: &[&str]) {
    let server = Server::start().await;
    server.answer_in_turn(replies);
    let client = client(&server);
    let id = IdentityVerificationId::from("idv_1");
    let mut list = client.list_identity_verification_attempts(&id).limit(5).items();
    let mut given = Vec::new();
    while let Some(item) = list.next().await {
        given.push(item.map_or("!".to_owned(), |attempt| attempt.id.to_string()));
    }
    assert_eq!(given, items);
    let lines = queries
        .iter()
        .map(|query| format!("GET /identity-verifications/idv_1/attempts?{query} HTTP/1.1"));
    assert_eq!(request_lines(&server), lines.collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_is_as_short_as_the_server_likes() {
    check(
        vec![page(&["e", "d", "c"], 5), page(&["b", "a"], 5)],
        &["e", "d", "c", "b", "a"],
        &["limit=5", "limit=5&skip=3"],
    )
    .await;
}

#[tokio::test]
async fn an_attempt_that_moves_to_a_later_page_is_given_once() {
    check(
        // `f` is created after the first page.
        vec![page(&["e", "d", "c"], 5), page(&["c", "b", "a"], 6)],
        &["e", "d", "c", "b", "a"],
        &["limit=5", "limit=5&skip=3"],
    )
    .await;
}

#[tokio::test]
async fn an_empty_list_has_no_items() {
    check(vec![page(&[], 0)], &[], &["limit=5"]).await;
}

#[tokio::test]
async fn an_error_is_the_end() {
    check(
        vec![page(&["e", "d"], 5), Reply::new(404, &[], "")],
        &["e", "d", "!"],
        &["limit=5", "limit=5&skip=2"],
    )
    .await;
}
