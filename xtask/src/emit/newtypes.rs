//! Newtypes over strings: ids and other strings with a meaning of their own.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::imports::Imports;
use crate::ir::{Sensitivity, TypeDef};

pub(super) fn newtype(ty: &TypeDef, sensitivity: Sensitivity) -> TokenStream {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, || "A string with a meaning of its own.");
    let (debug, redacted) = debug(sensitivity);
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);

        newtype!(#name #redacted);
    }
}

/// `Debug` to derive where the value may be shown, and what tells a macro of the runtime that it may not.
pub(super) fn debug(sensitivity: Sensitivity) -> (Option<TokenStream>, Option<TokenStream>) {
    if sensitivity.is_shown() {
        (Some(quote!(Debug,)), None)
    } else {
        (None, Some(quote!(, redacted)))
    }
}

/// What a newtype names.
pub(super) fn imports(imports: &mut Imports) {
    imports.add("crate::runtime::strings::self");
    imports.add("crate::runtime::strings::newtype");
}
