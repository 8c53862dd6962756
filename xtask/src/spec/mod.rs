//! The document as written: load, parse, put together from its files, resolve `$ref`, and find a JSON pointer's line and column.

mod bundle;
mod document;
pub(crate) mod extensions;
mod files;
pub(crate) mod model;
mod origins;
pub(crate) mod outline;
mod parse;
mod pointer;
mod position;
mod repair;
mod resolve;
mod revision;
mod shape;
pub(crate) mod source;
mod translate;
mod version;
mod wording;

pub use document::{Document, Keep};
pub use files::{Folder, Read, Refusal};
pub use origins::Origins;
pub use parse::parse_tree;
pub use pointer::Pointer;
pub use position::{Place, Positions};
pub use resolve::Resolved;
pub(crate) use resolve::{follow, local_pointer, nearest_at};
pub use revision::{Repository, RevisionError};
pub use source::{Position, Source, Span};
pub use translate::is_unread;
pub(crate) use wording::nearest;
