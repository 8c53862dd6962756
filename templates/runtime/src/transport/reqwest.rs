//! Requests sent by a `reqwest::Client` of yours.

use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, BoxError, Transport, TransportError, TransportFuture};

/// Sends by a `reqwest::Client`, whose pool, proxies and TLS settings then apply.
///
/// Build that client with `redirect(Policy::none())`, and without a retry policy of its own.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
}

impl ReqwestTransport {
    /// Takes a client that is set up.
    #[must_use]
    pub fn new(client: ::reqwest::Client) -> Self {
        Self { client }
    }

    async fn execute(
        &self,
        request: Request<::reqwest::Body>,
    ) -> Result<Response<Body>, TransportError> {
        let request = ::reqwest::Request::try_from(request)
            .map_err(|error| TransportError::not_sent(error.without_url()))?;
        match self.client.execute(request).await {
            Ok(response) => Ok(Response::from(response).map(|body| Body::new(WithoutUrl(body)))),
            // Its errors name the URL, which may hold ids.
            Err(error) if error.is_connect() => Err(TransportError::connect(error.without_url())),
            Err(error) => Err(TransportError::broken(error.without_url())),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.execute(request.map(Into::into)))
    }

    fn send_streamed(&self, request: Request<Body>) -> TransportFuture<'_> {
        let wrap = |body| ::reqwest::Body::wrap(Outgoing(Mutex::new(body)));
        Box::pin(self.execute(request.map(wrap)))
    }
}

/// A request body, which has to be `Sync` although nothing shares it.
struct Outgoing(Mutex<Body>);

impl Outgoing {
    fn get(&self) -> MutexGuard<'_, Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut *self.get()).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.get().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.get().size_hint()
    }
}

struct WithoutUrl(::reqwest::Body);

impl HttpBody for WithoutUrl {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0).poll_frame(context).map_err(|error| error.without_url().into())
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
