//! Rules over a document: one table, one file per area.

mod access;
mod composition;
mod content;
mod extensions;
mod house;
mod levels;
mod operations;
mod paths;
mod references;
mod rules;
mod schemas;
mod sensitivity;
mod values;

pub use levels::apply_levels;
pub use rules::RULES;

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::spec::model::Kind;
use crate::spec::outline::{Node, Outline, member};
use crate::spec::{Document, Pointer, follow, local_pointer};

/// Something a document must or should do.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case id, as in diagnostics.
    pub id: &'static str,
    /// How bad it is to break it.
    pub level: Level,
    /// What it asks for, in one line.
    pub summary: &'static str,
    /// Why it is there.
    pub why: &'static str,
    /// What finds the places that break it. `None`: reading or lowering the document reports it.
    pub check: Option<Check>,
    /// Whether it is only for documents that ask for the house rules.
    pub house: bool,
}

/// Reports every place of a document that breaks one rule.
pub type Check = fn(&View<'_>, &mut Report<'_>);

/// Applies every rule to a document, at the levels the document wants.
pub fn lint(document: &Document, diagnostics: &mut Diagnostics) {
    let outline = Outline::of(&document.tree);
    let view = View::of(&document.tree, &outline);
    let has_house_rules = levels::house(&document.tree).is_some();
    for rule in RULES.iter().filter(|rule| has_house_rules || !rule.house) {
        if let Some(check) = rule.check {
            check(&view, &mut Report { rule, diagnostics });
        }
    }
    apply_levels(document, diagnostics);
}

/// The rule of an id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// A document as rules look at it: the tree, which holds what the typed form drops.
#[derive(Debug)]
pub struct View<'a> {
    raw: &'a Value,
    outline: &'a Outline<'a>,
    references: Vec<Reference<'a>>,
    /// For each component schema, the components that hold a `$ref` to it.
    named_by: HashMap<String, Vec<&'a str>>,
}

/// A `$ref` in place of an object.
#[derive(Debug)]
struct Reference<'a> {
    node: Node<'a>,
    text: &'a str,
    /// The pointer it holds; `None` if it leads out of the document.
    target: Option<Pointer>,
    /// What is there.
    value: Option<&'a Value>,
}

impl<'a> View<'a> {
    fn of(raw: &'a Value, outline: &'a Outline<'a>) -> Self {
        let references = outline.references().filter_map(|node| {
            let text = node.reference()?;
            let target = local_pointer(text);
            let value = target.as_ref().and_then(|target| target.value(raw));
            Some(Reference { node, text, target, value })
        });
        let references: Vec<_> = references.collect();
        let named_by = composition::named_by(&references);
        Self { raw, outline, references, named_by }
    }

    /// Every object of a kind; a `$ref` in place of one is not among them.
    fn objects(&self, kind: Kind) -> impl Iterator<Item = Node<'_>> {
        self.outline.objects(kind)
    }

    /// The operations of `paths`, leaving out those of callbacks and webhooks.
    fn operations(&self) -> impl Iterator<Item = Node<'_>> {
        self.objects(Kind::Operation).filter(|operation| {
            let paths = operation.parent().and_then(Node::parent);
            paths.is_some_and(|paths| paths.kind() == Some(Kind::Paths))
        })
    }

    /// What a value or the `$ref` in its place stands for.
    fn follow<'v>(&'v self, value: &'v Value) -> Option<&'v Value> {
        follow(self.raw, value)
    }

    /// The components of a section.
    fn components(&self, section: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let section = self.raw.get("components").and_then(|components| components.get(section));
        section.and_then(Value::as_object).into_iter().flatten()
    }

    /// The parameters an operation or path item lists, each with where it is listed.
    fn parameters<'v>(&'v self, owner: Node<'v>) -> impl Iterator<Item = (Pointer, &'v Value)> {
        let at = owner.at_key("parameters");
        let listed = owner.list("parameters").iter().enumerate();
        listed.filter_map(move |(index, value)| Some((at.index(index), self.follow(value)?)))
    }
}

/// Where a check puts what it finds.
#[derive(Debug)]
pub struct Report<'d> {
    rule: &'static Rule,
    diagnostics: &'d mut Diagnostics,
}

impl Report<'_> {
    fn add(&mut self, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.add(self.rule.id, self.rule.level, at, message)
    }
}

/// The text of a member.
fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    member(value, name)?.as_str()
}

/// The elements of a list member.
fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    member(value, name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Names as they are listed in a message, cut if there are many.
fn quoted<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 8;
    let mut names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.len() > MOST {
        names.truncate(MOST);
        names.push("…".to_owned());
    }
    names.join(", ")
}
