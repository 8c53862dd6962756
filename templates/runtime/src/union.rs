//! Values of which the API has several kinds: told apart by a tag, or by what fits.

use std::cell::Cell;
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
///
/// Where unions are inside of each other, trying all of all would take time without end. So a trial looks at so much of
/// those inside and takes the rest for unknown; once a kind is chosen, each of them gets trials of its own.
pub struct Candidates<U> {
    value: Value,
    is_looked_at: bool,
    best: Option<Best<U>>,
}

struct Best<U> {
    lost: usize,
    value: U,
    /// How to read it whole, if the trial did not.
    again: Option<Again<U>>,
}

type Again<U> = Box<dyn FnOnce(&Value) -> Option<U>>;

thread_local! {
    /// How many values a trial may still look at in unions inside of its own; none where nothing is tried.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The first of the trials that are inside of each other.
struct Trial;

impl Trial {
    fn begin() -> Option<Self> {
        const MOST: usize = 1000;
        let is_first = LEFT.get().is_none();
        is_first.then(|| {
            LEFT.set(Some(MOST));
            Self
        })
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        LEFT.set(None);
    }
}

impl<U: 'static> Candidates<U> {
    /// Reads a value.
    ///
    /// # Errors
    /// If the input is no JSON.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let left = LEFT.get().map(|left| left.saturating_sub(size(&value)));
        LEFT.set(left);
        Ok(Self { value, is_looked_at: left != Some(0), best: None })
    }

    /// Tries one kind.
    #[must_use]
    pub fn offer<T: DeserializeOwned + Serialize + 'static>(mut self, wrap: fn(T) -> U) -> Self {
        if !self.is_looked_at || self.best.as_ref().is_some_and(|best| best.lost == 0) {
            return self;
        }
        let trial = Trial::begin();
        let read = move |value: &Value| T::deserialize(value).ok();
        let Some(candidate) = read(&self.value) else { return self };
        let is_cut = LEFT.get() == Some(0);
        drop(trial);
        let Ok(written) = serde_json::to_value(&candidate) else { return self };
        let lost = lost(&self.value, &written);
        if self.best.as_ref().is_none_or(|best| lost < best.lost) {
            let again = move |value: &Value| read(value).map(wrap);
            let again = is_cut.then(|| Box::new(again) as Again<U>);
            self.best = Some(Best { lost, value: wrap(candidate), again });
        }
        self
    }

    /// The kind that fits best, or the value as it came.
    pub fn choose(self, unknown: fn(UnknownVariant) -> U) -> U {
        match self.best {
            Some(Best { again: Some(again), value, .. }) if LEFT.get().is_none() => {
                again(&self.value).unwrap_or(value)
            }
            Some(best) => best.value,
            None => unknown(UnknownVariant(self.value)),
        }
    }
}

/// How many values are in a value, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        Value::Array(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        _ => 1,
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
