//! An addition to the description changes the files it belongs to, and only adds lines to the others.

use std::collections::BTreeMap;

use xtask::spec::Source;

use crate::fixture;

const OPERATION: &str = r"
  /probes/{probe_id}:
    get:
      operationId: getProbe
      tags: [Attempts]
      summary: Get a probe
      parameters:
        - {name: probe_id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The probe.
          content: {application/json: {schema: {$ref: '#/components/schemas/Attempt'}}}
";

const SCHEMA: &str = r"
    Probe:
      description: What was found.
      type: object
      properties: {depth: {type: integer}}
";

#[test]
fn an_operation_changes_its_group() {
    check("\npaths:\n", OPERATION, &["src/operations/attempts.rs"], &[]);
}

#[test]
fn a_schema_changes_the_index() {
    check("\n  schemas:\n", SCHEMA, &["src/models/mod.rs"], &["src/models/probe.rs"]);
}

/// Puts `addition` behind the line `after`, and compares what is emitted with and without.
fn check(after: &str, addition: &str, grown: &[&str], new: &[&str]) {
    let source = fixture::real_spec();
    let text = source.text.replacen(after, &format!("{after}{}", &addition[1..]), 1);
    assert_ne!(*source.text, text, "no {after:?} in the description");
    let (before, after) =
        (emitted(source), emitted(Source { name: "changed".into(), text: text.into() }));

    let removed: Vec<_> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(removed, [""; 0]);
    let added: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(added, new);
    let changed: Vec<_> =
        before.iter().filter(|(path, text)| after[*path] != **text).map(|(path, _)| path).collect();
    assert_eq!(changed, grown);
    for path in changed {
        let lost = lost_line(&before[path], &after[path]);
        assert_eq!(lost, None, "a line of {path} is changed");
    }
}

fn emitted(source: Source) -> BTreeMap<String, String> {
    let beside_spec = fixture::root().join("spec/crate");
    let templates = xtask::templates::load(Some(&beside_spec)).unwrap();
    let generated = fixture::generate_with(source, "checkout-identity", &templates);
    let files = generated.unwrap_or_else(|report| panic!("{report}")).files;
    files.into_iter().map(|file| (file.path, file.text.into_owned())).collect()
}

/// The first line of `before` that is not in `after`, in the same order.
fn lost_line<'a>(before: &'a str, after: &str) -> Option<&'a str> {
    let mut after = after.lines();
    before.lines().find(|line| !after.any(|other| other == *line))
}
