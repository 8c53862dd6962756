//! Lists of values, defaults and patterns.

use std::collections::HashSet;

use serde_json::Value;

use super::limits::keyword;
use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members::{child, show};
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Form, Walk};

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    enumeration(walk, base, head, cx);
    let (before, after) = (list(walk, base, "x-extensible-enum"), list(walk, head, "x-extensible-enum"));
    let rules = [What::ExtensibleEnumValueRemoved, What::ExtensibleEnumValueAdded];
    each_value(walk, rules, cx, before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default());
    default(walk, base, head, cx);
    let multiple = [What::MultipleOfSet, What::MultipleOfUnset, What::MultipleOfChanged];
    presence(walk, multiple, cx, base, head, "multipleOf", |_| true);
    let pattern = [What::PatternAdded, What::PatternRemoved, What::PatternChanged];
    presence(walk, pattern, cx, base, head, "pattern", |it| it != ".*" && it != "^.*$");
}

fn list<'a>(walk: &mut Walk<'a>, view: &View<'a>, key: &str) -> Option<Vec<Node<'a>>> {
    let list = child(walk, &view.layers, key)?;
    Some(walk.places.elements(list))
}

fn enumeration<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    match (list(walk, base, "enum"), list(walk, head, "enum")) {
        (Some(before), Some(after)) => {
            let rules = [What::EnumValueRemoved, What::EnumValueAdded];
            each_value(walk, rules, cx, &before, &after);
        }
        (None, Some(_)) => keyword(walk, What::BecameEnum, cx, base, head, "enum"),
        (Some(_), None) => keyword(walk, What::NoLongerEnum, cx, base, head, "enum"),
        (None, None) => {}
    }
}

/// Reports values that stand in one list only.
fn each_value<'a>(
    walk: &mut Walk<'a>,
    [removed, added]: [What; 2],
    cx: Cx,
    before: &[Node<'a>],
    after: &[Node<'a>],
) {
    let texts = |nodes: &[Node<'a>]| nodes.iter().map(|it| it.value.to_string()).collect::<HashSet<_>>();
    let (old, new) = (texts(before), texts(after));
    for value in before.iter().filter(|it| !new.contains(&it.value.to_string())) {
        walk.report(removed, cx, Some(*value), None, format!("value {} removed", show(Some(value.value))));
    }
    for value in after.iter().filter(|it| !old.contains(&it.value.to_string())) {
        walk.report(added, cx, None, Some(*value), format!("value {} added", show(Some(value.value))));
    }
}

fn default<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let of_parameter = matches!(cx.form, Form::Parameter | Form::Repeated)
        && cx.direction == crate::diff::Direction::Request;
    let rules = if of_parameter {
        [What::ParameterDefaultAdded, What::ParameterDefaultRemoved, What::ParameterDefaultChanged]
    } else {
        [What::DefaultValueAdded, What::DefaultValueRemoved, What::DefaultValueChanged]
    };
    presence(walk, rules, cx, base, head, "default", |_| true);
}

/// Reports a keyword that was added, removed or changed; values that do not count are as if absent.
fn presence<'a>(
    walk: &mut Walk<'a>,
    [added, removed, changed]: [What; 3],
    cx: Cx,
    base: &View<'a>,
    head: &View<'a>,
    key: &str,
    counts: impl Fn(&Value) -> bool,
) {
    let (before, after) = (base.get(key).filter(|it| counts(it)), head.get(key).filter(|it| counts(it)));
    let what = match (before, after) {
        (None, Some(_)) => added,
        (Some(_), None) => removed,
        (Some(before), Some(after)) if before != after => changed,
        _ => return,
    };
    keyword(walk, what, cx, base, head, key);
}
