//! Compares where the API is served: servers of the document, a path or an operation.

use super::members;
use super::paths::Operation;
use super::tree::Node;
use super::walk::{Cx, Walk};
use crate::diff::rules::What;

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (was, is) = walk.children(base, head, "servers");
    lists(walk, was, is);
}

/// Compares the servers of an operation: its own, else those of its path, else those of the document.
pub(super) fn of_operation<'a>(walk: &mut Walk<'a>, base: &Operation<'a>, head: &Operation<'a>) {
    let own = |walk: &mut Walk<'a>, operation: &Operation<'a>| {
        let owners = [operation.node, operation.item];
        owners.into_iter().find_map(|it| walk.places.child(it, "servers"))
    };
    let (was, is) = (own(walk, base), own(walk, head));
    if was.is_some() || is.is_some() {
        let (base, head) = walk.children(walk.base, walk.head, "servers");
        lists(walk, was.or(base), is.or(head));
    }
}

fn lists<'a>(walk: &mut Walk<'a>, was: Option<Node<'a>>, is: Option<Node<'a>>) {
    if was.map(|it| it.value) == is.map(|it| it.value) {
        return;
    }
    let before = was.map(|it| walk.places.elements(it)).unwrap_or_default();
    let mut after = is.map(|it| walk.places.elements(it)).unwrap_or_default();
    for server in before {
        let same = |other: &Node<'_>| other.get("url") == server.get("url");
        let Some(index) = after.iter().position(same) else {
            walk.report(
                What::ServerRemoved,
                Cx::NEITHER,
                Some(server),
                None,
                format!("server {} removed", url(&server)),
            );
            continue;
        };
        let other = after.remove(index);
        members::rest(
            walk,
            &[server],
            &[other],
            &["url", "variables"],
            What::DocumentChanged,
            Cx::NEITHER,
        );
        variables(walk, server, other);
    }
    for server in after {
        walk.report(
            What::ServerAdded,
            Cx::NEITHER,
            None,
            Some(server),
            format!("server {} added", url(&server)),
        );
    }
}

fn url(server: &Node<'_>) -> String {
    members::show(server.get("url"))
}

fn variables<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (was, is) = walk.children(base, head, "variables");
    let before = was.map(|it| walk.places.members(it)).unwrap_or_default();
    let after = is.map(|it| walk.places.members(it)).unwrap_or_default();
    for (name, node) in &before {
        let Some(other) = is.and_then(|it| walk.places.child(it, name)) else {
            let text = format!("variable `{name}` removed");
            walk.report(What::ServerVariableChanged, Cx::NEITHER, Some(*node), None, text);
            continue;
        };
        members::rest(walk, &[*node], &[other], &[], What::ServerVariableChanged, Cx::NEITHER);
    }
    for (name, node) in after {
        if was.is_none_or(|it| it.get(name).is_none()) {
            let text = format!("variable `{name}` added");
            walk.report(What::ServerVariableChanged, Cx::NEITHER, None, Some(node), text);
        }
    }
}
