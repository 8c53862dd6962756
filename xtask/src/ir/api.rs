//! The API as a whole: what it is made of, servers and security.

use crate::ir::{Docs, Group, Header, Name, TypeDef, TypeName};

/// An API, ready to be emitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Its title.
    pub title: String,
    /// The version of the description.
    pub version: String,
    /// The version of the crate made from it.
    pub crate_version: String,
    /// Documentation of the whole.
    pub docs: Docs,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// Where single operations are served.
    pub operation_servers: Vec<Server>,
    /// How callers prove who they are.
    pub security: Vec<SecurityScheme>,
    /// Response header with the id of a request.
    pub request_id_header: Option<String>,
    /// Request header with the caller's idempotency key.
    pub idempotency_key_header: Option<String>,
    /// How the environment variables of the client begin.
    pub env_prefix: Option<String>,
    /// Members of error bodies that the client's error exposes.
    pub error_members: ErrorMembers,
    /// Operations, by tag.
    pub groups: Vec<Group>,
    /// Every type, in the order of the document.
    pub types: Vec<TypeDef>,
    /// Headers of answers, each once.
    pub headers: Vec<Header>,
    /// Events the API sends.
    pub webhooks: Vec<Webhook>,
}

impl Api {
    /// Whether the API says where it is served, at least for one operation.
    #[must_use]
    pub fn has_servers(&self) -> bool {
        !self.servers.is_empty() || !self.operation_servers.is_empty()
    }

    /// What everything is called in Rust that takes its name from the document.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let operations = self.groups.iter().flat_map(|group| &group.operations);
        let params = operations.clone().flat_map(|operation| &operation.params);
        let servers = self.servers.iter().chain(&self.operation_servers);
        let variables = servers.clone().flat_map(|server| &server.variables);
        let names = self.groups.iter().map(|group| &group.name);
        let names = names.chain(operations.map(|it| &it.name)).chain(params.map(|it| &it.name));
        let names = names.chain(servers.map(|it| &it.name)).chain(variables.map(|it| &it.name));
        let names = names.chain(self.security.iter().map(|it| &it.method));
        let names = names.chain(self.headers.iter().map(|it| &it.name)).map(Name::as_str);
        names.chain(
            self.types.iter().flat_map(|ty| [ty.name.as_str()].into_iter().chain(ty.kind.names())),
        )
    }
}

/// Names of members of error bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorMembers {
    /// The kind of error.
    pub kind: Option<String>,
    /// The list of codes.
    pub codes: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name of the function that makes its base URL.
    pub name: Name,
    /// URL template.
    pub url: String,
    /// Documentation.
    pub docs: Docs,
    /// Template of the URL at which tokens are fetched.
    pub token_url: Option<String>,
    /// How secret keys of the server begin.
    pub key_prefix: Option<String>,
    /// Variables of the templates.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name of the argument.
    pub name: Name,
    /// Name in the template.
    pub wire: String,
    /// Documentation.
    pub docs: Docs,
    /// The value assumed by the document.
    pub default: String,
    /// The values allowed; empty for any.
    pub allowed: Vec<String>,
}

/// A way to prove who the caller is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Name of the method that sets it, if it has one of its own.
    pub method: Name,
    /// Documentation.
    pub docs: Docs,
    /// What it is.
    pub kind: SecurityKind,
}

/// Kinds of security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A key in a header, query parameter or cookie.
    ApiKey {
        /// `header`, `query` or `cookie`.
        location: String,
        /// Its name there.
        name: String,
    },
    /// OAuth 2.0 client credentials.
    ClientCredentials {
        /// Where tokens are fetched.
        token_url: String,
        /// Scopes the document knows.
        scopes: Vec<String>,
    },
    /// A scheme the client leaves to the application, by its type.
    Other(String),
}

/// An event the API sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The event's name.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// The type of its payload.
    pub payload: Option<TypeName>,
}
