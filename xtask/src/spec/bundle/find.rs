//! Finds every `$ref` that has to change, and what it leads to, through all files.

use serde_json::Value;

use super::{Bundle, Reference, Target, kind_of, locate};
use crate::spec::Pointer;
use crate::spec::files::Files;
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::Outline;

impl Bundle<'_, '_> {
    pub(super) fn find(&mut self) {
        self.walk(Files::DOCUMENT, &Pointer::root(), Shape::Object(Kind::OpenApi));
        let mut next = 0;
        while let Some(target) = self.targets.get_index(next).cloned() {
            if self.shape_at(&target).and_then(kind_of) != Some(target.kind) {
                self.walk(target.file, &target.at, Shape::Reference(target.kind));
            }
            next += 1;
        }
    }

    fn walk(&mut self, file: usize, at: &Pointer, shape: Shape) {
        self.walked.insert((file, at.clone()), shape);
        let Some(value) = self.files.tree(file).pointer(at.as_str()) else { return };
        let outline = Outline::of_part(value, shape, at.clone(), self.version);
        let references = outline.references().filter_map(|node| {
            let (kind, text) = (kind_of(node.shape())?, node.reference()?);
            let stays = file == Files::DOCUMENT && kind != Kind::PathItem && locate::is_plain(text);
            (!stays).then(|| (node.at(), kind, text.to_owned(), false))
        });
        let mappings = mappings(&outline).filter_map(|(at, text)| {
            let text = locate::mapped(self.files.tree(file), file, text)?;
            Some((at, Kind::Schema, text, true))
        });
        let found: Vec<_> = references.chain(mappings).collect();
        for (at, kind, text, in_mapping) in found {
            let target = self.target((file, &at), kind, &text, in_mapping);
            self.references.insert((file, at), Reference { kind, in_mapping, target });
        }
    }

    fn target(
        &mut self,
        (file, at): (usize, &Pointer),
        kind: Kind,
        text: &str,
        in_mapping: bool,
    ) -> Option<Target> {
        match self.locate(file, text, kind) {
            Ok(target) => {
                if !locate::is_component(&target) {
                    self.targets.insert(target.clone());
                }
                Some(target)
            }
            Err(problem) => {
                let at = if in_mapping { at.clone() } else { at.key("$ref") };
                self.report((file, &at), text, in_mapping, problem);
                None
            }
        }
    }

    /// What stands at a place as part of something that was looked through.
    pub(super) fn shape_at(&self, target: &Target) -> Option<Shape> {
        let text = target.at.as_str();
        let mut shapes = text.rmatch_indices('/').filter_map(|(end, _)| {
            let (above, rest) = text.split_at(end);
            let above = Pointer::from_text(above.to_owned());
            let walked = *self.walked.get(&(target.file, above.clone()))?;
            self.shape_below(target.file, &above, walked, rest)
        });
        let first = shapes.next();
        let wanted = |shape: &Shape| kind_of(*shape) == Some(target.kind);
        first.filter(wanted).or_else(|| shapes.find(wanted)).or(first)
    }

    fn shape_below(
        &self,
        file: usize,
        above: &Pointer,
        mut shape: Shape,
        rest: &str,
    ) -> Option<Shape> {
        let mut value = self.files.tree(file).pointer(above.as_str())?;
        for step in Pointer::from_text(rest.to_owned()).steps() {
            shape = match shape {
                Shape::Map(inner) | Shape::List(inner) => *inner,
                Shape::Object(kind) | Shape::Reference(kind) => {
                    kind.narrowed(value.as_object()?).shape(&step, self.version)?
                }
                Shape::Additional => Kind::Schema.shape(&step, self.version)?,
                _ => return None,
            };
            value = value.pointer(Pointer::root().key(&step).as_str())?;
        }
        Some(shape)
    }
}

/// What the discriminators of an outline map values to, and where.
pub(super) fn mappings<'a>(outline: &'a Outline<'a>) -> impl Iterator<Item = (Pointer, &'a str)> {
    outline.objects(Kind::Discriminator).flat_map(|node| {
        let mapping = node.get("mapping").and_then(Value::as_object);
        mapping.into_iter().flatten().filter_map(move |(value, text)| {
            Some((node.at_key("mapping").key(value), text.as_str()?))
        })
    })
}
