//! Open enums: every known value a variant, any other value kept as it came.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use super::imports::Imports;
use super::newtypes::{self, shown};
use crate::ir::{Enum, TypeDef};

pub(super) fn open_enum(ty: &TypeDef, known: &Enum) -> TokenStream {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, "One of several values.");
    let unknown = Ident::new(Enum::UNKNOWN, Span::call_site());
    let names: Vec<_> = known.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = known.variants.iter().map(|variant| &variant.wire).collect();
    let variants = known.variants.iter().map(|variant| {
        let docs =
            docs::attributes(&variant.docs, &format!("The value {}.", docs::code(&variant.wire)));
        let name = &variant.name;
        quote!(#docs #name,)
    });
    let (debug, shown) = shown(ty, known.sensitivity);
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as the API spells it.
            #unknown(UnknownValue),
        }

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

        #shown
    }
}

/// What an enum names.
pub(super) fn imports(known: &Enum, imports: &mut Imports) {
    newtypes::imports(known.sensitivity, imports);
    imports.add("crate::runtime::unknown::UnknownValue");
    imports.add("crate::runtime::unknown::unknown_value");
}
