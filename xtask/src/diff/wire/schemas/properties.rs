//! Members of objects and elements of lists.

use serde_json::Value;

use super::keywords::same_leaf;
use super::pairs;
use super::view::View;
use crate::diff::Direction;
use crate::diff::rules::What;
use crate::diff::wire::members;
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Walk};

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let (before, after) = (base.properties(walk), head.properties(walk));
    let (was, is) = (base.required(), head.required());
    for (name, nodes) in &before {
        match after.get(name) {
            Some(others) => {
                let required = (was.contains(name), is.contains(name));
                both(walk, nodes, others, required, cx);
            }
            None => removed(walk, nodes, was.contains(name), cx),
        }
    }
    for (name, nodes) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        added(walk, nodes, is.contains(name), cx);
    }
    if was == is {
        return;
    }
    // Names that are required though no property of that name is described.
    let mut names: Vec<_> = was.symmetric_difference(&is).collect();
    names.sort_unstable();
    for name in names {
        if !before.contains_key(*name) && !after.contains_key(*name) {
            let what = requiredness(is.contains(name));
            let text =
                format!("`{name}`, which is not described, became {}", mark(is.contains(name)));
            walk.report(what, cx, base.first(), head.first(), text);
        }
    }
}

fn both<'a>(
    walk: &mut Walk<'a>,
    base: &[Node<'a>],
    head: &[Node<'a>],
    (was, is): (bool, bool),
    cx: Cx,
) {
    if was == is && same_leaf(base, head) {
        return;
    }
    let inner = carried(walk, head, cx);
    let at = (base.first().copied(), head.first().copied());
    if was != is {
        walk.report(requiredness(is), inner, at.0, at.1, format!("became {}", mark(is)));
    }
    let flags = [
        ("readOnly", What::BecameReadOnly, What::BecameNotReadOnly),
        ("writeOnly", What::BecameWriteOnly, What::BecameNotWriteOnly),
    ];
    for (key, set, unset) in flags {
        match (flag(walk, base, key), flag(walk, head, key)) {
            (false, true) => walk.report(set, cx, at.0, at.1, format!("became {key}")),
            (true, false) => {
                let must_be_sent = is && key == "readOnly" && inner.direction == Direction::Request;
                let what = if must_be_sent { What::RequiredNotReadOnly } else { unset };
                walk.report(what, cx, at.0, at.1, format!("no longer {key}"));
            }
            _ => {}
        }
    }
    pairs(walk, base, head, inner);
}

fn removed<'a>(walk: &mut Walk<'a>, nodes: &[Node<'a>], required: bool, cx: Cx) {
    let what = match (carried(walk, nodes, cx).direction, required) {
        (Direction::Request, _) => What::RequestPropertyRemoved,
        (Direction::Response, true) => What::ResponseRequiredPropertyRemoved,
        (Direction::Response, false) => What::ResponseOptionalPropertyRemoved,
        (Direction::Neither, _) => What::InertSchemaChanged,
    };
    walk.report(
        what,
        cx,
        nodes.first().copied(),
        None,
        format!("{} property removed", mark(required)),
    );
}

fn added<'a>(walk: &mut Walk<'a>, nodes: &[Node<'a>], required: bool, cx: Cx) {
    let what = match (carried(walk, nodes, cx).direction, required) {
        (Direction::Request, true) => What::NewRequiredRequestProperty,
        (Direction::Request, false) => What::NewOptionalRequestProperty,
        (Direction::Response, true) => What::ResponseRequiredPropertyAdded,
        (Direction::Response, false) => What::ResponseOptionalPropertyAdded,
        (Direction::Neither, _) => What::InertSchemaChanged,
    };
    walk.report(
        what,
        cx,
        None,
        nodes.first().copied(),
        format!("{} property added", mark(required)),
    );
}

fn requiredness(required: bool) -> What {
    if required { What::PropertyBecameRequired } else { What::PropertyBecameOptional }
}

fn mark(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

/// The circumstances inside a property: whether this direction carries it at all.
fn carried<'a>(walk: &mut Walk<'a>, nodes: &[Node<'a>], cx: Cx) -> Cx {
    let kept_back = match cx.direction {
        Direction::Request => flag(walk, nodes, "readOnly"),
        Direction::Response => flag(walk, nodes, "writeOnly"),
        Direction::Neither => false,
    };
    if kept_back { cx.inside().inert() } else { cx.inside() }
}

fn flag<'a>(walk: &mut Walk<'a>, nodes: &[Node<'a>], key: &str) -> bool {
    nodes.iter().any(|node| node.flag(key) || walk.places.resolve(*node).flag(key))
}

/// What an object may hold beside its properties.
enum Others<'a> {
    Open,
    Closed,
    Typed(Vec<Node<'a>>),
}

pub(super) fn additional<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let (before, after) = (others(walk, base), others(walk, head));
    let what = match (&before, &after) {
        (Others::Open, Others::Open) | (Others::Closed, Others::Closed) => return,
        (Others::Typed(base), Others::Typed(head)) => return pairs(walk, base, head, cx.inside()),
        (_, Others::Closed) => What::AdditionalPropertiesClosed,
        (Others::Closed, _) => What::AdditionalPropertiesOpened,
        (_, Others::Typed(_)) => What::AdditionalPropertiesTyped,
        (Others::Typed(_), _) => What::AdditionalPropertiesUntyped,
    };
    members::changed(walk, what, cx, &base.layers, &head.layers, "additionalProperties");
}

fn others<'a>(walk: &mut Walk<'a>, view: &View<'a>) -> Others<'a> {
    let mut schemas = view.all(walk, "additionalProperties");
    if schemas.iter().any(|it| it.value == &Value::Bool(false)) {
        return Others::Closed;
    }
    schemas.retain(is_demanding);
    if schemas.is_empty() { Others::Open } else { Others::Typed(schemas) }
}

/// Whether a schema demands anything: `true` and `{}` do not.
fn is_demanding(node: &Node<'_>) -> bool {
    node.value.as_object().is_some_and(|members| !members.is_empty())
}

pub(super) fn items<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let (mut before, mut after) = (base.all(walk, "items"), head.all(walk, "items"));
    before.retain(is_demanding);
    after.retain(is_demanding);
    match (before.first(), after.first()) {
        (Some(_), Some(_)) => pairs(walk, &before, &after, cx.inside()),
        (Some(_), None) => {
            walk.report(
                What::TypeGeneralized,
                cx,
                before.first().copied(),
                head.first(),
                "elements may be of any type",
            );
        }
        (None, Some(_)) => {
            walk.report(
                What::TypeSpecialized,
                cx,
                base.first(),
                after.first().copied(),
                "elements have a type",
            );
        }
        (None, None) => {}
    }
}
