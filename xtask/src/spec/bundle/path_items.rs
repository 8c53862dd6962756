//! Puts path items in place of the `$ref`s that lead to them.

use std::collections::HashMap;

use serde_json::Value;

use super::{Bundle, Target, kind_of};
use crate::spec::files::Files;
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::Outline;
use crate::spec::{Origins, Pointer};

/// Path items may hold callbacks, which hold path items again. More than this is a circle or a bomb.
const MOST: usize = 10_000;

impl Bundle<'_, '_> {
    pub(super) fn put_path_items(&mut self, origins: &mut Origins) {
        let mut put: HashMap<Pointer, Vec<usize>> = HashMap::new();
        let mut count = 0;
        loop {
            let open = self.open_path_items();
            if open.is_empty() {
                return;
            }
            for (at, number) in open {
                count += 1;
                let ends = count > MOST || is_inside(&put, &at, number);
                let target = self.targets.get_index(number).cloned().filter(|_| !ends);
                self.put_path_item(&at, target, origins);
                put.entry(at).or_default().push(number);
            }
        }
    }

    /// Where path items are still to be put, and the numbers of the targets to put there.
    fn open_path_items(&self) -> Vec<(Pointer, usize)> {
        let tree = self.files.tree(Files::DOCUMENT);
        let shape = Shape::Object(Kind::OpenApi);
        let outline = Outline::of_part(tree, shape, Pointer::root(), self.version);
        let path_items =
            outline.references().filter(|it| kind_of(it.shape()) == Some(Kind::PathItem));
        path_items.filter_map(|it| Some((it.at(), it.reference()?.parse().ok()?))).collect()
    }

    fn put_path_item(&mut self, at: &Pointer, target: Option<Target>, origins: &mut Origins) {
        let put = target.as_ref().and_then(|target| {
            let value = self.files.tree(target.file).pointer(target.at.as_str())?;
            Some((target, value.as_object()?.clone()))
        });
        if put.is_none() {
            let (rule, message) = match target {
                None => ("ref-cycle", "this path item contains itself"),
                Some(_) => ("wrong-type", "what this leads to is no mapping, so no path item"),
            };
            let (file, at) = origins.find(at);
            self.diagnostics.in_file(file, |diagnostics| {
                diagnostics.error(rule, &at.key("$ref"), message);
            });
        }
        let file = put.as_ref().and_then(|(target, _)| self.files.other(target.file).cloned());
        let tree = self.files.tree_mut(Files::DOCUMENT);
        let Some(Value::Object(members)) = tree.and_then(|tree| tree.pointer_mut(at.as_str()))
        else {
            return;
        };
        members.shift_remove("$ref");
        for (target, (key, value)) in
            put.into_iter().flat_map(|(target, put)| put.into_iter().map(move |it| (target, it)))
        {
            // What is written beside the `$ref` wins.
            if !members.contains_key(&key) {
                let from = (file.clone(), target.at.key(&key));
                origins.bundled.insert(at.key(&key), from);
                members.insert(key, value);
            }
        }
    }
}

/// Whether a place is one where a path item was put before, or in one.
fn is_inside(put: &HashMap<Pointer, Vec<usize>>, at: &Pointer, number: usize) -> bool {
    let text = at.as_str();
    let above = text.rmatch_indices('/').filter_map(|(end, _)| text.get(..end));
    std::iter::once(text)
        .chain(above)
        .any(|place| put.get(place).is_some_and(|numbers| numbers.contains(&number)))
}
