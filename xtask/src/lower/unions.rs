//! `oneOf`, `anyOf` and base classes with a discriminator: one of several types.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaData};

use super::schemas::Shape;
use super::view::{SchemaRef, View};
use super::{Lowering, Place, take};
use crate::ir::{
    Docs, Enum, Scalar, Sensitivity, Tag, TypeDef, TypeKind, TypeName, TypeRef, Union,
    UnionVariant, Usage,
};
use crate::spec::Pointer;

impl<'a> Lowering<'a> {
    /// A schema made of alternatives.
    pub(super) fn union(&mut self, view: &View<'a>, at: &Pointer, place: &Place<'_>) -> Shape {
        let (keyword, parts) =
            if view.one_of.is_empty() { ("anyOf", view.any_of) } else { ("oneOf", view.one_of) };
        let at = at.key(keyword);
        let parts =
            parts.iter().enumerate().map(|(index, part)| (SchemaRef::from(part), at.index(index)));
        let parts: Vec<_> = parts.filter(|(part, _)| !is_null(*part)).collect();
        if let [(only, at)] = parts.as_slice() {
            return Shape::Inline(self.type_ref_without_null(*only, at, place));
        }
        let named = parts.iter().all(|(part, _)| part.component().is_some());
        let discriminator = view.data.discriminator.as_ref().filter(|_| named);
        let mut variants: Vec<UnionVariant> = Vec::with_capacity(parts.len());
        let (mut taken, mut types) = (reserved(), HashSet::new());
        for (index, (part, at)) in parts.iter().enumerate() {
            let ty =
                self.type_ref_without_null(*part, at, &place.child(&alternative(*part, index)));
            if discriminator.is_some() || types.insert(ty.clone()) {
                let tags = discriminator.zip(part.component()).map(|(it, name)| tags(it, name));
                let wanted = variant_name(*part, &ty, index);
                let variant = variant(&mut taken, &wanted, ty, tags, self.sensitivity(*part));
                let words = ("variant name", "this alternative");
                self.report_taken(
                    (&wanted, &variant.name),
                    at,
                    words,
                    "give it a `title` of its own",
                );
                variants.push(variant);
            }
        }
        match variants.as_slice() {
            [only] => Shape::Inline(only.ty.clone()),
            _ => Shape::Defined(TypeKind::Union(Union { variants, tag: discriminator.map(tag) })),
        }
    }

    /// A base class: a component with a discriminator that others extend by `allOf`.
    ///
    /// Whoever refers to it means any of them, so it becomes a union; its own members are a struct beside it.
    pub(super) fn family(
        &mut self,
        view: &View<'a>,
        at: &Pointer,
        place: &Place<'_>,
    ) -> Option<Union> {
        let discriminator = view.data.discriminator.as_ref()?;
        if !view.one_of.is_empty() || !view.any_of.is_empty() || !view.has_members() {
            return None;
        }
        let base = at.name();
        let children: Vec<(&'a str, SchemaRef<'a>)> = self
            .component_schemas()
            .into_iter()
            .filter(|(_, schema, _)| extends(*schema, &base))
            .map(|(name, schema, _)| (name, schema))
            .collect();
        if children.is_empty() {
            return None;
        }
        // What adds nothing has no members but those of the base.
        let (same, children): (Vec<_>, Vec<_>) =
            children.into_iter().partition(|(name, _)| self.is_only(name, &base));
        let mut variants: Vec<UnionVariant> = Vec::new();
        let mut taken = reserved();
        for (name, schema) in children {
            let Some(ty) = self.components.get(name).cloned().map(TypeRef::Named) else { continue };
            let tags = tags(discriminator, name);
            let wanted = TypeName::of_variant(name);
            let class = self.sensitivity(schema);
            variants.push(variant(&mut taken, &wanted, ty, Some(tags), class));
        }
        let (own, module) = (self.claim(place.name().child("Base"), at), place.module());
        let members = self.members(view, at, &Place::Named(&own, &module));
        self.types.push(TypeDef {
            name: own.clone(),
            module,
            origin: at.as_str().to_owned(),
            docs: Docs::default(),
            usage: Usage::default(),
            kind: TypeKind::Struct(members),
        });
        let tags = [&*base]
            .into_iter()
            .chain(same.into_iter().map(|(name, _)| name))
            .flat_map(|name| tags(discriminator, name));
        let tags = tags.collect();
        variants.push(variant(
            &mut taken,
            &TypeName::of_variant("Base"),
            TypeRef::Named(own),
            Some(tags),
            Sensitivity::Operational,
        ));
        Some(Union { variants, tag: Some(tag(discriminator)) })
    }

    /// Whether a component is another one under its own name.
    fn is_only(&self, name: &str, other: &str) -> bool {
        let schemas = self.document.api.components.as_ref().map(|components| &components.schemas);
        let Some(ReferenceOr::Item(item)) = schemas.and_then(|schemas| schemas.get(name)) else {
            return false;
        };
        let view = View::new(item);
        view.described_reference().and_then(SchemaRef::component) == Some(other)
    }
}

/// A variant under the wanted name, or with a number behind it if another has that.
fn variant(
    taken: &mut BTreeSet<TypeName>,
    wanted: &TypeName,
    ty: TypeRef,
    tags: Option<Vec<String>>,
    sensitivity: Sensitivity,
) -> UnionVariant {
    UnionVariant {
        name: take(taken, wanted, TypeName::numbered),
        ty,
        tags: tags.unwrap_or_default(),
        boxed: false,
        adds_tag: false,
        sensitivity,
    }
}

/// The names that no variant of a union can have.
pub(super) fn reserved() -> BTreeSet<TypeName> {
    BTreeSet::from([TypeName::of_variant(Enum::UNKNOWN)])
}

fn tag(discriminator: &Discriminator) -> Tag {
    Tag { wire: discriminator.property_name.clone() }
}

/// The values of the discriminator that stand for a component: those mapped to it, else its own name.
fn tags(discriminator: &Discriminator, component: &str) -> Vec<String> {
    let names = |target: &str| target == component || target.rsplit('/').next() == Some(component);
    let mapped = discriminator.mapping.iter().filter(|(_, target)| names(target));
    let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    if mapped.is_empty() { vec![component.to_owned()] } else { mapped }
}

/// Whether a schema has the component `base` among the parts of its `allOf`.
fn extends(schema: SchemaRef<'_>, base: &str) -> bool {
    let SchemaRef::Item(item) = schema else { return false };
    let view = View::new(item);
    let is_base = |part: &ReferenceOr<Schema>| SchemaRef::from(part).component() == Some(base);
    view.all_of.iter().any(is_base)
}

/// `{nullable: true}` or `{enum: [null]}` among alternatives says that there may be nothing.
pub(super) fn is_null(part: SchemaRef<'_>) -> bool {
    let SchemaRef::Item(item) = part else { return false };
    let view = View::new(item);
    let nothing_else = view.properties.is_none_or(indexmap::IndexMap::is_empty)
        && view.all_of.is_empty()
        && view.one_of.is_empty()
        && view.any_of.is_empty()
        && view.items.is_none();
    let values = view.values();
    let only_null = values.iter().all(serde_json::Value::is_null);
    nothing_else && only_null && view.nullable() && (view.ty.is_none() || !values.is_empty())
}

/// What the place of an alternative is called: by its title, else by its number.
fn alternative(part: SchemaRef<'_>, index: usize) -> Cow<'_, str> {
    match part {
        SchemaRef::Item(Schema { schema_data: SchemaData { title: Some(title), .. }, .. }) => {
            title.into()
        }
        _ => format!("Variant{}", index + 1).into(),
    }
}

/// What an alternative is called inside the union.
fn variant_name(part: SchemaRef<'_>, ty: &TypeRef, index: usize) -> TypeName {
    let title = match part {
        SchemaRef::Item(item) => item.schema_data.title.as_deref(),
        SchemaRef::Reference(_) => part.component(),
    };
    if let Some(title) = title {
        return TypeName::of_variant(title);
    }
    TypeName::of_variant(match ty {
        TypeRef::Scalar(Scalar::Bool) => "Boolean",
        TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64) => "Integer",
        TypeRef::Scalar(Scalar::F32 | Scalar::F64) => "Number",
        TypeRef::Scalar(Scalar::String) => "Text",
        TypeRef::Scalar(Scalar::Date) => "Date",
        TypeRef::Scalar(Scalar::Timestamp) => "Timestamp",
        TypeRef::Scalar(Scalar::File) => "File",
        TypeRef::List(_) => "List",
        TypeRef::Map(_) => "Object",
        TypeRef::Any => "Any",
        TypeRef::Named(_) | TypeRef::Nullable(_) => {
            return TypeName::of_variant(&format!("Variant{}", index + 1));
        }
    })
}
