//! Keywords that hold values rather than schemas.

use super::view::View;
use super::{limits, types, values};
use crate::diff::rules::What;
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Walk};
use crate::diff::wire::{lifecycle, members};

/// Keywords that hold schemas, or speak of them.
const STRUCTURE: &[&str] = &[
    "$ref",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
];

/// Keywords whose values have rules of their own.
const JUDGED: &[&str] = &[
    "$ref",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "type",
    "format",
    "nullable",
    "readOnly",
    "writeOnly",
    "enum",
    "x-extensible-enum",
    "default",
    "pattern",
    "multipleOf",
    "maximum",
    "minimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "uniqueItems",
];

/// Whether two schemas are the same and hold no others: then there is nothing to look for.
pub(super) fn same_leaf(base: &[Node<'_>], head: &[Node<'_>]) -> bool {
    let ([base], [head]) = (base, head) else { return false };
    let holds_none = |members: &serde_json::Map<String, serde_json::Value>| {
        members.keys().all(|key| !STRUCTURE.contains(&key.as_str()))
    };
    base.value.as_object().is_some_and(holds_none) && base.value == head.value
}

/// Whether anything but the structure differs: a quick look, as most schemas are the same.
pub(super) fn differ(base: &View<'_>, head: &View<'_>) -> bool {
    base.layers.len() != head.layers.len()
        || types::differ(base, head)
        || base
            .layers
            .iter()
            .zip(&head.layers)
            .any(|(base, head)| has_other(base, head) || has_other(head, base))
}

fn has_other(one: &Node<'_>, other: &Node<'_>) -> bool {
    one.value
        .as_object()
        .into_iter()
        .flatten()
        .any(|(key, value)| !STRUCTURE.contains(&key.as_str()) && other.get(key) != Some(value))
}

/// Reports what differs; false if the types have nothing in common, and the rest is but a consequence.
pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) -> bool {
    let before = walk.findings.len();
    let (layers, others) = (&base.layers, &head.layers);
    if layers.len() == others.len() {
        for (base, head) in layers.iter().zip(others) {
            members::rest(walk, &[*base], &[*head], JUDGED, What::SchemaChanged, cx);
        }
    } else {
        members::rest(walk, layers, others, JUDGED, What::SchemaChanged, cx);
    }
    lifecycle::compare(walk, layers, others, cx);
    let related = types::compare(walk, base, head, cx);
    values::enumeration(walk, base, head, cx);
    if related {
        limits::compare(walk, base, head, cx);
        values::compare(walk, base, head, cx);
    }
    let flags_of_property =
        ["readOnly", "writeOnly"].iter().any(|key| base.flag(key) != head.flag(key));
    if walk.findings.len() == before && layers.len() == others.len() && !flags_of_property {
        let text = "keywords rewritten, same meaning";
        walk.report(What::SchemaRewritten, cx, base.first(), head.first(), text);
    }
    related
}
