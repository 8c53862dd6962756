//! The member that tells the shapes of a schema apart, and which value stands for which.

use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members::{child, show};
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Part, Walk};

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let before = child(walk, &base.layers, "discriminator");
    let after = child(walk, &head.layers, "discriminator");
    match (before, after) {
        (None, None) => {}
        (None, Some(_)) => {
            walk.report(What::DiscriminatorAdded, cx, None, after, "discriminator added");
        }
        (Some(_), None) => {
            walk.report(What::DiscriminatorRemoved, cx, before, None, "discriminator removed");
        }
        (Some(before), Some(after)) => {
            let (was, is) = walk.children(before, after, "propertyName");
            if was.map(|it| it.value) != is.map(|it| it.value) {
                let text = format!(
                    "discriminator {} -> {}",
                    show(was.map(|it| it.value)),
                    show(is.map(|it| it.value))
                );
                walk.report(What::DiscriminatorPropertyChanged, cx, was, is, text);
            }
            mapping(walk, before, after, cx);
        }
    }
}

fn mapping<'a>(walk: &mut Walk<'a>, before: Node<'a>, after: Node<'a>, cx: Cx) {
    let (before, after) = walk.children(before, after, "mapping");
    let old = before.map(|it| walk.places.members(it)).unwrap_or_default();
    for (value, node) in &old {
        let Some(other) = after.and_then(|it| walk.places.child(it, value)) else {
            let text = format!("discriminator value `{value}` removed");
            walk.report(What::DiscriminatorMappingDeleted, cx, Some(*node), None, text);
            continue;
        };
        let (Some(shape), Some(other_shape)) = (target(walk, *node), target(walk, other)) else {
            continue;
        };
        let renamed = walk
            .renamed
            .get(&shape.identity())
            .is_some_and(|it| it.identity() == other_shape.identity());
        if node.value == other.value || renamed {
            walk.enqueue(Part::Schema, shape, other_shape, cx.inside());
        } else {
            let text = format!(
                "discriminator value `{value}`: {} -> {}",
                show(Some(node.value)),
                show(Some(other.value))
            );
            walk.report(What::DiscriminatorMappingChanged, cx, Some(*node), Some(other), text);
        }
    }
    for (value, node) in after.map(|it| walk.places.members(it)).unwrap_or_default() {
        if before.is_none_or(|it| it.get(value).is_none()) {
            let text = format!("discriminator value `{value}` added");
            walk.report(What::DiscriminatorMappingAdded, cx, None, Some(node), text);
        }
    }
}

/// The schema that a value stands for; a mapping may name it without the way to it.
fn target<'a>(walk: &mut Walk<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let name = node.value.as_str()?;
    let found = walk.places.target(node.root, name);
    found.or_else(|| walk.places.find(node.root, &format!("#/components/schemas/{name}")))
}
