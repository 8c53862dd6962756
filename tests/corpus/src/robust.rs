//! The promise about documents that nobody has checked: reports or code that parses, but no panic.

use xtask::diagnostic::{Diagnostics, render_text};
use xtask::emit::{self, Package, Templates};
use xtask::spec::{Document, Source};
use xtask::{lint, lower};

/// Runs the generator over a text, whatever it is.
///
/// # Panics
/// If the generator does, or if it finds no fault and emits what is no Rust.
pub fn check(text: &str) {
    let mut diagnostics = Diagnostics::default();
    let source = Source { name: "mutated".to_owned(), text: text.to_owned().into() };
    let document = Document::parse(source.clone(), &mut diagnostics);
    let api = document.map(|document| {
        lint::lint(&document, &mut diagnostics);
        lower::lower(&document, &mut diagnostics)
    });
    let _ = render_text(&diagnostics, &source, false);
    let Some(api) = api.filter(|_| !diagnostics.has_errors()) else { return };
    let package = Package { name: "mutated".to_owned() };
    match emit::emit(&api, &package, Templates::default()) {
        Ok(files) => files.iter().for_each(|file| parse(&file.path, &file.text)),
        Err(error) => unreachable!("there are no templates: {error}"),
    }
}

fn parse(path: &str, text: &str) {
    match syn::parse_file(text) {
        Ok(file) => assert!(!file.items.iter().any(is_confession), "{path} is no Rust: {text}"),
        Err(error) => unreachable!("{path} is no Rust: {error}\n{text}"),
    }
}

/// An emitter whose tokens are no Rust says so by `compile_error!`.
fn is_confession(item: &syn::Item) -> bool {
    matches!(item, syn::Item::Macro(item) if item.mac.path.is_ident("compile_error"))
}
