//! Documents that no one should write: nothing panics, nothing hangs, and no difference goes unseen.

use serde_json::{Value, json};
use xtask::diff;

use super::cases::fixture;
use super::oasdiff::yaml;

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, it)| (key.replace('~', "~0").replace('/', "~1"), it))
            .collect(),
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect()
        }
        _ => Vec::new(),
    };
    for (key, child) in children {
        all.push(format!("{at}/{key}"));
        pointers(child, &format!("{at}/{key}"), all);
    }
}

#[test]
fn every_value_may_be_anything() {
    let document = yaml(&fixture("base.yaml"));
    let mut all = Vec::new();
    pointers(&document, "", &mut all);
    let others = [json!(null), json!("x"), json!([null]), json!({"$ref": "#"})];
    for (at, other) in all.iter().zip(others.iter().cycle()) {
        let mut edited = document.clone();
        *edited.pointer_mut(at).unwrap() = other.clone();
        let differs = edited != document;
        for (base, head) in [(&document, &edited), (&edited, &document)] {
            let changes = diff::wire(base, head);
            assert_eq!(differs, !changes.is_empty(), "{at} {other}: {changes:?}");
        }
    }
}

#[test]
fn nothing_is_a_document() {
    for base in [json!(null), json!([]), json!("x"), json!({})] {
        assert_eq!(diff::wire(&base, &base), []);
        assert!(!diff::wire(&base, &json!({"paths": {"/": {"get": {}}}})).is_empty());
    }
}

/// A document whose only operation answers with the first of some schemas.
fn document(schemas: impl Iterator<Item = (String, Value)>) -> Value {
    let schema = json!({"$ref": "#/components/schemas/S0"});
    let content = json!({"application/json": {"schema": schema}});
    json!({
        "paths": {"/": {"get": {"responses": {"200": {"content": content}}}}},
        "components": {"schemas": schemas.collect::<serde_json::Map<_, _>>()},
    })
}

fn to(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/S{index}")})
}

/// Schemas that lead to each other in every way, and an edit at the end of the way.
#[track_caller]
fn check_chain(schema: impl Fn(usize) -> Value, length: usize) {
    let schemas = |last: Value| {
        let chain = (0..length).map(|index| (format!("S{index}"), schema(index + 1)));
        document(chain.chain([(format!("S{length}"), last)]))
    };
    let (base, head) = (schemas(json!({"type": "string"})), schemas(json!({"type": "integer"})));
    let changes = diff::wire(&base, &head);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        (changes[0].id, changes[0].operations.as_slice()),
        ("response-type-changed", ["GET /".to_owned()].as_slice())
    );
}

#[test]
fn a_long_way_is_not_a_deep_one() {
    check_chain(|next| json!({"properties": {"next": to(next)}}), 5_000);
    check_chain(|next| json!({"items": to(next)}), 5_000);
    check_chain(|next| json!({"properties": {"next": {"allOf": [to(next)]}}}), 2_000);
    check_chain(
        |next| json!({"anyOf": [to(next), {"type": "object", "properties": {"loop": to(0)}}]}),
        2_000,
    );
}

#[test]
fn cycles_end() {
    let cycles = [
        json!({"$ref": "#/components/schemas/S0"}),
        json!({"allOf": [to(0)], "properties": {"a": {"allOf": [to(0), to(0)]}}}),
        json!({"oneOf": [to(0), {"items": to(0)}], "not": to(0)}),
        json!({"additionalProperties": {"allOf": [{"properties": {"a": to(0)}}, to(0)]}}),
    ];
    for base in &cycles {
        for head in &cycles {
            let document =
                |schema: &Value| document([("S0".to_owned(), schema.clone())].into_iter());
            assert_eq!(base == head, diff::wire(&document(base), &document(head)).is_empty());
        }
    }
}

/// Members that several branches describe, each leading elsewhere: there are more sums of schemas than schemas.
#[test]
fn sums_of_schemas_do_not_multiply() {
    let count = 400;
    let schema = |index: usize| {
        let own = json!({"properties": {"next": to((index + 1) % count), "far": to((index * 7 + 3) % count)}});
        json!({"allOf": [to((index * 3 + 1) % count), own]})
    };
    let base = document((0..count).map(|index| (format!("S{index}"), schema(index))));
    let mut head = base.clone();
    head["components"]["schemas"]["S200"]["description"] = json!("new");
    assert_eq!(diff::wire(&base, &head)[0].id, "description-changed");
}
