//! Markdown of the document made safe for rustdoc: nothing in it becomes code, a doctest or a broken link.

use std::borrow::Cow;

/// Text as a code span, whatever backticks it has.
pub(super) fn code(text: &str) -> String {
    let is_odd = |it: char| it.is_control() || is_bidi(it);
    let text =
        if text.contains(is_odd) { Cow::from(text.replace(is_odd, " ")) } else { text.into() };
    let runs = text.split(|it| it != '`').map(str::len);
    let longest = if text.contains('`') { runs.max().unwrap_or_default() } else { 0 };
    let fence = "`".repeat(longest + 1);
    let pad =
        if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    [&fence, pad, &text, pad, &fence].concat()
}

/// Markdown made safe for rustdoc, line by line.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if text.is_empty() {
        return lines;
    }
    let mut fence: Option<String> = None;
    let mut lists = Lists::default();
    let text = if text.contains('\r') {
        Cow::from(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text.into()
    };
    for line in text.trim().lines() {
        let line = printable(line);
        let bare = line.trim_start();
        match &fence {
            Some(open) if closes(bare, open) => {
                lines.push(open.clone());
                fence = None;
            }
            Some(_) => lines.push(line.trim_end().to_owned()),
            None => {
                fence = opening_fence(bare);
                if fence.is_some() {
                    lists = Lists::default();
                }
                lines.push(match &fence {
                    // Without a language rustdoc would take the block for Rust and run it.
                    Some(open) => format!("{open}text"),
                    // What goes on a quotation is marked as such on every line.
                    None if goes_on_quotation(&lines, bare) => {
                        prose(&format!("> {}", bare.trim_end()), 0)
                    }
                    None => prose(bare.trim_end(), lists.indent(&line)),
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

/// Markdown as one line, safe in the middle of another: no block begins in it.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    prose(&printable(&words.join(" ")), 0)
}

/// A line without tabs, which mean four spaces here, and other characters that nobody would see.
fn printable(line: &str) -> Cow<'_, str> {
    let is_odd = |it: char| it.is_control() || is_bidi(it);
    let is_plain = line.bytes().all(|it| matches!(it, b' '..=b'~'));
    if !is_plain && line.contains(is_odd) {
        line.replace('\t', "    ").replace(is_odd, "").into()
    } else {
        line.into()
    }
}

/// Whether a line goes on a paragraph that stands in a quotation.
fn goes_on_quotation(before: &[String], line: &str) -> bool {
    let quoted = before.last().is_some_and(|before| before.starts_with("> "));
    quoted && !line.is_empty() && !line.starts_with(['>', '#']) && list_marker(line).is_none()
}

/// The lists that lines are read in: what goes on an item is indented to its text.
#[derive(Default)]
struct Lists {
    /// Where the text of each open item begins, from the outermost.
    items: Vec<usize>,
    /// Whether the line before has text, which goes on here if nothing else begins.
    in_paragraph: bool,
}

impl Lists {
    /// How far a line must be indented to mean the same and no code block.
    fn indent(&mut self, line: &str) -> usize {
        let indent = line.len() - line.trim_start().len();
        let bare = line.trim();
        if bare.is_empty() {
            self.in_paragraph = false;
            return 0;
        }
        let (innermost, goes_on) = (self.innermost(), self.in_paragraph);
        self.in_paragraph = true;
        let is_inside = goes_on && indent >= innermost;
        let marker = list_marker(bare).filter(|_| !is_inside || may_interrupt(bare));
        if marker.is_none() && goes_on {
            return innermost;
        }
        self.items.retain(|item| *item <= indent);
        // No more than the item asks for: four spaces would make a code block.
        let indent = self.innermost();
        self.items.extend(marker.map(|length| indent + length));
        indent
    }

    fn innermost(&self) -> usize {
        self.items.last().copied().unwrap_or_default()
    }
}

/// Whether a list may begin with this line in the middle of a paragraph: numbers in prose are no lists.
fn may_interrupt(line: &str) -> bool {
    !line.starts_with(|it: char| it.is_ascii_digit())
        || line.starts_with("1. ")
        || line.starts_with("1) ")
}

/// Whether a line is a horizontal rule.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|it| *it != ' ');
    let Some(mark @ ('-' | '*' | '_')) = marks.next() else { return false };
    marks.clone().count() > 1 && marks.all(|it| it == mark)
}

/// The length of `- `, `* `, `+ ` or `1. ` at the start of a line.
fn list_marker(line: &str) -> Option<usize> {
    if is_rule(line) {
        return None;
    }
    if line.starts_with("* ") || line.starts_with("- ") || line.starts_with("+ ") {
        return Some(2);
    }
    let digits = line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let number = (1..=9).contains(&digits);
    let rest = line.get(digits..)?;
    (number && (rest.starts_with(". ") || rest.starts_with(") "))).then_some(digits + 2)
}

/// The backticks or tildes that open a block.
fn opening_fence(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.chars().take_while(|character| *character == mark).count();
    let one_line = mark == '`' && line.chars().skip(length).any(|character| character == '`');
    (length >= 3 && !one_line).then(|| String::from(mark).repeat(length))
}

/// Whether a line ends the block that `open` began: as many of its marks, or more.
fn closes(line: &str, open: &str) -> bool {
    let line = line.trim_end();
    line.starts_with(open) && line.chars().all(|mark| open.starts_with(mark))
}

/// A line outside of blocks: no code block, no HTML, no intra-doc link, URLs as links.
fn prose(line: &str, indent: usize) -> String {
    let mut text = String::with_capacity(indent + line.len());
    text.extend(std::iter::repeat_n(' ', indent));
    let mut rest = containers(line, &mut text);
    if rest.starts_with("~~~") {
        text.push('\\');
    }
    while let Some(start) = rest.find('`') {
        let (before, span) = rest.split_at(start);
        escape(before, &mut text);
        let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
        let length = if is_escaped {
            text.push('`');
            1
        } else if let Some(length) = code_span(span) {
            text.push_str(&span[..length]);
            length
        } else {
            text.push_str(&"\\`".repeat(ticks(span)));
            ticks(span)
        };
        rest = &span[length..];
    }
    escape(rest, &mut text);
    text
}

/// Passes over the marks of lists and quotes that a line starts with; more space behind one would be a code block.
fn containers<'a>(mut line: &'a str, text: &mut String) -> &'a str {
    while let Some(length) = list_marker(line).or_else(|| line.starts_with('>').then_some(1)) {
        let (mark, rest) = line.split_at(length);
        text.push_str(mark.trim_end());
        line = rest.trim_start();
        if !line.is_empty() {
            text.push(' ');
        }
    }
    line
}

/// How many backticks a text starts with.
fn ticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The length of the code span a text starts with; `None` if its backticks are never matched.
fn code_span(text: &str) -> Option<usize> {
    let length = ticks(text);
    let mut at = length;
    loop {
        at += text.get(at..)?.find('`')?;
        let found = ticks(text.get(at..)?);
        at += found;
        if found == length {
            return Some(at);
        }
    }
}

/// Escapes what rustdoc would read as HTML or as a link to a Rust item; links to the web stay or become links.
fn escape(text: &str, escaped: &mut String) {
    let mut rest = text;
    let is_special = |it| matches!(it, b'\\' | b'<' | b'[' | b']' | b'h');
    while let Some(start) = rest.bytes().position(is_special) {
        let (before, special) = rest.split_at(start);
        escaped.push_str(before);
        let length = if is_escape(special) {
            escaped.push_str(&special[..2]);
            2
        } else if let Some(length) = link(special) {
            escaped.push_str(&special[..length]);
            length
        } else if let Some(length) = bare_url(special, before) {
            escaped.extend(["<", &special[..length], ">"]);
            length
        } else {
            if needs_escape(special) {
                escaped.push('\\');
            }
            escaped.push_str(&special[..1]);
            1
        };
        rest = &special[length..];
    }
    escaped.push_str(rest);
}

/// Whether a text starts with a backslash that takes the meaning of what follows away.
fn is_escape(text: &str) -> bool {
    matches!(text.as_bytes(), [b'\\', next, ..] if next.is_ascii_punctuation())
}

/// The length of the link to the web that a text starts with, written `<url>` or `[text](url)`.
fn link(text: &str) -> Option<usize> {
    let (start, end) = match text.as_bytes().first()? {
        b'<' => (1, '>'),
        b'[' => {
            let start = text.find("](")? + 2;
            let label = text.get(1..start - 2)?;
            (!label.contains(['[', ']', '<', '`'])).then_some((start, ')'))?
        }
        _ => return None,
    };
    let url = text.get(start..)?;
    let length = url_length(url, end)?;
    url.get(length..)?.starts_with(end).then_some(start + length + 1)
}

/// The length of the URL that a text starts with, if it stands by itself.
fn bare_url(text: &str, before: &str) -> Option<usize> {
    if before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let url = text.get(..url_length(text, '>')?)?;
    Some(url.trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '*', '_', '\'', '"']).len())
}

/// The length of the URL that a text starts with; `end` is not part of it.
fn url_length(text: &str, end: char) -> Option<usize> {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    let ends = |it: char| it.is_whitespace() || it == end || matches!(it, '<' | '>' | '`');
    is_url.then(|| text.find(ends).unwrap_or(text.len()))
}

/// Whether a character would start HTML or a link; comparisons such as `<=` would not.
fn needs_escape(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('<') => !characters.next().is_some_and(|next| next == '=' || next.is_ascii_digit()),
        Some(character) => matches!(character, '[' | ']'),
        None => false,
    }
}

/// Characters that turn the direction of text; rustc refuses them.
fn is_bidi(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
