//! `Debug` of enums whose variants hold values: derived where all may be shown.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::ir::{Sensitivity, TypeName};

/// A variant as `Debug` sees it.
#[derive(Clone, Copy)]
pub(super) struct Variant<'a> {
    pub(super) name: &'a TypeName,
    /// Whether there is a value in it.
    pub(super) holds: bool,
    pub(super) sensitivity: Sensitivity,
}

/// Whether all that the variants hold may be shown.
pub(super) fn are_shown<'a>(variants: impl IntoIterator<Item = Variant<'a>>) -> bool {
    variants.into_iter().all(|it| !it.holds || it.sensitivity.is_shown())
}

/// An implementation that names the variant and leaves out what may not be shown; `other` are arms of their own.
pub(super) fn debug<'a>(
    name: &TypeName,
    variants: impl IntoIterator<Item = Variant<'a>>,
    other: &TokenStream,
) -> TokenStream {
    let arms = variants.into_iter().map(|Variant { name, holds, sensitivity }| {
        let text = name.as_str();
        let redacted = format!("{text}([redacted])");
        if !holds {
            quote!(Self::#name => f.write_str(#text),)
        } else if sensitivity.is_shown() {
            quote!(Self::#name(value) => f.debug_tuple(#text).field(value).finish(),)
        } else {
            quote!(Self::#name(_) => f.write_str(#redacted),)
        }
    });
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    #(#arms)*
                    #other
                }
            }
        }
    }
}

/// What the implementation names.
pub(super) fn imports(imports: &mut Imports) {
    imports.add("std::fmt");
}
