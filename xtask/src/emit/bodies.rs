//! Request bodies: as an argument of a method, and as a part of the request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::params::style;
use super::structs;
use super::types::{Types, borrowed, outside};
use crate::ir::{Body, BodyKind, Field, JSON, PartType, Presence, Scalar, TypeRef};

/// The body as an argument.
pub(super) fn argument(body: &Body, types: &Types<'_>) -> TokenStream {
    match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) | BodyKind::Multipart(ty, _) => {
            let ty = borrowed(types.target(ty));
            quote!(body: #ty)
        }
        BodyKind::Text(_) => quote!(body: &str),
        BodyKind::Binary(_) => quote!(body: impl Into<Upload>),
    }
}

/// The call that puts the body into the request.
pub(super) fn part(body: &Body, types: &Types<'_>) -> TokenStream {
    match &body.kind {
        BodyKind::Json(_, mime) if mime == JSON => quote!(.json(body)),
        BodyKind::Json(_, mime) => quote!(.json_of(#mime, body)),
        BodyKind::Form(_, styles) => {
            let styles = styles.iter().map(|(name, it)| {
                let style = style(*it);
                quote!((#name, #style))
            });
            quote!(.form(body, &[#(#styles),*]))
        }
        BodyKind::Multipart(ty, part_types) => {
            let object = types.object(ty);
            let fields = object.map(|object| object.fields.as_slice()).unwrap_or_default();
            let parts = fields.iter().map(|field| {
                let part_type = part_types.iter().find(|it| it.part == field.wire);
                member(field, part_type, types)
            });
            let rest = object.and_then(|object| object.rest.as_ref()).map(|rest| {
                let name = structs::rest_name();
                entries(quote!(&body.#name), rest, types)
            });
            let map = match types.target(ty) {
                TypeRef::Map(item) => Some(entries(quote!(body), item, types)),
                _ => None,
            };
            quote!(.multipart(Multipart::default() #(#parts)* #rest #map))
        }
        BodyKind::Text(mime) => quote!(.body_of(#mime, body.to_owned())),
        BodyKind::Binary(mime) => quote!(.upload_of(#mime, body)),
    }
}

/// A member as a part of its own; lists of files and of single values as a part for every element, unless as JSON.
fn member(field: &Field, part_type: Option<&PartType>, types: &Types<'_>) -> TokenStream {
    let name = &field.name;
    let as_json = part_type.is_some_and(|it| it.is_json);
    let (element, list) = match types.target(&field.ty) {
        TypeRef::List(item) if kind(item, types) != "json" && !as_json => {
            (types.target(item), true)
        }
        other => (other, false),
    };
    let kind = if as_json { "json" } else { kind(element, types) };
    let accessor = types.accessor(element).filter(|_| !as_json);
    let add = |value| added(field, kind, part_type, value);
    let values = match (field.presence, list) {
        (Presence::Required, false) => {
            return add(match element {
                _ if accessor.is_some() => quote!(body.#name #accessor),
                TypeRef::Scalar(scalar) if scalar.is_copy() && !as_json => quote!(body.#name),
                _ => quote!(&body.#name),
            });
        }
        // A part cannot be `null`: what is to be cleared is left out as well.
        (Presence::OptionalNullable, false) => quote!(body.#name.value()),
        (Presence::OptionalNullable, true) => quote!(body.#name.value().into_iter().flatten()),
        (Presence::Required, true) | (_, false) => quote!(&body.#name),
        (_, true) => quote!(body.#name.iter().flatten()),
    };
    let each = add(quote!(value #accessor));
    quote!(.each(#values, |parts, value| parts #each))
}

/// The values of a map as parts under their keys; lists of files and of single values as a part for every element.
fn entries(map: TokenStream, item: &TypeRef, types: &Types<'_>) -> TokenStream {
    let (item, is_nullable) = match types.target(item) {
        TypeRef::Nullable(inner) => (types.target(inner), true),
        other => (other, false),
    };
    let (element, is_list) = match item {
        TypeRef::List(element) if kind(element, types) != "json" => (types.target(element), true),
        other => (other, false),
    };
    let accessor = types.accessor(element);
    let kind = match element {
        TypeRef::Any => "value",
        other => kind(other, types),
    };
    let kind = format_ident!("{kind}");
    let add = quote!(parts.#kind(name, value #accessor));
    let add = match (is_nullable, is_list) {
        (false, false) => add,
        (true, true) => quote!(parts.each(value.iter().flatten(), |parts, value| #add)),
        _ => quote!(parts.each(value, |parts, value| #add)),
    };
    quote!(.each(#map, |parts, (name, value)| #add))
}

/// The call that adds a part.
fn added(
    field: &Field,
    kind: &str,
    part_type: Option<&PartType>,
    value: TokenStream,
) -> TokenStream {
    let wire = &field.wire;
    match part_type.map(|it| it.media_type.as_str()) {
        Some(media_type) if (kind, media_type) != ("json", JSON) => {
            let method = format_ident!("{kind}_of");
            quote!(.#method(#wire, #media_type, #value))
        }
        _ => {
            let method = format_ident!("{kind}");
            quote!(.#method(#wire, #value))
        }
    }
}

/// How a value is written as a part: the name of the method that does.
fn kind(ty: &TypeRef, types: &Types<'_>) -> &'static str {
    match types.target(ty) {
        TypeRef::Scalar(Scalar::File) => "file",
        TypeRef::Scalar(_) => "text",
        other if types.wire(other).is_some() => "text",
        _ => "json",
    }
}

/// What a body names.
pub(super) fn imports(body: &Body, types: &Types<'_>, imports: &mut Imports) {
    if let Some(ty) = body.kind.model() {
        imports.add_type(types.target(ty), &outside);
    }
    match &body.kind {
        BodyKind::Binary(_) => imports.add("crate::runtime::upload::Upload"),
        BodyKind::Multipart(..) => imports.add("crate::runtime::multipart::Multipart"),
        BodyKind::Form(_, styles) => {
            imports.add_if(!styles.is_empty(), "crate::runtime::style::Style");
        }
        BodyKind::Json(..) | BodyKind::Text(_) => {}
    }
}
