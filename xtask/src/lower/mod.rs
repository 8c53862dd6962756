//! From the document to the intermediate representation; what cannot be expressed becomes a located diagnostic.

mod answers;
mod bodies;
mod docs;
mod enums;
mod examples;
mod graph;
mod headers;
mod helpers;
mod objects;
mod operations;
mod params;
mod parts;
mod root;
mod schemas;
mod security;
mod sensitivity;
mod servers;
mod unions;
mod view;
mod webhooks;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;

use indexmap::IndexMap;
pub use params::CALL_METHODS;
pub use security::BUILDER_METHODS;

use self::parts::InParts;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Name, TypeDef, TypeKind, TypeName};
use crate::spec::{Document, Pointer};

/// Lowers a document that lint has passed.
///
/// Every problem is reported; the result is worth emitting only if none of them is an error.
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering::new(document, diagnostics);
    lowering.document_servers();
    lowering.name_components();
    lowering.find_multipart();
    lowering.components();
    let (groups, remarks) = lowering.operations();
    let webhooks = lowering.webhooks();
    let security = lowering.security();
    let headers = lowering.headers.into_values().map(|known| known.header).collect();
    let types = lowering.types;

    let servers = lowering.servers.into_parts();
    let mut api = root::api(document, servers, security, groups, headers, types, webhooks);
    graph::mark_usage(&mut api);
    graph::wrap_cycles(&mut api.types);
    graph::drop_circular_alternatives(&mut api.types, lowering.diagnostics);
    graph::settle_unions(&mut api.types);
    graph::box_cycles(&mut api.types);
    helpers::attach(&mut api, &remarks, lowering.diagnostics);
    examples::attach(&mut api, &remarks);
    api
}

/// What lowering knows and has found so far.
struct Lowering<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    /// Rust names of component schemas, by their name in the document.
    components: HashMap<&'a str, TypeName>,
    /// Every type name given away, and what it was given to.
    taken: HashMap<TypeName, Pointer>,
    types: Vec<TypeDef>,
    /// Names of the types that stand beside operations.
    operation_types: BTreeSet<TypeName>,
    servers: servers::Servers,
    /// Headers of answers, by their names in lower case.
    headers: IndexMap<String, headers::Known<'a>>,
    /// What their accessors are called, and the other methods beside them.
    header_names: BTreeSet<Name>,
    /// Names of schemas written inside shared parameters, bodies and responses, which operations reach again and again.
    shared: HashMap<Pointer, TypeName>,
    /// Component schemas that are sent part by part, or as a part.
    multipart: HashMap<&'a str, InParts>,
    /// What the schema at hand is to a body of several parts.
    in_parts: InParts,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            document,
            diagnostics,
            components: HashMap::new(),
            taken: HashMap::new(),
            types: Vec::new(),
            operation_types: BTreeSet::new(),
            servers: servers::Servers::of(document),
            headers: IndexMap::new(),
            header_names: headers::OWN_METHODS.iter().map(|name| Name::new(name)).collect(),
            shared: HashMap::new(),
            multipart: HashMap::new(),
            in_parts: InParts::Nothing,
        }
    }

    /// Gives `wanted` to the schema at `at`, or the name with a number behind it if another schema has it.
    fn claim(&mut self, wanted: TypeName, at: &Pointer) -> TypeName {
        let free = |name: &TypeName| !self.taken.contains_key(name);
        let name = first_free(&wanted, free, TypeName::numbered);
        if name != wanted {
            let holder = self.taken.get(&wanted).map(Pointer::as_str).unwrap_or_default();
            let message = format!(
                "the Rust name `{wanted}` belongs to `{holder}`; this schema becomes `{name}`"
            );
            self.diagnostics
                .warning("name-collision", at, message)
                .hint("choose a name with `x-rust-name`");
        }
        self.taken.insert(name.clone(), at.clone());
        name
    }

    fn definition(&self, name: &TypeName) -> Option<&TypeKind> {
        self.types.iter().find(|ty| ty.name == *name).map(|ty| &ty.kind)
    }

    /// Says that a thing could not have the name it wanted, if that is so.
    fn report_taken<N: Display + PartialEq>(
        &mut self,
        (wanted, name): (&N, &N),
        at: &Pointer,
        (what, thing): (&str, &str),
        hint: &str,
    ) {
        if name != wanted {
            let message = format!("the {what} `{wanted}` is taken; {thing} becomes `{name}`");
            self.diagnostics.warning("name-collision", at, message).hint(hint);
        }
    }

    /// Reports a construct that has no Rust counterpart yet.
    fn unsupported(&mut self, at: &Pointer, what: &str, hint: &str) {
        self.diagnostics
            .error("unsupported", at, format!("{what} cannot be expressed in Rust yet"))
            .hint(hint);
    }
}

/// Takes `wanted` if it is free, else the first free one of `wanted2`, `wanted3`, …
fn take<N: Clone + Ord>(
    taken: &mut BTreeSet<N>,
    wanted: &N,
    numbered: impl Fn(&N, usize) -> N,
) -> N {
    let name = first_free(wanted, |name| !taken.contains(name), numbered);
    taken.insert(name.clone());
    name
}

/// `wanted` if it is free, else the first free one of `wanted2`, `wanted3`, …
fn first_free<N: Clone>(
    wanted: &N,
    free: impl Fn(&N) -> bool,
    numbered: impl Fn(&N, usize) -> N,
) -> N {
    if free(wanted) {
        return wanted.clone();
    }
    let mut number = 2;
    loop {
        let candidate = numbered(wanted, number);
        if free(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

/// Where an inline schema stands. Few need a name, so that it is spelt out when it is asked for.
enum Place<'p> {
    /// In what has this name and goes to this file.
    Named(&'p TypeName, &'p Name),
    /// In the component that is called so.
    Component(&'p str),
    /// In another place, under this key.
    Child(&'p Place<'p>, &'p str),
}

impl Place<'_> {
    /// The place of a schema written inside this one.
    fn child<'c>(&'c self, key: &'c str) -> Place<'c> {
        Place::Child(self, key)
    }

    /// The name that a schema here gets if it needs one.
    fn name(&self) -> TypeName {
        match self {
            Self::Named(name, _) => (*name).clone(),
            Self::Component(name) => TypeName::of_type(name),
            Self::Child(parent, key) => parent.name().child(key),
        }
    }

    /// The file that it goes to.
    fn module(&self) -> Name {
        match self {
            Self::Named(_, module) => (*module).clone(),
            Self::Component(_) => self.name().module(),
            Self::Child(parent, _) => parent.module(),
        }
    }
}
