//! When a failed attempt is followed by another, and how long after.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use http::StatusCode;

use super::api::Class;
use super::error::{Error, ErrorKind, Sent};

/// The longest wait a server may ask for; beyond it the caller decides, by
/// [`Error::retry_after`].
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How long to wait before the next attempt; `None` if there must not be one.
///
/// `attempts` were made. `random` is from 0 to 1.
pub(super) fn wait(class: Class, error: &Error, attempts: u32, random: f64) -> Option<Duration> {
    if !is_safe_to_repeat(class, error) {
        return None;
    }
    let backoff = backoff(error, attempts).mul_f64(random.clamp(0.0, 1.0));
    match error.retry_after() {
        Some(asked) if asked > LONGEST_WAIT => None,
        Some(asked) => Some(asked.max(backoff)),
        None => Some(backoff),
    }
}

/// Whether another attempt could help and can do no harm.
///
/// What never reached the server, and what it turned away with 429, was not processed. Anything
/// else may have been, so only an operation that can be repeated is.
pub(super) fn is_safe_to_repeat(class: Class, error: &Error) -> bool {
    let is_repeatable = class != Class::NotIdempotent;
    match (error.kind(), error.status().map(|status| status.as_u16())) {
        (ErrorKind::Api, Some(429)) => true,
        (ErrorKind::Api, Some(408 | 500 | 502 | 503 | 504)) => is_repeatable,
        (ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport, _) => {
            is_repeatable || error.was_sent() == Sent::No
        }
        _ => false,
    }
}

/// The upper bound of the wait: it doubles with every attempt. Waiting a random part of it keeps
/// clients that failed together from coming back together.
fn backoff(error: &Error, attempts: u32) -> Duration {
    let first = Duration::from_millis(if error.is_rate_limited() { 1000 } else { 200 });
    let doubled =
        first.saturating_mul(1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX));
    doubled.min(Duration::from_secs(5))
}

/// What a client and its clones may spend on retries, so that an outage does not multiply their
/// load. First attempts are never held back.
pub(super) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;

    pub(super) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry after `error`; false if the budget is spent.
    pub(super) fn withdraw(&self, error: &Error) -> bool {
        let cost = cost(error);
        self.0.fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(cost)).is_ok()
    }

    /// Takes note of a success: of a retry after `last`, or of a first attempt.
    pub(super) fn deposit(&self, last: Option<&Error>) {
        let gain = last.map_or(1, cost);
        // The full bucket, the usual case, is not written to.
        let fill = |tokens: u32| (tokens < Self::FULL).then(|| Self::FULL.min(tokens + gain));
        let _ = self.0.fetch_update(Relaxed, Relaxed, fill);
    }
}

/// A server that answers "later" is alive, so asking it again costs less.
fn cost(error: &Error) -> u32 {
    if error.status() == Some(StatusCode::TOO_MANY_REQUESTS) { 5 } else { 14 }
}
