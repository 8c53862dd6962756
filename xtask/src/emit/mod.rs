//! From the intermediate representation to files: pure, and one emitter a file.

mod answers;
mod bodies;
mod client;
mod docs;
mod enums;
mod examples;
mod format;
mod headers;
mod helpers;
mod imports;
mod markdown;
mod models;
mod newtypes;
mod operations;
mod package;
mod params;
mod redaction;
mod root;
mod runtime;
mod servers;
mod structs;
mod types;
mod unions;
mod uses;

pub(crate) use format::banner;
pub use package::{Package, Templates};
pub use runtime::RuntimeFile;

use crate::ir::Api;
use crate::output::File;

/// Emits the whole crate.
///
/// # Errors
///
/// If a template is no template, or asks for something that is not there.
pub fn emit(
    api: &Api,
    package: &Package,
    templates: Templates,
) -> Result<Vec<File>, minijinja::Error> {
    let mut files = vec![root::file(api), client::file(api)];
    files.extend(servers::file(api));
    files.extend(headers::file(api));
    files.extend(models::files(api));
    files.extend(operations::files(api, package));
    let rest = package::files(api, package, templates, &files)?;
    files.extend(rest);
    Ok(files)
}
