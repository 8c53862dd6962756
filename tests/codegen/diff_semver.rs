//! The verdicts on Rust callers against those of cargo-semver-checks, on the same pairs of generated crates.
//!
//! Not part of the normal run: `cargo test -p codegen-tests --test codegen -- --ignored --nocapture semver`.
//! The tool is taken from the search path; without it there, cargo installs it into the target folder,
//! which takes some ten minutes. Every crate is documented once, some three seconds each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use xtask::diagnostic::Diagnostics;
use xtask::diff::Step;
use xtask::emit::{Package, emit};
use xtask::lower::lower;
use xtask::review::Input;
use xtask::spec::Document;
use xtask::templates;

use crate::diff_cases::{base, cases, patched, report};

#[test]
#[ignore = "documents a crate for every case and may have to install cargo-semver-checks"]
fn semver_checks_agree() {
    let tool = tool();
    let folder = tempfile::tempdir().expect("a folder");
    let before = document(&base(), folder.path(), "base.json");
    let (mut agreed, mut explained, mut wrong) = (0, 0, Vec::new());
    let cases = cases();
    for case in &cases {
        let head = patched(&case.patches);
        let ours = report(&base(), &head).step() == Some(Step::Major);
        let after = document(&head, folder.path(), "head.json");
        let theirs = asks_for_major(&tool, &before, &after);
        match (ours == theirs, case.unseen) {
            (true, None) => agreed += 1,
            (false, Some(reason)) => {
                explained += 1;
                println!("{}: ours {ours}, theirs {theirs}: {reason}", case.name);
            }
            (true, Some(_)) => wrong.push(format!("{}: agreed after all", case.name)),
            (false, None) => wrong.push(format!("{}: ours {ours}, theirs {theirs}", case.name)),
        }
    }
    println!(
        "{agreed} of {} agree whether the step is major, {explained} are explained",
        cases.len()
    );
    assert!(cases.len() >= 40);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn succeed(command: &mut Command) {
    let output = run(command);
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The command, installed if need be.
fn tool() -> PathBuf {
    let name = "cargo-semver-checks";
    if Command::new(name).args(["semver-checks", "--version"]).output().is_ok() {
        return name.into();
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver-checks");
    let command = root.join("bin").join(name);
    if !command.is_file() {
        succeed(Command::new("cargo").args(["install", "--locked", name, "--root"]).arg(&root));
    }
    command
}

/// Writes the crate of a document and describes it in JSON, as rustdoc does.
fn document(input: &Input, folder: &Path, name: &str) -> PathBuf {
    let mut diagnostics = Diagnostics::default();
    let document = Document::parse(input.source.clone(), &mut diagnostics).expect("a document");
    let api = lower(&document, &mut diagnostics);
    let templates = templates::load(None).expect("templates");
    let package = Package { name: "pets".to_owned() };
    let files = emit(&api, &package, templates).expect("templates that can be rendered");
    let root = folder.join("crate");
    let _ = fs::remove_dir_all(root.join("src"));
    for file in &files {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, file.text.as_bytes()).expect("it can be written");
    }
    let mut rustdoc = Command::new("cargo");
    rustdoc.args(["rustdoc", "--lib", "--no-default-features", "--features", "client", "--"]);
    rustdoc.args(["-Zunstable-options", "--output-format", "json", "--document-hidden-items"]);
    // The stable toolchain writes JSON, too, if it is told to.
    rustdoc.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", folder.join("target"));
    succeed(rustdoc.current_dir(&root));
    let described = folder.join(name);
    fs::copy(folder.join("target/doc/pets.json"), &described).expect("rustdoc wrote it");
    described
}

fn asks_for_major(tool: &Path, before: &Path, after: &Path) -> bool {
    let mut check = Command::new(tool);
    check.arg("semver-checks").arg("--baseline-rustdoc").arg(before);
    check.arg("--current-rustdoc").arg(after).args(["--release-type", "minor"]);
    let output = run(&mut check);
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("Summary"), "{text}");
    !output.status.success()
}
