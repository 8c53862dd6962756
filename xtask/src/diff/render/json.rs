//! The report for tools, as `schema.json` describes it.

use serde_json::{Value, json};

use crate::diff::{Change, Direction, Entry, Level, Location, Report, RustChange, Step};

/// The JSON Schema of what [`json()`] renders.
pub const SCHEMA: &str = include_str!("schema.json");

/// Renders the report as one JSON object.
#[must_use]
pub fn json(report: &Report) -> String {
    let side = |version: &crate::diff::Version| {
        json!({
            "label": version.label,
            "file": version.source.name,
            "crateVersion": version.crate_version,
        })
    };
    let version = report.version();
    let value = json!({
        "schema": 1,
        "base": side(&report.base),
        "head": side(&report.head),
        "verdict": {
            "wire": report.level().map_or("none", level),
            "step": report.rust.as_ref().ok().map(|_| report.step().map_or("none", Step::as_str)),
            "documentationOnly": report.is_words_only(),
            "requiredVersion": version.required,
            "versionStepTaken": report.rust.as_ref().ok().map(|_| version.is_taken),
        },
        "wire": report.wire.iter().map(wire).collect::<Value>(),
        "rust": report.rust.iter().flatten().map(rust).collect::<Value>(),
        "rustUnknown": report.rust.as_ref().err(),
    });
    format!("{value:#}\n")
}

fn wire(entry: &Entry<Change>) -> Value {
    let change = &entry.change;
    json!({
        "id": change.id,
        "level": level(change.level),
        "direction": match change.direction {
            Direction::Request => "request",
            Direction::Response => "response",
            Direction::Neither => "neither",
        },
        "documentationOnly": change.is_docs(),
        "operations": change.operations,
        "message": change.message,
        "base": entry.base.as_ref().map(location),
        "head": entry.head.as_ref().map(location),
        "accepted": entry.accepted,
    })
}

fn rust(entry: &Entry<RustChange>) -> Value {
    let change = &entry.change;
    json!({
        "id": change.id,
        "step": change.step.as_str(),
        "documentationOnly": change.is_docs(),
        "item": change.item,
        "message": change.message,
        "callers": change.callers(),
        "before": change.before,
        "after": change.after,
        "causedBy": if change.caused_by.is_some() { "document" } else { "generator" },
        "base": entry.base.as_ref().map(location),
        "head": entry.head.as_ref().map(location),
        "accepted": entry.accepted,
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Breaking => "breaking",
        Level::Suspect => "suspect",
        Level::Compatible => "compatible",
    }
}

fn location(location: &Location) -> Value {
    json!({
        "file": location.file,
        "line": location.position.line,
        "column": location.position.column,
        "pointer": location.pointer.as_str(),
    })
}
