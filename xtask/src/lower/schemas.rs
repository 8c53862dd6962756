//! Schemas to types: which become definitions, which are written in place.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::parts::InParts;
use super::view::{SchemaRef, View};
use super::{Lowering, Place};
use crate::ir::{Name, Scalar, TypeDef, TypeKind, TypeName, TypeRef, Usage, Wire};
use crate::spec::Pointer;

/// What a schema turns into.
pub(super) enum Shape {
    /// Something that is written where it is used.
    Inline(TypeRef),
    /// Something that needs a definition and a name.
    Defined(TypeKind),
}

impl<'a> Lowering<'a> {
    /// Gives every component schema its Rust name, before anything refers to it.
    pub(super) fn name_components(&mut self) {
        for (name, schema, at) in self.component_schemas() {
            let own = rust_name(schema).map_or_else(|| TypeName::of_type(name), TypeName::of_type);
            let claimed = self.claim(own, &at);
            self.components.insert(name, claimed);
        }
    }

    /// Lowers every component schema, in the order of the document.
    pub(super) fn components(&mut self) {
        for (name, schema, at) in self.component_schemas() {
            self.in_parts = self.multipart.get(name).copied().unwrap_or_default();
            let Some(name) = self.components.get(name).cloned() else { continue };
            self.component(schema, &at, &Place::Named(&name, &name.module()));
            self.in_parts = InParts::Nothing;
        }
    }

    pub(super) fn component_schemas(&self) -> Vec<(&'a str, SchemaRef<'a>, Pointer)> {
        let document = self.document;
        let schemas = Pointer::root().key("components").key("schemas");
        let components = document.api.components.iter().flat_map(|components| &components.schemas);
        components.map(|(name, schema)| (name.as_str(), schema.into(), schemas.key(name))).collect()
    }

    fn component(&mut self, schema: SchemaRef<'a>, at: &Pointer, place: &Place<'_>) {
        let shape = match schema {
            SchemaRef::Reference(_) => Shape::Inline(self.type_ref(schema, at, place)),
            SchemaRef::Item(item) => {
                let view = View::new(item);
                match self.family(&view, at, place) {
                    Some(family) => Shape::Defined(TypeKind::Union(family)),
                    None => self.shape(&view, at, place),
                }
            }
        };
        let kind = match shape {
            Shape::Defined(kind) => kind,
            Shape::Inline(TypeRef::Scalar(Scalar::String)) => {
                TypeKind::Newtype { sensitivity: self.sensitivity(schema) }
            }
            Shape::Inline(ty) => TypeKind::Alias(ty),
        };
        self.define(schema, at, place, kind);
    }

    /// Adds a definition under the name of its place.
    pub(super) fn define(
        &mut self,
        schema: SchemaRef<'a>,
        at: &Pointer,
        place: &Place<'_>,
        kind: TypeKind,
    ) {
        self.types.push(TypeDef {
            name: place.name(),
            module: place.module(),
            origin: at.as_str().to_owned(),
            docs: self.docs(schema),
            usage: Usage::default(),
            kind,
        });
    }

    /// The type of a schema, `null` included; inline objects, enums and unions are defined on the way.
    pub(super) fn type_ref(
        &mut self,
        schema: SchemaRef<'a>,
        at: &Pointer,
        place: &Place<'_>,
    ) -> TypeRef {
        let ty = self.type_ref_without_null(schema, at, place);
        if self.nullable(schema) && ty != TypeRef::Any {
            TypeRef::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// The type of a schema, leaving aside that it may be `null`.
    pub(super) fn type_ref_without_null(
        &mut self,
        schema: SchemaRef<'a>,
        at: &Pointer,
        place: &Place<'_>,
    ) -> TypeRef {
        let item = match schema {
            SchemaRef::Reference(reference) => return self.reference(reference, at),
            SchemaRef::Item(item) => item,
        };
        if let Some(name) = self.shared.get(at) {
            return TypeRef::Named(name.clone());
        }
        let view = View::new(item);
        // A part of its `allOf` may lead back here.
        let reserved = view.is_struct().then(|| self.reserve(place, at));
        let shape = match self.shape(&view, at, place) {
            Shape::Inline(ty) if depth(&ty) > DEEPEST_INLINE => Shape::Defined(TypeKind::Alias(ty)),
            shape => shape,
        };
        match shape {
            Shape::Inline(ty) => {
                if let Some(name) = reserved {
                    self.release(&name, at);
                }
                ty
            }
            Shape::Defined(kind) => {
                let name = reserved.unwrap_or_else(|| self.reserve(place, at));
                self.define(schema, at, &Place::Named(&name, &place.module()), kind);
                TypeRef::Named(name)
            }
        }
    }

    /// Gives the schema at `at` the name of its place, under which it is found when it is reached again.
    fn reserve(&mut self, place: &Place<'_>, at: &Pointer) -> TypeName {
        let name = self.claim(place.name(), at);
        if at.as_str().starts_with("/components/") {
            self.shared.insert(at.clone(), name.clone());
        }
        name
    }

    /// Takes back a name that nothing needs after all.
    fn release(&mut self, name: &TypeName, at: &Pointer) {
        self.taken.remove(name);
        self.shared.remove(at);
    }

    fn reference(&mut self, reference: &'a str, at: &Pointer) -> TypeRef {
        if let Some(name) =
            SchemaRef::Reference(reference).component().and_then(|name| self.components.get(name))
        {
            TypeRef::Named(name.clone())
        } else {
            self.unsupported(
                at,
                &format!("the reference `{reference}`"),
                "refer to `#/components/schemas/…`",
            );
            TypeRef::Any
        }
    }

    fn shape(&mut self, view: &View<'a>, at: &Pointer, place: &Place<'_>) -> Shape {
        if let Some((index, part)) = view.described() {
            let at = at.key("allOf").index(index);
            return Shape::Inline(self.type_ref_without_null(part, &at, place));
        }
        if view.has_alternatives() && (!view.has_members() || view.data.discriminator.is_some()) {
            return self.union(view, at, place);
        }
        if let Some((index, part)) = self.scalar_part(view) {
            let at = at.key("allOf").index(index);
            return Shape::Inline(self.type_ref_without_null(part, &at, place));
        }
        if self.is_contradiction(view) {
            // Whatever comes is kept; lint has said that nothing fits.
            return Shape::Inline(TypeRef::Any);
        }
        match view.ty {
            Some("string") => self.string(view, at),
            Some("integer") if view.listed() == Some(Wire::Integer) => {
                self.listed(view, at, Wire::Integer)
            }
            Some("integer") => Shape::Inline(TypeRef::Scalar(integer(view.format))),
            Some("number") => Shape::Inline(TypeRef::Scalar(number(view.format))),
            Some("boolean") => Shape::Inline(TypeRef::Scalar(Scalar::Bool)),
            Some("array") => Shape::Inline(self.list(view, at, place)),
            Some("object") => self.object(view, at, place),
            None if view.has_members() || view.additional.is_some() => self.object(view, at, place),
            None if view.items.is_some() => Shape::Inline(self.list(view, at, place)),
            None => match view.listed() {
                Some(wire) => self.listed(view, at, wire),
                None => Shape::Inline(TypeRef::Any),
            },
            Some(_) => Shape::Inline(TypeRef::Any),
        }
    }

    /// The part of an `allOf` that says what a value is, if none of the parts is an object.
    pub(super) fn scalar_part(&self, view: &View<'a>) -> Option<(usize, SchemaRef<'a>)> {
        let is_object = |view: &View<'a>| {
            let object = view.ty == Some("object") || view.has_members() || view.has_alternatives();
            (object || view.additional.is_some()).then_some(())
        };
        let has_type =
            |view: &View<'a>| (view.ty.is_some() || !view.values().is_empty()).then_some(());
        let parts = view.all_of.iter().map(SchemaRef::from).enumerate();
        if view.properties.is_some()
            || parts.clone().any(|(_, it)| self.along_references(it, is_object).is_some())
        {
            return None;
        }
        parts.into_iter().find(|(_, it)| self.along_references(*it, has_type).is_some())
    }

    /// Whether the parts of an `allOf` ask for an object and for something else.
    pub(super) fn is_contradiction(&self, view: &View<'a>) -> bool {
        let parts = view.all_of.iter().map(SchemaRef::from);
        let types: Vec<&str> = parts
            .filter_map(|part| self.along_references(part, |view| view.ty))
            .chain(view.ty)
            .collect();
        types.contains(&"object") && types.iter().any(|ty| *ty != "object")
    }

    fn list(&mut self, view: &View<'a>, at: &Pointer, place: &Place<'_>) -> TypeRef {
        let item = view.items.map_or(TypeRef::Any, |items| {
            self.type_ref(items.into(), &at.key("items"), &place.child("Item"))
        });
        TypeRef::List(Box::new(item))
    }

    fn object(&mut self, view: &View<'a>, at: &Pointer, place: &Place<'_>) -> Shape {
        if view.has_members() {
            return Shape::Defined(TypeKind::Struct(self.members(view, at, place)));
        }
        let value = self.map_value(view, at, place);
        Shape::Inline(TypeRef::Map(Box::new(value.unwrap_or(TypeRef::Any))))
    }

    /// The type of members that have no name in the schema, if the schema speaks of them.
    pub(super) fn map_value(
        &mut self,
        view: &View<'a>,
        at: &Pointer,
        place: &Place<'_>,
    ) -> Option<TypeRef> {
        match view.additional? {
            AdditionalProperties::Any(false) => None,
            AdditionalProperties::Any(true) => Some(TypeRef::Any),
            AdditionalProperties::Schema(schema) => {
                let schema: &'a ReferenceOr<Schema> = schema;
                let (at, place) = (at.key("additionalProperties"), place.child("Value"));
                Some(self.in_member(|lowering| lowering.type_ref(schema.into(), &at, &place)))
            }
        }
    }

    /// Whether a schema, or what it refers to, may be `null`.
    pub(super) fn nullable(&self, schema: SchemaRef<'a>) -> bool {
        let nullable = |view: &View<'a>| {
            let parts = view.one_of.iter().chain(view.any_of).map(SchemaRef::from);
            (view.nullable() || parts.clone().any(super::unions::is_null)).then_some(())
        };
        self.along_references(schema, nullable).is_some()
    }

    /// Asks a schema, then what it refers to, then what that refers to, until one answers.
    pub(super) fn along_references<T>(
        &self,
        schema: SchemaRef<'a>,
        ask: impl Fn(&View<'a>) -> Option<T>,
    ) -> Option<T> {
        /// Longer chains are cycles, which lint reports.
        const LONGEST_CHAIN: usize = 32;
        let mut here = schema;
        for _ in 0..LONGEST_CHAIN {
            here = match here {
                SchemaRef::Reference(_) => {
                    self.document.api.components.as_ref()?.schemas.get(here.component()?)?.into()
                }
                SchemaRef::Item(item) => {
                    let view = View::new(item);
                    if let Some(answer) = ask(&view) {
                        return Some(answer);
                    }
                    view.described_reference()?
                }
            };
        }
        None
    }
}

fn integer(format: Option<&str>) -> Scalar {
    match format {
        Some("int8" | "int16" | "int32" | "uint8" | "uint16") => Scalar::I32,
        Some("uint32") => Scalar::U32,
        Some("uint64" | "uint") => Scalar::U64,
        _ => Scalar::I64,
    }
}

fn number(format: Option<&str>) -> Scalar {
    match format {
        Some("float") => Scalar::F32,
        _ => Scalar::F64,
    }
}

/// Deeper types get a name: they are hard to read, and clippy says so.
const DEEPEST_INLINE: usize = 2;

/// How many lists, maps and options are inside each other.
fn depth(ty: &TypeRef) -> usize {
    match ty {
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => 1 + depth(inner),
        TypeRef::Scalar(_) | TypeRef::Named(_) | TypeRef::Any => 0,
    }
}

/// The name the document asks for with `x-rust-name`.
fn rust_name(schema: SchemaRef<'_>) -> Option<&str> {
    match schema {
        SchemaRef::Reference(_) => None,
        SchemaRef::Item(item) => {
            item.schema_data.extensions.get("x-rust-name").and_then(serde_json::Value::as_str)
        }
    }
}

/// The Rust name of a member, parameter or operation.
pub(super) fn own_name(extension: Option<&serde_json::Value>, wire: &str) -> Name {
    Name::new(extension.and_then(serde_json::Value::as_str).unwrap_or(wire))
}
