//! Rules about `$ref`: it leads somewhere in the document, to the right kind of thing, and not in a circle.

use serde_json::Value;

use crate::lint::{Reference, Report, View, quoted};
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::reference;
use crate::spec::{Pointer, local_pointer, nearest_at};

pub(super) fn dangling(view: &View<'_>, report: &mut Report<'_>) {
    for Reference { node, target, .. } in view.references.iter().filter(|it| it.value.is_none()) {
        if let Some(target) = target {
            dangling_at(view, &node.at_key("$ref"), target, report);
        }
    }
}

pub(super) fn dangling_mapping(view: &View<'_>, report: &mut Report<'_>) {
    for node in view.objects(Kind::Discriminator) {
        for (value, mapped) in node.get("mapping").and_then(Value::as_object).into_iter().flatten()
        {
            let Some(target) = mapped.as_str().and_then(mapping_target) else { continue };
            if target.value(view.raw).is_none() {
                dangling_at(view, &node.at_key("mapping").key(value), &target, report);
            }
        }
    }
}

/// A mapping holds a pointer or the name of a schema.
fn mapping_target(mapped: &str) -> Option<Pointer> {
    let is_name = mapped.chars().all(|it| it.is_ascii_alphanumeric() || "._-".contains(it));
    if is_name {
        return Some(Pointer::root().key("components").key("schemas").key(mapped));
    }
    local_pointer(mapped)
}

fn dangling_at(view: &View<'_>, at: &Pointer, target: &Pointer, report: &mut Report<'_>) {
    let problem = report.add(at, format!("nothing is at `#{target}`"));
    if let Some(near) = nearest_at(view.raw, target) {
        problem.hint(format!("did you mean `{near}`?"));
    }
}

pub(super) fn wrong_kind(view: &View<'_>, report: &mut Report<'_>) {
    for Reference { node, target, value, .. } in &view.references {
        let (Some(target), Some(value)) = (target, value) else { continue };
        let Shape::Reference(kind) = node.shape() else { continue };
        let section = target.parent().and_then(|parent| parent.strip_prefix("/components/"));
        let other = section.filter(|section| !section.contains('/')).and_then(kind_of_section);
        let name = kind.model().name;
        if let Some(other) = other.filter(|other| *other != kind) {
            let message =
                format!("a {name} is wanted here, but `#{target}` is a {}", other.model().name);
            report.add(&node.at_key("$ref"), message);
        } else if !value.is_object() {
            report.add(
                &node.at_key("$ref"),
                format!("a {name} is wanted here, but `#{target}` is no mapping"),
            );
        }
    }
}

fn kind_of_section(section: &str) -> Option<Kind> {
    match Kind::Components.model().field(section)?.shape {
        Shape::Map(Shape::Reference(kind)) => Some(*kind),
        _ => None,
    }
}

pub(super) fn cycle(view: &View<'_>, report: &mut Report<'_>) {
    // A `$ref` to what is no `$ref` cannot be part of a circle.
    for it in
        view.references.iter().filter(|it| it.value.is_some_and(|value| reference(value).is_some()))
    {
        if let Some(chain) = circle(view, &it.node.at(), it.text) {
            let message = format!("this `$ref` leads back to itself: {chain}");
            report
                .add(&it.node.at_key("$ref"), message)
                .hint("one of them must say what the value is");
        }
    }
}

/// A longer way round is not told; the `$ref`s on it lead nowhere all the same.
const MOST_STEPS: usize = 32;

/// The `$ref`s from a place back to that place, if they go in a circle through it.
fn circle<'v>(view: &'v View<'_>, start: &Pointer, text: &'v str) -> Option<String> {
    let mut chain = vec![text];
    let mut target = local_pointer(text)?;
    for _ in 0..MOST_STEPS {
        if target == *start {
            return Some(quoted(chain));
        }
        let text = reference(target.value(view.raw)?)?;
        chain.push(text);
        target = local_pointer(text)?;
    }
    None
}
