//! JSON pointers (RFC 6901) into a document.

use std::borrow::{Borrow, Cow};
use std::fmt;

use serde_json::Value;

/// A place in a document, as a JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its text.
    pub(crate) fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The member `key` of the value this points at.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        let mut member = Self(text);
        member.push_key(key);
        member
    }

    /// Goes on to the member `key`.
    pub(super) fn push_key(&mut self, key: &str) {
        push_segment(&mut self.0, key);
    }

    /// Goes on to the element `index`.
    pub(super) fn push_index(&mut self, index: usize) {
        push_segment(&mut self.0, &index.to_string());
    }

    /// The element `index` of the array this points at.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The place that `rest`, the text of a pointer, leads to from here.
    #[must_use]
    pub(super) fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The keys and indexes on the way, as written in the document.
    pub(super) fn steps(&self) -> impl Iterator<Item = Cow<'_, str>> {
        // The text is empty or starts with a slash.
        self.0.split('/').skip(1).map(unescaped)
    }

    /// The value this leads to; `Value::pointer` would copy each step.
    pub(crate) fn value<'v>(&self, tree: &'v Value) -> Option<&'v Value> {
        self.steps().try_fold(tree, |value, step| match value {
            Value::Array(elements) => elements.get(index(&step)?),
            _ => value.get(&*step),
        })
    }

    /// The last key or index, as written in the document.
    #[must_use]
    pub fn name(&self) -> String {
        unescaped(self.0.rsplit('/').next().unwrap_or_default()).into_owned()
    }

    /// What the value stands in, as text; `None` for the whole document.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.0.rsplit_once('/').map(|(parent, _)| parent)
    }

    /// The pointer as text, empty for the whole document.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unescaped(step: &str) -> Cow<'_, str> {
    if step.contains('~') { step.replace("~1", "/").replace("~0", "~").into() } else { step.into() }
}

/// The index that a step is: a number as JSON writes it.
fn index(step: &str) -> Option<usize> {
    let is_written = step == "0" || step.starts_with(|first: char| matches!(first, '1'..='9'));
    step.parse().ok().filter(|_| is_written)
}

impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Appends `/key`, escaped.
pub(super) fn push_segment(text: &mut String, key: &str) {
    text.reserve(key.len() + 1);
    text.push('/');
    if !key.contains(['~', '/']) {
        return text.push_str(key);
    }
    for character in key.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            _ => text.push(character),
        }
    }
}

/// A pointer that is only spelt out when it is needed: each level of a recursive walk adds one step on its stack.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(parent, key) => parent.pointer().key(key),
            Self::Index(parent, index) => parent.pointer().index(*index),
        }
    }
}
