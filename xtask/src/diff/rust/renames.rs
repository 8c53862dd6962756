//! Finds items that only got another name, so that one rename is one change.

use indexmap::IndexMap;

use super::items::{Item, Kind};
use super::surface::Surface;

/// New paths of renamed items, by their old ones.
pub(super) fn renames(base: &Surface, head: &Surface) -> IndexMap<String, String> {
    let gone: Vec<&Item> = base.items.values().filter(|it| is_missing(it, head)).collect();
    let new: Vec<&Item> = head.items.values().filter(|it| is_missing(it, base)).collect();
    let mut found = IndexMap::new();
    for old in &gone {
        let is_same = |other: &Item| {
            other.kind == old.kind
                && (has_same_origin(old, other) || has_same_shape(base, old, head, other))
        };
        let mut candidates = new.iter().filter(|it| is_same(it));
        if let (Some(new), None) = (candidates.next(), candidates.next()) {
            found.insert(old.path.clone(), new.path.clone());
        }
    }
    // Two that became one were not renamed.
    let targets: Vec<String> = found.values().cloned().collect();
    found.retain(|_, new| targets.iter().filter(|it| *it == new).count() == 1);
    let setters: Vec<_> = found.iter().map(|(old, new)| (setter(old), setter(new))).collect();
    found.extend(setters.into_iter().filter(|(old, _)| base.items.contains_key(old)));
    found
}

/// The setter of a field.
fn setter(field: &str) -> String {
    let (parent, name) = field.rsplit_once("::").unwrap_or_default();
    format!("{parent}::with_{}", name.strip_prefix("r#").unwrap_or(name))
}

/// Whether an item that can be renamed is not in `other`.
fn is_missing(item: &Item, other: &Surface) -> bool {
    let can_be_renamed = match item.kind {
        Kind::Struct | Kind::Enum | Kind::Alias | Kind::Field => true,
        // A setter follows its field or parameter.
        Kind::Function => item.parent.as_deref() == Some("Client"),
        _ => false,
    };
    can_be_renamed && !other.items.contains_key(&item.path)
}

/// Whether the same place of the document asks for both.
fn has_same_origin(old: &Item, new: &Item) -> bool {
    old.parent == new.parent && old.origin.is_some() && old.origin == new.origin
}

/// Whether two types are the same but for their names.
fn has_same_shape(base: &Surface, old: &Item, head: &Surface, new: &Item) -> bool {
    old.kind != Kind::Field && old.kind != Kind::Function && shape(base, old) == shape(head, new)
}

fn shape(surface: &Surface, item: &Item) -> Vec<String> {
    let name = last(&item.path);
    let itself = [(name.to_owned(), "Self".to_owned())];
    let members = surface.items.values().filter(|it| it.parent.as_ref() == Some(&item.path));
    let mut shape: Vec<String> =
        std::iter::once(item).chain(members).map(|it| substitute(&it.signature, &itself)).collect();
    shape.sort();
    shape
}

impl Item {
    /// The item with renamed things under their new names.
    pub(super) fn renamed(&self, renames: &IndexMap<String, String>) -> Self {
        let mut names: Vec<(String, String)> = renames
            .iter()
            .filter(|(old, _)| !old.starts_with("Client::") && old.matches("::").count() == 1)
            .map(|(old, new)| (last(old).to_owned(), last(new).to_owned()))
            .collect();
        let new_path = renames.get(&self.path);
        names.extend(new_path.map(|new| (last(&self.path).to_owned(), last(new).to_owned())));
        let text = |text: &str| substitute(text, &names);
        let parent = self.parent.as_ref().map(|it| renames.get(it).unwrap_or(it).clone());
        Self {
            path: new_path.cloned().unwrap_or_else(|| match (&self.parent, &parent, self.kind) {
                (_, _, Kind::Implementation) => text(&self.path),
                (Some(old), Some(new), _) => self.path.replacen(old.as_str(), new, 1),
                _ => self.path.clone(),
            }),
            parent,
            signature: text(&self.signature),
            arguments: self.arguments.iter().map(|(name, ty)| (name.clone(), text(ty))).collect(),
            behaviour: text(&self.behaviour),
            docs: text(&self.docs),
            ..self.clone()
        }
    }
}

pub(super) fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The text with some of its identifiers replaced.
fn substitute(text: &str, names: &[(String, String)]) -> String {
    if names.is_empty() {
        return text.to_owned();
    }
    let is_name = |it: char| it.is_alphanumeric() || it == '_';
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(is_name).unwrap_or(rest.len());
        let (between, after) = rest.split_at(length);
        let (word, after) = after.split_at(after.find(|it| !is_name(it)).unwrap_or(after.len()));
        result.push_str(between);
        let new = names.iter().find(|(old, _)| old == word).map(|(_, new)| new.as_str());
        result.push_str(new.unwrap_or(word));
        rest = after;
    }
    result
}
