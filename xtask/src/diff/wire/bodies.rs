//! Compares request bodies and the media types of bodies of either direction.

use super::tree::Node;
use super::walk::{Cx, Form, Part, Walk};
use super::{members, schemas};
use crate::diff::rules::What;

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let cx = Cx::REQUEST;
    match walk.children(base, head, "requestBody") {
        (None, None) => {}
        (None, Some(node)) => {
            let required = walk.places.resolve(node).flag("required");
            let (what, text) = if required {
                (What::RequestBodyAddedRequired, "required body added")
            } else {
                (What::RequestBodyAddedOptional, "optional body added")
            };
            walk.report(what, cx, None, Some(node), text);
        }
        (Some(node), None) => {
            walk.report(What::RequestBodyRemoved, cx, Some(node), None, "body removed");
        }
        (Some(base), Some(head)) => {
            if let Some((base, head)) = walk.here(Part::Body, base, head, cx) {
                compare_one(walk, base, head, cx);
            }
        }
    }
}

pub(super) fn compare_one<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, cx: Cx) {
    let judged = ["$ref", "required", "content"];
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, cx.inert());
    match (base.flag("required"), head.flag("required")) {
        (false, true) => {
            walk.report(
                What::RequestBodyBecameRequired,
                cx,
                Some(base),
                Some(head),
                "became required",
            );
        }
        (true, false) => {
            walk.report(
                What::RequestBodyBecameOptional,
                cx,
                Some(base),
                Some(head),
                "became optional",
            );
        }
        _ => {}
    }
    let (was, is) = walk.children(base, head, "content");
    content(walk, was, is, cx);
}

/// Compares the media types a body may have.
pub(super) fn content<'a>(
    walk: &mut Walk<'a>,
    base: Option<Node<'a>>,
    head: Option<Node<'a>>,
    cx: Cx,
) {
    let mut before = base.map(|it| walk.places.members(it)).unwrap_or_default();
    let mut after = head.map(|it| walk.places.members(it)).unwrap_or_default();
    let matches: [fn(&str, &str) -> bool; 3] =
        [|one, other| one == other, |one, other| essence(one) == essence(other), related];
    for same in matches {
        before.retain(|(name, one)| {
            let Some(index) = after.iter().position(|(other, _)| same(name, other)) else {
                return true;
            };
            let (other_name, other) = after.remove(index);
            renamed(walk, (name, *one), (other_name, other), cx);
            media_type(walk, *one, other, cx.written(form(other_name)));
            false
        });
    }
    for (name, node) in before {
        walk.report(
            What::MediaTypeRemoved,
            cx,
            Some(node),
            None,
            format!("media type `{name}` removed"),
        );
    }
    for (name, node) in after {
        walk.report(
            What::MediaTypeAdded,
            cx,
            None,
            Some(node),
            format!("media type `{name}` added"),
        );
    }
}

/// A media type without its parameters.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// Whether one of two media types is a special case of the other: `application/problem+json` of `application/json`.
fn related(one: &str, other: &str) -> bool {
    contains(one, other) || contains(other, one)
}

fn contains(wide: &str, special: &str) -> bool {
    let (wide, special) = (essence(wide), essence(special));
    match (wide.split_once('/'), special.split_once('/')) {
        (Some(("*", "*")), _) => true,
        (Some((kind, "*")), Some((other, _))) => kind == other,
        (Some((kind, name)), Some((other, special))) => {
            kind == other && special.strip_suffix(name).is_some_and(|rest| rest.ends_with('+'))
        }
        _ => false,
    }
}

fn renamed<'a>(
    walk: &mut Walk<'a>,
    (name, base): (&str, Node<'a>),
    (other, head): (&str, Node<'a>),
    cx: Cx,
) {
    let what = if name == other {
        return;
    } else if essence(name) == essence(other) {
        What::MediaTypeParameterChanged
    } else if contains(other, name) {
        What::MediaTypeGeneralized
    } else {
        What::MediaTypeSpecialized
    };
    walk.report(what, cx, Some(base), Some(head), format!("media type `{name}` -> `{other}`"));
}

fn form(media_type: &str) -> Form {
    let essence = essence(media_type);
    let json = essence.ends_with("json") || essence.contains('*');
    if json { Form::Json } else { Form::Text }
}

fn media_type<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, cx: Cx) {
    let judged = ["schema", "encoding"];
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, cx.inert());
    if base.get("encoding") != head.get("encoding") {
        members::changed(walk, What::EncodingChanged, cx, &[base], &[head], "encoding");
    }
    match walk.children(base, head, "schema") {
        (Some(base), Some(head)) => schemas::pair(walk, base, head, cx),
        (None, Some(node)) => {
            walk.report(What::MediaTypeSchemaAdded, cx, None, Some(node), "schema added");
        }
        (Some(node), None) => {
            walk.report(What::MediaTypeSchemaRemoved, cx, Some(node), None, "schema removed");
        }
        (None, None) => {}
    }
}
