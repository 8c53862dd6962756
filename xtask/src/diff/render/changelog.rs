//! The entry of the generated crate's changelog, in the manner of Keep a Changelog.

use std::fmt::Write;

use super::operations;
use crate::diff::{Change, Entry, Level, Report, RustChange, Side, Step};
use crate::spec::Pointer;

/// The sections of an entry, in their order.
const SECTIONS: &[&str] = &["Added", "Changed", "Deprecated", "Removed"];

/// Renders the entry: what callers of the crate see, then what the API does beside it.
#[must_use]
pub fn changelog(report: &Report) -> String {
    let mut entries: Vec<(&str, String)> = Vec::new();
    for entry in report.rust_changes() {
        let change = &entry.change;
        let mark = if change.step == Step::Major { "**Breaking:** " } else { "" };
        entries.push((section(change), format!("{mark}{}", sentence(change))));
    }
    for entry in report.wire_changes().filter(|entry| !is_told(report, entry)) {
        let change = &entry.change;
        let mark = if change.level == Level::Breaking { "**Breaking API:** " } else { "API: " };
        let operations = operations(&change.operations);
        let place = if operations.is_empty() { operations } else { format!(" ({operations})") };
        entries.push(("Changed", format!("{mark}{}{place}.", change.message)));
    }
    if entries.is_empty() && !report.is_empty() {
        entries.push(("Changed", "Documentation.".to_owned()));
    }
    let is_released = report.base.crate_version != report.head.crate_version;
    let version = if is_released { report.head.crate_version.as_str() } else { "Unreleased" };
    let mut text = format!("## [{version}]\n");
    for section in SECTIONS {
        let lines: Vec<_> = entries.iter().filter(|(name, _)| name == section).collect();
        if lines.is_empty() {
            continue;
        }
        _ = write!(text, "\n### {section}\n\n");
        for (_, line) in lines {
            _ = writeln!(text, "- {}", one_line(line));
        }
    }
    text
}

/// Whether callers of the crate read of it already, or it is about the document itself.
fn is_told(report: &Report, entry: &Entry<Change>) -> bool {
    let pointers = |at: &Side| [at.base.clone(), at.head.clone()].into_iter().flatten();
    let is_same = |one: &Pointer, other: &Pointer| {
        one == other || one.parent().is_some_and(|parent| parent == other.as_str())
    };
    pointers(&entry.change.at).any(|wire| {
        let mut rust = report.rust_changes().filter_map(|it| it.change.caused_by.as_ref());
        wire.as_str().starts_with("/info")
            || rust.any(|at| pointers(at).any(|it| is_same(&wire, &it)))
    })
}

fn section(change: &RustChange) -> &'static str {
    let ends = |endings: &[&str]| endings.iter().any(|it| change.id.ends_with(it));
    if ends(&["-added", "-implemented"]) && !change.id.contains("no-longer") {
        "Added"
    } else if ends(&["-removed"]) || change.id.contains("no-longer-implemented") {
        "Removed"
    } else if change.id == "deprecated" {
        "Deprecated"
    } else {
        "Changed"
    }
}

fn sentence(change: &RustChange) -> String {
    match section(change) {
        "Added" | "Removed" => match change.item.strip_prefix("feature ") {
            Some(name) => format!("Feature {name}."),
            None => format!("`{}`.", change.item),
        },
        _ => format!("{}.", change.message),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
