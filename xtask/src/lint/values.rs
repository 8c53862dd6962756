//! Rules about values in a schema: `enum`, `default` and `example` fit its type.

use serde_json::Value;

use crate::lint::{Report, View, quoted};
use crate::spec::Pointer;
use crate::spec::model::Kind;
use crate::spec::outline::Node;

/// Whether a value is of the type a schema declares itself. What a `$ref` or `allOf` adds is not looked at.
fn is_of_type(value: &Value, schema: Node<'_>) -> bool {
    match schema.text("type") {
        _ if value.is_null() => schema.get("nullable") == Some(&Value::Bool(true)),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    }
}

fn mismatch(value: &Value, schema: Node<'_>) -> String {
    format!("{} is not of the type `{}`", shown(value), schema.text("type").unwrap_or_default())
}

/// A value in a message, cut if it is long.
fn shown(value: &Value) -> String {
    const MOST: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("`{}…`", text.get(..cut).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

fn quotes_hint(value: &Value, schema: Node<'_>) -> Option<String> {
    match value {
        _ if value.is_null() => Some("say `nullable: true` as well".to_owned()),
        Value::Number(_) | Value::Bool(_) if schema.text("type") == Some("string") => {
            Some(format!("put it in quotes: \"{value}\""))
        }
        Value::String(text)
            if serde_json::from_str(text).is_ok_and(|bare| is_of_type(&bare, schema)) =>
        {
            Some("remove the quotes".to_owned())
        }
        _ => None,
    }
}

fn check_type(
    at: impl FnOnce() -> Pointer,
    value: &Value,
    schema: Node<'_>,
    report: &mut Report<'_>,
) {
    if !is_of_type(value, schema) {
        let problem = report.add(&at(), mismatch(value, schema));
        if let Some(hint) = quotes_hint(value, schema) {
            problem.hint(hint);
        }
    }
}

pub(super) fn enum_type(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        // Null in an enum is how many say `nullable`; nothing is lost by it.
        let values = schema.list("enum").iter().enumerate().filter(|(_, value)| !value.is_null());
        for (index, value) in values {
            check_type(|| schema.at_key("enum").index(index), value, schema, report);
        }
    }
}

pub(super) fn enum_duplicate(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        let values = schema.list("enum");
        let mut seen = std::collections::HashSet::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            if !seen.insert(value) {
                report.add(
                    &schema.at_key("enum").index(index),
                    format!("{} is listed twice", shown(value)),
                );
            }
        }
    }
}

pub(super) fn default_type(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        // A default of null says that there is none.
        if let Some(value) = schema.get("default").filter(|value| !value.is_null()) {
            check_type(|| schema.at_key("default"), value, schema, report);
        }
    }
}

pub(super) fn default_enum(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        let Some(default) = schema.get("default").filter(|value| !value.is_null()) else {
            continue;
        };
        let values = schema.list("enum");
        if !values.is_empty() && !values.contains(default) {
            let message = format!("the default {} is none of the values of `enum`", shown(default));
            let values: Vec<_> = values.iter().map(Value::to_string).collect();
            let hint = format!("it is one of {}", quoted(values.iter().map(String::as_str)));
            report.add(&schema.at_key("default"), message).hint(hint);
        }
    }
}

pub(super) fn example_type(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        if let Some(value) = schema.get("example") {
            check_type(|| schema.at_key("example"), value, schema, report);
        }
    }
}
