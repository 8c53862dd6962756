//! Headers of answers: a method for each, which reads it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::format::rust_file;
use super::imports::Imports;
use super::markdown;
use super::types::{from_outside, outside};
use crate::ir::{Api, Header, HeaderKind, Operation};
use crate::output::File;

/// The file, if the API describes any.
pub(super) fn file(api: &Api) -> Option<File> {
    if api.headers.is_empty() {
        return None;
    }
    let mut imports = Imports::default();
    imports.add("crate::runtime::error::Error");
    imports.add("crate::runtime::headers::Headers");
    api.headers.iter().for_each(|header| imports.add_type(&header.ty, &outside));
    let imports = imports.tokens();
    let methods = api.headers.iter().map(method);
    let items = quote! {
        #imports

        impl Headers<'_> {
            #(#methods)*
        }
    };
    let docs = ["The headers of answers that the API describes.".to_owned()];
    Some(rust_file("src/headers.rs", &docs, [items]))
}

fn method(header: &Header) -> TokenStream {
    let (name, wire, ty) = (&header.name, &header.wire, from_outside(&header.ty));
    let mut lines = vec![format!("{}.", markdown::code(wire))];
    let words = docs::lines(&header.docs);
    if !words.is_empty() {
        lines.push(String::new());
    }
    lines.extend(words);
    lines.extend(["", "# Errors", "", "If it is something else."].map(str::to_owned));
    let docs = docs::comment(&lines);
    let read = match header.kind {
        HeaderKind::Value => quote!(value),
        HeaderKind::List => quote!(list),
        HeaderKind::Json => quote!(json),
    };
    quote! {
        #docs
        pub fn #name(&self) -> Result<Option<#ty>, Error> {
            self.#read(#wire)
        }
    }
}

/// The line that says which headers an operation is answered with.
pub(super) fn line(operation: &Operation) -> Option<String> {
    let names: Vec<_> =
        operation.headers.iter().map(|name| markdown::code(name.as_str())).collect();
    let names = Some(names.join(", ")).filter(|names| !names.is_empty())?;
    Some(format!("Headers of answers, read by [`Headers`](crate::Headers): {names}."))
}
