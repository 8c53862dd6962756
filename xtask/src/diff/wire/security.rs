//! Compares who may call: security requirements and the schemes they name.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::members;
use super::paths::{operations_of, texts};
use super::tree::{Node, Step};
use super::walk::{Cx, Walk};
use crate::diff::rules::What;

/// One way to be let in: schemes that are demanded together, each with its scopes.
type Alternative<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// An alternative where it stands.
type Listed<'a> = (Alternative<'a>, Node<'a>);

/// Compares what is demanded of callers by the document, unless every operation has demands of its own.
pub(super) fn of_document(walk: &mut Walk<'_>) {
    let (base, head) = (walk.base, walk.head);
    if is_followed(walk, base) && is_followed(walk, head) {
        requirements(walk, base, head);
    }
}

fn is_followed<'a>(walk: &mut Walk<'a>, document: Node<'a>) -> bool {
    let operations = operations_of(walk, document);
    operations.is_empty() || operations.iter().any(|it| it.node.get("security").is_none())
}

/// Compares `security` of an operation or of the document.
pub(super) fn requirements<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (was, is) = walk.children(base, head, "security");
    if was.map(|it| it.value) == is.map(|it| it.value) {
        return;
    }
    // An operation that says nothing follows the document.
    let base_list = was.or_else(|| inherited(walk, base));
    let head_list = is.or_else(|| inherited(walk, head));
    let (mut before, mut after) = (alternatives(walk, base_list), alternatives(walk, head_list));
    let at = (Some(was.unwrap_or(base)), Some(is.unwrap_or(head)));
    let (what, text) = match (is_open(&before), is_open(&after)) {
        (true, false) => (What::SecurityAdded, "credentials demanded"),
        (false, true) => (What::SecurityRemoved, "no credentials demanded any more"),
        _ => {
            let all = after.clone();
            let alike: [fn(&Alternative<'_>, &Alternative<'_>) -> bool; 3] = [
                |one, other| one == other,
                |one, other| fulfils(one, other) || fulfils(other, one),
                |one, other| one.keys().eq(other.keys()),
            ];
            for is_alike in alike {
                before.retain(|one| {
                    let partner = after.iter().position(|other| is_alike(&one.0, &other.0));
                    partner.map(|index| changed(walk, one, &after.remove(index))).is_none()
                });
            }
            return one_sided(walk, &before, &after, &all);
        }
    };
    walk.report(what, Cx::NEITHER, at.0, at.1, text);
}

/// Whether who fulfils one alternative fulfils the other, too.
fn fulfils(one: &Alternative<'_>, other: &Alternative<'_>) -> bool {
    other.iter().all(|(name, scopes)| {
        one.get(name).is_some_and(|demanded| scopes.iter().all(|it| demanded.contains(it)))
    })
}

/// Reports alternatives without a partner; who still fulfils another is not refused.
fn one_sided<'a>(
    walk: &mut Walk<'a>,
    before: &[Listed<'a>],
    after: &[Listed<'a>],
    all: &[Listed<'a>],
) {
    for one in before {
        let schemes = show(&one.0);
        let (what, text) = match all.iter().find(|other| fulfils(&one.0, &other.0)) {
            Some((other, _)) => {
                let text = format!("{schemes} no longer listed; {} is enough", show(other));
                (What::SecurityAlternativeImplied, text)
            }
            None => (What::SecurityAlternativeRemoved, format!("{schemes} no longer accepted")),
        };
        walk.report(what, Cx::NEITHER, Some(one.1), None, text);
    }
    for (schemes, node) in after {
        let text = format!("{} accepted", show(schemes));
        walk.report(What::SecurityAlternativeAdded, Cx::NEITHER, None, Some(*node), text);
    }
}

fn inherited<'a>(walk: &mut Walk<'a>, node: Node<'a>) -> Option<Node<'a>> {
    let root = if std::ptr::eq(node.root, walk.base.root) { walk.base } else { walk.head };
    walk.places.child(root, "security")
}

fn alternatives<'a>(walk: &mut Walk<'a>, list: Option<Node<'a>>) -> Vec<Listed<'a>> {
    let elements = list.map(|it| walk.places.elements(it)).unwrap_or_default();
    let mut schemes = |node: Node<'a>| {
        let members = node.value.as_object().into_iter().flatten();
        members.map(|(name, scopes)| (new_name(walk, node, name), texts(Some(scopes)))).collect()
    };
    elements.into_iter().map(|node| (schemes(node), node)).collect()
}

/// What a scheme is called in the head, if it only has another name there.
fn new_name<'a>(walk: &mut Walk<'a>, node: Node<'a>, name: &'a str) -> &'a str {
    let scheme = walk.places.find(node.root, &format!("#/components/securitySchemes/{name}"));
    let other = scheme.and_then(|it| walk.renamed.get(&it.identity()).copied());
    match other.and_then(|it| walk.places.path(it.place).pop()) {
        Some((_, Step::Key(new))) => new,
        _ => name,
    }
}

/// Whether one may call without credentials.
fn is_open(alternatives: &[Listed<'_>]) -> bool {
    alternatives.is_empty() || alternatives.iter().any(|(schemes, _)| schemes.is_empty())
}

fn show(schemes: &Alternative<'_>) -> String {
    let scheme = |(name, scopes): (&&str, &Vec<&str>)| match scopes.as_slice() {
        [] => format!("`{name}`"),
        scopes => format!("`{name}` for `{}`", scopes.join("`, `")),
    };
    match schemes.iter().map(scheme).collect::<Vec<_>>().join(" with ") {
        text if text.is_empty() => "a call without credentials".to_owned(),
        text => text,
    }
}

/// Reports what one alternative demands more or less than another.
fn changed<'a>(walk: &mut Walk<'a>, (base, was): &Listed<'a>, (head, is): &Listed<'a>) {
    let mut report = |what, text| walk.report(what, Cx::NEITHER, Some(*was), Some(*is), text);
    for (name, before) in base {
        let Some(after) = head.get(name) else {
            report(What::SecurityRemoved, format!("`{name}` no longer demanded"));
            continue;
        };
        for scope in before.iter().filter(|scope| !after.contains(scope)) {
            let text = format!("`{name}` no longer needs the scope `{scope}`");
            report(What::SecurityScopeRemoved, text);
        }
        for scope in after.iter().filter(|scope| !before.contains(scope)) {
            report(What::SecurityScopeAdded, format!("`{name}` needs the scope `{scope}`"));
        }
    }
    for name in head.keys().filter(|name| !base.contains_key(*name)) {
        report(What::SecurityAdded, format!("`{name}` demanded as well"));
    }
}

/// Compares the schemes of both documents.
pub(super) fn schemes<'a>(walk: &mut Walk<'a>, base: Option<Node<'a>>, head: Option<Node<'a>>) {
    let before = base.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = head.map(|it| walk.places.members(it)).unwrap_or_default();
    let mut renamed = HashSet::new();
    for (name, node) in &before {
        if let Some(other) = head.and_then(|it| walk.places.child(it, name)) {
            scheme(walk, name, *node, other);
        } else if let Some(other) = walk.renamed.get(&node.identity()).copied() {
            renamed.insert(other.identity());
            let text = format!("was `{name}`");
            walk.report(What::ComponentRenamed, Cx::NEITHER, Some(*node), Some(other), text);
        } else {
            let text = "security scheme removed";
            walk.report(What::SecuritySchemeRemoved, Cx::NEITHER, Some(*node), None, text);
        }
    }
    for (name, node) in after {
        if base.is_none_or(|it| it.get(name).is_none()) && !renamed.contains(&node.identity()) {
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
    let (before, after) = (walk.base, walk.head);
    let used = is_demanded(walk, before, name) && is_demanded(walk, after, name);
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
fn is_demanded<'a>(walk: &mut Walk<'a>, document: Node<'a>, scheme: &str) -> bool {
    let names = |owner: Node<'a>| {
        let list = owner.get("security").and_then(Value::as_array);
        list.into_iter().flatten().any(|it| it.get(scheme).is_some())
    };
    names(document) || operations_of(walk, document).into_iter().any(|it| names(it.node))
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
