//! What stands at the root of the document: info, servers, security, and the extensions that speak of the whole API.

use openapiv3::{OAuth2Flows, ReferenceOr, SecurityScheme as Written, Server as WrittenServer};
use serde_json::Value;

use crate::ir::{
    Api, Docs, ErrorMembers, Group, Header, Name, SecurityKind, SecurityScheme, Server,
    ServerVariable, TypeDef, Webhook,
};
use crate::spec::Document;

pub(super) fn api(
    document: &Document,
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
        servers: servers(&written.servers),
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

fn servers(written: &[WrittenServer]) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::with_capacity(written.len());
    for (index, server) in written.iter().enumerate() {
        let name = server.extensions.get("x-name").and_then(Value::as_str).map(Name::new);
        let name = name.unwrap_or_else(|| {
            if index == 0 { Name::new("main") } else { Name::new("main").numbered(index + 1) }
        });
        servers.push(Server {
            name: super::first_free(
                &name,
                |name| servers.iter().all(|other| other.name != *name),
                Name::numbered,
            ),
            url: server.url.clone(),
            token_url: text(server, "x-token-url"),
            key_prefix: text(server, "x-key-prefix"),
            docs: words(server.description.as_ref()),
            variables: server
                .variables
                .iter()
                .flatten()
                .map(|(wire, it)| variable(wire, it))
                .collect(),
        });
    }
    servers
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

fn security(document: &Document) -> Vec<SecurityScheme> {
    let schemes =
        document.api.components.iter().flat_map(|components| &components.security_schemes);
    let scheme = |(name, written): (&String, &ReferenceOr<Written>)| {
        let (kind, description) = security_kind(written.as_item()?);
        Some(SecurityScheme { name: name.clone(), docs: words(description), kind })
    };
    schemes.filter_map(scheme).collect()
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
