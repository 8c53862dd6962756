//! Files inside of request bodies.

use super::object::{self, object};

/// A file to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub content: Vec<u8>,
    /// Its name, without a path.
    pub name: String,
    /// Its media type, such as `image/png`.
    pub content_type: String,
}

object! {
    File;
    required content = "content", redacted;
    required name = "name", redacted;
    required content_type = "content_type";
}

impl File {
    /// A file of bytes.
    pub fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { content: content.into(), name: name.into(), content_type }
    }

    /// Says what the file is.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}
