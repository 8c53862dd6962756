//! An answer with what came around it: its value, or its body as it arrives.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::body::BodyReader;
use super::error::{Error, Head, Sent};
use super::execute::Answer;
use super::limit::Permit;

/// A successful answer: its value, and the status and headers it came with.
///
/// It dereferences to the value. `Debug` shows neither that nor the headers: a text could be about anybody.
pub struct Response<T> {
    pub(super) head: Head,
    pub(super) attempts: u32,
    pub(super) value: T,
}

impl<T> Response<T> {
    /// The status, always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The API's correlation id: give it to the provider's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// How many requests it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// The body of a successful answer, piece by piece: of any length, one piece in memory at a time.
///
/// Its request counts as one of those under way (`max_in_flight`) until the body has ended, well or with an error, or is
/// dropped. Dropping it gives the rest up, and the connection with it.
pub struct BodyStream {
    body: BodyReader,
    /// Given back at the end.
    permit: Option<Permit>,
    operation: &'static str,
    attempts: u32,
}

impl BodyStream {
    /// The body of an answer, with what came before it.
    pub(super) fn of(
        answer: Answer,
        stall_timeout: Duration,
        operation: &'static str,
    ) -> Response<Self> {
        let Answer { head, body, attempts, permit } = answer;
        let value = Self {
            body: BodyReader::of(&head.headers, body, u64::MAX, stall_timeout),
            permit: Some(permit),
            operation,
            attempts,
        };
        Response { head, attempts, value }
    }

    /// How long it is, if the server says so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// The next piece, or `None` at the end. Pieces are as the network made them: they begin and end anywhere.
    ///
    /// The time limits of the call ended with the head of its answer. Each piece has the time of an attempt
    /// (`attempt_timeout`) from when it is asked for; the time between, in which you do something with the last one, does
    /// not count.
    ///
    /// # Errors
    /// [`ErrorKind::Transport`] if the body is cut short or the connection breaks, [`ErrorKind::Timeout`] if nothing comes
    /// for as long as an attempt may take. Nothing comes after an error but errors: only `None` says that all is there.
    ///
    /// [`ErrorKind::Transport`]: super::error::ErrorKind::Transport
    /// [`ErrorKind::Timeout`]: super::error::ErrorKind::Timeout
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let piece = self.body.next().await;
        if !matches!(piece, Ok(Some(_))) {
            self.permit = None;
        }
        piece.map_err(|failure| {
            Error::unreadable(failure).with_sent(Sent::Yes).in_call(self.operation, self.attempts)
        })
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").field("length", &self.length()).finish_non_exhaustive()
    }
}
