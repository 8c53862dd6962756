//! Everything a Rust program can name in the generated crate, one line an item: what a reviewer reads first.

mod listing;
mod macros;
mod modules;

use std::collections::{BTreeMap, BTreeSet};

use syn::ImplItem;
use xtask::lower::{BUILDER_METHODS, CALL_METHODS};

use crate::fixture;
use crate::snapshot;

#[test]
fn of_the_real_description() {
    let generated = fixture::generate(fixture::real_spec(), "checkout-identity");
    let files = generated.unwrap_or_else(|report| panic!("{report}")).files;
    let sources: BTreeMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), &*file.text)).collect();
    let listing = listing::listing(&modules::Crate::load(&sources));
    snapshot::check("public-api", &listing);
}

/// A parameter or security scheme so called would be a method twice.
#[test]
fn every_method_beside_generated_ones_is_a_reserved_name() {
    let templates = fixture::templates();
    let paths = templates.runtime.iter().map(|source| format!("src/{}", source.path));
    let paths: Vec<String> = paths.collect();
    let texts = templates.runtime.iter().map(|source| source.text);
    let runtime = modules::Crate::load(&paths.iter().map(String::as_str).zip(texts).collect());
    let impls = runtime.impls();
    for (module, ty, reserved) in
        [("call", "Call", CALL_METHODS), ("client", "ClientBuilder", BUILDER_METHODS)]
    {
        let blocks = &impls[&(vec![module.to_owned()], ty.to_owned())];
        let items = blocks.iter().flat_map(|block| &block.items);
        let methods: BTreeSet<String> = items
            .filter_map(|item| match item {
                ImplItem::Fn(it) => Some(it.sig.ident.to_string()),
                _ => None,
            })
            .filter(|name| name != "fmt")
            .collect();
        let reserved = reserved.iter().map(ToString::to_string).collect();
        assert_eq!(methods.difference(&reserved).collect::<Vec<_>>(), [""; 0], "{ty}");
    }
}
