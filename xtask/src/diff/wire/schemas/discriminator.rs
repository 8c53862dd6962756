//! The member that tells the shapes of a schema apart, and which value stands for which.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::composition;
use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members::show;
use crate::diff::wire::tree::{Node, Step};
use crate::diff::wire::walk::{Cx, Part, Walk};

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    match (owner(base), owner(head)) {
        (None, None) => {}
        (None, Some(head)) => {
            let at = walk.places.child(head, KEY);
            walk.report(What::DiscriminatorAdded, cx, None, at, "discriminator added");
        }
        (Some(base), None) => {
            let at = walk.places.child(base, KEY);
            walk.report(What::DiscriminatorRemoved, cx, at, None, "discriminator removed");
        }
        // Every shape inherits it: once is enough.
        (Some(base), Some(head)) => walk.enqueue(Part::Discriminator, base, head, cx),
    }
}

const KEY: &str = "discriminator";

/// The schema that has it, and whose shapes it tells apart.
fn owner<'a>(view: &View<'a>) -> Option<Node<'a>> {
    view.layers.iter().find(|layer| layer.get(KEY).is_some()).copied()
}

/// Compares the discriminators of two schemas.
pub(in crate::diff::wire) fn compare_one<'a>(
    walk: &mut Walk<'a>,
    base: Node<'a>,
    head: Node<'a>,
    cx: Cx,
) {
    let (Some(was), Some(is)) = walk.children(base, head, KEY) else { return };
    let (was, is) = walk.children(was, is, "propertyName");
    let (old, new) = (was.map(|it| it.value), is.map(|it| it.value));
    if old != new {
        let text = format!("discriminator {} -> {}", show(old), show(new));
        walk.report(What::DiscriminatorPropertyChanged, cx, was, is, text);
    }
    let (before, after) = (Shapes::of(walk, base), Shapes::of(walk, head));
    for (value, tag) in &before.tags {
        let stays = after.may_hold(tag);
        match after.tags.get(value) {
            None if !stays && tag.is_branch() => {}
            None => {
                let what = if stays {
                    What::DiscriminatorValueRemoved
                } else {
                    What::DiscriminatorMappingDeleted
                };
                let text = format!("discriminator value `{value}` removed");
                walk.report(what, cx, Some(tag.at), None, text);
            }
            Some(other) if other.name == tag.name => {
                if let (Some(shape), Some(other)) = (tag.shape, other.shape) {
                    walk.enqueue(Part::Schema, shape, other, cx.inside());
                }
            }
            Some(other) => {
                let what = if stays {
                    What::DiscriminatorValueChanged
                } else {
                    What::DiscriminatorMappingChanged
                };
                let (old, new) = (last(&tag.name), last(&other.name));
                let text = format!("discriminator value `{value}`: `{old}` -> `{new}`");
                walk.report(what, cx, Some(tag.at), Some(other.at), text);
            }
        }
    }
    for (value, tag) in after.tags.iter().filter(|(value, _)| !before.tags.contains_key(*value)) {
        let what = match before.may_hold(tag) {
            true => What::DiscriminatorValueAdded,
            false if tag.is_branch() => continue,
            false => What::DiscriminatorMappingAdded,
        };
        let text = format!("discriminator value `{value}` added");
        walk.report(what, cx, None, Some(tag.at), text);
    }
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// What a value of the discriminator stands for.
struct Tag<'a> {
    /// Where that is said.
    at: Node<'a>,
    /// The schema; `None` if the document does not have it.
    shape: Option<Node<'a>>,
    /// What the schema is known by on both sides.
    name: String,
}

impl Tag<'_> {
    /// Whether the branch itself says it, which is reported if it came or went.
    fn is_branch(&self) -> bool {
        self.at.is_reference()
    }
}

/// The shapes that a discriminator tells apart.
struct Shapes<'a> {
    tags: IndexMap<&'a str, Tag<'a>>,
    /// The names of the branches, if there are any: whether one came or went is told there.
    branches: Option<HashSet<String>>,
}

impl<'a> Shapes<'a> {
    /// Those mapped to a value, and the others by the name of their component.
    fn of(walk: &mut Walk<'a>, owner: Node<'a>) -> Self {
        let mapping = walk.places.child(owner, KEY);
        let mapping = mapping.and_then(|it| walk.places.child(it, "mapping"));
        let mut tags = IndexMap::new();
        for (value, at) in mapping.map(|it| walk.places.members(it)).unwrap_or_default() {
            let shape = target(walk, at);
            let name = match shape {
                Some(shape) => composition::name(walk, shape),
                None => at.value.to_string(),
            };
            tags.insert(value, Tag { at, shape, name });
        }
        let mapped: HashSet<String> = tags.values().map(|tag| tag.name.clone()).collect();
        let lists = ["oneOf", "anyOf"].map(|key| walk.places.child(owner, key));
        let has_branches = lists.iter().any(Option::is_some);
        let branches: Vec<Node<'a>> =
            lists.into_iter().flatten().flat_map(|it| walk.places.elements(it)).collect();
        let shapes = if has_branches { branches } else { walk.subtypes(owner) };
        let mut names = HashSet::new();
        for at in shapes {
            let shape = walk.places.resolve(at);
            let name = composition::name(walk, shape);
            if let Some((_, Step::Key(component))) = walk.places.path(shape.place).last()
                && !mapped.contains(&name)
            {
                let tag = Tag { at, shape: Some(shape), name: name.clone() };
                tags.entry(*component).or_insert(tag);
            }
            names.insert(name);
        }
        Self { tags, branches: has_branches.then_some(names) }
    }

    /// Whether the shape of a tag of the other side is one of these, or could be.
    fn may_hold(&self, tag: &Tag<'_>) -> bool {
        self.branches.as_ref().is_none_or(|names| names.contains(&tag.name))
    }
}

/// The schema that a value stands for; a mapping may name it without the way to it.
fn target<'a>(walk: &mut Walk<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let name = node.value.as_str()?;
    let found = walk.places.target(node.root, name);
    found.or_else(|| walk.places.find(node.root, &format!("#/components/schemas/{name}")))
}
