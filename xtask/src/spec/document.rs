//! One OpenAPI document: its text, its tree and its typed form.

use crate::diagnostic::Diagnostics;
use crate::spec::Pointer;

/// A text and the name it goes by in messages.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as shown to people, relative to the working directory where possible.
    pub name: String,
    /// The text.
    pub text: String,
}

/// One-based line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A parsed OpenAPI 3.0 document.
#[derive(Debug)]
pub struct Document {
    /// Where it came from.
    pub source: Source,
    /// Every key and value as written, in order.
    pub raw: serde_json::Value,
    /// The typed form.
    pub api: openapiv3::OpenAPI,
}

impl Document {
    /// Parses YAML or JSON text; reports everything that keeps it from being an OpenAPI 3.0 document.
    pub fn parse(source: Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        match serde_yaml::from_str(&source.text) {
            Ok(raw) => {
                let raw: serde_json::Value = raw;
                let api = serde_json::from_value(raw.clone()).ok()?;
                Some(Self { source, raw, api })
            }
            Err(error) => {
                diagnostics.error("syntax", &Pointer::root(), error.to_string());
                None
            }
        }
    }
}
