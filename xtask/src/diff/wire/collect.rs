//! Turns findings into changes: each once, with every operation that it concerns.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::walk::{Finding, Origin, Walk};
use crate::diff::rules::{FAINT, What};
use crate::diff::{Change, Direction, Level, Side};
use crate::spec::Pointer;

pub(super) fn changes(walk: Walk<'_>) -> Vec<Change> {
    let mut merged: IndexMap<(&'static str, Side, String), (Finding, Vec<usize>)> = IndexMap::new();
    let mut reached: Vec<Option<Vec<usize>>> = vec![None; walk.origins.len()];
    for finding in walk.findings {
        let at = Side {
            base: finding.base.map(|place| walk.places.pointer(place)),
            head: finding.head.map(|place| walk.places.pointer(place)),
        };
        let operations = match reached.get_mut(finding.unit) {
            Some(slot) => {
                slot.get_or_insert_with(|| operations(&walk.origins, finding.unit)).as_slice()
            }
            None => &[],
        };
        let key = (finding.rule.id, at, finding.message.clone());
        merged.entry(key).or_insert((finding, Vec::new())).1.extend(operations);
    }
    let told: HashSet<Side> =
        merged.keys().filter(|(id, ..)| !FAINT.contains(id)).map(|(_, at, _)| at.clone()).collect();
    merged.retain(|(id, at, _), _| !FAINT.contains(id) || !told.contains(at));
    let mut changes: Vec<Change> = merged
        .into_iter()
        .map(|((id, at, message), (finding, mut operations))| {
            operations.sort_unstable();
            operations.dedup();
            let named =
                || operations.iter().filter_map(|unit| walk.origins.get(*unit)?.operation.as_ref());
            let unstable = named().next().is_some() && named().all(|it| it.unstable);
            let level = if unstable && !is_of_lifecycle(id) {
                Level::Compatible
            } else {
                finding.rule.level
            };
            let operations = named().map(|it| it.name.clone()).collect();
            Change { id, level, direction: finding.rule.direction, operations, at, message }
        })
        .collect();
    if changes.is_empty() && walk.base.value != walk.head.value {
        changes.push(rewritten());
    }
    changes
}

/// What is promised of an operation matters even if little is promised.
fn is_of_lifecycle(id: &str) -> bool {
    id.starts_with("stability-") || id.starts_with("sunset-")
}

/// The operations from which a unit is reached, as indices of their units.
fn operations(origins: &[Origin], unit: usize) -> Vec<usize> {
    let mut seen = vec![false; origins.len()];
    let mut waiting = vec![unit];
    let mut operations = Vec::new();
    while let Some(index) = waiting.pop() {
        let Some(origin) = origins.get(index) else { continue };
        if seen.get_mut(index).is_none_or(|seen| std::mem::replace(seen, true)) {
            continue;
        }
        if origin.operation.is_some() {
            operations.push(index);
        }
        waiting.extend(&origin.parents);
    }
    operations
}

/// What is left to say of documents that differ although nothing in them does: order, `$ref`s, defaults spelt out.
fn rewritten() -> Change {
    let rule = What::DocumentRewritten.rule(Direction::Neither);
    let root = Some(Pointer::root());
    Change {
        id: rule.id,
        level: rule.level,
        direction: rule.direction,
        operations: Vec::new(),
        at: Side { base: root.clone(), head: root },
        message: "the document: written in another way, same meaning".to_owned(),
    }
}
