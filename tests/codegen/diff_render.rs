//! The renderings of the report: one rich example of each, and what none may do whatever the input.

use std::sync::Arc;

use serde_json::Value;
use xtask::diff::render::{MARKER, SCHEMA, changelog, github, json, markdown, sarif, text};
use xtask::diff::{Change, Direction, Level, Report, Side, Version};
use xtask::review::{Input, review};
use xtask::spec::{Pointer, Source};

use crate::diff_cases::{base, cases, input, patched, report};

/// A bit of everything: breaks, additions, words, a new field by the generator, and one accepted change.
fn rich() -> Report {
    let generated = |input: Input, more: &str| {
        let text = format!("pub struct Pet {{ pub id: u8,{more} }}");
        Input { generated: vec![("src/models/pet.rs".to_owned(), text)], ..input }
    };
    let head = patched(&[
        "set /components/schemas/PetStatus/enum [\"available\", \"sold\", \"lost\"]",
        "set /components/schemas/Species/enum [\"cat\", \"dog\", \"hamster\"]",
        "set /paths/~1pets~1{pet_id}/get/operationId \"fetchPet\"",
        "remove /components/schemas/Pet/properties/age",
        "set /components/schemas/Pet/properties/name/description \"What its owner calls it.\"",
        "set /components/schemas/NewPet/required [\"name\", \"nickname\"]",
        "set /paths/~1visits/get/parameters/- {\"name\": \"pet\", \"in\": \"query\", \"schema\": {\"type\": \"string\"}}",
        "set /paths/~1pets~1{pet_id}/delete/deprecated true",
    ]);
    let head = Input { label: "the working tree".to_owned(), ..head };
    let accepted = "- id: field-removed\n  pointer: /components/schemas/Pet/properties/age\n  reason: Never sent.\n";
    let accepted = Source { name: "accepted.yaml".to_owned(), text: accepted.to_owned().into() };
    let (base, head) = (generated(base(), ""), generated(head, "pub tag: u8"));
    let review = review(&base, &head, Some(&accepted), "2026-01-01");
    assert!(review.problems.iter().all(|(_, found)| !found.has_errors()), "{:?}", review.problems);
    review.report.expect("both sides are documents")
}

#[test]
fn as_text() {
    insta::assert_snapshot!(text(&rich(), false));
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!(markdown(&rich()));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(json(&rich()));
}

#[test]
fn as_annotations() {
    insta::assert_snapshot!(github(&rich()));
}

#[test]
fn as_sarif() {
    insta::assert_snapshot!(sarif(&rich()));
}

#[test]
fn as_changelog() {
    insta::assert_snapshot!(changelog(&rich()));
}

#[test]
fn verdicts() {
    let of = |patches: &[&str]| {
        let text = text(&report(&base(), &patched(patches)), false);
        text.lines()
            .rev()
            .take(2)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
            .join("\n")
    };
    let version = |version: &str| format!("set /info/x-crate-version \"{version}\"");
    let required = "set /components/schemas/NewPet/required [\"name\", \"nickname\"]";
    let verdicts = [
        of(&[]),
        of(&["set /components/schemas/Pet/description \"An animal.\""]),
        of(&["set /components/schemas/Species/enum [\"cat\", \"dog\", \"hamster\"]"]),
        of(&[
            "set /components/schemas/PetStatus/enum [\"available\", \"pending\", \"sold\", \"lost\"]",
        ]),
        of(&["set /paths/~1pets/get/operationId \"findPets\""]),
        of(&["set /servers/0/url \"https://api.pets.example\""]),
        of(&[required]),
        of(&[required, &version("0.4.0")]),
        of(&[&version("0.2.0")]),
        of(&[&version("one")]),
        of(&["set /paths/~1pets/get/x-wait {}"]),
    ];
    insta::assert_snapshot!(verdicts.join("\n\n"));
}

#[test]
fn colours_only_where_asked_for() {
    let (plain, coloured) = (text(&rich(), false), text(&rich(), true));
    assert!(!plain.contains('\x1b'));
    let mut parts = coloured.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    let bare = parts.fold(first, |bare, it| bare + it.split_once('m').map_or(it, |(_, text)| text));
    assert_eq!(bare, plain);
}

/// A report of changes that say `message`, all at the same place.
fn saying(messages: &[String], level: Level) -> Report {
    let version = |label: &str| Version {
        label: label.to_owned(),
        source: Source { name: label.to_owned(), text: "openapi: 3.0.3\n".to_owned().into() },
        origins: Arc::default(),
        crate_version: "1.0.0".to_owned(),
    };
    let change = |message: &String| Change {
        id: "operation-removed",
        level,
        direction: Direction::Neither,
        operations: vec![format!("GET /{message}")],
        at: Side { base: Some(Pointer::root().key(message)), head: None },
        message: message.clone(),
    };
    let wire = messages.iter().map(change).collect();
    Report::new(version("base"), version("head"), wire, Ok(Vec::new()))
}

#[test]
fn a_comment_always_fits() {
    let sizes = [(10_000, 40), (10_000, 600), (1, 100_000), (100, 90)];
    for (count, length) in sizes {
        let messages: Vec<String> =
            (0..count).map(|it| format!("{it} {}", "é`<".repeat(length / 3))).collect();
        let comment = markdown(&saying(&messages, Level::Breaking));
        assert!(comment.chars().count() < 65_536, "{count} of {length}: {}", comment.len());
        assert!(comment.starts_with(MARKER));
        assert_eq!(comment.matches("<details").count(), comment.matches("</details>").count());
        assert_eq!(count > 300, comment.contains("do not fit"), "{count} of {length}");
    }
}

#[test]
fn annotations_keep_within_what_github_shows() {
    let messages: Vec<String> = (0..25).map(|it| it.to_string()).collect();
    let found = github(&saying(&messages, Level::Breaking));
    assert_eq!(found.lines().count(), 10);
    assert!(
        found.ends_with(
            "::error title=more changes::and 16 more; `cargo xtask diff` lists them all\n"
        )
    );
}

#[test]
fn nothing_a_document_says_gets_out_of_its_place() {
    let hostile =
        "a\r\n::error::b%0A </details> <script> @all #1 `<b>` ``` \x1b[31m \u{202e} [x](y) |";
    let report = saying(&[hostile.to_owned()], Level::Breaking);
    let text = text(&report, false);
    assert!(!text.contains(['\x1b', '\u{202e}', '\r']), "{text:?}");
    let annotations = github(&report);
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
    assert!(annotations.contains("a%0D%0A::error::b%250A"), "{annotations}");
    let comment = markdown(&report);
    for raw in ["<script>", "@all", "#1 ", "[x](y)", "</details> ", "\u{202e}"] {
        let outside: String = comment.lines().filter(|it| !it.starts_with("  ")).collect();
        assert!(!outside.contains(raw), "{raw} in {outside}");
    }
    assert_eq!(json_of(&report)["wire"][0]["message"], hostile);
}

fn json_of(report: &Report) -> Value {
    serde_json::from_str(&json(report)).expect("it is JSON")
}

#[test]
fn json_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("it is JSON");
    let of_cases =
        cases().into_iter().step_by(5).map(|case| report(&base(), &patched(&case.patches)));
    let unknown = report(&base(), &patched(&["set /paths/~1pets/get/x-wait {}"]));
    for report in of_cases.chain([rich(), unknown]) {
        let value = json_of(&report);
        let mut wrong = Vec::new();
        check(&value, &schema, &schema, "", &mut wrong);
        assert!(wrong.is_empty(), "{wrong:?} in {value:#}");
    }
    let mut wrong = Vec::new();
    check(&serde_json::json!({"schema": 2, "more": 1}), &schema, &schema, "", &mut wrong);
    assert_eq!(wrong.len(), 8, "{wrong:?}");
}

/// Checks a value against the keywords that the schema uses.
fn check(value: &Value, schema: &Value, root: &Value, at: &str, wrong: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        return check(value, root.pointer(&target[1..]).expect(target), root, at, wrong);
    }
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_of =
        |ty: &Value| ty == name || ty.as_array().is_some_and(|it| it.iter().any(|ty| ty == name));
    let is_in = |list: &Value| list.as_array().is_some_and(|list| list.contains(value));
    if schema.get("type").is_some_and(|ty| !is_of(ty)) {
        return wrong.push(format!("{at} is no {}", schema["type"]));
    }
    if schema.get("enum").is_some_and(|list| !is_in(list))
        || schema.get("const").is_some_and(|it| it != value)
    {
        wrong.push(format!("{at} is none of the values"));
    }
    for item in value.as_array().into_iter().flatten() {
        check(item, &schema["items"], root, at, wrong);
    }
    let Some(members) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(name.as_str().expect("a name")) {
            wrong.push(format!("{at} lacks {name}"));
        }
    }
    for (name, member) in members {
        match schema["properties"].get(name) {
            Some(schema) => check(member, schema, root, &format!("{at}/{name}"), wrong),
            None => wrong.push(format!("{at} has {name}")),
        }
    }
}

#[test]
fn places_are_those_of_the_text() {
    let text = "openapi: 3.0.3\ninfo: { title: é, version: '1' }\npaths:\n  /a: {}\n  /é: { get: { responses: { default: { description: d } } } }\n";
    let version = |text: &str| input("spec.yaml", text);
    let report = report(&version(text), &version(&text[..text.find("  /é").expect("it is there")]));
    let entry = report.wire.iter().find(|it| it.change.id == "operation-removed");
    let entry = entry.unwrap_or_else(|| panic!("{:?}", report.wire));
    let base = entry.base.as_ref().expect("it was in the base");
    assert_eq!((base.position.line, base.position.column), (5, 9));
    let anchor = entry.anchor.as_ref().expect("it has a parent");
    assert_eq!((anchor.position.line, anchor.position.column), (3, 1));
    assert!(entry.head.is_none());
}
