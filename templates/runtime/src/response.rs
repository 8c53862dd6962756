//! An answer with what came around it.

use std::fmt;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};

use super::error::Head;

/// A successful answer: its value, and the status and headers it came with.
///
/// It dereferences to the value. `Debug` shows the value by the value's own `Debug`, and no headers.
pub struct Response<T> {
    pub(super) head: Head,
    pub(super) attempts: u32,
    pub(super) value: T,
}

impl<T> Response<T> {
    /// The status, always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The API's correlation id: give it to the provider's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// How many requests it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
