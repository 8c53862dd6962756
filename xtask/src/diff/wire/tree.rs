//! Values of a document together with where they stand, and the way through `$ref`s.

use std::collections::HashMap;

use serde_json::Value;

use crate::spec::outline::reference;
use crate::spec::{Pointer, local_pointer};

/// Where a value stands, as an index into [`Places`]: pointers are only spelt out for findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place(u32);

#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// A value of one of the documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    /// The document it stands in.
    pub(super) root: &'a Value,
    pub(super) value: &'a Value,
    pub(super) place: Place,
}

impl<'a> Node<'a> {
    /// The member `key`, without its place.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.value.get(key)
    }

    /// The member `key`, if it is text.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    /// The member `key`, false if it is not there.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether a `$ref` stands in place of it.
    pub(super) fn is_reference(&self) -> bool {
        reference(self.value).is_some()
    }

    /// Whether it is compared by itself: only through such can a schema contain itself.
    pub(super) fn is_unit(&self) -> bool {
        self.is_reference() || self.get("allOf").is_some()
    }

    /// What tells it from every other value of its document.
    pub(super) fn identity(&self) -> usize {
        std::ptr::from_ref(self.value).addr()
    }
}

/// Every place that was visited, in either document.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    steps: Vec<(Place, Step<'a>)>,
    /// Where a `$ref` of a document leads: it is written often and resolved once.
    targets: HashMap<(usize, &'a str), Option<Node<'a>>>,
}

const ROOT: Place = Place(0);

/// How many `$ref`s to `$ref`s are followed; a longer chain is a cycle.
const LONGEST_CHAIN: usize = 32;

impl<'a> Places<'a> {
    pub(super) fn root(root: &'a Value) -> Node<'a> {
        Node { root, value: root, place: ROOT }
    }

    fn add(&mut self, parent: Place, step: Step<'a>) -> Place {
        self.steps.push((parent, step));
        // Documents of four thousand million values do not fit into memory.
        Place(u32::try_from(self.steps.len()).unwrap_or(u32::MAX))
    }

    /// The member `key` of an object.
    pub(super) fn child(&mut self, node: Node<'a>, key: &str) -> Option<Node<'a>> {
        let (key, value) = node.value.as_object()?.get_key_value(key)?;
        Some(Node { value, place: self.add(node.place, Step::Key(key)), ..node })
    }

    /// Every member of an object.
    pub(super) fn members(&mut self, node: Node<'a>) -> Vec<(&'a str, Node<'a>)> {
        let members = node.value.as_object().into_iter().flatten();
        members
            .map(|(key, value)| {
                let place = self.add(node.place, Step::Key(key));
                (key.as_str(), Node { value, place, ..node })
            })
            .collect()
    }

    /// Every element of an array.
    pub(super) fn elements(&mut self, node: Node<'a>) -> Vec<Node<'a>> {
        let elements = node.value.as_array().into_iter().flatten().enumerate();
        elements
            .map(|(index, value)| Node {
                value,
                place: self.add(node.place, Step::Index(index)),
                ..node
            })
            .collect()
    }

    /// What a node stands for: itself, or what its `$ref` leads to in the end; itself, too, if that is nowhere.
    pub(super) fn resolve(&mut self, node: Node<'a>) -> Node<'a> {
        let mut here = node;
        for _ in 0..LONGEST_CHAIN {
            let Some(text) = reference(here.value) else { return here };
            let Some(target) = self.target(here.root, text) else { return node };
            here = target;
        }
        node
    }

    /// Where a `$ref` leads, one step.
    pub(super) fn target(&mut self, root: &'a Value, text: &'a str) -> Option<Node<'a>> {
        let key = (std::ptr::from_ref(root).addr(), text);
        if let Some(known) = self.targets.get(&key) {
            return *known;
        }
        let found = self.find(root, text);
        self.targets.insert(key, found);
        found
    }

    /// [`Places::target`], for text that is not part of the document.
    pub(super) fn find(&mut self, root: &'a Value, text: &str) -> Option<Node<'a>> {
        let pointer = local_pointer(text)?;
        let mut node = Self::root(root);
        for segment in pointer.as_str().split('/').skip(1) {
            let key = segment.replace("~1", "/").replace("~0", "~");
            node = match node.value {
                Value::Array(elements) => {
                    let index = key.parse().ok()?;
                    let value = elements.get(index)?;
                    Node { value, place: self.add(node.place, Step::Index(index)), ..node }
                }
                _ => self.child(node, &key)?,
            };
        }
        Some(node)
    }

    /// The steps that lead to a place, each with where it leads.
    pub(super) fn path(&self, place: Place) -> Vec<(Place, Step<'a>)> {
        let mut path = Vec::new();
        let mut here = place;
        while let Some((parent, step)) =
            here.0.checked_sub(1).and_then(|index| self.steps.get(index as usize))
        {
            path.push((here, *step));
            here = *parent;
        }
        path.reverse();
        path
    }

    pub(super) fn pointer(&self, place: Place) -> Pointer {
        self.path(place).into_iter().fold(Pointer::root(), |pointer, (_, step)| match step {
            Step::Key(key) => pointer.key(key),
            Step::Index(index) => pointer.index(index),
        })
    }
}
