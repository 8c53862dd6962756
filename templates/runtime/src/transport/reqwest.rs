//! Requests sent by a `reqwest::Client` of yours.

use std::pin::Pin;
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
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let request = ::reqwest::Request::try_from(request)
                .map_err(|error| TransportError::not_sent(error.without_url()))?;
            match self.client.execute(request).await {
                Ok(response) => {
                    Ok(Response::from(response).map(|body| Body::new(WithoutUrl(body))))
                }
                // Its errors name the URL, which may hold ids.
                Err(error) if error.is_connect() => {
                    Err(TransportError::connect(error.without_url()))
                }
                Err(error) => Err(TransportError::broken(error.without_url())),
            }
        })
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
