//! Alternatives that OpenAPI 3.0 says otherwise: `null`, several types, constants with words.

use serde_json::{Value, json};

use super::schema::type_of;
use super::{Members, Translation, allows_null, is_null};
use crate::spec::outline::find;
use crate::spec::pointer::Path;

impl Translation<'_> {
    /// An alternative that is only `null` is a flag, and one that may be `null` makes all of them so.
    pub(super) fn null_alternative(
        &mut self,
        members: &mut Members,
        keyword: &str,
        path: &Path<'_>,
    ) {
        let Some(Value::Array(parts)) = find(members, keyword) else { return };
        let is_nullable = parts.iter().any(|part| is_null(part) || allows_null(part));
        if !is_nullable || parts.iter().all(is_null) {
            return;
        }
        let kept: Vec<(usize, Value)> =
            parts.iter().cloned().enumerate().filter(|(_, part)| !is_null(part)).collect();
        for (index, (from, _)) in kept.iter().enumerate().filter(|(index, (from, _))| index != from)
        {
            self.moved(path, &format!("/{keyword}/{index}"), &format!("/{keyword}/{from}"));
        }
        members.insert("nullable".to_owned(), true.into());
        let kept: Vec<Value> = kept.into_iter().map(|(_, part)| part).collect();
        members.insert(keyword.to_owned(), kept.into());
    }

    /// A schema of several types is an alternative for each, with the keywords that speak of it.
    pub(super) fn one_of_types(&mut self, members: &mut Members, types: &[Value], path: &Path<'_>) {
        if ["allOf", "anyOf", "oneOf", "not"].iter().any(|keyword| members.contains_key(*keyword)) {
            let message = "the types are left to the schemas beside them";
            self.approximated(path, "type", message);
            return;
        }
        let mut parts: Vec<Value> = Vec::with_capacity(types.len());
        for ty in types {
            let mut part = Members::from_iter([("type".to_owned(), ty.clone())]);
            let name = ty.as_str().unwrap_or_default();
            let own: Vec<String> =
                members.keys().filter(|key| speaks_of(key, name, members)).cloned().collect();
            for key in own {
                if let Some(value) = members.get(&key).cloned() {
                    part.insert(key, value);
                }
            }
            self.moved(path, &format!("/anyOf/{}", parts.len()), "");
            parts.push(part.into());
        }
        let is_moved = |key: &String| parts.iter().any(|part| part.get(key).is_some());
        let moved: Vec<String> = members.keys().filter(|key| is_moved(key)).cloned().collect();
        for key in moved {
            members.shift_remove(&key);
        }
        members.insert("anyOf".to_owned(), json!(parts));
    }
}

/// Alternatives that are all constants are the values of an enum.
pub(super) fn constants(members: &mut Members, keyword: &str) {
    const WORDS: &[&str] = &["$comment", "const", "deprecated", "description", "title", "type"];
    let Some(Value::Array(parts)) = find(members, keyword) else { return };
    let is_constant = |part: &Value| {
        part.get("const").is_some_and(Value::is_string)
            && part.as_object().is_some_and(|it| it.keys().all(|key| WORDS.contains(&key.as_str())))
    };
    let (constants, others): (Vec<&Value>, Vec<&Value>) =
        parts.iter().partition(|part| is_constant(part));
    let is_enum = !constants.is_empty() && others.iter().all(|it| is_null(it));
    if !is_enum || members.contains_key("enum") {
        return;
    }
    let mut values: Vec<Value> =
        constants.iter().filter_map(|part| part.get("const").cloned()).collect();
    let words = constants.iter().filter_map(|part| {
        let text = part.get("description").or_else(|| part.get("title"))?;
        Some((part.get("const")?.as_str()?.to_owned(), text.clone()))
    });
    let words: Members = words.collect();
    if !others.is_empty() {
        values.push(Value::Null);
        members.insert("nullable".to_owned(), true.into());
    }
    if !words.is_empty() {
        members.entry("x-enumDescriptions").or_insert(words.into());
    }
    members.shift_remove(keyword);
    members.insert("type".to_owned(), "string".into());
    members.insert("enum".to_owned(), values.into());
}

/// Whether a keyword says something of values of a type.
fn speaks_of(keyword: &str, ty: &str, members: &Members) -> bool {
    match keyword {
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType"
        | "contentSchema" => ty == "string",
        "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            ty == "number" || ty == "integer"
        }
        "format" => {
            let format = find(members, keyword).and_then(Value::as_str).unwrap_or_default();
            let is_number = ["int", "uint", "float", "double", "decimal"]
                .iter()
                .any(|number| format.starts_with(number));
            is_number == (ty == "number" || ty == "integer") && !["object", "array"].contains(&ty)
        }
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains"
        | "minContains" | "maxContains" | "unevaluatedItems" => ty == "array",
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "unevaluatedProperties"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired"
        | "dependentSchemas" => ty == "object",
        "default" => find(members, keyword).and_then(type_of) == Some(ty),
        _ => false,
    }
}
