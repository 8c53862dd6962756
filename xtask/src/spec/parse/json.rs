//! JSON text to a tree.

use super::tree::Builder;
use super::{Parsed, SyntaxError, deep_hint, without_position, yaml};
use crate::spec::Position;

pub(super) fn parse(text: &str) -> Parsed {
    let mut builder = Builder::new(text, false);
    let mut from = serde_json::Deserializer::from_str(text);
    match builder.build(&mut from).and_then(|value| from.end().map(|()| value)) {
        Ok(value) => (Ok(value), builder.duplicates),
        Err(error) => match yaml::parse(text) {
            // A YAML document may start with a brace, too.
            (Ok(value), duplicates) => (Ok(value), duplicates),
            (Err(_), _) => (Err(error_of(text, &error)), builder.duplicates),
        },
    }
}

fn error_of(text: &str, error: &serde_json::Error) -> SyntaxError {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let position = Position::of_offset(text, line_start + error.column().saturating_sub(1));
    let hint = match error.classify() {
        serde_json::error::Category::Eof => Some("the text ends too early: was it cut off?"),
        _ => deep_hint(&error.to_string()),
    };
    SyntaxError { message: without_position(&error.to_string()), position, hint }
}
