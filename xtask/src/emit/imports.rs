//! The `use` lines of a file, gathered while its items are looked at.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::{Scalar, TypeRef};

/// Paths to import: every one is used, and none is imported twice.
#[derive(Default)]
pub(super) struct Imports {
    paths: BTreeSet<String>,
}

impl Imports {
    /// Imports a path.
    pub(super) fn add(&mut self, path: &str) {
        self.paths.insert(path.to_owned());
    }

    /// Imports a path if it is needed.
    pub(super) fn add_if(&mut self, needed: bool, path: &str) {
        if needed {
            self.add(path);
        }
    }

    /// Leaves out a path that the file itself defines.
    pub(super) fn remove(&mut self, path: &str) {
        self.paths.remove(path);
    }

    /// Imports what naming a type takes; models come by `model`, which makes their path.
    pub(super) fn add_type(&mut self, ty: &TypeRef, model: &dyn Fn(&str) -> String) {
        match ty {
            TypeRef::Scalar(Scalar::Date) => self.add("crate::runtime::date::Date"),
            TypeRef::Scalar(Scalar::Timestamp) => self.add("crate::runtime::timestamp::Timestamp"),
            TypeRef::Scalar(Scalar::File) => self.add("crate::runtime::file::File"),
            TypeRef::Scalar(_) => {}
            TypeRef::Named(name) => self.add(&model(name.as_str())),
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.add_type(inner, model),
            TypeRef::Map(inner) => {
                self.add("std::collections::BTreeMap");
                self.add_type(inner, model);
            }
            TypeRef::Any => self.add("serde_json::Value"),
        }
    }

    /// One `use` for every module: the standard library first, this crate last.
    pub(super) fn tokens(&self) -> TokenStream {
        let mut modules: BTreeMap<(usize, &str), Vec<Ident>> = BTreeMap::new();
        for path in &self.paths {
            let Some((module, name)) = path.rsplit_once(':') else { continue };
            let module = module.trim_end_matches(':');
            let rank = match module.split(':').next() {
                Some("std") => 0,
                Some("crate") => 2,
                Some("super") => 3,
                _ => 1,
            };
            modules.entry((rank, module)).or_default().push(Ident::new(name, Span::call_site()));
        }
        let lines = modules.iter_mut().map(|((_, module), names)| {
            names.sort_by_key(|name| name != "self");
            let parts = module.split(':').filter(|part| !part.is_empty());
            let module = parts.map(|part| Ident::new(part, Span::call_site()));
            let names = group(names);
            quote!(use #(#module)::* :: #names;)
        });
        lines.collect()
    }
}

/// Names that one `use` imports.
pub(super) fn group(names: &[impl ToTokens]) -> TokenStream {
    match names {
        [only] => quote!(#only),
        names => quote!({#(#names),*}),
    }
}
