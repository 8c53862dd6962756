//! What the runtime must know of the API as a whole, and the start of every client.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::format::rust_file;
use super::imports::Imports;
use super::markdown;
use crate::ir::{Api, SecurityKind, SecurityScheme};
use crate::output::File;

pub(super) fn file(api: &Api) -> File {
    let request_id_header = header(api.request_id_header.as_ref());
    let idempotency_key_header = header(api.idempotency_key_header.as_ref());
    let members = &api.error_members;
    let (kind, codes, id) = (
        option(members.kind.as_ref()),
        option(members.codes.as_ref()),
        option(members.request_id.as_ref()),
    );
    let key_prefixes: BTreeSet<_> =
        api.servers.iter().filter_map(|it| it.key_prefix.as_ref()).collect();
    let key_prefixes = key_prefixes.iter();
    let from_env = api.env_prefix.as_ref().map(|prefix| from_env(prefix, api));
    let keys: Vec<TokenStream> = api.security.iter().filter_map(key).collect();
    let has_keys = !keys.is_empty();
    let keys = has_keys.then(|| quote!(impl ClientBuilder { #(#keys)* }));
    let mut lines = vec!["Starts a client: say where the API is and who you are, then [`build`](ClientBuilder::build).".to_owned()];
    lines.extend(api.security.iter().filter_map(tokens).flat_map(|line| [String::new(), line]));
    let builder_docs = docs::comment(&lines);
    let imports = imports(from_env.is_some(), has_keys, !api.servers.is_empty());
    let items = quote! {
        #imports

        static API: Api = Api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            request_id_header: #request_id_header,
            idempotency_key_header: #idempotency_key_header,
            key_prefixes: &[#(#key_prefixes),*],
            error_members: ErrorMembers { error_type: #kind, error_codes: #codes, request_id: #id },
        };

        impl Client {
            #builder_docs
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API)
            }

            #from_env
        }

        #keys
    };
    rust_file("src/client.rs", &["The client of this API.".to_owned()], [items])
}

fn imports(from_env: bool, has_keys: bool, has_servers: bool) -> TokenStream {
    let mut imports = Imports::default();
    for name in ["api::Api", "api::ErrorMembers", "client::Client", "client::ClientBuilder"] {
        imports.add(&format!("crate::runtime::{name}"));
    }
    imports.add_if(has_keys, "crate::runtime::keys::KeyPlace");
    let own = if has_servers { "environment::variable" } else { "environment::required" };
    for name in ["environment::named", own, "error::Error", "server::BaseUrl"] {
        imports.add_if(from_env, &format!("crate::runtime::{name}"));
    }
    let imports = imports.tokens();
    let servers = (from_env && has_servers).then(|| {
        quote!(
            use crate::servers;
        )
    });
    quote!(#imports #servers)
}

/// Where the client credentials of a scheme are exchanged for tokens, and for which.
fn tokens(scheme: &SecurityScheme) -> Option<String> {
    let SecurityKind::ClientCredentials { token_url, scopes } = &scheme.kind else { return None };
    let (label, url) = (markdown::code(&scheme.name), markdown::code(token_url));
    let scopes: Vec<String> = scopes.iter().map(|scope| markdown::code(scope)).collect();
    let scopes = if scopes.is_empty() {
        String::new()
    } else {
        format!(", with the scopes {}", scopes.join(", "))
    };
    Some(format!("Client credentials of {label} are exchanged for tokens at {url}{scopes}."))
}

/// The method that sets the API key of a scheme.
fn key(scheme: &SecurityScheme) -> Option<TokenStream> {
    let SecurityKind::ApiKey { location, name } = &scheme.kind else { return None };
    let place = match location.as_str() {
        "query" => quote!(Query),
        "cookie" => quote!(Cookie),
        _ => quote!(Header),
    };
    let (method, label) = (&scheme.method, markdown::code(&scheme.name));
    let place_name = markdown::code(name);
    let lines = format!(
        "Authenticates every call by {label}: an API key, sent as the {location} {place_name}."
    );
    let mut lines = vec![lines];
    let words = docs::lines(&scheme.docs);
    if !words.is_empty() {
        lines.push(String::new());
    }
    lines.extend(words);
    let docs = docs::comment(&lines);
    Some(quote! {
        #docs
        pub fn #method(self, key: &str) -> Self {
            self.key(KeyPlace::#place(#name), key)
        }
    })
}

/// A client of which everything is said by environment variables.
fn from_env(prefix: &str, api: &Api) -> TokenStream {
    let (base_url, token_url) = (format!("{prefix}_BASE_URL"), format!("{prefix}_TOKEN_URL"));
    let scopes = api.security.iter().find_map(|scheme| match &scheme.kind {
        SecurityKind::ClientCredentials { scopes, .. } => Some(scopes.join(" ")),
        _ => None,
    });
    let scope = scopes.unwrap_or_default();
    let has_servers = !api.servers.is_empty();
    let (or_server, server) = if has_servers {
        (", or what [`servers::from_env`] reads", "a server or ")
    } else {
        ("", "")
    };
    let lines = [
        "A client as the environment says; nothing is sent.".to_owned(),
        String::new(),
        format!("* where the API is: `{base_url}`{or_server};"),
        format!(
            "* who you are: `{prefix}_SECRET_KEY`, or `{prefix}_CLIENT_ID` and `{prefix}_CLIENT_SECRET`,"
        ),
        format!("  which need {server}`{token_url}` to be exchanged at."),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "If a variable is missing or not valid; the message names it and does not show its value."
            .to_owned(),
    ];
    let docs = docs::comment(&lines);
    let parts = if has_servers {
        quote! {
            let token_url = || match variable(#token_url)? {
                Some(url) => named(#token_url, BaseUrl::parse(&url)),
                None => servers::from_env()?.token_url(),
            };
            let builder = match variable(#base_url)? {
                Some(url) => Self::builder().base_url(named(#base_url, BaseUrl::parse(&url))?),
                None => Self::builder().server(servers::from_env()?),
            };
        }
    } else {
        quote! {
            let token_url = || named(#token_url, BaseUrl::parse(&required(#token_url)?));
            let base_url = named(#base_url, BaseUrl::parse(&required(#base_url)?))?;
            let builder = Self::builder().base_url(base_url);
        }
    };
    quote! {
        #docs
        pub fn from_env() -> Result<Self, Error> {
            #parts
            builder.credentials_from_env(#prefix, token_url, #scope)?.build()
        }
    }
}

/// Header names are compared in lower case.
fn header(name: Option<&String>) -> TokenStream {
    option(name.map(|name| name.to_ascii_lowercase()).as_ref())
}

fn option(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
