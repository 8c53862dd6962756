//! Answers whose body is handed over as it arrives.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::body::BodyReader;
use super::error::{Error, Sent};
use super::execute::Answer;
use super::limit::Permit;
use super::response::Response;

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
