//! One call from request to answer: the only place that waits.

use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderValue, Request};
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, sleep, timeout_at};

use super::body;
use super::client::{Credentials, Inner};
use super::error::{Error, ErrorKind, Head, KEPT_BODY, Sent};
use super::operation::Operation;
use super::request::{Draft, Ready};
use super::retry;
use super::token::{Token, TokenCache};
use super::trace;
use super::transport::Body;

/// A successful answer. Its body is whole, unless the call wants it as it arrives.
pub(super) struct Answer {
    pub(super) head: Head,
    pub(super) body: Body,
    pub(super) attempts: u32,
}

/// Sends a call, again where that is safe, and reads its answer.
///
/// Not generic, so that it is compiled once and not once per operation.
pub(super) async fn execute(
    client: &Inner,
    operation: &'static Operation,
    draft: Draft,
) -> Result<Answer, Error> {
    let deadline = after(draft.timeout.unwrap_or(client.timeout));
    let max_attempts = draft.max_attempts.unwrap_or(client.max_attempts);
    let ready = draft.ready(client, operation).map_err(|error| error.in_call(operation.id, 0))?;
    if tokio::runtime::Handle::try_current().is_err() {
        let error = Error::new(ErrorKind::Config, "not called from within a tokio runtime");
        return Err(error.in_call(operation.id, 0));
    }
    let sending = send_until_done(client, operation, &ready, deadline, max_attempts);
    trace::call(operation).around(sending, |answer| answer.head.status).await
}

/// Sends the request until it succeeds, must not or need not be sent again, or time is up.
async fn send_until_done(
    client: &Inner,
    operation: &'static Operation,
    ready: &Ready,
    deadline: Instant,
    max_attempts: u32,
) -> Result<Answer, Error> {
    let started = Instant::now();
    let mut attempts = 0;
    let mut has_replayed = false;
    let mut last: Option<Error> = None;
    // What the attempts before the last one may have done.
    let mut sent = Sent::No;
    loop {
        let prepared = timeout_at(deadline, prepare(client, operation)).await;
        let (permit, access) = prepared
            .unwrap_or_else(|_| Err(timed_out("call")))
            .map_err(|error| error.sent_at_least(sent).in_call(operation.id, attempts))?;
        let span = trace::attempt(client, operation, attempts);
        attempts += 1;
        let request = ready.request(client, access.authorization());
        let attempt = attempt(client, request, deadline, ready.is_streamed);
        let error = match span.around(attempt, |(head, _)| head.status).await {
            Ok((head, body)) => {
                client.retry_budget.deposit(last.as_ref());
                return Ok(Answer { head, body, attempts });
            }
            Err(error) => error.sent_at_least(sent).in_call(operation.id, attempts),
        };
        drop(permit);
        if error.is_unauthorized() && !has_replayed && access.refuse(started) {
            has_replayed = true;
            continue;
        }
        let wait = retry::wait(operation.class, &error, attempts, fastrand::f64());
        let wait = wait.filter(|wait| after(*wait) < deadline && attempts < max_attempts);
        let Some(wait) = wait.filter(|_| client.retry_budget.withdraw(&error)) else {
            return Err(error);
        };
        trace::retry(&error, wait);
        if !error.is_rate_limited() {
            sent = error.was_sent().min(Sent::Maybe);
        }
        last = Some(error);
        sleep(wait).await;
    }
}

/// What one attempt authenticates with.
enum Access<'a> {
    Fixed(Option<HeaderValue>),
    Token(&'a TokenCache, Token),
}

/// Waits for the turn of the next attempt, and for what it authenticates with.
async fn prepare<'c>(
    client: &'c Inner,
    operation: &Operation,
) -> Result<(Option<SemaphorePermit<'c>>, Access<'c>), Error> {
    let permit = client.limits.admit(&operation.method).await;
    let access = match &client.credentials {
        Credentials::Tokens(cache) => {
            Access::Token(cache, cache.token().await.map_err(Error::auth)?)
        }
        credentials => Access::Fixed(credentials.fixed()),
    };
    Ok((permit, access))
}

impl Access<'_> {
    fn authorization(&self) -> Option<HeaderValue> {
        match self {
            Self::Fixed(authorization) => authorization.clone(),
            Self::Token(_, token) => Some(token.authorization.clone()),
        }
    }

    /// Takes note of a 401 in a call that began at `since`; whether the request is worth sending
    /// once more, with another token. The server did not process it.
    fn refuse(&self, since: Instant) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Token(cache, token) => cache.refuse(token, since),
        }
    }
}

/// Sends the request once, within the time for an attempt and what is left of the time for the call.
async fn attempt(
    client: &Inner,
    request: Request<Bytes>,
    deadline: Instant,
    is_streamed: bool,
) -> Result<(Head, Body), Error> {
    let until = deadline.min(after(client.attempt_timeout));
    let limit = if until == deadline { "call" } else { "attempt" };
    let response = match timeout_at(until, client.transport.send(request)).await {
        Ok(response) => response.map_err(Error::transport)?,
        Err(_) => return Err(timed_out(limit).with_sent(Sent::Maybe)),
    };
    let (Parts { status, headers, .. }, body) = response.into_parts();
    let head = Head { status, headers, request_id_header: client.api.request_id_header };
    if !status.is_success() {
        let kept = KEPT_BODY.min(client.max_body_bytes);
        // A status without its explanation is worth more than a timeout.
        let body = timeout_at(until, body::read_start(body, kept)).await.unwrap_or_default();
        return Err(Error::api(client.api, head, body));
    }
    if is_streamed {
        return Ok((head, body));
    }
    match timeout_at(until, body::read(&head.headers, body, client.max_body_bytes)).await {
        Ok(Ok(body)) => Ok((head, body.into())),
        Ok(Err(failure)) => Err(Error::unreadable(failure).with_answer(head, Bytes::new())),
        Err(_) => Err(timed_out(limit).with_answer(head, Bytes::new())),
    }
}

/// The end of a time that begins now; one too long to be told ends in a year.
fn after(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or_else(|| now + Duration::from_secs(365 * 24 * 60 * 60))
}

fn timed_out(limit: &str) -> Error {
    Error::new(ErrorKind::Timeout, format!("the {limit} took longer than its limit"))
}
