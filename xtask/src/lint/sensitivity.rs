//! Rules about personal data: every text that a response can hold says how private it is.

use std::collections::HashSet;

use serde_json::Value;

use crate::lint::{Report, View, list, quoted, text};
use crate::spec::model::Kind;
use crate::spec::outline::reference;
use crate::spec::{Pointer, local_pointer, nearest};

const KEY: &str = "x-sensitivity";
const CLASSES: [&str; 4] = ["personal", "secret", "bearer-url", "operational"];

pub(super) fn class(view: &View<'_>, report: &mut Report<'_>) {
    for node in view.objects(Kind::Schema).chain(view.outline.references()) {
        let Some(value) = node.get(KEY) else { continue };
        if value.as_str().is_some_and(|class| CLASSES.contains(&class)) {
            continue;
        }
        let near = value.as_str().and_then(|class| nearest(class, CLASSES.into_iter()));
        let hint = near.map_or_else(
            || format!("it is one of {}", quoted(CLASSES)),
            |it| format!("did you mean `{it}`?"),
        );
        report.add(&node.at_key(KEY), format!("{value} is no class of sensitivity")).hint(hint);
    }
}

pub(super) fn unclassed(view: &View<'_>, report: &mut Report<'_>) {
    // Only a document that uses classes at all promises to be complete.
    if !view.objects(Kind::Schema).any(|schema| schema.get(KEY).is_some()) {
        return;
    }
    let mut walk = Walk { view, report, visited: HashSet::new() };
    for media_type in view.objects(Kind::MediaType) {
        let is_received = media_type.ancestor(Kind::Response).is_some()
            && media_type.ancestor(Kind::Header).is_none();
        if let Some(schema) =
            media_type.get("schema").filter(|_| is_received && is_json(media_type.key()))
        {
            walk.schema(schema, &media_type.at_key("schema"));
        }
    }
}

pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim_end();
    essence == "application/json" || essence.ends_with("+json")
}

/// A walk through what a response can hold, stopping at what is classed.
struct Walk<'w, 'd> {
    view: &'w View<'w>,
    report: &'w mut Report<'d>,
    visited: HashSet<Pointer>,
}

impl Walk<'_, '_> {
    fn schema(&mut self, schema: &Value, at: &Pointer) {
        // A class beside a `$ref`, though ignored by OpenAPI, is one all the same.
        if schema.get(KEY).is_some() || is_plainly_operational(schema) {
            return;
        }
        if !self.visited.insert(at.clone()) {
            return;
        }
        if let Some(target) = reference(schema).and_then(local_pointer) {
            if let Some(schema) = target.value(self.view.raw) {
                self.schema(schema, &target);
            }
            return;
        }
        if self.parts(schema, at) {
            return;
        }
        let message = match schema.get("type").and_then(Value::as_str) {
            Some("string") => "this text of a response has no `x-sensitivity`",
            _ => "this free-form value of a response has no `x-sensitivity`",
        };
        self.report
            .add(at, message)
            .on_key()
            .hint(format!("class it as one of {}", quoted(CLASSES)));
    }

    /// Walks into what a schema is made of; whether there is anything.
    fn parts(&mut self, schema: &Value, at: &Pointer) -> bool {
        let mut has_parts = false;
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let parts = list(schema, keyword);
            // The class of a part is the class of the whole.
            if keyword == "allOf" && parts.iter().any(|part| self.class(part).is_some()) {
                return true;
            }
            let telling = |(_, part): &(usize, &Value)| keyword != "allOf" || says_what_it_is(part);
            for (index, part) in parts.iter().enumerate().filter(telling) {
                self.schema(part, &at.key(keyword).index(index));
                has_parts = true;
            }
        }
        for (name, property) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            self.schema(property, &at.key("properties").key(name));
            has_parts = true;
        }
        for keyword in ["items", "additionalProperties"] {
            if let Some(part) = schema.get(keyword).filter(|part| part.is_object()) {
                self.schema(part, &at.key(keyword));
                has_parts = true;
            }
        }
        has_parts || schema.get("additionalProperties") == Some(&Value::Bool(false))
    }

    /// The class of a schema that does nothing but carry one.
    fn class<'v>(&'v self, schema: &'v Value) -> Option<&'v str> {
        text(self.view.follow(schema)?, KEY)
    }
}

/// Whether a part of an `allOf` says more than words and limits.
fn says_what_it_is(part: &Value) -> bool {
    const TELLING: &[&str] =
        &["$ref", "type", "properties", "items", "additionalProperties", "allOf", "oneOf", "anyOf"];
    TELLING.iter().any(|keyword| part.get(keyword).is_some())
}

/// Whether a value cannot name a person or open a door: numbers, flags, known words, times and random ids.
fn is_plainly_operational(schema: &Value) -> bool {
    match text(schema, "type") {
        Some("boolean" | "integer" | "number") => true,
        Some("string") | None if schema.get("enum").is_some() => true,
        Some("string") => matches!(text(schema, "format"), Some("date-time" | "uuid")),
        _ => false,
    }
}
