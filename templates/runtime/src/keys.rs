//! Credentials other than tokens: API keys, wherever the API wants them, and user names with passwords.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderMap;
use http::header::{COOKIE, HeaderName, HeaderValue};

use super::client::{Choice, ClientBuilder};
use super::error::{Error, ErrorKind};
use super::secret;
use super::target::encoded;

/// An API key and its place in a request.
pub(super) enum Key {
    Header(HeaderName, HeaderValue),
    /// A `name=value` pair of the query, encoded.
    Query(String),
    /// A `name=value` pair, encoded.
    Cookie(String),
}

/// Where the API wants a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a header of this name.
    Header(&'static str),
    /// In the query, under this name. URLs end up in logs of servers and proxies more easily than headers do.
    Query(&'static str),
    /// In a cookie of this name.
    Cookie(&'static str),
}

impl Key {
    fn new(place: KeyPlace, key: &str) -> Result<Self, Error> {
        secret::check(key, "the API key")?;
        let pair = |name| format!("{}={}", encoded(name), encoded(key));
        Ok(match place {
            KeyPlace::Query(name) => Self::Query(pair(name)),
            KeyPlace::Cookie(name) => Self::Cookie(pair(name)),
            KeyPlace::Header(name) => {
                let unfit = || Error::new(ErrorKind::Config, "the API key fits into no header");
                let name = HeaderName::try_from(name).map_err(|_| unfit())?;
                let mut value = HeaderValue::try_from(key).map_err(|_| unfit())?;
                value.set_sensitive(true);
                Self::Header(name, value)
            }
        })
    }

    /// Puts the key into the headers of a request, if it belongs there.
    pub(super) fn apply(&self, headers: &mut HeaderMap) {
        match self {
            Self::Header(name, value) => _ = headers.insert(name.clone(), value.clone()),
            Self::Cookie(pair) => {
                let others = headers.get(COOKIE).and_then(|value| value.to_str().ok());
                let cookies = others.map_or_else(|| pair.clone(), |it| format!("{it}; {pair}"));
                // What is percent-encoded fits into a header.
                if let Ok(mut cookies) = HeaderValue::try_from(cookies) {
                    cookies.set_sensitive(true);
                    headers.insert(COOKIE, cookies);
                }
            }
            Self::Query(_) => {}
        }
    }
}

impl ClientBuilder {
    /// Authenticates every call with an API key, beside other credentials if there are any. For generated code.
    #[doc(hidden)]
    pub fn key(mut self, place: KeyPlace, key: &str) -> Self {
        self.keys.push(Key::new(place, key));
        self
    }

    /// Authenticates every call with a user name and a password, by HTTP Basic authentication (RFC 7617).
    ///
    /// [`build`](Self::build) fails for a user name with a colon, as what is behind it would be read as the password.
    pub fn basic(mut self, user: &str, password: &str) -> Self {
        let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
        self.credentials = Some(Choice::Fixed(if user.contains(':') {
            Err(Error::new(ErrorKind::Config, "a user name must hold no colon"))
        } else {
            secret::header("Basic", &encoded)
        }));
        self
    }
}
