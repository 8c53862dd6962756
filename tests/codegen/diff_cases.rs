//! Cases of the diff tests: small patches to one base document, and what they are expected to do.

use serde_json::Value;
use xtask::diagnostic::Diagnostics;
use xtask::diff::Report;
use xtask::review::{Input, review};
use xtask::spec::{Document, Folder, Source};

const BASE: &str = include_str!("fixtures/diff/rust-base.yaml");
const CASES: &str = include_str!("fixtures/diff/rust.txt");

/// A patch and what it does.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) patches: Vec<&'static str>,
    pub(crate) expected: Vec<&'static str>,
    /// Why cargo-semver-checks asks for another step.
    pub(crate) unseen: Option<&'static str>,
}

/// The cases of `rust.txt`: a title after `##`, patches, then expected changes after `=>`, and after `~` why
/// cargo-semver-checks sees it otherwise.
pub(crate) fn cases() -> Vec<Case> {
    let blocks = CASES.split("\n## ").skip(1);
    let case = |block: &'static str| {
        let mut lines =
            block.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
        let name = lines.next().expect("a title");
        let mut case = Case { name, patches: Vec::new(), expected: Vec::new(), unseen: None };
        for line in lines {
            match (line.strip_prefix("=> "), line.strip_prefix("~ ")) {
                (Some(expected), _) => case.expected.push(expected),
                (_, Some(reason)) => case.unseen = Some(reason),
                _ => case.patches.push(line),
            }
        }
        case
    };
    blocks.map(case).collect()
}

/// The base document.
pub(crate) fn base() -> Input {
    input("base.yaml", BASE)
}

/// The base document with patches: `set POINTER JSON`, `remove POINTER`, `move FROM TO`, each on one line.
pub(crate) fn patched(patches: &[&str]) -> Input {
    let mut diagnostics = Diagnostics::default();
    let source = base().source;
    let document = Document::parse(source, &mut diagnostics).expect("the base is a document");
    let mut value = document.tree;
    for patch in patches {
        apply(&mut value, patch);
    }
    input("head.json", &serde_json::to_string_pretty(&value).expect("a value is JSON"))
}

pub(crate) fn input(name: &str, text: &str) -> Input {
    let source = Source { name: name.to_owned(), text: text.to_owned().into() };
    Input { label: name.to_owned(), source, folder: Folder::Nowhere, generated: Vec::new() }
}

fn apply(value: &mut Value, patch: &str) {
    let mut words = patch.splitn(3, ' ');
    let (verb, at) = (words.next().expect(patch), words.next().expect(patch));
    let rest = words.next().unwrap_or_default();
    match verb {
        "set" => set(value, at, serde_json::from_str(rest).expect(patch)),
        "remove" => _ = remove(value, at),
        "move" => {
            let moved = remove(value, at);
            set(value, rest, moved);
        }
        _ => panic!("no such patch: {patch}"),
    }
}

fn parent<'a>(value: &'a mut Value, pointer: &str) -> (&'a mut Value, String) {
    let (parent, key) = pointer.rsplit_once('/').expect(pointer);
    let key = key.replace("~1", "/").replace("~0", "~");
    (value.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}")), key)
}

fn set(value: &mut Value, pointer: &str, new: Value) {
    match parent(value, pointer) {
        (Value::Object(members), key) => _ = members.insert(key, new),
        (Value::Array(items), key) if key == "-" => items.push(new),
        (Value::Array(items), key) => items[key.parse::<usize>().expect(pointer)] = new,
        _ => panic!("nothing to set at {pointer}"),
    }
}

fn remove(value: &mut Value, pointer: &str) -> Value {
    match parent(value, pointer) {
        (Value::Object(members), key) => members.shift_remove(&key).expect(pointer),
        (Value::Array(items), key) => items.remove(key.parse().expect(pointer)),
        _ => panic!("nothing to remove at {pointer}"),
    }
}

/// The report over two versions that can be read.
pub(crate) fn report(base: &Input, head: &Input) -> Report {
    let review = review(base, head, None, "2026-01-01");
    assert!(review.problems.is_empty(), "{:?}", review.problems);
    review.report.expect("both sides are documents")
}
