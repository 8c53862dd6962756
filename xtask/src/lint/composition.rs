//! Rules about schemas made of schemas: `allOf`, discriminators, and recursion that never ends.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::lint::{Reference, Report, View, list, text};
use crate::spec::model::Kind;
use crate::spec::outline::reference;
use crate::spec::{Pointer, local_pointer};

/// How deep `allOf` in `allOf` is looked into.
const DEEPEST: usize = 32;

pub(super) fn all_of_conflict(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema).filter(|schema| schema.get("allOf").is_some()) {
        let mut types = Vec::new();
        collect_types(view, schema.value(), 0, &mut Seen::new(), &mut types);
        let fits = |one: &str, other: &str| {
            one == other || [one, other].iter().all(|it| ["integer", "number"].contains(it))
        };
        if let Some((one, other)) = types.split_first().and_then(|(one, rest)| {
            rest.iter().find(|other| !fits(one, other)).map(|other| (one, other))
        }) {
            let message = format!("nothing is both of type `{one}` and of type `{other}`");
            report
                .add(&schema.at_key("allOf"), message)
                .hint("`allOf` asks for all of its parts; `oneOf` for one");
        }
    }
}

fn collect_types<'v>(
    view: &'v View<'_>,
    schema: &'v Value,
    depth: usize,
    seen: &mut Seen,
    types: &mut Vec<&'v str>,
) {
    let Some(schema) = view.follow(schema).filter(|_| depth < DEEPEST) else { return };
    // Whatever leads to it again, and be it itself, it says no more than the first time.
    if seen.insert(schema, true).is_none() {
        types.extend(text(schema, "type"));
        for part in list(schema, "allOf") {
            collect_types(view, part, depth + 1, seen, types);
        }
    }
}

/// Schemas that were looked into, and what was found; they may name each other many times over.
type Seen = HashMap<*const Value, bool>;

pub(super) fn discriminator(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        let Some(name) = schema.get("discriminator").and_then(|it| text(it, "propertyName")) else {
            continue;
        };
        let branches: Vec<_> = schema.list("oneOf").iter().chain(schema.list("anyOf")).collect();
        let declares = |schema| declares(view, schema, name, 0, &mut Seen::new());
        let own = declares(schema.value());
        let missing = branches.iter().find(|branch| !own && !declares(branch));
        let message = match missing.map(|branch| reference(branch)) {
            Some(Some(branch)) => {
                format!("`{branch}` declares no property `{name}`, which tells the schemas apart")
            }
            Some(None) => {
                format!("one of the schemas declares no property `{name}`, which tells them apart")
            }
            None if branches.is_empty() && !own => {
                format!(
                    "the schema declares no property `{name}`, which tells its descendants apart"
                )
            }
            None => continue,
        };
        let at = schema.at_key("discriminator").key("propertyName");
        report.add(&at, message).hint("declare it as a required string property");
    }
}

/// Whether a schema, or all branches of it, declare a property.
fn declares(view: &View<'_>, schema: &Value, name: &str, depth: usize, seen: &mut Seen) -> bool {
    let Some(schema) = view.follow(schema).filter(|_| depth < DEEPEST) else { return false };
    // A schema within itself declares nothing new.
    if let Some(is_declared) = seen.get(&std::ptr::from_ref(schema)) {
        return *is_declared;
    }
    seen.insert(schema, false);
    let mut declares = |part| declares(view, part, name, depth + 1, seen);
    let mut branches = list(schema, "oneOf").iter().chain(list(schema, "anyOf")).peekable();
    let is_declared = schema.get("properties").is_some_and(|it| it.get(name).is_some())
        || list(schema, "allOf").iter().any(&mut declares)
        || branches.peek().is_some() && branches.all(declares);
    seen.insert(schema, is_declared);
    is_declared
}

/// A schema is circular if only schemas that lead back to it say what its values are.
pub(super) fn circular(view: &View<'_>, report: &mut Report<'_>) {
    let told = components_that(view, |schema, known| is_told(schema, known, true));
    for (name, at) in components_but(view, &told) {
        let message = format!(
            "the `allOf`, `oneOf` or `anyOf` of `{name}` leads in a circle: nothing says what its values are"
        );
        report
            .add(&at, message)
            .on_key()
            .hint("only properties, items and maps of a schema may lead back to it");
    }
}

/// A schema is endless if each of its values would have to hold another value of it.
pub(super) fn endless(view: &View<'_>, report: &mut Report<'_>) {
    let finite = components_that(view, is_finite);
    let mut endless = components_but(view, &finite).peekable();
    if endless.peek().is_none() {
        return;
    }
    // It is not by its members that a schema is endless which leads back to itself without any.
    let told = components_that(view, |schema, known| is_told(schema, known, false));
    for (name, at) in endless.filter(|(name, _)| told.contains(name)) {
        report
            .add(&at, format!("`{name}` has no finite value: each would hold another one"))
            .on_key()
            .hint("make a property on the way optional or nullable, or add a branch without it");
    }
}

/// Component schemas, and those of them found so far that are as a rule wants them.
struct Known<'v> {
    components: HashMap<&'v str, &'v Value>,
    found: HashSet<&'v str>,
}

impl Known<'_> {
    /// What is no component is not followed: such a `$ref` is taken to be sound.
    fn holds(&self, reference: &str) -> bool {
        local_pointer(reference).and_then(|target| component_name(&target)).is_none_or(|name| {
            let name = name.as_str();
            self.found.contains(name) || !self.components.contains_key(name)
        })
    }

    /// Whether a schema or the component in its place lists properties.
    fn has_properties(&self, schema: &Value) -> bool {
        let target = reference(schema).and_then(local_pointer);
        let component = target.as_ref().and_then(component_name);
        let component = component.and_then(|name| self.components.get(name.as_str()).copied());
        let properties = component.unwrap_or(schema).get("properties").and_then(Value::as_object);
        properties.is_some_and(|properties| !properties.is_empty())
    }
}

/// The component schemas that are as `is_sound` wants them, given that others are.
///
/// Starts from "no component is" and adds those that are given the ones found already, looking again only at
/// components that name a newly found one.
fn components_that<'v>(
    view: &'v View<'_>,
    is_sound: impl Fn(&Value, &Known<'_>) -> bool,
) -> HashSet<&'v str> {
    let components: HashMap<&str, &Value> =
        view.components("schemas").map(|(name, schema)| (name.as_str(), schema)).collect();
    let mut known = Known { components, found: HashSet::new() };
    let mut queue: VecDeque<&str> =
        view.components("schemas").map(|(name, _)| name.as_str()).collect();
    while let Some(name) = queue.pop_front() {
        if !known.found.contains(name)
            && known.components.get(name).is_some_and(|schema| is_sound(schema, &known))
        {
            known.found.insert(name);
            queue.extend(view.named_by.get(name).into_iter().flatten());
        }
    }
    known.found
}

/// The other component schemas; a bare `$ref` that leads nowhere or in a circle is reported as that.
fn components_but<'v>(
    view: &'v View<'_>,
    found: &HashSet<&str>,
) -> impl Iterator<Item = (&'v str, Pointer)> {
    let others = view
        .components("schemas")
        .filter(|(name, schema)| !found.contains(name.as_str()) && reference(schema).is_none());
    let schemas = Pointer::root().key("components").key("schemas");
    others.map(move |(name, _)| (name.as_str(), schemas.key(name)))
}

/// For each component schema, the components that hold a `$ref` to it.
pub(super) fn named_by<'a>(references: &[Reference<'a>]) -> HashMap<String, Vec<&'a str>> {
    let mut named_by: HashMap<String, Vec<&str>> = HashMap::new();
    for Reference { node, target, .. } in references {
        let mut parents = std::iter::successors(Some(*node), |node| node.parent());
        let owner =
            parents.find(|node| node.parent().is_some_and(|parent| parent.key() == "schemas"));
        if let Some((target, owner)) = target.as_ref().and_then(component_name).zip(owner) {
            named_by.entry(target).or_default().push(owner.key());
        }
    }
    named_by
}

/// The name of the component schema a pointer leads to.
fn component_name(target: &Pointer) -> Option<String> {
    (target.parent()? == "/components/schemas").then(|| target.name())
}

/// Whether something else than a schema itself says what its values are.
///
/// Of an object, its properties may do so, whatever the other parts of the `allOf` lead to: a type of several may be a
/// part of each of them.
fn is_told(schema: &Value, known: &Known<'_>, by_properties: bool) -> bool {
    if let Some(text) = reference(schema) {
        return known.holds(text);
    }
    let is_told = |schema: &Value| is_told(schema, known, by_properties);
    let is_some_told = |name| {
        let mut parts = list(schema, name).iter().filter(|part| !is_null(part)).peekable();
        parts.peek().is_none() || parts.any(is_told)
    };
    let parts = list(schema, "allOf");
    let has_properties = by_properties
        && (known.has_properties(schema)
            || parts.iter().any(|part| known.has_properties(part) && is_told(part)));
    (has_properties || parts.iter().all(is_told)) && is_some_told("oneOf") && is_some_told("anyOf")
}

/// Whether a schema among alternatives says that there may be nothing.
fn is_null(schema: &Value) -> bool {
    let values = list(schema, "enum");
    let is_null = if values.is_empty() {
        schema.get("nullable") == Some(&Value::Bool(true)) && schema.get("type").is_none()
    } else {
        values.iter().all(Value::is_null)
    };
    let mut more = ["$ref", "properties", "items", "allOf", "oneOf", "anyOf"].into_iter();
    is_null && !more.any(|keyword| schema.get(keyword).is_some())
}

/// Whether a schema has a value of finite size.
fn is_finite(schema: &Value, known: &Known<'_>) -> bool {
    if let Some(text) = reference(schema) {
        return known.holds(text);
    }
    let is_finite = |schema: &Value| is_finite(schema, known);
    if schema.get("nullable") == Some(&Value::Bool(true)) || schema.get("enum").is_some() {
        return true;
    }
    let property = |name: &Value| schema.get("properties")?.get(name.as_str()?);
    let least_items = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
    let is_some_finite =
        |name| list(schema, name).is_empty() || list(schema, name).iter().any(is_finite);
    list(schema, "required").iter().filter_map(property).all(is_finite)
        && (least_items == 0 || schema.get("items").is_none_or(is_finite))
        && list(schema, "allOf").iter().all(is_finite)
        && is_some_finite("oneOf")
        && is_some_finite("anyOf")
}
