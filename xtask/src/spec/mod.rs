//! The document as written: load, parse, resolve `$ref`, and find a JSON pointer's line and column.

mod document;
mod pointer;
mod position;
mod resolve;
mod source;
mod tree;

pub use document::Document;
pub use pointer::Pointer;
pub use position::{Place, Positions};
pub use resolve::Resolved;
pub use source::{Position, Source, Span};
