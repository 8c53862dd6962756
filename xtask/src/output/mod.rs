//! Puts emitted files on disk: what differs, how it is replaced, and how the difference is shown.
//!
//! The folder belongs to codegen as a whole: a file in it that was not emitted is an orphan.

mod apply;
mod check;
mod plan;
mod summary;
mod swap;

pub use apply::apply;
pub use check::check;
pub use plan::{Change, Plan, plan};
pub use summary::summary;

use std::borrow::Cow;
use std::path::Path;

/// One emitted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the generated folder, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: Cow<'static, str>,
}

/// What the first line of an emitted `Cargo.toml` says, so that only folders that say it are ever overwritten.
pub const MARKER: &str = "@generated";

/// What the names of codegen's temporary files and folders contain.
const TEMPORARY: &str = ".codegen-";

/// A path as people write it, the same on every system.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
