//! The `servers` module: a function for every server of the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::format::rust_file;
use crate::ir::{Api, Server, ServerVariable};
use crate::output::File;

pub(super) fn file(api: &Api) -> File {
    let functions = api.servers.iter().map(function);
    let imports = (!api.servers.is_empty()).then(|| {
        quote! {
            use crate::runtime::base_url::BaseUrl;
            use crate::runtime::error::Error;
        }
    });
    let docs = ["Where the API is served.".to_owned()];
    rust_file("src/servers.rs", &docs, quote!(#imports #(#functions)*))
}

fn function(server: &Server) -> TokenStream {
    let (name, url) = (&server.name, &server.url);
    let mut lines = docs::lines(&server.docs);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend([format!("{}.", docs::code(url)), String::new()]);
    lines.extend(server.variables.iter().map(variable));
    if !server.variables.is_empty() {
        lines.push(String::new());
    }
    lines.extend(
        ["# Errors", "", "If the result is no URL that a client may use."].map(str::to_owned),
    );
    let docs = docs::comment(&lines);
    let arguments: Vec<_> = server.variables.iter().map(|variable| &variable.name).collect();
    let wires = server.variables.iter().map(|variable| &variable.wire);
    let body = if arguments.is_empty() {
        quote!(BaseUrl::parse(#url))
    } else {
        quote!(BaseUrl::from_template(#url, &[#((#wires, #arguments)),*]))
    };
    quote! {
        #docs
        pub fn #name(#(#arguments: &str),*) -> Result<BaseUrl, Error> {
            #body
        }
    }
}

/// A variable of the URL as an element of a list.
fn variable(variable: &ServerVariable) -> String {
    let mut text = format!("* `{}`", variable.name.as_str());
    let description = variable.docs.description.as_deref().unwrap_or_default();
    for (index, part) in [docs::markdown(description).join(" "), allowed(&variable.allowed)]
        .iter()
        .filter(|part| !part.is_empty())
        .enumerate()
    {
        text.push_str(if index == 0 { ": " } else { " " });
        text.push_str(part);
    }
    text
}

fn allowed(values: &[String]) -> String {
    if values.is_empty() {
        return String::new();
    }
    let values: Vec<String> = values.iter().map(|value| docs::code(value)).collect();
    format!("One of {}.", values.join(", "))
}
