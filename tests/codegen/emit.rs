//! The Rust that codegen emits, one small document a feature.

use std::fmt::Write;

use xtask::spec::Source;

use crate::fixture::{self, stem};
use crate::snapshot;

#[test]
fn features() {
    let shown = |source: Source| (stem(&source).to_owned(), shown(source));
    snapshot::check_all("emit", fixture::all("emit").into_iter().map(shown));
}

/// The files in which a fixture shows, one after the other.
fn shown(source: Source) -> String {
    let package = stem(&source).to_owned();
    let generated = fixture::generate(source, &package).unwrap_or_else(|report| panic!("{report}"));
    let mut files: Vec<_> =
        generated.files.iter().filter(|file| belongs(&file.path, &file.text)).collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let sections = files.iter().map(|file| format!("=== {}\n{}", file.path, file.text));
    sections.collect::<Vec<_>>().join("\n")
}

/// Models, operations, headers and servers without their indexes; the index of operations and the client only if they say
/// anything of their own.
fn belongs(path: &str, text: &str) -> bool {
    match path {
        "src/servers.rs" | "src/headers.rs" => true,
        "src/client.rs" => text.contains("KeyPlace") || text.contains("fn from_env"),
        "src/operations/mod.rs" => text.contains("//!\n"),
        _ => {
            (path.starts_with("src/models/") || path.starts_with("src/operations/"))
                && !path.ends_with("/mod.rs")
        }
    }
}

#[test]
fn many_types_may_be_inside_each_other() {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: Deep, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
            .to_owned();
    for level in 0..150 {
        let inner = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        writeln!(text, "    S{level}: {{type: object, properties: {{inner: {inner}}}}}").unwrap();
    }
    text.push_str("    S150: {type: string}\n");
    let source = Source { name: "deep.yaml".to_owned(), text: text.into() };
    let generated = fixture::generate(source, "deep").unwrap();
    let root = generated.files.iter().find(|file| file.path == "src/lib.rs").unwrap();
    assert!(root.text.contains("#![recursion_limit = \"1208\"]"), "{}", root.text);
}

#[test]
fn a_file_beside_the_spec_takes_the_place_of_a_template() {
    let mut templates = fixture::templates();
    templates.copied.insert("README.md".to_owned(), "by hand".into());
    let source = fixture::all("emit").remove(0);
    let generated = fixture::generate_with(source, "own", &templates).unwrap();
    let readmes = generated.files.iter().filter(|file| file.path == "README.md");
    assert_eq!(readmes.map(|file| &*file.text).collect::<Vec<_>>(), ["by hand"]);
}
