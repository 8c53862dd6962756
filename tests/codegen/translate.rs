//! OpenAPI 3.1, which is read as the OpenAPI 3.0 that says the same.

use std::fmt::Write;

use serde_json::Value;
use xtask::diagnostic::{Diagnostics, render_text};
use xtask::spec::{Document, Source};
use xtask::{lint, lower};

use crate::{fixture, snapshot};

/// What is wrong with a document, what it is in OpenAPI 3.0, and what is generated from it unless there are errors.
fn shown(source: &Source) -> String {
    let mut diagnostics = Diagnostics::default();
    let document = Document::parse(source.clone(), &mut diagnostics).unwrap();
    lint::lint(&document, &mut diagnostics);
    let mut text = render_text(&diagnostics, source, false);
    if diagnostics.has_errors() {
        return text;
    }
    list(&mut text, &document.tree, &["components", "schemas"]);
    let api = lower::lower(&document, &mut diagnostics);
    text + "\n" + &api.listing()
}

/// Lists a document one line a member, the schemas one line each.
fn list(text: &mut String, value: &Value, open: &[&str]) {
    let indent = "  ".repeat(2 - open.len());
    for (key, value) in value.as_object().unwrap() {
        match open {
            [next, rest @ ..] if next == key => {
                writeln!(text, "{indent}{key}:").unwrap();
                list(text, value, rest);
            }
            _ => writeln!(text, "{indent}{key}: {value}").unwrap(),
        }
    }
}

#[test]
fn later_documents_are_translated() {
    let shown = |source: Source| (fixture::stem(&source).to_owned(), shown(&source));
    snapshot::check_all("translate", fixture::all("translate").iter().cloned().map(shown));
}

/// The tree of a translated document is sound OpenAPI 3.0, and is left alone when it is read again.
#[test]
fn what_is_translated_stays_the_same() {
    for source in fixture::all("translate") {
        let mut diagnostics = Diagnostics::default();
        let document = Document::parse(source.clone(), &mut diagnostics).unwrap();
        if diagnostics.has_errors() {
            continue;
        }
        let text = document.tree.to_string().into();
        let again = Source { name: source.name.clone(), text };
        let mut diagnostics = Diagnostics::default();
        let read = Document::parse(again.clone(), &mut diagnostics).unwrap();
        assert_eq!(render_text(&diagnostics, &again, false), "");
        assert_eq!(read.tree, document.tree);
    }
}
