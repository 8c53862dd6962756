//! The examples of a document, each with the generated type it is an example of.

use std::collections::HashMap;

use serde_json::Value;
use xtask::ir::{Api, TypeName};

/// A value that the document gives as an example of a schema.
pub(crate) struct Example<'a> {
    pub(crate) ty: &'a TypeName,
    /// Where the example is written.
    pub(crate) at: String,
    /// The schema, or the `$ref` in its place.
    pub(crate) schema: &'a Value,
    pub(crate) value: &'a Value,
}

/// Every example of a schema that has a type: of the schema itself, or of a body or parameter made of it.
pub(crate) fn all<'a>(raw: &'a Value, api: &'a Api) -> Vec<Example<'a>> {
    let types = api.types.iter().map(|ty| (ty.origin.as_str(), &ty.name)).collect();
    let mut search = Search { raw, types, found: Vec::new() };
    search.object(raw, "");
    search.found
}

/// Members whose value is a map from names to objects: what is in it has no meaning by its name.
const MAPS: &[&str] = &[
    "callbacks",
    "content",
    "headers",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// Members that hold values of the API, not of the document.
const VALUES: &[&str] = &["default", "enum", "example", "examples", "value"];

struct Search<'a> {
    raw: &'a Value,
    types: HashMap<&'a str, &'a TypeName>,
    found: Vec<Example<'a>>,
}

impl<'a> Search<'a> {
    fn object(&mut self, value: &'a Value, at: &str) {
        match value {
            Value::Object(members) => {
                if let Some(schema) = members.get("schema") {
                    self.examples(value, schema, at, &format!("{at}/schema"));
                } else if let Some(example) = members.get("example") {
                    self.add(value, at, example, &format!("{at}/example"));
                }
                for (key, child) in members {
                    let at = format!("{at}/{}", escaped(key));
                    if MAPS.contains(&key.as_str()) && child.is_object() {
                        self.map(child, &at);
                    } else if !VALUES.contains(&key.as_str()) && !key.starts_with("x-") {
                        self.object(child, &at);
                    }
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.object(element, &format!("{at}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn map(&mut self, map: &'a Value, at: &str) {
        for (key, child) in map.as_object().into_iter().flatten() {
            self.object(child, &format!("{at}/{}", escaped(key)));
        }
    }

    /// The examples of a media type or parameter.
    fn examples(&mut self, owner: &'a Value, schema: &'a Value, at: &str, at_schema: &str) {
        if let Some(example) = owner.get("example") {
            self.add(schema, at_schema, example, &format!("{at}/example"));
        }
        for (name, example) in
            owner.get("examples").and_then(Value::as_object).into_iter().flatten()
        {
            let example = target(self.raw, example).unwrap_or(example);
            if let Some(value) = example.get("value") {
                self.add(schema, at_schema, value, &format!("{at}/examples/{}", escaped(name)));
            }
        }
    }

    /// Adds a value as an example of the type of a schema; of a list without a type, its elements.
    fn add(&mut self, schema: &'a Value, at_schema: &str, value: &'a Value, at: &str) {
        let ty = match reference(schema) {
            Some(pointer) => self.types.get(pointer),
            None => self.types.get(at_schema),
        };
        if let Some(ty) = ty {
            self.found.push(Example { ty, at: at.to_owned(), schema, value });
        } else if let (Some(items), Value::Array(elements)) = (schema.get("items"), value) {
            for (index, element) in elements.iter().enumerate() {
                self.add(items, &format!("{at_schema}/items"), element, &format!("{at}/{index}"));
            }
        }
    }
}

/// The pointer that a `$ref` into this document holds.
fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.strip_prefix('#')
}

/// What a `$ref` stands for.
pub(crate) fn target<'a>(raw: &'a Value, value: &Value) -> Option<&'a Value> {
    raw.pointer(reference(value)?)
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
