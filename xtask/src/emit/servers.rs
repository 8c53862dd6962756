//! The `servers` module: a function for every server of the document, and the one the environment chooses.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::format::rust_file;
use super::imports::Imports;
use super::markdown;
use crate::ir::{Api, Server, ServerVariable};
use crate::output::File;

/// The file, if the API says where it is served.
pub(super) fn file(api: &Api) -> Option<File> {
    if !api.has_servers() {
        return None;
    }
    let functions = api.servers.iter().chain(&api.operation_servers).map(function);
    let prefix = api.env_prefix.as_ref().filter(|_| !api.servers.is_empty());
    let from_env = prefix.map(|prefix| from_env(prefix, &api.servers));
    let mut imports = Imports::default();
    // By the module: a server or an argument may be called like a function of it.
    imports.add_if(from_env.is_some(), "crate::runtime::environment");
    imports.add("crate::runtime::error::Error");
    imports.add("crate::runtime::server::Server");
    let docs = ["Where the API is served.".to_owned()];
    let items = [imports.tokens()].into_iter().chain(functions).chain(from_env);
    Some(rust_file("src/servers.rs", &docs, items))
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
        let text = markdown::line(text.split("\n\n").next().unwrap_or_default());
        let default = format!("For example {}.", markdown::code(&variable.default));
        let mut words = vec![text, allowed(&variable.allowed), default];
        words.retain(|it| !it.is_empty());
        lines.push(format!("* `{}`: {}", variable.name.as_str(), words.join(" ")));
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
        let variable = |it: &ServerVariable| env_variable(prefix, it);
        let variables: Vec<String> = server.variables.iter().map(variable).collect();
        let made = quote!(#name(#(&environment::required(#variables)?),*));
        if variables.is_empty() {
            return quote!(#text => #made,);
        }
        let variables = variables.join("`, `");
        quote!(#text => environment::named(#variables, #made),)
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
            match environment::required(#environment)?.as_str() {
                #(#arms)*
                _ => Err(environment::invalid(#expected)),
            }
        }
    }
}

/// The environment variable that a variable of a server is read from.
fn env_variable(prefix: &str, variable: &ServerVariable) -> String {
    /// What clients read for other purposes.
    const OTHERS: &[&str] =
        &["BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "ENVIRONMENT", "SECRET_KEY", "TOKEN_URL"];
    let name = variable.name.as_str().to_uppercase();
    let infix = if OTHERS.contains(&name.as_str()) { "SERVER_" } else { "" };
    format!("{prefix}_{infix}{name}")
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
