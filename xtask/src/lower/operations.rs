//! Operations: names, groups and what is said of them.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{LinkOperation, Operation as Written, PathItem, ReferenceOr};
use serde_json::Value;

use super::answers::Answers;
use super::schemas::own_name;
use super::{Lowering, Place, first_free, take};
use crate::ir::{Call, Class, Docs, Group, Method, Name, Operation, TypeName};
use crate::spec::Pointer;

/// Methods every client has, or every value; an operation so called gets a number.
const CLIENT_METHODS: &[&str] = &[
    "builder",
    "clone",
    "execute",
    "from_env",
    "inner",
    "into",
    "request",
    "try_into",
    "with_options",
];

/// One operation as written, and what its path item adds.
pub(super) struct Site<'a> {
    pub(super) path: &'a str,
    method: Method,
    pub(super) item: &'a PathItem,
    pub(super) written: &'a Written,
    pub(super) at_item: Pointer,
    pub(super) at: Pointer,
}

/// What is said of an operation and read when all types are known.
pub(super) struct Remarks<'a> {
    pub(super) operation: Name,
    pub(super) at: Pointer,
    /// The body it is shown with.
    pub(super) body: Option<&'a Value>,
    pub(super) pagination: Option<&'a Value>,
    pub(super) wait: Option<&'a Value>,
}

impl<'a> Lowering<'a> {
    /// Lowers every operation, by tag.
    pub(super) fn operations(&mut self) -> (Vec<Group>, Vec<Remarks<'a>>) {
        let mut groups: IndexMap<Name, Group> = IndexMap::new();
        let mut all_remarks = Vec::new();
        let mut merged: BTreeSet<&str> = BTreeSet::new();
        let mut names: BTreeSet<String> =
            CLIENT_METHODS.iter().map(|name| constant(&Name::new(name))).collect();
        for site in self.sites() {
            let tag = site.written.tags.first().map_or("default", String::as_str);
            let (operation, remarks) = self.operation(&site, &mut names);
            self.report_security(&site, &operation.name);
            let group =
                groups.entry(Name::new(tag)).or_insert_with_key(|name| self.group(name, tag));
            let first = group.docs.summary.as_deref().unwrap_or_default();
            if first != tag && merged.insert(tag) {
                let message =
                    format!("the tags `{first}` and `{tag}` are one module, `{}`", group.name);
                self.diagnostics
                    .warning("name-collision", &site.at.key("tags"), message)
                    .hint("spell the tags alike, or more apart");
            }
            group.operations.push(operation);
            all_remarks.push(remarks);
        }
        (groups.into_values().collect(), all_remarks)
    }

    fn sites(&self) -> Vec<Site<'a>> {
        let document = self.document;
        let mut sites = Vec::new();
        for (path, item) in document.api.paths.iter() {
            let at_item = Pointer::root().key("paths").key(path);
            // A `$ref` in its place has been replaced by what it leads to.
            let ReferenceOr::Item(item) = item else { continue };
            sites.extend(item.iter().map(|(method, written)| Site {
                path,
                method: method_named(method),
                item,
                written,
                at_item: at_item.clone(),
                at: at_item.key(method),
            }));
        }
        sites
    }

    /// Says that an operation asks for other credentials than the rest of the API does.
    fn report_security(&mut self, site: &Site<'a>, operation: &Name) {
        let Some(own) = &site.written.security else { return };
        // Where the document says nothing for all, the first operation that does speaks for the rest.
        let mut operations = self.document.api.operations();
        let first = || operations.find_map(|(_, _, operation)| operation.security.as_ref());
        if self.document.api.security.as_ref().or_else(first) != Some(own) {
            let message =
                format!("`{operation}` asks for other credentials than the rest of the API");
            self.diagnostics
                .warning("approximated", &site.at.key("security"), message)
                .on_key()
                .hint("a client sends with every call what it was given; make one for each kind of credentials");
        }
    }

    fn group(&self, name: &Name, tag: &str) -> Group {
        let written = self.document.api.tags.iter().find(|written| written.name == tag);
        let description = written.and_then(|written| written.description.clone());
        let docs = Docs { summary: Some(tag.to_owned()), description, ..Docs::default() };
        Group { name: name.clone(), docs, operations: Vec::new() }
    }

    fn operation(
        &mut self,
        site: &Site<'a>,
        names: &mut BTreeSet<String>,
    ) -> (Operation, Remarks<'a>) {
        let name = self.operation_name(site, names);
        let type_name = name.type_name();
        let place = Place::Named(&type_name, &name);
        let params = self.params(
            site.path,
            (&site.item.parameters, &site.at_item),
            (&site.written.parameters, &site.at),
            &place,
        );
        let (body, body_example) = self.body(site, &place).unzip();
        let Answers { answer, responses, headers } = self.answers(site, &place);
        let mut operation = Operation {
            marker: None,
            id: operation_id(site).unwrap_or(name.as_str()).to_owned(),
            origin: site.at.as_str().to_owned(),
            docs: operation_docs(site),
            method: site.method,
            path: encoded(site.path),
            class: class(site),
            pagination: None,
            wait: None,
            body,
            answer,
            responses,
            headers,
            servers: self.operation_servers(site, &name),
            example: Call::default(),
            params,
            name,
        };
        let remarks = Remarks {
            operation: operation.name.clone(),
            at: site.at.clone(),
            body: body_example.flatten(),
            pagination: site.written.extensions.get("x-pagination"),
            wait: site.written.extensions.get("x-wait"),
        };
        // Its calls have methods that others lack.
        if operation.has_setters() || remarks.pagination.or(remarks.wait).is_some() {
            operation.marker = Some(self.operation_type(operation.name.marker(), &site.at));
        }
        (operation, remarks)
    }

    /// Names a type that stands beside an operation.
    pub(super) fn operation_type(&mut self, wanted: TypeName, at: &Pointer) -> TypeName {
        let name = take(&mut self.operation_types, &wanted, TypeName::numbered);
        let words = ("name", "a type of this operation");
        self.report_taken((&wanted, &name), at, words, "name the operation with `x-rust-name`");
        name
    }

    fn operation_name(&mut self, site: &Site<'a>, names: &mut BTreeSet<String>) -> Name {
        let derived = format!("{} {}", site.method.as_str().to_lowercase(), site.path);
        let spelt = operation_id(site).unwrap_or(&derived);
        let wanted = own_name(site.written.extensions.get("x-rust-name"), spelt);
        let name = first_free(&wanted, |name| !names.contains(&constant(name)), Name::numbered);
        names.insert(constant(&name));
        let words = ("method name", "this operation");
        self.report_taken((&wanted, &name), &site.at, words, "choose a name with `x-rust-name`");
        name
    }
}

/// The name of the operation's constant; names may differ and this not, as `ß` is `SS` in it.
fn constant(name: &Name) -> String {
    name.constant().to_string()
}

/// The operationId, if there is anything in it to make a name of.
fn operation_id<'a>(site: &Site<'a>) -> Option<&'a str> {
    site.written.operation_id.as_deref().filter(|id| id.chars().any(char::is_alphabetic))
}

/// A path template as a request line holds it: what no URL can hold is percent-encoded, templates are left alone.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    let mut in_braces = false;
    for character in path.chars() {
        in_braces = (in_braces || character == '{') && character != '}';
        if in_braces || (character.is_ascii_graphic() && !r#""<>\^`|"#.contains(character)) {
            encoded.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

fn method_named(method: &str) -> Method {
    match method {
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        _ => Method::Get,
    }
}

fn operation_docs(site: &Site<'_>) -> Docs {
    let description = site.written.description.as_ref().or(site.item.description.as_ref());
    let paragraphs: Vec<String> =
        description.cloned().into_iter().chain(callbacks(site)).chain(links(site)).collect();
    Docs {
        summary: site.written.summary.clone().or_else(|| site.item.summary.clone()),
        description: Some(paragraphs.join("\n\n")).filter(|text| !text.is_empty()),
        constraints: Vec::new(),
        deprecated: site.written.deprecated,
    }
}

/// The requests that the API makes because of a call.
fn callbacks(site: &Site<'_>) -> Option<String> {
    let requests = site.written.callbacks.iter().flat_map(|(name, callback)| {
        let items = callback.iter().flat_map(|(url, item)| item.iter().map(move |it| (url, it.0)));
        items.map(move |(url, method)| format!("`{name}` (`{} {url}`)", method.to_uppercase()))
    });
    let requests: Vec<String> = requests.collect();
    (!requests.is_empty()).then(|| format!("Calls back: {}.", requests.join(", ")))
}

/// The operations that its answers lead to.
fn links(site: &Site<'_>) -> Option<String> {
    let responses = site.written.responses.responses.values().filter_map(ReferenceOr::as_item);
    let links = responses.flat_map(|response| &response.links).filter_map(|(name, link)| {
        let (LinkOperation::OperationId(target) | LinkOperation::OperationRef(target)) =
            &link.as_item()?.operation;
        Some(format!("`{name}` (`{target}`)"))
    });
    let links: Vec<String> = links.collect();
    (!links.is_empty()).then(|| format!("Answers link to: {}.", links.join(", ")))
}

fn class(site: &Site<'_>) -> Class {
    let idempotent = site.written.extensions.get("x-idempotent") == Some(&Value::Bool(true));
    match site.method {
        Method::Get | Method::Head | Method::Options | Method::Trace => Class::Safe,
        Method::Put | Method::Delete => Class::Idempotent,
        Method::Post | Method::Patch if idempotent => Class::Idempotent,
        Method::Post | Method::Patch => Class::NotIdempotent,
    }
}
