//! YAML or JSON text to a tree of values, whatever it holds.

mod json;
mod plain;
mod tree;
mod yaml;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::{Pointer, Position};

/// Parses a text, and reports what keeps it from being one tree.
pub fn parse_tree(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    let (parsed, duplicates) =
        if text.trim_start().starts_with('{') { json::parse(text) } else { yaml::parse(text) };
    for pointer in duplicates {
        diagnostics
            .error(
                "duplicate-key",
                &pointer,
                format!("the key `{}` stands here a second time", pointer.name()),
            )
            .on_key()
            .hint("rename or remove one of the two: parsers keep whichever they like");
    }
    match parsed {
        Ok(value) => Some(value),
        Err(error) => {
            let place = diagnostics
                .error("syntax", &Pointer::root(), error.message)
                .on_text(error.position);
            if let Some(hint) = error.hint {
                place.hint(hint);
            }
            None
        }
    }
}

/// Why a text is neither JSON nor YAML.
struct SyntaxError {
    message: String,
    position: Position,
    hint: Option<&'static str>,
}

type Parsed = (Result<Value, SyntaxError>, Vec<Pointer>);

const DEPTH_HINT: &str = "values may be nested 128 deep; an alias must not contain itself";

fn deep_hint(message: &str) -> Option<&'static str> {
    message.contains("recursion limit").then_some(DEPTH_HINT)
}

/// Both parsers write the position into the message; it is shown beside the file name instead.
fn without_position(message: &str) -> String {
    let Some((before, after)) = message.split_once(" at line ") else { return message.to_owned() };
    let rest = after.trim_start_matches(|it: char| it.is_ascii_digit());
    let rest = rest
        .strip_prefix(" column ")
        .unwrap_or(rest)
        .trim_start_matches(|it: char| it.is_ascii_digit());
    format!("{before}{rest}")
}
