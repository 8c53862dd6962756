//! The text of a document and places in it.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::spec::Pointer;

/// A text and the name it goes by in messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path as shown to people, relative to the working directory where possible.
    pub name: String,
    /// The text.
    pub text: Arc<String>,
}

impl Source {
    /// Reads a file. What keeps it from being read is reported, and `Err` holds what there is to show.
    pub(super) fn load(path: &Path, diagnostics: &mut Diagnostics) -> Result<Self, Self> {
        let source = |text: String| Self { name: path.display().to_string(), text: text.into() };
        let bytes = std::fs::read(path).map_err(|error| {
            let message = format!("the file cannot be read: {error}");
            diagnostics.error("unreadable-file", &Pointer::root(), message);
            source(String::new())
        })?;
        String::from_utf8(bytes).map(source).map_err(|error| {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            diagnostics
                .error("syntax", &Pointer::root(), "the text is not UTF-8")
                .on_text(Position::of_offset(&text, error.utf8_error().valid_up_to()))
                .hint("save the file as UTF-8; is it a text file at all?");
            source(text)
        })
    }

    /// The text without the byte order mark some editors put first.
    #[must_use]
    pub fn body(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }
}

/// One-based line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// Where the character that holds byte `offset` of `text` stands.
    #[must_use]
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let before = text.char_indices().take_while(|(at, it)| at + it.len_utf8() <= offset);
        let before =
            text.get(..before.last().map_or(0, |(at, it)| at + it.len_utf8())).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let in_line = before.get(line_start..).unwrap_or_default();
        Self { line: before.matches('\n').count() + 1, column: in_line.chars().count() + 1 }
    }
}

/// A stretch of text on one line; `end` is the first column after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// The column after its last character, or that of the line's end if it runs on.
    pub end: usize,
}
