//! `oneOf` and `anyOf`: one of several types, told apart by a discriminator.

use super::schemas::Shape;
use super::view::{SchemaRef, View};
use super::{Lowering, Place};
use crate::ir::{Tag, TypeKind, TypeName, TypeRef, Union, UnionVariant};
use crate::spec::Pointer;

impl<'a> Lowering<'a> {
    pub(super) fn union(&mut self, view: &View<'a>, at: &Pointer, place: &Place) -> Shape {
        let (keyword, parts) =
            if view.one_of.is_empty() { ("anyOf", view.any_of) } else { ("oneOf", view.one_of) };
        let at_parts = at.key(keyword);
        if let [only] = parts {
            return Shape::Inline(self.type_ref_without_null(
                only.into(),
                &at_parts.index(0),
                place,
            ));
        }
        let Some(discriminator) = &view.data.discriminator else {
            let hint = "name the member that tells them apart with `discriminator`";
            self.unsupported(at, &format!("`{keyword}` without a discriminator"), hint);
            return Shape::Inline(TypeRef::Any);
        };
        let mut variants = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let part: SchemaRef<'a> = part.into();
            let Some(component) = part.component() else {
                let hint = "move the alternative to `components/schemas`";
                self.unsupported(
                    &at_parts.index(index),
                    "an inline alternative beside a discriminator",
                    hint,
                );
                continue;
            };
            variants.push(UnionVariant {
                name: TypeName::of_variant(component),
                ty: self.type_ref_without_null(part, &at_parts.index(index), place),
                tags: tags(discriminator, component),
            });
        }
        let tag = Tag { wire: discriminator.property_name.clone() };
        Shape::Defined(TypeKind::Union(Union { variants, tag }))
    }
}

/// The values of the discriminator that stand for a component: those mapped to it, else its own name.
fn tags(discriminator: &openapiv3::Discriminator, component: &str) -> Vec<String> {
    let names =
        |target: &String| target == component || target.rsplit('/').next() == Some(component);
    let mapped: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| names(target))
        .map(|(value, _)| value.clone())
        .collect();
    if mapped.is_empty() { vec![component.to_owned()] } else { mapped }
}
