//! The proof that the generator is a general one: every document of a corpus becomes a crate that compiles without a
//! warning, and whose models read and write the document's own examples.
//!
//! `cargo run -p corpus-tests --bin corpus [-- FOLDER]` takes the documents below `real`, `features` and `probes` of
//! FOLDER, else of `$SHARED_DATA/corpus`, else of `../shared/corpus`, and prints a table. It fails if a document that
//! is valid by OpenAPI 3.0 is refused, does not compile, or loses data.

#![allow(clippy::print_stdout, reason = "it is a program for people")]

mod compare;
mod document;
mod examples;
mod report;
mod scratch;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs, io};

use document::Case;
use scratch::Scratch;

const PARTS: &[&str] = &["real", "features", "probes"];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = env::args_os().nth(1).map_or_else(|| default_folder(&root), PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: there is no corpus at {}", folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    let mut cases = generate(&folder)?;
    let scratch = Scratch::create(&root, &cases)?;
    for step in scratch::STEPS {
        let start = Instant::now();
        scratch.check(step, &mut cases)?;
        println!("{}: {} s", step.name, start.elapsed().as_secs());
    }
    let start = Instant::now();
    scratch.round_trips(&mut cases)?;
    println!("round trips: {} s\n", start.elapsed().as_secs());
    println!("{}", report::table(&cases));
    Ok(if cases.iter().any(Case::failed) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn default_folder(root: &Path) -> PathBuf {
    let shared = env::var_os("SHARED_DATA").map_or_else(|| root.join("../shared"), PathBuf::from);
    shared.join("corpus")
}

fn generate(folder: &Path) -> io::Result<Vec<Case>> {
    let templates = xtask::templates::load(None)?;
    let mut paths = Vec::new();
    for part in PARTS {
        find(&folder.join(part), &mut paths)?;
    }
    paths.sort();
    let cases = paths.iter().map(|path| {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
        Case::new(path, name, &templates)
    });
    Ok(cases.collect())
}

/// Every YAML and JSON file below a folder, if it is there.
fn find(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            find(&path, found)?;
        } else if matches!(extension, Some("json" | "yaml" | "yml")) {
            found.push(path);
        }
    }
    Ok(())
}
