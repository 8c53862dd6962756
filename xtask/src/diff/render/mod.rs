//! The report written out: for people, for pull requests, for tools. Pure functions to text.

mod changelog;
mod github;
mod json;
mod markdown;
mod sarif;
mod text;

pub use changelog::changelog;
pub use github::github;
pub use json::{SCHEMA, json};
pub use markdown::{MARKER, markdown};
pub use sarif::sarif;
pub use text::text;

use crate::diff::{Entry, Level, Location, Report, RustChange, Step};

/// The verdict in one sentence.
fn headline(report: &Report) -> String {
    if report.is_empty() {
        return "Nothing changed.".to_owned();
    }
    if report.is_words_only() {
        return "Documentation only: nothing changes on the wire or for Rust callers.".to_owned();
    }
    let wire = match report.level() {
        Some(Level::Breaking) => "Breaks callers on the wire",
        Some(Level::Suspect) => "May break callers on the wire",
        Some(Level::Compatible) => "Compatible on the wire",
        None if report.wire_changes().next().is_some() => "On the wire, only what was accepted",
        None => "Nothing changes on the wire",
    };
    let rust = match (&report.rust, report.step()) {
        (Err(_), _) => "what it does to Rust callers is unknown",
        (Ok(_), Some(Step::Major)) => "breaks Rust callers",
        (Ok(_), Some(Step::Minor)) => "adds to what Rust callers can use",
        (Ok(_), _) => "no Rust caller has to change anything",
    };
    format!("{wire}; {rust}.")
}

/// What the version of the crate must become, in one sentence.
fn version_line(report: &Report) -> String {
    if let Err(reason) = &report.rust {
        return format!("The version step is unknown: {reason}.");
    }
    let version = report.version();
    let step = version.needed.map_or("no", Step::as_str);
    match (version.required, version.is_taken) {
        (Some(required), false) => format!(
            "The crate needs a {step} step that is missing: `info.x-crate-version` is {}, and must be {required} or later.",
            version.head
        ),
        (Some(_), true) => format!(
            "The crate needs a {step} step, and takes it: {} to {}.",
            version.base, version.head
        ),
        (None, false) => {
            format!("The version of the crate cannot go from {} to {}.", version.base, version.head)
        }
        (None, true) if version.needed.is_some() => {
            format!("A patch step is enough for the crate; it is {}.", version.head)
        }
        (None, true) => format!("The crate needs no version step; it is {}.", version.head),
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Breaking => "breaking",
        Level::Suspect => "possibly breaking",
        Level::Compatible => "compatible",
    }
}

/// How many there are of what, without those that are none: `2 breaking, 1 compatible`.
fn counts<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    let parts: Vec<String> =
        counted.iter().map(|(name, count)| format!("{count} {name}")).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

fn wire_counts(report: &Report) -> String {
    counts(report.wire_changes().map(|entry| match entry.accepted {
        Some(_) => "accepted",
        None => level_name(entry.change.level),
    }))
}

fn rust_counts(report: &Report) -> String {
    counts(report.rust_changes().map(|entry| match entry.accepted {
        Some(_) => "accepted",
        None => entry.change.step.as_str(),
    }))
}

/// How many items of the crate are documented otherwise.
fn documented(report: &Report) -> String {
    let documented = report.rust.iter().flatten().filter(|entry| entry.change.is_docs());
    match documented.count() {
        0 => String::new(),
        1 => "1 item of the crate is documented otherwise".to_owned(),
        count => format!("{count} items of the crate are documented otherwise"),
    }
}

/// What a change is about: the operations, else nothing.
fn operations(operations: &[String]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<&str> = operations.iter().take(SHOWN).map(String::as_str).collect();
    match operations.len().checked_sub(SHOWN) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Where a change stands: in the head if it is there, else in the base.
fn place<T>(entry: &Entry<T>) -> Option<&Location> {
    entry.head.as_ref().or(entry.base.as_ref())
}

impl std::fmt::Display for Location {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.position.line, self.position.column)
    }
}

/// What happened and what callers do about it, as one sentence.
fn rust_sentence(change: &RustChange) -> String {
    format!("{}; {}", change.message, change.callers())
}
