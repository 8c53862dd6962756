//! YAML text to a tree, and what keeps it from being one.

use serde::de::Deserializer;
use serde_json::Value;

use super::tree::Builder;
use super::{DEPTH_HINT, Parsed, SyntaxError, deep_hint, plain, without_position};
use crate::spec::Position;

/// Parses a text, plainly if it can be, else in full.
pub(super) fn parse(text: &str) -> Parsed {
    if let Some(offset) = too_deep(text) {
        let position = Position::of_offset(text, offset);
        let error = SyntaxError {
            message: "values are nested too deep".to_owned(),
            position,
            hint: Some(DEPTH_HINT),
        };
        return (Err(error), Vec::new());
    }
    if let Some(parsed) = plain::parse(text) {
        return parsed;
    }
    let mut builder = Builder::new(text, true);
    let parsed = match builder.build(serde_yaml::Deserializer::from_str(text)) {
        Ok(Value::Null) => Err(SyntaxError {
            message: "the file is empty".to_owned(),
            position: Position::START,
            hint: Some("an OpenAPI document starts with `openapi: 3.0.3`"),
        }),
        Ok(value) => Ok(value),
        Err(error) => Err(error_of(text, &error)),
    };
    (parsed, builder.duplicates)
}

/// Reads a scalar that stands by itself.
pub(super) fn scalar(text: &str) -> Option<impl for<'de> Deserializer<'de> + use<>> {
    serde_yaml::from_str::<serde_yaml::Value>(text).ok()
}

fn error_of(text: &str, error: &serde_yaml::Error) -> SyntaxError {
    let message = error.to_string();
    if message.contains("more than one document") {
        return SyntaxError {
            message: "the file holds more than one YAML document".to_owned(),
            position: second_document(text),
            hint: Some("keep one document a file, and remove the `---` before the next"),
        };
    }
    let position = error.location().map_or(Position::START, |it| {
        let position = Position { line: it.line(), column: it.column() };
        // What is missing at the end is missed on a line of its own, which shows nothing.
        position.min(Position::of_offset(text, text.trim_end().len()))
    });
    let line = text.lines().nth(position.line - 1).unwrap_or_default();
    let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
    let hint =
        if text.contains(|character: char| character.is_control() && !character.is_whitespace()) {
            Some("the file holds control characters: is it a text file at all?")
        } else if indent.contains('\t') {
            Some("YAML is indented with spaces, never with tabs")
        } else {
            deep_hint(&message)
        };
    SyntaxError { message: without_position(&message), position, hint }
}

fn second_document(text: &str) -> Position {
    let is_marker = |line: &str| line.trim_end() == "---" || line.starts_with("--- ");
    let mut content = false;
    for (index, line) in text.lines().enumerate() {
        if content && is_marker(line) {
            return Position { line: index + 1, column: 1 };
        }
        content |= !line.trim().is_empty() && !line.starts_with(['#', '%']);
    }
    Position::START
}

/// Where far more brackets are open than can be meant: libyaml takes quadratic time for them.
/// Brackets in texts count, too, which is why the limit is far above that of serde.
fn too_deep(text: &str) -> Option<usize> {
    const MOST: usize = 4096;
    // Few texts have so many at all, and counting is quick, most of all by as many as a byte counts.
    let opening =
        |part: &[u8]| part.iter().map(|byte| u8::from(matches!(byte, b'[' | b'{'))).sum::<u8>();
    if text.as_bytes().chunks(255).map(|part| usize::from(opening(part))).sum::<usize>() <= MOST {
        return None;
    }
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST
    })
}
