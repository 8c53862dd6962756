//! Open enums: every known value a variant, any other value kept as it came.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use super::docs;
use super::format::{Quoted, shared};
use super::imports::Imports;
use super::markdown;
use super::newtypes::debug;
use crate::ir::{Enum, TypeDef, Wire};

pub(super) fn open_enum(ty: &TypeDef, known: &Enum) -> TokenStream {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, || "One of several values.");
    let unknown = Ident::new(Enum::UNKNOWN, Span::call_site());
    let (copy, kept, implement) = match known.wire {
        Wire::Text => (None, quote!(UnknownValue), quote!(open_enum)),
        Wire::Integer => (Some(quote!(Copy,)), quote!(UnknownInteger), quote!(integer_enum)),
    };
    let names = known.variants.iter().map(|variant| &variant.name);
    let wires = known.variants.iter().map(|variant| value(known.wire, &variant.wire));
    let variants = known.variants.iter().map(|variant| {
        let docs = docs::attributes(&variant.docs, || {
            format!("The value {}.", markdown::code(&variant.wire))
        });
        let name = &variant.name;
        shared(quote!(#docs #name,))
    });
    let (debug, redacted) = debug(known.sensitivity);
    quote! {
        #docs
        #[derive(Clone, #copy #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as the API spells it.
            #unknown(#kept),
        }

        #implement! { #name #redacted; #(#names = #wires;)* }
    }
}

/// A value as Rust writes it.
fn value(wire: Wire, text: &str) -> TokenStream {
    match wire {
        Wire::Text => Quoted(text).into_token_stream(),
        Wire::Integer => {
            let number = text.parse().map(Literal::i64_unsuffixed).ok();
            quote!(#number)
        }
    }
}

/// What an enum names.
pub(super) fn imports(known: &Enum, imports: &mut Imports) {
    let names = match known.wire {
        Wire::Text => ["unknown::self", "unknown::UnknownValue", "unknown::open_enum"],
        Wire::Integer => ["integers::self", "integers::UnknownInteger", "integers::integer_enum"],
    };
    names.iter().for_each(|name| imports.add(&format!("crate::runtime::{name}")));
}
