//! Answers whose body is handed over as it arrives.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;

use super::body::{self, Failure};
use super::error::{Error, ErrorKind, Sent};
use super::execute::Answer;
use super::limit::Permit;
use super::response::Response;
use super::transport::Body;

/// The body of a successful answer, piece by piece: of any length, one piece in memory at a time.
///
/// Its request counts as one of those under way (`max_in_flight`) until the body has ended, well or with an error, or is
/// dropped. Dropping it gives the rest up, and the connection with it.
pub struct BodyStream {
    /// Neither is there after an error: then nothing more comes, and the connection is given up.
    under_way: Option<(Body, Permit)>,
    length: Option<u64>,
    read: u64,
    is_complete: bool,
    stall_timeout: Duration,
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
            under_way: Some((body, permit)),
            length: body::declared_length(&head.headers),
            read: 0,
            is_complete: false,
            stall_timeout,
            operation,
            attempts,
        };
        Response { head, attempts, value }
    }

    /// How long it is, if the server says so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
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
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if self.is_complete {
            return Ok(None);
        }
        let piece = self.next().await;
        if !matches!(piece, Ok(Some(_))) {
            self.under_way = None;
        }
        self.is_complete = matches!(piece, Ok(None));
        piece.map_err(|error| error.with_sent(Sent::Yes).in_call(self.operation, self.attempts))
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let Some((body, _)) = &mut self.under_way else {
            return Err(Error::unreadable(Failure::Truncated));
        };
        let Ok(piece) = timeout(self.stall_timeout, body::next_data(body)).await else {
            let message = "nothing came for longer than the limit of an attempt";
            return Err(Error::new(ErrorKind::Timeout, message));
        };
        let piece = piece.map_err(Error::unreadable)?;
        self.read += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        if piece.is_none() && self.length.is_some_and(|length| length > self.read) {
            return Err(Error::unreadable(Failure::Truncated));
        }
        Ok(piece)
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").field("length", &self.length).finish_non_exhaustive()
    }
}
