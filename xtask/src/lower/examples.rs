//! Examples of the document, written out as Rust values of the types they are examples of.

use std::collections::HashMap;

use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value;

use super::operations::Remarks;
use super::view::{SchemaRef, plain as text_of};
use crate::ir::{
    Api, Call, Constraint, Literal, Name, Param, Presence, Scalar, Struct, TypeDef, TypeKind,
    TypeName, TypeRef,
};
use crate::spec::Document;

/// The types of an API by their names.
pub(super) type Types<'t> = HashMap<&'t TypeName, &'t TypeDef>;

/// The first example of a body: of the media type, else of its schema.
pub(super) fn media_example<'a>(
    document: &'a Document,
    media: &'a MediaType,
    schema: SchemaRef<'a>,
) -> Option<&'a Value> {
    let components = document.api.components.as_ref();
    let named = media.examples.values().find_map(|example| match example {
        ReferenceOr::Item(example) => example.value.as_ref(),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/examples/")?;
            components?.examples.get(name)?.as_item()?.value.as_ref()
        }
    });
    let of_schema = || match schema {
        SchemaRef::Item(item) => item.schema_data.example.as_ref(),
        SchemaRef::Reference(_) => {
            components?.schemas.get(schema.component()?)?.as_item()?.schema_data.example.as_ref()
        }
    };
    media.example.as_ref().or(named).or_else(of_schema)
}

/// Gives every operation a call written out, now that all types are known.
pub(super) fn attach(api: &mut Api, remarks: &[Remarks<'_>]) {
    let types: Types<'_> = api.types.iter().map(|ty| (&ty.name, ty)).collect();
    let bodies: HashMap<&Name, &Value> =
        remarks.iter().filter_map(|it| Some((&it.operation, it.body?))).collect();
    for operation in api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        let required = operation.params.iter().filter(|param| param.required);
        let body = operation
            .body
            .as_ref()
            .and_then(|body| literal(&types, bodies.get(&operation.name)?, body.kind.model()?));
        operation.example =
            Call { arguments: required.map(|param| argument(&types, param)).collect(), body };
    }
}

/// The example of a parameter, else something of its type.
fn argument(types: &Types<'_>, param: &Param) -> Literal {
    let example = param.docs.constraints.iter().find_map(|constraint| match constraint {
        Constraint::Example(text) => Some(text.as_str()),
        _ => None,
    });
    let text = |fallback: &str| example.unwrap_or(fallback).to_owned();
    let ty = resolve(types, &param.ty);
    match ty {
        TypeRef::Scalar(Scalar::Date) => Literal::Parsed(text("2025-07-21")),
        TypeRef::Scalar(Scalar::Timestamp) => Literal::Parsed(text("2025-07-21T17:32:28Z")),
        TypeRef::Scalar(Scalar::String | Scalar::File) => Literal::Text(text("…")),
        TypeRef::Scalar(scalar) => example
            .and_then(|text| plain(&serde_json::from_str(text).ok()?, *scalar))
            .or_else(|| {
                let fallbacks = [Value::from(true), Value::from(1)];
                fallbacks.iter().find_map(|value| plain(value, *scalar))
            })
            .unwrap_or_else(|| Literal::Text(text("…"))),
        TypeRef::Named(name) => {
            let known = |text: &str| named_literal(types, &Value::from(text), types.get(name)?);
            let first = || known(&first_value(types.get(name)?)?);
            example.and_then(known).or_else(first).unwrap_or_else(|| Literal::Text(text("…")))
        }
        _ => Literal::Text(text("…")),
    }
}

/// The first value of an enum.
fn first_value(ty: &TypeDef) -> Option<String> {
    match &ty.kind {
        TypeKind::Enum(known) => Some(known.variants.first()?.wire.clone()),
        _ => None,
    }
}

/// A number or boolean as Rust writes one of this type.
fn plain(value: &Value, scalar: Scalar) -> Option<Literal> {
    let text = match scalar {
        Scalar::Bool => value.as_bool()?.to_string(),
        Scalar::I32 => i32::try_from(value.as_i64()?).ok()?.to_string(),
        Scalar::I64 => value.as_i64()?.to_string(),
        Scalar::U32 => u32::try_from(value.as_u64()?).ok()?.to_string(),
        Scalar::U64 => value.as_u64()?.to_string(),
        // Always with a point or an exponent.
        Scalar::F32 => {
            let number: f32 = value.to_string().parse().ok()?;
            Some(format!("{number:?}")).filter(|_| number.is_finite())?
        }
        Scalar::F64 => format!("{:?}", value.as_f64()?),
        Scalar::String | Scalar::Date | Scalar::Timestamp | Scalar::File => return None,
    };
    Some(Literal::Plain(text))
}

/// What an alias stands for in the end.
pub(super) fn resolve<'t>(types: &Types<'t>, ty: &'t TypeRef) -> &'t TypeRef {
    match ty {
        TypeRef::Named(name) => match types.get(name).map(|ty| &ty.kind) {
            Some(TypeKind::Alias(target)) if target != ty => resolve(types, target),
            _ => ty,
        },
        _ => ty,
    }
}

/// `value` as a Rust value of type `ty`; `None` if it cannot be written shortly.
fn literal(types: &Types<'_>, value: &Value, ty: &TypeRef) -> Option<Literal> {
    Some(match (value, resolve(types, ty)) {
        (Value::String(text), TypeRef::Scalar(Scalar::String)) => Literal::Text(text.clone()),
        (Value::String(text), TypeRef::Scalar(Scalar::Date | Scalar::Timestamp)) => {
            Literal::Parsed(text.clone())
        }
        (Value::Number(_) | Value::Bool(_), TypeRef::Scalar(scalar)) => plain(value, *scalar)?,
        (Value::Array(items), TypeRef::List(item)) => Literal::List(
            items.iter().map(|value| literal(types, value, item)).collect::<Option<_>>()?,
        ),
        (_, TypeRef::Named(name)) => named_literal(types, value, types.get(name)?)?,
        _ => return None,
    })
}

fn named_literal(types: &Types<'_>, value: &Value, ty: &TypeDef) -> Option<Literal> {
    match (&ty.kind, value) {
        (TypeKind::Newtype { .. }, Value::String(text)) => Some(Literal::Text(text.clone())),
        (TypeKind::Enum(known), value) => {
            let wire = text_of(value);
            let variant = known.variants.iter().find(|variant| variant.wire == wire)?;
            Some(Literal::Variant(ty.name.clone(), variant.name.clone()))
        }
        (TypeKind::Struct(object), Value::Object(members)) => {
            struct_literal(types, object, members, &ty.name)
        }
        _ => None,
    }
}

fn struct_literal(
    types: &Types<'_>,
    object: &Struct,
    members: &serde_json::Map<String, Value>,
    name: &TypeName,
) -> Option<Literal> {
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for field in &object.fields {
        let value = members.get(&field.wire).filter(|value| !value.is_null());
        let written = value.map(|value| literal(types, value, &field.ty));
        match (field.presence, written) {
            (Presence::Required, written) => arguments.push(written??),
            (Presence::Nullable, None) => arguments.push(Literal::Maybe(None)),
            (Presence::Nullable, Some(written)) => {
                arguments.push(Literal::Maybe(Some(Box::new(written?))));
            }
            (_, Some(written)) => setters.push((field.name.clone(), written?)),
            (_, None) => {}
        }
    }
    Some(Literal::Struct { name: name.clone(), arguments, setters })
}
