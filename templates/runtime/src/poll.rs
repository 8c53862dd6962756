//! Waiting for something that takes its time, by looking again and again.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::api::Class;
use super::call::Call;
use super::error::{Error, ErrorKind};
use super::retry;
use super::retry_after;

/// What a snapshot means to who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It goes on by itself. Also for what this version of the client does not know.
    Pending,
    /// It goes on once you do something.
    ActionRequired,
    /// It is over.
    Settled,
}

/// How waiting ended, with the last snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It is over.
    Settled(T),
    /// It goes on once you do something.
    ActionRequired(T),
    /// It was still pending when the time was up.
    TimedOut(T),
}

impl<T> Outcome<T> {
    /// The last snapshot.
    pub fn into_inner(self) -> T {
        match self {
            Self::Settled(value) | Self::ActionRequired(value) | Self::TimedOut(value) => value,
        }
    }
}

const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// Looks at something until it is settled or needs you; made by [`Call::poll`].
///
/// `.await` it for the [`Outcome`], or follow its [`changes`](Self::changes). It looks after 2
/// seconds at first and then ever more rarely, down to every 30 seconds, each time a little off
/// beat; it waits longer where the server asks for it by `Retry-After`.
///
/// Failures that may pass (no connection, a broken one, no answer in time, status 408, 429, 500, 502,
/// 503 or 504) do not end it; any other is its error, and so is the last one if it never saw anything.
///
/// Where the API sends webhooks, let those tell you, and use this as the safety net.
#[must_use = "a poller does nothing until it is awaited"]
pub struct Poller<'c, T> {
    call: Call<'c, T>,
    progress: fn(&T) -> Progress,
    max_wait: Duration,
}

impl<'c, T, P> Call<'c, T, P> {
    /// Calls again and again until `progress` says that what it sees is settled or needs you.
    pub fn poll(self, progress: fn(&T) -> Progress) -> Poller<'c, T> {
        Poller { call: self.untyped(), progress, max_wait: Duration::from_secs(15 * 60) }
    }
}

impl<'c, T> Poller<'c, T> {
    /// Limits the time of waiting; 15 minutes unless set, a year at most. There is a last look when it
    /// is over, which takes what time a call takes.
    pub fn max_wait(mut self, time: Duration) -> Self {
        self.max_wait = time;
        self
    }

    /// The snapshots in which something changed, as told by `key`, until it is settled or the time
    /// is up.
    pub fn changes<K: PartialEq>(self, key: fn(&T) -> K) -> Changes<'c, T, K> {
        Changes { progress: self.progress, key, last: None, snapshots: Some(self.snapshots()) }
    }

    fn snapshots(self) -> Snapshots<'c, T> {
        let now = Instant::now();
        // Nobody waits for more than a year.
        let longest = Duration::from_secs(365 * 24 * 60 * 60);
        let deadline = now + self.max_wait.min(longest);
        Snapshots { call: Some(self.call), deadline, next: now, wait: FIRST_WAIT, failure: None }
    }

    async fn outcome(self) -> Result<Outcome<T>, Error> {
        let progress = self.progress;
        let mut snapshots = self.snapshots();
        let mut last = None;
        while let Some(snapshot) = snapshots.next().await {
            let snapshot = snapshot?;
            match progress(&snapshot) {
                Progress::Settled => return Ok(Outcome::Settled(snapshot)),
                Progress::ActionRequired => return Ok(Outcome::ActionRequired(snapshot)),
                Progress::Pending => last = Some(snapshot),
            }
        }
        let time_is_up = || Error::new(ErrorKind::Timeout, "the time to wait was over");
        last.map(Outcome::TimedOut).ok_or_else(|| snapshots.failure.unwrap_or_else(time_is_up))
    }
}

impl<'c, T: Send + 'c> IntoFuture for Poller<'c, T> {
    type Output = Result<Outcome<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.outcome())
    }
}

/// Snapshots at polite intervals, until the time is up.
struct Snapshots<'c, T> {
    /// None once there is nothing more to look at.
    call: Option<Call<'c, T>>,
    deadline: Instant,
    next: Instant,
    wait: Duration,
    /// The last failure that may pass.
    failure: Option<Error>,
}

impl<T> Snapshots<'_, T> {
    async fn next(&mut self) -> Option<Result<T, Error>> {
        while self.call.is_some() {
            sleep_until(self.next).await;
            // A copy, so that the next look is not lost with a future that is dropped. A call that
            // carries an error has none, and nothing but the error to give.
            let call = match self.call.as_ref().and_then(Call::copy) {
                Some(copy) => copy,
                None => self.call.take()?,
            };
            let result = call.send().await;
            if self.next >= self.deadline {
                self.call = None;
            }
            match result {
                Ok(response) => {
                    self.schedule(retry_after::read(response.headers()));
                    return Some(Ok(response.into_inner()));
                }
                Err(error) if retry::is_safe_to_repeat(Class::Safe, &error) => {
                    self.schedule(error.retry_after());
                    self.failure = Some(error);
                }
                Err(error) => {
                    self.call = None;
                    return Some(Err(error));
                }
            }
        }
        None
    }

    /// Sets the time of the next look, which is never after the time is up.
    fn schedule(&mut self, asked: Option<Duration>) {
        let wait = self.wait.mul_f64(0.75 + fastrand::f64() / 2.0);
        let wait = wait.max(asked.unwrap_or_default()).max(SHORTEST_WAIT);
        self.next =
            Instant::now().checked_add(wait).map_or(self.deadline, |next| next.min(self.deadline));
        self.wait = self.wait.mul_f64(1.5).min(LONGEST_WAIT);
    }
}

/// What changed while waiting; made by [`Poller::changes`].
#[must_use = "nothing is looked at before it is asked for"]
pub struct Changes<'c, T, K> {
    progress: fn(&T) -> Progress,
    key: fn(&T) -> K,
    last: Option<K>,
    /// None once it is settled.
    snapshots: Option<Snapshots<'c, T>>,
}

impl<T, K: PartialEq> Changes<'_, T, K> {
    /// The next snapshot in which something changed; the first one is always given.
    ///
    /// Nothing is lost if the future is dropped.
    ///
    /// # Errors
    /// A failure that will not pass by itself is the last thing that is given.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        while let Some(snapshots) = &mut self.snapshots {
            let snapshot = match snapshots.next().await? {
                Ok(snapshot) => snapshot,
                Err(error) => return Some(Err(error)),
            };
            if (self.progress)(&snapshot) == Progress::Settled {
                self.snapshots = None;
            }
            let key = Some((self.key)(&snapshot));
            if self.last != key {
                self.last = key;
                return Some(Ok(snapshot));
            }
        }
        None
    }
}

impl<T> fmt::Debug for Poller<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("call", &self.call).finish_non_exhaustive()
    }
}

impl<T, K> fmt::Debug for Changes<'_, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Changes")
    }
}
