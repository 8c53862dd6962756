//! The places of a JSON value that a schema describes, and small edits at them.

use serde_json::Value;

use crate::spec::{resolve, schema};

/// A value within an example, with what the spec says about it.
pub(crate) struct Place {
    /// JSON pointer from the example's root.
    pub(crate) pointer: String,
    pub(crate) value: Value,
    pub(crate) schema: &'static Value,
    /// A member that may be left out.
    pub(crate) is_optional: bool,
    /// What `x-sensitivity` says here or of the schema; `None` if nothing does.
    pub(crate) sensitivity: Option<&'static str>,
}

impl Place {
    pub(crate) fn is_date(&self) -> bool {
        self.schema["format"] == "date"
    }

    pub(crate) fn is_date_time(&self) -> bool {
        self.schema["format"] == "date-time"
    }

    pub(crate) fn is_enum(&self) -> bool {
        self.schema.get("enum").is_some()
    }

    /// A member that has to be there; neither the root nor an element.
    pub(crate) fn is_required_member(&self) -> bool {
        let key = self.pointer.rsplit('/').next();
        !self.is_optional && key.is_some_and(|key| key.starts_with(|first| first > '9'))
    }

    /// Not to be printed.
    pub(crate) fn is_classed(&self) -> bool {
        self.sensitivity.is_some_and(|sensitivity| sensitivity != "operational")
    }
}

/// All places of a value of the named schema, each container before its contents.
pub(crate) fn places(schema_name: &str, value: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    let root = Place {
        pointer: String::new(),
        value: value.clone(),
        schema: schema(schema_name),
        is_optional: false,
        sensitivity: None,
    };
    visit(root, &mut places);
    places
}

fn visit(mut place: Place, places: &mut Vec<Place>) {
    let own = place.schema.get("x-sensitivity");
    place.schema = target(place.schema);
    let sensitivity = own.or_else(|| place.schema.get("x-sensitivity")).and_then(Value::as_str);
    place.sensitivity = sensitivity.or(place.sensitivity);
    let Place { pointer, value, schema, sensitivity, .. } = &place;
    let below = |key: &str, value: &Value, schema, is_optional| Place {
        pointer: format!("{pointer}/{key}"),
        value: value.clone(),
        schema,
        is_optional,
        sensitivity: *sensitivity,
    };
    let mut inner = Vec::new();
    if let (Value::Object(members), Some(properties)) = (value, schema.get("properties")) {
        for (name, member) in members {
            let property = properties.get(name);
            let property =
                property.unwrap_or_else(|| panic!("{pointer}/{name} is not in the spec"));
            inner.push(below(name, member, property, !is_required(schema, name)));
        }
    }
    if let (Value::Array(elements), Some(items)) = (value, schema.get("items")) {
        for (index, element) in elements.iter().enumerate() {
            inner.push(below(&index.to_string(), element, items, false));
        }
    }
    places.push(place);
    for place in inner {
        visit(place, places);
    }
}

/// What a reference, or an `allOf` of one that adds a description, speaks of.
fn target(schema: &'static Value) -> &'static Value {
    let schema = resolve(schema);
    match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        None => schema,
        Some([one]) => target(one),
        Some(_) => panic!("these tests do not know what an `allOf` of several means"),
    }
}

fn is_required(schema: &Value, name: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|required| required.iter().any(|member| member == name))
}

/// A copy with another value at `pointer`.
pub(crate) fn with(value: &Value, pointer: &str, new: Value) -> Value {
    let mut copy = value.clone();
    *copy.pointer_mut(pointer).unwrap() = new;
    copy
}

/// A copy without the member at `pointer`.
pub(crate) fn without(value: &Value, pointer: &str) -> Value {
    let mut copy = value.clone();
    let (object, member) = pointer.rsplit_once('/').unwrap();
    let removed = copy.pointer_mut(object).unwrap().as_object_mut().unwrap().shift_remove(member);
    assert!(removed.is_some(), "{pointer} is no member");
    copy
}

/// A copy with one more member in the object at `pointer`.
pub(crate) fn with_member(value: &Value, pointer: &str, name: &str, member: Value) -> Value {
    let mut copy = value.clone();
    copy.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert(name.to_owned(), member);
    copy
}

/// Leaves out optional members that are null: that says no more than their absence, which is how models keep it.
pub(crate) fn without_nulls(schema: &str, value: &Value) -> Value {
    let places = places(schema, value);
    let nulls = places.iter().filter(|place| place.is_optional && place.value.is_null());
    nulls.fold(value.clone(), |value, place| without(&value, &place.pointer))
}

/// A copy in which every classed leaf is a text found nowhere else, and those texts.
///
/// They are spelt as no code or name is, but for dates, which have to be dates.
pub(crate) fn with_sentinels(schema_name: &str, value: &Value) -> (Value, Vec<String>) {
    let (mut filled, mut sentinels) = (value.clone(), Vec::new());
    for place in places(schema_name, value) {
        if !place.is_classed() || !place.value.is_string() {
            continue;
        }
        let number = sentinels.len() + 1;
        let sentinel = if place.is_date() {
            format!("18{number:02}-11-23")
        } else {
            format!("Sentinel {number} <zz{number}@zz>")
        };
        *filled.pointer_mut(&place.pointer).unwrap() = sentinel.as_str().into();
        sentinels.push(sentinel);
    }
    (filled, sentinels)
}
