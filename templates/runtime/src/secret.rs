//! Credentials that never print themselves.

use std::fmt;

use http::HeaderValue;

use super::error::{Error, ErrorKind};

/// A secret API key, sent as a bearer token.
///
/// `Debug` prints `SecretKey([redacted])`; there is no `Display` and no way to read the key back.
#[derive(Clone)]
pub struct SecretKey(HeaderValue);

impl SecretKey {
    /// Takes a key as the provider shows it, without `Bearer`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if it is empty or holds white space, line breaks or other characters
    /// that no key has: mostly the sign of a copy that took too much. The message never shows it.
    pub fn new(key: impl AsRef<str>) -> Result<Self, Error> {
        let key = key.as_ref();
        if let Some(problem) = problem_of(key) {
            return Err(Error::new(ErrorKind::Config, problem));
        }
        bearer(key).map(Self)
    }

    pub(super) fn authorization(&self) -> &HeaderValue {
        &self.0
    }
}

fn problem_of(key: &str) -> Option<&'static str> {
    if key.is_empty() {
        return Some("the secret key is empty");
    }
    if key.trim() != key {
        return Some(
            "the secret key begins or ends with white space: was a line break copied along?",
        );
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Some("the secret key holds a character that is not visible ASCII");
    }
    None
}

/// `Bearer <token>`, marked so that neither `Debug` nor header compression keeps it.
pub(super) fn bearer(token: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
        Error::new(ErrorKind::Config, "the bearer token does not fit into a header")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey([redacted])")
    }
}
