//! How shapes, values and likely mistakes are put into words.

use serde_json::Value;

use crate::spec::model::Shape;
use crate::spec::outline::Node;
use crate::spec::shape::is_of;

pub(super) fn subject(node: Node<'_>) -> String {
    match (node.key(), node.parent()) {
        (_, None) => "the document".to_owned(),
        ("", Some(parent)) => format!("an element of `{}`", parent.key()),
        (key, _) => format!("`{key}`"),
    }
}

pub(super) fn expected(shape: Shape) -> String {
    match shape {
        Shape::Anything => "a value".to_owned(),
        Shape::Text => "a string".to_owned(),
        Shape::Choice(choices) => format!("one of {}", listed(choices)),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Count => "a whole number from 0 up".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) => "a mapping".to_owned(),
        Shape::Object(kind) => format!("a mapping ({})", kind.model().name),
        Shape::Reference(kind) => format!("a mapping ({} or `$ref`)", kind.model().name),
        Shape::Additional => "`true`, `false` or a schema".to_owned(),
    }
}

pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}

pub(super) fn type_hint(node: Node<'_>) -> Option<String> {
    match (node.shape(), node.value()) {
        (Shape::Text | Shape::Choice(_), value @ (Value::Number(_) | Value::Bool(_))) => {
            Some(format!("put it in quotes: \"{value}\""))
        }
        (Shape::Choice(_), Value::Array(_)) if node.key() == "type" => Some(
            "a list of types is OpenAPI 3.1; here it is one type, and `nullable: true` allows null"
                .to_owned(),
        ),
        (Shape::Flag, Value::Number(_)) if node.key().starts_with("exclusive") => Some(format!(
            "a number here is OpenAPI 3.1; write the number as `{}` and `true` here",
            if node.key() == "exclusiveMinimum" { "minimum" } else { "maximum" },
        )),
        (Shape::Flag | Shape::Number | Shape::Count, Value::String(text))
            if serde_json::from_str::<Value>(text)
                .is_ok_and(|value| is_of(node.shape(), &value)) =>
        {
            Some("remove the quotes".to_owned())
        }
        (Shape::List(_), Value::Bool(_)) if node.key() == "required" => {
            Some("`required` of a schema lists the names of its required properties".to_owned())
        }
        _ => None,
    }
}

pub(super) fn choice_hint(member: &str, text: &str) -> Option<&'static str> {
    Some(match (member, text) {
        ("type", "null") => "OpenAPI 3.0 has no null type; use `nullable: true`",
        ("type", "file") => "OpenAPI 3.0 writes files as `type: string` with `format: binary`",
        ("type", "long" | "int" | "int32" | "int64") => {
            "it is `type: integer` with `format: int32` or `int64`"
        }
        ("type", "float" | "double" | "decimal") => "it is `type: number` with a `format`",
        ("type", "date" | "datetime" | "date-time" | "uuid") => {
            "it is `type: string` with a `format`"
        }
        ("type", "map" | "dict" | "any") => "a map is `type: object` with `additionalProperties`",
        ("in", "body" | "formData") => {
            "OpenAPI 3.0 writes bodies as `requestBody`, not as a parameter"
        }
        ("type", "basic") => "it is `type: http` with `scheme: basic`",
        _ => return None,
    })
}

pub(super) fn listed(choices: &[&str]) -> String {
    choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ")
}

/// The name of the list that `name` is probably meant to be.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    const MOST: usize = 2;
    let lower = name.to_lowercase();
    let length = lower.chars().count();
    let distance = |other: &str| strsim::damerau_levenshtein(&lower, &other.to_lowercase());
    let (distance, near) = names
        // What differs more in length cannot be near, and is found out sooner.
        .filter(|other| other.chars().count().abs_diff(length) <= MOST)
        .map(|other| (distance(other), other))
        .min_by_key(|(distance, _)| *distance)?;
    (distance <= MOST && distance * 3 <= near.len()).then_some(near)
}
