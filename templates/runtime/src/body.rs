//! Reading a response body within a bound: as a whole, or piece by piece.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body::Body as _;
use tokio::time::timeout;

use super::transport::{Body, BoxError};

/// Why a body could not be read.
pub(super) enum Failure {
    /// It is longer than the bound.
    TooLarge,
    /// It ended before its declared length.
    Truncated,
    /// Nothing came for too long.
    Stalled,
    /// The transport failed.
    Broken(BoxError),
}

/// Reads the whole body, of at most `limit` bytes.
///
/// A body that declares more is refused before it is read. One that arrives in a single frame is
/// handed on without a copy.
pub(super) async fn read(
    headers: &HeaderMap,
    mut body: Body,
    limit: usize,
) -> Result<Bytes, Failure> {
    let declared = declared_length(headers);
    if declared.is_some_and(|declared| declared > limit as u64) {
        return Err(Failure::TooLarge);
    }
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(data) = next_data(&mut body).await? {
        let length = first.len() + rest.len() + data.len();
        if length > limit {
            return Err(Failure::TooLarge);
        }
        if first.is_empty() && rest.is_empty() {
            first = data;
            continue;
        }
        if rest.is_empty() {
            rest.reserve(usize::try_from(declared.unwrap_or(0)).unwrap_or(0).max(length));
            rest.extend_from_slice(&std::mem::take(&mut first));
        }
        rest.extend_from_slice(&data);
    }
    let whole = if rest.is_empty() { first } else { rest.freeze() };
    match declared {
        Some(declared) if declared > whole.len() as u64 => Err(Failure::Truncated),
        _ => Ok(whole),
    }
}

/// Reads what there is of a body that only explains an error: up to `limit` bytes, and no failure.
pub(super) async fn read_start(mut body: Body, limit: usize) -> Bytes {
    let mut start = BytesMut::new();
    while start.len() < limit
        && let Ok(Some(data)) = next_data(&mut body).await
    {
        let space = limit - start.len();
        start.extend_from_slice(data.get(..space).unwrap_or(&data));
    }
    start.freeze()
}

/// A body that is read piece by piece: of at most `limit` bytes, each piece within `stall_timeout`.
///
/// After a failure nothing comes but failures, and the connection is given up.
pub(super) struct BodyReader {
    state: State,
    length: Option<u64>,
    read: u64,
    limit: u64,
    stall_timeout: Duration,
}

enum State {
    UnderWay(Body),
    Complete,
    Failed,
}

impl BodyReader {
    pub(super) fn of(headers: &HeaderMap, body: Body, limit: u64, stall_timeout: Duration) -> Self {
        let length = declared_length(headers);
        Self { state: State::UnderWay(body), length, read: 0, limit, stall_timeout }
    }

    /// The length that the body is said to have.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece, or `None` if all of them have come.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let piece = self.read_on().await;
        match &piece {
            Ok(Some(_)) => {}
            Ok(None) => self.state = State::Complete,
            Err(_) => self.state = State::Failed,
        }
        piece
    }

    async fn read_on(&mut self) -> Result<Option<Bytes>, Failure> {
        let body = match &mut self.state {
            State::UnderWay(body) => body,
            State::Complete => return Ok(None),
            State::Failed => return Err(Failure::Truncated),
        };
        let reading = timeout(self.stall_timeout, next_data(body)).await;
        let piece = reading.map_err(|_| Failure::Stalled)??;
        self.read += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        if self.read > self.limit {
            return Err(Failure::TooLarge);
        }
        if piece.is_none() && self.length.is_some_and(|length| length > self.read) {
            return Err(Failure::Truncated);
        }
        Ok(piece)
    }
}

/// Reads all of a body, however long.
pub(super) async fn gather(mut body: Body) -> Result<Bytes, BoxError> {
    let mut whole = BytesMut::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        whole.extend_from_slice(frame?.data_ref().unwrap_or(&Bytes::new()));
    }
    Ok(whole.freeze())
}

/// The next bytes of a body.
async fn next_data(body: &mut Body) -> Result<Option<Bytes>, Failure> {
    while let Some(frame) = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
        // Trailers are not data; nothing here has a use for them.
        if let Ok(data) = frame.map_err(Failure::Broken)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// The length that a body is said to have.
fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
