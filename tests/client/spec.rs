//! The spec as data: its operations, examples and schemas.

use std::sync::LazyLock;

use serde_json::Value;

/// The whole document.
pub(crate) static SPEC: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/identity-verification.yaml");
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

/// An operation or, likewise, a webhook.
#[derive(Clone)]
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: String,
    pub(crate) path: &'static str,
    pub(crate) request: Option<Content>,
    pub(crate) responses: Vec<Response>,
}

#[derive(Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) content: Option<Content>,
}

/// A JSON body: the name of its schema and what it looks like.
#[derive(Clone)]
pub(crate) struct Content {
    pub(crate) schema: &'static str,
    pub(crate) examples: Vec<(&'static str, &'static Value)>,
}

/// One body that the spec shows.
pub(crate) struct Example {
    /// Where it stands, such as `getIdentityVerification 200 approved`.
    pub(crate) name: String,
    pub(crate) schema: &'static str,
    pub(crate) value: &'static Value,
}

pub(crate) fn operations() -> Vec<Operation> {
    operations_below("paths")
}

/// The webhooks; the path of one is the name of its event.
pub(crate) fn webhooks() -> Vec<Operation> {
    operations_below("x-webhooks")
}

/// Every example of a request, a response or a webhook.
pub(crate) fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    for operation in operations() {
        push_examples(&mut examples, operation.id, operation.request.as_ref());
        for Response { status, content } in &operation.responses {
            let name = format!("{} {status}", operation.id);
            push_examples(&mut examples, &name, content.as_ref());
        }
    }
    for webhook in webhooks() {
        push_examples(&mut examples, webhook.id, webhook.request.as_ref());
    }
    examples
}

fn push_examples(examples: &mut Vec<Example>, name: &str, content: Option<&Content>) {
    let Some(Content { schema, examples: bodies }) = content else { return };
    examples.extend(bodies.iter().map(|(key, value)| Example {
        name: format!("{name} {key}").trim_end().to_owned(),
        schema,
        value,
    }));
}

/// Follows references until something that is not one.
pub(crate) fn resolve(value: &'static Value) -> &'static Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => resolve(SPEC.pointer(reference.trim_start_matches('#')).unwrap()),
        None => value,
    }
}

pub(crate) fn schema(name: &str) -> &'static Value {
    &SPEC["components"]["schemas"][name]
}

fn operations_below(root: &str) -> Vec<Operation> {
    const METHODS: [&str; 8] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let mut operations = Vec::new();
    for (path, item) in SPEC[root].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if METHODS.contains(&method.as_str()) {
                operations.push(read_operation(path, method, operation));
            }
        }
    }
    operations
}

fn read_operation(path: &'static str, method: &str, operation: &'static Value) -> Operation {
    let responses = operation["responses"].as_object().unwrap();
    Operation {
        id: operation["operationId"].as_str().unwrap(),
        method: method.to_uppercase(),
        path,
        request: operation.get("requestBody").and_then(content),
        responses: responses
            .iter()
            .map(|(status, response)| Response {
                status: status.parse().unwrap(),
                content: content(response),
            })
            .collect(),
    }
}

/// The JSON content of a request body or response.
fn content(owner: &'static Value) -> Option<Content> {
    let content = resolve(owner).get("content")?.get("application/json")?;
    let reference = content["schema"]["$ref"].as_str().unwrap();
    let named = content.get("examples").and_then(Value::as_object).into_iter().flatten();
    let named = named.map(|(name, example)| (name.as_str(), &resolve(example)["value"]));
    let single = content.get("example").map(|value| ("", value));
    Some(Content {
        schema: reference.rsplit('/').next().unwrap(),
        examples: named.chain(single).collect(),
    })
}
