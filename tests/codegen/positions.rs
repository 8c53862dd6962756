//! Places are found without reading all of a text, and are those that a walk over all of it finds.

use serde_json::Value;
use xtask::diagnostic::Diagnostics;
use xtask::spec::{Place, Pointer, Positions, Source, parse_tree};

use crate::fixture;
use crate::lint::{corpus, files};

/// Mappings in block style, with what could be taken for a key in them.
const YAML: &[&str] = &[
    // Texts over several lines, with comments and empty lines between, and without any line.
    "
a: |
  b: fake
    # no comment

  c: fake
# comment
b: >-
   c: fake

  # comment
c: |2
    b: fake
   c: fake
d:
  e: |+
    a: fake

  f: >
  g: |
# c: comment
h: several words
  that go on
  # and end

i: 'it''s
  a: fake'
j: \"b: \\\"fake
  c: fake\"
k:
  on the next line
  and the one after
l:
  'b: fake
  c: fake'
",
    // Sequences in the column of their key and deeper, with texts, mappings and sequences.
    "
required:
- a
- 'b: fake'
-
  c: d
- - e
  - f: g
    h: i
- |
 a: fake
- j: \"fake
    k: l\"
  m: [n]
tags:
  - a
  - b: c
    d:
    - e
  -   f: g

      h: i
-o: p
",
    // A text in quotes that goes on in the column of the key.
    "
a:
- \"b
c: d\"
b: e
",
    "
a:
- !!str 'b
c: d'
b: e
",
    // Keys of every kind.
    "
/a/{b}: 1
/a/{b}/c#d:
  e:f: 2
  g#h : 3
'200': 4
\"404\" : {a: 5}
500:
  'a:': 6
  'a: b': 7
  \"#\": 8
  \"a~/b\": 9
x y  z: 10
\"\\x61\\\"\": {b: 11}
'it''s': {b: 12}
true: 13
~: 14
$ref: 15
_: {\"\": 16}
",
    "
? a
: b
c: {d: e}
? |
  f
: g
h: i
",
    // Columns are counted in characters.
    "
ключ: значение
é: {ü: [ö, {ä: ß}]}
日本:
  語: {a: b}
",
    // Anchors, aliases and merges.
    "
base: &base
  a: &a {b: c}
other:
  <<: *base
  d: *a
  e: f
list:
  - &one g
  - *one
",
    "
a: &a b
*a : c
d: {e: *a}
",
    // Collections in brackets.
    "
a: {b: c, d: [e, {f: g}],
  h: i, # comment
  j:
    }
k: [l, 'm: n',
  o]
p: {
  }
q: []
",
    // Values that are missing, and repeated keys.
    "
a:
b:
  c:

d: # comment
e:
  # comment
  f: # comment
  g: h
c: !!map {i: j}
k: !!seq
- l
",
    // Markers and the indentation of the whole.
    "--- # comment\na: {b: c}\n",
    "---\na:\n  b: c\n",
    "%YAML 1.2\n---\na: {b: c}\n...\n",
    "# comment\n\n   a:\n      b:\n         c: d\n   e: [f]\n",
    "a: |\n  b\n  \tc: fake\nc: {d: e}\n",
    "a:\t\"b\"\nc :\t\"d\"\ne:\n    \n  f: g\n  \nh: i\n",
    "a: b\rc: d\re: {f: g}\r",
    // Nothing to narrow.
    "- a: b\n- c: [d]\n",
    "{a: b, c: {d: e}}\n",
    "\"a\"\n",
];

const JSON: &[&str] = &[
    r#"{"a":{"b":"c","d":[1,-2.5e+3,{"e":"f"}]},"g":[],"h":{},"i":[[{}]],"j":null}"#,
    "\t{ \"a\" : [ true , { \"b\" : false }\t] , \"c\"\n:\n{ }\t,\"d\" \r\n: [ \r\n\r\n1 ] }\r\n\n",
    r#"{"é":{"ü":["ö",{"ä":"ß"}]},"日本":"語 \"{[,:","\\":{"/~":1,"":2}}"#,
    r#"{"\u0061\n":{"b\/":"\ud83d\ude00"},"c":"\ud83d\ude00","d":{"e":1}}"#,
    r#"{"a":{"b":1,"c":2},"a":{"c":{"d":3}},"a":{"c":4}}"#,
    r#"["a",{"b":["c"]}]"#,
    "{\"a\":\"b\",\r\"c\":{\"d\":1}}",
    // YAML after all.
    "{\"a\": b c, \"d\": {e: 'f \" g', \"h\": 1}, i: [j]}",
    "{\"a\": \"b\n c\", \"d\": {\"e\": 1}} # comment",
    "{\"a\": 1, # comment\n \"b\": {\"c\": 2,},}",
    "\"a\": 1\n\"b\": {\"c\": 2}\n",
];

/// Text that nothing leads to, much of which leaves room for narrowing.
const FILLER: &str = "filler ";

/// A text with much more of it in front than there is otherwise.
fn filled(text: &str) -> String {
    format!("# {}\n{text}", FILLER.repeat(2000))
}

/// Every value of a text, in order.
fn pointers(source: &Source) -> Vec<Pointer> {
    fn add(value: &Value, at: Pointer, pointers: &mut Vec<Pointer>) {
        pointers.push(at.clone());
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, value)| add(value, at.key(key), pointers));
            }
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                elements.for_each(|(index, value)| add(value, at.index(index), pointers));
            }
            _ => {}
        }
    }
    let mut pointers = Vec::new();
    let tree = parse_tree(source.body(), &mut Diagnostics::default());
    add(&tree.expect(&source.name), Pointer::root(), &mut pointers);
    pointers
}

fn places(positions: &Positions, pointers: &[Pointer]) -> Vec<Option<(Place, bool)>> {
    pointers.iter().map(|pointer| positions.place(pointer)).collect()
}

/// That pointers lead where a walk over the whole text says, whichever of them are looked up together.
fn check<'a>(source: &Source, groups: impl IntoIterator<Item = &'a [Pointer]>) {
    let groups: Vec<_> = groups.into_iter().collect();
    let walked = Positions::walk(source, groups.iter().copied().flatten());
    for pointers in groups {
        let found = places(&Positions::find(source, pointers), pointers);
        assert_eq!(found, places(&walked, pointers), "{pointers:?} of {}", source.name);
    }
}

fn source(text: &str) -> Source {
    Source { name: text.replace(FILLER, ""), text: text.to_owned().into() }
}

fn check_text(text: &str) {
    let source = source(text);
    let mut pointers = pointers(&source);
    // What a document leads to and does not hold, or only seems to.
    let missing = ["gone", "a", "b", "c"].map(|key| Pointer::root().key(key));
    pointers.extend(pointers.clone().iter().map(|pointer| pointer.key("gone")));
    pointers.extend(missing);
    check(&source, pointers.chunks(1).chain(pointers.windows(2)).chain([&*pointers]));
}

#[test]
fn places_are_those_of_a_walk_over_all_of_the_text() {
    for text in YAML {
        check_text(text);
        check_text(&filled(text));
        check_text(&filled(text.trim_end()));
        check_text(&format!("\u{feff}{}", filled(text).replace('\n', "\r\n")));
    }
    JSON.iter().for_each(|text| check_text(text));
}

#[test]
fn places_in_real_documents_are_those_of_a_walk_over_all_of_the_text() {
    let mut folders: Vec<_> =
        ["real", "features", "probes"].into_iter().filter_map(corpus).collect();
    while let Some(folder) = folders.pop() {
        for path in files(&folder) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fixture::read(&path);
            let pointers = pointers(&source);
            let few: Vec<_> = pointers.iter().step_by(pointers.len() / 5 + 1).cloned().collect();
            check(&source, few.chunks(1).chain([&*few]));
        }
    }
}

/// What one YAML parser accepts and the other does not stands beside the way here.
#[test]
fn what_no_pointer_leads_through_is_not_read() {
    let check = |text: &str, pointer: Pointer| {
        let source = source(text);
        let is_own = |positions: Positions| positions.place(&pointer).is_some_and(|place| place.1);
        assert!(is_own(Positions::find(&source, [&pointer])), "{text}");
        assert!(!is_own(Positions::walk(&source, [&pointer])), "the walk reads {text}");
    };
    check("{\"a\":\ttrue,\"last\":1}", Pointer::root().key("last"));
    let text = "---
a:
  b: {
  }
'c d':
- e: f
# comment
- 'g'

/h#i:j : |
  last: fake
\"last\": # comment
  # comment
  ключ:
    x: {
    }
  k:
  - l
  - m: n
    o: p
  q: r
s: t
";
    check(&filled(text), Pointer::root().key("last").key("k").index(1).key("o"));
}
