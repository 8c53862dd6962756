//! Objects: the struct, how it is read, written and shown, and for those that are sent a constructor and setters.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use super::format::{Quoted, shared};
use super::imports::Imports;
use super::markdown;
use super::types::{Types, owned};
use crate::ir::{Field, Presence, Struct, TypeDef};

pub(super) fn object(ty: &TypeDef, object: &Struct, types: &Types<'_>) -> Vec<TokenStream> {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, || "An object.");
    let all_optional = !object.fields.iter().any(is_argument);
    let default = (ty.usage.request && all_optional).then(|| quote!(Default,));
    let fields = object.fields.iter().map(|field| declaration(field, ty.usage.request));
    let rest = object.rest.as_ref().map(|rest| {
        let (name, rest) = (rest_name(), owned(rest));
        quote! {
            /// Members the API description does not name.
            pub #name: BTreeMap<String, #rest>,
        }
    });
    let declaration = quote! {
        #docs
        #[derive(Clone, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #rest
        }
    };
    let constructor = ty.usage.request.then(|| constructor(ty, object, types));
    [declaration, members(ty, object)].into_iter().chain(constructor).collect()
}

/// The field for members without a name in the schema.
pub(super) fn rest_name() -> Ident {
    Ident::new(Struct::REST, Span::call_site())
}

/// Whether a field keeps "left out" and `null` apart: only where it is sent does the difference matter.
pub(super) fn is_three_state(field: &Field, sent: bool) -> bool {
    sent && field.presence == Presence::OptionalNullable
}

fn declaration(field: &Field, sent: bool) -> Group {
    let name = &field.name;
    let docs =
        docs::attributes(&field.docs, || format!("The member {}.", markdown::code(&field.wire)));
    let ty = held(field, sent);
    shared(quote! {
        #docs
        pub #name: #ty,
    })
}

/// The type of a field, with its box and its `Option`.
fn held(field: &Field, sent: bool) -> Group {
    let ty = owned(&field.ty);
    let ty = if field.boxed { quote!(Box<#ty>) } else { ty };
    shared(match field.presence {
        Presence::Required => ty,
        Presence::OptionalNullable if is_three_state(field, sent) => quote!(Patch<#ty>),
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => quote!(Option<#ty>),
    })
}

/// How the object is read and written, and what `Debug` leaves out.
fn members(ty: &TypeDef, object: &Struct) -> TokenStream {
    let name = &ty.name;
    let members = object.fields.iter().map(|field| {
        let (name, wire) = (&field.name, Quoted(&field.wire));
        let kind = match field.presence {
            Presence::Required => "required",
            Presence::Nullable => "nullable",
            Presence::OptionalNullable if is_three_state(field, ty.usage.request) => "patch",
            Presence::Optional | Presence::OptionalNullable => "optional",
        };
        let kind = Ident::new(kind, Span::call_site());
        let redacted = (!field.sensitivity.is_shown()).then(|| quote!(, redacted));
        shared(quote!(#kind #name = #wire #redacted;))
    });
    let rest = object.rest.as_ref().map(|_| {
        let name = rest_name();
        quote!(..#name;)
    });
    quote!(object! { #name; #(#members)* #rest })
}

/// `new` with what must be given, and a setter for everything else.
fn constructor(ty: &TypeDef, object: &Struct, types: &Types<'_>) -> TokenStream {
    let name = &ty.name;
    let required: Vec<&Field> = object.fields.iter().filter(|field| is_argument(field)).collect();
    let arguments = required.iter().map(|field| argument(field, types));
    let too_many = too_many_arguments(required.len());
    let values = object.fields.iter().map(|field| {
        let name = &field.name;
        shared(match field.presence {
            Presence::Required | Presence::Nullable => {
                let value = converted(field, types);
                if value.to_string() == name.to_string() {
                    quote!(#name)
                } else {
                    quote!(#name: #value)
                }
            }
            Presence::OptionalNullable if is_three_state(field, true) => quote!(#name: Patch::Keep),
            _ => quote!(#name: None),
        })
    });
    let rest = object.rest.as_ref().map(|_| {
        let name = rest_name();
        quote!(#name: BTreeMap::new(),)
    });
    let setters = object.fields.iter().filter(|field| !is_argument(field));
    let setters = setters.map(|field| setter(field, types));
    let doc = if required.is_empty() {
        " Creates one with nothing set."
    } else {
        " Creates one from its required members."
    };
    quote! {
        impl #name {
            #[doc = #doc]
            #too_many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #rest }
            }

            #(#setters)*
        }
    }
}

/// The leave to have more arguments than clippy likes.
pub(super) fn too_many_arguments(count: usize) -> Option<TokenStream> {
    const MOST: usize = 7;
    (count > MOST)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the API requires them all")]))
}

fn setter(field: &Field, types: &Types<'_>) -> Group {
    let name = &field.name;
    let setter = field.name.prefixed("with");
    let argument = argument(field, types);
    let value = converted(field, types);
    let some = if is_three_state(field, true) { quote!(Patch::Set) } else { quote!(Some) };
    let text = name.as_str();
    let docs = docs::comment(&[format!("Sets [`{text}`](Self::{text}).")]);
    shared(quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #argument) -> Self {
            self.#name = #some(#value);
            self
        }
    })
}

/// Whether `new` asks for a field: whoever sends it must say something, be it that there is nothing.
fn is_argument(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::Nullable)
}

/// A field as an argument: anything that becomes a string, else the type itself; `None` stands for `null`.
fn argument(field: &Field, types: &Types<'_>) -> Group {
    let name = &field.name;
    let ty = owned(&field.ty);
    shared(match field.presence {
        Presence::Nullable => quote!(#name: Option<#ty>),
        _ if types.is_text(&field.ty) => quote!(#name: impl Into<#ty>),
        _ => quote!(#name: #ty),
    })
}

fn converted(field: &Field, types: &Types<'_>) -> Group {
    let name = &field.name;
    shared(match (field.presence, field.boxed, types.is_text(&field.ty)) {
        (Presence::Nullable, true, _) => quote!(#name.map(Box::new)),
        (Presence::Nullable, false, _) | (_, false, false) => quote!(#name),
        (_, true, false) => quote!(Box::new(#name)),
        (_, true, true) => quote!(Box::new(#name.into())),
        (_, false, true) => quote!(#name.into()),
    })
}

/// What the struct names beside the types of its fields.
pub(super) fn imports(object: &Struct, sent: bool, imports: &mut Imports) {
    imports.add("crate::runtime::object::self");
    imports.add("crate::runtime::object::object");
    imports.add_if(object.rest.is_some(), "std::collections::BTreeMap");
    let three_state = object.fields.iter().any(|field| is_three_state(field, sent));
    imports.add_if(three_state, "crate::runtime::patch::Patch");
}
