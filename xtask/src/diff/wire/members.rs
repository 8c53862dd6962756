//! Members that no rule of their own judges: words, extensions, and what OpenAPI does not know.

use serde_json::Value;

use super::tree::Node;
use super::walk::{Cx, Walk};
use crate::diff::rules::What;

/// Members that mean the same wherever they stand.
const KNOWN: &[(&str, What)] = &[
    ("description", What::DescriptionChanged),
    ("summary", What::SummaryChanged),
    ("title", What::TitleChanged),
    ("example", What::ExampleChanged),
    ("examples", What::ExampleChanged),
    ("externalDocs", What::ExternalDocsChanged),
    ("bearerFormat", What::BearerFormatChanged),
    ("x-enumDescriptions", What::EnumDescriptionsChanged),
    ("x-sensitivity", What::SensitivityChanged),
    ("x-pagination", What::PaginationChanged),
    ("x-idempotent", What::IdempotencyChanged),
    ("x-idempotency-key-header", What::IdempotencyChanged),
    ("x-rust-name", What::RustNameChanged),
    ("x-enum-varnames", What::RustNameChanged),
    ("x-name", What::RustNameChanged),
    ("x-error-members", What::ErrorMembersChanged),
    ("x-request-id-header", What::ErrorMembersChanged),
];

/// Members that [`super::lifecycle`] judges wherever they stand.
const LIFECYCLE: &[&str] = &["deprecated", "x-sunset", "x-stability-level"];

/// The value of a member in the first of several objects that has it.
pub(super) fn get<'a>(nodes: &[Node<'a>], key: &str) -> Option<&'a Value> {
    nodes.iter().find_map(|node| node.get(key))
}

/// The same with its place.
pub(super) fn child<'a>(walk: &mut Walk<'a>, nodes: &[Node<'a>], key: &str) -> Option<Node<'a>> {
    nodes.iter().find_map(|node| walk.places.child(*node, key))
}

/// Whether a member has a rule that holds wherever it stands.
pub(super) fn is_words(key: &str) -> bool {
    KNOWN
        .iter()
        .any(|(known, what)| *known == key && what.rule(crate::diff::Direction::Neither).docs)
}

/// Reports every member that differs and is not among those judged elsewhere.
pub(super) fn rest<'a>(
    walk: &mut Walk<'a>,
    base: &[Node<'a>],
    head: &[Node<'a>],
    judged: &[&str],
    unknown: What,
    cx: Cx,
) {
    let elsewhere = |key: &str| judged.contains(&key) || LIFECYCLE.contains(&key);
    for key in differing(base, head, |key| !elsewhere(key)) {
        let known = KNOWN.iter().find(|(known, _)| *known == key).map(|(_, what)| *what);
        let what = known
            .or_else(|| key.starts_with("x-").then_some(What::ExtensionChanged))
            .unwrap_or(unknown);
        changed(walk, what, cx, base, head, key);
    }
}

/// Reports the extensions that differ, of objects whose other members are names.
pub(super) fn extensions<'a>(
    walk: &mut Walk<'a>,
    base: Option<Node<'a>>,
    head: Option<Node<'a>>,
    cx: Cx,
) {
    let (base, head) = (Vec::from_iter(base), Vec::from_iter(head));
    for key in differing(&base, &head, |key| key.starts_with("x-")) {
        changed(walk, What::ExtensionChanged, cx, &base, &head, key);
    }
}

/// The wanted members that differ, in the order of the documents.
fn differing<'a>(
    base: &[Node<'a>],
    head: &[Node<'a>],
    wanted: impl Fn(&str) -> bool,
) -> Vec<&'a str> {
    let members = |nodes: &[Node<'a>]| -> Vec<&'a str> {
        let objects = nodes.iter().filter_map(|node| node.value.as_object());
        let keys = objects.flat_map(|members| members.keys().map(String::as_str));
        keys.filter(|key| wanted(key)).collect()
    };
    let mut keys = members(base);
    keys.extend(members(head).into_iter().filter(|key| get(base, key).is_none()));
    keys.retain(|key| get(base, key) != get(head, key));
    keys
}

/// Reports a member that was added, removed or changed.
pub(super) fn changed<'a>(
    walk: &mut Walk<'a>,
    what: What,
    cx: Cx,
    base: &[Node<'a>],
    head: &[Node<'a>],
    key: &str,
) {
    let (base, head) = (child(walk, base, key), child(walk, head, key));
    let text = match (base, head) {
        (None, _) if what.rule(cx.direction).docs => format!("`{key}` added"),
        (_, None) if what.rule(cx.direction).docs => format!("`{key}` removed"),
        _ if what.rule(cx.direction).docs => format!("`{key}` changed"),
        (base, head) => format!(
            "`{key}` {} -> {}",
            show(base.map(|it| it.value)),
            show(head.map(|it| it.value))
        ),
    };
    walk.report(what, cx, base, head, text);
}

/// Longer values are cut.
const LONGEST: usize = 60;

/// A value in a message.
pub(super) fn show(value: Option<&Value>) -> String {
    let text = match value {
        None => return "none".to_owned(),
        Some(Value::String(text)) => format!("`{text}`"),
        Some(Value::Object(_)) => return "an object".to_owned(),
        Some(Value::Array(elements))
            if elements.iter().any(|it| it.is_object() || it.is_array()) =>
        {
            return "a list".to_owned();
        }
        Some(value) => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…`", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
