//! Turns the examples of a document into tests of the models made from it.

use std::fmt::Write;

use serde_json::{Map, Value, json};
use xtask::ir::{
    Api, Field, Presence, Sensitivity, Struct, TypeDef, TypeKind, TypeName, TypeRef, Union,
    UnionVariant, Wire,
};

use crate::fixture::Generated;

/// A value that a type must read, what it must write, and what its `Debug` must not show.
struct Case {
    text: Value,
    back: Value,
    hidden: Vec<String>,
}

/// The tests of one crate, as a Rust module.
pub(crate) fn module(generated: &Generated, crate_name: &str) -> String {
    let api = &generated.api;
    let mut code = String::new();
    for (ty, example) in examples(generated) {
        for case in cases(api, ty, &example) {
            let (name, text, back) = (&ty.name, case.text.to_string(), case.back.to_string());
            let hidden = case.hidden;
            line(
                &mut code,
                format_args!(
                    "check::<{crate_name}::models::{name}>({text:?}, {back:?}, &{hidden:?});"
                ),
            );
        }
    }
    for ty in &api.types {
        if let TypeKind::Enum(known) = &ty.kind {
            let values: Vec<&str> =
                known.variants.iter().map(|variant| variant.wire.as_str()).collect();
            let name = &ty.name;
            let check = match (known.wire, known.sensitivity.is_shown()) {
                (Wire::Text, true) => "check_enum",
                (Wire::Text, false) => "check_hidden_enum",
                (Wire::Integer, true) => "check_integers",
                (Wire::Integer, false) => "check_hidden_integers",
            };
            line(&mut code, format_args!("{check}::<{crate_name}::models::{name}>(&{values:?});"));
        }
    }
    format!("#[test]\nfn {crate_name}() {{\n{code}}}\n")
}

fn line(code: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(code, "    {line}").unwrap();
}

/// Every example of the document that is an example of a named type: of the schema, or of a body made of it.
fn examples(generated: &Generated) -> Vec<(&TypeDef, Value)> {
    let raw = &generated.document.tree;
    let mut found = Vec::new();
    for ty in &generated.api.types {
        let own = raw.pointer(&ty.origin).and_then(|schema| schema.get("example"));
        found.extend(own.map(|example| (ty, example.clone())));
        let reference = json!({"$ref": format!("#{}", ty.origin)});
        let mut of_bodies = Vec::new();
        media_examples(raw, &reference, &mut of_bodies);
        found.extend(of_bodies.into_iter().map(|example| (ty, example)));
    }
    found
}

/// The examples of every media type with this schema, wherever it is written.
fn media_examples(value: &Value, schema: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(members) => {
            if members.get("schema") == Some(schema) {
                found.extend(members.get("example").cloned());
                let named = members.get("examples").and_then(Value::as_object);
                let values = named.into_iter().flat_map(Map::values);
                found.extend(values.filter_map(|example| example.get("value").cloned()));
            }
            members.values().for_each(|value| media_examples(value, schema, found));
        }
        Value::Array(items) => items.iter().for_each(|value| media_examples(value, schema, found)),
        _ => {}
    }
}

/// The example as it is, without each member that may be missing, and with one nobody knows.
fn cases(api: &Api, ty: &TypeDef, example: &Value) -> Vec<Case> {
    let mut texts = vec![example.clone()];
    if let (TypeKind::Struct(object), Value::Object(members)) = (&ty.kind, example) {
        let optional = object.fields.iter().filter(|field| {
            matches!(field.presence, Presence::Optional | Presence::OptionalNullable)
        });
        texts.extend(optional.filter(|field| members.contains_key(&field.wire)).map(|field| {
            let mut fewer = members.clone();
            fewer.remove(&field.wire);
            Value::Object(fewer)
        }));
        if matches!(object.rest, None | Some(TypeRef::Any)) {
            let mut more = members.clone();
            more.insert("x-new".to_owned(), json!({"deep": [1, null, "unheard-of"]}));
            texts.push(Value::Object(more));
        }
    }
    if let TypeKind::Union(Union { tag: Some(tag), .. }) = &ty.kind {
        texts.push(json!({"other": [1, "unheard-of"], tag.wire.as_str(): "unheard-of"}));
        texts.push(json!({"other": "unheard-of"}));
    }
    let named = TypeRef::Named(ty.name.clone());
    let case = |text: Value| {
        let mut hidden = Vec::new();
        collect_hidden(api, &named, &text, &mut hidden);
        Case { back: written(api, &named, &text), hidden, text }
    };
    texts.into_iter().map(case).collect()
}

fn definition<'a>(api: &'a Api, name: &TypeName) -> &'a TypeDef {
    api.types.iter().find(|ty| ty.name == *name).unwrap()
}

/// What a model writes after it read `value`: without members nobody knows, nor a `null` that says no more than absence.
fn written(api: &Api, ty: &TypeRef, value: &Value) -> Value {
    match (ty, value) {
        (_, Value::Null) => Value::Null,
        (TypeRef::List(item), Value::Array(items)) => {
            items.iter().map(|value| written(api, item, value)).collect()
        }
        (TypeRef::Map(item), Value::Object(members)) => {
            members.iter().map(|(name, value)| (name.clone(), written(api, item, value))).collect()
        }
        (TypeRef::Nullable(inner), value) => written(api, inner, value),
        (TypeRef::Named(name), value) => {
            let ty = definition(api, name);
            match (&ty.kind, value) {
                (TypeKind::Struct(object), Value::Object(members)) => members
                    .iter()
                    .filter_map(|(name, value)| {
                        written_member(api, object, ty.usage.request, name, value)
                    })
                    .collect(),
                (TypeKind::Alias(target) | TypeKind::Wrapper(target), _) => {
                    written(api, target, value)
                }
                (TypeKind::Union(union), _) => match alternative(union, value) {
                    Some(Alternative { tag, ty }) => tagged(written(api, ty, value), tag, value),
                    None => value.clone(),
                },
                _ => value.clone(),
            }
        }
        _ => value.clone(),
    }
}

fn written_member(
    api: &Api,
    object: &Struct,
    sent: bool,
    name: &str,
    value: &Value,
) -> Option<(String, Value)> {
    match object.fields.iter().find(|field| field.wire == name) {
        Some(field) if value.is_null() && is_absence(field, sent) => None,
        Some(field) => Some((name.to_owned(), written(api, &field.ty, value))),
        None => Some((name.to_owned(), written(api, object.rest.as_ref()?, value))),
    }
}

fn is_absence(field: &Field, sent: bool) -> bool {
    match field.presence {
        Presence::Optional => true,
        Presence::OptionalNullable => !sent,
        Presence::Required | Presence::Nullable => false,
    }
}

/// What an object with a tag is.
struct Alternative<'a> {
    tag: &'a str,
    ty: &'a TypeRef,
}

/// The alternative of a union that an object is, if its tag is one that the document knows.
fn alternative<'a>(union: &'a Union, value: &Value) -> Option<Alternative<'a>> {
    let tag = &union.tag.as_ref()?.wire;
    let found = value.get(tag)?.as_str()?;
    let has_tag = |variant: &&UnionVariant| variant.tags.iter().any(|known| known == found);
    let variant = union.variants.iter().find(has_tag)?;
    Some(Alternative { tag, ty: &variant.ty })
}

/// The union writes the tag where the alternative does not.
fn tagged(mut written: Value, tag: &str, value: &Value) -> Value {
    if let (Value::Object(members), Some(value)) = (&mut written, value.get(tag)) {
        members.entry(tag).or_insert_with(|| value.clone());
    }
    written
}

/// Collects the texts of a value that its `Debug` must keep to itself.
fn collect_hidden(api: &Api, ty: &TypeRef, value: &Value, hidden: &mut Vec<String>) {
    match (ty, value) {
        (TypeRef::List(item), Value::Array(items)) => {
            for value in items {
                collect_hidden(api, item, value, hidden);
            }
        }
        (TypeRef::Map(item), Value::Object(members)) => {
            for value in members.values() {
                collect_hidden(api, item, value, hidden);
            }
        }
        (TypeRef::Nullable(inner), value) => collect_hidden(api, inner, value, hidden),
        (TypeRef::Named(name), value) => match &definition(api, name).kind {
            TypeKind::Struct(object) => collect_hidden_members(api, object, value, hidden),
            TypeKind::Newtype { sensitivity } => collect_classed(*sensitivity, value, hidden),
            TypeKind::Alias(target) | TypeKind::Wrapper(target) => {
                collect_hidden(api, target, value, hidden);
            }
            TypeKind::Union(union) => match alternative(union, value) {
                // The tag says which alternative it is, and so does the name of the variant.
                Some(known) => collect_hidden(api, known.ty, &without(value, known.tag), hidden),
                // Without a tag, only the model can tell what it took the value for.
                None if union.tag.is_none() => {}
                None => leaves(value, hidden),
            },
            TypeKind::Enum(_) => {}
        },
        _ => {}
    }
}

fn without(value: &Value, member: &str) -> Value {
    let mut value = value.clone();
    if let Value::Object(members) = &mut value {
        members.remove(member);
    }
    value
}

fn collect_hidden_members(api: &Api, object: &Struct, value: &Value, hidden: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match object.fields.iter().find(|field| field.wire == *name) {
            Some(field) if field.sensitivity.is_shown() => {
                collect_hidden(api, &field.ty, value, hidden);
            }
            _ => leaves(value, hidden),
        }
    }
}

fn collect_classed(sensitivity: Sensitivity, value: &Value, hidden: &mut Vec<String>) {
    if !sensitivity.is_shown() {
        leaves(value, hidden);
    }
}

/// The texts and longer numbers of a value. Short numbers are in any text.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.is_empty() => found.push(text.clone()),
        Value::Number(number) if number.to_string().len() > 3 => found.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|value| leaves(value, found)),
        Value::Object(members) => members.values().for_each(|value| leaves(value, found)),
        _ => {}
    }
}
