//! The body of a request, opened for every attempt.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::time::Instant;

use super::error::{Error, ErrorKind};
use super::transport::{Body, BoxError};

/// What a request sends.
#[derive(Clone)]
pub enum Payload {
    /// Bytes, which can be sent any number of times.
    Whole(Bytes),
    /// What is read while it is sent.
    Streamed(Arc<dyn Source>),
}

/// Where a body is read from while it is sent.
pub trait Source: Send + Sync {
    /// Whether it can be opened, again or for the first time.
    fn is_at_hand(&self) -> bool;

    /// Opens it for one attempt.
    fn open(&self) -> Opening<'_, Opened>;
}

/// What opening a body comes to.
pub(super) type Opening<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'a>>;

impl Payload {
    /// All of it, if it is in memory.
    pub(super) fn whole(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Streamed(_) => None,
        }
    }

    /// Whether it can be opened, again or for the first time.
    pub(super) fn is_at_hand(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Streamed(source) => source.is_at_hand(),
        }
    }

    /// The body of one attempt.
    pub(super) async fn open(&self) -> Result<Opened, Error> {
        match self {
            Self::Whole(bytes) => Ok(bytes.clone().into()),
            Self::Streamed(source) => source.open().await.map_err(unreadable),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Payload {
    fn from(whole: T) -> Self {
        Self::Whole(whole.into())
    }
}

/// The body of one attempt, and how far it is, unless it is bytes.
pub struct Opened {
    pub(super) body: Body,
    pub(super) progress: Option<Arc<Progress>>,
}

impl From<Bytes> for Opened {
    fn from(whole: Bytes) -> Self {
        Self { body: whole.into(), progress: None }
    }
}

/// When a body last gave a piece, and why it failed, if it did. Transports wrap errors as they like, so its own is kept
/// here.
pub(super) struct Progress(pub(super) Mutex<(Instant, Option<BoxError>)>);

impl Progress {
    /// When the last piece was taken, or else when the body was opened.
    pub(super) fn last(&self) -> Instant {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Why the body could not be read to its end.
    pub(super) fn failure(&self) -> Option<Error> {
        let cause = self.0.lock().unwrap_or_else(PoisonError::into_inner).1.take();
        cause.map(unreadable)
    }
}

fn unreadable(cause: BoxError) -> Error {
    Error::new(ErrorKind::Request, "the request body cannot be read").with_source(cause)
}
