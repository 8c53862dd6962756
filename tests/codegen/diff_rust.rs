//! The effect on Rust callers: every rule has a case, every case says all that changes.

use std::collections::BTreeSet;

use xtask::diff::rust::{RULES, Surface, generator, rust};
use xtask::diff::{RustChange, Step, version_step};

use crate::diff_cases::{base, cases, patched, report};
use crate::fixture;

/// What changes for Rust callers; what is only documented otherwise counts if there is nothing else.
fn listed(changes: &[RustChange]) -> Vec<String> {
    let line = |it: &RustChange| format!("{} {} {}", it.step.as_str(), it.id, it.item);
    let loud: Vec<_> = changes.iter().filter(|it| !it.is_docs()).map(line).collect();
    if loud.is_empty() { changes.iter().map(line).collect() } else { loud }
}

fn of_patches(patches: &[&str]) -> Vec<RustChange> {
    let report = report(&base(), &patched(patches));
    let changes = report.rust.unwrap_or_else(|reason| panic!("{patches:?}: {reason}"));
    changes.into_iter().map(|entry| entry.change).collect()
}

#[test]
fn every_patch() {
    let mut wrong = String::new();
    for case in cases() {
        let found = listed(&of_patches(&case.patches));
        if found != case.expected {
            wrong.push_str(&["## ", case.name, "\n=> ", &found.join("\n=> "), "\n\n"].concat());
        }
    }
    assert!(wrong.is_empty(), "found:\n\n{wrong}");
}

#[test]
fn nothing_changes_without_a_patch() {
    assert_eq!(listed(&of_patches(&[])), [""; 0]);
}

fn surface(runtime: &str, manifest: &str) -> Surface {
    // Whatever the module exports, the items below it are within reach.
    let exports =
        "pub mod exports { pub use super::all::{Body, Kind, Send, LIMIT, Wide, Text}; }\n";
    Surface::read([
        ("src/runtime/mod.rs", exports),
        ("src/runtime/all.rs", runtime),
        ("src/lib.rs", ""),
        ("Cargo.toml", manifest),
    ])
    .expect("it is Rust")
}

/// What the generator and the runtime can change beside the document: before, after, what is expected.
const BY_HAND: &[(&str, &str, &str)] = &[
    (
        "pub struct Body { pub a: u8 }",
        "#[non_exhaustive] pub struct Body { pub a: u8 }",
        "became-non-exhaustive",
    ),
    (
        "#[non_exhaustive] pub struct Body { pub a: u8 }",
        "pub struct Body { pub a: u8 }",
        "became-exhaustive",
    ),
    (
        "pub struct Body { pub a: u8 }",
        "pub struct Body { pub a: u8, pub b: u8 }",
        "field-added-to-exhaustive",
    ),
    ("pub struct Body(pub u8);", "pub struct Body(pub u8, pub u8);", "field-added-to-exhaustive"),
    ("pub struct Body(pub u8, u8);", "pub struct Body(pub u8, u16);", "behaviour-changed"),
    ("pub struct Body<T>(T);", "pub struct Body<T, U = ()>(T, U);", "type-changed"),
    ("pub enum Kind { A }", "pub enum Kind { A, B }", "variant-added-to-exhaustive"),
    ("pub enum Kind { A(u8) }", "pub enum Kind { A(u16) }", "variant-changed"),
    ("pub enum Kind { A }", "pub type Kind = u8;", "type-kind-changed"),
    ("pub type Text = u8;", "pub type Text = u16;", "type-changed"),
    ("pub const LIMIT: u8 = 1;", "", "constant-removed"),
    ("", "pub const LIMIT: u8 = 1;", "constant-added"),
    ("pub const LIMIT: u8 = 1;", "pub const LIMIT: u16 = 1;", "constant-changed"),
    ("pub const LIMIT: u8 = 1;", "pub const LIMIT: u8 = 2;", "behaviour-changed"),
    ("pub trait Send { fn a(&self); }", "pub trait Send {}", "trait-member-removed"),
    ("pub trait Send {}", "pub trait Send { fn a(&self); }", "trait-member-required"),
    ("pub trait Send {}", "pub trait Send { fn a(&self) {} }", "trait-member-added"),
    (
        "pub trait Send { fn a(&self); }",
        "pub trait Send { fn a(&self) -> u8; }",
        "trait-member-changed",
    ),
    (
        "impl<T: Copy> From<T> for Body {}",
        "impl<T: Clone> From<T> for Body {}",
        "implementation-changed",
    ),
    ("impl std::fmt::Debug for Body {}", "#[derive(Debug)] pub struct Body(u8);", "type-added"),
    (
        "impl Body { #[deprecated] pub fn a() {} }",
        "impl Body { pub fn a() {} }",
        "no-longer-deprecated",
    ),
    ("impl Body { pub fn a() {} }", "impl Body { pub async fn a() {} }", "method-changed"),
    (
        "impl Body { pub fn a() { one() } }",
        "impl Body { pub fn a() { two() } }",
        "behaviour-changed",
    ),
    (
        "impl<T> Body<T> { pub fn a() {} }",
        "impl<T: Copy> Body<T> { pub fn a() {} }",
        "method-changed",
    ),
    (
        "impl Body { pub fn a(f: impl Fn(u8) -> u8) {} }",
        "impl Body { pub fn a(f: impl Fn(u8) -> u16) {} }",
        "method-changed",
    ),
    ("pub fn hidden() {}", "pub fn other() {}", "behaviour-changed"),
    ("pub struct Hidden { pub a: u8 }", "pub struct Hidden;", "behaviour-changed"),
    ("impl Hidden { pub fn a() {} }", "", "behaviour-changed"),
    ("impl Body { #[doc(hidden)] pub fn a() {} }", "", "behaviour-changed"),
    ("//! One.", "//! Two.", "docs-changed"),
    ("", "#[cfg(feature = \"x\")] pub struct Wide;", "type-added"),
    ("pub struct Wide;", "#[cfg(feature = \"x\")] pub struct Wide;", "type-changed"),
    ("pub(crate) struct Wide;", "", "behaviour-changed"),
];

/// The same for Cargo.toml and for modules.
const BY_MANIFEST: &[(&str, &str, &str)] = &[
    ("[package]\nname = \"a\"", "[package]\nname = \"b\"", "package-renamed"),
    (
        "[package]\nrust-version = \"1.80\"",
        "[package]\nrust-version = \"1.88\"",
        "rust-version-changed",
    ),
    ("[features]\na = []", "[features]", "feature-removed"),
    ("[features]", "[features]\na = []", "feature-added"),
    ("[features]\na = []", "[features]\na = [\"b\"]", "behaviour-changed"),
    ("[dependencies]\na = \"1\"", "[dependencies]\na = \"2\"", "behaviour-changed"),
    ("[package]\nversion = \"1.0.0\"", "[package]\nversion = \"2.0.0\"", ""),
];

/// The ids of the first change that each pair makes.
fn by_hand() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let id = |base: &Surface, head: &Surface| {
        let changes = generator(base, head, &[]);
        assert!(changes.iter().all(|it| it.caused_by.is_none()));
        changes.first().map_or("", |change| change.id).to_owned()
    };
    let runtime = BY_HAND.iter().map(|(before, after, expected)| {
        (*before, *after, id(&surface(before, ""), &surface(after, "")), *expected)
    });
    let manifest = BY_MANIFEST.iter().map(|(before, after, expected)| {
        (*before, *after, id(&surface("", before), &surface("", after)), *expected)
    });
    runtime.chain(manifest).collect()
}

#[test]
fn the_generator_and_the_runtime_show() {
    for (before, after, found, expected) in by_hand() {
        assert_eq!(found, expected, "{before}\n  to\n{after}");
    }
}

#[test]
fn modules_come_and_go() {
    let root = |text| Surface::read([("src/lib.rs", text)]).expect("it is Rust");
    let (with, without) = (root("pub mod models;"), root("mod models;"));
    assert_eq!(listed(&rust(&with, &without)), ["major module-removed models"]);
    assert_eq!(listed(&rust(&without, &with)), ["minor module-added models"]);
}

#[test]
fn what_the_document_accounts_for_is_not_the_generators() {
    let field = |ty: &str| {
        let text = format!("pub struct Pet {{ pub age: {ty} }} impl Pet {{ pub fn a() {{}} }}");
        Surface::read([("src/models/pet.rs", text.as_str())]).expect("it is Rust")
    };
    let document = rust(&field("u8"), &field("u16"));
    assert_eq!(listed(&generator(&field("u8"), &field("u16"), &document)), [""; 0]);
    assert_eq!(listed(&generator(&field("u8"), &field("u32"), &[])).len(), 1);
}

#[test]
fn every_rule_has_a_case() {
    let in_cases = cases().into_iter().flat_map(|case| case.expected);
    let mut covered: BTreeSet<&str> = in_cases.filter_map(|line| line.split(' ').nth(1)).collect();
    covered.extend(BY_HAND.iter().chain(BY_MANIFEST).map(|(_, _, id)| *id));
    covered.extend(["module-removed", "module-added"]);
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(rules.len(), RULES.len(), "two rules share an id");
    let lacking: Vec<_> = rules.difference(&covered).collect();
    assert!(lacking.is_empty(), "no case for {lacking:?}");
    assert!(RULES.is_sorted_by_key(|rule| std::cmp::Reverse(rule.step)));
    assert!(RULES.iter().any(|rule| rule.step == Step::Patch));
}

#[test]
fn what_is_no_rust_is_said_to_be_none() {
    let error = Surface::read([("src/lib.rs", "fn (")]).expect_err("it is no Rust");
    assert!(error.starts_with("src/lib.rs: "), "{error}");
}

#[test]
fn version_steps_follow_cargo() {
    use Step::{Major, Minor, Patch};
    let cases = [
        ("1.2.3", None, "1.2.3", None, true),
        ("1.2.3", Some(Patch), "1.2.3", None, true),
        ("1.2.3", Some(Minor), "1.2.4", Some("1.3.0"), false),
        ("1.2.3", Some(Minor), "1.3.0", Some("1.3.0"), true),
        ("1.2.3", Some(Major), "1.9.0", Some("2.0.0"), false),
        ("1.2.3", Some(Major), "2.0.0", Some("2.0.0"), true),
        ("0.2.3", Some(Minor), "0.2.3", Some("0.2.4"), false),
        ("0.2.3", Some(Minor), "0.2.4", Some("0.2.4"), true),
        ("0.2.3", Some(Major), "0.2.4", Some("0.3.0"), false),
        ("0.2.3", Some(Major), "1.0.0", Some("0.3.0"), true),
        ("0.0.3", Some(Minor), "0.0.3", Some("0.0.4"), false),
        ("0.0.3", Some(Major), "0.0.4", Some("0.0.4"), true),
        ("1.0.0-rc.1", Some(Major), "1.0.0-rc.2", Some("2.0.0"), true),
        ("1.0.0-rc.1", Some(Major), "1.0.0-rc.1", Some("2.0.0"), false),
        ("1.0.0-rc.1", Some(Major), "1.0.0", Some("2.0.0"), true),
        ("1.0.0", Some(Major), "2.0.0-rc.1", Some("2.0.0"), true),
        ("1.2.3", None, "1.2.2", None, false),
        ("1.2", None, "1.2", None, true),
        ("1.2", Some(Minor), "1.3.0", None, false),
    ];
    for (base, needed, head, required, is_taken) in cases {
        let step = version_step(base, head, needed);
        let found = (step.required.as_deref(), step.is_taken);
        assert_eq!(found, (required, is_taken), "{base} to {head}, {needed:?}");
    }
}

/// Everything that a full parser finds in the real client is found by ours, which only looks at tokens.
#[test]
fn the_surface_of_the_real_client_is_complete() {
    let generated = fixture::generate(fixture::real_spec(), "checkout-identity");
    let files = generated.unwrap_or_else(|report| panic!("{report}")).files;
    let surface = Surface::read(files.iter().map(|it| (it.path.as_str(), &*it.text)));
    let listing = surface.unwrap_or_else(|error| panic!("{error}")).listing();
    let paths: BTreeSet<&str> = listing.lines().filter_map(|it| it.split(": ").next()).collect();
    let parsed = include_str!("snapshots/public-api.snap");
    let mut owner = "";
    let mut count = 0;
    for line in parsed.lines() {
        let name = |line: &'static str| line.split([':', '<', '(', ' ']).next().unwrap_or_default();
        let expected = if let Some(method) = line.strip_prefix("  fn ") {
            let method = method.trim_start_matches("async ").trim_start_matches("const ");
            let marker = line
                .split_once(" on Call<")
                .and_then(|(_, it)| it.split([' ', '>']).rfind(|it| it.len() > 1));
            match marker.filter(|it| paths.contains(format!("operations::{it}").as_str())) {
                Some(marker) => format!("operations::{marker}::{}", name(method)),
                None => format!("{owner}::{}", name(method)),
            }
        } else if let Some((kind, rest)) = line.split_once(' ')
            && matches!(kind, "struct" | "enum" | "trait" | "type")
        {
            owner = rest.split([' ', '<']).next().unwrap_or_default().trim_end_matches(':');
            owner.to_owned()
        } else {
            continue;
        };
        assert!(paths.contains(expected.as_str()), "`{expected}` of `{line}` is not found");
        count += 1;
    }
    assert!(count > 200, "{count}");
}
