//! Servers: a function for each, under a name of its own.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{Server as Written, ServerVariable as WrittenVariable};
use serde_json::Value;

use super::operations::Site;
use super::root::{env_prefix, words};
use super::{Lowering, take};
use crate::ir::{Name, Server, ServerVariable};
use crate::spec::{Document, Pointer, extensions};

/// The servers of the document, and those of single operations.
#[derive(Default)]
pub(super) struct Servers {
    pub(super) document: Vec<Server>,
    /// By their URLs and the names they wanted: operations of one path share its servers.
    operations: IndexMap<(String, Name), Server>,
    names: BTreeSet<Name>,
}

impl Servers {
    pub(super) fn of(document: &Document) -> Self {
        let mut servers = Self::default();
        if env_prefix(document).is_some() {
            servers.names.insert(Name::new("from_env"));
        }
        servers
    }

    pub(super) fn into_parts(self) -> (Vec<Server>, Vec<Server>) {
        (self.document, self.operations.into_values().collect())
    }
}

impl<'a> Lowering<'a> {
    /// The servers of the document, which come first to have the names they want.
    pub(super) fn document_servers(&mut self) {
        let written = &self.document.api.servers;
        for (index, written) in written.iter().enumerate() {
            let at = Pointer::root().key("servers").index(index);
            let main = Name::new("main");
            let counted = if index == 0 { main } else { main.numbered(index + 1) };
            let wanted = chosen(written).unwrap_or(counted);
            let server = self.server(written, &at, &wanted);
            self.servers.document.push(server);
        }
    }

    /// Where an operation is served, if not where the rest of the API is.
    pub(super) fn operation_servers(&mut self, site: &Site<'a>, operation: &Name) -> Vec<Name> {
        let own = &site.written.servers;
        let (servers, at, wanted) = if own.is_empty() {
            (&site.item.servers, site.at_item.key("servers"), Name::new(site.path))
        } else {
            (own, site.at.key("servers"), operation.clone())
        };
        let document = &self.document.api.servers;
        if servers.is_empty() || servers == document {
            return Vec::new();
        }
        let message = format!("`{operation}` is served elsewhere, which each call of it must say");
        self.diagnostics
            .warning("approximated", &at, message)
            .on_key()
            .hint("`.server(..)` of a call takes what a function of `servers` makes");
        let name = |(index, written): (usize, &Written)| {
            let known = document.iter().position(|it| it == written);
            if let Some(known) = known.and_then(|known| self.servers.document.get(known)) {
                return known.name.clone();
            }
            let wanted = chosen(written).unwrap_or_else(|| wanted.clone());
            let key = (written.url.clone(), wanted);
            if let Some(known) = self.servers.operations.get(&key) {
                return known.name.clone();
            }
            let server = self.server(written, &at.index(index), &key.1);
            let name = server.name.clone();
            self.servers.operations.insert(key, server);
            name
        };
        servers.iter().enumerate().map(name).collect()
    }

    /// A server under the wanted name, as far as that is free.
    fn server(&mut self, written: &Written, at: &Pointer, wanted: &Name) -> Server {
        let extension = |key| written.extensions.get(key);
        let mut names = BTreeSet::new();
        let mut variable = |(wire, it): (&String, &WrittenVariable)| {
            let wanted = Name::new(wire);
            let name = take(&mut names, &wanted, Name::numbered);
            let at = at.key("variables").key(wire);
            self.report_taken(
                (&wanted, &name),
                &at,
                ("name", "this variable"),
                "rename one of the two",
            );
            ServerVariable {
                name,
                wire: wire.clone(),
                docs: words(it.description.as_ref()),
                default: it.default.clone(),
                allowed: it.enumeration.clone(),
            }
        };
        let variables = written.variables.iter().flatten().map(&mut variable).collect();
        Server {
            name: self.server_name(written, at, wanted),
            url: written.url.clone(),
            token_url: extension("x-token-url").and_then(extensions::text).map(str::to_owned),
            key_prefix: extension("x-key-prefix")
                .and_then(extensions::key_prefix)
                .map(str::to_owned),
            docs: words(written.description.as_ref()),
            variables,
        }
    }

    fn server_name(&mut self, written: &Written, at: &Pointer, wanted: &Name) -> Name {
        let name = take(&mut self.servers.names, wanted, Name::numbered);
        // Those without a name of their own are counted.
        if chosen(written).is_some() {
            let words = ("name", "this server");
            self.report_taken((wanted, &name), &at.key("x-name"), words, "choose another `x-name`");
        }
        name
    }
}

fn chosen(written: &Written) -> Option<Name> {
    written.extensions.get("x-name").and_then(Value::as_str).map(Name::new)
}
