//! Everything a Rust program can name in the generated crate, one line an item: what a reviewer reads first.

mod listing;
mod macros;
mod modules;

use std::collections::{BTreeMap, BTreeSet};

use syn::ImplItem;
use xtask::lower::CALL_METHODS;

use crate::fixture;
use crate::snapshot;

#[test]
fn of_the_real_description() {
    let generated = fixture::generate(fixture::real_spec(), "checkout-identity");
    let files = generated.unwrap_or_else(|report| panic!("{report}")).files;
    let sources: BTreeMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let listing = listing::listing(&modules::Crate::load(&sources));
    snapshot::check("public-api", &listing);
}

/// A parameter so called would be a method twice.
#[test]
fn every_method_of_a_call_is_a_reserved_name() {
    let templates = fixture::templates();
    let paths: Vec<String> = templates.runtime.keys().map(|path| format!("src/{path}")).collect();
    let texts = templates.runtime.values().map(String::as_str);
    let runtime = modules::Crate::load(&paths.iter().map(String::as_str).zip(texts).collect());
    let blocks = &runtime.impls()[&(vec!["call".to_owned()], "Call".to_owned())];
    let items = blocks.iter().flat_map(|block| &block.items);
    let methods: BTreeSet<String> = items
        .filter_map(
            |item| if let ImplItem::Fn(it) = item { Some(it.sig.ident.to_string()) } else { None },
        )
        .filter(|name| name != "fmt")
        .collect();
    let reserved = CALL_METHODS.iter().map(ToString::to_string).collect();
    assert_eq!(methods.difference(&reserved).collect::<Vec<_>>(), [""; 0]);
}
