//! Compares schemas in step, through `$ref`, `allOf`, branches, lists and maps.

mod composition;
mod discriminator;
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
    if !base.iter().chain(head).any(Node::is_unit) {
        return compare(walk, base, head, cx);
    }
    let resolved = |walk: &mut Walk<'a>, nodes: &[Node<'a>]| {
        nodes.iter().map(|node| walk.places.resolve(*node)).collect()
    };
    let (base, head) = (resolved(walk, base), resolved(walk, head));
    walk.enqueue(Part::Schema, base, head, cx);
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
