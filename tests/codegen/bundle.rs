//! `$ref`s that lead further than to a component: into something, or to another file.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::diagnostic::{Diagnostics, render_json, render_text};
use xtask::spec::{Document, Folder, Keep, Pointer};
use xtask::{lint, lower};

use crate::{fixture, snapshot};

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundle").join(case)
}

fn check(name: &str, text: String) {
    snapshot::check_all("bundle", [(name.to_owned(), text)]);
}

/// What is wrong with a document and the files it refers to, by names that are the same everywhere.
fn problems(document: &Path) -> (String, Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (source, document) = Document::load(document, Keep::Tree, &mut diagnostics);
    if let Some(document) = &document {
        lint::lint(document, &mut diagnostics);
    }
    let folder = source.name.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let text = render_text(&diagnostics, &source, false).replace(&folder.unwrap(), "");
    let files: Vec<serde_json::Value> =
        serde_json::from_str(&render_json(&diagnostics, &source)).unwrap();
    assert_eq!(files.len(), diagnostics.iter().count());
    (text, document, diagnostics)
}

/// What a document comes to: its problems, what is below `components`, and what is generated from it.
fn shown(document: &Path) -> String {
    let (mut text, document, mut diagnostics) = problems(document);
    let document = document.unwrap();
    for section in document.tree["components"].as_object().unwrap() {
        writeln!(text, "{}:", section.0).unwrap();
        for (name, value) in section.1.as_object().unwrap() {
            let at = Pointer::root().key("components").key(section.0).key(name);
            let from = match document.origins.find(&at) {
                (None, from) if from == at => String::new(),
                (None, from) => format!("  # #{from}"),
                (Some(file), from) => {
                    let name = file.name.rsplit_once("bundle/").unwrap().1;
                    format!("  # {}#{from}", name.split_once('/').unwrap().1)
                }
            };
            writeln!(text, "  {name}: {value}{from}").unwrap();
        }
    }
    let api = lower::lower(&document, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", render_text(&diagnostics, &document.source, false));
    text + "\n" + &api.listing()
}

#[test]
fn references_into_something_make_it_a_component() {
    check("deep", shown(&folder("deep/openapi.yaml")));
}

#[test]
fn references_to_files_bring_in_what_they_lead_to() {
    check("files", shown(&folder("files/openapi.yaml")));
}

#[test]
fn references_that_lead_nowhere_are_refused() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused");
    let _ = fs::remove_dir_all(&scratch);
    copy(&folder("refused"), &scratch);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder("files/v1/Address.yaml"), scratch.join("inside/link.yaml"))
        .unwrap();
    let (text, document, _) = problems(&scratch.join("openapi.yaml"));
    assert!(document.is_some());
    if cfg!(unix) {
        check("refused", text);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn problems_stand_in_the_file_they_are_in() {
    check("located", problems(&folder("located/openapi.yaml")).0);
}

/// Nothing is put together where nothing has to be.
#[test]
fn a_document_of_components_stays_as_it_is_written() {
    for source in fixture::all("emit").into_iter().chain([fixture::real_spec()]) {
        let (name, mut diagnostics) = (source.name.clone(), Diagnostics::default());
        let document =
            Document::parse_in(&Folder::Nowhere, source, Keep::Written, &mut diagnostics).unwrap();
        assert!(std::ptr::eq(document.written(), &raw const document.tree), "{name}");
    }
}
