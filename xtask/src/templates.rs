//! Reads the hand-written half of the crate from disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::emit::{BANNER, Templates};

/// Reads `templates/` and the licences of a workspace, and what `beside_spec` adds to this one crate.
///
/// # Errors
///
/// If a file cannot be read or is no UTF-8 text; the message names it.
pub fn load(workspace: &Path, beside_spec: Option<&Path>) -> io::Result<Templates> {
    let templates = workspace.join("templates");
    let mut loaded = Templates {
        runtime: read_tree(&templates.join("runtime/src"))?,
        runtime_manifest: read(&templates.join("runtime/Cargo.toml"))?,
        ..Templates::default()
    };
    for (path, text) in read_tree(&templates.join("crate"))? {
        match path.strip_suffix(".j2") {
            Some(path) => loaded.rendered.insert(path.to_owned(), text),
            None => loaded.copied.insert(path, text),
        };
    }
    for (name, path, is_folder) in entries(workspace)? {
        if name.starts_with("LICENSE") && !is_folder {
            loaded.copied.insert(name, read(&path)?);
        }
    }
    if let Some(folder) = beside_spec.filter(|folder| folder.is_dir()) {
        loaded.copied.extend(read_tree(folder)?);
    }
    Ok(loaded)
}

/// Every file below a folder, by its path with forward slashes.
fn read_tree(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for (name, path, is_folder) in entries(folder)? {
        if is_folder {
            files.extend(
                read_tree(&path)?
                    .into_iter()
                    .map(|(below, text)| (format!("{name}/{below}"), text)),
            );
        } else {
            files.insert(name, read(&path)?);
        }
    }
    Ok(files)
}

/// What is in a folder: names, paths, and whether they are folders.
fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf, bool)>> {
    let listing = fs::read_dir(folder).map_err(|error| naming(folder, &error))?;
    let entry = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.map_err(|error| naming(folder, &error))?;
        let path = entry.path();
        // The listing says what most are; only a link has to be followed.
        let kind = entry.file_type().map_err(|error| naming(&path, &error))?;
        let is_folder = if kind.is_symlink() { path.is_dir() } else { kind.is_dir() };
        Ok((entry.file_name().to_string_lossy().into_owned(), path, is_folder))
    };
    listing.map(entry).collect()
}

/// The text of a file, after the banner if it is Rust.
fn read(path: &Path) -> io::Result<String> {
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let mut text = if is_rust { BANNER.to_owned() } else { String::new() };
    let read = fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text));
    read.map(|_| text).map_err(|error| naming(path, &error))
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
