//! Words of the document as doc comments: nothing in them becomes code, a doctest or a broken link.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Constraint, Docs};

/// The `#[doc]` attributes of `docs`, or of `otherwise` if the document says nothing.
pub(super) fn attributes(docs: &Docs, otherwise: &str) -> TokenStream {
    let mut lines = lines(docs);
    if lines.is_empty() {
        lines.push(otherwise.to_owned());
    }
    comment(&lines)
}

/// One `#[doc]` attribute a line.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The lines of a doc comment: summary, description, constraints.
pub(super) fn lines(docs: &Docs) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let constraints = docs.constraints.iter().map(constraint).collect::<Vec<_>>().join(" ");
    let summary = docs.summary.as_deref().map(sentence).unwrap_or_default();
    let description = docs.description.as_deref().unwrap_or_default();
    let deprecated = if docs.deprecated { "**Deprecated.**" } else { "" };
    for part in [summary.as_str(), description, constraints.as_str(), deprecated] {
        let part = markdown(part);
        if !part.is_empty() && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(part);
    }
    lines
}

/// A summary as a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Length(min, max) => format!("{} characters.", between(*min, *max)),
        Constraint::Items(min, max) => format!("{} elements.", between(*min, *max)),
        Constraint::Range(min, max) => format!("{}.", between(min.as_ref(), max.as_ref())),
        Constraint::Pattern(pattern) => format!("Matches {}.", code(pattern)),
        Constraint::Default(value) => format!("{} if left out.", code(value)),
        Constraint::Example(value) => format!("For example {}.", code(value)),
    }
}

fn between<T: std::fmt::Display + PartialEq>(min: Option<T>, max: Option<T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("Exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("At least {min}"),
        (None, Some(max)) => format!("At most {max}"),
        (None, None) => "Any number of".to_owned(),
    }
}

/// Text as a code span, whatever backticks it has.
pub(super) fn code(text: &str) -> String {
    let text: String =
        text.chars().map(|it| if it.is_control() || is_bidi(it) { ' ' } else { it }).collect();
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad =
        if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Markdown made safe for rustdoc, line by line.
pub(super) fn markdown(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    let mut list = List::default();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for line in text.trim().lines() {
        let line: String =
            line.chars().filter(|it| !is_bidi(*it) && (*it == '\t' || !it.is_control())).collect();
        let line = line.replace('\t', "    ");
        let bare = line.trim_start();
        match &fence {
            Some(open) if bare.trim_end() == open => {
                lines.push(open.clone());
                fence = None;
            }
            Some(_) => lines.push(line.trim_end().to_owned()),
            None => {
                fence = opening_fence(bare);
                lines.push(match &fence {
                    // Without a language rustdoc would take the block for Rust and run it.
                    Some(open) => format!("{open}text"),
                    None => prose(bare.trim_end(), list.indent(&line)),
                });
            }
        }
    }
    lines.extend(fence);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The list that lines are read in: what goes on an item is indented to its text.
#[derive(Default)]
struct List {
    /// Where the text of the current item begins.
    text: Option<usize>,
    after_blank: bool,
}

impl List {
    /// How far a line must be indented to mean the same and no code block.
    fn indent(&mut self, line: &str) -> usize {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if bare.is_empty() {
            self.after_blank = true;
            return 0;
        }
        let after_blank = std::mem::take(&mut self.after_blank);
        if let Some(marker) = list_marker(bare) {
            let indent = self.text.map_or(indent.min(3), |text| indent.min(text));
            self.text = Some(indent + marker);
            return indent;
        }
        match self.text {
            Some(text) if !after_blank || indent >= text => text,
            _ => {
                self.text = None;
                // Four spaces would make a code block.
                indent.min(3)
            }
        }
    }
}

/// The length of `- `, `* `, `+ ` or `1. ` at the start of a line.
fn list_marker(line: &str) -> Option<usize> {
    if line.starts_with("* ") || line.starts_with("- ") || line.starts_with("+ ") {
        return Some(2);
    }
    let digits = line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let number = (1..=9).contains(&digits);
    (number && line.get(digits..)?.starts_with(". ")).then_some(digits + 2)
}

/// The backticks or tildes that open a block.
fn opening_fence(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.chars().take_while(|character| *character == mark).count();
    let one_line = mark == '`' && line.chars().skip(length).any(|character| character == '`');
    (length >= 3 && !one_line).then(|| String::from(mark).repeat(length))
}

/// A line outside of blocks: no HTML, no intra-doc link, URLs as links.
fn prose(line: &str, indent: usize) -> String {
    let mut text = " ".repeat(indent);
    let mut spans = line.split('`').peekable();
    let mut inside = false;
    while let Some(span) = spans.next() {
        let closed = spans.peek().is_some();
        if inside && closed {
            text.push_str(span);
        } else {
            escape(span, &mut text);
        }
        if closed {
            text.push('`');
        }
        inside = !inside;
    }
    text
}

/// Escapes what rustdoc would read as HTML or as a link to a Rust item.
fn escape(text: &str, escaped: &mut String) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        let start = word.find("https://").or_else(|| word.find("http://"));
        match start {
            Some(start) if !word[..start].ends_with(['<', '(']) => {
                let (before, url) = word.split_at(start);
                let end =
                    url.trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '>', '*', '_']).len();
                let (url, after) = url.split_at(end);
                escape_word(before, escaped);
                escaped.extend(["<", &url.replace(['<', '>'], ""), ">"]);
                escape_word(after, escaped);
            }
            Some(_) => escaped.push_str(word),
            None => escape_word(word, escaped),
        }
    }
}

fn escape_word(word: &str, escaped: &mut String) {
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '<' if !characters.peek().is_some_and(|next| *next == '=' || next.is_ascii_digit()) => {
                escaped.push_str("\\<");
            }
            '[' if !word.contains("](") => escaped.push_str("\\["),
            ']' if !word.contains("](") => escaped.push_str("\\]"),
            _ => escaped.push(character),
        }
    }
}

/// Characters that turn the direction of text; rustc refuses them.
fn is_bidi(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
