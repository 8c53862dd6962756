//! Moves what `$ref`s lead to below `components`, and makes every `$ref` lead there.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::locate::{component_name, is_component, is_plain_name};
use super::{Bundle, Target, kind_of, name};
use crate::spec::files::Files;
use crate::spec::model::{Kind, Shape};
use crate::spec::repair::placeholder;
use crate::spec::{Origins, Pointer};

/// The names of targets below their sections.
type Names = HashMap<Target, String>;

impl Bundle<'_, '_> {
    pub(super) fn put_together(mut self) -> (Value, Origins) {
        let names = self.names();
        self.rewrite(&names);
        let mut origins = Origins::default();
        let moved = self.take_out(&names);
        for (target, value) in moved {
            let (Some(section), Some(name)) = (target.kind.section(), names.get(&target)) else {
                continue;
            };
            let at = Pointer::root().key("components").key(section).key(name);
            origins.bundled.insert(at, (self.files.other(target.file).cloned(), target.at));
            self.add_component(section, name, value);
        }
        self.put_path_items(&mut origins);
        (self.files.tree_mut(Files::DOCUMENT).map(Value::take).unwrap_or_default(), origins)
    }

    fn names(&self) -> Names {
        let mut names = self.aliases();
        let mut taken: HashSet<(&str, String)> = HashSet::new();
        for target in &self.targets {
            let (Some(section), false) = (target.kind.section(), names.contains_key(target)) else {
                continue;
            };
            let is_free = |name: &str| {
                let at = Pointer::root().key("components").key(section).key(name);
                !taken.contains(&(section, name.to_owned()))
                    && self.files.tree(Files::DOCUMENT).pointer(at.as_str()).is_none()
            };
            let name = self.free_name(target, is_free);
            taken.insert((section, name.clone()));
            names.insert(target.clone(), name);
        }
        names
    }

    /// A component that is nothing but a `$ref` gives what it leads to its own name and place.
    fn aliases(&self) -> Names {
        let mut names = Names::new();
        for ((file, at), reference) in &self.references {
            let Some(target) = reference.target.as_ref().filter(|it| !is_component(it)) else {
                continue;
            };
            let tree = self.files.tree(*file);
            let is_alone = tree
                .pointer(at.as_str())
                .and_then(Value::as_object)
                .is_some_and(|members| members.len() == 1);
            let section = reference.kind.section().filter(|_| *file == Files::DOCUMENT && is_alone);
            let name = section.and_then(|section| component_name(at, section));
            if let Some(name) = name.filter(|name| is_plain_name(name)) {
                names.entry(target.clone()).or_insert(name);
            }
        }
        names
    }

    /// The name of a place; if that is taken, with the names of folders before it, else with a number behind it.
    fn free_name(&self, target: &Target, is_free: impl Fn(&str) -> bool) -> String {
        let path = self.files.get(target.file).map(|file| file.path.as_str()).unwrap_or_default();
        let mut folders: Vec<&str> = path.split('/').collect();
        let file = folders.pop().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let stem = Some(stem).filter(|_| target.file != Files::DOCUMENT);
        let short = name::derived(self.files.tree(target.file), stem, &target.at);
        let mut name = short.clone();
        while !is_free(&name)
            && let Some(folder) = folders.pop()
        {
            name = name::camel(folder) + &name::camel(&name);
        }
        let numbered = (2..).map(|number: usize| format!("{short}{number}"));
        std::iter::once(name).chain(numbered).find(|name| is_free(name)).unwrap_or(short)
    }

    /// Makes every `$ref` lead to the new place of what it stands for.
    fn rewrite(&mut self, names: &Names) {
        for ((file, at), reference) in &self.references {
            let Some(value) =
                self.files.tree_mut(*file).and_then(|tree| tree.pointer_mut(at.as_str()))
            else {
                continue;
            };
            match (&reference.target, value) {
                (Some(target), Value::Object(members)) => {
                    let text = match self.targets.get_index_of(target) {
                        Some(number) if target.kind == Kind::PathItem => number.to_string(),
                        _ => text(target, names),
                    };
                    members.insert("$ref".to_owned(), text.into());
                }
                (Some(target), value) => *value = text(target, names).into(),
                (None, Value::Object(members)) if reference.kind == Kind::PathItem => {
                    members.shift_remove("$ref");
                }
                (None, value) if !reference.in_mapping => {
                    *value = placeholder(Shape::Reference(reference.kind));
                }
                (None, _) => {}
            }
        }
    }

    /// Takes every target out of its file, what stands in others first.
    fn take_out(&mut self, names: &Names) -> Vec<(Target, Value)> {
        let wanted = self.targets.iter().enumerate().filter(|(_, it)| names.contains_key(*it));
        let mut order: Vec<(usize, Target, Option<Shape>)> = wanted
            .map(|(number, target)| (number, target.clone(), self.shape_at(target)))
            .collect();
        order.sort_by_key(|(_, target, _)| Reverse(target.at.steps().count()));
        let mut moved: Vec<(usize, Target, Value)> = Vec::with_capacity(order.len());
        for (number, target, shape) in order {
            let Some(tree) = self.files.tree_mut(target.file) else { continue };
            let Some(place) = tree.pointer_mut(target.at.as_str()) else { continue };
            let section = target.kind.section().filter(|_| target.file == Files::DOCUMENT);
            // A component whose name no `$ref` can spell as it is gets one that they can, and keeps no other.
            let is_renamed =
                section.is_some_and(|section| component_name(&target.at, section).is_some());
            let value = match shape.map(kind_of) {
                Some(Some(kind)) if kind == target.kind && is_renamed => {
                    let value = place.clone();
                    remove(tree, &target.at);
                    value
                }
                Some(Some(kind)) if kind == target.kind => {
                    std::mem::replace(place, json!({ "$ref": text(&target, names) }))
                }
                Some(_) => place.clone(),
                None => {
                    let value = place.clone();
                    remove(tree, &target.at);
                    value
                }
            };
            moved.push((number, target, value));
        }
        moved.sort_by_key(|(number, ..)| *number);
        moved.into_iter().map(|(_, target, value)| (target, value)).collect()
    }

    fn add_component(&mut self, section: &str, name: &str, value: Value) {
        let mut here = self.files.tree_mut(Files::DOCUMENT);
        for key in ["components", section] {
            here = here
                .and_then(Value::as_object_mut)
                .map(|members| members.entry(key).or_insert_with(|| Value::Object(Map::new())));
        }
        if let Some(members) = here.and_then(Value::as_object_mut) {
            members.insert(name.to_owned(), value);
        }
    }
}

/// The `$ref` to a target in its new place.
fn text(target: &Target, names: &Names) -> String {
    let name = names.get(target).cloned().unwrap_or_else(|| target.at.name());
    format!("#/components/{}/{name}", target.kind.section().unwrap_or_default())
}

/// Removes what only a `$ref` gave a meaning, and the `definitions` it stood in once nothing else is there.
fn remove(tree: &mut Value, at: &Pointer) -> Option<()> {
    let above = at.parent()?;
    let members = tree.pointer_mut(above)?.as_object_mut()?;
    members.shift_remove(&at.name());
    if members.is_empty() && !above.is_empty() {
        remove(tree, &Pointer::from_text(above.to_owned()))?;
    }
    Some(())
}
