//! Keywords that OpenAPI 3.0 has no counterpart of: what is made of each, and what is said of it.

use serde_json::{Value, json};

use super::{Members, Translation, take};
use crate::spec::Pointer;
use crate::spec::outline::find;
use crate::spec::pointer::Path;

/// Keywords that only narrow what is allowed, which a client does not check.
const UNREAD: &[(&str, &str)] = &[
    ("$dynamicRef", "what `$dynamicRef` leads to is read as any value"),
    ("contains", "`contains` is not checked"),
    ("contentSchema", "the text is left as it is, whatever it holds"),
    ("dependentRequired", "`dependentRequired` is not checked"),
    ("else", "`else` is not checked"),
    ("if", "`if` is not evaluated"),
    ("maxContains", "`maxContains` is not checked"),
    ("minContains", "`minContains` is not checked"),
    ("propertyNames", "`propertyNames` is not checked"),
    ("then", "`then` is not checked"),
    ("unevaluatedItems", "`unevaluatedItems` is not checked"),
];

/// Whether a keyword leaves no trace in OpenAPI 3.0.
#[must_use]
pub fn is_unread(keyword: &str) -> bool {
    keyword == "unevaluatedProperties" || UNREAD.iter().any(|(name, _)| *name == keyword)
}

/// Patterns that every name fits.
const FITS_ALL: &[&str] = &["", "^", ".*", ".+", "^.*", "^.+", "^.*$", "^.+$"];

impl Translation<'_> {
    pub(super) fn unread(&mut self, members: &mut Members, path: &Path<'_>) {
        for (name, message) in UNREAD {
            if take(members, name).is_some() {
                self.approximated(path, name, message);
            }
        }
    }

    /// What `unevaluatedProperties` allows is what is left over in most documents.
    pub(super) fn left_over(&mut self, members: &mut Members, path: &Path<'_>) {
        let Some(rest) = take(members, "unevaluatedProperties") else { return };
        if rest == false || members.contains_key("additionalProperties") {
            let message = "`unevaluatedProperties` is not checked";
            self.approximated(path, "unevaluatedProperties", message);
            return;
        }
        let message = "`unevaluatedProperties` is read as `additionalProperties`";
        self.approximated(path, "unevaluatedProperties", message);
        self.moved(path, "/additionalProperties", "/unevaluatedProperties");
        members.insert("additionalProperties".to_owned(), rest);
    }

    /// Members whose names fit a pattern are members of any name.
    pub(super) fn patterns(&mut self, members: &mut Members, path: &Path<'_>) {
        let Some(Value::Object(patterns)) = take(members, "patternProperties") else {
            return;
        };
        let fits_all = patterns.keys().any(|pattern| FITS_ALL.contains(&pattern.as_str()));
        if !(fits_all && patterns.len() == 1) {
            let message = "members are not told apart by patterns of their names";
            self.approximated(path, "patternProperties", message);
        }
        let at = Pointer::root().key("patternProperties");
        let mut parts: Vec<(Pointer, Value)> = Vec::with_capacity(patterns.len());
        for (pattern, schema) in patterns {
            if parts.iter().all(|(_, part)| *part != schema) {
                parts.push((at.key(&pattern), schema));
            }
        }
        match find(members, "additionalProperties") {
            Some(rest @ Value::Object(_)) if parts.iter().all(|(_, part)| part != rest) => {
                parts.push((Pointer::root().key("additionalProperties"), rest.clone()));
            }
            Some(Value::Object(_) | Value::Bool(false)) => {}
            _ if fits_all => {}
            // Members whose names fit no pattern may have any value.
            _ => {
                members.insert("additionalProperties".to_owned(), true.into());
                return;
            }
        }
        let value = self.any_of(parts, "/additionalProperties", path);
        members.insert("additionalProperties".to_owned(), value);
    }

    /// Schemas of which any may hold, in a place of their own.
    pub(super) fn any_of(
        &mut self,
        mut parts: Vec<(Pointer, Value)>,
        to: &str,
        path: &Path<'_>,
    ) -> Value {
        if parts.len() == 1
            && let Some((from, only)) = parts.pop()
        {
            self.moved(path, to, from.as_str());
            return only;
        }
        for (index, (from, _)) in parts.iter().enumerate() {
            self.moved(path, &format!("{to}/anyOf/{index}"), from.as_str());
        }
        json!({ "anyOf": parts.into_iter().map(|(_, part)| part).collect::<Vec<_>>() })
    }

    /// Members that are there under a condition are optional ones.
    pub(super) fn conditions(&mut self, members: &mut Members, path: &Path<'_>) {
        let mut found: Vec<(Pointer, Value)> = Vec::new();
        for keyword in ["then", "else"] {
            found.extend(properties(find(members, keyword), &Pointer::root().key(keyword)));
        }
        if let Some(Value::Object(schemas)) = take(members, "dependentSchemas") {
            let message = "`dependentSchemas` is not checked; its members are optional";
            self.approximated(path, "dependentSchemas", message);
            let at = Pointer::root().key("dependentSchemas");
            for (name, schema) in &schemas {
                found.extend(properties(Some(schema), &at.key(name)));
            }
        }
        if found.is_empty() {
            return;
        }
        let own = members.entry("properties").or_insert_with(|| json!({}));
        let Some(own) = own.as_object_mut() else { return };
        for (from, schema) in found {
            let name = from.name();
            if !own.contains_key(&name) {
                let to = Pointer::root().key("properties").key(&name);
                self.moved(path, to.as_str(), from.as_str());
                own.insert(name, schema);
            }
        }
    }
}

/// The properties of a schema with where they are.
fn properties(schema: Option<&Value>, at: &Pointer) -> Vec<(Pointer, Value)> {
    let at = at.key("properties");
    let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    let located = |(name, schema): (&String, &Value)| (at.key(name), schema.clone());
    properties.into_iter().flatten().map(located).collect()
}
