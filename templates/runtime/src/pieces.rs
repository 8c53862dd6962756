//! Bodies made of what applications read from: streams and readers.

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use super::transport::{Body, BoxError};

/// How much is read from a reader at a time, at most.
const PIECE: usize = 64 * 1024;

pub(super) type NextFrame = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

impl Body {
    /// The pieces of a stream.
    pub fn from_stream<E: Into<BoxError>>(
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        Self::new(Pieces(Box::pin(stream)))
    }

    /// What a reader gives, 64 KiB at a time. It is read on threads that may block.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::new(Reader::Idle(Box::new(reader)))
    }

    /// Says how many bytes it is long, where it does not know by itself. As a request body it then goes out with a
    /// `Content-Length`, which some servers insist on, and fails if it turns out to be shorter or longer.
    #[must_use]
    pub fn with_length(self, bytes: u64) -> Self {
        Self::new(Measured { body: self, left: bytes, last: None })
    }
}

struct Pieces<S>(Pin<Box<S>>);

impl<S, E> HttpBody for Pieces<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> NextFrame {
        let next = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|piece| piece.map(Frame::data).map_err(Into::into)))
    }
}

type BoxRead = Box<dyn Read + Send>;

enum Reader {
    Idle(BoxRead),
    Reading(JoinHandle<io::Result<(BoxRead, Bytes)>>),
    Ended,
}

impl HttpBody for Reader {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> NextFrame {
        let mut task = match std::mem::replace(&mut *self, Self::Ended) {
            Self::Idle(reader) => spawn_blocking(|| read(reader)),
            Self::Reading(task) => task,
            Self::Ended => return Poll::Ready(None),
        };
        let Poll::Ready(read) = Pin::new(&mut task).poll(context) else {
            *self = Self::Reading(task);
            return Poll::Pending;
        };
        let (reader, piece) = read.map_err(io::Error::other)??;
        if piece.is_empty() {
            return Poll::Ready(None);
        }
        *self = Self::Idle(reader);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}

/// The next piece; empty at the end.
fn read(mut reader: BoxRead) -> io::Result<(BoxRead, Bytes)> {
    let mut piece = vec![0; PIECE];
    loop {
        match reader.read(&mut piece) {
            Ok(length) => {
                piece.truncate(length);
                return Ok((reader, piece.into()));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A body that is as long as it was said to be, or fails.
struct Measured {
    body: Body,
    left: u64,
    /// The piece that completes it. It is held back until nothing is seen to follow: a connection that has all that it
    /// was promised would not ask for more.
    last: Option<Bytes>,
}

impl HttpBody for Measured {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> NextFrame {
        loop {
            let Some(frame) = ready!(Pin::new(&mut self.body).poll_frame(context)?) else {
                return Poll::Ready(match self.last.take() {
                    None if self.left > 0 => {
                        Some(Err("it is shorter than it was said to be".into()))
                    }
                    last => last.map(|piece| Ok(Frame::data(piece))),
                });
            };
            // A length and trailers do not go together.
            let Ok(piece) = frame.into_data() else { continue };
            match self.left.checked_sub(piece.len() as u64) {
                _ if piece.is_empty() => {}
                None => {
                    return Poll::Ready(Some(Err("it is longer than it was said to be".into())));
                }
                Some(0) => {
                    self.left = 0;
                    self.last = Some(piece);
                }
                Some(left) => {
                    self.left = left;
                    return Poll::Ready(Some(Ok(Frame::data(piece))));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0 && self.last.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left + self.last.as_ref().map_or(0, Bytes::len) as u64)
    }
}
