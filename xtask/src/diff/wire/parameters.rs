//! Compares the parameters of an operation, those of its path included.

use indexmap::IndexMap;
use serde_json::Value;

use super::lifecycle::{self, Announced, announced};
use super::paths::{Operation, names};
use super::tree::Node;
use super::walk::{Cx, Form, Part, Walk};
use super::{bodies, members, schemas};
use crate::diff::rules::What;

/// Where a parameter is sent, and its name: what tells it from the others.
type Key = (String, String);

/// A parameter as listed, and what its `$ref` leads to.
#[derive(Clone, Copy)]
struct Listed<'a> {
    node: Node<'a>,
    resolved: Node<'a>,
}

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &Operation<'a>, head: &Operation<'a>) {
    let mut before = listed(walk, base);
    let after = listed(walk, head);
    rename(walk, base, head, &mut before, &after);
    for (key, one) in &before {
        match after.get(key) {
            Some(other) if one.node.is_reference() || other.node.is_reference() => {
                walk.enqueue(Part::Parameter, one.resolved, other.resolved, Cx::REQUEST);
            }
            Some(other) => compare_one(walk, one.node, other.node, Cx::REQUEST),
            None => removed(walk, one.resolved),
        }
    }
    for (key, other) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        let node = other.resolved;
        name(walk, node);
        let required = node.flag("required");
        let what = match key.0.as_str() {
            "path" => What::NewPathParameter,
            _ if required => What::NewRequiredParameter,
            _ => What::NewOptionalParameter,
        };
        let mark = if required { "required" } else { "optional" };
        walk.report(what, Cx::REQUEST, None, Some(node), format!("{mark} parameter added"));
    }
}

/// The parameters of an operation; its own stand for those of the path that have the same key.
fn listed<'a>(walk: &mut Walk<'a>, operation: &Operation<'a>) -> IndexMap<Key, Listed<'a>> {
    let mut parameters = IndexMap::new();
    for owner in [operation.item, operation.node] {
        let Some(list) = walk.places.child(owner, "parameters") else { continue };
        for node in walk.places.elements(list) {
            let resolved = walk.places.resolve(node);
            parameters.insert(key(&resolved), Listed { node, resolved });
        }
    }
    parameters
}

fn key(node: &Node<'_>) -> Key {
    let place = node.text("in").unwrap_or_default().to_owned();
    let name = node.text("name").unwrap_or_default();
    // Names of headers are the same in any case.
    let name = if place == "header" { name.to_lowercase() } else { name.to_owned() };
    (place, name)
}

/// Parameters of the path go by their place in it, not by their name.
fn rename<'a>(
    walk: &mut Walk<'a>,
    base: &Operation<'a>,
    head: &Operation<'a>,
    before: &mut IndexMap<Key, Listed<'a>>,
    after: &IndexMap<Key, Listed<'a>>,
) {
    for (old, new) in names(base.path).zip(names(head.path)).filter(|(old, new)| old != new) {
        let (old, new) = (("path".to_owned(), old.to_owned()), ("path".to_owned(), new.to_owned()));
        let (Some(other), false) = (after.get(&new), before.contains_key(&new)) else { continue };
        let Some(one) = before.shift_remove(&old) else { continue };
        let text = format!("path parameter `{}` is now `{}`", old.1, new.1);
        let what = What::PathParameterRenamed;
        walk.report(what, Cx::REQUEST, Some(one.resolved), Some(other.resolved), text);
        before.insert(new, one);
    }
}

fn removed<'a>(walk: &mut Walk<'a>, node: Node<'a>) {
    name(walk, node);
    let what = match announced(walk, &node) {
        Announced::Never => What::ParameterRemoved,
        Announced::Later => What::ParameterRemovedBeforeSunset,
        Announced::Sometime | Announced::Past => What::DeprecatedParameterRemoved,
    };
    walk.report(what, Cx::REQUEST, Some(node), None, "parameter removed");
}

/// Lets messages speak of a parameter by its name: its pointer only has its number.
fn name<'a>(walk: &mut Walk<'a>, node: Node<'a>) {
    let (place, name) =
        (node.text("in").unwrap_or("unknown"), node.text("name").unwrap_or_default());
    walk.names.insert(node.place, format!("{place} parameter `{name}`"));
}

/// Members of a parameter that are compared by themselves.
const JUDGED: &[&str] = &[
    "$ref",
    "name",
    "in",
    "required",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "schema",
    "content",
];

/// Members that are true or false, and what it means when they change.
const FLAGS: [(&str, What, What); 3] = [
    ("required", What::ParameterBecameRequired, What::ParameterBecameOptional),
    ("allowReserved", What::ParameterReservedSet, What::ParameterReservedUnset),
    ("allowEmptyValue", What::ParameterEmptyAllowed, What::ParameterEmptyRefused),
];

pub(super) fn compare_one<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, cx: Cx) {
    name(walk, base);
    name(walk, head);
    let inert = cx.inert();
    members::rest(walk, &[base], &[head], JUDGED, What::DocumentChanged, inert);
    lifecycle::compare(walk, &[base], &[head], inert);
    for (key, set, unset) in FLAGS {
        let (what, text) = match (base.flag(key), head.flag(key)) {
            (false, true) => (set, format!("became {}", words(key))),
            (true, false) => (unset, format!("no longer {}", words(key))),
            _ => continue,
        };
        walk.report(what, cx, Some(base), Some(head), text);
    }
    let (before, after) = (Style::of(&base), Style::of(&head));
    if before != after {
        let text = format!("style {} -> {}", before.show(), after.show());
        walk.report(What::ParameterStyleChanged, cx, Some(base), Some(head), text);
    }
    let form = if before.repeats() && after.repeats() { Form::Repeated } else { Form::Text };
    let optional = !base.flag("required") && !head.flag("required");
    let (was, is) = walk.children(base, head, "schema");
    let (content, other) = walk.children(base, head, "content");
    match (was, is, content, other) {
        (Some(was), Some(is), ..) => schemas::pair(walk, was, is, Cx { form, optional, ..cx }),
        (None, None, Some(was), Some(is)) => bodies::content(walk, Some(was), Some(is), cx),
        (Some(_), None, _, Some(_)) | (None, Some(_), Some(_), _) => {
            let text = "moves between plain text and a media type";
            walk.report(What::ParameterContentChanged, cx, was.or(content), is.or(other), text);
        }
        (None, None, None, None) => {}
        _ => {
            let text = "its schema was added or removed";
            walk.report(What::ParameterContentChanged, cx, was.or(content), is.or(other), text);
        }
    }
}

fn words(key: &str) -> &str {
    match key {
        "allowReserved" => "allowed to hold reserved characters",
        "allowEmptyValue" => "allowed to be empty",
        key => key,
    }
}

/// How a value becomes text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Style<'a> {
    style: &'a str,
    explode: bool,
}

impl<'a> Style<'a> {
    fn of(node: &Node<'a>) -> Self {
        let default = match node.text("in") {
            Some("query" | "cookie") => "form",
            _ => "simple",
        };
        let style = node.text("style").unwrap_or(default);
        let explode = node.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        Self { style, explode }
    }

    fn repeats(self) -> bool {
        self.style == "form" && self.explode
    }

    fn show(self) -> String {
        format!("{}{}", self.style, if self.explode { ", exploded" } else { "" })
    }
}
