//! Schemas of JSON Schema 2020-12 as schemas of OpenAPI 3.0.

use serde_json::{Value, json};

use super::alternatives::constants;
use super::{Members, Translation, is_only_null, take};
use crate::spec::Pointer;
use crate::spec::outline::find;
use crate::spec::pointer::Path;

/// Keywords that say where a schema is and what it may be called; nothing refers to them any more.
const IDENTITY: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
    "definitions",
];

impl Translation<'_> {
    /// Translates one schema; those in it are translated after it.
    pub(super) fn schema(&mut self, value: &mut Value, path: &Path<'_>) {
        match value {
            Value::Bool(true) => *value = json!({}),
            Value::Bool(false) => *value = json!({ "not": {} }),
            Value::Object(members) => self.keywords(members, path),
            _ => {}
        }
    }

    fn keywords(&mut self, members: &mut Members, path: &Path<'_>) {
        for name in IDENTITY {
            take(members, name);
        }
        self.reference_with_siblings(members, path);
        if find(members, "$ref").is_some() {
            return;
        }
        constant(members);
        for keyword in ["oneOf", "anyOf"] {
            constants(members, keyword);
            self.null_alternative(members, keyword, path);
        }
        self.types(members, path);
        examples(members);
        limits(members);
        self.content(members, path);
        self.tuple(members, path);
        self.left_over(members, path);
        self.patterns(members, path);
        self.conditions(members, path);
        self.unread(members, path);
    }

    /// A `$ref` with anything beside it is one of the schemas that all hold.
    fn reference_with_siblings(&mut self, members: &mut Members, path: &Path<'_>) {
        if members.len() < 2 {
            return;
        }
        let Some(target) = take(members, "$ref") else { return };
        let mut parts = vec![json!({ "$ref": target })];
        if let Some(Value::Array(written)) = take(members, "allOf") {
            for index in 0..written.len() {
                self.moved(path, &format!("/allOf/{}", index + 1), &format!("/allOf/{index}"));
            }
            parts.extend(written);
        }
        self.moved(path, "/allOf/0", "");
        members.insert("allOf".to_owned(), parts.into());
    }

    /// `type` as one type, with `nullable`.
    fn types(&mut self, members: &mut Members, path: &Path<'_>) {
        if is_only_null(members) {
            take(members, "type");
            members.insert("enum".to_owned(), json!([null]));
            members.insert("nullable".to_owned(), true.into());
            return;
        }
        let Some(Value::Array(types)) = find(members, "type") else { return };
        let is_type = |ty: &&Value| ty.as_str() != Some("null") && !ty.is_null();
        let mut wanted: Vec<Value> = types.iter().filter(is_type).cloned().collect();
        wanted.dedup();
        if wanted.len() < types.len() {
            members.insert("nullable".to_owned(), true.into());
        }
        if wanted.contains(&"number".into()) {
            wanted.retain(|ty| ty != "integer");
        }
        take(members, "type");
        match wanted.as_slice() {
            [] => {}
            [only] => {
                members.insert("type".to_owned(), only.clone());
            }
            // The values say it all.
            _ if members.contains_key("enum") => {}
            several => self.one_of_types(members, several, path),
        }
    }

    /// Content that is not JSON has a format in OpenAPI 3.0.
    fn content(&mut self, members: &mut Members, path: &Path<'_>) {
        let encoding = take(members, "contentEncoding");
        let media_type = take(members, "contentMediaType");
        let format = match encoding.as_ref().and_then(Value::as_str) {
            Some("base64") => "byte",
            Some("base64url") => "base64url",
            Some(_) => {
                self.approximated(path, "contentEncoding", "this encoding is left as it is");
                return;
            }
            None if media_type.as_ref().and_then(Value::as_str).is_some_and(is_binary) => "binary",
            None => return,
        };
        members.entry("format").or_insert_with(|| format.into());
        members.entry("type").or_insert_with(|| "string".into());
    }

    /// The parts of a tuple are the alternatives of a list. Drafts before 2020-12 wrote them as `items`.
    fn tuple(&mut self, members: &mut Members, path: &Path<'_>) {
        let is_older = find(members, "items").is_some_and(Value::is_array);
        let (first, rest) =
            if is_older { ("items", "additionalItems") } else { ("prefixItems", "items") };
        let Some(Value::Array(parts)) = take(members, first) else { return };
        self.approximated(path, first, "the parts of a tuple are read as a list of any of them");
        let at = Pointer::root().key(first);
        let parts = parts.into_iter().enumerate().map(|(index, part)| (at.index(index), part));
        let others = take(members, rest).filter(Value::is_object);
        let others = others.map(|others| (Pointer::root().key(rest), others));
        let items = self.any_of(parts.chain(others).collect(), "/items", path);
        members.insert("items".to_owned(), items);
        members.entry("type").or_insert_with(|| "array".into());
    }
}

/// `const` is an `enum` of one value.
fn constant(members: &mut Members) {
    let Some(value) = take(members, "const") else { return };
    if let (Some(ty), false) = (type_of(&value), members.contains_key("type")) {
        members.insert("type".to_owned(), ty.into());
    }
    members.insert("enum".to_owned(), json!([value]));
}

/// In OpenAPI 3.0 there is one example, and it is no list.
fn examples(members: &mut Members) {
    let Some(Value::Array(examples)) = take(members, "examples") else { return };
    if let Some(first) = examples.into_iter().next() {
        members.entry("example").or_insert(first);
    }
}

/// The exclusive limits of OpenAPI 3.0 are flags beside the inclusive ones.
fn limits(members: &mut Members) {
    for (exclusive, inclusive, is_tighter) in [
        ("exclusiveMinimum", "minimum", (|it, than| it >= than) as fn(f64, f64) -> bool),
        ("exclusiveMaximum", "maximum", |it, than| it <= than),
    ] {
        let Some(limit) = find(members, exclusive).and_then(Value::as_f64) else { continue };
        let other = find(members, inclusive).and_then(Value::as_f64);
        let Some(written) = take(members, exclusive) else { continue };
        if other.is_none_or(|other| is_tighter(limit, other)) {
            members.insert(inclusive.to_owned(), written);
            members.insert(exclusive.to_owned(), true.into());
        }
    }
}

/// What `type` would say of a value.
pub(super) fn type_of(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::Null => return None,
    })
}

/// Whether content of a media type is bytes; JSON in a text stays a text.
fn is_binary(media_type: &str) -> bool {
    !(media_type.starts_with("text/") || media_type.contains("json") || media_type.contains("xml"))
}
