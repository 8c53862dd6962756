//! Where the repository keeps what codegen reads and writes.

use std::env;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The repository that the generator belongs to.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the repository, from wherever the command was called.
    ///
    /// # Errors
    /// If neither the package that cargo runs nor the working directory is inside a checkout.
    pub fn find() -> io::Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let starts = package.into_iter().chain(env::current_dir());
        let found = starts.into_iter().find_map(|start| {
            start
                .ancestors()
                .find(|it| it.join("templates/runtime/Cargo.toml").is_file())
                .map(Path::to_owned)
        });
        let reason = "not inside a checkout: no parent folder holds templates/runtime";
        found.map(|root| Self { root }).ok_or_else(|| io::Error::new(ErrorKind::NotFound, reason))
    }

    /// The hand-written OpenAPI document.
    #[must_use]
    pub fn spec(&self) -> PathBuf {
        shortest(&self.root.join("spec/identity-verification.yaml"))
    }

    /// The generated crate.
    #[must_use]
    pub fn generated(&self) -> PathBuf {
        shortest(&self.root.join("generated"))
    }
}

/// The path as a person in the working directory would write it.
fn shortest(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
