//! Security schemes: what a client authenticates by.

use std::collections::BTreeSet;

use openapiv3::{OAuth2Flows, SecurityScheme as Written};

use super::root::words;
use super::{Lowering, take};
use crate::ir::{Name, SecurityKind, SecurityScheme};
use crate::spec::Pointer;

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

impl Lowering<'_> {
    /// The security schemes; says which schemes of HTTP authentication are left to the callers.
    pub(super) fn security(&mut self) -> Vec<SecurityScheme> {
        let document = self.document;
        let written =
            document.api.components.iter().flat_map(|components| &components.security_schemes);
        let mut taken = BUILDER_METHODS.iter().map(|name| Name::new(name)).collect();
        let mut schemes = Vec::new();
        for (name, written) in written {
            let at = Pointer::root().key("components").key("securitySchemes").key(name);
            let Some(resolved) = document.security_scheme(written, &at) else { continue };
            let (kind, description) = security_kind(resolved.value);
            if let (Written::HTTP { scheme, .. }, SecurityKind::Other(_)) = (resolved.value, &kind)
            {
                let message =
                    format!("the client does not know the authentication scheme `{scheme}`");
                let hint = "build it `without_credentials`, and send yours by `.header(\"Authorization\", ..)` of a call";
                self.diagnostics
                    .warning("approximated", &resolved.at.key("scheme"), message)
                    .hint(hint);
            }
            let method = match &kind {
                SecurityKind::ApiKey { .. } => self.key_method(name, &mut taken, &at),
                _ => Name::new(name),
            };
            schemes.push(SecurityScheme {
                name: name.clone(),
                method,
                docs: words(description),
                kind,
            });
        }
        schemes
    }

    /// What the method is called that sets an API key.
    fn key_method(&mut self, scheme: &str, taken: &mut BTreeSet<Name>, at: &Pointer) -> Name {
        let method = Name::new(scheme);
        let is_builtin = BUILDER_METHODS.contains(&method.as_str());
        let wanted = if is_builtin { method.prefixed("with") } else { method };
        let name = take(taken, &wanted, Name::numbered);
        self.report_taken(
            (&wanted, &name),
            at,
            ("method name", "this scheme"),
            "rename the scheme",
        );
        name
    }
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
