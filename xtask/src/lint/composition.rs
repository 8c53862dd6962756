//! Rules about schemas made of schemas: `allOf`, discriminators, and recursion that never ends.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::lint::{Reference, Report, View, list, text};
use crate::spec::model::Kind;
use crate::spec::outline::reference;
use crate::spec::{Pointer, local_pointer};

/// How deep `allOf` in `allOf` is looked into; a circle through it is reported as endless.
const DEEPEST: usize = 16;

pub(super) fn all_of_conflict(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema).filter(|schema| schema.get("allOf").is_some()) {
        let mut types = Vec::new();
        collect_types(view, schema.value(), DEEPEST, &mut types);
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
    types: &mut Vec<&'v str>,
) {
    let Some(schema) = view.follow(schema) else { return };
    types.extend(text(schema, "type"));
    if let Some(depth) = depth.checked_sub(1) {
        for part in list(schema, "allOf") {
            collect_types(view, part, depth, types);
        }
    }
}

pub(super) fn discriminator(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        let Some(name) = schema.get("discriminator").and_then(|it| text(it, "propertyName")) else {
            continue;
        };
        let branches: Vec<_> = schema.list("oneOf").iter().chain(schema.list("anyOf")).collect();
        let own = declares(view, schema.value(), name, DEEPEST);
        let missing = branches.iter().find(|branch| !own && !declares(view, branch, name, DEEPEST));
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
fn declares(view: &View<'_>, schema: &Value, name: &str, depth: usize) -> bool {
    let Some((schema, depth)) = view.follow(schema).zip(depth.checked_sub(1)) else { return false };
    let branches: Vec<_> = list(schema, "oneOf").iter().chain(list(schema, "anyOf")).collect();
    schema.get("properties").is_some_and(|properties| properties.get(name).is_some())
        || list(schema, "allOf").iter().any(|part| declares(view, part, name, depth))
        || !branches.is_empty() && branches.iter().all(|branch| declares(view, branch, name, depth))
}

/// A schema is endless if each of its values would have to hold another value of it.
///
/// Starts from "no component has a finite value" and adds those that have one given the ones found already,
/// looking again only at components that name a newly found one.
pub(super) fn endless(view: &View<'_>, report: &mut Report<'_>) {
    let components: HashMap<&str, &Value> =
        view.components("schemas").map(|(name, schema)| (name.as_str(), schema)).collect();
    let named_by = named_by(view);
    let mut finite = HashSet::new();
    let mut queue: VecDeque<&str> =
        view.components("schemas").map(|(name, _)| name.as_str()).collect();
    while let Some(name) = queue.pop_front() {
        if !finite.contains(name)
            && components.get(name).is_some_and(|schema| is_finite(schema, &components, &finite))
        {
            finite.insert(name.to_owned());
            queue.extend(named_by.get(name).into_iter().flatten());
        }
    }
    for (name, schema) in view.components("schemas") {
        // A bare `$ref` that leads nowhere or in a circle is reported as that.
        if !finite.contains(name) && reference(schema).is_none() {
            let at = Pointer::root().key("components").key("schemas").key(name);
            report
                .add(&at, format!("`{name}` has no finite value: each would hold another one"))
                .on_key()
                .hint(
                    "make a property on the way optional or nullable, or add a branch without it",
                );
        }
    }
}

/// For each component schema, the components that hold a `$ref` to it.
fn named_by<'v>(view: &'v View<'_>) -> HashMap<String, Vec<&'v str>> {
    let mut named_by: HashMap<String, Vec<&str>> = HashMap::new();
    for Reference { node, target, .. } in &view.references {
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

/// Whether a schema has a value of finite size, if of the components just `finite` have one.
fn is_finite(schema: &Value, components: &HashMap<&str, &Value>, finite: &HashSet<String>) -> bool {
    let is_finite = |schema: &Value| is_finite(schema, components, finite);
    if let Some(text) = reference(schema) {
        // What is no component is not followed: such a `$ref` is taken to be sound.
        return local_pointer(text)
            .and_then(|target| component_name(&target))
            .is_none_or(|name| finite.contains(&name) || !components.contains_key(name.as_str()));
    }
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
