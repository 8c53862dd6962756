//! Makes one document of many: every `$ref` in the result is `#/components/<section>/<name>`.
//!
//! What a `$ref` leads to elsewhere is moved below `components`, and the place it came from refers to it, too.
//! Path items have no section there; they are put in place.

mod find;
mod locate;
mod name;
mod path_items;
mod place;

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexSet;
use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::files::Files;
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::Outline;
use crate::spec::version::Version;
use crate::spec::{Origins, Pointer};

/// A place that a `$ref` leads to, and what is wanted there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Target {
    file: usize,
    at: Pointer,
    kind: Kind,
}

/// Where a `$ref` stands: the object that holds it, or a value of a `mapping`.
type Site = (usize, Pointer);

/// What a `$ref` stands for.
#[derive(Clone, Debug)]
struct Reference {
    kind: Kind,
    in_mapping: bool,
    /// `None` if it leads nowhere, which has been reported.
    target: Option<Target>,
}

/// What is known while a document is put together.
struct Bundle<'r, 'd> {
    files: Files<'r>,
    version: Version,
    diagnostics: &'d mut Diagnostics,
    /// Every `$ref` that has to change.
    references: BTreeMap<Site, Reference>,
    /// What they lead to, in the order found.
    targets: IndexSet<Target>,
    /// The values looked through for `$ref`s, and what they are.
    walked: HashMap<Site, Shape>,
}

/// Whether a document has a `$ref` that has to change.
pub(super) fn is_needed(outline: &Outline<'_>) -> bool {
    let references = outline.references().any(|node| {
        kind_of(node.shape()) == Some(Kind::PathItem)
            || node.reference().is_some_and(|text| !locate::is_plain(text))
    });
    references || find::mappings(outline).any(|(_, text)| locate::is_mapped_reference(text))
}

/// Puts a document together, and tells where the parts came from.
pub(super) fn bundle(
    files: Files<'_>,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> (Value, Origins) {
    let mut bundle = Bundle {
        files,
        version,
        diagnostics,
        references: BTreeMap::new(),
        targets: IndexSet::new(),
        walked: HashMap::new(),
    };
    bundle.find();
    bundle.put_together()
}

/// The kind of object that a `$ref` may stand in place of.
fn kind_of(shape: Shape) -> Option<Kind> {
    match shape {
        Shape::Reference(kind) => Some(kind),
        Shape::Additional => Some(Kind::Schema),
        _ => None,
    }
}
