//! What stands at the root of the document: info, and the extensions that speak of the whole API.

use serde_json::Value;

use crate::ir::{Api, Docs, ErrorMembers, Group, Header, SecurityScheme, Server, TypeDef, Webhook};
use crate::spec::{Document, extensions};

pub(super) fn api(
    document: &Document,
    (servers, operation_servers): (Vec<Server>, Vec<Server>),
    security: Vec<SecurityScheme>,
    groups: Vec<Group>,
    headers: Vec<Header>,
    types: Vec<TypeDef>,
    webhooks: Vec<Webhook>,
) -> Api {
    let written = &document.api;
    let header = |key: &str| written.extensions.get(key).and_then(extensions::header);
    let crate_version =
        written.info.extensions.get("x-crate-version").and_then(extensions::version);
    Api {
        title: written.info.title.clone(),
        version: written.info.version.clone(),
        crate_version: crate_version.unwrap_or("0.1.0").to_owned(),
        docs: words(written.info.description.as_ref()),
        servers,
        operation_servers,
        security,
        request_id_header: header("x-request-id-header").map(str::to_owned),
        idempotency_key_header: header("x-idempotency-key-header").map(str::to_owned),
        env_prefix: env_prefix(document).map(str::to_owned),
        error_members: error_members(written.extensions.get("x-error-members")),
        groups,
        types,
        headers,
        webhooks,
    }
}

/// How the variables begin that clients read from the environment.
pub(super) fn env_prefix(document: &Document) -> Option<&str> {
    document.api.extensions.get("x-env-prefix").and_then(extensions::env_prefix)
}

pub(super) fn words(description: Option<&String>) -> Docs {
    Docs { description: description.cloned(), ..Docs::default() }
}

fn error_members(written: Option<&Value>) -> ErrorMembers {
    let member = |key: &str| {
        written.and_then(|written| written.get(key)).and_then(Value::as_str).map(str::to_owned)
    };
    ErrorMembers { kind: member("type"), codes: member("codes"), request_id: member("request-id") }
}
