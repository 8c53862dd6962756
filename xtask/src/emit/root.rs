//! The crate root: modules and what an application sees.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::rust_file;
use crate::ir::Api;
use crate::output::File;

/// The front page is the README, so that its examples are tested with the crate.
pub(super) fn file(api: &Api) -> File {
    let headers = (!api.headers.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "client")]
            #[rustfmt::skip]
            mod headers;
        }
    });
    let servers = api.has_servers().then(|| {
        quote! {
            #[cfg(feature = "client")]
            #[rustfmt::skip]
            pub mod servers;
        }
    });
    let is_foreign = api.names().any(|name| !name.is_ascii());
    let foreign = is_foreign.then(|| {
        quote! {
            #![allow(
                bindings_with_variant_name,
                confusable_idents,
                mixed_script_confusables,
                nonstandard_style,
                uncommon_codepoints,
                reason = "names are those of the API description, in any language"
            )]
        }
    });
    let limit = recursion_limit(api.types.len());
    let items = quote! {
        #![doc = include_str!("../README.md")]
        #foreign
        #limit

        #[cfg(feature = "client")]
        #[rustfmt::skip]
        mod client;
        #headers
        #[rustfmt::skip]
        pub mod models;
        #[cfg(feature = "client")]
        #[rustfmt::skip]
        pub mod operations;
        #[rustfmt::skip]
        mod runtime;
        #servers

        pub use self::runtime::exports::*;
    };
    rust_file("src/lib.rs", &[], [items])
}

/// How deep types may be inside each other: rustc gives up at 128, lists and boxes count as several.
fn recursion_limit(types: usize) -> Option<TokenStream> {
    const FEW: usize = 100;
    let limit = (8 * types).to_string();
    (types > FEW).then(|| quote!(#![recursion_limit = #limit]))
}
