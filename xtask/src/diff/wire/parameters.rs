//! Compares the parameters of an operation, those of its path included.

use indexmap::IndexMap;
use serde_json::Value;

use super::lifecycle::{self, Announced, announced};
use super::paths::{Operation, moved, names};
use super::tree::{Node, Place};
use super::walk::{Cx, Form, Part, Walk};
use super::{bodies, members, schemas};
use crate::diff::rules::What;

/// Where a parameter is sent, and its name: what tells it from the others.
pub(super) type Key = (String, String);

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &Operation<'a>, head: &Operation<'a>) {
    let mut before = listed(walk, [base.item, base.node]);
    let mut after = listed(walk, [head.item, head.node]);
    if !moved(base, head) {
        (before, after) = (by_position(before, base.path), by_position(after, head.path));
    }
    let cx = Cx::REQUEST;
    for (key, one) in &before {
        let Some(other) = after.get(key) else {
            removed(walk, *one);
            continue;
        };
        if key.0 == "path" {
            rename(walk, *one, *other, base.path);
        }
        if let Some((one, other)) = walk.here(Part::Parameter, *one, *other, cx) {
            compare_one(walk, one, other, cx);
        }
    }
    for (key, other) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        let node = walk.places.resolve(*other);
        let required = node.flag("required");
        let what = match key.0.as_str() {
            "path" => What::NewPathParameter,
            _ if required => What::NewRequiredParameter,
            _ => What::NewOptionalParameter,
        };
        let mark = if required { "required" } else { "optional" };
        walk.report(what, cx, None, Some(node), format!("{mark} parameter added"));
    }
}

/// The parameters of an operation after those of its path item, whose place its own take that have the same key.
pub(super) fn listed<'a>(walk: &mut Walk<'a>, owners: [Node<'a>; 2]) -> IndexMap<Key, Node<'a>> {
    let mut parameters = IndexMap::new();
    for owner in owners {
        let Some(list) = walk.places.child(owner, "parameters") else { continue };
        for node in walk.places.elements(list) {
            let resolved = walk.places.resolve(node);
            name(walk, node.place, &resolved);
            name(walk, resolved.place, &resolved);
            parameters.insert(key(&resolved), node);
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

/// Parameters of a path go by their place in it: their names are not sent.
fn by_position<'a>(parameters: IndexMap<Key, Node<'a>>, path: &str) -> IndexMap<Key, Node<'a>> {
    let position = |(place, name): Key| {
        let at = names(path).position(|it| it == name).filter(|_| place == "path");
        (place, at.map_or(name, |at| format!("{{{at}}}")))
    };
    parameters.into_iter().map(|(key, node)| (position(key), node)).collect()
}

/// Reports that a place in the path is called otherwise; one that is called as another was has changed its meaning.
fn rename<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, path: &str) {
    let (base, head) = (walk.places.resolve(base), walk.places.resolve(head));
    let (Some(old), Some(new)) = (base.text("name"), head.text("name")) else { return };
    if old != new {
        let is_swapped = names(path).any(|it| it == new);
        let what =
            if is_swapped { What::PathParametersSwapped } else { What::PathParameterRenamed };
        let text = format!("stands where `{old}` stood");
        walk.report(what, Cx::REQUEST, Some(base), Some(head), text);
    }
}

fn removed<'a>(walk: &mut Walk<'a>, node: Node<'a>) {
    let node = walk.places.resolve(node);
    let what = match announced(walk, &node) {
        Announced::Never => What::ParameterRemoved,
        Announced::Later => What::ParameterRemovedBeforeSunset,
        Announced::Sometime | Announced::Past => What::DeprecatedParameterRemoved,
    };
    walk.report(what, Cx::REQUEST, Some(node), None, "parameter removed");
}

/// Lets messages speak of a parameter by its name: its pointer only has its number.
fn name(walk: &mut Walk<'_>, at: Place, node: &Node<'_>) {
    let (place, name) =
        (node.text("in").unwrap_or("unknown"), node.text("name").unwrap_or_default());
    walk.names.insert(at, format!("{place} parameter `{name}`"));
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
    name(walk, base.place, &base);
    name(walk, head.place, &head);
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
    let has_parts = !is_scalar(walk, base) || !is_scalar(walk, head);
    if before.style != after.style || (before.explode != after.explode && has_parts) {
        let text = format!("style {} -> {}", before.show(), after.show());
        walk.report(What::ParameterStyleChanged, cx, Some(base), Some(head), text);
    }
    let form = if before.repeats() && after.repeats() { Form::Repeated } else { Form::Text };
    let optional = !base.flag("required") && !head.flag("required");
    let (was, is) = walk.children(base, head, "schema");
    let (content, other) = walk.children(base, head, "content");
    match (was, is, content, other) {
        (Some(was), Some(is), ..) => schemas::pair(walk, was, is, Cx { form, optional, ..cx }),
        (None, None, Some(was), Some(is)) => {
            bodies::content(walk, Some(was), Some(is), Cx { optional, ..cx });
        }
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

/// Whether the value of a parameter has no parts that could be written apart.
fn is_scalar<'a>(walk: &mut Walk<'a>, parameter: Node<'a>) -> bool {
    let schema = walk.places.child(parameter, "schema").map(|it| walk.places.resolve(it));
    let ty = schema.and_then(|it| it.text("type"));
    matches!(ty, Some("string" | "number" | "integer" | "boolean"))
}

/// How a value becomes text.
#[derive(Clone, Copy)]
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
        // Objects that are written deep have no other way.
        let explode = style == "deepObject"
            || node.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        Self { style, explode }
    }

    fn repeats(self) -> bool {
        self.style == "form" && self.explode
    }

    fn show(self) -> String {
        format!("{}{}", self.style, if self.explode { ", exploded" } else { "" })
    }
}
