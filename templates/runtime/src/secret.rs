//! Credentials that never print themselves.

use std::fmt;

use http::HeaderValue;

use super::api::Api;
use super::error::{Error, ErrorKind};

/// A secret API key, sent as a bearer token.
///
/// `Debug` prints `SecretKey([redacted])`; there is no `Display` and no way to read the key back.
#[derive(Clone)]
pub struct SecretKey {
    authorization: HeaderValue,
}

impl SecretKey {
    /// Takes a key as the provider shows it, without `Bearer`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if it is empty or holds white space, line breaks or other characters
    /// that no key has: mostly the sign of a copy that took too much. The message never shows it.
    pub fn new(key: impl AsRef<str>) -> Result<Self, Error> {
        bearer(key.as_ref(), "the secret key").map(|authorization| Self { authorization })
    }

    /// Whether a server whose keys begin with `own` may see this one, given how those of all servers
    /// begin: the longest of them that fits decides. A key that none fits is let through.
    pub(super) fn check(&self, own: Option<&str>, api: &Api) -> Result<(), Error> {
        let key = self.authorization.as_bytes().strip_prefix(b"Bearer ").unwrap_or_default();
        let fitting = api.key_prefixes.iter().filter(|prefix| key.starts_with(prefix.as_bytes()));
        match (own, fitting.max_by_key(|prefix| prefix.len())) {
            (Some(own), Some(longest)) if *longest != own => {
                let message = "the secret key belongs to another server, such as the sandbox";
                Err(Error::new(ErrorKind::Config, message))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn authorization(&self) -> &HeaderValue {
        &self.authorization
    }
}

/// `Bearer <token>`; `what` names the token in errors.
pub(super) fn bearer(token: &str, what: &str) -> Result<HeaderValue, Error> {
    check(token, what)?;
    header("Bearer", token)
}

/// Whether a secret was copied well.
pub(super) fn check(secret: &str, what: &str) -> Result<(), Error> {
    let problem = if secret.is_empty() {
        "is empty"
    } else if secret.trim() != secret {
        "begins or ends with white space: was a line break copied along?"
    } else if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        "holds a character that is not visible ASCII"
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::Config, format!("{what} {problem}")))
}

/// An `Authorization` that neither `Debug` nor header compression keeps.
pub(super) fn header(scheme: &str, credentials: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("{scheme} {credentials}"))
        .map_err(|_| Error::new(ErrorKind::Config, "the credentials do not fit into a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey([redacted])")
    }
}
