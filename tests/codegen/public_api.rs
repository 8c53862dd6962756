//! Everything a Rust program can name in the generated crate, one line an item: what a reviewer reads first.

mod listing;
mod modules;

use std::collections::BTreeMap;

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
