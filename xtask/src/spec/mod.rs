//! The document as written: load, parse, resolve `$ref`, and find a JSON pointer's line and column.

mod document;
mod pointer;
mod resolve;

pub use document::{Document, Position, Source};
pub use pointer::Pointer;
pub use resolve::Resolved;
