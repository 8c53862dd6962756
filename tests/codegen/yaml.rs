//! A YAML text means to the generator what it means to serde_yaml, though another parser reads most of them.

use serde_json::{Map, Value};
use xtask::diagnostic::Diagnostics;
use xtask::spec::{Source, parse_tree};

use crate::corpus;
use crate::fixture;

/// Reads a text by serde_yaml alone.
pub(crate) fn read(text: &str) -> Result<Value, serde_yaml::Error> {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text)?;
    value.apply_merge()?;
    Ok(plain(value))
}

fn plain(value: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Mapping(members) => {
            let key = |key| match key {
                Yaml::String(text) => text,
                other => plain(other).to_string(),
            };
            Value::Object(
                members.into_iter().map(|(name, it)| (key(name), plain(it))).collect::<Map<_, _>>(),
            )
        }
        Yaml::Sequence(elements) => elements.into_iter().map(plain).collect(),
        Yaml::Tagged(tagged) => plain(tagged.value),
        other => serde_json::to_value(other).unwrap_or(Value::Null),
    }
}

/// Checks that the generator reads what serde_yaml reads, and refuses the rest, and what is empty.
fn check(name: &str, text: &str) {
    let mut diagnostics = Diagnostics::default();
    let found = parse_tree(text, &mut diagnostics).filter(|_| !diagnostics.has_errors());
    assert_eq!(found, read(text).ok().filter(|it| !it.is_null()), "{name}");
}

#[test]
fn documents_are_read_as_by_serde_yaml() {
    let fixtures = ["emit", "lint", "reject"].into_iter().flat_map(fixture::all);
    let of_others = ["real", "features", "probes"].into_iter().flat_map(corpus::shared);
    let is_yaml = |source: &Source| !source.body().starts_with('{');
    for source in fixtures.chain(of_others).chain([fixture::real_spec()]).filter(is_yaml) {
        check(&source.name, source.body());
        check(&source.name, source.body().trim_end());
    }
}

/// What parsers of YAML read in more than one way, or only some of them.
const TEXTS: &[&str] = &[
    // Numbers, and what only looks like one.
    "{a: 0, b: -0, c: +1, d: 007, e: 0x1F, f: -0x1f, g: 0o17, h: 0b11, i: 1_000, j: 0x, k: 0o9}",
    "{a: 1.50, b: .5, c: 5., d: 1e3, e: -1E-3, f: +.5, g: 1.2.3, h: 1e, i: 2020-01-01, j: 12:30}",
    "{a: 18446744073709551615, b: -9223372036854775808, c: 00, d: -00}",
    "{a: +, b: --, c: +-1, d: -.e, e: 1-1, f: inf, g: nan, h: infinity, i: .1.}",
    // What is nothing, true or false, and what is not.
    "{a: ~, b: null, c: Null, d: NULL, e: nULL, f: '', g: 'null', h: \"~\"}",
    "a:\nb: # none\nc: ''\n",
    "{a: true, b: True, c: TRUE, d: tRUE, e: false, f: yes, g: no, h: on, i: Off, j: y, k: n}",
    // Keys.
    "{200: a, true: b, ~: c, 0x10: d, '300': e, -1: f, 007: g, 1.5: h}",
    "? a\n: 1\n? b\n",
    ": 1\n",
    "a: 1\n: 2\n",
    "{a, b: 1}",
    "{a: 1, b:}",
    "{a: [b:, c]}",
    "{a: 1, ?b: 2}",
    "[a, ?b, ? c]",
    "a: [?b]",
    "a\nb: 1\n",
    "a b\n: 1\n",
    "a: 1\na: 2\n",
    "'a': 1\n\"b\": 2\n",
    // Texts over several lines.
    "a: |\n  b\n  c\n\nd: |-\n  e\n\nf: |+\n  g\n\nh: 1\n",
    "a: >\n  b\n  c\n\n  d\n   e\n  f\ng: >-\n  h\n\n\ni: >+\n  j\n\n",
    "a: |\n  b",
    "a: |\n  b\n\n",
    "a: |+\n  b\n\n",
    "a: >\n  b",
    "a: |2\n   b\n",
    "a: |\n\n\n  b\n",
    "a: |\n   b\n  c\n",
    "a: |\nb: 1\n",
    "a: b\n  c\n\n  d\ne: 1\n",
    "a: 'b\n  c\n\n  d'\ne: \"f\\\n  g\\n\\x41\\u00e9\\U0001F600\\t\\/ h\"\n",
    "a: 'it''s'\nb: \"\\q\"\n",
    "a: \"\\ud83d\\ude00\"\n",
    // What begins like something else.
    "a: b: c\n",
    "a: b #c\nd: e#f\ng: h :i\nj: k:l\nm: http://n:80/o?p={q}\n",
    "{a: b:, c: d}",
    "{a: b:c, d: e,f}",
    "{a:1, b:?c}",
    "[a:, b:[c]]",
    "a: @b\n",
    "a: `b`\n",
    "a: %b\n",
    "a: |b\n",
    "a: >b\n",
    "{a: |b}",
    "[>b]",
    "a: -b\nc: - d\n",
    "a: - b\n",
    "a:\n- b\n- - c\n  - d\n-\n  e: f\n",
    "a: ---\nb: ...\n",
    "a: [b, c,]\nd: {e: f,}\n",
    "a: [b,, c]\n",
    "a: [b c\n  d]\n",
    "a: 'b' c\n",
    "a: [b] c\n",
    "a: \"b\": c\n",
    // What stands for something else.
    "a: &b 1\nc: *b\n",
    "a: &b {c: 1, d: 2}\ne: {<<: *b, d: 3}\nf:\n  <<: [*b, {g: 4}]\n",
    "a: *b\n",
    "a: &b [*b]\n",
    "a: !!str 1\nb: !!int '2'\n",
    "<<: {a: 1}\nb: 2\n",
    "'<<': {a: 1}\n",
    "<<: 1\n",
    // Documents.
    "---\na: 1\n...\n",
    "--- {a: 1}\n",
    "--- a\n",
    "%YAML 1.1\n---\na: 1\n",
    "%YAML 1.2\n---\na: 1\n",
    "%TAG ! tag:a,2000:\n---\na: 1\n",
    "%\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\n...\nb: 2\n",
    "...\na: 1\n",
    "# a\n\n# b\na: 1 # c\n",
    "- a\n- b: 1\n",
    "'a'",
    "a",
    // Spaces, and the ends of lines.
    "a:\r\n  b: 1\r\n  c: |\r\n    d\r\n    e\r\n",
    "a: 1\rb: 2\r",
    "a:\tb\n",
    "a: b\tc\n",
    "\ta: 1\n",
    "a:\n\tb: 1\n",
    "a: |\n  b\tc\n  \td\n",
    " a: 1\n b: 2\n",
    "a: 1\n b: 2\n",
    "a:\n    b: 1\n  c: 2\n",
    "a: b \nc: 'd ' \n",
    "a: b\u{85}c: d\n",
    "a: b\u{2028}c\n",
    "a: |\n  b\u{2029}  c\n",
    "a: \u{feff}b\n",
    "a: b\u{7f}\n",
    "a: b\u{80}\n",
    "a: b\u{fffe}\n",
    "a: b\u{0}\n",
    "a: b\u{1b}c\n",
    "a: b\u{a0}c\né: \u{1f600}\n",
];

#[test]
fn texts_are_read_as_by_serde_yaml() {
    TEXTS.iter().for_each(|text| check(text, text));
}

#[test]
fn what_json_cannot_hold_is_refused() {
    for text in
        ["a: .inf", "a: -.inf", "a: .nan", "? [a]\n: 1\n", "{[a]: 1}", "{{a: 1}: 1}", "a: !b 1\n"]
    {
        let mut diagnostics = Diagnostics::default();
        assert_eq!(parse_tree(text, &mut diagnostics), None, "{text}");
        assert!(diagnostics.has_errors(), "{text}");
    }
}

#[test]
fn a_colon_in_braces_may_stand_below_its_key() {
    for text in ["# a\n{\"a\"\n: 1}", "{a\n  : 1}\n"] {
        let found = parse_tree(text, &mut Diagnostics::default());
        assert_eq!(found, Some(serde_json::json!({"a": 1})), "{text}");
        assert!(read(text).is_err(), "{text}: is no longer an exception");
    }
}
