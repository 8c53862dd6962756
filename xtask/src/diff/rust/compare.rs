//! Pairs the items of two crates and leaves out what only follows from another change.

use std::cmp::Reverse;

use indexmap::{IndexMap, IndexSet};

use super::items::Item;
use super::judge::{self, Pair};
use super::renames::renames;
use super::rules::Rule;
use super::{RustChange, Surface};
use crate::diff::Side;

pub(super) fn compare(base: &Surface, head: &Surface) -> Vec<RustChange> {
    let renames = renames(base, head);
    let pairs = pair(base, head, &renames);
    let fates: IndexMap<&str, Vec<Finding>> =
        pairs.iter().map(|(path, pair)| (path.as_str(), judge::judge(pair))).collect();
    let is_touched = |path: &str| fates.get(path).is_some_and(|it| it.iter().any(Finding::is_loud));
    let replaced: IndexSet<&str> = pairs
        .iter()
        .filter(|(_, pair)| pair.replaces_type())
        .map(|(path, _)| path.as_str())
        .collect();

    let mut changes = Vec::new();
    for (path, pair) in &pairs {
        let item = pair.either();
        let follows = item.parent.as_deref().is_some_and(|parent| {
            let came_or_went = |path| pairs.get(&path).is_some_and(Pair::is_one_sided);
            replaced.contains(parent)
                || fields_of_setter(item, parent).any(|field| is_touched(&field))
                || (is_setter(item, parent) && came_or_went(format!("{parent}::new")))
        });
        let findings = fates.get(path.as_str()).into_iter().flatten();
        let findings = findings.filter(|finding| !(follows && finding.is_loud()));
        changes.extend(findings.map(|finding| change(base, head, pair, finding, &renames)));
    }
    changes.sort_by(|one, other| {
        (Reverse(one.step), &one.item, one.id).cmp(&(Reverse(other.step), &other.item, other.id))
    });
    changes
}

/// What was found about one item.
pub(super) struct Finding {
    pub(super) rule: Rule,
    pub(super) message: String,
}

impl Finding {
    /// Whether it concerns what callers write, rather than words or behaviour.
    fn is_loud(&self) -> bool {
        self.rule.step > super::Step::Patch
    }
}

/// Every path with its item on either side; the base's under the names they have in the head.
fn pair<'a>(
    base: &Surface,
    head: &'a Surface,
    renames: &IndexMap<String, String>,
) -> IndexMap<String, Pair<'a>> {
    let mut pairs: IndexMap<String, Pair<'a>> = IndexMap::new();
    for old in base.items.values() {
        let item = old.renamed(renames);
        let was = renames.contains_key(&old.path).then(|| old.clone());
        let path = item.path.clone();
        pairs.insert(path, Pair { base: Some(item), was, head: None });
    }
    for (path, item) in &head.items {
        pairs.entry(path.clone()).or_default().head = Some(item);
    }
    pairs
}

fn is_setter(item: &Item, parent: &str) -> bool {
    item.path.strip_prefix(parent).is_some_and(|it| it.starts_with("::with_"))
}

/// The field that a setter sets, whichever way it is spelt: what happened to it explains the setter.
fn fields_of_setter(item: &Item, parent: &str) -> impl Iterator<Item = String> {
    let name = item.path.strip_prefix(parent).and_then(|it| it.strip_prefix("::with_"));
    let names = name.map(|field| [field.to_owned(), format!("r#{field}")]);
    names.into_iter().flatten().map(move |name| format!("{parent}::{name}"))
}

fn change(
    base: &Surface,
    head: &Surface,
    pair: &Pair<'_>,
    finding: &Finding,
    renames: &IndexMap<String, String>,
) -> RustChange {
    let item = pair.either();
    let old = pair.was.as_ref().or(pair.base.as_ref());
    let declaration = |item: &Item| Some(item.signature.clone()).filter(|it| !it.is_empty());
    let is_silent = !finding.is_loud();
    // The base keeps its places under the old names.
    let origin = |item: &Item| {
        let old_name = |path: &String| {
            renames
                .iter()
                .find(|(_, new)| *new == path)
                .map_or_else(|| path.clone(), |(old, _)| old.clone())
        };
        let parent = item.parent.as_ref().map(old_name);
        base.origin(&Item { path: old_name(&item.path), parent, ..item.clone() })
    };
    RustChange {
        id: finding.rule.id,
        step: finding.rule.step,
        item: old.filter(|_| pair.was.is_some()).unwrap_or(item).path.clone(),
        message: finding.message.clone(),
        before: old.filter(|_| !is_silent).and_then(declaration),
        after: pair.head.filter(|_| !is_silent).and_then(declaration),
        caused_by: Some(Side {
            base: pair.base.as_ref().and_then(origin),
            head: pair.head.and_then(|item| head.origin(item)),
        }),
    }
}
