//! The report as a comment on a pull request.

use std::fmt::Write;

use super::{
    documented, headline, level_name, operations, place, rust_counts, rust_sentence, version_line,
    wire_counts,
};
use crate::diagnostic::printable;
use crate::diff::{Change, Entry, Level, Report, RustChange, Step};

/// The first line of a comment, by which the next run finds it again.
pub const MARKER: &str = "<!-- cargo-xtask-diff -->";

/// GitHub takes 65,536 characters; bytes are never fewer.
const LIMIT: usize = 65_000;
/// One item is not worth more.
const ITEM_LIMIT: usize = 1500;

/// Renders the summary first, then the changes, folded; what does not fit is counted.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut text = summary(report);
    let sections = sections(report);
    // Room for what every section has beside its items.
    let frames: usize = sections.iter().map(|section| section.title.len() + 200).sum();
    let mut budget = LIMIT.saturating_sub(text.len() + frames);
    for section in &sections {
        section.write(&mut text, &mut budget);
    }
    text
}

fn summary(report: &Report) -> String {
    let (base, head) = (short(&report.base.label), short(&report.head.label));
    let sign = match (report.level(), report.step()) {
        (Some(Level::Breaking), _) => "🔴",
        (Some(Level::Suspect), _) | (_, Some(Step::Major)) => "🟡",
        _ => "🟢",
    };
    let mut text = format!(
        "{MARKER}\n### {sign} {}\n\n{} → {}. {}\n",
        headline(report),
        code(&base),
        code(&head),
        escape(&version_line(report))
    );
    if !report.is_empty() && !report.is_words_only() {
        _ = write!(text, "\n- On the wire: {}\n", wire_counts(report));
        if report.rust.is_ok() {
            _ = writeln!(text, "- For Rust callers: {}", rust_counts(report));
        }
    }
    text
}

/// A folded list.
struct Section {
    title: String,
    items: Vec<String>,
    is_open: bool,
}

impl Section {
    fn write(&self, text: &mut String, budget: &mut usize) {
        let open = if self.is_open { " open" } else { "" };
        _ = write!(text, "\n<details{open}><summary>{}</summary>\n\n", self.title);
        let mut left = self.items.len();
        for item in &self.items {
            let Some(rest) = budget.checked_sub(item.len()) else { break };
            *budget = rest;
            left -= 1;
            text.push_str(item);
        }
        if left > 0 {
            _ = write!(text, "\n{left} more do not fit here; `cargo xtask diff` lists them all.\n");
        }
        text.push_str("\n</details>\n");
    }
}

fn sections(report: &Report) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |title: String, items: Vec<String>, is_open| {
        if !items.is_empty() {
            sections.push(Section { title: format!("{title} ({})", items.len()), items, is_open });
        }
    };
    for level in [Level::Breaking, Level::Suspect, Level::Compatible] {
        let of_level = |it: &&Entry<Change>| it.change.level == level && it.accepted.is_none();
        let items = report.wire_changes().filter(of_level).map(wire_item).collect();
        add(format!("On the wire: {}", level_name(level)), items, level == Level::Breaking);
    }
    for step in [Step::Major, Step::Minor, Step::Patch] {
        let of_step = |it: &&Entry<RustChange>| it.change.step == step && it.accepted.is_none();
        let items = report.rust_changes().filter(of_step).map(rust_item).collect();
        add(format!("For Rust callers: {}", step.as_str()), items, step == Step::Major);
    }
    let accepted_wire = report.wire_changes().filter(|it| it.accepted.is_some()).map(wire_item);
    let accepted_rust = report.rust_changes().filter(|it| it.accepted.is_some()).map(rust_item);
    add("Accepted".to_owned(), accepted_wire.chain(accepted_rust).collect(), false);
    let mut words: Vec<String> = report.words().map(wire_item).collect();
    let documented = documented(report);
    if !documented.is_empty() {
        words.push(format!(
            "- {documented}
"
        ));
    }
    add("In words".to_owned(), words, false);
    sections
}

fn wire_item(entry: &Entry<Change>) -> String {
    let change = &entry.change;
    let mut item = format!("- {}: {}\n", code(change.id), escape(&short(&change.message)));
    if !change.operations.is_empty() {
        _ = writeln!(item, "  in {}", code(&short(&operations(&change.operations))));
    }
    item + &places(entry)
}

fn rust_item(entry: &Entry<RustChange>) -> String {
    let change = &entry.change;
    let mut item = format!("- {}: {}\n", code(change.id), escape(&short(&rust_sentence(change))));
    if change.caused_by.is_none() {
        item.push_str("  by the generator or the runtime, not by the document\n");
    }
    let lines = [("-", &change.before), ("+", &change.after)];
    let lines: Vec<String> = lines
        .into_iter()
        .filter_map(|(mark, line)| Some(format!("  {mark} {}\n", short(line.as_ref()?))))
        .collect();
    if !lines.is_empty() {
        let fence = fence(&lines.concat());
        _ = write!(item, "  {fence}diff\n{}  {fence}\n", lines.concat());
    }
    item + &places(entry)
}

fn places<T>(entry: &Entry<T>) -> String {
    let place = place(entry).map(|at| {
        let was = if entry.head.is_none() { "was " } else { "" };
        format!(
            "  {was}at {} {}\n",
            code(&short(&at.to_string())),
            code(&short(&format!("#{}", at.pointer)))
        )
    });
    let accepted = entry.accepted.as_ref();
    let accepted = accepted.map(|reason| format!("  accepted: {}\n", escape(&short(reason))));
    place.unwrap_or_default() + &accepted.unwrap_or_default()
}

/// Text of a bounded length, on one line.
fn short(text: &str) -> String {
    let text = printable(text);
    let line = text.split(|it: char| it.is_whitespace() || it == char::REPLACEMENT_CHARACTER);
    let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let bound = ITEM_LIMIT / 4;
    match line.char_indices().nth(bound) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Text as Markdown that shows it as it is; what stands between backticks stays code.
fn escape(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let is_paired = parts.len() % 2 == 1;
    let mut escaped = String::new();
    for (index, part) in parts.iter().enumerate() {
        if is_paired && index % 2 == 1 {
            escaped.push_str(&code(part));
        } else {
            if !is_paired && index > 0 {
                escaped.push_str("\\`");
            }
            part.chars().for_each(|it| escape_char(it, &mut escaped));
        }
    }
    escaped
}

fn escape_char(character: char, escaped: &mut String) {
    match character {
        '<' => escaped.push_str("&lt;"),
        '>' => escaped.push_str("&gt;"),
        '&' => escaped.push_str("&amp;"),
        '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '!' => escaped.extend(['\\', character]),
        // Nobody is to be notified, no issue linked.
        '@' | '#' => escaped.extend([character, '\u{200b}']),
        _ => escaped.push(character),
    }
}

/// Text as a code span, whatever backticks it has.
fn code(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad =
        if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn fence(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}
