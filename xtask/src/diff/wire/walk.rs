//! The state of a walk: what waits to be compared, what was found, and what led where.

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexMap;
use serde_json::Value;

use super::tree::{Node, Place, Places};
use crate::diff::rules::What;
use crate::diff::{Direction, Rule};

/// In what circumstances a schema is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Cx {
    pub(super) direction: Direction,
    pub(super) form: Form,
    /// Whether it is a parameter that may be left out: then its default says what a call means.
    pub(super) optional: bool,
}

/// How a value is written on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// As JSON, with its type.
    Json,
    /// As text without a type: parameters, headers, forms, XML.
    Text,
    /// As a parameter that is repeated for each element, so that one value looks like a list of one.
    Repeated,
}

impl Cx {
    pub(super) const REQUEST: Self = Self::of(Direction::Request);
    pub(super) const RESPONSE: Self = Self::of(Direction::Response);
    pub(super) const NEITHER: Self = Self::of(Direction::Neither);

    const fn of(direction: Direction) -> Self {
        Self { direction, form: Form::Json, optional: false }
    }

    pub(super) fn written(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// For what stands inside.
    pub(super) fn inside(self) -> Self {
        let form = if self.form == Form::Json { Form::Json } else { Form::Text };
        Self { form, optional: false, ..self }
    }

    /// For what nothing carries in this direction.
    pub(super) fn inert(self) -> Self {
        Self { direction: Direction::Neither, ..self }
    }
}

/// What a pair behind `$ref`s is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Schema,
    /// A schema, for the sake of its discriminator.
    Discriminator,
    Parameter,
    Body,
    Response,
    Header,
}

/// A pair that is compared once.
#[derive(Clone, Debug)]
pub(super) struct Unit<'a> {
    pub(super) part: Part,
    pub(super) base: Node<'a>,
    pub(super) head: Node<'a>,
    pub(super) cx: Cx,
    index: usize,
}

type Identity = (Part, usize, usize, Cx);

/// Something that differs.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) rule: &'static Rule,
    pub(super) base: Option<Place>,
    pub(super) head: Option<Place>,
    pub(super) message: String,
    pub(super) unit: usize,
}

/// What is known of a unit once it is met.
#[derive(Debug, Default)]
pub(super) struct Origin {
    /// The name of the operation it is.
    pub(super) operation: Option<Named>,
    /// The units that lead to it.
    pub(super) parents: Vec<usize>,
}

/// An operation as findings name it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: String,
    /// Whether it is declared unstable: `x-stability-level` is draft or alpha.
    pub(super) unstable: bool,
}

pub(super) struct Walk<'a> {
    pub(super) base: Node<'a>,
    pub(super) head: Node<'a>,
    pub(super) today: Option<&'a str>,
    pub(super) places: Places<'a>,
    /// What stands at a place in the words of a reviewer, where the pointer does not say it: parameters.
    pub(super) names: HashMap<Place, String>,
    /// Set once what operations use has been compared.
    pub(super) unused: bool,
    /// Components of the base that stand in the head under another name, by identity.
    pub(super) renamed: HashMap<usize, Node<'a>>,
    /// The components that name a schema in their `allOf`, by its identity.
    pub(super) extended: HashMap<usize, Vec<Node<'a>>>,
    /// What of the head took the place of what of the base, where a `$ref` led to it; the first counts.
    pub(super) replaced: HashMap<usize, usize>,
    /// Values that were compared as units, on either side.
    pub(super) met: HashSet<usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) origins: Vec<Origin>,
    known: HashMap<Identity, usize>,
    queue: VecDeque<Unit<'a>>,
    current: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(base: &'a Value, head: &'a Value, today: Option<&'a str>) -> Self {
        Self {
            base: Places::root(base),
            head: Places::root(head),
            today,
            places: Places::default(),
            names: HashMap::new(),
            unused: false,
            renamed: HashMap::new(),
            extended: HashMap::new(),
            replaced: HashMap::new(),
            met: HashSet::new(),
            findings: Vec::new(),
            // The first unit is the document itself: no operation.
            origins: vec![Origin::default()],
            known: HashMap::new(),
            queue: VecDeque::new(),
            current: 0,
        }
    }

    /// What is found from now on concerns an operation, or the document.
    pub(super) fn enter(&mut self, operation: Option<Named>) {
        self.current = 0;
        if operation.is_some() {
            self.current = self.origins.len();
            self.origins.push(Origin { operation, parents: Vec::new() });
        }
    }

    pub(super) fn next_unit(&mut self) -> Option<Unit<'a>> {
        let unit = self.queue.pop_front()?;
        self.current = unit.index;
        Some(unit)
    }

    /// Has a pair compared, unless it was or will be.
    pub(super) fn enqueue(&mut self, part: Part, base: Node<'a>, head: Node<'a>, cx: Cx) {
        let (before, after) = (base.identity(), head.identity());
        self.met.extend([before, after]);
        self.replaced.entry(before).or_insert(after);
        let next = self.origins.len();
        let index = *self.known.entry((part, before, after, cx)).or_insert(next);
        if index == next {
            self.origins.push(Origin::default());
            self.queue.push_back(Unit { part, base, head, cx, index });
        }
        if let Some(origin) = self.origins.get_mut(index)
            && origin.parents.last() != Some(&self.current)
        {
            origin.parents.push(self.current);
        }
    }

    /// The components that extend a schema, directly or not.
    pub(super) fn subtypes(&self, schema: Node<'a>) -> Vec<Node<'a>> {
        let mut found: IndexMap<usize, Node<'a>> = IndexMap::from([(schema.identity(), schema)]);
        let mut next = 0;
        while let Some((parent, _)) = found.get_index(next) {
            let children = self.extended.get(parent).into_iter().flatten();
            found.extend(children.map(|it| (it.identity(), *it)).collect::<Vec<_>>());
            next += 1;
        }
        found.into_values().skip(1).collect()
    }

    /// Whether two nodes stand, or lead, to the same place of both documents.
    pub(super) fn same_place(&mut self, base: Node<'a>, head: Node<'a>) -> bool {
        let (base, head) = (self.places.resolve(base), self.places.resolve(head));
        self.places.pointer(base.place) == self.places.pointer(head.place)
    }

    /// Resolves a pair; `None` if a `$ref` led to it, and it is compared by itself.
    pub(super) fn here(
        &mut self,
        part: Part,
        base: Node<'a>,
        head: Node<'a>,
        cx: Cx,
    ) -> Option<(Node<'a>, Node<'a>)> {
        if !base.is_reference() && !head.is_reference() {
            return Some((base, head));
        }
        let (base, head) = (self.places.resolve(base), self.places.resolve(head));
        self.enqueue(part, base, head, cx);
        None
    }

    /// Notes that something differs, in the words of what it was and is.
    pub(super) fn report(
        &mut self,
        what: What,
        cx: Cx,
        base: Option<Node<'a>>,
        head: Option<Node<'a>>,
        text: impl AsRef<str>,
    ) {
        let rule = what.rule(cx.direction);
        let rule = match (self.unused, rule.docs) {
            (true, false) => What::UnusedComponentChanged.rule(cx.direction),
            _ => rule,
        };
        let (base, head) = (base.map(|it| it.place), head.map(|it| it.place));
        let label = head.or(base).map(|place| self.label(place)).unwrap_or_default();
        let message = format!("{label}: {}", text.as_ref());
        self.findings.push(Finding { rule, base, head, message, unit: self.current });
    }

    /// The member `key` of both.
    pub(super) fn children(
        &mut self,
        base: Node<'a>,
        head: Node<'a>,
        key: &str,
    ) -> (Option<Node<'a>>, Option<Node<'a>>) {
        (self.places.child(base, key), self.places.child(head, key))
    }
}
