//! A file as it was at a git revision, by asking `git`.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a revision could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevisionError {
    /// There is no `git` to ask.
    NoGit,
    /// The folder is in no repository.
    NoRepository,
    /// The name stands for no commit.
    NoRevision(String),
    /// The commit lacks the file; perhaps it had another name then.
    NoFile {
        /// The revision asked for.
        revision: String,
        /// The path asked for.
        path: String,
        /// A file of the commit that may be it.
        perhaps: Option<String>,
    },
    /// The file is not text.
    NotText(String),
    /// Anything else that `git` says.
    Git(String),
}

impl fmt::Display for RevisionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit => formatter
                .write_str("there is no `git` to read revisions with; compare two files instead"),
            Self::NoRepository => {
                formatter.write_str("this is no git repository; compare two files instead")
            }
            Self::NoRevision(name) => {
                write!(formatter, "`{name}` is neither a file nor a revision that git knows")
            }
            Self::NoFile { revision, path, perhaps } => {
                write!(formatter, "`{path}` does not exist at `{revision}`")?;
                match perhaps {
                    Some(name) => {
                        write!(formatter, "; was it `{name}` then? Name it: `{revision}:{name}`")
                    }
                    None => Ok(()),
                }
            }
            Self::NotText(name) => write!(formatter, "`{name}` is not UTF-8 text"),
            Self::Git(message) => write!(formatter, "git: {message}"),
        }
    }
}

impl std::error::Error for RevisionError {}

/// A repository, through the `git` command.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository that holds `folder`.
    ///
    /// # Errors
    /// If there is none, or no `git`.
    pub fn around(folder: &Path) -> Result<Self, RevisionError> {
        let here = Self { root: folder.to_owned() };
        let root =
            here.ask(&["rev-parse", "--show-toplevel"])?.ok_or(RevisionError::NoRepository)?;
        Ok(Self { root: PathBuf::from(root.trim_end_matches('\n')) })
    }

    /// The folder of the working tree.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that `name` stands for.
    ///
    /// # Errors
    /// If it stands for none.
    pub fn commit(&self, name: &str) -> Result<String, RevisionError> {
        let name_of_commit = format!("{name}^{{commit}}");
        let id =
            self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name_of_commit])?;
        let id = id.ok_or_else(|| RevisionError::NoRevision(name.to_owned()))?;
        Ok(id.trim_end().to_owned())
    }

    /// The last commit that the working tree shares with the main branch, and the name that branch goes by.
    ///
    /// # Errors
    /// If there is no branch of that name.
    pub fn merge_base(&self) -> Result<String, RevisionError> {
        for main in ["origin/main", "main", "origin/master", "master"] {
            if self.commit(main).is_ok() {
                let base = self.ask(&["merge-base", main, "HEAD"])?;
                let shallow = || {
                    RevisionError::Git(format!(
                        "`{main}` and HEAD share no commit that is here; fetch the history first"
                    ))
                };
                return Ok(base.ok_or_else(shallow)?.trim_end().to_owned());
            }
        }
        Err(RevisionError::Git("there is no main branch to compare with; name a base".to_owned()))
    }

    /// The text of a file at a commit; `path` is relative to the root of the repository.
    ///
    /// # Errors
    /// If the commit lacks the file, or it is not text.
    pub fn text(&self, revision: &str, path: &str) -> Result<String, RevisionError> {
        let name = format!("{revision}:{path}");
        let bytes =
            self.ask_bytes(&["cat-file", "blob", &name])?.ok_or_else(|| RevisionError::NoFile {
                revision: revision.to_owned(),
                path: path.to_owned(),
                perhaps: self.perhaps(revision, path),
            })?;
        String::from_utf8(bytes).map_err(|_| RevisionError::NotText(name))
    }

    /// The files below a folder at a commit, by their paths relative to it, with their texts.
    ///
    /// # Errors
    /// If `git` fails.
    pub fn files(
        &self,
        revision: &str,
        folder: &str,
    ) -> Result<Vec<(String, String)>, RevisionError> {
        let listed = self.ask(&["ls-tree", "-r", "-z", "--name-only", revision, "--", folder])?;
        let listed = listed.unwrap_or_default();
        let paths = listed.split('\0').filter(|path| !path.is_empty());
        let files = paths.filter_map(|path| {
            let text = self.text(revision, path).ok()?;
            let path = path.strip_prefix(folder)?.trim_start_matches('/');
            Some((path.to_owned(), text))
        });
        Ok(files.collect())
    }

    /// Where a file that is not there may have been: what it was renamed from since, or a file of the same name.
    fn perhaps(&self, revision: &str, path: &str) -> Option<String> {
        let range = format!("{revision}..HEAD");
        let log = [
            "log",
            "--follow",
            "--diff-filter=R",
            "--name-status",
            "--format=",
            &range,
            "--",
            path,
        ];
        let renamed = self.ask(&log).ok().flatten().unwrap_or_default();
        let from = renamed.lines().last().and_then(|line| line.split('\t').nth(1));
        from.map(str::to_owned).or_else(|| {
            let name = Path::new(path).file_name()?.to_str()?.to_owned();
            let listed =
                self.ask(&["ls-tree", "-r", "-z", "--name-only", revision]).ok().flatten()?;
            let found = listed.split('\0').find(|other| other.rsplit('/').next() == Some(&name))?;
            Some(found.to_owned())
        })
    }

    /// What `git` prints; `None` if it says no.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>, RevisionError> {
        let bytes = self.ask_bytes(arguments)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn ask_bytes(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, RevisionError> {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.root).args(arguments);
        match git.output() {
            Ok(output) if output.status.success() => Ok(Some(output.stdout)),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(RevisionError::NoGit),
            Err(error) => Err(RevisionError::Git(error.to_string())),
        }
    }
}
