//! The intermediate representation of the real description, one line an item.

use crate::{fixture, snapshot};

#[test]
fn of_the_real_description() {
    let generated = fixture::generate(fixture::real_spec(), "checkout-identity");
    let api = generated.unwrap_or_else(|report| panic!("{report}")).api;
    snapshot::check("ir", &api.listing());
}
