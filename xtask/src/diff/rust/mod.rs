//! What a change does to Rust callers: the public items of two generated crates compared.
//!
//! The items are read from the text of the crates, so the verdict speaks of what is emitted and of nothing else.

mod attributes;
mod compare;
mod implementations;
mod items;
mod judge;
mod manifest;
mod origins;
mod print;
mod renames;
mod rules;
mod surface;
mod written;

pub use rules::{RULES, Rule};
pub use surface::Surface;

use crate::diff::Side;

/// A step of a crate's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nothing a caller can name changed.
    Patch,
    /// Something was added.
    Minor,
    /// Code that compiled may no longer compile, or mean something else.
    Major,
}

impl Step {
    /// The step as Cargo's documentation spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// One change that callers of the generated crate may notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustChange {
    /// Id of the rule.
    pub id: &'static str,
    /// The step it asks for.
    pub step: Step,
    /// The path of the item, as `models::IdentityVerification::status`.
    pub item: String,
    /// What changed, in one sentence.
    pub message: String,
    /// The item's declaration in the base.
    pub before: Option<String>,
    /// The item's declaration in the head.
    pub after: Option<String>,
    /// Where the document asks for it; `None` if the generator or the runtime changed instead.
    pub caused_by: Option<Side>,
}

impl RustChange {
    /// What a caller must change.
    #[must_use]
    pub fn callers(&self) -> &'static str {
        RULES.iter().find(|rule| rule.id == self.id).map_or("", |rule| rule.callers)
    }

    /// Whether only the documentation of the crate changed.
    #[must_use]
    pub fn is_docs(&self) -> bool {
        self.id == rules::DOCS_CHANGED.id
    }
}

/// What callers of the crate made from `base` see of one made from `head`: the largest step first, then by item.
#[must_use]
pub fn rust(base: &Surface, head: &Surface) -> Vec<RustChange> {
    compare::compare(base, head)
}

/// What the generator and the runtime changed between two generated crates, beside what `document` accounts for.
#[must_use]
pub fn generator(base: &Surface, head: &Surface, document: &[RustChange]) -> Vec<RustChange> {
    let is_accounted_for = |change: &RustChange| {
        document.iter().any(|known| known.item == change.item && known.step >= change.step)
    };
    let mut changes = compare::compare(base, head);
    changes.retain(|change| !is_accounted_for(change));
    for change in &mut changes {
        change.caused_by = None;
    }
    changes
}
