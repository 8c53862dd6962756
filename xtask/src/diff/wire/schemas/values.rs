//! Lists of values, defaults and patterns.

use std::collections::HashSet;

use serde_json::Value;

use super::limits::keyword;
use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members::{child, show};
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Walk};

/// Patterns that every text matches.
const ANY_TEXT: [&str; 3] = ["", ".*", "^.*$"];

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let (before, after) =
        (list(walk, base, "x-extensible-enum"), list(walk, head, "x-extensible-enum"));
    let rules = [What::ExtensibleEnumValueRemoved, What::ExtensibleEnumValueAdded];
    each_value(
        walk,
        rules,
        cx,
        before.as_deref().unwrap_or_default(),
        after.as_deref().unwrap_or_default(),
    );
    default(walk, base, head, cx);
    let changed = multiple_of(base.get("multipleOf"), head.get("multipleOf"));
    let multiple = [What::MultipleOfSet, What::MultipleOfUnset, changed];
    presence(walk, multiple, cx, base, head, "multipleOf", |_| true);
    let pattern = [What::PatternAdded, What::PatternRemoved, What::PatternChanged];
    presence(walk, pattern, cx, base, head, "pattern", |it| !ANY_TEXT.iter().any(|any| it == any));
}

/// What another divisor means: every multiple of four is one of two.
fn multiple_of(before: Option<&Value>, after: Option<&Value>) -> What {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64).unwrap_or_default();
    let (before, after) = (number(before), number(after));
    match (before % after == 0.0, after % before == 0.0) {
        (true, _) => What::MultipleOfLoosened,
        (_, true) => What::MultipleOfTightened,
        _ => What::MultipleOfChanged,
    }
}

fn list<'a>(walk: &mut Walk<'a>, view: &View<'a>, key: &str) -> Option<Vec<Node<'a>>> {
    let list = child(walk, &view.layers, key)?;
    Some(walk.places.elements(list))
}

/// Compares the listed values: of interest even where the types have nothing in common.
pub(super) fn enumeration<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
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
    let texts =
        |nodes: &[Node<'a>]| nodes.iter().map(|it| it.value.to_string()).collect::<HashSet<_>>();
    let (old, new) = (texts(before), texts(after));
    for value in before.iter().filter(|it| !new.contains(&it.value.to_string())) {
        walk.report(
            removed,
            cx,
            Some(*value),
            None,
            format!("value {} removed", show(Some(value.value))),
        );
    }
    for value in after.iter().filter(|it| !old.contains(&it.value.to_string())) {
        walk.report(
            added,
            cx,
            None,
            Some(*value),
            format!("value {} added", show(Some(value.value))),
        );
    }
}

fn default<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let rules = if cx.optional {
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
    let (before, after) =
        (base.get(key).filter(|it| counts(it)), head.get(key).filter(|it| counts(it)));
    let what = match (before, after) {
        (None, Some(_)) => added,
        (Some(_), None) => removed,
        (Some(before), Some(after)) if before != after => changed,
        _ => return,
    };
    keyword(walk, what, cx, base, head, key);
}
