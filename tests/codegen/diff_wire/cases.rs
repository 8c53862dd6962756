//! One small patch for each rule: what it makes of a base document, forwards and backwards.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;
use xtask::diff::{self, Change, RULES};

use super::oasdiff::yaml;
use crate::snapshot;

/// The day for which promises of a sunset are judged.
const TODAY: &str = "2026-01-01";

/// A patch, and the rules that speak of it.
struct Case {
    rules: Vec<String>,
    patch: String,
    base: Value,
    head: Value,
}

pub(super) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff").join(name)
}

const FILES: [&str; 5] = ["limits", "schemas", "operations", "document", "meaning"];

fn cases(base: &str, file: &str) -> Vec<Case> {
    let document = yaml(&fixture(base));
    let list = yaml(&fixture(&format!("cases/{file}.yaml")));
    list.as_array().unwrap().iter().map(|case| read(&document, case)).collect()
}

fn read(document: &Value, case: &Value) -> Case {
    let mut base = document.clone();
    let entries = |key: &str| case.get(key).and_then(Value::as_object).into_iter().flatten();
    let texts = |key: &str| {
        case.get(key).and_then(Value::as_array).into_iter().flatten().map(|it| it.as_str().unwrap())
    };
    texts("drop").for_each(|at| drop(take(&mut base, &pointer(at))));
    for (at, value) in entries("before") {
        match value {
            Value::Null => drop(take(&mut base, &pointer(at))),
            value => set(&mut base, &pointer(at), value.clone()),
        }
    }
    let mut head = base.clone();
    texts("unset").for_each(|at| drop(take(&mut head, &pointer(at))));
    entries("set").for_each(|(at, value)| set(&mut head, &pointer(at), value.clone()));
    for (from, to) in entries("move") {
        let value = take(&mut head, &pointer(from));
        set(&mut head, &pointer(to.as_str().unwrap()), value);
    }
    let rules = match case.get("rule") {
        Some(rule) => both_directions(rule.as_str().unwrap()),
        None => texts("rules").map(str::to_owned).collect(),
    };
    let shown = ["before", "drop", "set", "unset", "move"];
    let patch = shown
        .iter()
        .filter_map(|key| Some(format!("{key} {}", case.get(key)?)))
        .collect::<Vec<_>>();
    Case { rules, patch: patch.join("; "), base, head }
}

/// The rule of an id, or the two that share a stem.
fn both_directions(rule: &str) -> Vec<String> {
    match diff::rule(rule) {
        Some(rule) => vec![rule.id.to_owned()],
        None => vec![format!("request-{rule}"), format!("response-{rule}")],
    }
}

/// Pointers to the places that most patches change may be short.
fn pointer(text: &str) -> String {
    match text.split_once('/') {
        Some(("thing", rest)) => format!("/components/schemas/Thing/{rest}"),
        Some(("verification", rest)) => format!("/components/schemas/Verification/{rest}"),
        Some(("event", rest)) => format!("/x-webhooks/thing_changed/post/{rest}"),
        Some(("post", rest)) => format!("/paths/~1things/post/{rest}"),
        Some(("item", rest)) => format!("/paths/~1things~1{{id}}/{rest}"),
        _ => text.to_owned(),
    }
}

fn owner<'a>(document: &'a mut Value, at: &str) -> (&'a mut Value, String) {
    let (owner, key) = at.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    (document.pointer_mut(owner).unwrap_or_else(|| panic!("{owner} is not there")), key)
}

fn set(document: &mut Value, at: &str, value: Value) {
    match owner(document, at) {
        (Value::Array(elements), key) if key == "-" => elements.push(value),
        (Value::Array(elements), key) => elements[key.parse::<usize>().unwrap()] = value,
        (owner, key) => drop(owner.as_object_mut().unwrap().insert(key, value)),
    }
}

fn take(document: &mut Value, at: &str) -> Value {
    match owner(document, at) {
        (Value::Array(elements), key) => elements.remove(key.parse().unwrap()),
        (owner, key) => owner
            .as_object_mut()
            .unwrap()
            .shift_remove(&key)
            .unwrap_or_else(|| panic!("{at} is not there")),
    }
}

fn show(text: &mut String, mark: &str, changes: &[Change]) {
    for change in changes {
        let at = |pointer: Option<&xtask::spec::Pointer>| {
            pointer.map_or("-".to_owned(), ToString::to_string)
        };
        let (base, head) = (at(change.at.base.as_ref()), at(change.at.head.as_ref()));
        let place = if base == head { base } else { format!("{base} -> {head}") };
        writeln!(text, "  {mark} {} ({:?})", change.id, change.level).unwrap();
        writeln!(text, "      {}", change.message).unwrap();
        writeln!(text, "      at {place} [{}]", change.operations.join(", ")).unwrap();
    }
}

/// Runs every case of a file forwards and backwards; the ids that were shown, what went wrong, and the text of all.
fn run(base: &str, file: &str) -> (BTreeSet<String>, String, String) {
    let (mut shown, mut report, mut text) = (BTreeSet::new(), String::new(), String::new());
    for case in cases(base, file) {
        let changes = diff::wire_on(&case.base, &case.head, TODAY);
        let back = diff::wire_on(&case.head, &case.base, TODAY);
        let ids: BTreeSet<_> = changes.iter().map(|it| it.id.to_owned()).collect();
        if ids != case.rules.iter().cloned().collect() {
            writeln!(report, "{:?} gives {ids:?}", case.rules).unwrap();
        }
        let mirrored = |id: &str, mirror: &str| {
            // Several rules may share a way back: a removed property may come back required or not.
            back.iter().any(|it| it.id == mirror || diff::rule(it.id).unwrap().mirror == Some(id))
        };
        for change in &changes {
            let mirror = diff::rule(change.id).unwrap().mirror;
            if mirror.is_some_and(|mirror| !mirrored(change.id, mirror)) {
                writeln!(report, "{:?} backwards lacks {mirror:?}", case.rules).unwrap();
            }
        }
        shown.extend(ids);
        writeln!(text, "{}", case.patch).unwrap();
        show(&mut text, ">", &changes);
        show(&mut text, "<", &back);
        text.push('\n');
    }
    (shown, report, text)
}

#[test]
fn every_rule_has_its_case() {
    let (mut all, mut reports, mut texts) = (BTreeSet::new(), String::new(), Vec::new());
    for file in FILES {
        let (shown, report, text) = run("base.yaml", file);
        all.extend(shown);
        reports.push_str(&report);
        texts.push((file.to_owned(), text));
    }
    let without: Vec<_> =
        RULES.iter().map(|rule| rule.id).filter(|id| !all.contains(*id)).collect();
    assert!(reports.is_empty() && without.is_empty(), "{reports}without a case: {without:?}");
    snapshot::check_all("diff", texts);
}

#[test]
fn what_happened_to_such_an_interface() {
    let (_, report, text) = run("history.yaml", "history");
    assert!(report.is_empty(), "{report}");
    snapshot::check_all("diff", [("history".to_owned(), text)]);
}

#[test]
fn a_document_does_not_differ_from_itself() {
    let document = yaml(&fixture("base.yaml"));
    assert_eq!(diff::wire(&document, &document), []);
}

#[test]
fn rules_are_told_apart() {
    let ids: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    for rule in RULES {
        assert!(rule.mirror.is_none_or(|id| ids.contains(id)), "{} has no mirror", rule.id);
        assert!(
            rule.reason.ends_with('.') && rule.reason.len() < 120,
            "{}: {}",
            rule.id,
            rule.reason
        );
    }
}
