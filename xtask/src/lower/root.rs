//! What stands at the root of the document: info, servers, security, and the extensions that speak of the whole API.

use std::collections::HashSet;

use openapiv3::{OAuth2Flows, ReferenceOr, SecurityScheme as Written, Server as WrittenServer};
use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::ir::{
    Api, Docs, ErrorMembers, Group, Header, Name, SecurityKind, SecurityScheme, Server,
    ServerVariable, TypeDef, Webhook,
};
use crate::spec::{Document, Pointer};

pub(super) fn api(
    document: &Document,
    (servers, operation_servers): (Vec<Server>, Vec<Server>),
    groups: Vec<Group>,
    headers: Vec<Header>,
    types: Vec<TypeDef>,
    webhooks: Vec<Webhook>,
) -> Api {
    let written = &document.api;
    let text = |key: &str| written.extensions.get(key).and_then(Value::as_str).map(str::to_owned);
    let crate_version = written.info.extensions.get("x-crate-version").and_then(Value::as_str);
    Api {
        title: written.info.title.clone(),
        version: written.info.version.clone(),
        crate_version: crate_version.unwrap_or("0.1.0").to_owned(),
        docs: words(written.info.description.as_ref()),
        servers,
        operation_servers,
        security: security(document),
        request_id_header: text("x-request-id-header"),
        idempotency_key_header: text("x-idempotency-key-header"),
        env_prefix: text("x-env-prefix"),
        error_members: error_members(written.extensions.get("x-error-members")),
        groups,
        types,
        headers,
        webhooks,
    }
}

fn words(description: Option<&String>) -> Docs {
    Docs { description: description.cloned(), ..Docs::default() }
}

pub(super) fn servers(written: &[WrittenServer]) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::with_capacity(written.len());
    let mut names = HashSet::new();
    for (index, written) in written.iter().enumerate() {
        let main = Name::new("main");
        let name = if index == 0 { main } else { main.numbered(index + 1) };
        let server = server(written, &name, |name| !names.contains(name));
        names.insert(server.name.clone());
        servers.push(server);
    }
    servers
}

/// A server under the name that the document gives it, else under the wanted one, as far as they are free.
pub(super) fn server(
    written: &WrittenServer,
    wanted: &Name,
    is_free: impl Fn(&Name) -> bool,
) -> Server {
    let chosen = written.extensions.get("x-name").and_then(Value::as_str).map(Name::new);
    let name = chosen.as_ref().unwrap_or(wanted);
    let variables = written.variables.iter().flatten();
    Server {
        name: super::first_free(name, is_free, Name::numbered),
        url: written.url.clone(),
        token_url: text(written, "x-token-url"),
        key_prefix: text(written, "x-key-prefix"),
        docs: words(written.description.as_ref()),
        variables: variables.map(|(wire, it)| variable(wire, it)).collect(),
    }
}

fn text(server: &WrittenServer, extension: &str) -> Option<String> {
    server.extensions.get(extension).and_then(Value::as_str).map(str::to_owned)
}

fn variable(wire: &str, written: &openapiv3::ServerVariable) -> ServerVariable {
    ServerVariable {
        name: Name::new(wire),
        wire: wire.to_owned(),
        docs: words(written.description.as_ref()),
        default: written.default.clone(),
        allowed: written.enumeration.clone(),
    }
}

fn error_members(written: Option<&Value>) -> ErrorMembers {
    let member = |key: &str| {
        written.and_then(|written| written.get(key)).and_then(Value::as_str).map(str::to_owned)
    };
    ErrorMembers { kind: member("type"), codes: member("codes"), request_id: member("request-id") }
}

/// Methods every builder of clients has; a security scheme so called gets `with_` before its name.
pub const BUILDER_METHODS: &[&str] = &[
    "attempt_timeout",
    "base_url",
    "basic",
    "build",
    "connect_timeout",
    "credentials_from_env",
    "key",
    "max_attempts",
    "max_body_bytes",
    "max_in_flight",
    "new",
    "no_proxy",
    "oauth",
    "proxy",
    "rate_limit",
    "root_certificate",
    "secret_key",
    "server",
    "timeout",
    "token_source",
    "transport",
    "user_agent",
    "user_agent_suffix",
    "without_credentials",
];

/// Says which schemes of HTTP authentication are left to the callers.
pub(super) fn report_security(document: &Document, diagnostics: &mut Diagnostics) {
    let at = Pointer::root().key("components").key("securitySchemes");
    for (name, written) in schemes(document) {
        let Some(Written::HTTP { scheme, .. }) = written.as_item() else { continue };
        if !["basic", "bearer"].contains(&scheme.to_ascii_lowercase().as_str()) {
            let message = format!("the client does not know the authentication scheme `{scheme}`");
            let hint = "build it `without_credentials`, and send yours by `.header(\"Authorization\", ..)` of a call";
            diagnostics.warning("approximated", &at.key(name).key("scheme"), message).hint(hint);
        }
    }
}

fn schemes(document: &Document) -> impl Iterator<Item = (&String, &ReferenceOr<Written>)> {
    document.api.components.iter().flat_map(|components| &components.security_schemes)
}

fn security(document: &Document) -> Vec<SecurityScheme> {
    let scheme = |(name, written): (&String, &ReferenceOr<Written>)| {
        let (kind, description) = security_kind(written.as_item()?);
        let method = Name::new(name);
        let is_taken = BUILDER_METHODS.contains(&method.as_str());
        let method = if is_taken { method.prefixed("with") } else { method };
        Some(SecurityScheme { name: name.clone(), method, docs: words(description), kind })
    };
    schemes(document).filter_map(scheme).collect()
}

fn security_kind(written: &Written) -> (SecurityKind, Option<&String>) {
    match written {
        Written::HTTP { scheme, description, .. } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SecurityKind::Bearer,
                "basic" => SecurityKind::Basic,
                other => SecurityKind::Other(other.to_owned()),
            };
            (kind, description.as_ref())
        }
        Written::APIKey { location, name, description, .. } => {
            let location = format!("{location:?}").to_ascii_lowercase();
            (SecurityKind::ApiKey { location, name: name.clone() }, description.as_ref())
        }
        Written::OAuth2 { flows, description, .. } => (oauth(flows), description.as_ref()),
        Written::OpenIDConnect { description, .. } => {
            (SecurityKind::Other("openIdConnect".into()), description.as_ref())
        }
    }
}

fn oauth(flows: &OAuth2Flows) -> SecurityKind {
    match &flows.client_credentials {
        Some(flow) => SecurityKind::ClientCredentials {
            token_url: flow.token_url.clone(),
            scopes: flow.scopes.keys().cloned().collect(),
        },
        None => SecurityKind::Other("oauth2".to_owned()),
    }
}
