//! Files inside of request bodies.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

use super::object::{self, object};
#[cfg(feature = "client")]
use super::upload::Upload;

/// A file to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    content: Content,
    /// Its name, without a path.
    pub name: String,
    /// Its media type, such as `image/png`. If it is not given, that which the API describes for the part is sent, or else
    /// `application/octet-stream`.
    pub content_type: Option<String>,
}

object! {
    File;
    required content = "content", redacted;
    required name = "name", redacted;
    optional content_type = "content_type";
}

impl File {
    /// A file of bytes.
    pub fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { content: content.into().into(), name: name.into(), content_type: None }
    }

    /// A file that is read while it is sent.
    #[cfg(feature = "client")]
    pub fn from_upload(name: impl Into<String>, content: impl Into<Upload>) -> Self {
        Self { content: Content(content.into()), name: name.into(), content_type: None }
    }

    /// A file of this machine, under its own name. It is read while it is sent, as by [`Upload::from_path`].
    #[cfg(feature = "client")]
    pub fn from_path(path: impl Into<std::path::PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::from_upload(name, Upload::from_path(path))
    }

    /// Says what the file is.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// What it holds, if that is in memory.
    #[must_use]
    pub fn content(&self) -> Option<&[u8]> {
        self.content.bytes()
    }

    #[cfg(feature = "client")]
    pub(super) fn upload(&self) -> &Upload {
        &self.content.0
    }
}

/// What a file holds. Without a client there is nobody to read it while it is sent.
#[derive(Clone, PartialEq, Eq)]
struct Content(#[cfg(feature = "client")] Upload, #[cfg(not(feature = "client"))] Vec<u8>);

#[cfg_attr(not(feature = "client"), allow(clippy::unnecessary_wraps))]
impl Content {
    fn bytes(&self) -> Option<&[u8]> {
        #[cfg(feature = "client")]
        return self.0.whole().map(|bytes| &**bytes);
        #[cfg(not(feature = "client"))]
        return Some(&self.0);
    }
}

#[cfg_attr(not(feature = "client"), allow(clippy::useless_conversion))]
impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.bytes().ok_or_else(|| S::Error::custom("the file is not in memory"))?;
        bytes.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(|bytes: Vec<u8>| bytes.into())
    }
}
