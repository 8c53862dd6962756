//! Limits on how many requests are under way and how many begin in a second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Method;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// The right to one request under way, which ends when it is dropped; `None` without a limit.
pub(super) type Permit = Option<OwnedSemaphorePermit>;

/// The limits of a client and its clones; without any to begin with.
#[derive(Default)]
pub(super) struct Limits {
    in_flight: Option<Arc<Semaphore>>,
    reads: Option<Rate>,
    writes: Option<Rate>,
}

impl Limits {
    pub(super) fn new(in_flight: Option<usize>, rates: Option<(u32, u32)>) -> Self {
        Self {
            in_flight: in_flight
                .map(|count| Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS)))),
            reads: rates.map(|(reads, _)| Rate::new(reads)),
            writes: rates.map(|(_, writes)| Rate::new(writes)),
        }
    }

    /// Waits until a request may begin. It counts as under way until the permit is dropped.
    pub(super) async fn admit(&self, method: &Method) -> Permit {
        let permit = match &self.in_flight {
            // It fails only once closed, which it never is.
            Some(in_flight) => in_flight.clone().acquire_owned().await.ok(),
            None => None,
        };
        let rate = if method.is_safe() { &self.reads } else { &self.writes };
        if let Some(rate) = rate {
            sleep_until(rate.reserve()).await;
        }
        permit
    }
}

/// Spreads beginnings evenly: a burst would only be turned away by the server.
struct Rate {
    interval: Duration,
    next: Mutex<Option<Instant>>,
}

impl Rate {
    fn new(per_second: u32) -> Self {
        Self { interval: Duration::from_secs(1) / per_second.max(1), next: Mutex::new(None) }
    }

    /// The next free moment, taken.
    fn reserve(&self) -> Instant {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let free = next.map_or(now, |next| next.max(now));
        *next = Some(free + self.interval);
        free
    }
}
