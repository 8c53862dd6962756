//! Request bodies: as an argument of a method, and as a part of the request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::params::style;
use super::structs;
use super::types::{Types, borrowed, outside};
use crate::ir::{
    Body, BodyKind, Enum, FORM_DATA, Field, JSON, PartType, Presence, Scalar, TypeRef,
};

/// The body as an argument.
pub(super) fn argument(body: &Body, types: &Types<'_>) -> TokenStream {
    match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) | BodyKind::Multipart(ty, ..) => {
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
        BodyKind::Multipart(ty, part_types, mime) => {
            let parts = parts(ty, part_types, types);
            if mime == FORM_DATA {
                quote!(.multipart(Multipart::default() #parts))
            } else {
                quote!(.multipart_of(#mime, Multipart::default() #parts))
            }
        }
        BodyKind::Text(mime) => quote!(.body_of(#mime, body.to_owned())),
        BodyKind::Binary(mime) => quote!(.upload_of(#mime, body)),
    }
}

/// The calls that add a part for every member of the body.
fn parts(body: &TypeRef, part_types: &[PartType], types: &Types<'_>) -> TokenStream {
    let object = types.object(body);
    let fields = object.map(|object| object.fields.as_slice()).unwrap_or_default();
    let fields = fields.iter().map(|field| {
        let media = part_types.iter().find(|it| it.part == field.wire);
        member(field, media, types)
    });
    let rest = object.and_then(|object| object.rest.as_ref()).map(|rest| {
        let name = structs::rest_name();
        entries(quote!(&body.#name), rest, types)
    });
    let map = match types.target(body) {
        TypeRef::Map(item) => Some(entries(quote!(body), item, types)),
        _ => None,
    };
    quote!(#(#fields)* #rest #map)
}

/// A member as parts. One cannot be `null`: what is to be cleared is left out as well.
fn member(field: &Field, media: Option<&PartType>, types: &Types<'_>) -> TokenStream {
    let (wire, name) = (&field.wire, &field.name);
    let part = Part { name: quote!(#wire), media, types };
    match (field.presence, part.items(&field.ty)) {
        (Presence::Required, _) => part.add(&quote!(body.#name), &field.ty, true),
        (Presence::OptionalNullable, None) => part.each(&quote!(body.#name.value()), &field.ty),
        (Presence::OptionalNullable, Some(item)) => {
            part.each(&quote!(body.#name.value().into_iter().flatten()), item)
        }
        (_, None) => part.each(&quote!(&body.#name), &field.ty),
        (_, Some(item)) => part.each(&quote!(body.#name.iter().flatten()), item),
    }
}

/// The values of a map as parts under their keys.
fn entries(map: TokenStream, item: &TypeRef, types: &Types<'_>) -> TokenStream {
    let part = Part { name: quote!(name), media: None, types };
    let add = part.add(&quote!(value), item, false);
    quote!(.each(#map, |parts, (name, value)| parts #add))
}

/// A part, or several of one name.
struct Part<'a> {
    name: TokenStream,
    media: Option<&'a PartType>,
    types: &'a Types<'a>,
}

impl Part<'_> {
    /// The call that adds every value of a list or an `Option`.
    fn each(&self, values: &TokenStream, ty: &TypeRef) -> TokenStream {
        let add = self.add(&quote!(value), ty, false);
        quote!(.each(#values, |parts, value| parts #add))
    }

    /// The calls that add a value, of which there is a reference unless it is a place: one part, or for a list of what
    /// is no JSON one for every element.
    fn add(&self, value: &TokenStream, ty: &TypeRef, is_place: bool) -> TokenStream {
        let reference = if is_place { quote!(&#value) } else { value.clone() };
        let ty = self.types.target(ty);
        let accessor = self.types.accessor(ty);
        match ty {
            _ if self.media.is_some_and(|it| it.is_json) => self.call("json", &reference),
            _ if accessor.is_some() => self.call("text", &quote!(#value #accessor)),
            TypeRef::Scalar(Scalar::File) => self.call("file", &reference),
            TypeRef::Scalar(scalar) if scalar.is_copy() && is_place => self.call("text", value),
            TypeRef::Scalar(_) => self.call("text", &reference),
            TypeRef::Nullable(inner) => self.each(&reference, inner),
            TypeRef::List(item) if !self.is_json(item) => self.each(&reference, item),
            TypeRef::Any => self.call("value", &reference),
            TypeRef::Named(_) if self.types.holds_file(ty) => self.alternatives(&reference, ty),
            TypeRef::Named(_) if self.types.union(ty).is_some() => self.call("value", &reference),
            _ => self.call("json", &reference),
        }
    }

    /// The call that adds what a union holds, whichever it is.
    fn alternatives(&self, value: &TokenStream, ty: &TypeRef) -> TokenStream {
        let (TypeRef::Named(name), Some(union)) = (ty, self.types.union(ty)) else {
            return self.call("json", value);
        };
        let arms = union.variants.iter().map(|variant| {
            let held = &variant.name;
            let item = match self.types.target(&variant.ty) {
                TypeRef::List(item) => item,
                other => other,
            };
            let is_file = *self.types.target(item) == TypeRef::Scalar(Scalar::File);
            // The media type of the part is that of a file.
            let part =
                Part { name: self.name.clone(), media: self.media.filter(|_| is_file), ..*self };
            let add = match self.types.union(item) {
                // It may be the same again.
                Some(_) => part.call("value", &quote!(value)),
                None => part.add(&quote!(value), &variant.ty, false),
            };
            quote!(models::#name::#held(value) => parts #add,)
        });
        let unknown = format_ident!("{}", Enum::UNKNOWN);
        let add = self.call("value", &quote!(value.as_json()));
        quote! {
            .each([#value], |parts, value| match value {
                #(#arms)*
                models::#name::#unknown(value) => parts #add,
            })
        }
    }

    /// The call of a method that adds a part.
    fn call(&self, method: &str, value: &TokenStream) -> TokenStream {
        let name = &self.name;
        match self.media.map(|it| it.media_type.as_str()) {
            Some(media_type) if (method, media_type) != ("json", JSON) && method != "value" => {
                let method = format_ident!("{method}_of");
                quote!(.#method(#name, #media_type, #value))
            }
            _ => {
                let method = format_ident!("{method}");
                quote!(.#method(#name, #value))
            }
        }
    }

    /// What the elements of a list are, if each is a part of its own.
    fn items<'t>(&'t self, ty: &'t TypeRef) -> Option<&'t TypeRef> {
        match self.types.target(ty) {
            TypeRef::List(item)
                if !self.media.is_some_and(|it| it.is_json) && !self.is_json(item) =>
            {
                Some(item)
            }
            _ => None,
        }
    }

    /// Whether a value becomes one part of JSON.
    fn is_json(&self, ty: &TypeRef) -> bool {
        match self.types.target(ty) {
            TypeRef::Scalar(_) => false,
            TypeRef::Nullable(inner) => self.is_json(inner),
            other => self.types.wire(other).is_none() && !self.types.holds_file(other),
        }
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
