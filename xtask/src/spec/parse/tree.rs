//! Builds the tree of a document from any serde format, and notes what a plain `Value` would swallow.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::spec::Pointer;
use crate::spec::pointer::Path;

/// What is gathered while a tree is built.
pub(super) struct Builder {
    /// Members written more than once; the tree holds the last.
    pub(super) duplicates: Vec<Pointer>,
    /// Whether `<<` merges the mappings it names, as in YAML.
    merge_keys: bool,
    /// How much more memory the tree may take. Only aliases can use it up: the text itself fits.
    budget: usize,
}

/// Room for aliases; a document that needs more is a bomb or a mistake.
const ALIAS_BUDGET: usize = 64 << 20;
/// What a value costs beside its own text.
const VALUE_COST: usize = 32;

impl Builder {
    pub(super) fn new(text: &str, merge_keys: bool) -> Self {
        Self { duplicates: Vec::new(), merge_keys, budget: text.len() * VALUE_COST + ALIAS_BUDGET }
    }

    pub(super) fn build<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<Value, D::Error> {
        Node { builder: self, path: &Path::Root }.deserialize(from)
    }

    fn spend<E: Error>(&mut self, length: usize) -> Result<(), E> {
        self.budget = self
            .budget
            .checked_sub(length + VALUE_COST)
            .ok_or_else(|| E::custom("the aliases of this document repeat too much to be meant"))?;
        Ok(())
    }
}

/// One value on its way into the tree.
struct Node<'a> {
    builder: &'a mut Builder,
    path: &'a Path<'a>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.builder.spend(0)?;
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value JSON can hold")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// A text without any value.
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[expect(clippy::cast_precision_loss, reason = "what serde_json does with such a number")]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "what serde_json does with such a number")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("JSON has no infinite number and no NaN"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.builder.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let path = Path::Index(self.path, values.len());
            match from.next_element_seed(Node { builder: &mut *self.builder, path: &path })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = from.next_key_seed(Key)? {
            self.builder.spend(key.len())?;
            let path = Path::Key(self.path, &key);
            let value = from.next_value_seed(Node { builder: &mut *self.builder, path: &path })?;
            match members.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    self.builder.duplicates.push(self.path.pointer().key(entry.key()));
                    entry.insert(value);
                }
            }
        }
        if self.builder.merge_keys
            && let Some(merged) = members.shift_remove("<<")
        {
            merge(&mut members, merged).map_err(A::Error::custom)?;
        }
        Ok(Value::Object(members))
    }
}

/// Adds what `<<` names; members written out win, and so do earlier mappings of a list.
fn merge(members: &mut Map<String, Value>, merged: Value) -> Result<(), &'static str> {
    match merged {
        Value::Object(others) => {
            for (key, value) in others {
                members.entry(key).or_insert(value);
            }
            Ok(())
        }
        Value::Array(list) => list.into_iter().try_for_each(|one| match one {
            Value::Object(_) => merge(members, one),
            _ => Err("`<<` takes a mapping or a list of mappings"),
        }),
        _ => Err("`<<` takes a mapping or a list of mappings"),
    }
}

/// A key of a mapping. YAML allows any value; what reads as a number is its text (`200:`).
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a plain key")
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_bool<E>(self, key: bool) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_i64<E>(self, key: i64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_u64<E>(self, key: u64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_f64<E>(self, key: f64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_str<E>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E>(self, key: String) -> Result<String, E> {
        Ok(key)
    }
}
