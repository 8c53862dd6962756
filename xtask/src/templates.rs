//! The hand-written half of the crate: what the generator carries, and what lies beside a description.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::emit::{RuntimeFile, Templates, banner};

/// `templates/` and the licences, as they were when the generator was built, and what `beside_spec` adds to this one crate.
///
/// # Errors
///
/// If a file cannot be read or is no UTF-8 text; the message names it.
pub fn load(beside_spec: Option<&Path>) -> io::Result<Templates> {
    let mut copied = BTreeMap::from([
        ("LICENSE-APACHE".to_owned(), include_str!("../../LICENSE-APACHE").into()),
        ("LICENSE-MIT".to_owned(), include_str!("../../LICENSE-MIT").into()),
    ]);
    if let Some(folder) = beside_spec.filter(|folder| folder.is_dir()) {
        read_tree(folder, "", &mut copied)?;
    }
    Ok(Templates {
        rendered: &[
            ("Cargo.toml", include_str!("../../templates/crate/Cargo.toml.j2")),
            ("README.md", include_str!("../../templates/crate/README.md.j2")),
        ],
        runtime: include!(concat!(env!("OUT_DIR"), "/runtime.rs")),
        runtime_manifest: include_str!(concat!(env!("OUT_DIR"), "/runtime.toml")),
        copied,
    })
}

/// Adds every file below a folder, by its path with forward slashes; Rust after the banner.
fn read_tree(
    folder: &Path,
    below: &str,
    files: &mut BTreeMap<String, Cow<'static, str>>,
) -> io::Result<()> {
    let listing = fs::read_dir(folder).map_err(|error| naming(folder, &error))?;
    for entry in listing {
        let path = entry.map_err(|error| naming(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            read_tree(&path, &format!("{below}{name}/"), files)?;
            continue;
        }
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let text = fs::read_to_string(&path).map_err(|error| naming(&path, &error))?;
        let text = if is_rust { [banner!(), &text].concat() } else { text };
        files.insert(format!("{below}{name}"), text.into());
    }
    Ok(())
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
