//! What carries requests: the built-in HTTP client, or one of your own.

#[cfg(feature = "transport-hyper")]
pub(super) mod hyper;
#[cfg(feature = "transport-hyper")]
mod proxy;
#[cfg(feature = "transport-reqwest")]
pub mod reqwest;
#[cfg(feature = "transport-hyper")]
pub(super) mod resolver;
#[cfg(feature = "transport-hyper")]
mod tls;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::body;
use super::error::{ErrorKind, Sent};

/// An error of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What [`Transport::send`] returns.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send + 'a>>;

/// Sends one request and hands back the head of its answer and the body as it arrives.
///
/// The client does the rest: credentials, limits on time and size, errors. An implementation must
/// not follow redirects and must not send a request more than once.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute.
    ///
    /// Dropping the future gives the request up.
    ///
    /// # Errors
    /// The [`TransportError`] that says how far the request came. A create that did not leave is sent
    /// again, so what is not certain is [`broken`](TransportError::broken).
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_>;

    /// Sends a `request` whose body is read while it is sent, and given as it is: its size hint, if exact, is to become
    /// its `Content-Length`.
    ///
    /// Unless implemented, the whole body is read into memory and given to [`send`](Self::send).
    ///
    /// # Errors
    /// As for [`send`](Self::send).
    fn send_streamed(&self, request: Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body::gather(body).await.map_err(TransportError::not_sent)?;
            self.send(Request::from_parts(parts, body)).await
        })
    }
}

/// What a client sends by.
#[derive(Clone)]
pub(super) enum Carrier {
    #[cfg(feature = "transport-hyper")]
    BuiltIn(Arc<hyper::HyperTransport>),
    Own(Arc<dyn Transport>),
}

impl Carrier {
    pub(super) fn send(&self, request: Request<Body>) -> Sending<'_> {
        match self {
            #[cfg(feature = "transport-hyper")]
            Self::BuiltIn(transport) => Sending::BuiltIn(transport.send(request)),
            Self::Own(transport) => {
                let (parts, body) = request.into_parts();
                Sending::Own(match body.whole() {
                    Ok(bytes) => transport.send(Request::from_parts(parts, bytes)),
                    Err(body) => transport.send_streamed(Request::from_parts(parts, body)),
                })
            }
        }
    }
}

/// A request on its way.
pub(super) enum Sending<'a> {
    #[cfg(feature = "transport-hyper")]
    BuiltIn(hyper::Sending),
    Own(TransportFuture<'a>),
}

impl Sending<'_> {
    /// Gives the request up; whether the server may have received it.
    pub(super) fn give_up(self) -> Sent {
        match self {
            #[cfg(feature = "transport-hyper")]
            Self::BuiltIn(sending) => sending.give_up(),
            Self::Own(_) => Sent::Maybe,
        }
    }
}

impl Future for Sending<'_> {
    type Output = Result<Response<Body>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            #[cfg(feature = "transport-hyper")]
            Self::BuiltIn(sending) => Pin::new(sending).poll(context),
            Self::Own(sending) => sending.as_mut().poll(context),
        }
    }
}

/// Why a transport has no answer.
///
/// Its source becomes part of [`Error`](super::error::Error)'s chain, so it must show no URL and no body.
#[derive(Debug)]
pub struct TransportError {
    kind: ErrorKind,
    sent: Sent,
    source: BoxError,
}

impl TransportError {
    /// There is no connection to the server, so nothing was sent.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Connect, sent: Sent::No, source: source.into() }
    }

    /// The server could not prove who it is, so nothing was sent; trying again will not help.
    pub fn untrusted(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Tls, sent: Sent::No, source: source.into() }
    }

    /// There was a connection, but it is certain that no byte of the request was written to it.
    pub fn not_sent(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Transport, sent: Sent::No, source: source.into() }
    }

    /// Anything else: the server may have received the request.
    pub fn broken(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Transport, sent: Sent::Maybe, source: source.into() }
    }

    /// There was no connection within a limit on connecting, so nothing was sent.
    pub fn connect_timeout(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Timeout, sent: Sent::No, source: source.into() }
    }

    pub(super) fn describe(&self) -> (ErrorKind, &'static str) {
        let message = match (self.kind, self.sent) {
            (ErrorKind::Connect, _) => "cannot connect",
            (ErrorKind::Tls, _) => "the server's certificate is not trusted",
            (ErrorKind::Timeout, _) => "no connection in time",
            (_, Sent::No) => "the connection was closed before the request was sent",
            _ => "the connection broke before the answer was complete",
        };
        (self.kind, message)
    }

    pub(super) fn was_sent(&self) -> Sent {
        self.sent
    }

    pub(super) fn into_source(self) -> BoxError {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe().1)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// A body as it comes: that of an answer, or of a request that is read while it is sent.
pub struct Body(Repr);

enum Repr {
    Whole(Bytes),
    #[cfg(feature = "transport-hyper")]
    Hyper(::hyper::body::Incoming),
    Boxed(Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send>>),
}

impl Body {
    /// A body that comes in pieces.
    pub fn new(body: impl HttpBody<Data = Bytes, Error = BoxError> + Send + 'static) -> Self {
        Self(Repr::Boxed(Box::pin(body)))
    }

    /// All of it, or itself if it comes in pieces.
    pub(super) fn whole(self) -> Result<Bytes, Self> {
        let Repr::Whole(bytes) = self.0 else { return Err(self) };
        Ok(bytes)
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(whole: T) -> Self {
        Self(Repr::Whole(whole.into()))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Repr::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Repr::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            #[cfg(feature = "transport-hyper")]
            Repr::Hyper(body) => Pin::new(body).poll_frame(context).map_err(Into::into),
            Repr::Boxed(body) => body.as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Repr::Whole(bytes) => bytes.is_empty(),
            #[cfg(feature = "transport-hyper")]
            Repr::Hyper(body) => body.is_end_stream(),
            Repr::Boxed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Repr::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            #[cfg(feature = "transport-hyper")]
            Repr::Hyper(body) => body.size_hint(),
            Repr::Boxed(body) => body.size_hint(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}
