//! Unions: one of several types, told apart by a tag or by what fits; what is unknown is kept as it came.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use super::imports::Imports;
use super::markdown;
use super::models::both_directions;
use super::redaction;
use super::types::{Types, owned};
use crate::ir::{Docs, Enum, Tag, TypeDef, TypeRef, Union, UnionVariant};

pub(super) fn union(ty: &TypeDef, union: &Union, types: &Types<'_>) -> TokenStream {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, || "One of several types.");
    let unknown = unknown();
    let variants = union.variants.iter().map(|variant| declaration(variant, union.tag.as_ref()));
    let (derived, debug) = if redaction::are_shown(held_values(union)) {
        (Some(quote!(Debug,)), None)
    } else {
        let text = Enum::UNKNOWN;
        let other = quote!(Self::#unknown(value) => f.debug_tuple(#text).field(value).finish(),);
        (None, Some(redaction::debug(name, held_values(union), &other)))
    };
    let conversions = conversions(ty, union, types);
    let serialize = serialize(ty, union);
    let deserialize = match &union.tag {
        Some(tag) => by_tag(union, tag),
        None => by_shape(union),
    };
    quote! {
        #docs
        #[derive(Clone, #derived PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What this version of the crate does not know, as it came.
            #unknown(UnknownVariant),
        }

        #debug

        #(#conversions)*

        #serialize

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #deserialize
            }
        }
    }
}

fn held_values(union: &Union) -> impl Iterator<Item = redaction::Variant<'_>> {
    union.variants.iter().map(|UnionVariant { name, sensitivity, .. }| redaction::Variant {
        name,
        holds: true,
        sensitivity: *sensitivity,
    })
}

fn unknown() -> Ident {
    Ident::new(Enum::UNKNOWN, Span::call_site())
}

fn declaration(variant: &UnionVariant, tag: Option<&Tag>) -> TokenStream {
    let text = match tag {
        Some(tag) => {
            let tags: Vec<String> = variant.tags.iter().map(|tag| markdown::code(tag)).collect();
            format!("{} is {}.", markdown::code(&tag.wire), tags.join(" or "))
        }
        None => format!("A {}.", markdown::code(&variant.ty.to_string())),
    };
    let docs = docs::attributes(&Docs::default(), || text);
    let (name, held) = (&variant.name, held(variant));
    quote!(#docs #name(#held),)
}

fn held(variant: &UnionVariant) -> TokenStream {
    let ty = owned(&variant.ty);
    if variant.boxed { quote!(Box<#ty>) } else { ty }
}

/// Conversions from structs; other types may be the same under two names.
fn conversions(ty: &TypeDef, union: &Union, types: &Types<'_>) -> Vec<TokenStream> {
    let union_name = &ty.name;
    let mut seen: HashSet<&TypeRef> = HashSet::new();
    let mut conversions = Vec::new();
    for variant in union.variants.iter().filter(|variant| types.is_struct(&variant.ty)) {
        if !seen.insert(&variant.ty) {
            continue;
        }
        let (name, ty) = (&variant.name, owned(&variant.ty));
        conversions.push(quote! {
            impl From<#ty> for #union_name {
                fn from(value: #ty) -> Self {
                    Self::#name(Box::new(value))
                }
            }
        });
    }
    conversions
}

fn serialize(ty: &TypeDef, union: &Union) -> TokenStream {
    let (name, unknown) = (&ty.name, unknown());
    let arms = union.variants.iter().map(|variant| {
        let name = &variant.name;
        match (&union.tag, variant.tags.first()) {
            (Some(tag), Some(value)) if variant.adds_tag => {
                let wire = &tag.wire;
                quote!(Self::#name(value) => with_tag(value, #wire, #value, serializer),)
            }
            _ => quote!(Self::#name(value) => value.serialize(serializer),),
        }
    });
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#arms)*
                    Self::#unknown(value) => value.serialize(serializer),
                }
            }
        }
    }
}

fn by_tag(union: &Union, tag: &Tag) -> TokenStream {
    let (wire, unknown) = (&tag.wire, unknown());
    let mut seen: HashSet<&str> = HashSet::new();
    let arms = union.variants.iter().filter_map(|variant| {
        let tags = variant.tags.iter().map(String::as_str);
        let tags: Vec<&str> = tags.filter(|tag| seen.insert(tag)).collect();
        let name = &variant.name;
        (!tags.is_empty()).then(|| quote!(#(Some(#tags))|* => object.decode().map(Self::#name),))
    });
    let mut arms = arms.peekable();
    if arms.peek().is_none() {
        return quote!(Ok(Self::#unknown(Tagged::read(deserializer, #wire)?.unknown())));
    }
    quote! {
        let object = Tagged::read(deserializer, #wire)?;
        match object.tag() {
            #(#arms)*
            _ => Ok(Self::#unknown(object.unknown())),
        }
    }
}

fn by_shape(union: &Union) -> TokenStream {
    let unknown = unknown();
    let names = union.variants.iter().map(|variant| &variant.name);
    quote! {
        let candidates = Candidates::read(deserializer)?;
        Ok(candidates #(.offer(Self::#names))* .choose(Self::#unknown))
    }
}

/// What a union names beside its alternatives.
pub(super) fn imports(union: &Union, imports: &mut Imports) {
    both_directions(imports);
    if !redaction::are_shown(held_values(union)) {
        redaction::imports(imports);
    }
    imports.add("crate::runtime::union::UnknownVariant");
    let read = if union.tag.is_some() { "Tagged" } else { "Candidates" };
    imports.add(&format!("crate::runtime::union::{read}"));
    let adds_tag = union.variants.iter().any(|variant| variant.adds_tag);
    imports.add_if(adds_tag, "crate::runtime::union::with_tag");
}
