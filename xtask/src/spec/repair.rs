//! Changes to a tree that let openapiv3 read the rest of a faulty document, so that one run can report all of it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::spec::Pointer;
use crate::spec::model::{Kind, Shape};

/// One change to a tree.
#[derive(Debug)]
pub(super) enum Repair {
    Remove(Pointer),
    Set(Pointer, Value),
}

/// Applies repairs to a copy; a sound document is not copied.
pub(super) fn apply(raw: &Value, repairs: Vec<Repair>) -> Cow<'_, Value> {
    if repairs.is_empty() {
        return Cow::Borrowed(raw);
    }
    let mut tree = raw.clone();
    // Last first: what is removed from a list moves the elements after it.
    for repair in repairs.into_iter().rev() {
        match repair {
            Repair::Remove(at) => {
                remove(&mut tree, &at);
            }
            Repair::Set(at, value) => set(&mut tree, &at, value),
        }
    }
    Cow::Owned(tree)
}

fn remove(tree: &mut Value, at: &Pointer) -> Option<Value> {
    tree.pointer_mut(at.parent()?)?.as_object_mut()?.shift_remove(&at.name())
}

fn set(tree: &mut Value, at: &Pointer, value: Value) {
    if let Some(slot) = tree.pointer_mut(at.as_str()) {
        *slot = value;
    } else if let Some(Value::Object(members)) =
        at.parent().and_then(|parent| tree.pointer_mut(parent))
    {
        members.insert(at.name(), value);
    }
}

/// The smallest value of a shape.
pub(super) fn placeholder(shape: Shape) -> Value {
    match shape {
        Shape::Anything => Value::Null,
        Shape::Text => Value::String(String::new()),
        Shape::Choice(choices) => choices.first().copied().unwrap_or_default().into(),
        Shape::Flag => false.into(),
        Shape::Number | Shape::Count => 0.into(),
        Shape::List(_) => Value::Array(Vec::new()),
        Shape::Map(_) | Shape::Additional => Value::Object(Map::new()),
        Shape::Object(kind) | Shape::Reference(kind) => placeholder_object(kind),
    }
}

fn placeholder_object(kind: Kind) -> Value {
    let required = |kind: Kind| kind.model().fields.iter().filter(|field| field.required);
    let mut members: Map<_, _> =
        required(kind).map(|field| (field.name.to_owned(), placeholder(field.shape))).collect();
    for field in required(kind.narrowed(&members)) {
        members.entry(field.name).or_insert_with(|| placeholder(field.shape));
    }
    Value::Object(members)
}
