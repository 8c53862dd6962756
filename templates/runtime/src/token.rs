//! Access tokens: where they come from, and a cache that fetches each one once.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::watch;
use tokio::time::Instant;

use super::error::{Error, SharedError};
use super::secret;
use super::transport::BoxError;

/// What [`TokenSource::token`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send + 'a>>;

/// Where access tokens come from, if not from a token endpoint that the client knows.
///
/// The client keeps a token until it is nearly over and never asks twice at a time, so a source
/// need not cache. Its errors become part of [`Error`]'s chain and must show no secret.
pub trait TokenSource: Send + Sync + 'static {
    /// Fetches a new token.
    ///
    /// # Errors
    /// Whatever keeps it from one; calls then fail with [`ErrorKind::Auth`](super::error::ErrorKind::Auth).
    fn token(&self) -> TokenFuture<'_>;
}

/// A bearer token and how long it is valid.
pub struct AccessToken {
    authorization: HeaderValue,
    lifetime: Duration,
}

impl AccessToken {
    /// A token that is valid for `lifetime` from now on; for a day, if that is longer.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](super::error::ErrorKind::Config) if it is not visible ASCII.
    pub fn new(token: &str, lifetime: Duration) -> Result<Self, Error> {
        // No clock and no operator is to be trusted with a token for longer than a day.
        let lifetime = lifetime.min(Duration::from_secs(24 * 60 * 60));
        Ok(Self { authorization: secret::bearer(token, "the access token")?, lifetime })
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

/// A token in use.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) authorization: HeaderValue,
    number: u64,
    /// A refusal of a call that began later may be due to the token's age.
    fresh_until: Instant,
    /// From here on a new one is fetched while this one is still used.
    renew: Instant,
    expires: Instant,
}

/// How long a token that was fetched because another had been refused counts as fresh. A server that
/// refuses it too means the credentials, and would have every call fetch another one.
const TRIED_AGAIN: Duration = Duration::from_secs(30);

/// The current token of a client and its clones.
pub(super) struct TokenCache {
    source: Box<dyn TokenSource>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The last token was refused and there is no newer one yet.
    is_refused: bool,
    /// Tokens fetched so far.
    count: u64,
    fetching: Option<watch::Receiver<Fetched>>,
    /// The last fetch, if it failed.
    failure: Option<Failure>,
}

type Fetched = Option<Result<Token, SharedError>>;

struct Failure {
    error: SharedError,
    in_a_row: u32,
    /// No fetch begins before, so that callers do not storm a server that is down.
    retry: Instant,
}

enum Found {
    Token(Token),
    Fetching(watch::Receiver<Fetched>),
}

impl TokenCache {
    pub(super) fn new(source: Box<dyn TokenSource>) -> Arc<Self> {
        Arc::new(Self { source, state: Mutex::default() })
    }

    /// A valid token: the current one, or a new one.
    pub(super) async fn token(self: &Arc<Self>) -> Result<Token, SharedError> {
        let mut fetching = match self.find()? {
            Found::Token(token) => return Ok(token),
            Found::Fetching(receiver) => receiver,
        };
        let fetched =
            fetching.wait_for(Option::is_some).await.ok().and_then(|fetched| fetched.clone());
        fetched.unwrap_or_else(|| Err(Arc::from(BoxError::from("the fetch was given up"))))
    }

    fn find(self: &Arc<Self>) -> Result<Found, SharedError> {
        let mut state = self.lock();
        let now = Instant::now();
        let valid = state.token.clone().filter(|token| now < token.expires);
        if let Some(token) = &valid
            && now < token.renew
        {
            return Ok(Found::Token(token.clone()));
        }
        if let Some(failure) = state.failure.as_ref().filter(|failure| now < failure.retry) {
            return valid.map(Found::Token).ok_or_else(|| failure.error.clone());
        }
        let fetching = self.fetch(&mut state);
        Ok(valid.map_or(Found::Fetching(fetching), Found::Token))
    }

    /// The fetch under way, or a new one. It runs as a task of its own, so that no caller who gives
    /// up takes the others' token along.
    fn fetch(self: &Arc<Self>, state: &mut State) -> watch::Receiver<Fetched> {
        // A closed channel without a result is a task that went down with its tokio runtime.
        if let Some(fetching) =
            state.fetching.as_ref().filter(|fetching| fetching.has_changed().is_ok())
        {
            return fetching.clone();
        }
        let (done, fetching) = watch::channel(None);
        state.fetching = Some(fetching.clone());
        let cache = self.clone();
        tokio::spawn(async move {
            let result = cache.source.token().await;
            let result = cache.lock().finish(result);
            let _ = done.send(Some(result));
        });
        fetching
    }

    /// Takes note that `used` was refused in a call that began at `since`; whether another token
    /// may help. One that is fresh was refused for another reason than age.
    pub(super) fn refuse(&self, used: &Token, since: Instant) -> bool {
        let mut state = self.lock();
        match &state.token {
            Some(current) if current.number == used.number => {
                let is_old = used.fresh_until < since;
                if is_old {
                    state.token = None;
                    state.is_refused = true;
                }
                is_old
            }
            // Someone else took note of it before.
            _ => true,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing under the lock leaves the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn finish(&mut self, result: Result<AccessToken, BoxError>) -> Result<Token, SharedError> {
        self.fetching = None;
        let now = Instant::now();
        match result {
            Ok(AccessToken { authorization, lifetime }) => {
                self.count += 1;
                let is_second_try = std::mem::take(&mut self.is_refused);
                let token = Token {
                    authorization,
                    number: self.count,
                    fresh_until: if is_second_try { now + TRIED_AGAIN } else { now },
                    renew: now + lifetime - (lifetime / 5).min(Duration::from_secs(300)),
                    expires: now + lifetime - (lifetime / 10).min(Duration::from_secs(10)),
                };
                self.failure = None;
                self.token = Some(token.clone());
                Ok(token)
            }
            Err(error) => {
                let error = SharedError::from(error);
                let in_a_row = self.failure.as_ref().map_or(0, |failure| failure.in_a_row) + 1;
                let rest = Duration::from_secs(1 << in_a_row.min(5)) / 2;
                let rest = rest.max(asked_rest(&error));
                self.failure = Some(Failure { error: error.clone(), in_a_row, retry: now + rest });
                Err(error)
            }
        }
    }
}

/// How long a token endpoint asks to be left alone; a minute at most, as callers fail meanwhile.
fn asked_rest(error: &SharedError) -> Duration {
    let asked = error.downcast_ref().and_then(Error::retry_after).unwrap_or_default();
    asked.min(Duration::from_secs(60))
}
