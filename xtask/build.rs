//! Has the generator carry the runtime of the crates it makes, so that it reads nothing but descriptions.

use std::path::Path;
use std::{env, fs, io};

#[path = "src/emit/uses.rs"]
mod uses;

fn main() -> io::Result<()> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src");
    println!("cargo::rerun-if-changed={}", runtime.display());
    let mut files = Vec::new();
    collect(&runtime, "", &mut files)?;
    files.sort();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("runtime.rs"), format!("&[\n{}]\n", files.concat()))
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
