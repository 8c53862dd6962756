//! Bodies of several parts: text, JSON and files.

use std::collections::VecDeque;
use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use serde::Serialize;
use serde_json::Value;

use super::call::Call;
use super::file::File;
use super::payload::{Opened, Opening, Payload, Source};
use super::pieces::NextFrame;
use super::transport::{Body, BoxError};
use super::upload::{Upload, watched};

/// The parts of a body, written one after the other.
#[derive(Default)]
pub struct Multipart {
    parts: Vec<(String, Upload)>,
}

impl Multipart {
    /// Adds a value as text.
    #[must_use]
    pub fn text(self, name: &str, value: impl Display) -> Self {
        self.part(disposition(name), Bytes::from(value.to_string()))
    }

    /// Adds a value as text of a media type.
    #[must_use]
    pub fn text_of(self, name: &str, content_type: &str, value: impl Display) -> Self {
        self.part(head(disposition(name), content_type), Bytes::from(value.to_string()))
    }

    /// Adds a value as JSON. What cannot be written is left out; models always can be.
    #[must_use]
    pub fn json(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.json_of(name, "application/json", value)
    }

    /// Adds a value as JSON of another media type.
    #[must_use]
    pub fn json_of(
        self,
        name: &str,
        content_type: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        let Ok(json) = serde_json::to_vec(value) else { return self };
        self.part(head(disposition(name), content_type), Bytes::from(json))
    }

    /// Adds a value of any kind: objects, and lists of them, as JSON, of other lists every element, all else as text.
    /// What is `null` is left out, and what cannot be written.
    #[must_use]
    pub fn value(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_value(value) {
            Err(_) | Ok(Value::Null) => self,
            Ok(Value::String(text)) => self.text(name, text),
            Ok(Value::Array(items)) if !items.iter().any(|it| it.is_object() || it.is_array()) => {
                self.each(&items, |parts, item| parts.value(name, item))
            }
            Ok(json @ (Value::Array(_) | Value::Object(_))) => self.json(name, &json),
            Ok(single @ (Value::Bool(_) | Value::Number(_))) => self.text(name, single),
        }
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, file: &File) -> Self {
        self.file_of(name, "application/octet-stream", file)
    }

    /// Adds a file, of this media type unless it says its own.
    #[must_use]
    pub fn file_of(self, name: &str, content_type: &str, file: &File) -> Self {
        let disposition = format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n",
            quoted(name),
            quoted(&file.name)
        );
        let content_type = file.content_type.as_deref().unwrap_or(content_type);
        self.part(head(disposition, content_type), file.upload().clone())
    }

    /// Adds parts for every value there is.
    #[must_use]
    pub fn each<V>(
        self,
        values: impl IntoIterator<Item = V>,
        add: impl Fn(Self, V) -> Self,
    ) -> Self {
        values.into_iter().fold(self, add)
    }

    fn part(mut self, head: String, content: impl Into<Upload>) -> Self {
        self.parts.push((head, content.into()));
        self
    }

    /// The content type and the body.
    fn finish(self, media_type: &str) -> (String, Payload) {
        let boundary = self.boundary();
        // What is in memory is written together; what is not stands between.
        let mut parts: Vec<Upload> = Vec::new();
        let mut written = Vec::new();
        for (head, content) in &self.parts {
            written.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            match content.whole() {
                Some(bytes) => written.extend_from_slice(bytes),
                None => parts.extend([std::mem::take(&mut written).into(), content.clone()]),
            }
            written.extend_from_slice(b"\r\n");
        }
        written.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let body = if parts.is_empty() {
            written.into()
        } else {
            parts.push(written.into());
            Payload::Streamed(Arc::new(Parts(parts)))
        };
        (format!("{media_type}; boundary={boundary}"), body)
    }

    /// A line that is in none of the parts: the same for the same body, so that a body is always the same bytes. Where a
    /// part is not in memory, one that nobody can have known when writing it.
    fn boundary(&self) -> String {
        let contents: Option<Vec<_>> = self.parts.iter().map(|(_, it)| it.whole()).collect();
        let Some(contents) = contents else {
            return format!("part-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        };
        let is_taken = |boundary: &str| {
            let mut windows = contents.iter().flat_map(|it| it.windows(boundary.len()));
            windows.any(|window| window == boundary.as_bytes())
        };
        let mut number = 0_u64;
        loop {
            let boundary = format!("part-{number:016x}");
            if !is_taken(&boundary) {
                return boundary;
            }
            number += 1;
        }
    }
}

impl<T, P> Call<'_, T, P> {
    /// Sets a body of several parts. For generated code.
    #[doc(hidden)]
    pub fn multipart(self, body: Multipart) -> Self {
        self.multipart_of("multipart/form-data", body)
    }

    /// Sets a body of several parts under another media type. For generated code.
    #[doc(hidden)]
    pub fn multipart_of(mut self, media_type: &str, body: Multipart) -> Self {
        let (content_type, body) = body.finish(media_type);
        self.draft.body(&content_type, body);
        self
    }
}

fn disposition(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{}\"\r\n", quoted(name))
}

fn head(disposition: String, content_type: &str) -> String {
    format!("{disposition}Content-Type: {}\r\n", one_line(content_type))
}

/// As browsers write it: quotes and line breaks are percent-encoded.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// What is sent one after the other.
struct Parts(Vec<Upload>);

impl Source for Parts {
    fn is_at_hand(&self) -> bool {
        self.0.iter().all(Source::is_at_hand)
    }

    fn open(&self) -> Opening<'_, Opened> {
        Box::pin(async {
            let mut bodies = VecDeque::with_capacity(self.0.len());
            for part in &self.0 {
                bodies.push_back(part.body().await?);
            }
            Ok(watched(Body::new(Chain(bodies))))
        })
    }
}

/// Bodies one after the other.
struct Chain(VecDeque<Body>);

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> NextFrame {
        while let Some(body) = self.0.front_mut() {
            let frame = task::ready!(Pin::new(body).poll_frame(context)?);
            match frame.map(Frame::into_data) {
                Some(Ok(piece)) => return Poll::Ready(Some(Ok(Frame::data(piece)))),
                // Trailers of a part have no place.
                Some(Err(_)) => {}
                None => _ = self.0.pop_front(),
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.iter().all(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let lengths = self.0.iter().map(|body| body.size_hint().exact());
        lengths.sum::<Option<u64>>().map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
