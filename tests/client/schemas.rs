//! Every example of the spec against its schema, by a JSON Schema validator and not by the models.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::places::{places, with, with_member};
use crate::spec::{SPEC, examples};

/// Whether objects may have members that their schema does not name.
#[derive(Clone, Copy)]
enum Objects {
    AsWritten,
    /// A misspelt member of an example shows.
    Closed,
}

fn validator(schema: &Value, objects: Objects) -> Validator {
    let components = SPEC["components"]["schemas"].as_object().unwrap();
    let definitions: Map<_, _> = components
        .iter()
        .map(|(name, schema)| (name.clone(), json_schema(schema, objects)))
        .collect();
    let mut document = json_schema(schema, objects);
    document["$defs"] = definitions.into();
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&document).unwrap()
}

/// A schema of OpenAPI 3.0 in the terms of JSON Schema 2020-12.
fn json_schema(schema: &Value, objects: Objects) -> Value {
    let schema = schema.as_object().unwrap();
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        // What stands beside a reference has no meaning in 3.0.
        return json!({ "$ref": reference.replace("#/components/schemas/", "#/$defs/") });
    }
    let mut translated = Map::new();
    for (keyword, value) in schema {
        if let Some(value) = translate(keyword, value, objects) {
            translated.insert(keyword.clone(), value);
        }
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        translated.insert("type".into(), json!([schema["type"], "null"]));
        assert!(!schema.contains_key("enum"), "a nullable enum needs null among its values");
    }
    if let (Objects::Closed, true) = (objects, schema.contains_key("properties")) {
        translated.insert("additionalProperties".into(), false.into());
    }
    translated.into()
}

/// The value of a keyword, if it constrains anything.
fn translate(keyword: &str, value: &Value, objects: Objects) -> Option<Value> {
    let below = |schema| json_schema(schema, objects);
    match keyword {
        "properties" => {
            let properties = value.as_object()?.iter();
            Some(properties.map(|(name, schema)| (name.clone(), below(schema))).collect())
        }
        "items" => Some(below(value)),
        "allOf" => Some(value.as_array()?.iter().map(below).collect()),
        "type"
        | "format"
        | "enum"
        | "required"
        | "additionalProperties"
        | "pattern"
        | "minimum"
        | "minLength"
        | "maxLength" => Some(value.clone()),
        // Translated with `type`, or no constraint.
        "nullable" | "description" | "example" | "default" | "deprecated" => None,
        keyword if keyword.starts_with("x-") => None,
        other => panic!("`{other}` has to be translated as well"),
    }
}

#[track_caller]
fn check(name: &str, schema: &Value, objects: Objects, value: &Value) {
    let validator = validator(schema, objects);
    let problems: Vec<_> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{name}: {problems:#?}");
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

#[test]
fn examples_are_valid() {
    for example in examples() {
        for objects in [Objects::AsWritten, Objects::Closed] {
            check(&example.name, &reference(example.schema), objects, example.value);
        }
    }
}

#[test]
fn every_body_has_an_example() {
    let contents = crate::spec::operations().into_iter().flat_map(|operation| {
        let responses = operation.responses.into_iter().filter_map(|response| response.content);
        responses.chain(operation.request).map(move |content| (operation.id, content))
    });
    for (operation, content) in contents {
        assert!(!content.examples.is_empty(), "{operation}: {} has no example", content.schema);
    }
}

#[test]
fn every_member_is_in_some_example() {
    let mut shown = Vec::new();
    for example in examples() {
        for place in places(example.schema, example.value) {
            let members = place.value.as_object().into_iter().flat_map(Map::keys);
            shown.extend(members.map(|name| (std::ptr::from_ref(place.schema), name.clone())));
        }
    }
    for (component, schema) in SPEC["components"]["schemas"].as_object().unwrap() {
        let properties = schema.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flat_map(Map::keys) {
            let member = (std::ptr::from_ref(schema), name.clone());
            assert!(shown.contains(&member), "no example has `{name}` of `{component}`");
        }
    }
}

#[test]
fn examples_within_schemas_are_valid() {
    let mut found = Vec::new();
    find_schemas_with_example(&SPEC["components"], "", &mut found);
    assert!(found.len() > 20, "only {} schemas have an example", found.len());
    for (pointer, schema) in found {
        check(&pointer, schema, Objects::Closed, &schema["example"]);
    }
}

fn find_schemas_with_example<'a>(
    value: &'a Value,
    pointer: &str,
    found: &mut Vec<(String, &'a Value)>,
) {
    match value {
        Value::Object(members) => {
            if members.get("type").is_some_and(Value::is_string) && members.contains_key("example")
            {
                found.push((pointer.to_owned(), value));
            }
            for (name, member) in members {
                find_schemas_with_example(member, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                find_schemas_with_example(element, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_value_of_another_format_is_noticed() {
    for example in examples() {
        let validator = validator(&reference(example.schema), Objects::AsWritten);
        for place in places(example.schema, example.value) {
            if place.schema.get("format").is_some() {
                let value = with(example.value, &place.pointer, "no such thing".into());
                assert!(!validator.is_valid(&value), "{} {}", example.name, place.pointer);
            }
        }
    }
}

#[test]
fn a_misspelt_member_is_noticed() {
    for example in examples() {
        let validator = validator(&reference(example.schema), Objects::Closed);
        for place in places(example.schema, example.value) {
            if place.value.is_object() {
                let value = with_member(example.value, &place.pointer, "naem", "x".into());
                assert!(!validator.is_valid(&value), "{} {}", example.name, place.pointer);
            }
        }
    }
}
