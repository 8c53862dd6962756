//! Which modules of the runtime a crate has: those that its API has a use for.

use std::collections::{BTreeMap, BTreeSet};

use xtask::emit::RuntimeFile;
use xtask::spec::Source;

use crate::fixture::{self, stem};
use crate::snapshot;

/// An API of which nothing is said.
const NOTHING: &str = "{openapi: 3.0.3, info: {title: Nothing, version: '1'}, paths: {}}";

/// An API with one operation, which has nothing special.
const PLAIN: &str = "
openapi: 3.0.3
info: {title: Plain, version: '1'}
paths:
  /: {get: {operationId: look, responses: {'204': {description: Done}}}}
";

#[test]
fn a_crate_has_the_modules_that_its_api_needs() {
    let always = modules(inline("plain", PLAIN));
    let nothing = modules(inline("nothing", NOTHING));
    assert!(nothing.is_subset(&always), "{nothing:?}");
    let mut listing = format!("always: {}\n", joined(&always));
    for source in fixture::all("emit").into_iter().chain([fixture::real_spec()]) {
        let name = stem(&source).to_owned();
        let beside: BTreeSet<String> = modules(source).difference(&always).cloned().collect();
        listing.push_str(&format!("{name}: {}\n", joined(&beside)));
    }
    snapshot::check("modules", &listing);
}

/// What a module of the runtime names of the others, in documentation too, comes along only if it stands in its imports.
#[test]
fn modules_of_the_runtime_import_what_they_name() {
    let always = modules(inline("plain", PLAIN));
    let sources = fixture::templates().runtime;
    let all: BTreeSet<&str> = sources.iter().map(|file| module(file.path)).collect();
    let mut faults = Vec::new();
    for RuntimeFile { path, text, .. } in sources.iter().filter(|file| file.path != "lib.rs") {
        let head = text.lines().take_while(|line| !begins_code(line));
        let imported: BTreeSet<&str> =
            head.filter(|line| line.contains("use super::")).flat_map(named).collect();
        let is_at_hand =
            |name: &str| name == module(path) || imported.contains(name) || always.contains(name);
        let strangers = text.lines().flat_map(named).filter(|name| all.contains(name));
        faults.extend(strangers.filter(|name| !is_at_hand(name)).map(|it| format!("{path}: {it}")));
    }
    assert_eq!(faults, [""; 0]);
}

fn inline(name: &str, text: &str) -> Source {
    Source { name: format!("{name}.yaml"), text: text.to_owned().into() }
}

/// The modules of the runtime that a crate has.
fn modules(source: Source) -> BTreeSet<String> {
    let generated = fixture::generate(source, "client");
    let files = generated.unwrap_or_else(|report| panic!("{report}")).files;
    let files: BTreeMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), &*file.text)).collect();
    let paths = files.keys().filter_map(|path| path.strip_prefix("src/runtime/"));
    let present: BTreeSet<String> = paths.map(|path| module(path).to_owned()).collect();
    let root = files["src/runtime/mod.rs"];
    for line in root.lines().filter_map(|line| line.trim_end_matches(';').rsplit_once("mod ")) {
        assert!(line.1.contains('{') || present.contains(line.1), "{line:?}");
    }
    present.into_iter().filter(|module| module != "mod").collect()
}

fn module(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// Whether a line begins something else than documentation, attributes, modules and imports.
fn begins_code(line: &str) -> bool {
    let words =
        ["fn ", "struct ", "enum ", "trait ", "impl", "const ", "static ", "type ", "macro_rules"];
    words.iter().any(|it| line.trim_start_matches("pub ").starts_with(it))
}

/// What stands behind `super::` in a line.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let ends = |it: char| !(it.is_ascii_alphanumeric() || it == '_');
    line.split("super::").skip(1).filter_map(move |rest| rest.split(ends).next())
}

fn joined(modules: &BTreeSet<String>) -> String {
    if modules.is_empty() {
        return "nothing".to_owned();
    }
    modules.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
