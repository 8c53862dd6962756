//! House rules: what makes a hand-written description good. Only a document that asks for them is judged by them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::lint::sensitivity::is_json;
use crate::lint::{Report, View, list, text};
use crate::spec::model::Kind;
use crate::spec::outline::{Node, Step};
use crate::spec::{Pointer, local_pointer};

pub(super) fn summary(view: &View<'_>, report: &mut Report<'_>) {
    for operation in view.objects(Kind::Operation).filter(|it| !has_text(it.value(), "summary")) {
        report.add(&operation.at(), "this operation has no `summary`").on_key();
    }
}

pub(super) fn error(view: &View<'_>, report: &mut Report<'_>) {
    let is_error = |status: &String| status.starts_with('4') || status == "default";
    for operation in view.operations() {
        let responses = operation.get("responses").and_then(Value::as_object);
        if !responses.is_some_and(|responses| responses.keys().any(is_error)) {
            report
                .add(&operation.at_key("responses"), "this operation declares no error")
                .on_key()
                .hint("declare an answer with a status of 400 to 499, or a `default`");
        }
    }
}

pub(super) fn description(view: &View<'_>, report: &mut Report<'_>) {
    for property in view.outline.nodes().filter_map(Property::of) {
        if !is_described(view, property.node.value()) {
            let message = format!("`{}` has no description", property.name);
            report
                .add(&property.node.at(), message)
                .on_key()
                .hint("describe it here, or the schema it refers to");
        }
    }
}

/// Whether a schema says what it is, itself or by what it refers to.
fn is_described(view: &View<'_>, schema: &Value) -> bool {
    let says = |schema: &Value| {
        has_text(schema, "description")
            || view.follow(schema).is_some_and(|it| has_text(it, "description"))
    };
    says(schema) || list(schema, "allOf").iter().any(says)
}

pub(super) fn example(view: &View<'_>, report: &mut Report<'_>) {
    for body in view.objects(Kind::MediaType) {
        if is_json(body.key()) && is_sent_or_success(view, body) && !has_example(view, body.value())
        {
            report
                .add(&body.at(), "this body has no example")
                .on_key()
                .hint("add `example` or `examples`; readers and mock servers use them");
        }
    }
}

fn has_example(view: &View<'_>, body: &Value) -> bool {
    let examples = body.get("examples").and_then(Value::as_object);
    let schema = body.get("schema").and_then(|schema| view.follow(schema));
    body.get("example").is_some()
        || examples.is_some_and(|examples| !examples.is_empty())
        || schema.is_some_and(|schema| schema.get("example").is_some())
}

/// Whether a body is that of a request or of an answer that says yes.
fn is_sent_or_success(view: &View<'_>, body: Node<'_>) -> bool {
    let Some(owner) = body.parent().and_then(Node::parent) else { return false };
    let at = owner.at();
    let mut used = view.references.iter().filter(|it| it.target.as_ref() == Some(&at));
    match owner.kind() {
        Some(Kind::RequestBody) => true,
        Some(Kind::Response) => {
            owner.key().starts_with('2') || used.any(|it| it.node.key().starts_with('2'))
        }
        _ => false,
    }
}

pub(super) fn unused(view: &View<'_>, report: &mut Report<'_>) {
    let used = Uses::of(view).reached(|_| true);
    let sections = view.raw.get("components").and_then(Value::as_object).into_iter().flatten();
    for (section, components) in sections.filter(|(section, _)| *section != "securitySchemes") {
        for name in components.as_object().into_iter().flat_map(serde_json::Map::keys) {
            let at = Pointer::root().key("components").key(section).key(name);
            if !section.starts_with("x-") && !used.contains(at.as_str()) {
                report.add(&at, format!("nothing uses `{name}`")).on_key();
            }
        }
    }
}

pub(super) fn closed(view: &View<'_>, report: &mut Report<'_>) {
    let sides = Sides::of(view);
    for schema in view.objects(Kind::Schema) {
        let is_open = !matches!(
            schema.get("additionalProperties"),
            Some(Value::Bool(false) | Value::Object(_))
        );
        let is_record = schema.text("type") == Some("object") && schema.get("properties").is_some();
        if is_record && is_open && sides.is_only_sent(schema) && !is_part(view, schema) {
            report.add(&schema.at(), "this object of a request is open").on_key().hint(
                "add `additionalProperties: false`: a misspelt member is found before it is sent",
            );
        }
    }
}

pub(super) fn open(view: &View<'_>, report: &mut Report<'_>) {
    let sides = Sides::of(view);
    for schema in view.objects(Kind::Schema) {
        let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        if is_closed && sides.is_received(schema) {
            report
                .add(&schema.at_key("additionalProperties"), "this object of a response is closed")
                .on_key()
                .hint("leave it out: a server may add members");
        }
    }
}

/// Whether a schema is a part of an `allOf`: closed, it would refuse the members of the other parts.
fn is_part(view: &View<'_>, schema: Node<'_>) -> bool {
    let in_all_of = |node: Node<'_>| node.parent().is_some_and(|list| list.key() == "allOf");
    let at = schema.at();
    let mut used = view.references.iter().filter(|it| it.target.as_ref() == Some(&at));
    in_all_of(schema) || used.any(|it| in_all_of(it.node))
}

pub(super) fn naming(view: &View<'_>, report: &mut Report<'_>) {
    let mut check = |fits: bool, at: &Pointer, name: &str, style: &str| {
        if !fits {
            report.add(at, format!("`{name}` is not in {style}")).on_key();
        }
    };
    for Property { name, node } in view.outline.nodes().filter_map(Property::of) {
        // A leading underscore marks members of the protocol, such as `_links`.
        let fits = is_separated(name.strip_prefix('_').unwrap_or(name), '_');
        check(fits, &node.at(), name, "snake_case");
    }
    for operation in view.objects(Kind::Operation) {
        let Some(id) = operation.text("operationId") else { continue };
        check(is_camel(id, false), &operation.at_key("operationId"), id, "camelCase");
    }
    for (name, _) in view.components("schemas") {
        let at = Pointer::root().key("components").key("schemas").key(name);
        check(is_camel(name, true), &at, name, "UpperCamelCase");
    }
    for path in view.objects(Kind::Paths).flat_map(|paths| paths.members().keys()) {
        let is_kebab =
            |step: &str| step.is_empty() || step.contains('{') || is_separated(step, '-');
        let at = Pointer::root().key("paths").key(path);
        check(!path.starts_with('/') || path.split('/').all(is_kebab), &at, path, "kebab-case");
    }
}

/// Whether a name is made of words in lower case with one separator between them.
fn is_separated(name: &str, separator: char) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split(separator).all(is_word)
}

fn is_camel(name: &str, upper: bool) -> bool {
    let starts_well = |first: char| match upper {
        true => first.is_ascii_uppercase(),
        false => first.is_ascii_lowercase(),
    };
    name.starts_with(starts_well) && name.chars().all(|it| it.is_ascii_alphanumeric())
}

pub(super) fn history(view: &View<'_>, report: &mut Report<'_>) {
    const KEY: &str = "x-seen-missing";
    let schemas = Pointer::root().key("components").key("schemas");
    for (index, member) in list(view.raw, KEY).iter().enumerate() {
        let at = Pointer::root().key(KEY).index(index);
        let found = member.as_str().and_then(|it| it.split_once('.')).and_then(|(name, member)| {
            let schema = view.raw.pointer(schemas.key(name).as_str())?;
            schema.get("properties")?.get(member)?;
            Some((schemas.key(name), schema, member))
        });
        let Some((place, schema, member)) = found else {
            report.add(&at, format!("{member} is no member of a schema, as in `Schema.member`"));
            continue;
        };
        if let Some(index) = list(schema, "required").iter().position(|it| it == member) {
            report
                .add(&place.key("required").index(index), format!("`{member}` has been missing"))
                .hint("do not require it: `x-seen-missing` says that there are values without it");
        }
    }
}

fn has_text(value: &Value, name: &str) -> bool {
    text(value, name).is_some_and(|text| !text.trim().is_empty())
}

/// A declared member of an object.
struct Property<'a> {
    name: &'a str,
    node: Node<'a>,
}

impl<'a> Property<'a> {
    fn of(node: Node<'a>) -> Option<Self> {
        let list = node.parent().filter(|list| list.key() == "properties")?;
        let is_schema = list.parent()?.kind() == Some(Kind::Schema);
        match node.step() {
            Step::Key(name) if is_schema => Some(Self { name, node }),
            _ => None,
        }
    }
}

/// Which components are referred to from where.
struct Uses<'a> {
    /// By what operations refer to; with the place.
    first: Vec<(Node<'a>, String)>,
    /// By the component that refers to them.
    next: HashMap<String, Vec<String>>,
}

impl<'a> Uses<'a> {
    fn of(view: &'a View<'_>) -> Self {
        let mut uses = Self { first: Vec::new(), next: HashMap::new() };
        for reference in &view.references {
            let Some(target) = reference.target.as_ref().and_then(component) else { continue };
            uses.add(reference.node, target);
        }
        for (node, target) in view.objects(Kind::Discriminator).flat_map(mapped) {
            uses.add(node, target);
        }
        uses
    }

    fn add(&mut self, node: Node<'a>, target: String) {
        match component(&node.at()) {
            Some(owner) => self.next.entry(owner).or_default().push(target),
            None => self.first.push((node, target)),
        }
    }

    /// The components that can be reached from some places outside of components.
    fn reached(&self, from: impl Fn(Node<'a>) -> bool) -> HashSet<String> {
        let first = self.first.iter().filter(|(node, _)| from(*node));
        let mut left: Vec<_> = first.map(|(_, target)| target).collect();
        let mut reached = HashSet::new();
        while let Some(name) = left.pop() {
            if reached.insert(name.clone()) {
                left.extend(self.next.get(name).into_iter().flatten());
            }
        }
        reached
    }
}

/// The components that a discriminator maps to.
fn mapped(discriminator: Node<'_>) -> impl Iterator<Item = (Node<'_>, String)> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let pointers = mapping.filter_map(|(_, target)| match target.as_str()? {
        text if text.contains('/') => local_pointer(text),
        name => Some(Pointer::root().key("components").key("schemas").key(name)),
    });
    pointers.filter_map(move |pointer| Some((discriminator, component(&pointer)?)))
}

/// The component that a place is in.
fn component(at: &Pointer) -> Option<String> {
    let rest = at.as_str().strip_prefix("/components/")?;
    let (section, rest) = rest.split_once('/')?;
    let name = rest.split('/').next()?;
    Some(format!("/components/{section}/{name}"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Sent,
    Received,
}

/// Which components can be part of what is sent, and which of what is received.
struct Sides {
    sent: HashSet<String>,
    received: HashSet<String>,
}

impl Sides {
    fn of(view: &View<'_>) -> Self {
        let uses = Uses::of(view);
        Self {
            sent: uses.reached(|node| side(node) == Some(Side::Sent)),
            received: uses.reached(|node| side(node) == Some(Side::Received)),
        }
    }

    fn is_only_sent(&self, schema: Node<'_>) -> bool {
        let is_sent = match component(&schema.at()) {
            Some(name) => self.sent.contains(&name),
            None => side(schema) == Some(Side::Sent),
        };
        is_sent && !self.is_received(schema)
    }

    fn is_received(&self, schema: Node<'_>) -> bool {
        match component(&schema.at()) {
            Some(name) => self.received.contains(&name),
            None => side(schema) == Some(Side::Received),
        }
    }
}

/// On which side of an operation a place is. What a webhook or callback sends is received.
fn side(node: Node<'_>) -> Option<Side> {
    let chain = || std::iter::successors(Some(node), |node| node.parent());
    let is_in_operation = |node: &Node<'_>| node.kind() != Some(Kind::Operation);
    let part = chain().take_while(is_in_operation).last()?;
    let operation = part.parent()?;
    let paths = operation.parent().and_then(Node::parent);
    let is_ours = paths.is_some_and(|paths| paths.kind() == Some(Kind::Paths));
    match (part.key(), is_ours) {
        ("requestBody", true) => Some(Side::Sent),
        ("requestBody", false) | ("responses", true) => Some(Side::Received),
        _ => None,
    }
}
