//! The name of what is moved below `components`, from the place it comes from alone.

use std::borrow::Cow;

use serde_json::Value;

use crate::spec::Pointer;

/// The name for what stands at a place of a file, as lowering would name a schema that is written there.
pub(super) fn derived(tree: &Value, stem: Option<&str>, at: &Pointer) -> String {
    let steps: Vec<String> = at.steps().map(Cow::into_owned).collect();
    let mut words: Vec<String> = Vec::new();
    let mut rest = steps.as_slice();
    let mut here = Pointer::root();
    while let [step, after @ ..] = rest {
        let (word, taken) = word(tree, &here, step, after);
        if let (true, Some(stem)) = (words.is_empty() && !is_name(step), stem) {
            words.push(stem.to_owned());
        }
        words.extend(word);
        let (done, left) = rest.split_at(taken.min(rest.len()));
        here = done.iter().fold(here, |here, step| here.key(step));
        rest = left;
    }
    match (words.as_slice(), stem) {
        ([], stem) => plain(stem.unwrap_or_default()),
        ([only], _) => plain(only),
        (words, _) => words.iter().map(|word| camel(word)).collect(),
    }
}

/// Whether a step says what is there, and not only how it belongs to what is above.
fn is_name(step: &str) -> bool {
    !matches!(
        step,
        "additionalProperties"
            | "allOf"
            | "anyOf"
            | "items"
            | "not"
            | "oneOf"
            | "prefixItems"
            | "properties"
    )
}

/// What holds things under names of their own.
const CONTAINERS: &[&str] = &[
    "$defs",
    "callbacks",
    "definitions",
    "headers",
    "parameters",
    "patternProperties",
    "properties",
];

/// What the next step adds to the name, and how many steps that takes.
fn word(tree: &Value, here: &Pointer, step: &str, after: &[String]) -> (Option<String>, usize) {
    let next = after.first().map(String::as_str);
    let number = next.and_then(|next| next.parse::<usize>().ok());
    match (step, next, number) {
        ("paths", Some(path), _) => path_item(tree, here, path, after.get(1)),
        ("responses", Some(key), _) => (Some(response(key)), 2),
        ("parameters", Some(key), Some(_)) => {
            let name = tree.pointer(here.key(step).key(key).key("name").as_str());
            (Some(name.and_then(Value::as_str).unwrap_or(key).to_owned()), 2)
        }
        ("components" | "content", Some(_), _) => (None, 2),
        (container, Some(key), _) if CONTAINERS.contains(&container) => (Some(key.to_owned()), 2),
        ("oneOf" | "anyOf", _, Some(index)) => (Some(format!("Variant{}", index + 1)), 2),
        ("allOf", _, Some(index)) => (Some(format!("Part{}", index + 1)), 2),
        ("prefixItems", _, Some(index)) => (Some(format!("Item{}", index + 1)), 2),
        ("items", _, _) => (Some("Item".to_owned()), 1),
        ("additionalProperties", _, _) => (Some("Value".to_owned()), 1),
        ("requestBody", _, _) => (Some("Body".to_owned()), 1),
        ("schema", _, _) => (None, 1),
        (extension, Some(_), _) if extension.starts_with("x-") => (None, 1),
        _ => (Some(step.to_owned()), 1),
    }
}

/// Operations are called by their id, else by method and path.
fn path_item(
    tree: &Value,
    here: &Pointer,
    path: &str,
    method: Option<&String>,
) -> (Option<String>, usize) {
    let Some(method) = method else { return (Some(path.to_owned()), 2) };
    let at = here.key("paths").key(path).key(method).key("operationId");
    match tree.pointer(at.as_str()).and_then(Value::as_str) {
        Some(id) => (Some(id.to_owned()), 3),
        None => (Some(format!("{method} {path}")), 3),
    }
}

fn response(key: &str) -> String {
    match key.as_bytes() {
        [b'2', ..] => "Response".to_owned(),
        [b'0'..=b'9', ..] | b"default" => format!("Response{key}"),
        _ => key.to_owned(),
    }
}

fn plain(name: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || "._-".contains(it);
    if !name.is_empty() && name.chars().all(is_plain) { name.to_owned() } else { camel(name) }
}

/// The words of a text, each with a capital, as one.
pub(super) fn camel(text: &str) -> String {
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let name: String = words.map(capital).collect();
    if name.is_empty() { "Unnamed".to_owned() } else { name }
}
