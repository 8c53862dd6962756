//! What changed between two documents: on the wire, for Rust callers, or in words only.
//!
//! Detection, judgement and rendering are separate: `wire` lists changes of the document,
//! each judged by a table of rules.

mod change;
pub mod rust;

pub use change::{Change, Direction, Level, Side};
pub use rust::{RustChange, Step};
