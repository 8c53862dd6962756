//! What lowering reports: constructs without a Rust counterpart, and names that collide.

use xtask::diagnostic::{Diagnostics, render_text};
use xtask::lower;
use xtask::spec::{Document, Source};

use crate::fixture::{self, stem};
use crate::snapshot;

#[test]
fn reports() {
    let reported = |source: Source| (stem(&source).to_owned(), reported(source));
    snapshot::check_all("reject", fixture::all("reject").into_iter().map(reported));
}

fn reported(source: Source) -> String {
    let mut diagnostics = Diagnostics::default();
    if let Some(document) = Document::parse(source.clone(), &mut diagnostics) {
        lower::lower(&document, &mut diagnostics);
    }
    render_text(&diagnostics, &source, false)
}
