//! What changed between two documents: on the wire, for Rust callers, or in words only.
//!
//! Detection, judgement and rendering are separate: `wire` lists changes of the document, each
//! judged by a table of rules; `rust` lists what they do to the generated crate; the report joins them.

pub mod accept;
mod change;
pub mod render;
mod report;
mod rules;
pub mod rust;
mod version;
mod wire;

pub use change::{Change, Direction, Level, Side};
pub use report::{Entry, Location, Report, Version};
pub use rules::{RULES, Rule, rule};
pub use rust::{RustChange, Step};
pub use version::{VersionStep, version_step};
pub use wire::{wire, wire_on};
