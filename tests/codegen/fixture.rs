//! Documents under `fixtures/`, and the generator run over them in memory.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::diagnostic::{Diagnostics, render_text};
use xtask::emit::{self, Package, Templates};
use xtask::ir::Api;
use xtask::output::File;
use xtask::spec::{Document, Source};
use xtask::{lower, templates};

/// What the generator made of a document.
pub(crate) struct Generated {
    pub(crate) document: Document,
    pub(crate) api: Api,
    pub(crate) files: Vec<File>,
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The hand-written description that `generated/` is made from.
pub(crate) fn real_spec() -> Source {
    read(&root().join("spec/identity-verification.yaml"))
}

/// Every document of a folder of fixtures, by name.
pub(crate) fn all(folder: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| read(path)).collect()
}

/// A document, named after its file.
pub(crate) fn read(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source { name, text: fs::read_to_string(path).unwrap().into() }
}

/// Whether a path is that of a Rust file.
pub(crate) fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// The name of a fixture, and of the package made from it.
pub(crate) fn stem(source: &Source) -> &str {
    source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem)
}

/// Parses, lowers and emits a document; what its author must mend, if that stops it.
pub(crate) fn generate(source: Source, package: &str) -> Result<Generated, String> {
    generate_with(source, package, &templates())
}

/// [`generate`], with templates that are at hand.
pub(crate) fn generate_with(
    source: Source,
    package: &str,
    templates: &Templates,
) -> Result<Generated, String> {
    let mut diagnostics = Diagnostics::default();
    let document = Document::parse(source.clone(), &mut diagnostics);
    let lowered = document.map(|document| (lower::lower(&document, &mut diagnostics), document));
    let Some((api, document)) = lowered.filter(|_| !diagnostics.has_errors()) else {
        return Err(render_text(&diagnostics, &source, false));
    };
    let files = emit::emit(&api, &Package { name: package.to_owned() }, templates.clone()).unwrap();
    Ok(Generated { document, api, files })
}

/// The hand-written half of every generated crate.
pub(crate) fn templates() -> Templates {
    templates::load(None).unwrap()
}
