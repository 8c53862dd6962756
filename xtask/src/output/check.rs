//! What `--check` says of a stale folder: the files, a unified diff, and the command to run.

use std::fmt::Write as _;

use similar::TextDiff;

use super::{Change, Plan, shown};

/// How many lines of file names and of diff are shown.
const SHOWN_FILES: usize = 100;
const SHOWN_LINES: usize = 400;

/// Describes how the folder differs from the emitted files; `None` if it does not.
#[must_use]
pub fn check(plan: &Plan<'_>, command: &str) -> Option<String> {
    if plan.changes.is_empty() {
        return None;
    }
    let mut report = format!("`{}` is not what codegen writes:\n", plan.name);
    let files = plan
        .changes
        .iter()
        .map(|change| format!("  {:<7}  {}", state(change), shown(&change.path)));
    push_some(&mut report, files, SHOWN_FILES, "files");

    let diff: String = plan.changes.iter().map(|change| unified_diff(&plan.name, change)).collect();
    if !diff.is_empty() {
        report.push('\n');
        push_some(&mut report, diff.lines().map(str::to_owned), SHOWN_LINES, "lines of diff");
    }
    _ = write!(report, "\nTo bring it up to date, run: {command}\n");
    Some(report)
}

fn state(change: &Change<'_>) -> &'static str {
    match (&change.old, &change.new) {
        (None, _) => "missing",
        (_, None) => "orphan",
        _ => "stale",
    }
}

/// The diff of a stale file; the text of a missing or orphaned one would say nothing that its name does not.
fn unified_diff(name: &str, change: &Change<'_>) -> String {
    let (Some(old), Some(new)) = (&change.old, change.new) else { return String::new() };
    let path = format!("{name}/{}", shown(&change.path));
    let (old_name, new_name) = (format!("{path} (on disk)"), format!("{path} (codegen)"));
    TextDiff::from_lines(old.as_str(), new).unified_diff().header(&old_name, &new_name).to_string()
}

/// Adds the first `limit` lines, and says how many there are beyond.
fn push_some(
    report: &mut String,
    mut lines: impl Iterator<Item = String>,
    limit: usize,
    what: &str,
) {
    for line in lines.by_ref().take(limit) {
        report.push_str(&line);
        report.push('\n');
    }
    let left_out = lines.count();
    if left_out > 0 {
        _ = writeln!(report, "  … and {left_out} more {what}");
    }
}
