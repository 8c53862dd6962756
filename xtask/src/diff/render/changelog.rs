//! The entry of the generated crate's changelog, in the manner of Keep a Changelog.

use std::fmt::Write;

use super::operations;
use crate::diff::{Level, Report, RustChange, Step};

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
    for entry in report.wire_changes() {
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
        lines.iter().for_each(|(_, line)| text.push_str(&format!("- {}\n", one_line(line))));
    }
    text
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
