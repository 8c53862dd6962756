//! Reads the two sides of a comparison: files, or the document at git revisions.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Input;
use crate::spec::{Folder, Repository, RevisionError, Source};

/// What to compare: files or revisions, by the names a person gives them.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// The older side; else the last commit shared with the main branch.
    pub base: Option<String>,
    /// The newer side; else the working tree.
    pub head: Option<String>,
    /// The document in the working tree.
    pub spec: PathBuf,
}

/// Reads both sides.
///
/// # Errors
/// If a side cannot be read; the message is for people.
pub fn load(sides: &Sides) -> Result<(Input, Input), String> {
    let base = if let Some(name) = &sides.base {
        named(name, &sides.spec)?
    } else {
        let repository = repository(&sides.spec)?;
        let base = repository.merge_base().map_err(text)?;
        at_revision(&repository, &base, &sides.spec)?
    };
    let head = match &sides.head {
        Some(name) => named(name, &sides.spec)?,
        None => working_tree(&sides.spec)?,
    };
    Ok((base, head))
}

fn text(error: RevisionError) -> String {
    error.to_string()
}

fn repository(spec: &Path) -> Result<Repository, String> {
    let folder = spec.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Repository::around(folder).map_err(text)
}

/// A file, a revision, or `REVISION:PATH`.
fn named(name: &str, spec: &Path) -> Result<Input, String> {
    if Path::new(name).is_file() {
        let source = read(Path::new(name))?;
        let folder = Folder::of(Path::new(name));
        return Ok(Input { label: name.to_owned(), source, folder, generated: Vec::new() });
    }
    let repository =
        repository(spec).map_err(|error| format!("`{name}` is no file, and {error}"))?;
    match name.split_once(':') {
        Some((revision, path)) => {
            let commit = repository.commit(revision).map_err(text)?;
            let text = repository.text(&commit, path).map_err(text)?;
            let source = Source { name: name.to_owned(), text: text.into() };
            let folder = folder_then(repository.clone(), commit, path);
            Ok(Input { label: name.to_owned(), source, folder, generated: Vec::new() })
        }
        None => at_revision(&repository, name, spec),
    }
}

fn at_revision(repository: &Repository, revision: &str, spec: &Path) -> Result<Input, String> {
    let commit = repository.commit(revision).map_err(text)?;
    let path = relative(repository, spec)?;
    let is_id = revision.len() == 40 && revision.bytes().all(|it| it.is_ascii_hexdigit());
    let label = revision.get(..10).filter(|_| is_id).unwrap_or(revision).to_owned();
    let document = repository.text(&commit, &path).map_err(|error| match error {
        RevisionError::NoFile { path, perhaps, .. } => {
            RevisionError::NoFile { revision: label.clone(), path, perhaps }.to_string()
        }
        other => other.to_string(),
    })?;
    let source = Source { name: format!("{label}:{path}"), text: document.into() };
    let generated = repository.files(&commit, GENERATED).map_err(text)?;
    let folder = folder_then(repository.clone(), commit, &path);
    Ok(Input { label, source, folder, generated })
}

/// The folder of a document at a commit.
fn folder_then(repository: Repository, commit: String, document: &str) -> Folder {
    let path = document.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    Folder::Then { repository, commit, path }
}

/// The path of the document from the root of its repository, as git spells it.
fn relative(repository: &Repository, spec: &Path) -> Result<String, String> {
    let folder = spec.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let absolute =
        |path: &Path| fs::canonicalize(path).map_err(|it| format!("{}: {it}", path.display()));
    let path = absolute(folder)?.join(spec.file_name().unwrap_or_default());
    let path = path.strip_prefix(absolute(repository.root())?).map_err(|it| it.to_string())?;
    Ok(path.to_string_lossy().replace('\\', "/"))
}

const GENERATED: &str = "generated";

fn working_tree(spec: &Path) -> Result<Input, String> {
    let generated = match repository(spec) {
        Ok(repository) => files(&repository.root().join(GENERATED)).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let (label, folder) = ("the working tree".to_owned(), Folder::of(spec));
    Ok(Input { label, source: read(spec)?, folder, generated })
}

pub(crate) fn read(path: &Path) -> Result<Source, String> {
    let name = path.to_string_lossy().into_owned();
    let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    Ok(Source { name, text: text.into() })
}

/// The text files below a folder, by their paths relative to it, in order.
fn files(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(here)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if let (Ok(text), Ok(name)) =
                (fs::read_to_string(&path), path.strip_prefix(folder))
            {
                found.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    Ok(found)
}
