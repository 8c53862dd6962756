//! The report as SARIF 2.1.0, for code scanning.

use std::fmt::Write;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{operations, rust_sentence};
use crate::diff::{Entry, Level, Location, Report, Step, rule};

/// GitHub keeps this many results of a run, the first ones.
const MOST: usize = 5000;

/// Renders one run: breaking changes are errors, possibly breaking ones warnings, the others notes.
#[must_use]
pub fn sarif(report: &Report) -> String {
    let wire = report.wire_changes().map(|entry| {
        let change = &entry.change;
        let mut message = change.message.clone();
        if !change.operations.is_empty() {
            message = format!("{message} (in {})", operations(&change.operations));
        }
        let level = match change.level {
            Level::Breaking => "error",
            Level::Suspect => "warning",
            Level::Compatible => "note",
        };
        (change.id, level, result(entry, change.id, level, message))
    });
    let rust = report.rust_changes().map(|entry| {
        let change = &entry.change;
        let level = if change.step == Step::Major { "warning" } else { "note" };
        let message = format!("Rust callers: {}", rust_sentence(change));
        (change.id, level, result(entry, change.id, level, message))
    });
    let mut rules: IndexMap<&str, &str> = IndexMap::new();
    let mut results: Vec<Value> = Vec::new();
    for (id, level, result) in wire.chain(rust).take(MOST) {
        rules.entry(id).or_insert(level);
        results.push(result);
    }
    let rules: Vec<Value> = rules.into_iter().map(|(id, level)| describe(id, level)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "xtask-diff", "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn describe(id: &str, level: &str) -> Value {
    let callers = crate::diff::rust::RULES.iter().find(|rule| rule.id == id).map(|it| it.callers);
    let reason = rule(id).map(|rule| rule.reason).or(callers).unwrap_or(id);
    json!({
        "id": id,
        "shortDescription": { "text": id.replace('-', " ") },
        "fullDescription": { "text": reason },
        "defaultConfiguration": { "level": level },
    })
}

fn result<T>(entry: &Entry<T>, id: &str, level: &str, message: String) -> Value {
    // Only the head can be shown: the base's place goes into the words.
    let message = match (&entry.base, &entry.head) {
        (Some(base), None) => format!("{message} (was at {base})"),
        _ => message,
    };
    let pointer = entry.anchor.as_ref().map(|at| at.pointer.as_str()).unwrap_or_default();
    let suppressions = entry.accepted.as_ref().map(
        |reason| json!([{ "kind": "external", "status": "accepted", "justification": reason }]),
    );
    let mut result = json!({
        "ruleId": id,
        "level": level,
        "message": { "text": message },
        "locations": entry.anchor.iter().map(location).collect::<Value>(),
        "partialFingerprints": { "change/v1": format!("{id} {pointer}") },
    });
    if let (Some(suppressions), Value::Object(members)) = (suppressions, &mut result) {
        members.insert("suppressions".to_owned(), suppressions);
    }
    result
}

fn location(at: &Location) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&at.file) },
            "region": { "startLine": at.position.line, "startColumn": at.position.column },
        },
        "logicalLocations": [{ "fullyQualifiedName": format!("#{}", at.pointer) }],
    })
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
