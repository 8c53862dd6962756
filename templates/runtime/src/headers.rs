//! The headers of an answer as typed values.

use std::fmt;
use std::str::FromStr;

use http::HeaderMap;
use http::header::SET_COOKIE;
use serde::de::DeserializeOwned;

use super::error::{Error, ErrorKind};

/// The headers of an answer, each read when it is asked for.
///
/// It has a method for every header that the API describes, and others for those that it does not. A header may be missing
/// whatever the description says: gateways answer, too. Its `Debug` shows none of them.
#[derive(Clone, Copy)]
pub struct Headers<'a>(&'a HeaderMap);

impl<'a> Headers<'a> {
    /// Those of a [`Response`](super::response::Response) or of an [`Error`], by their `headers()`.
    #[must_use]
    pub fn of(headers: &'a HeaderMap) -> Self {
        Self(headers)
    }

    /// A header that is one value: a text, a number, a date, an enum.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] if it is none of this type; the message has its name, not its value.
    pub fn value<T: FromStr>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let value = std::str::from_utf8(value.as_bytes()).ok().and_then(|it| it.parse().ok());
        value.map(Some).ok_or_else(|| unexpected(name))
    }

    /// A header that is a list of values, with commas between them, on one line or several.
    ///
    /// # Errors
    /// As for [`value`](Self::value).
    pub fn list<T: FromStr>(&self, name: &str) -> Result<Option<Vec<T>>, Error> {
        if !self.0.contains_key(name) {
            return Ok(None);
        }
        // Of all headers this one alone has commas within its values.
        let is_split = !SET_COOKIE.as_str().eq_ignore_ascii_case(name);
        let mut values = Vec::new();
        for line in self.0.get_all(name) {
            let line = std::str::from_utf8(line.as_bytes()).map_err(|_| unexpected(name))?;
            let parts = line.split(|it| is_split && it == ',').map(str::trim);
            for part in parts.filter(|part| !part.is_empty()) {
                values.push(part.parse().map_err(|_| unexpected(name))?);
            }
        }
        Ok(Some(values))
    }

    /// A header that is JSON.
    ///
    /// # Errors
    /// As for [`value`](Self::value).
    pub fn json<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        serde_json::from_slice(value.as_bytes()).map(Some).map_err(|_| unexpected(name))
    }
}

fn unexpected(name: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the header `{name}` is not what the API describes"))
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Headers").finish_non_exhaustive()
    }
}
