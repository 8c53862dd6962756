//! Open enums: every known value a variant, any other value kept as it came.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::docs;
use super::imports::Imports;
use super::newtypes::{self, shown};
use crate::ir::{Enum, TypeDef, Wire};

pub(super) fn open_enum(ty: &TypeDef, known: &Enum) -> TokenStream {
    let docs = docs::attributes(&ty.docs, "One of several values.");
    let variants = known.variants.iter().map(|variant| {
        let docs =
            docs::attributes(&variant.docs, &format!("The value {}.", docs::code(&variant.wire)));
        let name = &variant.name;
        quote!(#docs #name,)
    });
    let (name, unknown) = (&ty.name, unknown());
    let (debug, shown) = shown(ty, known.sensitivity, known.wire);
    let (copy, kept) = match known.wire {
        Wire::Text => (None, quote!(UnknownValue)),
        Wire::Integer => (Some(quote!(Copy,)), quote!(UnknownInteger)),
    };
    let conversions = match known.wire {
        Wire::Text => texts(ty, known),
        Wire::Integer => integers(ty, known),
    };
    quote! {
        #docs
        #[derive(Clone, #copy #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as the API spells it.
            #unknown(#kept),
        }

        #conversions

        #shown
    }
}

fn unknown() -> Ident {
    Ident::new(Enum::UNKNOWN, Span::call_site())
}

/// From and to strings.
fn texts(ty: &TypeDef, known: &Enum) -> TokenStream {
    let (name, unknown) = (&ty.name, unknown());
    let names: Vec<_> = known.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = known.variants.iter().map(|variant| &variant.wire).collect();
    quote! {
        impl #name {
            /// The value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #wires,)*
                    Self::#unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#wires => Self::#names,)*
                    other => Self::#unknown(unknown_value(other)),
                }
            }
        }

        string_value!(#name);
    }
}

/// From and to integers.
fn integers(ty: &TypeDef, known: &Enum) -> TokenStream {
    let (name, unknown) = (&ty.name, unknown());
    let names: Vec<_> = known.variants.iter().map(|variant| &variant.name).collect();
    let wires = known.variants.iter().filter_map(|variant| variant.wire.parse::<i64>().ok());
    let wires: Vec<Literal> = wires.map(Literal::i64_unsuffixed).collect();
    quote! {
        impl #name {
            /// The value as the API spells it.
            #[must_use]
            pub fn as_i64(self) -> i64 {
                match self {
                    #(Self::#names => #wires,)*
                    Self::#unknown(value) => value.as_i64(),
                }
            }
        }

        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#wires => Self::#names,)*
                    other => Self::#unknown(unknown_integer(other)),
                }
            }
        }

        integer_value!(#name);
    }
}

/// What an enum names.
pub(super) fn imports(known: &Enum, imports: &mut Imports) {
    newtypes::shown_imports(known.sensitivity, known.wire, imports);
    let names = match known.wire {
        Wire::Text => ["strings::string_value", "unknown::UnknownValue", "unknown::unknown_value"],
        Wire::Integer => {
            ["integers::integer_value", "unknown::UnknownInteger", "unknown::unknown_integer"]
        }
    };
    names.iter().for_each(|name| imports.add(&format!("crate::runtime::{name}")));
}
