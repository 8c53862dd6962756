//! What is the same and what is lost between a value and the same value after a model read and wrote it.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::examples::target;

/// References deeper than this lead in a circle.
const DEEPEST: usize = 16;

/// The places where `after` lacks, changes or adds something that `schema` speaks of.
///
/// A member that no schema names need not come back, nor a `null` that says no more than absence.
pub(crate) fn differences(
    raw: &Value,
    schema: &Value,
    before: &Value,
    after: &Value,
) -> Vec<String> {
    let mut found = Vec::new();
    compare(raw, &[schema], (before, after), "", &mut found);
    found
}

fn compare(
    raw: &Value,
    schemas: &[&Value],
    (before, after): (&Value, &Value),
    at: &str,
    found: &mut Vec<String>,
) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let parts = parts(raw, schemas);
            for (name, value) in before {
                let below = format!("{at}/{name}");
                let schemas = of_member(&parts, name);
                match after.get(name) {
                    Some(after) => compare(raw, &schemas, (value, after), &below, found),
                    None if value.is_null() || schemas.is_empty() => {}
                    None => found.push(format!("{below} is lost")),
                }
            }
            let added = after.keys().filter(|name| !before.contains_key(*name));
            found.extend(added.map(|name| format!("{at}/{name} is added")));
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let parts = parts(raw, schemas);
            let items: Vec<&Value> = parts.iter().filter_map(|part| part.get("items")).collect();
            for (index, pair) in before.iter().zip(after).enumerate() {
                compare(raw, &items, pair, &format!("{at}/{index}"), found);
            }
        }
        (before, after) if before == after || same_number(before, after) => {}
        (before, after) => found.push(format!("{at} was {before} and is {after}")),
    }
}

fn same_number(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64(), other.as_f64());
            one == other || one.map(as_float) == other
        }
        _ => false,
    }
}

/// A number of the format `float`, as JSON shows it once it was one.
#[expect(clippy::cast_possible_truncation, reason = "that is what the format asks for")]
fn as_float(number: f64) -> f64 {
    f64::from(number as f32)
}

/// The schemas, what they refer to, and what they are composed of.
fn parts<'a>(raw: &'a Value, schemas: &[&'a Value]) -> Vec<&'a Value> {
    let mut parts = Vec::new();
    let mut open: Vec<(&Value, usize)> = schemas.iter().map(|schema| (*schema, 0)).collect();
    while let Some((schema, depth)) = open.pop() {
        if depth > DEEPEST {
            continue;
        }
        open.extend(target(raw, schema).map(|target| (target, depth + 1)));
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let alternatives = schema.get(keyword).and_then(Value::as_array);
            open.extend(alternatives.into_iter().flatten().map(|part| (part, depth + 1)));
        }
        parts.push(schema);
    }
    parts
}

/// The schemas that speak of a member.
fn of_member<'a>(parts: &[&'a Value], name: &str) -> Vec<&'a Value> {
    let named = |part: &&'a Value| part.get("properties")?.get(name);
    let schemas: Vec<&Value> = parts.iter().filter_map(named).collect();
    if schemas.is_empty() {
        let rest =
            |part: &&'a Value| part.get("additionalProperties").filter(|it| **it != json!(false));
        return parts.iter().filter_map(rest).collect();
    }
    schemas
}

/// Why a value is not valid by its schema; `None` if it is, or nobody can tell.
pub(crate) fn fault(raw: &Value, schema: &Value, value: &Value) -> Option<String> {
    let validator = validator(raw, schema)?;
    let error = validator.iter_errors(value).next()?;
    Some(format!("{}: {error}", error.instance_path()))
}

fn validator(raw: &Value, schema: &Value) -> Option<Validator> {
    let mut document = json!({ "allOf": [translated(schema)] });
    if let Some(members) = document.as_object_mut() {
        let components = translated(raw.get("components").unwrap_or(&Value::Null));
        members.insert("components".to_owned(), components);
    }
    jsonschema::draft202012::options().should_validate_formats(true).build(&document).ok()
}

/// Schemas of OpenAPI 3.0 in the terms of JSON Schema 2020-12, in their place.
fn translated(value: &Value) -> Value {
    match value {
        Value::Object(members) => object(members),
        Value::Array(elements) => elements.iter().map(translated).collect(),
        other => other.clone(),
    }
}

fn object(members: &Map<String, Value>) -> Value {
    // What stands beside a reference has no meaning in 3.0.
    if let Some(reference @ Value::String(_)) = members.get("$ref") {
        return json!({ "$ref": reference });
    }
    let as_written = ["enum", "default", "example", "required"];
    let mut schema: Map<String, Value> = members
        .iter()
        .map(|(key, value)| {
            let written = as_written.contains(&key.as_str());
            (key.clone(), if written { value.clone() } else { translated(value) })
        })
        .collect();
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(Value::Bool(exclusive)) = schema.get(flag).cloned() {
            schema.remove(flag);
            if let (true, Some(value)) = (exclusive, schema.remove(limit)) {
                schema.insert(flag.to_owned(), value);
            }
        }
    }
    if schema.remove("nullable") == Some(Value::Bool(true)) {
        return json!({ "anyOf": [schema, { "type": "null" }] });
    }
    schema.into()
}
