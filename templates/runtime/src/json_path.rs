//! From a position in a JSON text to the path of the value there.

use std::fmt;

/// The containers around a position, outermost first.
pub(super) struct Path<'a>(Vec<Step<'a>>);

enum Step<'a> {
    /// In an object, at the member with this key (as written, with escapes) once the key was read.
    Member(Option<&'a str>),
    /// In an array, at the element with this index once it began.
    Element(Option<usize>),
}

/// The path of what ends at a line and column of `serde_json`: both from 1, the column in bytes.
pub(super) fn at(text: &str, line: usize, column: usize) -> Path<'_> {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let line_start: usize = lines.map(str::len).sum();
    let end = text.len().min(line_start.saturating_add(column));
    // What is wrong with a container as a whole is found behind its closing bracket.
    match end.checked_sub(1).and_then(|last| text.as_bytes().get(last)) {
        Some(b'}' | b']') => scan(text, end - 1),
        _ => scan(text, end),
    }
}

/// Walks the tokens that begin before `end`, where the text is valid JSON.
fn scan(text: &str, end: usize) -> Path<'_> {
    let bytes = text.as_bytes();
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at).filter(|_| at < end) {
        let start = at;
        at = after_token(bytes, start);
        match (byte, steps.last_mut()) {
            (b'}' | b']', _) => drop(steps.pop()),
            (b',', Some(Step::Member(key))) => *key = None,
            (b',' | b':' | b' ' | b'\t' | b'\r' | b'\n', _) => {}
            (b'"', Some(Step::Member(key))) if key.is_none() => *key = text.get(start + 1..at - 1),
            (_, Some(Step::Element(index))) => *index = Some(index.map_or(0, |index| index + 1)),
            _ => {}
        }
        match byte {
            b'{' => steps.push(Step::Member(None)),
            b'[' => steps.push(Step::Element(None)),
            _ => {}
        }
    }
    Path(steps)
}

fn after_token(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start + 1..).unwrap_or_default();
    let length = match bytes.get(start) {
        Some(b'"') => string_length(rest),
        Some(b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') | None => 0,
        Some(_) => rest.iter().take_while(|byte| !b",]} \t\r\n".contains(byte)).count(),
    };
    start + 1 + length
}

/// Up to and with the closing quote.
fn string_length(rest: &[u8]) -> usize {
    let mut is_escaped = false;
    let closing = rest.iter().position(|&byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    });
    closing.map_or(rest.len(), |closing| closing + 1)
}

impl Path<'_> {
    /// Points at a member of the innermost object instead of at the last one that was read.
    pub(super) fn into_member(mut self, name: &str) -> String {
        if let Some(Step::Member(key)) = self.0.last_mut() {
            *key = None;
        }
        let object = self.to_string();
        if object.is_empty() { name.to_owned() } else { format!("{object}.{name}") }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for step in &self.0 {
            match step {
                Step::Member(Some(key)) => write!(f, "{separator}{}", shown(key))?,
                Step::Element(Some(index)) => write!(f, "[{index}]")?,
                Step::Member(None) | Step::Element(None) => continue,
            }
            separator = ".";
        }
        Ok(())
    }
}

/// A key, if it is a name; the keys of a map may be data.
fn shown(key: &str) -> &str {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if (1..=64).contains(&key.len()) && key.bytes().all(is_name) { key } else { "*" }
}
