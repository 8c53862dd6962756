//! Finds places in a JSON text by one pass that decodes only the keys the pointers pass by.
//!
//! The ends of spans are those that a walk over the same text as YAML gives.

use std::borrow::Cow;

use super::{Place, Places};
use crate::spec::pointer::push_segment;
use crate::spec::{Position, Span};

/// How deep values may be nested: what serde reads.
const DEEPEST: usize = 128;

/// Notes where the pointers among `places` lead; `None` if the text is not JSON.
/// Lines must not end in a carriage return alone.
pub(super) fn locate(text: &str, places: &mut Places) -> Option<()> {
    let mut reader =
        Reader { text, at: 0, line: 1, column: 1, counted: 0, pointer: String::new(), places };
    reader.space();
    reader.value(None, true, DEEPEST)?;
    reader.space();
    (reader.at == text.len()).then_some(())
}

struct Reader<'a> {
    text: &'a str,
    /// What was read, in bytes.
    at: usize,
    line: usize,
    /// The column of byte `counted`, which is on the line that is being read.
    column: usize,
    counted: usize,
    pointer: String,
    places: &'a mut Places,
}

impl<'a> Reader<'a> {
    /// Reads a value, which a pointer leads to or through if `is_wanted`.
    fn value(&mut self, key: Option<Span>, is_wanted: bool, depth: usize) -> Option<()> {
        let start = self.at;
        let first = self.peek()?;
        let is_container = matches!(first, b'{' | b'[');
        match first {
            b'{' | b'[' => {
                self.at += 1;
                self.blanks();
            }
            b'"' => _ = self.string()?,
            _ => self.plain()?,
        }
        if is_wanted {
            let value = self.span(start);
            if let Some(place) = self.places.get_mut(&self.pointer) {
                *place = Some(Place { key, value, is_container });
            }
        }
        if is_container { self.members(first, is_wanted, depth.checked_sub(1)?) } else { Some(()) }
    }

    /// Reads what a container holds, from behind its opening bracket to behind the closing one.
    fn members(&mut self, open: u8, is_wanted: bool, depth: usize) -> Option<()> {
        let (pointer, close) = (self.pointer.len(), if open == b'{' { b'}' } else { b']' });
        self.space();
        if self.peek()? == close {
            self.at += 1;
            return Some(());
        }
        for index in 0_usize.. {
            let (key, is_wanted) = match open {
                b'{' => self.key(is_wanted)?,
                _ => (None, is_wanted && self.enters(&index.to_string())),
            };
            self.value(key, is_wanted, depth)?;
            self.pointer.truncate(pointer);
            self.space();
            match self.next()? {
                b',' => self.space(),
                byte if byte == close => break,
                _ => return None,
            }
        }
        Some(())
    }

    /// Reads a key and its colon: where it is and that a pointer leads on from it, if one does.
    fn key(&mut self, is_wanted: bool) -> Option<(Option<Span>, bool)> {
        let start = self.at;
        let key = self.string()?;
        let is_wanted = is_wanted && self.enters(&decoded(key)?);
        let span = is_wanted.then(|| self.span(start));
        self.space();
        if self.next()? != b':' {
            return None;
        }
        self.space();
        Some((span, is_wanted))
    }

    /// Steps into a member or an element; tells whether a pointer does so, too.
    fn enters(&mut self, step: &str) -> bool {
        push_segment(&mut self.pointer, step);
        self.places.contains_key(&self.pointer)
    }

    /// Reads a string: what is written between its quotes.
    fn string(&mut self) -> Option<&'a str> {
        if self.next()? != b'"' {
            return None;
        }
        let start = self.at;
        loop {
            self.skip(|byte| !matches!(byte, ..b' ' | b'"' | b'\\'));
            match self.next()? {
                b'"' => break,
                b'\\' => _ = self.next().filter(|escaped| br#""\/bfnrtu"#.contains(escaped))?,
                _ => return None,
            }
        }
        let written = self.text.get(start..self.at - 1);
        self.blanks();
        written
    }

    /// Reads a number, `true`, `false` or `null`.
    fn plain(&mut self) -> Option<()> {
        let start = self.at;
        self.skip(|byte| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'E' | b'a'..=b'z'));
        (self.at > start).then_some(())
    }

    /// Reads to the next token.
    fn space(&mut self) {
        self.blanks();
        while let Some(b'\n' | b'\r') = self.peek() {
            if self.next() == Some(b'\n') {
                self.line += 1;
                (self.column, self.counted) = (1, self.at);
            }
            self.blanks();
        }
    }

    /// Reads to the next token or the end of the line: what YAML takes for a part of the token before.
    fn blanks(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t'));
    }

    fn skip(&mut self, is_passed: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| is_passed(**byte)).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// From byte `start` of the line to what was read last.
    fn span(&mut self, start: usize) -> Span {
        let start = Position { line: self.line, column: self.column_of(start) };
        Span { start, end: self.column_of(self.at) }
    }

    /// The column of a byte of the line; they come in order, so that each character is counted once.
    fn column_of(&mut self, byte: usize) -> usize {
        let between = self.text.get(self.counted..byte).unwrap_or_default();
        self.column += between.chars().count();
        self.counted = byte;
        self.column
    }
}

fn decoded(key: &str) -> Option<Cow<'_, str>> {
    if !key.contains('\\') {
        return Some(Cow::Borrowed(key));
    }
    serde_json::from_str(&format!("\"{key}\"")).ok().map(Cow::Owned)
}
