//! Receives webhooks: verifies, parses, and acts on each event once.
//!
//! ```console
//! $ export WEBHOOK_KEYS=yourkey PORT=8080
//! $ cargo run -p client-tests --example webhooks
//! ```
//!
//! While keys are rotated, `WEBHOOK_KEYS` holds both, separated by a comma.

#![allow(clippy::print_stdout, reason = "it is a program")]

use std::collections::HashSet;
use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use checkout_identity::Webhooks;
use checkout_identity::models::{
    EventId, IdentityVerificationEvent, IdentityVerificationEventType,
};
use tokio::net::TcpListener;

struct App {
    webhooks: Webhooks,
    /// Events that were dealt with. In production this is a table with a unique key, written in the
    /// transaction that does the work, and kept for longer than events are sent again: two days do.
    seen: Mutex<HashSet<EventId>>,
}

/// Takes the body as bytes: the signature is of these, and not of what JSON they hold.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let Ok(payload) = app.webhooks.verify(&body, headers.get_all("cko-signature")) else {
        return StatusCode::UNAUTHORIZED;
    };
    let Ok(event) = payload.parse::<IdentityVerificationEvent>() else {
        return StatusCode::UNPROCESSABLE_ENTITY;
    };
    let is_new = app.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(event.id.clone());
    if is_new {
        act(&event);
    }
    StatusCode::NO_CONTENT
}

/// What is slow belongs into a queue: the answer must not wait for it.
fn act(event: &IdentityVerificationEvent) {
    let id = &event.data.identity_verification_id;
    match event.r#type {
        IdentityVerificationEventType::ChecksCompleted => println!("{id} is {}", event.data.status),
        IdentityVerificationEventType::ReportCreated => println!("{id} has a report"),
        // The others, and those that are newer than this crate.
        _ => println!("{id}: {}", event.r#type),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let keys = env::var("WEBHOOK_KEYS").map_err(|_| "`WEBHOOK_KEYS` is missing")?;
    let port = env::var("PORT").map_err(|_| "`PORT` is missing")?.parse::<u16>()?;
    let app = App { webhooks: Webhooks::new(keys.split(','))?, seen: Mutex::default() };

    let router = Router::new().route("/webhooks", post(receive)).with_state(Arc::new(app));
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}
