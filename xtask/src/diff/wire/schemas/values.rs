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
    let extensible = "x-extensible-enum";
    let (before, after) = (list(walk, base, extensible), list(walk, head, extensible));
    let rules = [What::ExtensibleEnumValueRemoved, What::ExtensibleEnumValueAdded];
    each_value(
        walk,
        rules,
        cx,
        before.as_deref().unwrap_or_default(),
        after.as_deref().unwrap_or_default(),
    );
    default(walk, base, head, cx);
    let multiple = [What::MultipleOfSet, What::MultipleOfUnset];
    presence(walk, multiple, multiple_of, cx, [base, head], "multipleOf", |_| true);
    let pattern = [What::PatternAdded, What::PatternRemoved];
    let is_pattern = |it: &Value| !ANY_TEXT.iter().any(|any| it == any);
    presence(walk, pattern, |_, _| What::PatternChanged, cx, [base, head], "pattern", is_pattern);
}

/// What another divisor means: every multiple of four is one of two.
fn multiple_of(before: &Value, after: &Value) -> What {
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let (before, after) = (number(before), number(after));
    match (before % after == 0.0, after % before == 0.0) {
        (true, _) => What::MultipleOfLoosened,
        (_, true) => What::MultipleOfTightened,
        _ => What::MultipleOfChanged,
    }
}

/// The values that every list of a view holds.
fn list<'a>(walk: &mut Walk<'a>, view: &View<'a>, key: &str) -> Option<Vec<Node<'a>>> {
    let mut lists = view.all(walk, key).into_iter();
    let mut values = walk.places.elements(lists.next()?);
    for other in lists.filter_map(|list| list.value.as_array()) {
        values.retain(|it| other.contains(it.value));
    }
    Some(values)
}

/// Compares the listed values: of interest even where the types have nothing in common.
pub(super) fn enumeration<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let what = match (list(walk, base, "enum"), list(walk, head, "enum")) {
        (Some(before), Some(after)) => {
            let rules = [What::EnumValueRemoved, What::EnumValueAdded];
            return each_value(walk, rules, cx, &before, &after);
        }
        (None, Some(_)) => What::BecameEnum,
        (Some(_), None) => What::NoLongerEnum,
        (None, None) => return,
    };
    let at = (child(walk, &base.layers, "enum"), child(walk, &head.layers, "enum"));
    keyword(walk, what, cx, at, "enum");
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
    let ([added, removed], changed) = if cx.optional {
        let rules = [What::ParameterDefaultAdded, What::ParameterDefaultRemoved];
        (rules, What::ParameterDefaultChanged)
    } else {
        ([What::DefaultValueAdded, What::DefaultValueRemoved], What::DefaultValueChanged)
    };
    presence(walk, [added, removed], |_, _| changed, cx, [base, head], "default", |_| true);
}

/// Reports a keyword that was added, removed or changed; values that do not count are as if absent.
fn presence<'a>(
    walk: &mut Walk<'a>,
    [added, removed]: [What; 2],
    changed: impl Fn(&Value, &Value) -> What,
    cx: Cx,
    [base, head]: [&View<'a>; 2],
    key: &str,
    counts: impl Fn(&Value) -> bool,
) {
    let at = (base.own(walk, head, key, &counts), head.own(walk, base, key, &counts));
    let counting = |node: Option<Node<'a>>| node.filter(|it| counts(it.value));
    let what = match (counting(at.0), counting(at.1)) {
        (None, Some(_)) => added,
        (Some(_), None) => removed,
        (Some(before), Some(after)) => changed(before.value, after.value),
        (None, None) => return,
    };
    keyword(walk, what, cx, at, key);
}
