//! The report as annotations: GitHub shows them on the lines of the pull request.

use std::fmt::Write;

use super::{operations, rust_sentence, version_line};
use crate::diff::{Level, Location, Report, Step};

/// GitHub keeps ten annotations of a kind a step, and drops the rest without a word.
const SHOWN: usize = 10;

/// Renders workflow commands: an error for what must not be merged as it is, a warning for what may break somebody.
#[must_use]
pub fn github(report: &Report) -> String {
    let mut errors = Vec::new();
    let mut warnings = Vec::new();
    if report.rust.is_ok() && !report.version().is_taken {
        let title = "missing version step";
        errors.push(command("error", Some(&report.version_at), title, &version_line(report)));
    }
    for entry in report.wire_changes().filter(|entry| entry.accepted.is_none()) {
        let change = &entry.change;
        let mut message = change.message.clone();
        if !change.operations.is_empty() {
            _ = write!(message, "\nin {}", operations(&change.operations));
        }
        if let (Some(base), None) = (&entry.base, &entry.head) {
            _ = write!(message, "\nwas at {base}");
        }
        match change.level {
            Level::Breaking => {
                errors.push(command("error", entry.anchor.as_ref(), change.id, &message));
            }
            Level::Suspect => {
                warnings.push(command("warning", entry.anchor.as_ref(), change.id, &message));
            }
            Level::Compatible => {}
        }
    }
    for entry in report.rust_changes().filter(|entry| entry.accepted.is_none()) {
        if entry.change.step == Step::Major {
            let message = format!("Rust callers: {}", rust_sentence(&entry.change));
            warnings.push(command("warning", entry.anchor.as_ref(), entry.change.id, &message));
        }
    }
    at_most("error", errors) + &at_most("warning", warnings)
}

/// The first commands; the last place goes to how many more there are.
fn at_most(kind: &str, mut commands: Vec<String>) -> String {
    if commands.len() > SHOWN {
        let more = commands.len() - (SHOWN - 1);
        commands.truncate(SHOWN - 1);
        let message = format!("and {more} more; `cargo xtask diff` lists them all");
        commands.push(command(kind, None, "more changes", &message));
    }
    commands.concat()
}

fn command(kind: &str, at: Option<&Location>, title: &str, message: &str) -> String {
    let place = at.map(|at| {
        let (file, line, column) = (property(&at.file), at.position.line, at.position.column);
        format!("file={file},line={line},col={column},")
    });
    format!("::{kind} {}title={}::{}\n", place.unwrap_or_default(), property(title), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
