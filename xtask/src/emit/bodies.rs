//! Request bodies: as an argument of a method, and as a part of the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::params::style;
use super::types::{Types, borrowed, outside};
use crate::ir::{Body, BodyKind, Field, JSON, Presence, Scalar, TypeRef};

/// The body as an argument.
pub(super) fn argument(body: &Body, types: &Types<'_>) -> TokenStream {
    match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) | BodyKind::Multipart(ty) => {
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
        BodyKind::Multipart(ty) => {
            let fields =
                types.object(ty).map(|object| object.fields.as_slice()).unwrap_or_default();
            let parts = fields.iter().map(|field| member(field, types));
            quote!(.multipart(Multipart::default() #(#parts)*))
        }
        BodyKind::Text(mime) => quote!(.body_of(#mime, body.to_owned())),
        BodyKind::Binary(mime) => quote!(.body_of(#mime, body)),
    }
}

/// A member as a part of its own; lists of files and of single values as a part for every element.
fn member(field: &Field, types: &Types<'_>) -> TokenStream {
    let (name, wire) = (&field.name, &field.wire);
    let (element, list) = match types.target(&field.ty) {
        TypeRef::List(item) if kind(item, types) != "json" => (types.target(item), true),
        other => (other, false),
    };
    let method = proc_macro2::Ident::new(kind(element, types), proc_macro2::Span::call_site());
    let accessor = types.accessor(element);
    let value = quote!(value #accessor);
    match (field.presence, list) {
        (Presence::Required, false) => {
            let value = match element {
                _ if accessor.is_some() => quote!(body.#name #accessor),
                TypeRef::Scalar(scalar) if scalar.is_copy() => quote!(body.#name),
                _ => quote!(&body.#name),
            };
            quote!(.#method(#wire, #value))
        }
        (Presence::Required, true) => {
            quote!(.each(&body.#name, |parts, value| parts.#method(#wire, #value)))
        }
        // A part cannot be `null`: what is to be cleared is left out as well.
        (Presence::OptionalNullable, false) => {
            quote!(.each(body.#name.value(), |parts, value| parts.#method(#wire, #value)))
        }
        (Presence::OptionalNullable, true) => {
            quote!(.each(body.#name.value().into_iter().flatten(), |parts, value| parts.#method(#wire, #value)))
        }
        (_, false) => quote!(.each(&body.#name, |parts, value| parts.#method(#wire, #value))),
        (_, true) => {
            quote!(.each(body.#name.iter().flatten(), |parts, value| parts.#method(#wire, #value)))
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
        BodyKind::Multipart(_) => imports.add("crate::runtime::multipart::Multipart"),
        BodyKind::Form(_, styles) => {
            imports.add_if(!styles.is_empty(), "crate::runtime::style::Style");
        }
        BodyKind::Json(..) | BodyKind::Text(_) => {}
    }
}
