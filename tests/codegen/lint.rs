//! Every rule has a document that breaks it, and nothing a document holds brings the reader down.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use xtask::diagnostic::{Diagnostics, Level, render_json, render_text};
use xtask::lint::{self, RULES};
use xtask::lower;
use xtask::spec::{Document, Keep, Pointer, Positions, Source};

use crate::corpus;

/// All that is found in a document, and whether it could be read.
fn examine(name: &str, text: &str) -> (Source, Diagnostics, Option<Document>) {
    let source = Source { name: name.to_owned(), text: text.to_owned().into() };
    let mut diagnostics = Diagnostics::default();
    let document = Document::parse(source.clone(), &mut diagnostics);
    if let Some(document) = &document {
        lint::lint(document, &mut diagnostics);
        lower::lower(document, &mut diagnostics);
    }
    (source, diagnostics, document)
}

/// The rule and the underlined text of each problem of a document.
fn check_underlined(text: &str, expected: &[(&str, &str)]) {
    let (source, diagnostics, _) = examine("it.yaml", text);
    let list: Vec<serde_json::Value> =
        serde_json::from_str(&render_json(&diagnostics, &source)).unwrap();
    let found: Vec<_> = list
        .iter()
        .map(|it| {
            let [line, column] =
                ["line", "column"].map(|key| usize::try_from(it[key].as_u64().unwrap()).unwrap());
            let rest: String =
                source.body().lines().nth(line - 1).unwrap().chars().skip(column - 1).collect();
            (it["rule"].as_str().unwrap(), rest)
        })
        .collect();
    let found: Vec<_> = found.iter().map(|(rule, rest)| (*rule, rest.as_str())).collect();
    assert_eq!(found, expected);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn fixtures() -> Vec<PathBuf> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint"))
}

fn file_name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// A fixture is called after the rule it breaks: `rule-id.yaml`, or `rule-id.case.yaml` if there are several.
fn rule_of(path: &Path) -> &str {
    file_name(path).split('.').next().unwrap()
}

#[test]
fn each_rule_reports_its_fixture() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/lint");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in fixtures() {
            let name = file_name(&path);
            let (source, diagnostics, _) = examine(name, &fs::read_to_string(&path).unwrap());
            let rule = rule_of(&path);
            assert!(diagnostics.iter().any(|it| it.rule == rule), "{name} does not break `{rule}`");
            insta::assert_snapshot!(name, render_text(&diagnostics, &source, false));
        }
    });
}

#[test]
fn each_rule_has_a_fixture_and_each_fixture_a_rule() {
    let fixtures = fixtures();
    // A file that cannot be read is none to keep.
    let broken = fixtures.iter().map(|path| rule_of(path)).chain(["unreadable-file"]);
    let broken: BTreeSet<_> = broken.collect();
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(rules.len(), RULES.len(), "an id is used twice");
    assert_eq!(rules, broken);
}

#[test]
fn problems_have_the_level_of_their_rule() {
    for path in fixtures() {
        let (_, diagnostics, _) = examine(file_name(&path), &fs::read_to_string(&path).unwrap());
        for problem in &diagnostics {
            let rule =
                lint::rule(problem.rule).unwrap_or_else(|| panic!("no rule `{}`", problem.rule));
            assert_eq!(problem.level, rule.level, "{}", problem.rule);
        }
    }
}

#[test]
fn a_sound_document_has_no_problem() {
    let (source, diagnostics, document) =
        examine("sound.yaml", "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths: {}\n");
    assert!(document.is_some());
    assert_eq!(render_text(&diagnostics, &source, true), "");
    assert_eq!(render_json(&diagnostics, &source), "[]\n");
}

/// The rule and level of each problem of a document that has one unnamed operation, without a summary.
fn check_levels(x_lint: &str, expected: &[(&str, Level)]) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: \"1\"}}\nx-lint: {x_lint}\n\
         paths: {{/a: {{get: {{responses: {{default: {{description: d}}}}}}}}}}\n"
    );
    let (_, diagnostics, _) = examine("levels.yaml", &text);
    let found: Vec<_> = diagnostics.iter().map(|it| (it.rule, it.level)).collect();
    assert_eq!(found, expected, "{x_lint}");
}

#[test]
fn a_document_changes_levels_with_a_reason() {
    use Level::{Error, Warning};
    let (id, summary) = ("operation-id-missing", "operation-summary");
    check_levels("{}", &[(id, Warning)]);
    check_levels("{house: warning}", &[(id, Warning), (summary, Warning)]);
    check_levels("{house: error}", &[(id, Warning), (summary, Error)]);
    check_levels("{levels: {operation-id-missing: {level: off, reason: r}}}", &[]);
    check_levels("{levels: {operation-id-missing: {level: error, reason: r}}}", &[(id, Error)]);
    check_levels(
        "{house: error, levels: {operation-summary: {level: warning, reason: r}}}",
        &[(id, Warning), (summary, Warning)],
    );
    // A change without a reason is none.
    check_levels(
        "{levels: {operation-id-missing: {level: off}}}",
        &[(id, Warning), ("lint-level", Error)],
    );
}

#[test]
fn colour_is_for_terminals() {
    let (source, diagnostics, _) =
        examine("colour.yaml", "openapi: 3.0.3\ninfo: {title: Pets}\npaths: {}\n");
    insta::assert_snapshot!(render_text(&diagnostics, &source, true).replace('\x1b', "␛"), @r"
    ␛[1;31merror[missing-member]␛[0m␛[1m: the Info Object lacks `version`␛[0m
     ␛[1;34m-->␛[0m colour.yaml:2:1 (#/info/version)
      ␛[1;34m|␛[0m
    ␛[1;34m2 |␛[0m info: {title: Pets}
      ␛[1;34m|␛[0m ␛[1;31m^^^^␛[0m
      ␛[1;34m=␛[0m ␛[1mhelp␛[0m: add `version`: a string

    1 error
    ");
}

#[test]
fn tools_get_every_field() {
    let (source, diagnostics, _) =
        examine("tool.yaml", "openapi: 3.0.3\ninfo: {title: Pets}\npaths: {}\n");
    insta::assert_snapshot!(render_json(&diagnostics, &source), @r##"
    [
      {
        "rule": "missing-member",
        "level": "error",
        "message": "the Info Object lacks `version`",
        "file": "tool.yaml",
        "line": 2,
        "column": 1,
        "pointer": "/info/version",
        "hint": "add `version`: a string"
      }
    ]
    "##);
}

#[test]
fn positions_are_those_of_people() {
    let head = "openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\n";
    check_underlined(&format!("\u{feff}{head}paths: 3\n"), &[("wrong-type", "3")]);
    check_underlined(
        &format!("{head}paths: {{}}\ntags: [{{name: ünï, desc: x}}]\n"),
        &[("ignored-member", "desc: x}]")],
    );
    // What an alias brings in stands where the alias stands.
    check_underlined(
        &format!("x-tag: &tag {{name: t, nam: u}}\n{head}paths: {{}}\ntags: [*tag]\n"),
        &[("unknown-member", "*tag]")],
    );
    // Integer keys are texts.
    check_underlined(
        &format!(
            "{head}paths: {{/a: {{get: {{operationId: a, responses: {{200: {{description: 1}}}}}}}}}}\n"
        ),
        &[("wrong-type", "1}}}}}")],
    );
    // JSON, with the escapes YAML does not know and tabs YAML does not want.
    let json = "{\n\t\"openapi\": \"3.0.3\",\n\t\"info\": {\"title\": \"\\ud83d\\ude00\", \"version\": \"1\"},\n\t\"paths\": [\"\\/\"]\n}";
    check_underlined(json, &[("wrong-type", "\"paths\": [\"\\/\"]")]);
}

#[test]
fn merge_keys_are_applied() {
    let text = "openapi: 3.0.3\nx-info: &info {title: t, version: \"1\"}\ninfo: {<<: *info, title: Pets}\npaths: {}\n";
    let (_, diagnostics, document) = examine("merge.yaml", text);
    assert_eq!(diagnostics.iter().next(), None);
    let info = document.unwrap().api.info;
    assert_eq!((info.title.as_str(), info.version.as_str()), ("Pets", "1"));
}

#[test]
fn a_faulty_document_is_read_all_the_same() {
    for path in fixtures() {
        let unreadable = ["syntax", "unsupported-version"].contains(&rule_of(&path))
            || file_name(&path) == "wrong-type.scalar.yaml";
        let (_, _, document) = examine(file_name(&path), &fs::read_to_string(&path).unwrap());
        assert_eq!(document.is_none(), unreadable, "{}", path.display());
    }
}

/// Runs `examine` elsewhere, so that a hang fails instead of lasting.
fn examine_in_time(name: &str, text: String) -> (Diagnostics, bool) {
    let (sender, receiver) = mpsc::channel();
    let owned = name.to_owned();
    std::thread::spawn(move || {
        let (source, diagnostics, document) = examine(&owned, &text);
        let shown = render_text(&diagnostics, &source, false);
        assert_eq!(shown.is_empty(), diagnostics.iter().next().is_none());
        let _ = sender.send((diagnostics, document.is_some()));
    });
    receiver
        .recv_timeout(Duration::from_secs(20))
        .unwrap_or_else(|_| panic!("{name} panics or hangs"))
}

#[test]
fn bombs_are_refused() {
    let head = "openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\npaths: {}\n";
    let mut laughs = format!("{head}x-0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(laughs, "x-{level}: &a{level} [{below}]").unwrap();
    }
    let long = format!(
        "{head}x-long: &long {}\nx-all: [{}]\n",
        "a".repeat(100_000),
        "*long, ".repeat(20_000)
    );
    let deep = format!("{head}x-deep: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let deep_json = format!("{{\"x-deep\": {}", "[".repeat(1_000_000));
    for (name, text) in
        [("laughs", laughs), ("long", long), ("deep", deep), ("deep json", deep_json)]
    {
        let (diagnostics, read) = examine_in_time(name, text);
        assert!(!read, "{name}");
        assert_eq!(diagnostics.iter().map(|it| it.rule).collect::<Vec<_>>(), ["syntax"], "{name}");
    }
}

#[test]
fn depth_that_is_meant_is_read() {
    let open = r#"{"type": "array", "items": "#.repeat(100);
    let text = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{"Deep": {open}{{}}{}}}}}}}"#,
        "}".repeat(100)
    );
    let (diagnostics, read) = examine_in_time("deep", text);
    assert_eq!((diagnostics.iter().next(), read), (None, true));
}

/// Parts that double with every level are looked at once, or up to a bound that a warning names.
#[test]
fn parts_of_parts_end() {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\npaths: {}\n\
        components:\n  schemas:\n    S20: {type: object, properties: {kind: {type: string}}}\n"
        .to_owned();
    for level in 0..20 {
        let part = format!("$ref: '#/components/schemas/S{}'", level + 1);
        let parts = format!("[{{{part}}}, {{{part}}}, {{{part}}}]");
        writeln!(text, "    S{level}: {{allOf: {parts}}}").unwrap();
        writeln!(text, "    U{level}: {{oneOf: {parts}, discriminator: {{propertyName: kind}}}}")
            .unwrap();
    }
    let (diagnostics, read) = examine_in_time("parts", text);
    assert!(read && !diagnostics.has_errors());
    assert!(diagnostics.iter().any(|it| it.message.contains("one part too many")));
}

#[test]
fn files_that_cannot_be_read_are_problems() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("latin-1.yaml");
    fs::write(&path, b"openapi: 3.0.3\ninfo: {title: caf\xe9, version: \"1\"}\npaths: {}\n")
        .unwrap();
    let load = |path: &Path| {
        let mut diagnostics = Diagnostics::default();
        let (source, document) = Document::load(path, Keep::Tree, &mut diagnostics);
        assert!(document.is_none());
        render_text(&diagnostics, &source, false)
    };
    assert!(load(&path).contains("latin-1.yaml:2:18"));
    let missing = load(Path::new("no such file"));
    assert!(
        missing.starts_with("error[unreadable-file]") && missing.contains("no such file"),
        "{missing}"
    );
}

/// What a careless editor or a bad connection makes of a document.
#[test]
fn damaged_documents_are_survived() {
    for path in fixtures() {
        let text = fs::read_to_string(&path).unwrap();
        for cut in (0..text.len()).step_by(17).filter(|cut| text.is_char_boundary(*cut)) {
            let (before, after) = text.split_at(cut);
            for damaged in [
                before.to_owned(),
                format!("{before}{{{after}"),
                format!("{before}: {after}"),
                format!("{before}null{after}"),
            ] {
                let (source, diagnostics, _) = examine("damaged", &damaged);
                assert!(
                    render_text(&diagnostics, &source, false).len() > 1
                        || diagnostics.iter().next().is_none()
                );
            }
        }
    }
}

/// Documents with one fault each.
#[test]
fn invalid_documents_end_in_located_problems() {
    let Some(folder) = corpus::folder("invalid") else { return };
    let notes = fs::read_to_string(folder.join("NOTES.md")).unwrap();
    for path in corpus::paths("invalid") {
        let name = file_name(&path);
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        let (diagnostics, read) = examine_in_time(name, text);
        let is_valid = notes.lines().any(|line| line.starts_with(&format!("| {name} | VALID")));
        if is_valid {
            assert!(read && diagnostics.count(Level::Error) == 0, "{name} is valid");
        } else {
            assert!(diagnostics.iter().next().is_some(), "{name} is not valid");
        }
    }
}

/// Documents of the real world, which are not all without fault.
#[test]
fn real_documents_are_read() {
    for path in ["real", "features", "probes"].into_iter().flat_map(corpus::paths) {
        let (diagnostics, read) =
            examine_in_time(file_name(&path), fs::read_to_string(&path).unwrap());
        let other_version = diagnostics.iter().any(|it| it.rule == "unsupported-version");
        assert!(read || other_version, "{}", path.display());
    }
}

#[test]
fn pointers_that_lead_nowhere_have_the_place_of_their_parents() {
    let source = Source { name: "it.yaml".to_owned(), text: "a:\n  b: [1, 2]\n".to_owned().into() };
    let here = Pointer::root().key("a").key("b").index(1);
    let gone = here.key("c");
    let positions = Positions::find(&source, [&here, &gone]);
    let (place, is_own) = positions.place(&gone).unwrap();
    assert!(!is_own);
    assert_eq!(positions.place(&here), Some((place, true)));
    assert_eq!((place.value.start.line, place.value.start.column), (2, 10));
}
