//! The client and how it is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::api::Api;
use super::error::{Error, ErrorKind};
use super::keys::Key;
use super::limit::Limits;
use super::retry::Budget;
use super::secret::SecretKey;
use super::server::{BaseUrl, Server};
use super::token::{TokenCache, TokenSource};
use super::transport::{Carrier, Transport};

/// The API's client: one method per operation.
///
/// Build it once and clone it freely; clones share connections. Building one per call would connect
/// anew each time.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) api: &'static Api,
    pub(super) base_url: BaseUrl,
    pub(super) credentials: Credentials,
    pub(super) transport: Carrier,
    pub(super) attempt_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) max_attempts: u32,
    pub(super) retry_budget: Budget,
    pub(super) limits: Limits,
    pub(super) max_body_bytes: usize,
    pub(super) user_agent: HeaderValue,
    pub(super) keys: Vec<Key>,
}

pub(super) enum Credentials {
    None,
    SecretKey(SecretKey),
    /// The same `Authorization` for every request.
    Fixed(HeaderValue),
    Tokens(Arc<TokenCache>),
}

impl Credentials {
    /// The `Authorization` that is known without asking anybody.
    pub(super) fn fixed(&self) -> Option<HeaderValue> {
        match self {
            Self::SecretKey(key) => Some(key.authorization().clone()),
            Self::Fixed(authorization) => Some(authorization.clone()),
            Self::None | Self::Tokens(_) => None,
        }
    }
}

impl Client {
    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl Inner {
    /// Whether a server may see the client's credentials.
    pub(super) fn check_key(&self, server: &Server) -> Result<(), Error> {
        match &self.credentials {
            Credentials::SecretKey(key) => key.check(server.key_prefix, self.api),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = match self.inner.credentials {
            Credentials::None if !self.inner.keys.is_empty() => "API key",
            Credentials::None => "none",
            Credentials::SecretKey(_) | Credentials::Fixed(_) => "secret key",
            Credentials::Tokens(_) => "access tokens",
        };
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url)
            .field("credentials", &credentials)
            .finish_non_exhaustive()
    }
}

/// How a client is to authenticate.
pub(super) enum Choice {
    None,
    SecretKey(SecretKey),
    /// An `Authorization`, or what is wrong with it.
    Fixed(Result<HeaderValue, Error>),
    /// Access tokens, from the source that this makes.
    Tokens(Box<MakeSource>),
}

/// Makes a source of tokens. What it is given makes a client for an endpoint of its own, with the transport and the
/// limits of the client that is being built.
pub(super) type MakeSource =
    dyn FnOnce(&Endpoint<'_>) -> Result<Box<dyn TokenSource>, Error> + Send + Sync;

pub(super) type Endpoint<'a> = dyn Fn(&'static Api, BaseUrl, Credentials) -> Client + 'a;

/// Settings of a [`Client`].
///
/// Required are a base URL and a statement about credentials; all else has a default.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<BaseUrl>,
    /// How keys of the chosen server begin.
    key_prefix: Option<&'static str>,
    pub(super) credentials: Option<Choice>,
    pub(super) keys: Vec<Result<Key, Error>>,
    transport: Option<Carrier>,
    #[cfg(feature = "transport-hyper")]
    built_in: super::transport::hyper::Settings,
    attempt_timeout: Duration,
    timeout: Duration,
    max_attempts: u32,
    max_in_flight: Option<usize>,
    rates: Option<(u32, u32)>,
    max_body_bytes: usize,
    user_agent_suffix: Option<String>,
}

impl ClientBuilder {
    /// For generated code; an application calls `Client::builder()`.
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            key_prefix: None,
            credentials: None,
            keys: Vec::new(),
            transport: None,
            #[cfg(feature = "transport-hyper")]
            built_in: super::transport::hyper::Settings::default(),
            attempt_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(60),
            max_attempts: 3,
            max_in_flight: None,
            rates: None,
            max_body_bytes: 8 * 1024 * 1024,
            user_agent_suffix: None,
        }
    }

    /// Where the API is, as the API describes it. Required, if not [`base_url`](Self::base_url): a
    /// wrong default would send people's data to the wrong place.
    pub fn server(mut self, server: Server) -> Self {
        self.key_prefix = server.key_prefix;
        self.base_url = Some(server.base_url);
        self
    }

    /// Where the API is, by a URL of your own: a mock server, a gateway.
    pub fn base_url(mut self, base_url: BaseUrl) -> Self {
        self.key_prefix = None;
        self.base_url = Some(base_url);
        self
    }

    /// Authenticates every call with a secret key.
    pub fn secret_key(mut self, key: SecretKey) -> Self {
        self.credentials = Some(Choice::SecretKey(key));
        self
    }

    /// Authenticates every call with an access token from a source of your own. The token is fetched by the first call,
    /// shared by all clones, and renewed before it expires; a call that meets an older token's end is sent once more with
    /// a new one.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials = Some(Choice::Tokens(Box::new(|_| Ok(Box::new(source)))));
        self
    }

    /// Sends no credentials, as for a mock server, or because calls send their own by
    /// [`Call::header`](super::call::Call::header).
    pub fn without_credentials(mut self) -> Self {
        self.credentials = Some(Choice::None);
        self
    }

    /// Limits the time for one attempt, reading the answer included; 30 seconds unless set. Where bodies are not in memory
    /// as a whole, it is the time for each piece: of a body that is sent, of a
    /// [`BodyStream`](super::response::BodyStream).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Limits the time for a whole call, retries included; 60 seconds unless set. A call can have
    /// its own limit. Sending a body that is not in memory does not count, unless it is the call's own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Limits how often a call is tried, the first time included; 3 unless set, and 1 turns retries
    /// off; 0 counts as 1. A call can have its own limit.
    ///
    /// Tried again is what certainly was not processed (no connection, or status 429), and, for
    /// operations that can be repeated without harm, what failed on the way or with status 408,
    /// 500, 502, 503 or 504. A create is never sent twice otherwise. Waits grow from 0.2 to 5
    /// seconds, at random; `Retry-After` is honoured up to a minute. A client and its clones share
    /// a budget for retries that an outage uses up.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Limits how many requests are under way at a time, of this client and its clones; others wait
    /// for their turn. No limit unless set; 0 counts as 1. One is under way until its answer is read: a
    /// [`BodyStream`](super::response::BodyStream) until it ends or is dropped.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// Limits how many requests begin in a second, of this client and its clones: those that only
    /// read, and the others. They are spread evenly. No limit unless set; 0 counts as 1.
    pub fn rate_limit(mut self, reads: u32, writes: u32) -> Self {
        self.rates = Some((reads, writes));
        self
    }

    /// Limits the length of an answer's body, in bytes; 8 MiB unless set.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// Adds the name and version of your application to the `User-Agent`, such as `shop/2.1`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends by something else than the built-in HTTP client: your own, or a double in tests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Carrier::Own(Arc::new(transport)));
        self
    }

    /// Limits the time to connect, TLS included; 3.1 seconds unless set. Built-in transport only.
    #[cfg(feature = "transport-hyper")]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.built_in.connect_timeout = timeout;
        self
    }

    /// Connects through this HTTP proxy (`http://user:password@host:port`), instead of the one that
    /// `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name. Built-in transport only.
    #[cfg(feature = "transport-hyper")]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.built_in.set_proxy(Some(url.into()));
        self
    }

    /// Connects without a proxy, whatever the environment says. Built-in transport only.
    #[cfg(feature = "transport-hyper")]
    pub fn no_proxy(mut self) -> Self {
        self.built_in.set_proxy(None);
        self
    }

    /// Trusts one more certificate authority, in DER. Built-in transport only.
    #[cfg(feature = "transport-hyper")]
    pub fn root_certificate(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.built_in.root_certificates.push(der.into());
        self
    }

    /// Makes the client. No connection is opened; the built-in transport may read the operating
    /// system's certificate store.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if something required is missing or not valid.
    pub fn build(self) -> Result<Client, Error> {
        let missing = |what| Error::new(ErrorKind::Config, what);
        let user_agent = self.user_agent()?;
        let base_url = self
            .base_url
            .ok_or_else(|| missing("the server is missing: call `server` or `base_url`"))?;
        let keys = self.keys.into_iter().collect::<Result<Vec<_>, _>>()?;
        let by_key = (!keys.is_empty()).then_some(Choice::None);
        let choice = self.credentials.or(by_key).ok_or_else(|| {
            missing(
                "the credentials are missing: call `secret_key`, `token_source` or another method that takes them, or `without_credentials`",
            )
        })?;
        let transport = self.transport;
        #[cfg(feature = "transport-hyper")]
        let transport = match transport {
            Some(transport) => Some(transport),
            None => Some(Carrier::BuiltIn(Arc::new(self.built_in.connect()?))),
        };
        let transport = transport.ok_or_else(|| {
            missing("the transport is missing: call `transport` or enable `transport-hyper`")
        })?;
        let inner = |api, base_url, credentials, limits, keys| Inner {
            api,
            base_url,
            credentials,
            transport: transport.clone(),
            attempt_timeout: self.attempt_timeout,
            timeout: self.timeout,
            max_attempts: self.max_attempts,
            retry_budget: Budget::new(),
            limits,
            max_body_bytes: self.max_body_bytes,
            user_agent: user_agent.clone(),
            keys,
        };
        let credentials = match choice {
            Choice::None => Credentials::None,
            Choice::SecretKey(key) => {
                key.check(self.key_prefix, self.api)?;
                Credentials::SecretKey(key)
            }
            Choice::Fixed(authorization) => Credentials::Fixed(authorization?),
            Choice::Tokens(make) => {
                let source = make(&|api, base_url, credentials| {
                    let endpoint = inner(api, base_url, credentials, Limits::default(), Vec::new());
                    Client { inner: Arc::new(endpoint) }
                });
                Credentials::Tokens(TokenCache::new(source?))
            }
        };
        let limits = Limits::new(self.max_in_flight, self.rates);
        Ok(Client { inner: Arc::new(inner(self.api, base_url, credentials, limits, keys)) })
    }

    fn user_agent(&self) -> Result<HeaderValue, Error> {
        let Api { name, version, .. } = self.api;
        let text = match &self.user_agent_suffix {
            Some(suffix) => format!("{name}/{version} {suffix}"),
            None => format!("{name}/{version}"),
        };
        let is_visible = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let value = HeaderValue::try_from(text).ok().filter(|_| is_visible);
        value.ok_or_else(|| {
            Error::new(ErrorKind::Config, "the user agent suffix is not visible ASCII")
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
