//! What changed between two documents: on the wire, for Rust callers, or in words only.
//!
//! Detection, judgement and rendering are separate: `wire` lists changes of the document, each
//! judged by a table of rules; `rust` lists what they do to the generated crate; the report joins them.

pub mod accept;
mod change;
pub mod render;
mod report;
pub mod rust;
mod version;

pub use change::{Change, Direction, Level, Side};
pub use report::{Entry, Location, Report, Version};
pub use rust::{RustChange, Step};
pub use version::{VersionStep, version_step};

// STUB until the wire half is merged.
#[allow(missing_docs)]
pub struct Rule {
    pub docs: bool,
    pub reason: &'static str,
}
#[allow(missing_docs)]
pub fn rule(_id: &str) -> Option<&'static Rule> {
    None
}
#[allow(missing_docs)]
pub fn wire_on(_: &serde_json::Value, _: &serde_json::Value, _: &str) -> Vec<Change> {
    Vec::new()
}
