//! Has the generator carry the runtime of the crates it makes, so that it reads nothing but descriptions.

use std::path::Path;
use std::{env, fs, io};

#[path = "src/emit/uses.rs"]
mod uses;

fn main() -> io::Result<()> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime");
    let (sources, manifest) = (runtime.join("src"), runtime.join("Cargo.toml"));
    println!("cargo::rerun-if-changed={}", sources.display());
    println!("cargo::rerun-if-changed={}", manifest.display());
    let mut files = Vec::new();
    collect(&sources, "", &mut files)?;
    files.sort();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("runtime.rs"), format!("&[\n{}]\n", files.concat()))?;
    fs::write(Path::new(&out).join("runtime.toml"), sections(&fs::read_to_string(manifest)?))
}

/// Adds every file below a folder, by its path with forward slashes, as the text of a `RuntimeFile`.
fn collect(folder: &Path, below: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            let text = fs::read_to_string(entry.path())?;
            let (file, mut imports) = (entry.path(), Vec::new());
            let file = file.to_string_lossy();
            uses::add_imported(&text, "super::", &mut imports);
            files.push(format!(
                "    RuntimeFile {{ path: {path:?}, text: concat!(banner!(), include_str!({file:?})), \
                imports: &{imports:?} }},\n"
            ));
        }
    }
    Ok(())
}

/// The sections of the runtime's manifest that speak to users of the crate, word for word.
fn sections(manifest: &str) -> String {
    let mut text = String::new();
    let mut copying = false;
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            copying =
                name == "features" || name.ends_with("dependencies") && name != "dev-dependencies";
        }
        if copying {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_end().to_owned()
}
