//! `cargo xtask diff`: files and revisions, the acceptance file, exit codes and what goes wrong.

use std::fs;

use xtask::diagnostic::Diagnostics;
use xtask::diff::accept;
use xtask::diff::render::MARKER;
use xtask::spec::Source;

use crate::repository::{Folder, NAME, SPEC, check};

/// The document with one operation renamed.
fn renamed() -> String {
    SPEC.replace("getPet", "fetchPet")
}

/// The document without a member.
fn broken() -> String {
    SPEC.replace("required: [name]\n      properties:\n        name: { type: string, x-sensitivity: operational }\n        nickname", "required: [name, nickname]\n      properties:\n        name: { type: string, x-sensitivity: operational }\n        nickname")
}

#[test]
fn help() {
    let outcome = xtask::cli::run(["diff", "--help"].map(Into::into), false);
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn files_need_no_repository() {
    let folder = Folder::new();
    folder.write("new.yaml", &renamed());
    let (old, new) = (folder.path(NAME), folder.path("new.yaml"));
    check(&folder.diff(&[&old, &old]), 0, "Nothing changed.", "");
    check(&folder.diff(&[&old, &new]), 3, "must be 0.4.0 or later", "");
    check(&folder.diff(&[&new]), 3, "new.yaml -> the working tree", "");
    check(&folder.diff(&[&old, &new, "--fail-on", "breaking"]), 0, "method-renamed", "");
    check(&folder.diff(&[]), 1, "", "error: this is no git repository; compare two files instead");
    check(&folder.diff(&["main"]), 1, "", "`main` is no file, and this is no git repository");
    check(&folder.diff_of("spec/none.yaml", &[&old]), 1, "", "error: spec/none.yaml: ");
}

#[test]
fn the_working_tree_against_the_main_branch() {
    let folder = Folder::repository();
    check(&folder.diff(&[]), 0, "Nothing changed.", "");
    folder.git(&["switch", "--quiet", "--create", "topic"]);
    folder.write(NAME, &renamed());
    folder.commit("Rename an operation");
    check(&folder.diff(&[]), 3, "`Client::get_pet` is now called `Client::fetch_pet`", "");
    // What main does meanwhile is no change of this branch.
    folder.git(&["switch", "--quiet", "main"]);
    folder.write(NAME, &SPEC.replace("deletePet", "removePet"));
    folder.commit("Rename another");
    folder.git(&["switch", "--quiet", "topic"]);
    let outcome = folder.diff(&[]);
    assert!(!outcome.stdout.contains("remove_pet"), "{}", outcome.stdout);
    check(&folder.diff(&["main", "topic"]), 3, "main -> topic", "");
    folder.write(NAME, &renamed().replace("0.3.1", "0.4.0"));
    check(&folder.diff(&[]), 0, "takes it: 0.3.1 to 0.4.0", "");
    check(&folder.diff(&["HEAD", "HEAD:spec/pets.yaml"]), 0, "Nothing changed.", "");
}

#[test]
fn files_that_a_document_refers_to_are_those_of_its_revision() {
    const PARENT: &str = "      type: object
      required: [name]
      properties:
        name: { type: string, x-sensitivity: operational }
";
    let folder = Folder::repository();
    let (inside, outside) = (format!("Parent:\n{PARENT}"), "Parent: {$ref: parts/parent.yaml}\n");
    let outside = SPEC.replace(&inside, outside);
    assert_ne!(outside, SPEC);
    folder.write(NAME, &outside);
    folder.write("spec/parts/parent.yaml", PARENT);
    folder.commit("Move a schema into a file of its own");
    check(&folder.diff(&["HEAD~1", "HEAD"]), 0, "Nothing changed.", "");
    check(&folder.diff(&["HEAD"]), 0, "Nothing changed.", "");
    folder.write("spec/parts/parent.yaml", &PARENT.replace("required: [name]", "required: []"));
    check(&folder.diff(&["HEAD"]), 3, "spec/parts/parent.yaml:4:", "");
    folder.commit("Ask for less");
    check(&folder.diff(&["HEAD~1", "HEAD"]), 3, "spec/parts/parent.yaml:4:", "");
    check(&folder.diff(&["HEAD~1:spec/pets.yaml", "HEAD"]), 3, "spec/parts/parent.yaml:4:", "");
}

/// A schema of OpenAPI 3.1 in the base and in the head, and what is said of them.
const LATER: &[(&str, &str, &str)] = &[
    ("exclusiveMinimum: 1", "exclusiveMinimum: 5", "[request-min-increased]"),
    ("const: 1", "const: 2", "[request-enum-value-removed]"),
    ("const: 1", "type: integer, enum: [1]", "Nothing changed."),
    ("type: [string, 'null']", "type: string", "[request-became-not-nullable]"),
    (
        "minLength: 2",
        "minLength: 2, if: { minLength: 3 }",
        "possibly breaking [request-schema-changed]",
    ),
];

#[test]
fn what_openapi_3_1_says_is_translated_first() {
    let folder = Folder::new();
    for (before, after, expected) in LATER {
        let write = |name: &str, schema: &str| {
            let schema = format!("nickname: {{ {schema} }}");
            let text = SPEC.replace("openapi: 3.0.3", "openapi: 3.1.0");
            folder.write(
                name,
                &text.replace("nickname: { type: string, x-sensitivity: operational }", &schema),
            );
            folder.path(name)
        };
        let (old, new) = (write("old.yaml", before), write("new.yaml", after));
        check(&folder.diff(&[&old, &new, "--fail-on", "none"]), 0, expected, "");
    }
}

#[test]
fn the_generated_crate_of_both_sides_counts() {
    let folder = Folder::repository();
    let generated = |field: &str| {
        folder
            .write("generated/src/models/pet.rs", &format!("pub struct Pet {{ pub {field}: u8 }}"));
    };
    generated("age");
    folder.commit("Generate");
    generated("years");
    check(&folder.diff(&["HEAD"]), 3, "by the generator or the runtime, not by the document", "");
    // What cannot be generated any more was generated once.
    folder.write(NAME, &format!("{SPEC}x-webhooks: {{ pet.sold: {{}} }}\n"));
    check(
        &folder.diff(&["HEAD"]),
        3,
        "major [field-added-to-exhaustive] `models::Pet::years` is new",
        "",
    );
    folder.write(NAME, SPEC);
    generated("(");
    check(&folder.diff(&["HEAD"]), 0, "the generated crate of the working tree is no Rust", "");
}

#[test]
fn a_document_may_ask_for_more_of_the_runtime() {
    let folder = Folder::repository();
    let generated = |root: &str, error: &str| {
        folder.write("generated/src/runtime/mod.rs", root);
        folder.write("generated/src/runtime/error.rs", error);
    };
    let error = "pub fn retries() -> u8 { 3 }";
    generated("mod error; pub mod exports {}", error);
    folder.commit("Generate");
    folder.write("generated/src/runtime/upload.rs", "pub struct Upload;");
    folder.write(NAME, &SPEC.replace("title: ", "title: Other "));
    let more = "mod error; mod upload; pub mod exports { pub use super::upload::Upload; }";
    generated(more, error);
    let is_by_generator = || {
        let outcome = folder.diff(&["HEAD"]);
        check(&outcome, 3, "minor [type-added] `Upload` is new", "");
        outcome.stdout.contains("by the generator or the runtime")
    };
    assert!(!is_by_generator());
    generated(more, "pub fn retries() -> u8 { 4 }");
    assert!(is_by_generator(), "the runtime itself is another one");
    generated(more, error);
    folder.write(NAME, SPEC);
    assert!(is_by_generator(), "the document is the same");
}

#[test]
fn what_git_does_not_have() {
    let folder = Folder::repository();
    check(
        &folder.diff(&["v9"]),
        1,
        "",
        "error: `v9` is neither a file nor a revision that git knows\n",
    );
    check(&folder.diff(&["--spec", "-x"]), 1, "", "error: ");
    folder.git(&["mv", NAME, "spec/animals.yaml"]);
    folder.commit("Rename the document");
    let moved = folder.diff_of("spec/animals.yaml", &["HEAD~1"]);
    let hint = "`spec/animals.yaml` does not exist at `HEAD~1`; was it `spec/pets.yaml` then? Name it: `HEAD~1:spec/pets.yaml`";
    check(&moved, 1, "", hint);
    check(
        &folder.diff_of("spec/animals.yaml", &["HEAD~1:spec/pets.yaml"]),
        0,
        "Nothing changed.",
        "",
    );
    fs::create_dir(folder.path("api")).unwrap();
    folder.git(&["mv", "spec/animals.yaml", "api/animals.yaml"]);
    let uncommitted = folder.diff_of("api/animals.yaml", &["HEAD"]);
    check(&uncommitted, 1, "", "was it `spec/animals.yaml` then?");
    folder.git(&["branch", "--quiet", "--move", "main", "trunk"]);
    let nameless = folder.diff_of("api/animals.yaml", &[]);
    check(&nameless, 1, "", "there is no main branch to compare with; name a base");
}

#[test]
fn a_side_that_is_no_document() {
    let folder = Folder::repository();
    folder.write(NAME, "openapi: 3.0.3\ninfo: [\n");
    let outcome = folder.diff(&[]);
    check(&outcome, 1, "", "--> spec/pets.yaml:2:8");
    folder.commit("Break the document");
    folder.write(NAME, SPEC);
    check(&folder.diff(&["HEAD"]), 1, "", "--> HEAD:spec/pets.yaml:2:8");
}

/// The acceptance file, what it comes to, and the words for it.
const ACCEPTANCES: &[(&str, u8, &str)] = &[
    ("[]", 3, ""),
    (
        "- id: request-property-became-required\n  pointer: /components/schemas/NewPet/properties/nickname\n  reason: Always sent.",
        0,
        "",
    ),
    (
        "- id: request-property-became-required\n  pointer: '#/components/schemas/NewPet/properties/nickname'\n  reason: Always sent.\n  until: 2999-12-31",
        0,
        "",
    ),
    (
        "- id: request-property-became-required\n  pointer: /components/schemas/NewPet/properties/nickname\n  reason: Always sent.\n  until: 2020-02-29",
        1,
        "error[expired-acceptance]: the entry lapsed after 2020-02-29",
    ),
    (
        "- id: request-property-became-required\n  pointer: /components/schemas/Pet\n  reason: Always sent.",
        1,
        "error[unmatched-acceptance]: no change has the id `request-property-became-required` and the pointer",
    ),
    ("- id: x\n  pointer: /a", 1, "an entry needs `reason`, a text"),
    ("- id: x\n  pointer: /a\n  reason: ''", 1, "an entry needs `reason`, a text"),
    ("- id: x\n  pointer: /a\n  reason: r\n  why: w", 1, "an entry has no `why`"),
    (
        "- id: x\n  pointer: /a\n  reason: r\n  until: tomorrow",
        1,
        "`until` is a date as `YYYY-MM-DD`",
    ),
    ("- everything", 1, "an entry is a mapping of `id`, `pointer` and `reason`"),
    ("id: x", 1, "the file holds no list"),
    ("- [", 1, "error[syntax]"),
];

#[test]
fn changes_can_be_accepted() {
    let folder = Folder::repository();
    folder.write(NAME, &broken());
    for (text, code, stderr) in ACCEPTANCES {
        folder.write("spec/accepted-changes.yaml", text);
        let outcome = folder.diff(&["--fail-on", "breaking"]);
        check(&outcome, *code, "request-property-became-required", stderr);
        assert_eq!(outcome.stdout.contains("accepted: Always sent."), *code == 0, "{text}");
    }
    fs::remove_file(folder.path("spec/accepted-changes.yaml")).unwrap();
    check(&folder.diff(&["--fail-on", "breaking"]), 3, "1 breaking", "");
    let named = folder.path("elsewhere.yaml");
    check(&folder.diff(&["--accepted", &named]), 1, "", "error: elsewhere.yaml: ");
    folder.write("elsewhere.yaml", ACCEPTANCES[1].0);
    check(&folder.diff(&["--accepted", &named, "--fail-on", "breaking"]), 0, "accepted", "");
}

#[test]
fn what_to_fail_for() {
    let folder = Folder::repository();
    let suspect = SPEC.replace("[available, pending, sold]", "[available, pending, sold, lost]");
    folder.write(NAME, &suspect.replace("0.3.1", "0.3.2"));
    let cases =
        [("breaking", 0), ("suspect", 3), ("none", 0), ("breaking,missing-version-step", 0)];
    for (list, code) in cases {
        check(&folder.diff(&["--fail-on", list]), code, "possibly breaking", "");
    }
    folder.write(NAME, &suspect);
    for (list, code) in [("breaking", 0), ("missing-version-step", 3), ("none", 0)] {
        check(&folder.diff(&["--fail-on", list]), code, "minor step that is missing", "");
    }
}

#[test]
fn formats_and_colours() {
    let folder = Folder::repository();
    folder.write(NAME, &renamed());
    let starts = [
        ("text", ""),
        ("markdown", "<!-- cargo-xtask-diff -->\n### "),
        ("json", "{\n  \"schema\": 1,"),
        ("github", "::error file=spec/pets.yaml,line=5,col=3,title=missing version step::"),
        ("sarif", "{\n  \"$schema\": "),
        ("changelog", "## [Unreleased]\n"),
    ];
    for (format, start) in starts {
        let outcome = folder.diff(&["--format", format]);
        assert!(outcome.stdout.starts_with(start), "{}", outcome.stdout);
        assert_eq!(outcome.code, 3);
    }
    assert!(folder.diff(&["--colour", "always"]).stdout.starts_with("\x1b[1m"));
    assert!(!folder.diff(&["--color=never"]).stdout.contains('\x1b'));
}

#[test]
fn usage() {
    let wrong = [
        ("a b c", "there are two sides to compare, not three"),
        ("--format xml", "there are text, markdown, json, github, sarif and changelog"),
        ("--fail-on everything", "there are breaking, suspect, missing-version-step and none"),
        ("--colour blue", "there are auto, always and never"),
        ("--acepted x", "did you mean `--accepted`?"),
    ];
    for (line, message) in wrong {
        let arguments = ["diff"].into_iter().chain(line.split(' '));
        check(&xtask::cli::run(arguments.map(Into::into), false), 2, "", message);
    }
}

#[test]
fn codegen_check_asks_for_the_version_step() {
    let folder = Folder::repository();
    let codegen = |more: &[&str]| {
        let (spec, out) = (folder.path(NAME), folder.path("generated"));
        let arguments =
            ["codegen", "--spec", &spec, "--out", &out].into_iter().chain(more.iter().copied());
        xtask::cli::run(arguments.map(Into::into), false)
    };
    assert_eq!(codegen(&[]).code, 0);
    folder.commit("Generate");
    assert_eq!(codegen(&["--check"]).code, 0);
    folder.write(NAME, &renamed());
    assert_eq!(codegen(&[]).code, 0);
    let missing = codegen(&["--check"]);
    assert_eq!(missing.code, 3, "{}", missing.stderr);
    assert!(
        missing.stderr.contains("must be 0.4.0 or later; `cargo xtask diff` says why"),
        "{}",
        missing.stderr
    );
    fs::remove_dir_all(folder.path(".git")).unwrap();
    let unpacked = codegen(&["--check"]);
    assert_eq!(unpacked.code, 0);
    assert!(
        unpacked.stderr.contains("note: the version step is not checked: "),
        "{}",
        unpacked.stderr
    );
}

#[test]
fn the_acceptance_file_of_this_repository_is_well_formed() {
    let text = include_str!("../../spec/accepted-changes.yaml");
    let source = Source { name: "accepted-changes.yaml".to_owned(), text: text.to_owned().into() };
    let mut diagnostics = Diagnostics::default();
    accept::read(&source, &mut diagnostics);
    assert_eq!(diagnostics, Diagnostics::default());
}

#[test]
fn the_workflow_finds_its_comment_again() {
    let workflow = include_str!("../../.github/workflows/spec-review.yml");
    assert!(workflow.contains(&format!("startswith(\"{MARKER}\")")));
}
