//! Open enums: every known value a variant, any other value kept as it came.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs;
use super::imports::Imports;
use super::newtypes::debug;
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
    let (debug, redacted) = debug(known.sensitivity);
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as the API spells it.
            #unknown(UnknownValue),
        }

        open_enum! { #name #redacted; #(#names = #wires;)* }
    }
}

/// What an enum names.
pub(super) fn imports(imports: &mut Imports) {
    imports.add("crate::runtime::unknown::self");
    imports.add("crate::runtime::unknown::UnknownValue");
    imports.add("crate::runtime::unknown::open_enum");
}
