//! Compares one operation with what it became.

use serde_json::Value;

use super::paths::{METHODS, Operation, moved};
use super::tree::Node;
use super::walk::{Cx, Walk};
use super::{bodies, events, lifecycle, members, parameters, responses, security, servers};
use crate::diff::rules::What;

/// Members of an operation that are compared by themselves.
const JUDGED: &[&str] = &[
    "operationId",
    "tags",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "security",
    "servers",
];

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &Operation<'a>, head: &Operation<'a>) {
    let (before, after) = (base.node, head.node);
    if moved(base, head) {
        let text = format!("was `{}`", base.name());
        walk.report(What::OperationMoved, Cx::NEITHER, Some(before), Some(after), text);
    }
    members::rest(walk, &[before], &[after], JUDGED, What::DocumentChanged, Cx::NEITHER);
    lifecycle::compare(walk, &[before], &[after], Cx::NEITHER);
    operation_id(walk, before, after);
    tags(walk, before, after);
    parameters::compare(walk, base, head);
    bodies::compare(walk, before, after);
    let (was, is) = walk.children(before, after, "responses");
    responses::compare(walk, was, is, Cx::RESPONSE);
    security::requirements(walk, before, after);
    servers::of_operation(walk, base, head);
    let (was, is) = walk.children(before, after, "callbacks");
    events::callbacks(walk, was, is);
    item(walk, base.item, head.item);
}

fn operation_id<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let what = match (base.get("operationId"), head.get("operationId")) {
        (None, Some(_)) => What::OperationIdAdded,
        (Some(_), None) => What::OperationIdRemoved,
        (before, after) if before != after => What::OperationIdChanged,
        _ => return,
    };
    members::changed(walk, what, Cx::NEITHER, &[base], &[head], "operationId");
}

fn tags<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (was, is) = walk.children(base, head, "tags");
    let before = was.map(|it| walk.places.elements(it)).unwrap_or_default();
    let after = is.map(|it| walk.places.elements(it)).unwrap_or_default();
    let holds = |list: &[Node<'_>], value: &Value| list.iter().any(|it| it.value == value);
    for tag in before.iter().filter(|it| !holds(&after, it.value)) {
        let text = format!("tag {} removed", members::show(Some(tag.value)));
        walk.report(What::TagRemoved, Cx::NEITHER, Some(*tag), None, text);
    }
    for tag in after.iter().filter(|it| !holds(&before, it.value)) {
        let text = format!("tag {} added", members::show(Some(tag.value)));
        walk.report(What::TagAdded, Cx::NEITHER, None, Some(*tag), text);
    }
}

/// What path items say beside their operations; found once for each operation, and reported once.
fn item<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let mut judged = METHODS.to_vec();
    judged.extend(["parameters", "servers", "$ref"]);
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, Cx::NEITHER);
}
