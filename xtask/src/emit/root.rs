//! The crate root: modules and what an application sees.

use quote::quote;

use super::docs;
use super::format::rust_file;
use crate::ir::Api;
use crate::output::File;

pub(super) fn file(api: &Api) -> File {
    let mut docs = vec![format!(
        "A client of {}, version {}.",
        docs::markdown(&api.title).join(" "),
        docs::markdown(&api.version).join(" ")
    )];
    let description = docs::lines(&api.docs);
    if !description.is_empty() {
        docs.push(String::new());
    }
    docs.extend(description);
    let items = quote! {
        #[cfg(feature = "client")]
        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod models;
        #[cfg(feature = "client")]
        #[rustfmt::skip]
        pub mod operations;
        #[rustfmt::skip]
        mod runtime;
        #[cfg(feature = "client")]
        #[rustfmt::skip]
        pub mod servers;

        pub use self::runtime::exports::*;
    };
    rust_file("src/lib.rs", &docs, items)
}
