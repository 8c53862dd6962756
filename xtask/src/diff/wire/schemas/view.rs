//! A schema together with every branch of its `allOf`: what all of them demand.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diff::wire::members;
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::Walk;

/// What several schemas together demand, each where it is written.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) layers: Vec<Node<'a>>,
}

impl<'a> View<'a> {
    pub(super) fn of(walk: &mut Walk<'a>, nodes: &[Node<'a>]) -> Self {
        let mut layers: Vec<Node<'a>> = Vec::with_capacity(nodes.len());
        let mut seen = HashSet::new();
        let mut waiting: Vec<Node<'a>> = nodes.iter().rev().copied().collect();
        while let Some(node) = waiting.pop() {
            let layer = walk.places.resolve(node);
            if node.is_reference() {
                walk.met.insert(layer.identity());
            }
            let branches = walk.places.child(layer, "allOf");
            // Only what has branches or is one can be met twice.
            if (branches.is_none() && waiting.is_empty() && layers.is_empty())
                || seen.insert(layer.identity())
            {
                layers.push(layer);
                let branches = branches.map(|it| walk.places.elements(it)).unwrap_or_default();
                waiting.extend(branches.into_iter().rev());
            }
        }
        Self { layers }
    }

    pub(super) fn first(&self) -> Option<Node<'a>> {
        self.layers.first().copied()
    }

    /// The first value of a keyword.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        members::get(&self.layers, key)
    }

    /// A value of a keyword that no layer of the other has, one that counts if there is such.
    pub(super) fn own(
        &self,
        walk: &mut Walk<'a>,
        other: &Self,
        key: &str,
        counts: impl Fn(&Value) -> bool,
    ) -> Option<Node<'a>> {
        let mut values = self.all(walk, key);
        values.retain(|node| other.layers.iter().all(|it| it.get(key) != Some(node.value)));
        values.iter().find(|node| counts(node.value)).or(values.first()).copied()
    }

    /// Whether some layer sets a flag.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.layers.iter().any(|layer| layer.flag(key))
    }

    /// Every schema that stands under a keyword.
    pub(super) fn all(&self, walk: &mut Walk<'a>, key: &str) -> Vec<Node<'a>> {
        self.layers.iter().filter_map(|layer| walk.places.child(*layer, key)).collect()
    }

    /// Every element of the lists that stand under a keyword.
    pub(super) fn elements(&self, walk: &mut Walk<'a>, key: &str) -> Vec<Node<'a>> {
        let lists = self.all(walk, key);
        lists.into_iter().flat_map(|list| walk.places.elements(list)).collect()
    }

    /// Every property, each with all its descriptions.
    pub(super) fn properties(&self, walk: &mut Walk<'a>) -> IndexMap<&'a str, Vec<Node<'a>>> {
        let mut properties: IndexMap<&'a str, Vec<Node<'a>>> = IndexMap::new();
        for object in self.all(walk, "properties") {
            for (name, node) in walk.places.members(object) {
                properties.entry(name).or_default().push(node);
            }
        }
        properties
    }

    pub(super) fn required(&self) -> HashSet<&'a str> {
        let lists = self.layers.iter().filter_map(|layer| layer.get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str).filter(|name| !name.is_empty()).collect()
    }
}
