//! Deprecation, the announced end (`x-sunset`) and the promised stability (`x-stability-level`) of anything.

use serde_json::Value;

use super::members::{get, show};
use super::tree::Node;
use super::walk::{Cx, Walk};
use crate::diff::rules::What;

/// Levels of stability, least first; what says nothing is stable.
const STABILITY: &[&str] = &["draft", "alpha", "beta", "stable"];

/// Compares what is promised of an operation, a parameter or a schema.
pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &[Node<'a>], head: &[Node<'a>], cx: Cx) {
    let deprecated = |nodes: &[Node<'a>]| nodes.iter().any(|node| node.flag("deprecated"));
    let (before, after) = (get(base, "x-sunset"), get(head, "x-sunset"));
    let at = (base.first().copied(), head.first().copied());
    match (deprecated(base), deprecated(head)) {
        (false, true) => {
            let until = date(after).map_or_else(String::new, |day| format!(", until {day}"));
            walk.report(What::Deprecated, cx, at.0, at.1, format!("deprecated{until}"));
            if after.is_some() && date(after).is_none() {
                sunset(walk, What::SunsetInvalid, cx, at, before, after);
            }
        }
        (true, false) => walk.report(What::Reactivated, cx, at.0, at.1, "no longer deprecated"),
        _ if before == after => {}
        _ => {
            let what = match (date(before), date(after)) {
                (_, None) if after.is_some() => What::SunsetInvalid,
                (_, None) => What::SunsetDeleted,
                (None, _) => What::SunsetAdded,
                (Some(before), Some(after)) if after < before => What::SunsetMovedEarlier,
                _ => What::SunsetMovedLater,
            };
            sunset(walk, what, cx, at, before, after);
        }
    }
    stability(walk, cx, at, get(base, "x-stability-level"), get(head, "x-stability-level"));
}

fn sunset<'a>(
    walk: &mut Walk<'a>,
    what: What,
    cx: Cx,
    at: (Option<Node<'a>>, Option<Node<'a>>),
    before: Option<&Value>,
    after: Option<&Value>,
) {
    walk.report(what, cx, at.0, at.1, format!("sunset {} -> {}", show(before), show(after)));
}

fn stability<'a>(
    walk: &mut Walk<'a>,
    cx: Cx,
    at: (Option<Node<'a>>, Option<Node<'a>>),
    before: Option<&Value>,
    after: Option<&Value>,
) {
    if before == after && (after.is_none() || rank(after).is_some()) {
        return;
    }
    let what = match (rank(before), rank(after)) {
        (_, None) => What::StabilityInvalid,
        (Some(before), Some(after)) if after < before => What::StabilityDecreased,
        _ => What::StabilityIncreased,
    };
    walk.report(what, cx, at.0, at.1, format!("stability {} -> {}", show(before), show(after)));
}

fn rank(level: Option<&Value>) -> Option<usize> {
    let Some(level) = level else { return Some(STABILITY.len() - 1) };
    STABILITY.iter().position(|it| level == it)
}

/// Whether an operation is declared to be no promise yet.
pub(super) fn is_unstable(node: &Node<'_>) -> bool {
    rank(node.get("x-stability-level")).is_some_and(|rank| rank < 2)
}

/// What a removal is, by what was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Announced {
    Never,
    /// Without a day, or nobody said what day it is.
    Sometime,
    Later,
    Past,
}

/// Whether the end of something was announced, and for a day that has passed.
pub(super) fn announced(walk: &Walk<'_>, node: &Node<'_>) -> Announced {
    if !node.flag("deprecated") {
        return Announced::Never;
    }
    match (date(node.get("x-sunset")), walk.today) {
        (Some(day), Some(today)) if today < day => Announced::Later,
        (Some(_), Some(_)) => Announced::Past,
        _ => Announced::Sometime,
    }
}

/// The day of a date or a date and time; ISO days compare as texts.
fn date(value: Option<&Value>) -> Option<&str> {
    let text = value?.as_str()?;
    let day = text.get(..10).filter(|_| text.len() == 10 || text.get(10..11) == Some("T"))?;
    let fits = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    fits.then_some(day)
}
