//! Pairs the items of two crates and leaves out what only follows from another change.

use std::cmp::Reverse;
use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::items::{Item, Kind};
use super::judge::{self, Finding, Pair};
use super::renames::renames;
use super::{RustChange, Surface};
use crate::diff::Side;
use crate::spec::Pointer;

pub(super) fn compare(base: &Surface, head: &Surface) -> Vec<RustChange> {
    let pairs = pair(base, head);
    let predecessors = Predecessors::new(&pairs);
    let findings: Vec<(&Pair<'_>, Finding)> = pairs
        .values()
        .flat_map(|pair| predecessors.judge(pair).into_iter().map(move |finding| (pair, finding)))
        .collect();
    let causes = Causes::of(&pairs, &findings);
    let mut changes: Vec<RustChange> = findings
        .iter()
        .filter(|(pair, finding)| !causes.explain(pair.either(), finding))
        .map(|(pair, finding)| change(pair, finding))
        .collect();
    changes.sort_by(|one, other| {
        (Reverse(one.step), &one.item, one.id).cmp(&(Reverse(other.step), &other.item, other.id))
    });
    changes
}

/// Every path with its item on either side; the base's under the names they have in the head.
fn pair<'a>(base: &Surface, head: &'a Surface) -> IndexMap<String, Pair<'a>> {
    let renames = renames(base, head);
    let mut pairs: IndexMap<String, Pair<'a>> = IndexMap::new();
    for old in base.items.values() {
        let item = old.renamed(&renames);
        let was = renames.contains_key(&old.path).then(|| old.clone());
        pairs.insert(item.path.clone(), Pair { base: Some(item), was, head: None });
    }
    for (path, item) in &head.items {
        pairs.entry(path.clone()).or_default().head = Some(item);
    }
    pairs
}

/// Items of the base by what they stood for: under another name it means something else behind the same declaration.
struct Predecessors<'a> {
    /// Fields and descriptions of operations by what they belong to and the place of the document that asks for them.
    of_places: HashMap<(Kind, Option<&'a str>, &'a Pointer), &'a Item>,
    /// Free functions by what they do.
    of_behaviours: HashMap<&'a str, &'a Item>,
}

impl<'a> Predecessors<'a> {
    fn new(pairs: &'a IndexMap<String, Pair<'_>>) -> Self {
        let items = || pairs.values().filter_map(|pair| pair.base.as_ref());
        let place = |item: &'a Item| {
            let has_place = matches!(item.kind, Kind::Field | Kind::Hidden);
            Some((
                (item.kind, item.parent.as_deref(), item.origin.as_ref().filter(|_| has_place)?),
                item,
            ))
        };
        let is_free = |item: &&Item| item.kind == Kind::Function && item.parent.is_none();
        Self {
            of_places: items().filter_map(place).collect(),
            of_behaviours: items().filter(is_free).map(|it| (it.behaviour.as_str(), it)).collect(),
        }
    }

    /// What callers see of one item; that it took the place of another says more than that it behaves otherwise.
    fn judge(&self, pair: &Pair<'_>) -> Vec<Finding> {
        let mut findings = judge::judge(pair);
        if let (Some(base), Some(head)) = (&pair.base, pair.head)
            && (head.kind == Kind::Field || findings.iter().any(Finding::is_of_behaviour))
            && let Some(other) = self.of(head).filter(|other| other.path != base.path)
        {
            findings.retain(|it| !it.is_of_behaviour());
            findings.push(judge::swapped(head, other));
        }
        findings
    }

    /// The item of the base that stood for what one of the head stands for.
    fn of(&self, head: &Item) -> Option<&'a Item> {
        let of_place = |it| self.of_places.get(&(head.kind, head.parent.as_deref(), it));
        let of_behaviour = || self.of_behaviours.get(head.behaviour.as_str());
        match head.kind {
            Kind::Function => of_behaviour().copied(),
            _ => head.origin.as_ref().and_then(of_place).copied(),
        }
    }
}

/// What other changes may follow from.
struct Causes<'a> {
    /// Types that came, went or became something else: their members need no mention.
    replaced: IndexSet<&'a str>,
    /// Types whose constructor came or went: so did their setters.
    constructed: IndexSet<&'a str>,
    /// Items that changed for callers.
    loud: IndexSet<&'a str>,
    /// Types that changed for callers, or of which a member did: so did the code that goes through all members.
    touched: IndexSet<&'a str>,
}

impl<'a> Causes<'a> {
    fn of(pairs: &'a IndexMap<String, Pair<'_>>, findings: &'a [(&Pair<'_>, Finding)]) -> Self {
        let replaced = pairs.iter().filter(|(_, pair)| pair.replaces_type());
        let constructed = pairs.values().filter(|pair| pair.is_one_sided());
        let constructed = constructed.map(Pair::either).filter(|item| item.is_constructor());
        let loud: Vec<&Item> = findings
            .iter()
            .filter(|(_, finding)| finding.is_loud())
            .map(|(pair, _)| pair.either())
            .collect();
        let touched = loud.iter().filter_map(|item| match item.kind {
            Kind::Field | Kind::Variant => item.parent.as_deref(),
            kind => Some(item.path.as_str()).filter(|_| kind.is_type()),
        });
        Self {
            replaced: replaced.map(|(path, _)| path.as_str()).collect(),
            constructed: constructed.filter_map(|item| item.parent.as_deref()).collect(),
            touched: touched.collect(),
            loud: loud.iter().map(|item| item.path.as_str()).collect(),
        }
    }

    /// Whether a finding goes without saying.
    fn explain(&self, item: &Item, finding: &Finding) -> bool {
        let Some(parent) = item.parent.as_deref() else { return false };
        if finding.is_of_behaviour() {
            return self.replaced.contains(parent) || self.touched.contains(parent);
        }
        let setter = item.path.strip_prefix(parent).and_then(|it| it.strip_prefix("::with_"));
        let follows_field = setter.is_some_and(|name| {
            let spellings = [format!("{parent}::{name}"), format!("{parent}::r#{name}")];
            spellings.iter().any(|field| self.loud.contains(field.as_str()))
        });
        let follows_constructor = setter.is_some() && self.constructed.contains(parent);
        finding.is_loud()
            && (self.replaced.contains(parent) || follows_field || follows_constructor)
    }
}

fn change(pair: &Pair<'_>, finding: &Finding) -> RustChange {
    let item = pair.was.as_ref().unwrap_or_else(|| pair.either());
    let old = pair.was.as_ref().or(pair.base.as_ref());
    let declaration = |item: &Item| {
        Some(item.signature.clone()).filter(|text| finding.is_loud() && !text.is_empty())
    };
    RustChange {
        id: finding.rule.id,
        step: finding.rule.step,
        item: item.name(),
        message: finding.message.clone(),
        before: old.and_then(declaration),
        after: pair.head.and_then(declaration),
        caused_by: Some(Side {
            base: pair.base.as_ref().and_then(|item| item.origin.clone()),
            head: pair.head.and_then(|item| item.origin.clone()),
        }),
    }
}
