//! Answers whose body is handed over as it arrives.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::timeout;

use super::body::{self, Failure};
use super::error::{Error, ErrorKind, Sent};
use super::transport::Body;

/// The body of a successful answer, piece by piece: of any length, one piece in memory at a time.
///
/// Dropping it gives the rest up, and the connection with it.
pub struct BodyStream {
    body: Body,
    length: Option<u64>,
    read: u64,
    stall_timeout: Duration,
    operation: &'static str,
    attempts: u32,
}

impl BodyStream {
    pub(super) fn new(
        headers: &HeaderMap,
        body: Body,
        stall_timeout: Duration,
        operation: &'static str,
        attempts: u32,
    ) -> Self {
        let length = body::declared_length(headers);
        Self { body, length, read: 0, stall_timeout, operation, attempts }
    }

    /// How long it is, if the server says so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece, or `None` at the end. Pieces are as the network made them: they begin and end anywhere.
    ///
    /// # Errors
    /// If the body is cut short, the connection breaks, or nothing comes for as long as an attempt may take.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let next = timeout(self.stall_timeout, body::next_data(&mut self.body)).await;
        let Ok(data) = next else {
            let message = "nothing came for longer than the limit of an attempt";
            return Err(self.failed(Error::new(ErrorKind::Timeout, message)));
        };
        let data = data.map_err(|failure| self.failed(Error::unreadable(failure)))?;
        self.read += data.as_ref().map_or(0, |data| data.len() as u64);
        if data.is_none() && self.length.is_some_and(|length| length > self.read) {
            return Err(self.failed(Error::unreadable(Failure::Truncated)));
        }
        Ok(data)
    }

    fn failed(&self, error: Error) -> Error {
        error.with_sent(Sent::Yes).in_call(self.operation, self.attempts)
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").field("length", &self.length).finish_non_exhaustive()
    }
}
