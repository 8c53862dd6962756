//! Compares responses, their headers and links.

use std::hash::Hash;

use indexmap::IndexMap;

use super::tree::Node;
use super::walk::{Cx, Form, Part, Walk};
use super::{bodies, lifecycle, members, schemas};
use crate::diff::rules::What;

pub(super) fn compare<'a>(
    walk: &mut Walk<'a>,
    base: Option<Node<'a>>,
    head: Option<Node<'a>>,
    cx: Cx,
) {
    members::extensions(walk, base, head, cx.inert());
    let before = base.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = head.map(|it| walk.places.members(it)).unwrap_or_default();
    for (status, node) in &before {
        let other = head.and_then(|it| walk.places.child(it, status));
        match other {
            _ if status.starts_with("x-") => {}
            Some(other) => {
                if let Some((node, other)) = walk.here(Part::Response, *node, other, cx) {
                    compare_one(walk, node, other, cx);
                }
            }
            None => {
                let what = if is_success(status) {
                    What::SuccessStatusRemoved
                } else {
                    What::ErrorStatusRemoved
                };
                walk.report(what, cx, Some(*node), None, "response removed");
            }
        }
    }
    for (status, node) in after {
        let known = base.is_some_and(|it| it.get(status).is_some());
        if !known && !status.starts_with("x-") {
            let what =
                if is_success(status) { What::SuccessStatusAdded } else { What::ErrorStatusAdded };
            walk.report(what, cx, None, Some(node), "response added");
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

pub(super) fn compare_one<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, cx: Cx) {
    let judged = ["$ref", "content", "headers", "links"];
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, cx.inert());
    let (was, is) = walk.children(base, head, "content");
    bodies::content(walk, was, is, cx);
    let (was, is) = walk.children(base, head, "headers");
    let (was, is) = (named(walk, was), named(walk, is));
    headers(walk, was, is, cx);
    if base.get("links") != head.get("links") {
        members::changed(walk, What::LinkChanged, cx, &[base], &[head], "links");
    }
}

/// The headers of a response. Their names are the same in any case.
fn named<'a>(walk: &mut Walk<'a>, headers: Option<Node<'a>>) -> IndexMap<String, Node<'a>> {
    let members = headers.map(|it| walk.places.members(it)).unwrap_or_default();
    members.into_iter().map(|(name, node)| (name.to_lowercase(), node)).collect()
}

/// Compares what comes beside a body, each under what tells it from the others.
pub(super) fn headers<'a, Key: Hash + Eq>(
    walk: &mut Walk<'a>,
    before: IndexMap<Key, Node<'a>>,
    mut after: IndexMap<Key, Node<'a>>,
    cx: Cx,
) {
    for (key, node) in before {
        if let Some(other) = after.shift_remove(&key) {
            if let Some((node, other)) = walk.here(Part::Header, node, other, cx) {
                compare_header(walk, node, other, cx);
            }
            continue;
        }
        let (what, text) = if walk.places.resolve(node).flag("required") {
            (What::RequiredHeaderRemoved, "required header removed")
        } else {
            (What::OptionalHeaderRemoved, "optional header removed")
        };
        walk.report(what, cx, Some(node), None, text);
    }
    for node in after.into_values() {
        walk.report(What::HeaderAdded, cx, None, Some(node), "header added");
    }
}

pub(super) fn compare_header<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, cx: Cx) {
    let judged = ["$ref", "name", "in", "required", "schema", "content"];
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, cx.inert());
    lifecycle::compare(walk, &[base], &[head], cx.inert());
    match (base.flag("required"), head.flag("required")) {
        (false, true) => {
            walk.report(What::HeaderBecameRequired, cx, Some(base), Some(head), "became required");
        }
        (true, false) => {
            walk.report(What::HeaderBecameOptional, cx, Some(base), Some(head), "became optional");
        }
        _ => {}
    }
    match walk.children(base, head, "schema") {
        (Some(base), Some(head)) => schemas::pair(walk, base, head, cx.written(Form::Text)),
        (None, Some(node)) => {
            walk.report(What::MediaTypeSchemaAdded, cx, None, Some(node), "schema added");
        }
        (Some(node), None) => {
            walk.report(What::MediaTypeSchemaRemoved, cx, Some(node), None, "schema removed");
        }
        (None, None) => {}
    }
    let (was, is) = walk.children(base, head, "content");
    bodies::content(walk, was, is, cx);
}
