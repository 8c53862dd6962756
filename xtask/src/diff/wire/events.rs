//! Compares what the API sends by itself: webhooks (`x-webhooks`) and callbacks. Their payloads are received.

use super::paths::METHODS;
use super::tree::Node;
use super::walk::{Cx, Named, Part, Walk};
use super::{bodies, members, parameters, responses};
use crate::diff::rules::What;

/// Compares the events of the document.
pub(super) fn webhooks(walk: &mut Walk<'_>) {
    let (base, head) = walk.children(walk.base, walk.head, "x-webhooks");
    let before = base.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = head.map(|it| walk.places.members(it)).unwrap_or_default();
    for (name, node) in before {
        walk.enter(Some(named(name)));
        let other = head.and_then(|it| walk.places.child(it, name));
        event(walk, Some(node), other);
    }
    for (name, node) in after {
        if base.is_none_or(|it| it.get(name).is_none()) {
            walk.enter(Some(named(name)));
            event(walk, None, Some(node));
        }
    }
    walk.enter(None);
}

fn named(event: &str) -> Named {
    Named { name: format!("webhook {event}"), unstable: false }
}

/// Compares the callbacks of an operation: names of maps from expressions to path items.
pub(super) fn callbacks<'a>(walk: &mut Walk<'a>, base: Option<Node<'a>>, head: Option<Node<'a>>) {
    let before = expressions(walk, base);
    let mut after = expressions(walk, head);
    for (key, node) in before {
        let partner =
            after.iter().position(|(other, _)| *other == key).map(|at| after.remove(at).1);
        event(walk, Some(node), partner);
    }
    for (_, node) in after {
        event(walk, None, Some(node));
    }
}

type Expression<'a> = (&'a str, &'a str);

fn expressions<'a>(
    walk: &mut Walk<'a>,
    callbacks: Option<Node<'a>>,
) -> Vec<(Expression<'a>, Node<'a>)> {
    let named = callbacks.map(|it| walk.places.members(it)).unwrap_or_default();
    let mut expressions = Vec::new();
    for (name, callback) in named {
        let callback = walk.places.resolve(callback);
        for (expression, item) in walk.places.members(callback) {
            expressions.push(((name, expression), item));
        }
    }
    expressions
}

fn event<'a>(walk: &mut Walk<'a>, base: Option<Node<'a>>, head: Option<Node<'a>>) {
    let cx = Cx::RESPONSE;
    let (base, head) = match (base, head) {
        (Some(base), Some(head)) => (walk.places.resolve(base), walk.places.resolve(head)),
        (None, Some(_)) => return walk.report(What::EventAdded, cx, None, head, "event added"),
        _ => return walk.report(What::EventRemoved, cx, base, None, "event removed"),
    };
    let mut judged = METHODS.to_vec();
    judged.push("parameters");
    members::rest(walk, &[base], &[head], &judged, What::EventChanged, cx.inert());
    for method in METHODS {
        match walk.children(base, head, method) {
            (Some(was), Some(is)) => delivery(walk, [base, was], [head, is], cx),
            (None, None) => {}
            (base, head) => {
                let text = format!("delivered by another method than {}", method.to_uppercase());
                walk.report(What::EventChanged, cx, base, head, text);
            }
        }
    }
}

/// Compares an operation of the receiver, each with its path item.
fn delivery<'a>(walk: &mut Walk<'a>, before: [Node<'a>; 2], after: [Node<'a>; 2], cx: Cx) {
    let ([_, base], [_, head]) = (before, after);
    let judged = ["requestBody", "responses", "parameters", "operationId", "tags"];
    members::rest(walk, &[base], &[head], &judged, What::EventChanged, cx.inert());
    if base.get("operationId") != head.get("operationId") {
        members::changed(walk, What::OperationIdChanged, cx, &[base], &[head], "operationId");
    }
    if base.get("tags") != head.get("tags") {
        members::changed(walk, What::TagChanged, cx, &[base], &[head], "tags");
    }
    // What comes with the payload is to its reader what headers of an answer are.
    let (was, is) = (parameters::listed(walk, before), parameters::listed(walk, after));
    responses::headers(walk, was, is, cx);
    acknowledgement(walk, base, head);
    match walk.children(base, head, "requestBody") {
        (None, None) => {}
        (None, Some(node)) => {
            walk.report(What::EventPayloadAdded, cx, None, Some(node), "payload added");
        }
        (Some(node), None) => {
            walk.report(What::EventPayloadRemoved, cx, Some(node), None, "payload removed");
        }
        (Some(base), Some(head)) => {
            let (base, head) = (walk.places.resolve(base), walk.places.resolve(head));
            let judged = ["$ref", "content"];
            members::rest(walk, &[base], &[head], &judged, What::EventChanged, cx.inert());
            let (was, is) = walk.children(base, head, "content");
            bodies::content(walk, was, is, cx);
        }
    }
}

/// Compares what the receiver may answer: that is sent to the API.
fn acknowledgement<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (was, is) = walk.children(base, head, "responses");
    let mut after = is.map(|it| walk.places.members(it)).unwrap_or_default();
    for (status, node) in was.map(|it| walk.places.members(it)).unwrap_or_default() {
        let Some(at) = after.iter().position(|(other, _)| *other == status) else {
            let text = "acknowledgement removed";
            walk.report(What::EventChanged, Cx::REQUEST, Some(node), None, text);
            continue;
        };
        if let Some((base, head)) = walk.here(Part::Response, node, after.remove(at).1, Cx::REQUEST)
        {
            responses::compare_one(walk, base, head, Cx::REQUEST);
        }
    }
    for (_, node) in after {
        let text = "acknowledgement added";
        walk.report(What::EventChanged, Cx::REQUEST, None, Some(node), text);
    }
}
