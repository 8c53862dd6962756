//! The document as written: load, parse, resolve `$ref`, and find a JSON pointer's line and column.

mod document;
pub(crate) mod model;
pub(crate) mod outline;
mod pointer;
mod position;
mod repair;
mod resolve;
mod revision;
mod shape;
mod source;
mod tree;
mod version;
mod wording;

pub use document::{Document, parse_tree};
pub use pointer::Pointer;
pub use position::{Place, Positions};
pub use resolve::Resolved;
pub(crate) use resolve::{follow, local_pointer};
pub use revision::{Repository, RevisionError};
pub use source::{Position, Source, Span};
pub(crate) use wording::nearest;
