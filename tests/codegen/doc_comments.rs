//! Doc comments as rustdoc reads them: which code blocks there are, and that none of them was meant as prose.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use xtask::emit::Templates;
use xtask::spec::Source;

use crate::fixture;

/// Pieces of Markdown that begin, end or indent a block.
const PIECES: &[&str] = &[
    "- ", "* ", "+", "1. ", "14. ", "7) ", "> ", "    ", "  ", " ", "\t", "```", "````", "~~~",
    "`", "rust", "panic!()", "\n", "\n", "\n\n", "\n\n    ", "\n14. ", "\n- ", "# ", "---", "=",
    "|", "[a]", "\\", "<b>", "x",
];

/// Descriptions of a hundred shapes a person would not think of.
#[test]
fn no_description_becomes_a_doctest() {
    let templates = Templates { runtime: &[], ..fixture::templates() };
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..5000 {
        let mut text = String::new();
        for _ in 0..14 {
            // xorshift: the same sequence on every run.
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            text.push_str(PIECES[usize::try_from(random % PIECES.len() as u64).unwrap()]);
        }
        let document = serde_json::json!({
            "openapi": "3.0.3",
            "info": {"title": "Prose", "version": "1", "description": text},
            "paths": {},
        });
        let source = Source { name: "prose.json".to_owned(), text: document.to_string().into() };
        let generated = fixture::generate_with(source, "prose", &templates).unwrap();
        let root =
            generated.files.iter().find(|file| file.path == "src/operations/mod.rs").unwrap();
        assert_eq!(examples(&root.text), [""; 0], "{text:?} becomes\n{}", root.text);
    }
}

/// The code that rustdoc would compile: examples of codegen's own. Nothing else may be code, a link or HTML.
pub(crate) fn examples(file: &str) -> Vec<String> {
    comments(file).iter().flat_map(|comment| blocks(comment)).collect()
}

/// Each doc comment of a formatted file: lines that begin with its marks, one after the other.
fn comments(file: &str) -> Vec<String> {
    let mut comments = vec![String::new()];
    for line in file.lines() {
        let line = line.trim_start();
        let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        match (text, comments.last_mut()) {
            (Some(text), Some(comment)) => {
                comment.push_str(text.strip_prefix(' ').unwrap_or(text));
                comment.push('\n');
            }
            _ => comments.push(String::new()),
        }
    }
    comments
}

fn blocks(comment: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut inside = false;
    for event in Parser::new(comment) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => match kind {
                CodeBlockKind::Fenced(language) if &*language == "text" => {}
                CodeBlockKind::Fenced(language) if &*language == "no_run" => {
                    inside = true;
                    blocks.push(String::new());
                }
                other => panic!("a doctest {other:?} in:\n{comment}"),
            },
            Event::Text(code) if inside => {
                let lines = code.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
                blocks.last_mut().unwrap().extend(lines.flat_map(|line| [line, "\n"]));
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML {html} in:\n{comment}"),
            _ => {}
        }
    }
    blocks
}
