//! Shows diagnostics: text in the style of rustc for people, JSON for tools.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde_json::json;

use crate::diagnostic::{Diagnostic, Diagnostics, Level, Spot};
use crate::spec::{Position, Positions, Source, Span};

/// Renders every diagnostic with the line it is about, ordered by place, and a line that counts them.
/// Empty if there is none.
#[must_use]
pub fn render_text(diagnostics: &Diagnostics, source: &Source, colour: bool) -> String {
    let mut text = String::new();
    for (source, problems) in by_file(diagnostics, source) {
        let mut lines = (1..).zip(source.body().split_inclusive('\n')).peekable();
        for (span, diagnostic) in located(&problems, source) {
            while lines.next_if(|(number, _)| *number < span.start.line).is_some() {}
            let line = lines.peek().map(|(_, line)| line.trim_end());
            // Writing to a string cannot fail.
            let _ = write_one(&mut text, diagnostic, &source.name, span, line, Palette { colour });
        }
    }
    let _ = write_summary(&mut text, diagnostics);
    text
}

/// Renders every diagnostic as one JSON array, ordered by place.
#[must_use]
pub fn render_json(diagnostics: &Diagnostics, source: &Source) -> String {
    let list = by_file(diagnostics, source).into_iter().flat_map(|(source, problems)| {
        located(&problems, source).into_iter().map(|(span, it)| as_json(it, source, span))
    });
    format!("{:#}\n", list.collect::<serde_json::Value>())
}

fn as_json(diagnostic: &Diagnostic, source: &Source, span: Span) -> serde_json::Value {
    json!({
        "rule": diagnostic.rule,
        "level": name(diagnostic.level),
        "message": diagnostic.message,
        "file": source.name,
        "line": span.start.line,
        "column": span.start.column,
        "pointer": diagnostic.at.as_str(),
        "hint": diagnostic.hint,
    })
}

/// The diagnostics of each file: those of the document first, then those of the files it refers to, by name.
fn by_file<'a>(
    diagnostics: &'a Diagnostics,
    document: &'a Source,
) -> Vec<(&'a Source, Vec<&'a Diagnostic>)> {
    let mut files: BTreeMap<Option<&str>, (&Source, Vec<&Diagnostic>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let name = diagnostic.file.as_ref().map(|file| file.name.as_str());
        let file = diagnostic.file.as_ref().unwrap_or(document);
        files.entry(name).or_insert((file, Vec::new())).1.push(diagnostic);
    }
    files.into_values().collect()
}

/// Diagnostics of a file with what each underlines, in the order of the text.
fn located<'a>(diagnostics: &[&'a Diagnostic], source: &Source) -> Vec<(Span, &'a Diagnostic)> {
    let positions = Positions::find(source, diagnostics.iter().map(|diagnostic| &diagnostic.at));
    let mut located: Vec<_> =
        diagnostics.iter().map(|diagnostic| (span(diagnostic, &positions), *diagnostic)).collect();
    located.sort_by(|(one, this), (other, that)| {
        (one, this.rule, &this.at).cmp(&(other, that.rule, &that.at))
    });
    located
}

fn span(diagnostic: &Diagnostic, positions: &Positions) -> Span {
    if let Spot::Text(position) = diagnostic.spot {
        return Span { start: position, end: position.column + 1 };
    }
    match positions.place(&diagnostic.at) {
        Some((place, is_own)) => match place.key {
            Some(key) if diagnostic.spot == Spot::Key || place.is_container || !is_own => key,
            _ => place.value,
        },
        None => Span { start: Position::START, end: 2 },
    }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn write_one(
    text: &mut String,
    diagnostic: &Diagnostic,
    file: &str,
    span: Span,
    line_text: Option<&str>,
    palette: Palette,
) -> fmt::Result {
    let (level, colour) = (name(diagnostic.level), palette.level(diagnostic.level));
    let [bold, rule, off] = [palette.code("1"), palette.code("1;34"), palette.code("0")];
    let Position { line, column } = span.start;
    let gutter = " ".repeat(line.to_string().len());

    writeln!(
        text,
        "{colour}{level}[{}]{off}{bold}: {}{off}",
        diagnostic.rule,
        printable(&diagnostic.message)
    )?;
    write!(text, "{gutter}{rule}-->{off} {file}:{line}:{column}")?;
    match diagnostic.at.as_str() {
        "" => writeln!(text)?,
        pointer => writeln!(text, " (#{})", printable(pointer))?,
    }
    if let Some(snippet) = line_text.map(|text| Snippet::cut(text, span)) {
        writeln!(text, "{gutter} {rule}|{off}")?;
        writeln!(text, "{rule}{line} |{off} {}", snippet.line)?;
        let (indent, carets) = (" ".repeat(snippet.indent), "^".repeat(snippet.carets));
        writeln!(text, "{gutter} {rule}|{off} {indent}{colour}{carets}{off}")?;
    }
    if let Some(hint) = &diagnostic.hint {
        writeln!(text, "{gutter} {rule}={off} {bold}help{off}: {}", printable(hint))?;
    }
    writeln!(text)
}

fn write_summary(text: &mut String, diagnostics: &Diagnostics) -> fmt::Result {
    let count = |level, number: usize| match number {
        0 => None,
        1 => Some(format!("1 {}", name(level))),
        _ => Some(format!("{number} {}s", name(level))),
    };
    let counts = [Level::Error, Level::Warning].map(|level| count(level, diagnostics.count(level)));
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    if counts.is_empty() { Ok(()) } else { writeln!(text, "{}", counts.join(", ")) }
}

/// The part of a line that is shown, and where the carets go below it.
struct Snippet {
    line: String,
    indent: usize,
    carets: usize,
}

/// A minified document is one line; this much of it is shown on either side of the problem.
const BEFORE: usize = 60;
const AFTER: usize = 60;

impl Snippet {
    fn cut(line: &str, span: Span) -> Self {
        let first = span.start.column.saturating_sub(1);
        let from = if first > BEFORE * 2 { first - BEFORE } else { 0 };
        let length = first - from + AFTER * 2;
        let mut shown: String = if from > 0 { "…".to_owned() } else { String::new() };
        let indent = shown.chars().count() + first - from;
        shown.extend(line.chars().skip(from).take(length).map(printable_char));
        let visible = shown.chars().count();
        if line.chars().nth(from + length).is_some() {
            shown.push('…');
        }
        let carets =
            span.end.saturating_sub(span.start.column).min(visible.saturating_sub(indent)).max(1);
        Self { line: shown, indent, carets }
    }
}

/// Text of a document must not steer a terminal or break a message into lines.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(printable_char).collect()
}

fn printable_char(character: char) -> char {
    match character {
        '\t' => ' ',
        // Invisible marks that reorder text.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ if character.is_control() => '\u{fffd}',
        _ => character,
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

    fn level(self, level: Level) -> String {
        self.code(match level {
            Level::Error => "1;31",
            Level::Warning => "1;33",
        })
    }
}
