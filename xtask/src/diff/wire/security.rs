//! Compares who may call: security requirements and the schemes they name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::members;
use super::paths::texts;
use super::tree::Node;
use super::walk::{Cx, Walk};
use crate::diff::rules::What;

/// One way to be let in: schemes that are demanded together, each with its scopes.
type Alternative<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Compares `security` of an operation or of the document.
pub(super) fn requirements<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (was, is) = walk.children(base, head, "security");
    if was.map(|it| it.value) == is.map(|it| it.value) {
        return;
    }
    // An operation that says nothing follows the document.
    let base_list = was.or_else(|| inherited(walk, base));
    let head_list = is.or_else(|| inherited(walk, head));
    let (before, after) = (alternatives(walk, base_list), alternatives(walk, head_list));
    let at = (was.unwrap_or(base), is.unwrap_or(head));
    match (is_open(&before), is_open(&after)) {
        (true, false) => {
            return walk.report(
                What::SecurityAdded,
                Cx::NEITHER,
                Some(at.0),
                Some(at.1),
                "credentials demanded",
            );
        }
        (false, true) => {
            return walk.report(
                What::SecurityRemoved,
                Cx::NEITHER,
                Some(at.0),
                Some(at.1),
                "no credentials demanded any more",
            );
        }
        _ => {}
    }
    for (schemes, node) in &before {
        if let Some((others, other)) =
            after.iter().find(|(others, _)| others.keys().eq(schemes.keys()))
        {
            scopes(walk, (schemes, *node), (others, *other));
        } else {
            let text = format!("{} no longer accepted", show(schemes));
            walk.report(What::SecurityAlternativeRemoved, Cx::NEITHER, Some(*node), None, text);
        }
    }
    for (schemes, node) in &after {
        if !before.iter().any(|(others, _)| others.keys().eq(schemes.keys())) {
            let text = format!("{} accepted", show(schemes));
            walk.report(What::SecurityAlternativeAdded, Cx::NEITHER, None, Some(*node), text);
        }
    }
}

fn inherited<'a>(walk: &mut Walk<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let root = if std::ptr::eq(node.root, walk.base.root) { walk.base } else { walk.head };
    walk.places.child(root, "security")
}

fn alternatives<'a>(
    walk: &mut Walk<'a>,
    list: Option<Node<'a>>,
) -> Vec<(Alternative<'a>, Node<'a>)> {
    let elements = list.map(|it| walk.places.elements(it)).unwrap_or_default();
    let schemes = |node: &Node<'a>| {
        let members = node.value.as_object().into_iter().flatten();
        members.map(|(name, scopes)| (name.as_str(), texts(Some(scopes)))).collect()
    };
    elements.iter().map(|node| (schemes(node), *node)).collect()
}

/// Whether one may call without credentials.
fn is_open(alternatives: &[(Alternative<'_>, Node<'_>)]) -> bool {
    alternatives.is_empty() || alternatives.iter().any(|(schemes, _)| schemes.is_empty())
}

fn show(schemes: &Alternative<'_>) -> String {
    match schemes.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" with ") {
        text if text.is_empty() => "a call without credentials is".to_owned(),
        text => text,
    }
}

fn scopes<'a>(
    walk: &mut Walk<'a>,
    (base, was): (&Alternative<'a>, Node<'a>),
    (head, is): (&Alternative<'a>, Node<'a>),
) {
    for ((name, before), after) in base.iter().zip(head.values()) {
        for scope in before.iter().filter(|scope| !after.contains(scope)) {
            let text = format!("`{name}` no longer needs the scope `{scope}`");
            walk.report(What::SecurityScopeRemoved, Cx::NEITHER, Some(was), Some(is), text);
        }
        for scope in after.iter().filter(|scope| !before.contains(scope)) {
            let text = format!("`{name}` needs the scope `{scope}`");
            walk.report(What::SecurityScopeAdded, Cx::NEITHER, Some(was), Some(is), text);
        }
    }
}

/// Compares the schemes of both documents.
pub(super) fn schemes<'a>(walk: &mut Walk<'a>, base: Option<Node<'a>>, head: Option<Node<'a>>) {
    let before = base.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = head.map(|it| walk.places.members(it)).unwrap_or_default();
    for (name, node) in &before {
        match head.and_then(|it| walk.places.child(it, name)) {
            Some(other) => scheme(walk, name, *node, other),
            None => walk.report(
                What::SecuritySchemeRemoved,
                Cx::NEITHER,
                Some(*node),
                None,
                "security scheme removed",
            ),
        }
    }
    for (name, node) in after {
        if base.is_none_or(|it| it.get(name).is_none()) {
            walk.report(
                What::SecuritySchemeAdded,
                Cx::NEITHER,
                None,
                Some(node),
                "security scheme added",
            );
        }
    }
}

fn scheme<'a>(walk: &mut Walk<'a>, name: &str, base: Node<'a>, head: Node<'a>) {
    let (base, head) = (walk.places.resolve(base), walk.places.resolve(head));
    let used = is_demanded(base.root, name) && is_demanded(head.root, name);
    let judge = |what| if used { what } else { What::UnusedSecuritySchemeChanged };
    let judged = ["type", "name", "in", "scheme", "flows", "openIdConnectUrl"];
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, Cx::NEITHER);
    for key in ["type", "name", "in", "scheme"] {
        let text = |node: &Node<'_>| node.text(key).map(str::to_lowercase);
        if text(&base) != text(&head) {
            members::changed(
                walk,
                judge(What::SecuritySchemeChanged),
                Cx::NEITHER,
                &[base],
                &[head],
                key,
            );
        }
    }
    if base.get("openIdConnectUrl") != head.get("openIdConnectUrl") {
        members::changed(
            walk,
            judge(What::OauthUrlChanged),
            Cx::NEITHER,
            &[base],
            &[head],
            "openIdConnectUrl",
        );
    }
    if base.text("type") == head.text("type") {
        let (was, is) = walk.children(base, head, "flows");
        flows(walk, was, is, judge);
    }
}

/// Whether some operation demands a scheme.
fn is_demanded(document: &Value, scheme: &str) -> bool {
    let names = |list: Option<&Value>| {
        let list = list.and_then(Value::as_array);
        list.into_iter().flatten().any(|it| it.get(scheme).is_some())
    };
    let items = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = items.filter_map(|(_, item)| item.as_object()).flatten();
    names(document.get("security"))
        || operations.into_iter().any(|(_, it)| names(it.get("security")))
}

fn flows<'a>(
    walk: &mut Walk<'a>,
    base: Option<Node<'a>>,
    head: Option<Node<'a>>,
    judge: impl Fn(What) -> What,
) {
    let before = base.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = head.map(|it| walk.places.members(it)).unwrap_or_default();
    for (name, node) in &before {
        if let Some(other) = head.and_then(|it| walk.places.child(it, name)) {
            flow(walk, *node, other, &judge);
        } else {
            let text = format!("flow `{name}` removed");
            walk.report(judge(What::OauthFlowRemoved), Cx::NEITHER, Some(*node), None, text);
        }
    }
    for (name, node) in after {
        if base.is_none_or(|it| it.get(name).is_none()) {
            walk.report(
                What::OauthFlowAdded,
                Cx::NEITHER,
                None,
                Some(node),
                format!("flow `{name}` added"),
            );
        }
    }
}

fn flow<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>, judge: &impl Fn(What) -> What) {
    let urls = ["authorizationUrl", "tokenUrl", "refreshUrl"];
    let judged = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"];
    members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, Cx::NEITHER);
    for key in urls {
        let what = match (base.get(key), head.get(key)) {
            (None, Some(_)) => What::OauthUrlAdded,
            (Some(_), None) => What::OauthUrlRemoved,
            (before, after) if before != after => What::OauthUrlChanged,
            _ => continue,
        };
        members::changed(walk, judge(what), Cx::NEITHER, &[base], &[head], key);
    }
    let (was, is) = walk.children(base, head, "scopes");
    let before = was.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = is.map(|it| walk.places.members(it)).unwrap_or_default();
    for (scope, node) in before {
        match is.and_then(|it| walk.places.child(it, scope)) {
            Some(other) if other.value == node.value => {}
            Some(other) => {
                let text = format!("description of the scope `{scope}` changed");
                walk.report(What::DescriptionChanged, Cx::NEITHER, Some(node), Some(other), text);
            }
            None => {
                let text = format!("scope `{scope}` removed");
                walk.report(What::OauthScopeRemoved, Cx::NEITHER, Some(node), None, text);
            }
        }
    }
    for (scope, node) in after {
        if was.is_none_or(|it| it.get(scope).is_none()) {
            walk.report(
                What::OauthScopeAdded,
                Cx::NEITHER,
                None,
                Some(node),
                format!("scope `{scope}` added"),
            );
        }
    }
}
