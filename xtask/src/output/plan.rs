//! Compares emitted files with a folder, without touching it.

use std::collections::BTreeMap;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::{File, MARKER, TEMPORARY, shown};

/// What it takes to make a folder equal to the emitted files.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The folder as it was named, for messages.
    pub name: String,
    /// Every file that is to be there.
    pub files: &'a [File],
    /// Every file that differs, by path; empty if the folder is fresh.
    pub changes: Vec<Change<'a>>,
    /// The folder, absolute and free of symbolic links.
    pub(super) out: PathBuf,
    /// Whether something there belongs to others: `target`, `.git`, `Cargo.lock`.
    pub(super) shared: bool,
}

/// One file that differs: missing without `old`, an orphan without `new`, stale with both.
#[derive(Debug)]
pub struct Change<'a> {
    /// Path below the folder.
    pub path: PathBuf,
    /// The text on disk; empty for what is no regular file.
    pub old: Option<String>,
    /// The emitted text.
    pub new: Option<&'a str>,
}

/// Compares `files` with what is in the folder `out`, which need not exist.
///
/// # Errors
/// If the folder cannot be read, or holds files and is not one that codegen wrote.
pub fn plan<'a>(out: &Path, files: &'a [File]) -> io::Result<Plan<'a>> {
    let name = shown(out);
    let out = match fs::canonicalize(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => std::path::absolute(out)?,
        found => found.map_err(|error| about(out, &error))?,
    };
    refuse_foreign(&out, &name)?;
    let (mut found, shared) = scan(&out)?;

    let mut changes = Vec::new();
    for file in files {
        let path = relative(&file.path)?;
        let old = match found.remove(&path) {
            Some(kind) => Some(read(&out.join(&path), kind)?),
            None => None,
        };
        if old.as_deref() != Some(file.text.as_bytes()) {
            changes.push(Change { path, old: old.map(text), new: Some(&file.text) });
        }
    }
    for (path, kind) in found {
        let old = read(&out.join(&path), kind)?;
        changes.push(Change { path, old: Some(text(old)), new: None });
    }
    // As texts, which takes a tenth of the time it takes as paths.
    changes.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    Ok(Plan { name, files, changes, out, shared })
}

/// Every file below `out` but those of others, and whether there are any of others. Links are listed, not followed.
fn scan(out: &Path) -> io::Result<(BTreeMap<PathBuf, FileType>, bool)> {
    let (mut found, mut shared) = (BTreeMap::new(), false);
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let here = out.join(&folder);
        let entries = match fs::read_dir(&here) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(|error| about(&here, &error))?,
        };
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (folder.join(entry.file_name()), entry.file_type()?);
            if belongs_to_others(&path, kind) {
                shared = true;
            } else if kind.is_dir() {
                folders.push(path);
            } else {
                found.insert(path, kind);
            }
        }
    }
    Ok((found, shared))
}

/// Cargo and git keep things of their own at the top of a package; no emitted file is named so.
fn belongs_to_others(path: &Path, kind: FileType) -> bool {
    match path.to_str() {
        Some("target") => kind.is_dir(),
        Some("Cargo.lock") => kind.is_file(),
        Some(".git") => true,
        _ => false,
    }
}

/// Nobody's own folder may be overwritten because of a mistyped `--out`.
fn refuse_foreign(out: &Path, name: &str) -> io::Result<()> {
    let foreign = if out.is_dir() {
        !has_marker(&out.join("Cargo.toml"))? && !is_empty(out)?
    } else {
        out.exists()
    };
    if foreign {
        let needed = format!("a folder whose Cargo.toml says {MARKER} in its first line");
        let reason = format!("`{name}` is not overwritten: it is neither new nor {needed}");
        return Err(io::Error::new(ErrorKind::AlreadyExists, reason));
    }
    Ok(())
}

fn has_marker(manifest: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(manifest) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(about(manifest, &error)),
        Ok(metadata) => {
            let text = text(read(manifest, metadata.file_type())?);
            Ok(text.lines().next().is_some_and(|line| line.contains(MARKER)))
        }
    }
}

/// Whether a folder holds nothing but things of others that stay, and what an interrupted first run left.
fn is_empty(out: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(out).map_err(|error| about(out, &error))? {
        let entry = entry?;
        let name = entry.file_name();
        let temporary = name.to_string_lossy().contains(TEMPORARY);
        if !temporary && !belongs_to_others(Path::new(&name), entry.file_type()?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The path of an emitted file, which never leads out of the folder.
fn relative(path: &str) -> io::Result<PathBuf> {
    let relative = PathBuf::from(path);
    if !path.is_empty() && relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Ok(relative);
    }
    Err(io::Error::new(ErrorKind::InvalidInput, format!("`{path}` is not a path below the folder")))
}

/// The bytes of a regular file. Anything else is never opened: it may lead elsewhere or block.
fn read(path: &Path, kind: FileType) -> io::Result<Vec<u8>> {
    if kind.is_file() {
        fs::read(path).map_err(|error| about(path, &error))
    } else {
        Ok(Vec::new())
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Names the path that an error of the operating system is about.
pub(super) fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", shown(path)))
}
