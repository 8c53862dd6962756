//! Where in the document the items of the generated crate come from.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::{Api, Operation, TypeDef, TypeKind};
use crate::spec::Pointer;

/// The places in `document`, by the paths of the items.
pub(super) fn origins(api: &Api, document: &Value) -> IndexMap<String, Pointer> {
    let mut found = IndexMap::new();
    for ty in &api.types {
        of_type(ty, document, &mut found);
    }
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        of_operation(operation, document, &mut found);
    }
    let servers = Pointer::root().key("servers");
    for (index, server) in api.servers.iter().enumerate() {
        found.insert(format!("servers::{}", server.name), servers.index(index));
    }
    found
}

fn of_type(ty: &TypeDef, document: &Value, found: &mut IndexMap<String, Pointer>) {
    let path = format!("models::{}", ty.name);
    let origin = Pointer::from_text(ty.origin.clone());
    match &ty.kind {
        TypeKind::Struct(object) => {
            for field in &object.fields {
                let at =
                    member(document, &origin, &field.wire, 0).unwrap_or_else(|| origin.clone());
                found.insert(format!("{path}::{}", field.name.prefixed("with")), at.clone());
                found.insert(format!("{path}::{}", field.name), at);
            }
        }
        TypeKind::Enum(known) => {
            let values = document.pointer(origin.key("enum").as_str()).and_then(Value::as_array);
            for variant in &known.variants {
                let number = variant.wire.parse::<i64>().ok();
                let is_it = |value: &Value| match value {
                    Value::String(text) => *text == variant.wire,
                    value => number.is_some() && value.as_i64() == number,
                };
                let index = values.and_then(|values| values.iter().position(is_it));
                let at = index.map_or_else(|| origin.clone(), |at| origin.key("enum").index(at));
                found.insert(format!("{path}::{}", variant.name), at);
            }
        }
        _ => {}
    }
    found.insert(path, origin);
}

/// How deep parts of `allOf` are looked into.
const DEEPEST: usize = 16;

/// Where a member of an object is described: by the schema itself or by a part of its `allOf`.
fn member(document: &Value, schema: &Pointer, name: &str, depth: usize) -> Option<Pointer> {
    let value = document.pointer(schema.as_str()).filter(|_| depth < DEEPEST)?;
    if let Some(target) = value.get("$ref").and_then(Value::as_str) {
        let target = Pointer::from_text(target.strip_prefix('#')?.to_owned());
        return member(document, &target, name, depth + 1);
    }
    let own = schema.key("properties").key(name);
    if document.pointer(own.as_str()).is_some() {
        return Some(own);
    }
    let parts = value.get("allOf")?.as_array()?.len();
    let parts = (0..parts).map(|index| schema.key("allOf").index(index));
    parts.into_iter().find_map(|part| member(document, &part, name, depth + 1))
}

fn of_operation(operation: &Operation, document: &Value, found: &mut IndexMap<String, Pointer>) {
    let origin = Pointer::from_text(operation.origin.clone());
    let marker = operation.marker.clone().unwrap_or_else(|| operation.name.marker());
    let marker = format!("operations::{marker}");
    for param in &operation.params {
        let at = parameter(document, &origin, &param.wire).unwrap_or_else(|| origin.clone());
        found.insert(format!("{marker}::{}", param.name), at);
    }
    found.insert(format!("operations::{}", operation.name.constant()), origin.clone());
    found.insert(marker, origin.clone());
    found.insert(format!("Client::{}", operation.name), origin);
}

/// Where a parameter of an operation is described: there, or beside it for the whole path.
fn parameter(document: &Value, operation: &Pointer, name: &str) -> Option<Pointer> {
    let path = Pointer::from_text(operation.parent()?.to_owned());
    [operation.key("parameters"), path.key("parameters")].into_iter().find_map(|list| {
        let written = document.pointer(list.as_str())?.as_array()?;
        let is_it = |it: &Value| resolved(document, it).get("name").is_some_and(|it| it == name);
        written.iter().position(is_it).map(|index| list.index(index))
    })
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
    reference.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}
