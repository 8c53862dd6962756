//! Values of which the API has several kinds: told apart by a tag, or by what fits.

use std::fmt;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A value of a kind that this version of the client does not know, as it came.
///
/// It is written back unchanged. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq)]
pub struct UnknownVariant(Value);

impl UnknownVariant {
    /// The value as JSON.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for UnknownVariant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// An object with the member that says what kind it is.
pub struct Tagged {
    tag: Option<String>,
    object: Value,
}

impl Tagged {
    /// Reads an object and its tag.
    ///
    /// # Errors
    /// If the input is no JSON.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D, tag: &str) -> Result<Self, D::Error> {
        let object = Value::deserialize(deserializer)?;
        let tag = object.get(tag).and_then(Value::as_str).map(str::to_owned);
        Ok(Self { tag, object })
    }

    /// The tag, if there is one.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The object as one of the known kinds, tag included.
    ///
    /// # Errors
    /// If it is not like its kind.
    pub fn decode<T: DeserializeOwned, E: Error>(self) -> Result<T, E> {
        serde_json::from_value(self.object).map_err(E::custom)
    }

    /// The object as it came.
    #[must_use]
    pub fn unknown(self) -> UnknownVariant {
        UnknownVariant(self.object)
    }
}

/// Writes an object whose type has no member for its tag, tag included.
///
/// # Errors
/// If the object cannot be written.
pub fn with_tag<S: Serializer>(
    object: &impl Serialize,
    name: &str,
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serde_json::to_value(object).map_err(serde::ser::Error::custom)?;
    if let Some(members) = object.as_object_mut() {
        members.entry(name).or_insert_with(|| tag.into());
    }
    object.serialize(serializer)
}

/// A value without a tag: each kind is tried, and the one that keeps most of the value wins, the
/// earlier of two that keep as much.
pub struct Candidates<U> {
    value: Value,
    best: Option<(usize, U)>,
}

impl<U> Candidates<U> {
    /// Reads a value.
    ///
    /// # Errors
    /// If the input is no JSON.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { value: Value::deserialize(deserializer)?, best: None })
    }

    /// Tries one kind.
    #[must_use]
    pub fn offer<T: DeserializeOwned + Serialize>(mut self, wrap: fn(T) -> U) -> Self {
        if self.best.as_ref().is_some_and(|(lost, _)| *lost == 0) {
            return self;
        }
        let Ok(candidate) = T::deserialize(&self.value) else { return self };
        let Ok(written) = serde_json::to_value(&candidate) else { return self };
        let lost = lost(&self.value, &written);
        if self.best.as_ref().is_none_or(|(least, _)| lost < *least) {
            self.best = Some((lost, wrap(candidate)));
        }
        self
    }

    /// The kind that fits best, or the value as it came.
    pub fn choose(self, unknown: fn(UnknownVariant) -> U) -> U {
        self.best.map_or_else(|| unknown(UnknownVariant(self.value)), |(_, best)| best)
    }
}

/// How many members and elements of `before` are not in `after`.
fn lost(before: &Value, after: &Value) -> usize {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => before
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| after.get(name).map_or(1, |again| lost(value, again)))
            .sum(),
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            before.iter().zip(after).map(|(value, again)| lost(value, again)).sum()
        }
        _ => usize::from(before != after),
    }
}
