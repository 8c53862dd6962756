//! Newtypes over strings: ids and other strings with a meaning of their own.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::imports::Imports;
use crate::ir::{Sensitivity, TypeDef, Wire};

pub(super) fn newtype(ty: &TypeDef, sensitivity: Sensitivity) -> TokenStream {
    let name = &ty.name;
    let docs = docs::attributes(&ty.docs, "A string with a meaning of its own.");
    let (debug, shown) = shown(ty, sensitivity, Wire::Text);
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);

        impl #name {
            /// Takes the value as it is; the API decides whether it is valid.
            #[must_use]
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into())
            }

            /// The value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for #name {
            fn from(value: String) -> Self {
                Self(value)
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl From<#name> for String {
            fn from(value: #name) -> Self {
                value.0
            }
        }

        string_value!(#name);

        #shown
    }
}

/// `Debug` to derive, and what shows a value or hides it.
pub(super) fn shown(
    ty: &TypeDef,
    sensitivity: Sensitivity,
    wire: Wire,
) -> (Option<TokenStream>, TokenStream) {
    let name = &ty.name;
    let display = match wire {
        Wire::Text => quote!(display_value!(#name);),
        Wire::Integer => quote!(display_integer!(#name);),
    };
    if sensitivity.is_shown() { (Some(quote!(Debug,)), display) } else { (None, hidden_debug(ty)) }
}

fn hidden_debug(ty: &TypeDef) -> TokenStream {
    let name = &ty.name;
    let text = name.as_str();
    quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(#text).field(&redacted(self)).finish()
            }
        }
    }
}

/// What a newtype names.
pub(super) fn imports(sensitivity: Sensitivity, imports: &mut Imports) {
    imports.add("crate::runtime::strings::string_value");
    shown_imports(sensitivity, Wire::Text, imports);
}

/// What showing a value or hiding it names.
pub(super) fn shown_imports(sensitivity: Sensitivity, wire: Wire, imports: &mut Imports) {
    let display = match wire {
        Wire::Text => "crate::runtime::strings::display_value",
        Wire::Integer => "crate::runtime::integers::display_integer",
    };
    imports.add_if(sensitivity.is_shown(), display);
    imports.add_if(!sensitivity.is_shown(), "crate::runtime::redact::redacted");
    imports.add_if(!sensitivity.is_shown(), "std::fmt");
}
