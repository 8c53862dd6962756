//! The built-in transport: a pool of connections by hyper.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as PoolError, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use super::super::error::{Error, Sent};
use super::proxy::{Proxy, ProxyConnector};
use super::resolver::{Reach, Resolver};
use super::{Body, BoxError, Repr, TransportError, tls};

/// Load balancers close idle connections after a minute or so; staying well below leaves them none
/// to close while a request is on its way.
const IDLE: Duration = Duration::from_secs(25);

/// What a builder can set.
pub(in super::super) struct Settings {
    pub(in super::super) connect_timeout: Duration,
    /// Certificate authorities to trust besides the usual ones, in DER.
    pub(in super::super) root_certificates: Vec<Vec<u8>>,
    pub(in super::super) reach: Reach,
    proxy: Proxy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_millis(3100),
            root_certificates: Vec::new(),
            reach: Reach::Anywhere,
            proxy: Proxy::Environment,
        }
    }
}

impl Settings {
    pub(in super::super) fn set_proxy(&mut self, url: Option<String>) {
        self.proxy = url.map_or(Proxy::None, Proxy::Url);
    }

    pub(in super::super) fn connect(self) -> Result<HyperTransport, Error> {
        let mut tcp = HttpConnector::new_with_resolver(Resolver::new(self.reach));
        tcp.enforce_http(false);
        // Head and body may be two writes; waiting for the first to be acknowledged costs 40 ms.
        tcp.set_nodelay(true);
        let tls = HttpsConnectorBuilder::new()
            .with_tls_config(tls::config(self.root_certificates)?)
            .https_or_http()
            .enable_http1();
        #[cfg(feature = "http2")]
        let tls = tls.enable_http2();
        let tls = tls.wrap_connector(self.proxy.connector(tcp)?);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(TimedConnector { connector: tls, limit: self.connect_timeout });
        Ok(HyperTransport { client })
    }
}

/// The built-in transport.
pub(in super::super) struct HyperTransport {
    client: Client<TimedConnector<HttpsConnector<ProxyConnector>>, Outgoing>,
}

impl HyperTransport {
    pub(in super::super) fn send(&self, request: Request<Body>) -> Sending {
        let is_taken = Arc::new(AtomicBool::new(false));
        let request = request.map(|body| Outgoing { body, is_taken: is_taken.clone() });
        Sending { answer: self.client.request(request), is_taken }
    }
}

/// A request on its way.
pub(in super::super) struct Sending {
    answer: ResponseFuture,
    is_taken: Arc<AtomicBool>,
}

impl Sending {
    /// Gives the request up; whether the server may have received it.
    ///
    /// It was not sent, and never will be, if its body is gone with the future and no connection had
    /// taken it. One that has may write it at any moment, on another thread.
    ///
    /// A request handed to a connection at the very moment that it ends can be lost within hyper
    /// (hyperium/hyper#4122). It would wait for ever; given up, it was not sent.
    pub(super) fn give_up(self) -> Sent {
        let Self { answer, mut is_taken } = self;
        drop(answer);
        match Arc::get_mut(&mut is_taken) {
            Some(is_taken) if !is_taken.load(Relaxed) => Sent::No,
            _ => Sent::Maybe,
        }
    }
}

impl Future for Sending {
    type Output = Result<Response<Body>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.answer).poll(context).map(|answer| match answer {
            Ok(response) => Ok(response.map(|body| Body(Repr::Hyper(body)))),
            Err(error) => Err(classify(error)),
        })
    }
}

/// A request's body, which notes when a connection has taken it.
struct Outgoing {
    body: Body,
    is_taken: Arc<AtomicBool>,
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    /// What a connection asks before it writes the first byte: the head depends on it.
    fn is_end_stream(&self) -> bool {
        self.is_taken.store(true, Relaxed);
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// hyper cancels a request only while it has not begun to write it, and a server that refuses an
/// HTTP/2 stream has not begun to process it.
fn classify(error: PoolError) -> TransportError {
    let timed_out = chain(&error).any(<dyn std::error::Error>::is::<ConnectTimeout>);
    let is_untouched = chain(&error).any(|cause| {
        cause.downcast_ref().is_some_and(hyper::Error::is_canceled) || is_refused_stream(cause)
    });
    if timed_out {
        TransportError::connect_timeout(error)
    } else if chain(&error).any(is_bad_certificate) {
        TransportError::untrusted(error)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else if is_untouched {
        TransportError::not_sent(error)
    } else {
        TransportError::broken(error)
    }
}

#[cfg(feature = "http2")]
fn is_refused_stream(error: &(dyn std::error::Error + 'static)) -> bool {
    let error: Option<&h2::Error> = error.downcast_ref();
    error.is_some_and(|error| {
        error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM)
    })
}

#[cfg(not(feature = "http2"))]
fn is_refused_stream(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}

fn is_bad_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}

/// An error and its causes. An I/O error's `source` passes over the error it was made of.
fn chain<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        inner.map(|inner| inner as _).or_else(|| error.source())
    })
}

/// Limits the time for TCP and TLS together; hyper's own limit is for TCP alone.
#[derive(Clone)]
struct TimedConnector<C> {
    connector: C,
    limit: Duration,
}

impl<C> Service<Uri> for TimedConnector<C>
where
    C: Service<Uri, Error = BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let limit = self.limit;
        let connecting = self.connector.call(uri);
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(connected) => connected,
                Err(_) => Err(ConnectTimeout(limit).into()),
            }
        })
    }
}

#[derive(Debug)]
struct ConnectTimeout(Duration);

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not connected within {:?}", self.0)
    }
}

impl std::error::Error for ConnectTimeout {}
