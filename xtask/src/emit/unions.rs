//! Unions: one of several types, told apart by a tag; an unknown tag is kept with everything around it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use super::types::owned;
use crate::ir::{Docs, Enum, TypeDef, Union};

pub(super) fn union(ty: &TypeDef, union: &Union) -> TokenStream {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, "One of several objects.");
    let wire = &union.tag.wire;
    let unknown = Ident::new(Enum::UNKNOWN, Span::call_site());
    let names: Vec<_> = union.variants.iter().map(|variant| &variant.name).collect();
    let types: Vec<_> = union.variants.iter().map(|variant| owned(&variant.ty)).collect();
    let tags = union.variants.iter().map(|variant| {
        let tags = &variant.tags;
        quote!(#(Some(#tags))|*)
    });
    let variants = union.variants.iter().map(|variant| {
        let tags: Vec<String> = variant.tags.iter().map(|tag| docs::code(tag)).collect();
        let text = format!("{} is {}.", docs::code(wire), tags.join(" or "));
        let docs = docs::attributes(&Docs::default(), &text);
        let (name, ty) = (&variant.name, owned(&variant.ty));
        quote!(#docs #name(#ty),)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An object that this version of the crate does not know, as it came.
            #unknown(UnknownObject),
        }

        #(
            impl From<#types> for #name {
                fn from(value: #types) -> Self {
                    Self::#names(value)
                }
            }
        )*

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(value) => value.serialize(serializer),)*
                    Self::#unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let object = TaggedObject::read(deserializer, #wire)?;
                match object.tag() {
                    #(#tags => object.decode().map(Self::#names),)*
                    _ => Ok(Self::#unknown(object.into())),
                }
            }
        }
    }
}
