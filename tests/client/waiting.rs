//! `wait` on a verification and on an attempt: what each status of the spec means to it, in time that is not real.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use checkout_identity::http::{Request, Response};
use checkout_identity::models::{AttemptId, IdentityVerificationId};
use checkout_identity::{BaseUrl, Bytes, Client, Error, Outcome, Transport, TransportFuture};
use serde_json::Value;
use tokio::time::Instant;

use crate::spec::{SPEC, operations, schema};

const MINUTE: Duration = Duration::from_secs(60);

/// An API that answers with these statuses, HTTP's or its own, and the last one for ever.
#[derive(Clone)]
struct Script {
    example: &'static Value,
    statuses: Arc<Mutex<VecDeque<String>>>,
}

impl Script {
    fn client(operation: &str, statuses: &[&str]) -> Client {
        let operation = operations().into_iter().find(|it| it.id == operation).unwrap();
        let example = operation.responses[0].content.as_ref().unwrap().examples[0].1;
        let statuses = statuses.iter().map(|status| (*status).to_owned()).collect();
        Client::builder()
            .base_url(BaseUrl::parse("http://localhost").unwrap())
            .without_credentials()
            .max_attempts(1)
            .transport(Self { example, statuses: Arc::new(Mutex::new(statuses)) })
            .build()
            .unwrap()
    }

    fn answer(&self) -> Response<String> {
        let mut statuses = self.statuses.lock().unwrap();
        let status = statuses[0].clone();
        if statuses.len() > 1 {
            statuses.pop_front();
        }
        if let Ok(status) = status.parse::<u16>() {
            return Response::builder().status(status).body(String::new()).unwrap();
        }
        let mut body = self.example.clone();
        body["status"] = status.into();
        Response::new(body.to_string())
    }
}

impl Transport for Script {
    fn send(&self, _: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async { Ok(self.answer().map(Into::into)) })
    }
}

/// How waiting ended, as text: the word and the status.
fn ending<T>(result: Result<Outcome<T>, Error>, status: impl FnOnce(T) -> String) -> String {
    match result {
        Ok(Outcome::Settled(value)) => format!("settled: {}", status(value)),
        Ok(Outcome::ActionRequired(value)) => format!("action required: {}", status(value)),
        Ok(Outcome::TimedOut(value)) => format!("timed out: {}", status(value)),
        Err(error) => format!("error: {}", error.status().unwrap()),
    }
}

/// Waits for ten minutes for the subject of an operation.
async fn wait(operation: &str, statuses: &[&str]) -> String {
    let client = Script::client(operation, statuses);
    let id = IdentityVerificationId::from("idv_1");
    if operation == "getIdentityVerification" {
        let call = client.get_identity_verification(&id);
        ending(call.wait().max_wait(10 * MINUTE).await, |it| it.status.to_string())
    } else {
        let attempt = AttemptId::from("iatp_1");
        let call = client.get_identity_verification_attempt(&id, &attempt);
        ending(call.wait().max_wait(10 * MINUTE).await, |it| it.status.to_string())
    }
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn every_status_means_what_the_spec_says() {
    for (path, operation, statuses) in [
        ("{identity_verification_id}", "getIdentityVerification", "VerificationStatus"),
        (
            "{identity_verification_id}/attempts/{attempt_id}",
            "getIdentityVerificationAttempt",
            "AttemptStatus",
        ),
    ] {
        let rule = &SPEC["paths"][format!("/identity-verifications/{path}")]["get"]["x-wait"];
        for status in words(&schema(statuses)["enum"]) {
            let expected = if words(&rule["settled"]).contains(&status) {
                format!("settled: {status}")
            } else if words(&rule["action-required"]).contains(&status) {
                format!("action required: {status}")
            } else {
                format!("timed out: {status}")
            };
            assert_eq!(wait(operation, &[status]).await, expected);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_passes_does_not_end_it() {
    for (statuses, expected) in [
        (&["created", "pending", "checks_in_progress", "approved"][..], "settled: approved"),
        (&["pending", "newer_than_this_crate", "declined"], "settled: declined"),
        (&["newer_than_this_crate"], "timed out: newer_than_this_crate"),
        (&["pending", "503", "429", "capture_in_progress", "refused"], "settled: refused"),
        (&["pending", "retry_required", "approved"], "action required: retry_required"),
        (&["pending", "503"], "timed out: pending"),
        (&["503"], "error: 503 Service Unavailable"),
        (&["pending", "404", "approved"], "error: 404 Not Found"),
        (&["401"], "error: 401 Unauthorized"),
    ] {
        assert_eq!(wait("getIdentityVerification", statuses).await, expected, "{statuses:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn looks_are_polite_and_end_in_time() {
    let start = Instant::now();
    assert_eq!(
        wait("getIdentityVerification", &["pending", "approved"]).await,
        "settled: approved"
    );
    let first = start.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_secs(3)).contains(&first), "{first:?}");

    let start = Instant::now();
    wait("getIdentityVerification", &["pending"]).await;
    assert!(start.elapsed().abs_diff(10 * MINUTE) < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn changes_are_given_once() {
    let statuses =
        ["created", "created", "pending", "503", "pending", "retry_required", "approved"];
    let client = Script::client("getIdentityVerification", &statuses);
    let id = IdentityVerificationId::from("idv_1");
    let mut changes = client.get_identity_verification(&id).wait().changes(|it| it.status.clone());
    let mut seen = Vec::new();
    while let Some(verification) = changes.next().await {
        seen.push(verification.unwrap().status.to_string());
    }
    assert_eq!(seen, ["created", "pending", "retry_required", "approved"]);
}
