//! Documents that nobody should write, from the shared corpus: no panic, and a report or a crate that compiles.

use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;

use xtask::diagnostic::Diagnostics;
use xtask::lint;
use xtask::spec::{Document, Source};

use crate::fixture::{self, Generated, stem};

/// The documents that can be generated from, by name; nothing where the corpus is not at hand.
pub(crate) fn accepted() -> Vec<(String, Generated)> {
    let templates = fixture::templates();
    let outcome = |source: Source| {
        let name = format!("invalid-{}", stem(&source));
        let result = catch_unwind(|| {
            passes_lint(&source).then(|| fixture::generate_with(source, &name, &templates).ok())
        });
        (name.clone(), result)
    };
    let outcomes: Vec<_> = shared("invalid").into_iter().map(outcome).collect();
    let panicked: Vec<_> =
        outcomes.iter().filter(|(_, result)| result.is_err()).map(|(name, _)| name).collect();
    assert!(panicked.is_empty(), "codegen panics on {panicked:?}");
    let generated = |(name, result): (String, _)| Some((name, Result::ok(result)???));
    outcomes.into_iter().filter_map(generated).collect()
}

fn passes_lint(source: &Source) -> bool {
    let mut diagnostics = Diagnostics::default();
    if let Some(document) = Document::parse(source.clone(), &mut diagnostics) {
        lint::lint(&document, &mut diagnostics);
    }
    !diagnostics.has_errors()
}

#[test]
fn invalid_documents_end_in_a_report_or_in_files_that_parse() {
    for (name, generated) in accepted() {
        for file in generated.files.iter().filter(|file| fixture::is_rust(&file.path)) {
            let error = syn::parse_file(&file.text).err();
            assert!(error.is_none(), "{name}: {}: {}", file.path, error.unwrap());
        }
    }
}

/// The documents of a folder of the shared corpus; nothing where it is not at hand.
pub(crate) fn shared(folder: &str) -> Vec<Source> {
    let folder = fixture::root().join("../shared/corpus").join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "md"));
    paths.sort();
    // What is no text at all is for the loader to refuse.
    let readable = |path: &PathBuf| fs::read_to_string(path).is_ok();
    paths.iter().filter(|path| readable(path)).map(|path| fixture::read(path)).collect()
}
