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
            self.report_unknown(resolved.value, &kind, &resolved.at);
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
        self.report_environment(&schemes);
        schemes
    }

    /// Says of a scheme that the client does not know how to authenticate by it.
    fn report_unknown(&mut self, written: &Written, kind: &SecurityKind, at: &Pointer) {
        let SecurityKind::Other(name) = kind else { return };
        let (name, at, hint) = match written {
            Written::HTTP { scheme, .. } => (
                scheme,
                at.key("scheme"),
                "build it `without_credentials`, and send yours by `.header(\"Authorization\", ..)` of a call",
            ),
            _ => (name, at.key("type"), "a `token_source` of your own gets the tokens"),
        };
        let message = format!("the client does not know the authentication scheme `{name}`");
        self.diagnostics.warning("approximated", &at, message).hint(hint);
    }

    /// Says of an environment that no client takes its credentials from it.
    fn report_environment(&mut self, schemes: &[SecurityScheme]) {
        let is_read = |it: &SecurityScheme| {
            matches!(it.kind, SecurityKind::Bearer | SecurityKind::ClientCredentials { .. })
        };
        let has_prefix = super::root::env_prefix(self.document).is_some();
        if has_prefix && !schemes.is_empty() && !schemes.iter().any(is_read) {
            let message = "`Client::from_env` reads secret keys and client credentials only, neither of \
                           which is a security scheme here";
            self.diagnostics
                .warning("approximated", &Pointer::root().key("x-env-prefix"), message)
                .on_key()
                .hint("take the server from `servers::from_env` and give the builder the rest");
        }
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
