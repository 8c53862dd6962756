//! The acceptance file: changes that a reviewer takes in with open eyes, one entry a change.

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::diff::report::Report;
use crate::spec::{Pointer, Source, parse_tree};

/// One entry of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Id of the rule.
    pub id: String,
    /// Where the change stands, in the base or in the head.
    pub pointer: String,
    /// Why it is taken in.
    pub reason: String,
    /// The last day on which the entry counts, as `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Where the entry stands in the file.
    pub at: Pointer,
}

const MEMBERS: &[&str] = &["id", "pointer", "reason", "until"];

/// Reads the file: a list of entries.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Acceptance> {
    let root = Pointer::root();
    let Some(value) = parse_tree(source.body(), diagnostics) else { return Vec::new() };
    let Value::Array(entries) = value else {
        diagnostics
            .error("acceptance", &root, "the file holds no list")
            .hint("write `- id: …` for every accepted change, or `[]` for none");
        return Vec::new();
    };
    let entries = entries.iter().enumerate();
    entries.filter_map(|(index, it)| entry(it, &root.index(index), diagnostics)).collect()
}

fn entry(value: &Value, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<Acceptance> {
    let Value::Object(members) = value else {
        diagnostics.error(
            "acceptance",
            at,
            "an entry is a mapping of `id`, `pointer` and `reason`",
        );
        return None;
    };
    for unknown in members.keys().filter(|key| !MEMBERS.contains(&key.as_str())) {
        diagnostics
            .error("acceptance", &at.key(unknown), format!("an entry has no `{unknown}`"))
            .on_key()
            .hint(format!("there are: {}", MEMBERS.join(", ")));
    }
    let mut text = |key| required(members, key, at, diagnostics);
    let (id, pointer, reason) = (text("id"), text("pointer"), text("reason"));
    let until = members.get("until").and_then(Value::as_str).map(str::to_owned);
    if members.contains_key("until") && !until.as_deref().is_some_and(is_date) {
        diagnostics.error("acceptance", &at.key("until"), "`until` is a date as `YYYY-MM-DD`");
    }
    let pointer = pointer?.trim_start_matches('#').to_owned();
    Some(Acceptance { id: id?, pointer, reason: reason?, until, at: at.clone() })
}

fn required(
    members: &Map<String, Value>,
    key: &str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let text = members.get(key).and_then(Value::as_str).map(str::trim);
    // The root of the document has an empty pointer; nothing else may be empty.
    let found = text.filter(|text| !text.is_empty() || key == "pointer");
    if found.is_none() {
        diagnostics.error("acceptance", at, format!("an entry needs `{key}`, a text"));
    }
    found.map(str::to_owned)
}

fn is_date(text: &str) -> bool {
    let is_digits =
        |part: &str, length| part.len() == length && part.bytes().all(|it| it.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day]
        if is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2))
}

/// Marks the changes that the entries accept. An entry that has lapsed or matches nothing is an error.
pub fn apply(
    entries: &[Acceptance],
    today: &str,
    report: &mut Report,
    diagnostics: &mut Diagnostics,
) {
    for entry in entries {
        if let Some(until) = entry.until.as_deref().filter(|until| *until < today) {
            diagnostics
                .error("expired-acceptance", &entry.at, format!("the entry lapsed after {until}"))
                .hint("decide again: renew the date with a reason, or undo the change");
            continue;
        }
        if !report.accept(entry) {
            let message =
                format!("no change has the id `{}` and the pointer `{}`", entry.id, entry.pointer);
            diagnostics
                .error("unmatched-acceptance", &entry.at, message)
                .hint("remove the entry: what it accepted has been merged, or was undone");
        }
    }
}
