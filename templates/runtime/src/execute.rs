//! One call from request to answer: the only place that waits.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::response::Parts;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::api::Operation;
use super::body;
use super::client::{Credentials, Inner};
use super::error::{Error, ErrorKind, Head, KEPT_BODY, Sent};
use super::limit::Permit;
use super::payload::{Opened, Progress};
use super::request::Ready;
use super::retry;
use super::token::{Token, TokenCache};
use super::trace;
use super::transport::{Body, Sending};

/// A successful answer. Its body is whole, unless the call wants it as it arrives.
pub(super) struct Answer {
    pub(super) head: Head,
    pub(super) body: Body,
    pub(super) attempts: u32,
    /// The request is under way until its body is read.
    pub(super) permit: Permit,
}

/// Sends a call, again where that is safe, and reads its answer.
///
/// Not generic, so that it is compiled once and not once per operation.
pub(super) async fn execute(
    client: &Inner,
    operation: &'static Operation,
    ready: &Ready,
) -> Result<Answer, Error> {
    if tokio::runtime::Handle::try_current().is_err() {
        let error = Error::new(ErrorKind::Config, "not called from within a tokio runtime");
        return Err(error.in_call(operation.id, 0));
    }
    let sending = pin!(send_until_done(client, operation, ready));
    trace::call(operation).around(sending, |answer| answer.head.status).await
}

/// Sends the request until it succeeds, must not or need not be sent again, or time is up.
async fn send_until_done(
    client: &Inner,
    operation: &'static Operation,
    ready: &Ready,
) -> Result<Answer, Error> {
    let started = Instant::now();
    let mut deadline = after(started, ready.timeout.unwrap_or(client.timeout));
    // How long it takes to send a body that is not in memory is the caller's to limit.
    let is_open_ended = ready.is_upload() && ready.timeout.is_none();
    let max_attempts = ready.max_attempts.unwrap_or(client.max_attempts);
    let mut attempts = 0;
    let mut has_replayed = false;
    let mut last: Option<Error> = None;
    // What the attempts before the last one may have done.
    let mut sent = Sent::No;
    // One timer for all limits: setting it anew costs less than another one.
    let mut timer = pin!(sleep_until(deadline));
    loop {
        let prepared = before(timer.as_mut(), pin!(prepare(client, operation, ready))).await;
        let (permit, access, opened) = prepared
            .unwrap_or_else(|| Err(timed_out("call")))
            .map_err(|error| error.sent_at_least(sent).in_call(operation.id, attempts))?;
        let span = trace::attempt(client, operation, attempts);
        attempts += 1;
        let request = ready.request(client, access.authorization(), opened.body);
        let begun = Instant::now();
        let end = if is_open_ended { after(begun, Duration::MAX) } else { deadline };
        let progress = opened.progress.as_deref();
        let limit = Limit::new(timer.as_mut(), client.attempt_timeout, end, progress);
        let sending = client.transport.send(request);
        let attempt = attempt(client, sending, limit, ready.is_streamed);
        let outcome = span.around(pin!(attempt), |(head, _)| head.status).await;
        let error = match outcome {
            Ok((head, body)) => {
                client.retry_budget.deposit(last.as_ref());
                return Ok(Answer { head, body, attempts, permit });
            }
            Err(error) => error.sent_at_least(sent).in_call(operation.id, attempts),
        };
        drop(permit);
        if is_open_ended {
            deadline = after(deadline, begun.elapsed());
        }
        timer.as_mut().reset(deadline);
        let is_refused = error.is_unauthorized() && !has_replayed && access.refuse(started);
        if is_refused && ready.is_repeatable() {
            has_replayed = true;
            continue;
        }
        let wait = retry::wait(operation.class, &error, attempts, fastrand::f64());
        let now = Instant::now();
        let wait = wait.filter(|wait| after(now, *wait) < deadline && attempts < max_attempts);
        let wait = wait.filter(|_| ready.is_repeatable() && client.retry_budget.withdraw(&error));
        let Some(wait) = wait else { return Err(error) };
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

/// Waits for the turn of the next attempt, for what it authenticates with, and for its body.
async fn prepare<'c>(
    client: &'c Inner,
    operation: &Operation,
    ready: &Ready,
) -> Result<(Permit, Access<'c>, Opened), Error> {
    let permit = client.limits.admit(&operation.method).await;
    let access = match &client.credentials {
        Credentials::Tokens(cache) => {
            Access::Token(cache, cache.token().await.map_err(Error::auth)?)
        }
        credentials => Access::Fixed(credentials.fixed()),
    };
    Ok((permit, access, ready.open().await?))
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

/// The time that one attempt may take.
struct Limit<'a> {
    timer: Pin<&'a mut Sleep>,
    /// The time of an attempt, which begins anew with every piece of a body that is read while it is sent.
    time: Duration,
    /// The end of the whole call.
    end: Instant,
    progress: Option<&'a Progress>,
    name: &'static str,
}

impl<'a> Limit<'a> {
    fn new(
        timer: Pin<&'a mut Sleep>,
        time: Duration,
        end: Instant,
        progress: Option<&'a Progress>,
    ) -> Self {
        let mut limit = Self { timer, time, end, progress, name: "" };
        limit.begin(Instant::now());
        limit
    }

    /// Gives the attempt its time, beginning at `start`.
    fn begin(&mut self, start: Instant) {
        let until = self.end.min(after(start, self.time));
        self.name = if until == self.end { "call" } else { "attempt" };
        self.timer.as_mut().reset(until);
    }

    /// What the future comes to, if it does in time.
    async fn before<F: Future>(&mut self, mut future: Pin<&mut F>) -> Option<F::Output> {
        loop {
            let output = before(self.timer.as_mut(), future.as_mut()).await;
            let last = self.progress.map(Progress::last).filter(|_| output.is_none());
            match last.filter(|last| self.end.min(after(*last, self.time)) > Instant::now()) {
                Some(last) => self.begin(last),
                None => return output,
            }
        }
    }
}

/// Sends the request once and reads its answer, within the limit.
async fn attempt(
    client: &Inner,
    mut sending: Sending<'_>,
    mut limit: Limit<'_>,
    is_streamed: bool,
) -> Result<(Head, Body), Error> {
    let response = match limit.before(Pin::new(&mut sending)).await {
        Some(response) => {
            response.map_err(|error| match limit.progress.and_then(Progress::failure) {
                Some(failure) => failure.with_sent(error.was_sent()),
                None => Error::transport(error),
            })?
        }
        None => return Err(timed_out(limit.name).with_sent(sending.give_up())),
    };
    let (Parts { status, headers, .. }, body) = response.into_parts();
    let head = Head { status, headers, request_id_header: client.api.request_id_header };
    if !status.is_success() {
        let kept = KEPT_BODY.min(client.max_body_bytes);
        // A status without its explanation is worth more than a timeout.
        let body = limit.before(pin!(body::read_start(body, kept))).await.unwrap_or_default();
        return Err(Error::api(client.api, head, body));
    }
    if is_streamed {
        return Ok((head, body));
    }
    let reading = body::read(&head.headers, body, client.max_body_bytes);
    let body = limit.before(pin!(reading)).await;
    match body {
        Some(Ok(body)) => Ok((head, body.into())),
        Some(Err(failure)) => Err(Error::unreadable(failure).with_answer(head, Bytes::new())),
        None => Err(timed_out(limit.name).with_answer(head, Bytes::new())),
    }
}

/// What the future comes to, if it does before the timer is over.
async fn before<F: Future>(
    mut timer: Pin<&mut Sleep>,
    mut future: Pin<&mut F>,
) -> Option<F::Output> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// The end of a time that begins at `start`; one too long to be told ends in a year.
fn after(start: Instant, time: Duration) -> Instant {
    start.checked_add(time).unwrap_or_else(|| start + Duration::from_secs(365 * 24 * 60 * 60))
}

fn timed_out(limit: &str) -> Error {
    Error::new(ErrorKind::Timeout, format!("the {limit} took longer than its limit"))
}
