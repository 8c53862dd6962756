//! The command line: help, usage errors, exit codes, and independence of the surroundings.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use xtask::cli::{self, Outcome};

use crate::output::tree;

const SPEC: &str = "
openapi: 3.0.3
info: {title: Things, version: '1'}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: listThings
      summary: Lists things
      tags: [Things]
      responses:
        '200':
          description: Things
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Things'}
components:
  schemas:
    Things:
      type: object
      description: Things
      properties:
        count: {type: integer, format: int32, description: How many}
";

fn run(arguments: &[&str]) -> Outcome {
    cli::run(arguments.iter().map(Into::into), false)
}

/// A document in a temporary folder, and the folder `out` beside it.
struct Project {
    root: TempDir,
}

impl Project {
    fn new(spec: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("spec.yaml"), spec).unwrap();
        Self { root }
    }

    fn path(&self, name: &str) -> String {
        self.root.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs `codegen`; the temporary folder is shown as `ROOT`.
    fn codegen(&self, more: &[&str]) -> Outcome {
        let (spec, out) = (self.path("spec.yaml"), self.path("out"));
        let mut arguments = vec!["codegen", "--spec", &spec, "--out", &out];
        arguments.extend(more);
        let outcome = run(&arguments);
        let shown = |text: &str| text.replace(self.root.path().to_str().unwrap(), "ROOT");
        Outcome { stdout: shown(&outcome.stdout), stderr: shown(&outcome.stderr), ..outcome }
    }
}

#[test]
fn help() {
    for arguments in [&[][..], &["--help"], &["-h"], &["help"]] {
        assert_eq!(run(arguments), run(&[]));
    }
    let texts = [&[][..], &["codegen", "--help"], &["lint", "--help"]].map(|arguments| {
        let outcome = run(arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        outcome.stdout
    });
    insta::assert_snapshot!(texts.join("\n---\n\n"));
}

#[test]
fn rules_are_explained() {
    let explain = |id: &[&str]| {
        let outcome = run(&[&["lint", "--explain"], id].concat());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        outcome.stdout
    };
    let all = explain(&[]);
    for rule in xtask::lint::RULES {
        assert!(explain(&[rule.id]).starts_with(rule.id), "{}", rule.id);
        assert!(all.lines().any(|line| line.starts_with(&format!("{} ", rule.id))), "{}", rule.id);
    }
    insta::assert_snapshot!([&["ref-dangling"][..], &["naming"]].map(explain).join("\n---\n\n"));
}

#[test]
fn usage_errors() {
    let lines = [
        "codgen",
        "check",
        "--chek",
        "-x",
        "codegen --chek",
        "codegen check",
        "codegen --check=yes",
        "codegen --spec",
        "codegen --package 1st",
        "codegen --package no/path",
        "codegen --format xml",
        "codegen --deny errors",
        "lint --out here",
        "lint --explain path-templat",
        "lint --explain=nothing",
        "lint spec.yaml",
    ];
    let errors = lines.map(|line| {
        let outcome = run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{line}");
        format!("$ cargo xtask {line}\n{}", outcome.stderr)
    });
    insta::assert_snapshot!(errors.concat());
}

#[test]
fn codegen_writes_once() {
    let project = Project::new(SPEC);
    let first = project.codegen(&["--package", "things"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(first.stdout.ends_with(" added, 0 changed, 0 removed\n"), "{}", first.stdout);
    assert_eq!(first.stdout.lines().count(), 2);
    let second = project.codegen(&["--package", "things"]);
    assert_eq!(second.code, 0);
    assert!(second.stdout.starts_with("ROOT/out: up to date, "), "{}", second.stdout);
    assert_eq!(second.stdout.lines().count(), 1);
}

#[test]
fn check_writes_nothing_and_names_the_command() {
    let project = Project::new(SPEC);
    let missing = project.codegen(&["--check"]);
    assert_eq!(missing.code, 4, "{}", missing.stderr);
    assert!(!Path::new(&project.path("out")).exists());

    project.codegen(&[]);
    assert_eq!(project.codegen(&["--check"]).code, 0);
    let file = project.path("out/src/lib.rs");
    let breaks: [(&str, &dyn Fn()); 3] = [
        ("stale    src/lib.rs", &|| fs::write(&file, "edited").unwrap()),
        ("missing  src/lib.rs", &|| fs::remove_file(&file).unwrap()),
        ("orphan   src/lib.rs.bak", &|| fs::write(format!("{file}.bak"), "").unwrap()),
    ];
    for (state, break_it) in breaks {
        break_it();
        let before = tree(Path::new(&project.path("out")));
        let stale = project.codegen(&["--check", "--package", "checkout-identity"]);
        assert_eq!(stale.code, 4);
        assert!(stale.stdout.contains(state), "{}", stale.stdout);
        let command = "cargo xtask codegen --spec ROOT/spec.yaml --out ROOT/out --package checkout-identity\n";
        assert!(stale.stdout.ends_with(command), "{}", stale.stdout);
        assert_eq!(tree(Path::new(&project.path("out"))), before);
        assert_eq!(project.codegen(&[]).code, 0);
    }
}

#[test]
fn a_command_to_copy_is_quoted() {
    let project = Project::new(SPEC);
    let out = project.path("it's here");
    let stale = run(&["codegen", "--check", "--spec", &project.path("spec.yaml"), "--out", &out]);
    assert_eq!(stale.code, 4, "{}", stale.stderr);
    assert!(stale.stdout.ends_with("/it'\\''s here'\n"), "{}", stale.stdout);
}

#[test]
fn problems_of_the_document_stop_codegen() {
    let project = Project::new(&SPEC.replace("int32", "int32, minimum: none"));
    let text = project.codegen(&[]);
    assert_eq!((text.code, text.stdout.as_str()), (1, ""));
    assert!(text.stderr.contains("ROOT/spec.yaml:"), "{}", text.stderr);
    let json = project.codegen(&["--format", "json"]);
    assert_eq!((json.code, json.stderr.as_str()), (1, ""));
    assert!(json.stdout.contains("\"line\": "), "{}", json.stdout);
    assert!(!Path::new(&project.path("out")).exists());
    assert_eq!(run(&["lint", "--spec", &project.path("spec.yaml")]).code, 1);
}

#[test]
fn warnings_stop_codegen_if_denied() {
    let project = Project::new(&format!("{SPEC}\nunknown: member\n"));
    let denied = project.codegen(&["--deny", "warnings"]);
    assert_eq!((denied.code, denied.stdout.as_str()), (1, ""));
    assert!(denied.stderr.ends_with("error: warnings are denied\n"), "{}", denied.stderr);
    let allowed = project.codegen(&[]);
    assert_eq!(allowed.code, 0);
    assert!(allowed.stderr.contains("warning"), "{}", allowed.stderr);
    for (deny, code) in [(&["--deny", "warnings"][..], 1), (&[], 0)] {
        let spec = project.path("spec.yaml");
        assert_eq!(run(&[&["lint", "--spec", &spec], deny].concat()).code, code);
    }
}

#[test]
fn a_file_that_cannot_be_read_or_written() {
    let project = Project::new(SPEC);
    fs::write(project.path("out"), "mine").unwrap();
    let outcome = project.codegen(&[]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("error: `ROOT/out` is not overwritten"), "{}", outcome.stderr);
    for verb in ["codegen", "lint"] {
        let outcome = run(&[verb, "--spec", &project.path("none.yaml")]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
        assert!(outcome.stderr.contains("none.yaml"), "{}", outcome.stderr);
    }
}

#[test]
fn json_is_alone_on_the_standard_output() {
    let project = Project::new(SPEC);
    for more in [&[][..], &["--check"]] {
        let outcome = project.codegen(&[&["--format", "json"], more].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "[]\n"), "{}", outcome.stderr);
    }
}

/// Not a test of its own: the process that `output_does_not_depend_on_the_surroundings` starts elsewhere.
#[test]
fn generator() {
    let Some(out) = std::env::var_os("CODEGEN_TEST_OUT") else { return };
    let outcome = cli::run(["codegen".into(), "--out".into(), out], false);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

#[test]
fn output_does_not_depend_on_the_surroundings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let outputs = tempfile::tempdir().unwrap();
    let generate = |name: &str, folder: &Path, zone: &str, locale: &str, by_cargo: bool| {
        let out = outputs.path().join(name);
        let mut generator = Command::new(std::env::current_exe().unwrap());
        generator.args(["--exact", "cli::generator"]).current_dir(folder);
        generator.env("CODEGEN_TEST_OUT", &out).env("TZ", zone).env("LC_ALL", locale);
        match by_cargo {
            true => generator.env("CARGO_MANIFEST_DIR", root.join("xtask")),
            false => generator.env_remove("CARGO_MANIFEST_DIR"),
        };
        let ended = generator.output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
        tree(&out)
    };
    let here = generate("here", root, "UTC", "C", true);
    assert!(here.contains_key("src/client.rs"));
    let elsewhere = outputs.path();
    assert_eq!(generate("elsewhere", elsewhere, "Pacific/Apia", "tr_TR.UTF-8", true), here);
    assert_eq!(generate("below", &root.join("spec"), "Asia/Kathmandu", "C", false), here);
}
