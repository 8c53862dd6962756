//! One OpenAPI document: its text, its tree and its typed form.

use std::path::Path;
use std::sync::Arc;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::bundle::{self, bundle};
use crate::spec::files::{Files, Folder, Read};
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::Outline;
use crate::spec::translate::translate;
use crate::spec::tree::Builder;
use crate::spec::version::Version;
use crate::spec::{Origins, Pointer, Position, Source, repair, shape, version};

/// Whether a document keeps what is written where its tree differs from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing but the tree.
    Tree,
    /// What is written as well.
    Written,
}

/// A parsed OpenAPI document.
#[derive(Debug)]
pub struct Document {
    /// Where it came from.
    pub source: Source,
    /// Every key and value, in order, with all that `$ref`s bring in from elsewhere, and as OpenAPI 3.0.
    pub tree: Value,
    /// The same as written, if that differs and is kept.
    written: Option<Value>,
    /// Where the values of [`Document::tree`] were written.
    pub origins: Arc<Origins>,
    /// The typed form of [`Document::tree`].
    pub api: OpenAPI,
}

impl Document {
    /// Reads and parses a file. The source comes back in any case: diagnostics are shown with it.
    pub fn load(path: &Path, keep: Keep, diagnostics: &mut Diagnostics) -> (Source, Option<Self>) {
        match Source::load(path, diagnostics) {
            Ok(source) => {
                let folder = Folder::of(path);
                (source.clone(), Self::parse_in(&folder, source, keep, diagnostics))
            }
            Err(source) => (source, None),
        }
    }

    /// Parses a text that refers to no other file.
    pub fn parse(source: Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::parse_in(&Folder::Nowhere, source, Keep::Tree, diagnostics)
    }

    /// Parses a text that may refer to files below a folder.
    pub fn parse_in(
        folder: &Folder,
        source: Source,
        keep: Keep,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        Self::parse_with(source, &|path| folder.read(path), keep, diagnostics)
    }

    /// Parses YAML or JSON text; reports everything that keeps it from being an OpenAPI document that is read.
    ///
    /// A document comes back whenever the rest can still be looked at, so that one run shows all that is wrong:
    /// the caller asks [`Diagnostics::has_errors`] before it relies on it.
    pub fn parse_with(
        source: Source,
        read: &Read<'_>,
        keep: Keep,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        diagnostics.set_origins(Arc::default());
        let mut tree = parse_tree(source.body(), diagnostics)?;
        let is_object = tree.is_object();
        let version = if is_object { version::of(&tree, diagnostics)? } else { Version::V3_0 };
        let mut outline =
            Outline::of_part(&tree, Shape::Object(Kind::OpenApi), Pointer::root(), version);
        let (mut written, mut origins) = (None, Origins::default());
        let has_parts = bundle::is_needed(&outline);
        if has_parts || version == Version::V3_1 {
            drop(outline);
            written = (keep == Keep::Written).then(|| tree.clone());
            if has_parts {
                let files = Files::new(&source, tree, read);
                (tree, origins) = bundle(files, version, diagnostics);
            }
            diagnostics.set_origins(Arc::new(origins.clone()));
            if version == Version::V3_1 {
                origins = translate(&mut tree, origins, diagnostics);
            }
            outline = Outline::of(&tree);
        }
        let origins = Arc::new(origins);
        diagnostics.set_origins(origins.clone());
        let repairs = shape::check(&outline, diagnostics);
        if !is_object {
            return None;
        }
        let depth = outline.depth;
        match typed(&repair::apply(&tree, repairs), depth) {
            Ok(api) => Some(Self { source, tree, written, origins, api }),
            Err(error) => {
                let message = format!("the document cannot be read: {error}");
                diagnostics.error("wrong-type", &Pointer::root(), message);
                None
            }
        }
    }

    /// Whether parts of it stand in other files.
    #[must_use]
    pub fn has_other_files(&self) -> bool {
        self.origins.bundled.values().any(|(file, _)| file.is_some())
    }

    /// Every key and value as written, in order; the tree if that was not kept.
    #[must_use]
    pub fn written(&self) -> &Value {
        self.written.as_ref().unwrap_or(&self.tree)
    }
}

/// Reads the typed form of a tree that is so many values deep.
///
/// Without optimisation openapiv3 takes some 30 KiB of stack a level, more than a thread of the
/// standard library has for the deepest document that serde reads.
fn typed(tree: &Value, depth: usize) -> Result<OpenAPI, String> {
    const DEEP: usize = 24;
    const ENOUGH: usize = 64 << 20;
    let read = || OpenAPI::deserialize(tree).map_err(|error| error.to_string());
    if depth <= DEEP {
        return read();
    }
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(ENOUGH).spawn_scoped(scope, read);
        let read = reader.map_err(|error| error.to_string())?.join();
        read.unwrap_or_else(|_| Err("it is nested too deep".to_owned()))
    })
}

/// Parses YAML or JSON text, whatever it holds.
pub fn parse_tree(text: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    let (parsed, duplicates) =
        if text.trim_start().starts_with('{') { parse_json(text) } else { parse_yaml(text) };
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

fn parse_json(text: &str) -> Parsed {
    let mut builder = Builder::new(text, false);
    let mut from = serde_json::Deserializer::from_str(text);
    match builder.build(&mut from).and_then(|value| from.end().map(|()| value)) {
        Ok(value) => (Ok(value), builder.duplicates),
        Err(error) => match parse_yaml(text) {
            // A YAML document may start with a brace, too.
            (Ok(value), duplicates) => (Ok(value), duplicates),
            (Err(_), _) => (Err(json_error(text, &error)), builder.duplicates),
        },
    }
}

fn json_error(text: &str, error: &serde_json::Error) -> SyntaxError {
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let position = Position::of_offset(text, line_start + error.column().saturating_sub(1));
    let hint = match error.classify() {
        serde_json::error::Category::Eof => Some("the text ends too early: was it cut off?"),
        _ => deep_hint(&error.to_string()),
    };
    SyntaxError { message: without_position(&error.to_string()), position, hint }
}

fn parse_yaml(text: &str) -> Parsed {
    if let Some(offset) = too_deep(text) {
        let position = Position::of_offset(text, offset);
        let error = SyntaxError {
            message: "values are nested too deep".to_owned(),
            position,
            hint: Some(DEEPEST),
        };
        return (Err(error), Vec::new());
    }
    let mut builder = Builder::new(text, true);
    let parsed = match builder.build(serde_yaml::Deserializer::from_str(text)) {
        Ok(Value::Null) => Err(SyntaxError {
            message: "the file is empty".to_owned(),
            position: Position::START,
            hint: Some("an OpenAPI document starts with `openapi: 3.0.3`"),
        }),
        Ok(value) => Ok(value),
        Err(error) => Err(yaml_error(text, &error)),
    };
    (parsed, builder.duplicates)
}

fn yaml_error(text: &str, error: &serde_yaml::Error) -> SyntaxError {
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

const DEEPEST: &str = "values may be nested 128 deep; an alias must not contain itself";

fn deep_hint(message: &str) -> Option<&'static str> {
    message.contains("recursion limit").then_some(DEEPEST)
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
