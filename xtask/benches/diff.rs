//! What comparing two documents costs, against parsing them both.
//!
//! `cargo bench -p xtask --bench diff [-- BASE HEAD]` prints the least time of each over many runs,
//! for two files, or for a generated document of several megabytes and an edited copy.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use xtask::diff;

const RUNS: usize = 20;
/// Resources of the generated document: each has two operations and a component.
const RESOURCES: usize = 1500;

fn main() {
    let files: Vec<String> = env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let [base, head] = match files.as_slice() {
        [base, head] => [base, head].map(|file| std::fs::read_to_string(file).unwrap()),
        _ => [0, 40].map(|edits| document(edits).to_string()),
    };
    let parse = |text: &str| -> Value {
        if text.starts_with('{') {
            serde_json::from_str(text).unwrap()
        } else {
            serde_yaml::from_str(text).unwrap()
        }
    };
    let (before, after) = (parse(&base), parse(&head));
    let changes = diff::wire(&before, &after).len();
    let parsing = least(|| (parse(&base), parse(&head)));
    for (name, other) in [("the same", &before), ("edited", &after)] {
        let time = least(|| diff::wire(&before, other));
        let ratio = time.as_secs_f64() / parsing.as_secs_f64();
        println!("{name:>8}: diff {time:.1?} / parse {parsing:.1?} = {ratio:.2}");
    }
    println!("{} and {} bytes, {changes} changes", base.len(), head.len());
}

/// A large document; every so many of its resources are edited.
fn document(edits: usize) -> Value {
    let edited = |index: usize| edits > 0 && index.is_multiple_of(RESOURCES / edits);
    let schemas =
        (0..RESOURCES).map(|index| (format!("Resource{index}"), schema(index, edited(index))));
    let paths = (0..RESOURCES).map(|index| (format!("/resources{index}/{{id}}"), item(index)));
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Large", "version": "1.0.0"},
        "paths": paths.collect::<serde_json::Map<_, _>>(),
        "components": {"schemas": schemas.collect::<serde_json::Map<_, _>>()},
    })
}

fn schema(index: usize, edited: bool) -> Value {
    let related = |step: usize| json!({"$ref": format!("#/components/schemas/Resource{}", (index + step) % RESOURCES)});
    let text = |number: usize| json!({"type": "string", "description": format!("Member number {number} of it."), "maxLength": 100 - number});
    let mut properties: serde_json::Map<_, _> =
        (0..16).map(|number| (format!("member_{number}"), text(number))).collect();
    properties.insert("next".to_owned(), related(1));
    properties.insert("list".to_owned(), json!({"type": "array", "items": related(7)}));
    properties.insert(
        "kind".to_owned(),
        json!({"type": "string", "enum": if edited { ["a", "c"] } else { ["a", "b"] }}),
    );
    let own = json!({"type": "object", "required": ["kind"], "properties": properties});
    if index.is_multiple_of(5) { json!({"allOf": [related(3), own]}) } else { own }
}

fn item(index: usize) -> Value {
    let schema = json!({"$ref": format!("#/components/schemas/Resource{index}")});
    let content = json!({"application/json": {"schema": schema}});
    let operation = |method: &str| {
        json!({
            "operationId": format!("{method}Resource{index}"),
            "summary": format!("Does {method} to a resource of kind {index}"),
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "The resource.", "content": content}},
        })
    };
    let mut post = operation("post");
    post["requestBody"] = json!({"required": true, "content": content});
    json!({"get": operation("get"), "post": post})
}

fn least<T>(work: impl Fn() -> T) -> Duration {
    let run = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..RUNS).map(run).min().unwrap()
}
