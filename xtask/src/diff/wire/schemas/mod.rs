//! Compares schemas in step, through `$ref`, `allOf`, branches, lists and maps.

mod composition;
pub(super) mod discriminator;
mod keywords;
mod limits;
mod properties;
mod types;
mod values;
mod view;

use super::tree::Node;
use super::walk::{Cx, Part, Walk};
use crate::diff::rules::What;
use view::View;

/// Compares two schemas where they are written, or has them compared if a `$ref` leads to one.
pub(super) fn pair<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, cx: Cx) {
    pairs(walk, &[base], &[head], cx);
}

/// Compares what several schemas together demand.
fn pairs<'a>(walk: &mut Walk<'a>, base: &[Node<'a>], head: &[Node<'a>], cx: Cx) {
    match (base, head) {
        ([base], [head]) if base.is_unit() || head.is_unit() => {
            let (base, head) = (walk.places.resolve(*base), walk.places.resolve(*head));
            walk.enqueue(Part::Schema, base, head, cx);
        }
        _ if base.iter().chain(head).any(Node::is_unit) => each(walk, base, head, cx),
        _ => compare(walk, base, head, cx),
    }
}

/// Compares several schemas one by one: what lies behind `$ref`s is never summed up,
/// as there may be as many sums as there are sets of schemas.
fn each<'a>(walk: &mut Walk<'a>, base: &[Node<'a>], head: &[Node<'a>], cx: Cx) {
    let mut others = head.to_vec();
    let mut left = Vec::new();
    for node in base {
        match others.iter().position(|other| walk.same_place(*node, *other)) {
            Some(index) => {
                let other = others.remove(index);
                pair(walk, *node, other, cx);
            }
            None => left.push(*node),
        }
    }
    for (node, other) in left.iter().zip(&others) {
        pair(walk, *node, *other, cx);
    }
    for node in left.iter().skip(others.len()) {
        walk.report(What::SchemaChanged, cx, Some(*node), None, "one of its descriptions removed");
    }
    for node in others.iter().skip(left.len()) {
        walk.report(What::SchemaChanged, cx, None, Some(*node), "described once more");
    }
}

/// Compares the schemas of a unit.
pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &[Node<'a>], head: &[Node<'a>], cx: Cx) {
    let alike = base.len() == head.len();
    let (base, head) = (View::of(walk, base), View::of(walk, head));
    let before = walk.findings.len();
    if composition::wrapped(walk, &base, &head, cx) {
        return;
    }
    if keywords::differ(&base, &head) && !keywords::compare(walk, &base, &head, cx) {
        return;
    }
    properties::compare(walk, &base, &head, cx);
    properties::additional(walk, &base, &head, cx);
    properties::items(walk, &base, &head, cx);
    composition::compare(walk, &base, &head, cx);
    composition::excluded(walk, &base, &head, cx);
    discriminator::compare(walk, &base, &head, cx);
    if alike && base.layers.len() != head.layers.len() && walk.findings.len() == before {
        let (base, head) = (base.first(), head.first());
        walk.report(What::SchemaRewritten, cx, base, head, "`allOf` rewritten, same meaning");
    }
}
