//! Limits on numbers, lengths and counts.

use std::cmp::Ordering;

use serde_json::Value;

use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members::{child, show};
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
        let (before, after) = (limit.strictest(base), limit.strictest(head));
        let what = match (before.or(limit.absent), after.or(limit.absent)) {
            (None, Some(_)) => limit.set,
            (Some(_), None) => limit.unset,
            (Some(before), Some(after)) => match after.partial_cmp(&before) {
                Some(Ordering::Greater) => limit.increased,
                Some(Ordering::Less) => limit.decreased,
                _ => continue,
            },
            (None, None) => continue,
        };
        keyword(walk, what, cx, base, head, limit.key);
    }
    for (key, set, unset) in FLAGS {
        match (base.flag(key), head.flag(key)) {
            (false, true) => keyword(walk, *set, cx, base, head, key),
            (true, false) => keyword(walk, *unset, cx, base, head, key),
            _ => {}
        }
    }
}

/// Reports a keyword with its old and new value.
pub(super) fn keyword<'a>(
    walk: &mut Walk<'a>,
    what: What,
    cx: Cx,
    base: &View<'a>,
    head: &View<'a>,
    key: &str,
) {
    let (base, head) = (child(walk, &base.layers, key), child(walk, &head.layers, key));
    let text =
        format!("{key} {} -> {}", show(base.map(|it| it.value)), show(head.map(|it| it.value)));
    walk.report(what, cx, base, head, text);
}

impl Limit {
    /// Of several layers the narrowest counts.
    fn strictest(&self, view: &View<'_>) -> Option<f64> {
        let values =
            view.layers.iter().filter_map(|layer| layer.get(self.key).and_then(Value::as_f64));
        values.reduce(if self.upper { f64::min } else { f64::max })
    }
}
