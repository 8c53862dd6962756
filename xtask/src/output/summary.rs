//! What a run changed, in a few lines: files, and the operations and types in them.
//!
//! The old spec is gone by then, so items are found by their opening lines in the old and the new text of each file
//! that differs. A line between two opening lines belongs to the one above; doc comments, attributes and the heads of
//! `impl` blocks to the one below. That needs no parser, and works on old files that do not parse.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Plan};

/// How many names of a kind are shown.
const SHOWN_NAMES: usize = 12;

/// Lists what was added (`+`), changed (`~`) and removed (`-`); one line if nothing was. All is new in a new folder, of
/// which it lists nothing.
#[must_use]
pub fn summary(plan: &Plan<'_>) -> String {
    if plan.changes.is_empty() {
        return format!("{}: up to date, {} files\n", plan.name, plan.files.len());
    }
    let count = |old: bool, new: bool| {
        plan.changes
            .iter()
            .filter(|change| (change.old.is_some(), change.new.is_some()) == (old, new))
            .count()
    };
    let (added, changed, removed) = (count(false, true), count(true, true), count(true, false));
    let files = format!("{added} added, {changed} changed, {removed} removed");
    let mut lines = format!("{}\n  files       {files}\n", plan.name);
    if added < plan.files.len() {
        lines.extend(KINDS.iter().map(|kind| differences(kind, &plan.changes)));
    }
    lines
}

/// How lines start that belong to the line below.
const LEADING: &[&str] = &["//", "#[", "impl"];

/// Finds the name of the item that a line opens, given the next line too.
type Opening = fn(&str, &str) -> Option<String>;

/// A kind of items, and how they are found.
struct Kind {
    what: &'static str,
    folder: &'static str,
    opening: Opening,
}

const KINDS: &[Kind] = &[
    Kind { what: "operations", folder: "src/operations", opening: operation },
    Kind { what: "types", folder: "src/models", opening: model },
];

/// A method of the client, or the table entry that it uses.
fn operation(line: &str, next: &str) -> Option<String> {
    if let Some(rest) = line.strip_prefix("static ") {
        return Some(identifier(rest).to_lowercase());
    }
    let rest = line.strip_prefix("pub fn ")?;
    (rest.contains("(&self") || next.starts_with("&self")).then(|| identifier(rest))
}

fn model(line: &str, _: &str) -> Option<String> {
    ["pub struct ", "pub enum ", "pub type "]
        .iter()
        .find_map(|opening| line.strip_prefix(opening))
        .map(identifier)
}

fn identifier(text: &str) -> String {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let ends = |it: char| it != '_' && !it.is_alphanumeric();
    text.split(ends).next().unwrap_or_default().to_owned()
}

fn differences(kind: &Kind, changes: &[Change<'_>]) -> String {
    let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
    for change in changes.iter().filter(|change| change.path.starts_with(kind.folder)) {
        index(change.old.as_deref().unwrap_or_default(), kind.opening, &mut old);
        index(change.new.unwrap_or_default(), kind.opening, &mut new);
    }
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let marked: Vec<String> = names
        .into_iter()
        .filter_map(|name| match (old.get(name), new.get(name)) {
            (None, _) => Some(format!("+ {name}")),
            (_, None) => Some(format!("- {name}")),
            (before, after) => (before != after).then(|| format!("~ {name}")),
        })
        .collect();
    if marked.is_empty() {
        return String::new();
    }
    let more = marked.len().saturating_sub(SHOWN_NAMES);
    let ending = if more > 0 { format!(", … and {more} more") } else { String::new() };
    let first: Vec<_> = marked.into_iter().take(SHOWN_NAMES).collect();
    format!("  {:<10}  {}{ending}\n", kind.what, first.join(", "))
}

/// Collects the items of a text by their names, with the lines of each.
fn index<'a>(text: &'a str, opening: Opening, items: &mut BTreeMap<String, Vec<&'a str>>) {
    // A blank line or a lone brace can change hands when a neighbour comes or goes.
    let mut lines =
        text.lines().map(str::trim_ascii).filter(|line| !matches!(*line, "" | "}")).peekable();
    let (mut current, mut leading) = (None, Vec::new());
    while let Some(line) = lines.next() {
        if let Some(name) = opening(line, lines.peek().copied().unwrap_or_default()) {
            items.entry(name.clone()).or_default();
            current = Some(name);
        }
        leading.push(line);
        if LEADING.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        match current.as_ref().and_then(|name| items.get_mut(name)) {
            Some(lines) => lines.append(&mut leading),
            None => leading.clear(),
        }
    }
}
