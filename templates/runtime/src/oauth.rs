//! OAuth 2.0 client credentials (RFC 6749, section 4.4).

use std::fmt::{self, Write};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderValue, Method};
use percent_encoding::utf8_percent_encode;
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::api::{Api, Class, ErrorMembers, Operation};
use super::call::Call;
use super::client::{Choice, Client, ClientBuilder, Credentials};
use super::error::{Error, ErrorKind};
use super::object::{self, object};
use super::secret;
use super::server::BaseUrl;
use super::target::ESCAPED;
use super::token::{AccessToken, TokenFuture, TokenSource};

/// A client id and secret, to be exchanged for access tokens.
///
/// `Debug` shows the token URL alone.
#[derive(Clone)]
pub struct OAuth {
    token_url: BaseUrl,
    client_id: String,
    client_secret: String,
    scope: String,
    is_basic: bool,
}

impl OAuth {
    /// Takes the URL of the token endpoint, and the id and secret it is to be asked with.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if the id or the secret is empty or not visible ASCII.
    pub fn new(
        token_url: BaseUrl,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Result<Self, Error> {
        let (client_id, client_secret) = (client_id.into(), client_secret.into());
        secret::check(&client_id, "the client id")?;
        secret::check(&client_secret, "the client secret")?;
        Ok(Self { token_url, client_id, client_secret, scope: String::new(), is_basic: false })
    }

    /// Asks for a scope, besides those asked for before.
    #[must_use]
    pub fn scope(mut self, scope: &str) -> Self {
        if !self.scope.is_empty() {
            self.scope.push(' ');
        }
        self.scope.push_str(scope);
        self
    }

    /// Sends id and secret by HTTP Basic authentication instead of in the form.
    #[must_use]
    pub fn basic(mut self) -> Self {
        self.is_basic = true;
        self
    }

    /// The header that authenticates the token request, if it is not its form that does.
    fn authorization(&self) -> Result<Option<HeaderValue>, Error> {
        if !self.is_basic {
            return Ok(None);
        }
        let [id, secret] =
            [&self.client_id, &self.client_secret].map(|text| utf8_percent_encode(text, ESCAPED));
        secret::header("Basic", &BASE64_STANDARD.encode(format!("{id}:{secret}"))).map(Some)
    }

    fn form(&self) -> String {
        let mut form = "grant_type=client_credentials".to_owned();
        let mut add = |name: &str, value: &str| {
            // A string cannot fail to be written to.
            let _ = write!(form, "&{name}={}", utf8_percent_encode(value, ESCAPED));
        };
        if !self.is_basic {
            add("client_id", &self.client_id);
            add("client_secret", &self.client_secret);
        }
        if !self.scope.is_empty() {
            add("scope", &self.scope);
        }
        form
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("token_url", &self.token_url).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Authenticates every call with an access token by OAuth 2.0 client credentials. The token is
    /// fetched by the first call, shared by all clones, and renewed before it expires; a call that
    /// meets an older token's end is sent once more with a new one.
    pub fn oauth(mut self, oauth: OAuth) -> Self {
        self.credentials = Some(Choice::Tokens(Box::new(|endpoint| {
            let basic = oauth.authorization()?.map_or(Credentials::None, Credentials::Fixed);
            let client = endpoint(&TOKEN_API, oauth.token_url.clone(), basic);
            Ok(Box::new(TokenEndpoint { client, oauth }))
        })));
        self
    }
}

/// The token endpoint, as an API of its own.
struct TokenEndpoint {
    /// Its base URL is the token URL, its credentials are those of HTTP Basic or none.
    client: Client,
    oauth: OAuth,
}

static TOKEN_API: Api = Api {
    name: "",
    version: "",
    request_id_header: None,
    idempotency_key_header: None,
    key_prefixes: &[],
    error_members: ErrorMembers { error_type: Some("error"), error_codes: None, request_id: None },
};

/// Asking for a token twice gives two tokens, which harms nobody.
static TOKEN: Operation =
    Operation { id: "accessToken", method: Method::POST, path: "", class: Class::Idempotent };

impl TokenSource for TokenEndpoint {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move {
            let call = Call::<Granted>::new(&self.client, &TOKEN, &[]);
            // A body of this server may hold a token, and has no place in an error.
            let granted = call
                .body_of("application/x-www-form-urlencoded", self.oauth.form())
                .await
                .map_err(Error::without_body)?;
            Ok(granted.token()?)
        })
    }
}

struct Granted {
    access_token: String,
    token_type: Option<String>,
    expires_in: Option<Seconds>,
}

object! {
    Granted;
    required access_token = "access_token", redacted;
    optional token_type = "token_type";
    optional expires_in = "expires_in", redacted;
}

impl Granted {
    fn token(&self) -> Result<AccessToken, Error> {
        if self.token_type.as_ref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(Error::new(ErrorKind::Auth, "the token endpoint gave no bearer token"));
        }
        let untold = Duration::from_secs(300);
        let lifetime = self.expires_in.as_ref().map_or(untold, |seconds| seconds.0);
        AccessToken::new(&self.access_token, lifetime)
    }
}

/// Seconds as the number they ought to be, or as the string that some servers write.
struct Seconds(Duration);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0.as_secs())
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Duration;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seconds")
            }

            fn visit_u64<E>(self, seconds: u64) -> Result<Duration, E> {
                Ok(Duration::from_secs(seconds))
            }

            fn visit_i64<E>(self, seconds: i64) -> Result<Duration, E> {
                Ok(Duration::from_secs(seconds.try_into().unwrap_or(0)))
            }

            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Duration, E> {
                let unexpected = || E::invalid_value(de::Unexpected::Float(seconds), &self);
                Duration::try_from_secs_f64(seconds).map_err(|_| unexpected())
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Duration, E> {
                let unexpected = || E::invalid_value(de::Unexpected::Str(text), &self);
                text.parse().map(Duration::from_secs).map_err(|_| unexpected())
            }
        }

        deserializer.deserialize_any(Visitor).map(Self)
    }
}
