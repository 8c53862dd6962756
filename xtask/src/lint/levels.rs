//! What a document says about the rules themselves, in its `x-lint`: whether it keeps the house rules, and which
//! levels it changes for what reason.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Level};
use crate::lint::{RULES, Report, Rule, View, rule, text};
use crate::spec::{Document, Pointer, nearest};

const KEY: &str = "x-lint";

/// The level of the house rules; `None`: the document does not ask for them.
pub(super) fn house(raw: &Value) -> Option<Level> {
    level(raw.get(KEY)?.get("house")?)?
}

/// Gives every problem found so far the level that the document wants it to have.
pub fn apply_levels(document: &Document, diagnostics: &mut Diagnostics) {
    let raw = &document.tree;
    diagnostics.relevel(|problem| match rule(problem.rule) {
        Some(rule) => wanted(raw, rule).unwrap_or(Some(problem.level)),
        None => Some(problem.level),
    });
}

/// The level a document gives to a rule, `Some(None)` for none at all.
#[expect(clippy::option_option, reason = "no level is a level that can be asked for")]
fn wanted(raw: &Value, rule: &Rule) -> Option<Option<Level>> {
    let change = raw.get(KEY).and_then(|lint| lint.get("levels")?.get(rule.id));
    let change = change.filter(|change| problem(rule, change).is_none());
    let changed = change.and_then(|change| level(change.get("level")?));
    changed.or_else(|| house(raw).filter(|_| rule.house).map(Some))
}

/// A level as written, `Some(None)` for `off`.
#[expect(clippy::option_option, reason = "no level is a level that can be asked for")]
fn level(value: &Value) -> Option<Option<Level>> {
    match value.as_str()? {
        "off" => Some(None),
        "warning" => Some(Some(Level::Warning)),
        "error" => Some(Some(Level::Error)),
        _ => None,
    }
}

/// What is wrong with the change of a rule's level, if anything.
fn problem(rule: &Rule, change: &Value) -> Option<String> {
    let Some(level) = change.get("level").and_then(level) else {
        return Some("needs a `level`: `off`, `warning` or `error`".to_owned());
    };
    if text(change, "reason").is_none_or(|reason| reason.trim().is_empty()) {
        return Some("needs a `reason`".to_owned());
    }
    let must_stop = rule.level == Level::Error && !rule.house;
    (must_stop && level != Some(Level::Error))
        .then(|| "cannot be lowered: it is an error in every document".to_owned())
}

pub(super) fn valid(view: &View<'_>, report: &mut Report<'_>) {
    let Some(lint) = view.raw.get(KEY) else { return };
    let at = Pointer::root().key(KEY);
    let Some(members) = lint.as_object() else {
        report.add(&at, "`x-lint` must have `house`, `levels` or both");
        return;
    };
    for (name, value) in members {
        let at = at.key(name);
        match (name.as_str(), value) {
            ("house", value) if level(value).flatten().is_some() => {}
            ("house", _) => _ = report.add(&at, "`house` must be `warning` or `error`"),
            ("levels", Value::Object(changes)) => {
                changes.iter().for_each(|(id, change)| one_change(id, change, &at, report));
            }
            ("levels", _) => _ = report.add(&at, "`levels` must map ids of rules to levels"),
            _ => _ = report.add(&at, format!("`{name}` means nothing in `x-lint`")).on_key(),
        }
    }
}

fn one_change(id: &str, change: &Value, at: &Pointer, report: &mut Report<'_>) {
    let at = at.key(id);
    let Some(rule) = rule(id) else {
        let found = report.add(&at, format!("there is no rule `{id}`")).on_key();
        if let Some(near) = nearest(id, RULES.iter().map(|rule| rule.id)) {
            found.hint(format!("did you mean `{near}`?"));
        }
        return;
    };
    if let Some(problem) = problem(rule, change) {
        report.add(&at, format!("`{id}` {problem}")).on_key();
    }
}
