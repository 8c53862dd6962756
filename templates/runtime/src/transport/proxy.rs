//! TCP connections, direct or through a proxy's tunnel.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::super::error::{Error, ErrorKind};
use super::BoxError;
use super::resolver::Resolver;

/// Which proxy to use.
pub(super) enum Proxy {
    /// The one that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name, as curl reads them.
    Environment,
    /// This one, for every host.
    Url(String),
    None,
}

impl Proxy {
    pub(super) fn connector(self, tcp: HttpConnector<Resolver>) -> Result<ProxyConnector, Error> {
        let matcher = match self {
            Self::None => None,
            Self::Environment => Some(Matcher::from_env()),
            Self::Url(url) => {
                let uri: Option<Uri> = url.parse().ok();
                if uri.is_none_or(|uri| uri.scheme_str() != Some("http") || uri.host().is_none()) {
                    return Err(Error::new(ErrorKind::Config, "the proxy is no `http://` URL"));
                }
                Some(Matcher::builder().https(url).build())
            }
        };
        Ok(ProxyConnector { tcp, matcher: matcher.map(Arc::new) })
    }
}

/// Connects over TCP, through a tunnel where a proxy is to be used. TLS comes on top, so a proxy
/// sees no more than the host.
#[derive(Clone)]
pub(super) struct ProxyConnector {
    tcp: HttpConnector<Resolver>,
    matcher: Option<Arc<Matcher>>,
}

impl Service<Uri> for ProxyConnector {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        // Plain HTTP is for this machine alone; to a proxy, credentials would leave it in the clear.
        let matcher = self.matcher.as_ref().filter(|_| uri.scheme() == Some(&Scheme::HTTPS));
        let Some(proxy) = matcher.and_then(|matcher| matcher.intercept(&uri)) else {
            let connecting = self.tcp.call(uri);
            return Box::pin(async move { Ok(connecting.await?) });
        };
        if proxy.uri().scheme_str() != Some("http") {
            let error = "only proxies with `http://` URLs are supported";
            return Box::pin(std::future::ready(Err(error.into())));
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.tcp.clone());
        if let Some(authorization) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        let connecting = tunnel.call(uri);
        Box::pin(async move { Ok(connecting.await?) })
    }
}
