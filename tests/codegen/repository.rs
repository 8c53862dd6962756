//! A description in a folder, perhaps a repository, and `cargo xtask diff` over it.

use std::fs;
use std::process::Command;

use tempfile::TempDir;
use xtask::cli::Outcome;

/// The description as it is at first.
pub(crate) const SPEC: &str = include_str!("fixtures/diff/rust-base.yaml");
/// Its path in the folder.
pub(crate) const NAME: &str = "spec/pets.yaml";

/// A folder that may become a repository.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write(NAME, SPEC);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.0.path().display())
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs git the same on every machine.
    pub(crate) fn git(&self, arguments: &[&str]) {
        let who = [
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.autocrlf=false",
        ];
        let mut git = Command::new("git");
        git.arg("-C").arg(self.0.path()).args(who).args(arguments);
        let output = git.env("GIT_CONFIG_GLOBAL", self.path("none")).output().expect("git runs");
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// A repository with the document on its main branch.
    pub(crate) fn repository() -> Self {
        let folder = Self::new();
        folder.git(&["init", "--quiet", "--initial-branch=main"]);
        folder.commit("Describe pets");
        folder
    }

    pub(crate) fn diff(&self, arguments: &[&str]) -> Outcome {
        self.diff_of(NAME, arguments)
    }

    pub(crate) fn diff_of(&self, spec: &str, arguments: &[&str]) -> Outcome {
        let spec = self.path(spec);
        let arguments =
            ["diff", "--spec", &spec].into_iter().chain(arguments.iter().copied()).map(Into::into);
        let outcome = xtask::cli::run(arguments, false);
        let root = format!("{}/", self.0.path().display());
        Outcome {
            stdout: outcome.stdout.replace(&root, ""),
            stderr: outcome.stderr.replace(&root, ""),
            ..outcome
        }
    }
}

/// Whether a run came to this exit code and says this; nothing at all on standard error if nothing is expected there.
#[track_caller]
pub(crate) fn check(outcome: &Outcome, code: u8, stdout: &str, stderr: &str) {
    assert_eq!(outcome.code, code, "{}\n{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains(stdout), "{}", outcome.stdout);
    assert!(outcome.stderr.contains(stderr), "{}", outcome.stderr);
    assert_eq!(stderr.is_empty(), outcome.stderr.is_empty(), "{}", outcome.stderr);
}
