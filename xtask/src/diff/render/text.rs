//! The report for a terminal.

use std::fmt::{self, Write};

use super::{
    documented, headline, level_name, operations, place, rust_counts, rust_sentence, version_line,
    wire_counts,
};
use crate::diagnostic::printable;
use crate::diff::{Change, Entry, Level, Report, RustChange, Step};

/// Renders the report, with ANSI colours if asked for.
#[must_use]
pub fn text(report: &Report, colour: bool) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, report, Palette { colour });
    text
}

fn write(out: &mut String, report: &Report, palette: Palette) -> fmt::Result {
    let [bold, off] = [palette.code("1"), palette.code("0")];
    let (base, head) = (&report.base, &report.head);
    writeln!(out, "{bold}{} -> {}{off}", printable(&base.label), printable(&head.label))?;
    if !report.is_empty() {
        writeln!(out, "\n{bold}On the wire{off}: {}", wire_counts(report))?;
        report.wire_changes().try_for_each(|entry| wire_entry(out, entry, palette))?;
        if report.rust.is_ok() {
            writeln!(out, "\n{bold}For Rust callers{off}: {}", rust_counts(report))?;
            report.rust_changes().try_for_each(|entry| rust_entry(out, entry, palette))?;
        }
        words(out, report, palette)?;
    }
    writeln!(out, "\n{bold}{}{off}\n{}", headline(report), printable(&version_line(report)))
}

fn words(out: &mut String, report: &Report, palette: Palette) -> fmt::Result {
    let [bold, off] = [palette.code("1"), palette.code("0")];
    let (words, documented) = (report.words().count(), documented(report));
    if words > 0 || !documented.is_empty() {
        writeln!(out, "\n{bold}In words{off}:")?;
    }
    for entry in report.words() {
        let at = place(entry).map(ToString::to_string).unwrap_or_default();
        writeln!(out, "  {}  {}", printable(&entry.change.message), printable(&at))?;
    }
    if documented.is_empty() { Ok(()) } else { writeln!(out, "  {documented}") }
}

fn wire_entry(out: &mut String, entry: &Entry<Change>, palette: Palette) -> fmt::Result {
    let (change, off) = (&entry.change, palette.code("0"));
    let name = if entry.accepted.is_some() { "accepted" } else { level_name(change.level) };
    let colour = palette.level(change.level, entry.accepted.is_some());
    writeln!(out, "  {colour}{name}{off} [{}] {}", change.id, printable(&change.message))?;
    if !change.operations.is_empty() {
        writeln!(out, "      in {}", printable(&operations(&change.operations)))?;
    }
    places(out, entry)
}

fn rust_entry(out: &mut String, entry: &Entry<RustChange>, palette: Palette) -> fmt::Result {
    let (change, off) = (&entry.change, palette.code("0"));
    let name = if entry.accepted.is_some() { "accepted" } else { change.step.as_str() };
    let level = match change.step {
        Step::Major => Level::Breaking,
        Step::Minor | Step::Patch => Level::Compatible,
    };
    let colour = palette.level(level, entry.accepted.is_some());
    writeln!(out, "  {colour}{name}{off} [{}] {}", change.id, printable(&rust_sentence(change)))?;
    for (mark, code, line) in [("-", "31", &change.before), ("+", "32", &change.after)] {
        if let Some(line) = line {
            writeln!(out, "      {}{mark} {}{off}", palette.code(code), printable(line))?;
        }
    }
    if change.caused_by.is_none() {
        writeln!(out, "      by the generator or the runtime, not by the document")?;
    }
    places(out, entry)
}

fn places<T>(out: &mut String, entry: &Entry<T>) -> fmt::Result {
    for (mark, location) in [("was at", &entry.base), ("at", &entry.head)] {
        let is_shown = mark == "at" || entry.head.is_none();
        if let Some(location) = location.as_ref().filter(|_| is_shown) {
            let pointer = printable(location.pointer.as_str());
            writeln!(out, "      {mark} {} (#{pointer})", printable(&location.to_string()))?;
        }
    }
    match &entry.accepted {
        Some(reason) => writeln!(out, "      accepted: {}", printable(reason)),
        None => Ok(()),
    }
}

/// ANSI codes, or nothing.
#[derive(Clone, Copy)]
struct Palette {
    colour: bool,
}

impl Palette {
    fn code(self, code: &str) -> String {
        if self.colour { format!("\x1b[{code}m") } else { String::new() }
    }

    fn level(self, level: Level, is_accepted: bool) -> String {
        self.code(match level {
            _ if is_accepted => "2",
            Level::Breaking => "1;31",
            Level::Suspect => "1;33",
            Level::Compatible => "1;32",
        })
    }
}
