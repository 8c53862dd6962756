//! Limits on numbers, lengths and counts.

use std::cmp::Ordering;

use serde_json::Value;

use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members::show;
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Walk};

/// A keyword that bounds values from above or below.
struct Limit {
    key: &'static str,
    /// Whether a larger number lets more values through.
    upper: bool,
    /// What its absence means; `None` if that is no limit at all.
    absent: Option<f64>,
    set: What,
    unset: What,
    increased: What,
    decreased: What,
}

const fn upper(
    key: &'static str,
    set: What,
    unset: What,
    increased: What,
    decreased: What,
) -> Limit {
    Limit { key, upper: true, absent: None, set, unset, increased, decreased }
}

const fn count(key: &'static str, increased: What, decreased: What) -> Limit {
    let (set, unset) = (increased, decreased);
    Limit { key, upper: false, absent: Some(0.0), set, unset, increased, decreased }
}

const LIMITS: &[Limit] = &[
    upper("maximum", What::MaxSet, What::MaxUnset, What::MaxIncreased, What::MaxDecreased),
    upper(
        "maxLength",
        What::MaxLengthSet,
        What::MaxLengthUnset,
        What::MaxLengthIncreased,
        What::MaxLengthDecreased,
    ),
    upper(
        "maxItems",
        What::MaxItemsSet,
        What::MaxItemsUnset,
        What::MaxItemsIncreased,
        What::MaxItemsDecreased,
    ),
    upper(
        "maxProperties",
        What::MaxPropertiesSet,
        What::MaxPropertiesUnset,
        What::MaxPropertiesIncreased,
        What::MaxPropertiesDecreased,
    ),
    Limit {
        key: "minimum",
        upper: false,
        absent: None,
        set: What::MinSet,
        unset: What::MinUnset,
        increased: What::MinIncreased,
        decreased: What::MinDecreased,
    },
    count("minLength", What::MinLengthIncreased, What::MinLengthDecreased),
    count("minItems", What::MinItemsIncreased, What::MinItemsDecreased),
    count("minProperties", What::MinPropertiesIncreased, What::MinPropertiesDecreased),
];

/// Flags that narrow what is allowed when they are set.
const FLAGS: &[(&str, What, What)] = &[
    ("exclusiveMaximum", What::ExclusiveMaxSet, What::ExclusiveMaxUnset),
    ("exclusiveMinimum", What::ExclusiveMinSet, What::ExclusiveMinUnset),
    ("uniqueItems", What::UniqueItemsSet, What::UniqueItemsUnset),
];

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    for limit in LIMITS {
        let at = (limit.strictest(walk, base), limit.strictest(walk, head));
        let number =
            |node: Option<Node<'a>>| node.and_then(|it| it.value.as_f64()).or(limit.absent);
        let what = match (number(at.0), number(at.1)) {
            (None, Some(_)) => limit.set,
            (Some(_), None) => limit.unset,
            (Some(before), Some(after)) => match after.partial_cmp(&before) {
                Some(Ordering::Greater) => limit.increased,
                Some(Ordering::Less) => limit.decreased,
                _ => continue,
            },
            (None, None) => continue,
        };
        keyword(walk, what, cx, at, limit.key);
    }
    for (key, set, unset) in FLAGS {
        let what = match (base.flag(key), head.flag(key)) {
            (false, true) => *set,
            (true, false) => *unset,
            _ => continue,
        };
        let is_set = |value: &Value| value == &Value::Bool(true);
        let at = (base.own(walk, head, key, is_set), head.own(walk, base, key, is_set));
        keyword(walk, what, cx, at, key);
    }
}

/// Reports a keyword with its old and new value.
pub(super) fn keyword<'a>(
    walk: &mut Walk<'a>,
    what: What,
    cx: Cx,
    (base, head): (Option<Node<'a>>, Option<Node<'a>>),
    key: &str,
) {
    let text =
        format!("{key} {} -> {}", show(base.map(|it| it.value)), show(head.map(|it| it.value)));
    walk.report(what, cx, base, head, text);
}

impl Limit {
    /// Of several layers the narrowest counts.
    fn strictest<'a>(&self, walk: &mut Walk<'a>, view: &View<'a>) -> Option<Node<'a>> {
        let number = |node: &Node<'a>| node.value.as_f64();
        let limits = view.all(walk, self.key).into_iter().filter(|it| number(it).is_some());
        limits.reduce(|one, other| {
            let is_stricter = if self.upper {
                number(&other) < number(&one)
            } else {
                number(&other) > number(&one)
            };
            if is_stricter { other } else { one }
        })
    }
}
