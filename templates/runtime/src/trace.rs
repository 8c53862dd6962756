//! Spans and events for `tracing`, with the names of OpenTelemetry's HTTP conventions.
//!
//! They hold what the spec says and what can be counted: never a URL, an id, a header or a body.
//! Without the feature `tracing` all of it is nothing; without a subscriber it allocates nothing.

use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;
#[cfg(feature = "tracing")]
use tracing::{Instrument, field::Empty};

use super::api::Operation;
use super::client::Inner;
use super::error::Error;

/// A span around something that ends with a status or an error.
pub(super) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

/// Around a whole call.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(super) fn call(operation: &Operation) -> Span {
    Span {
        #[cfg(feature = "tracing")]
        span: tracing::info_span!(
            "call",
            otel.name = operation.id,
            otel.kind = "internal",
            otel.status_code = Empty,
            http.response.status_code = Empty,
            "error.type" = Empty,
        ),
    }
}

/// Around one attempt; `resends` were made before.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(super) fn attempt(client: &Inner, operation: &Operation, resends: u32) -> Span {
    #[cfg(feature = "tracing")]
    let authority = client.base_url.authority();
    Span {
        #[cfg(feature = "tracing")]
        span: tracing::info_span!(
            "attempt",
            otel.name = %format_args!("{} {}", operation.method, operation.path),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = operation.method.as_str(),
            http.request.resend_count = (resends > 0).then_some(resends),
            url.template = operation.path,
            server.address = authority.host(),
            server.port = authority.port_u16().unwrap_or(443),
            http.response.status_code = Empty,
            "error.type" = Empty,
        ),
    }
}

impl Span {
    /// Runs a future within the span and notes how it ended.
    pub(super) async fn around<T>(
        self,
        future: Pin<&mut impl Future<Output = Result<T, Error>>>,
        status: fn(&T) -> StatusCode,
    ) -> Result<T, Error> {
        #[cfg(not(feature = "tracing"))]
        let (_, result) = (status, future.await);
        #[cfg(feature = "tracing")]
        let result = {
            let result = future.instrument(self.span.clone()).await;
            match &result {
                Ok(value) => self.end(Some(status(value)), None),
                Err(error) => self.end(error.status(), Some(error)),
            }
            result
        };
        result
    }

    #[cfg(feature = "tracing")]
    fn end(&self, status: Option<StatusCode>, error: Option<&Error>) {
        if let Some(status) = status {
            self.span.record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = error {
            self.span.record("otel.status_code", "ERROR");
            match (error.kind(), status) {
                (super::error::ErrorKind::Api, Some(status)) => {
                    self.span.record("error.type", status.as_str())
                }
                (kind, _) => self.span.record("error.type", tracing::field::debug(kind)),
            };
        }
    }
}

/// Another attempt will follow.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(super) fn retry(error: &Error, wait: Duration) {
    #[cfg(feature = "tracing")]
    tracing::debug!(kind = ?error.kind(), status = error.status().map(|status| status.as_u16()), ?wait, "trying again");
}
