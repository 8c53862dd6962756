//! Settings from environment variables.

use std::borrow::Cow;
use std::env::{self, VarError};

use super::client::ClientBuilder;
use super::error::{Error, ErrorKind};
use super::oauth::OAuth;
use super::secret::SecretKey;
use super::server::BaseUrl;

/// The value of an environment variable; one that is empty counts as not set.
///
/// # Errors
/// [`ErrorKind::Config`] if it is not UTF-8. The message names the variable and not the value.
pub fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(invalid(format!("`{name}` is not UTF-8"))),
    }
}

/// The value of an environment variable that must be set.
///
/// # Errors
/// [`ErrorKind::Config`] if it is missing or not UTF-8.
#[allow(dead_code, reason = "not every API says how its variables begin")]
pub fn required(name: &str) -> Result<String, Error> {
    variable(name)?.ok_or_else(|| invalid(format!("`{name}` is missing")))
}

/// What was made of the value of a variable, with the variable's name in the error.
///
/// # Errors
/// The error of `made`.
pub fn named<T>(name: &str, made: Result<T, Error>) -> Result<T, Error> {
    made.map_err(|error| invalid(format!("`{name}`: {error}")))
}

impl ClientBuilder {
    /// Takes the credentials from the environment: `<prefix>_SECRET_KEY`, or `<prefix>_CLIENT_ID`
    /// and `<prefix>_CLIENT_SECRET` to be exchanged for tokens, of this scope, at `token_url`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if they are missing, both are there, or one is not valid. The message
    /// names the variables and never shows a value.
    pub fn credentials_from_env(
        self,
        prefix: &str,
        token_url: impl FnOnce() -> Result<BaseUrl, Error>,
        scope: &str,
    ) -> Result<Self, Error> {
        let [key, id, secret] =
            ["SECRET_KEY", "CLIENT_ID", "CLIENT_SECRET"].map(|name| format!("{prefix}_{name}"));
        match (variable(&key)?, variable(&id)?, variable(&secret)?) {
            (Some(value), None, None) => Ok(self.secret_key(named(&key, SecretKey::new(value))?)),
            (None, Some(client), Some(value)) => {
                let oauth =
                    named(&format!("{id}`, `{secret}"), OAuth::new(token_url()?, client, value))?;
                Ok(self.oauth(oauth.scope(scope)))
            }
            (None, None, None) => {
                Err(invalid(format!("no credentials: set `{key}`, or `{id}` and `{secret}`")))
            }
            (None, Some(_), None) => Err(invalid(format!("`{secret}` is missing"))),
            (None, None, Some(_)) => Err(invalid(format!("`{id}` is missing"))),
            (Some(_), ..) => Err(invalid(format!(
                "`{key}` and `{id}` or `{secret}` are set: keep one of the two"
            ))),
        }
    }
}

/// The error of a setting that cannot be used.
pub fn invalid(message: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Config, message)
}
