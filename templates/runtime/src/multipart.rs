//! `multipart/form-data` bodies: text, JSON and files.

use std::fmt::Display;

use bytes::Bytes;
use serde::Serialize;

use super::file::File;

/// The parts of a body, written one after the other.
#[derive(Default)]
pub struct Multipart {
    parts: Vec<(String, Bytes)>,
}

impl Multipart {
    /// Adds a value as text.
    #[must_use]
    pub fn text(self, name: &str, value: impl Display) -> Self {
        self.part(disposition(name), Bytes::from(value.to_string()))
    }

    /// Adds a value as JSON. What cannot be written is left out; models always can be.
    #[must_use]
    pub fn json(self, name: &str, value: &impl Serialize) -> Self {
        let Ok(json) = serde_json::to_vec(value) else { return self };
        let head = format!("{}Content-Type: application/json\r\n", disposition(name));
        self.part(head, json.into())
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, file: &File) -> Self {
        let disposition = format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n",
            quoted(name),
            quoted(&file.name)
        );
        let content_type = one_line(&file.content_type);
        self.part(
            format!("{disposition}Content-Type: {content_type}\r\n"),
            file.content.clone().into(),
        )
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

    fn part(mut self, head: String, content: Bytes) -> Self {
        self.parts.push((head, content));
        self
    }

    /// The content type and the body.
    pub(super) fn finish(self) -> (String, Bytes) {
        let boundary = boundary(&self.parts);
        let mut body = Vec::new();
        for (head, content) in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body.into())
    }
}

fn disposition(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{}\"\r\n", quoted(name))
}

/// As browsers write it: quotes and line breaks are percent-encoded.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// A line that is in none of the parts: the same for the same body, so that a body is always the same bytes.
fn boundary(parts: &[(String, Bytes)]) -> String {
    let taken = |boundary: &str| {
        parts.iter().any(|(_, content)| {
            content.windows(boundary.len()).any(|window| window == boundary.as_bytes())
        })
    };
    let mut number = 0_u64;
    loop {
        let boundary = format!("part-{number:016x}");
        if !taken(&boundary) {
            return boundary;
        }
        number += 1;
    }
}
