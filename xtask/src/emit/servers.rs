//! The `servers` module: a function for every server of the document, and the one the environment chooses.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::format::rust_file;
use super::markdown;
use crate::ir::{Api, Server, ServerVariable};
use crate::output::File;

pub(super) fn file(api: &Api) -> File {
    let functions = api.servers.iter().chain(&api.operation_servers).map(function);
    let from_env = api.env_prefix.as_ref().map(|prefix| from_env(prefix, &api.servers));
    let named = api.servers.iter().any(|server| !server.variables.is_empty());
    let named = if named { quote!(named, required) } else { quote!(required) };
    let env = from_env.is_some().then(|| {
        quote!(
            use crate::runtime::environment::{invalid, #named};
        )
    });
    let is_empty = api.servers.is_empty() && api.operation_servers.is_empty();
    let imports = (!is_empty).then(|| {
        quote! {
            #env
            use crate::runtime::error::Error;
            use crate::runtime::server::Server;
        }
    });
    let docs = ["Where the API is served.".to_owned()];
    let items = imports.into_iter().chain(functions).chain(from_env);
    rust_file("src/servers.rs", &docs, items)
}

fn function(server: &Server) -> TokenStream {
    let (name, url) = (&server.name, &server.url);
    let mut lines = docs::lines(&server.docs);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend([format!("{}.", markdown::code(url)), String::new()]);
    for variable in &server.variables {
        let text = variable.docs.description.as_deref().unwrap_or_default();
        let text = markdown::lines(text.split("\n\n").next().unwrap_or_default()).join(" ");
        lines.push(format!(
            "* `{}`: {}",
            variable.name.as_str(),
            [text, allowed(&variable.allowed)].join(" ").trim()
        ));
    }
    if !server.variables.is_empty() {
        lines.push(String::new());
    }
    lines.extend(
        ["# Errors", "", "If the result is no URL that a client may use."].map(str::to_owned),
    );
    let docs = docs::comment(&lines);
    let arguments: Vec<_> = server.variables.iter().map(|variable| &variable.name).collect();
    let wires = server.variables.iter().map(|variable| &variable.wire);
    let (token_url, key_prefix) =
        (option(server.token_url.as_ref()), option(server.key_prefix.as_ref()));
    quote! {
        #docs
        pub fn #name(#(#arguments: &str),*) -> Result<Server, Error> {
            Server::new(#url, #token_url, #key_prefix, &[#((#wires, #arguments)),*])
        }
    }
}

/// The server that `<PREFIX>_ENVIRONMENT` names, its variables from the environment, too.
fn from_env(prefix: &str, servers: &[Server]) -> TokenStream {
    let environment = format!("{prefix}_ENVIRONMENT");
    let names: Vec<String> = servers.iter().map(|it| it.name.as_str().replace('_', "-")).collect();
    let expected = format!("`{environment}` names no server; there are: {}", names.join(", "));
    let arms = servers.iter().zip(&names).map(|(server, text)| {
        let name = &server.name;
        let variable =
            |it: &ServerVariable| format!("{prefix}_{}", it.name.as_str().to_uppercase());
        let variables: Vec<String> = server.variables.iter().map(variable).collect();
        let made = quote!(#name(#(&required(#variables)?),*));
        if variables.is_empty() {
            return quote!(#text => #made,);
        }
        let variables = variables.join("`, `");
        quote!(#text => named(#variables, #made),)
    });
    let doc = format!(
        " The server that the environment names: {} is one of {}; its variables are read as well.",
        markdown::code(&environment),
        names.iter().map(|name| markdown::code(name)).collect::<Vec<_>>().join(", ")
    );
    quote! {
        #[doc = #doc]
        ///
        /// # Errors
        ///
        /// If a variable is missing or not valid; the message names it and does not show its value.
        pub fn from_env() -> Result<Server, Error> {
            match required(#environment)?.as_str() {
                #(#arms)*
                _ => Err(invalid(#expected)),
            }
        }
    }
}

fn option(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

fn allowed(values: &[String]) -> String {
    if values.is_empty() {
        return String::new();
    }
    let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
    format!("One of {}.", values.join(", "))
}
