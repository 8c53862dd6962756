//! Branches of `oneOf` and `anyOf`, and what `not` excludes.

use std::collections::HashMap;

use super::types::{Types, are_listed, is_null_type};
use super::view::View;
use super::{pair, pairs};
use crate::diff::rules::What;
use crate::diff::wire::members;
use crate::diff::wire::tree::Node;
use crate::diff::wire::walk::{Cx, Walk};

/// A keyword that lists branches, and what becomes of one of them.
struct Choice {
    key: &'static str,
    added: What,
    removed: What,
}

const CHOICES: [Choice; 2] = [
    Choice { key: "oneOf", added: What::OneOfAdded, removed: What::OneOfRemoved },
    Choice { key: "anyOf", added: What::AnyOfAdded, removed: What::AnyOfRemoved },
];

/// The branches of a choice; one that only allows null says `nullable`.
fn branches<'a>(walk: &mut Walk<'a>, view: &View<'a>, key: &str) -> Vec<Node<'a>> {
    let mut branches = view.elements(walk, key);
    branches.retain(|branch| !is_null_type(branch.value));
    branches
}

pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    for choice in &CHOICES {
        let (before, after) = (branches(walk, base, choice.key), branches(walk, head, choice.key));
        if before.is_empty() && after.is_empty() {
            continue;
        }
        if are_listed(base, head) {
            continue;
        }
        match (before.is_empty(), after.is_empty()) {
            (true, _) => report_wrapping(walk, What::WrappedInOneOf, base, head, cx, choice.key),
            (_, true) => {
                report_wrapping(walk, What::UnwrappedFromOneOf, base, head, cx, choice.key);
            }
            _ => each(walk, choice, &before, &after, cx),
        }
    }
}

fn report_wrapping<'a>(
    walk: &mut Walk<'a>,
    what: What,
    base: &View<'a>,
    head: &View<'a>,
    cx: Cx,
    key: &str,
) {
    let text = match what {
        What::WrappedInOneOf => format!("now chosen by `{key}`"),
        _ => format!("no longer chosen by `{key}`"),
    };
    walk.report(what, cx, base.first(), head.first(), text);
}

fn each<'a>(walk: &mut Walk<'a>, choice: &Choice, before: &[Node<'a>], after: &[Node<'a>], cx: Cx) {
    let matched = matching(walk, before, after);
    let mut partners = vec![false; after.len()];
    for (branch, partner) in before.iter().zip(matched) {
        match partner.and_then(|index| Some((after.get(index)?, partners.get_mut(index)?))) {
            Some((other, taken)) => {
                *taken = true;
                pair(walk, *branch, *other, cx.inside());
            }
            None => walk.report(choice.removed, cx, Some(*branch), None, "branch removed"),
        }
    }
    for (branch, _) in after.iter().zip(partners).filter(|(_, taken)| !taken) {
        walk.report(choice.added, cx, None, Some(*branch), "branch added");
    }
}

/// For each branch the one that stands for it on the other side: of the same name, content or title, or the only one left.
fn matching<'a>(
    walk: &mut Walk<'a>,
    before: &[Node<'a>],
    after: &[Node<'a>],
) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; before.len()];
    let mut free = vec![true; after.len()];
    let by_content: Likeness = |walk, node| Some(walk.places.resolve(node).value.to_string());
    let likenesses: [Likeness; 3] = [by_name, by_content, by_title];
    for key in likenesses {
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, node) in after.iter().enumerate().rev() {
            if free.get(index) == Some(&true)
                && let Some(key) = key(walk, *node)
            {
                waiting.entry(key).or_default().push(index);
            }
        }
        for (partner, node) in
            partners.iter_mut().zip(before).filter(|(partner, _)| partner.is_none())
        {
            let found = key(walk, *node).and_then(|key| waiting.get_mut(&key)?.pop());
            if let Some(taken) = found.and_then(|index| free.get_mut(index)) {
                *taken = false;
                *partner = found;
            }
        }
    }
    let inline =
        |nodes: &[Node<'a>], index: usize| nodes.get(index).is_some_and(|it| !it.is_reference());
    let left: Vec<usize> = (0..before.len())
        .filter(|index| partners.get(*index) == Some(&None) && inline(before, *index))
        .collect();
    let right: Vec<usize> = (0..after.len())
        .filter(|index| free.get(*index) == Some(&true) && inline(after, *index))
        .collect();
    if let ([left], [right]) = (left.as_slice(), right.as_slice())
        && let Some(partner) = partners.get_mut(*left)
    {
        *partner = Some(*right);
    }
    partners
}

/// What two branches have in common that stand for each other.
type Likeness = for<'w, 'a> fn(&'w mut Walk<'a>, Node<'a>) -> Option<String>;

/// Where a schema stands; one that was renamed, where it stands in the head.
pub(super) fn name<'a>(walk: &mut Walk<'a>, node: Node<'a>) -> String {
    let target = walk.places.resolve(node);
    let target = walk.renamed.get(&target.identity()).copied().unwrap_or(target);
    walk.places.pointer(target.place).to_string()
}

fn by_name<'a>(walk: &mut Walk<'a>, node: Node<'a>) -> Option<String> {
    node.is_reference().then(|| name(walk, node))
}

fn by_title<'a>(_: &mut Walk<'a>, node: Node<'a>) -> Option<String> {
    node.text("title").map(str::to_owned)
}

/// A schema that became one of several branches, or the other way round.
///
/// True if that is what happened: then the rest of the two schemas has nothing to do with each other.
pub(super) fn wrapped<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) -> bool {
    for choice in &CHOICES {
        let (before, after) = (branches(walk, base, choice.key), branches(walk, head, choice.key));
        let (plain, view, listed, wraps) = match (before.is_empty(), after.is_empty()) {
            (true, false) => (base, head, after, true),
            (false, true) => (head, base, before, false),
            _ => continue,
        };
        let demands_nothing =
            |view: &View<'_>| view.get("type").is_none() && view.get("properties").is_none();
        if demands_nothing(plain) || !demands_nothing(view) || Types::of(view).listed {
            continue;
        }
        let same = listed.iter().position(|branch| stands_for(walk, *branch, plain));
        match same.and_then(|index| listed.get(index)) {
            Some(branch) if wraps => pairs(walk, &plain.layers, &[*branch], cx),
            Some(branch) => pairs(walk, &[*branch], &plain.layers, cx),
            None if wraps => {
                report_wrapping(walk, What::WrappedInOneOf, base, head, cx, choice.key);
            }
            None => report_wrapping(walk, What::UnwrappedFromOneOf, base, head, cx, choice.key),
        }
        for (index, branch) in listed.iter().enumerate().filter(|_| same.is_some()) {
            match wraps {
                _ if same == Some(index) => {}
                true => walk.report(choice.added, cx, None, Some(*branch), "branch added"),
                false => walk.report(choice.removed, cx, Some(*branch), None, "branch removed"),
            }
        }
        if same.is_some() && listed.len() == 1 {
            let text = format!("`{}` of one branch, same meaning", choice.key);
            walk.report(What::SchemaRewritten, cx, base.first(), head.first(), text);
        }
        return true;
    }
    false
}

fn stands_for<'a>(walk: &mut Walk<'a>, branch: Node<'a>, plain: &View<'a>) -> bool {
    let branch = walk.places.resolve(branch);
    let pointer = walk.places.pointer(branch.place);
    plain.first().is_some_and(|first| {
        plain.layers.len() == 1 && first.value == branch.value
            || walk.places.pointer(first.place) == pointer
    })
}

/// What `not` excludes. Which way it changed cannot be told in general.
pub(super) fn excluded<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) {
    let (before, after) = (base.all(walk, "not"), head.all(walk, "not"));
    let resolved = |walk: &mut Walk<'a>, nodes: &[Node<'a>]| {
        nodes.iter().map(|node| walk.places.resolve(*node).value).collect::<Vec<_>>()
    };
    let what = match (before.is_empty(), after.is_empty()) {
        (true, false) => What::NotAdded,
        (false, true) => What::NotRemoved,
        _ if resolved(walk, &before) == resolved(walk, &after) => return,
        _ => What::NotChanged,
    };
    members::changed(walk, what, cx, &base.layers, &head.layers, "not");
}
