//! Everything callers of a generated crate can name, read from its files.

use std::path::Path;
use std::str::FromStr;

use indexmap::{IndexMap, IndexSet};
use proc_macro2::{TokenStream, TokenTree};

use super::items::{Item, Kind, Scope, read};
use super::manifest;
use super::written::word;
use crate::ir::Api;

/// The items of a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    pub(super) items: IndexMap<String, Item>,
}

const RUNTIME: &str = "src/runtime/";

impl Surface {
    /// Reads the files of a crate, given by path and text.
    ///
    /// # Errors
    /// If a file is not Rust, by its name.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        let mut surface = Self::default();
        let files: Vec<(&str, TokenStream)> = files
            .into_iter()
            .filter_map(|(path, text)| match path {
                "Cargo.toml" => {
                    for item in manifest::items(text) {
                        surface.add(item);
                    }
                    None
                }
                _ if is_source(path) => Some((path, text)),
                _ => None,
            })
            .map(|(path, text)| {
                let tokens =
                    TokenStream::from_str(text).map_err(|error| format!("{path}: {error}"));
                tokens.map(|tokens| (path, tokens))
            })
            .collect::<Result<_, _>>()?;
        let root = format!("{RUNTIME}mod.rs");
        let exported = files.iter().find(|(path, _)| *path == root).map(|(_, it)| exports(it));
        for (path, tokens) in files {
            let exported = exported.as_ref().filter(|_| path.starts_with(RUNTIME));
            let scope = Scope { file: path, module: module(path), exported };
            for item in read(tokens, scope) {
                surface.add(item);
            }
        }
        Ok(surface)
    }

    /// Notes where in a document the items of its crate come from.
    #[must_use]
    pub fn of_document(mut self, api: &Api, document: &serde_json::Value) -> Self {
        let origins = super::origins::origins(api, document);
        for item in self.items.values_mut() {
            let own = origins.get(&item.path);
            item.origin = own.or_else(|| origins.get(item.parent.as_ref()?)).cloned();
        }
        self
    }

    /// What callers see, one line an item, in the order of their paths.
    #[must_use]
    pub fn listing(&self) -> String {
        let seen = self.items.values().filter(|item| item.kind != Kind::Hidden);
        let mut lines: Vec<String> =
            seen.map(|it| format!("{}: {}\n", it.path, it.signature)).collect();
        lines.sort();
        lines.concat()
    }

    fn add(&mut self, item: Item) {
        match self.items.get_mut(&item.path) {
            // Two that only differ in `cfg` or in generics share a path: they change together.
            Some(known) => {
                for (known, more) in [
                    (&mut known.signature, &item.signature),
                    (&mut known.behaviour, &item.behaviour),
                    (&mut known.docs, &item.docs),
                ] {
                    known.push_str(more);
                }
            }
            None => _ = self.items.insert(item.path.clone(), item),
        }
    }
}

fn is_source(path: &str) -> bool {
    path.starts_with("src/") && Path::new(path).extension().is_some_and(|it| it == "rs")
}

/// The module in which callers find what a file holds: the others are private, and re-exported from there.
fn module(path: &str) -> &str {
    ["models", "operations", "servers"]
        .into_iter()
        .find(|it| path.strip_prefix("src/").is_some_and(|path| path.starts_with(it)))
        .unwrap_or_default()
}

/// The names that the runtime's `exports` module re-exports.
fn exports(runtime: &TokenStream) -> IndexSet<String> {
    let tokens: Vec<TokenTree> = runtime.clone().into_iter().collect();
    let is_exports = |at: usize| tokens.get(at).and_then(word).as_deref() == Some("exports");
    let mut names = IndexSet::new();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(body) = token
            && at > 0
            && is_exports(at - 1)
        {
            leaves(body.stream(), &mut names);
        }
    }
    names
}

/// The last names of the paths in `use` trees.
fn leaves(tree: TokenStream, names: &mut IndexSet<String>) {
    let mut last = None;
    for token in tree {
        match token {
            TokenTree::Ident(it) => last = Some(it.to_string()),
            TokenTree::Group(it) => {
                last = None;
                leaves(it.stream(), names);
            }
            TokenTree::Punct(it) if matches!(it.as_char(), ',' | ';') => names.extend(last.take()),
            _ => {}
        }
    }
    names.extend(last);
}
