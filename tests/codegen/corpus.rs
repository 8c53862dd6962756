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

/// The documents of a part of the shared corpus that are texts; what is none is for the loader to refuse.
pub(crate) fn shared(part: &str) -> Vec<Source> {
    let readable = |path: &PathBuf| fs::read_to_string(path).is_ok();
    paths(part).iter().filter(|path| readable(path)).map(|path| fixture::read(path)).collect()
}

/// The documents of a part of the shared corpus, in its folders too.
pub(crate) fn paths(part: &str) -> Vec<PathBuf> {
    let (mut paths, mut folders) = (Vec::new(), Vec::from_iter(folder(part)));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "md"));
    paths.sort();
    paths
}

/// A part of the shared corpus, which is kept beside the repository; `None` where it is not.
pub(crate) fn folder(part: &str) -> Option<PathBuf> {
    let folder = fixture::root().join("../shared/corpus").join(part);
    if !folder.exists() {
        println!("skipped: there is no {}", folder.display());
    }
    folder.exists().then_some(folder)
}
