//! The files a document is made of: itself, and those it refers to, each read once and only from below its folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::parse::parse_tree;
use crate::spec::resolve::percent_decoded;
use crate::spec::{Repository, Source};

/// Reads a file below the folder of a document, by its path from there with `/` between the parts.
pub type Read<'a> = dyn Fn(&str) -> Result<String, Refusal> + 'a;

/// Why a file that a document refers to is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not below the folder of the document: how so.
    Outside(String),
    /// It cannot be read: why not.
    Unreadable(String),
    /// What is wrong with it has been reported.
    Reported,
}

/// The folder of a document, from which the files it refers to are read.
#[derive(Clone, Debug, Default)]
pub enum Folder {
    /// None: the text did not come from a file.
    #[default]
    Nowhere,
    /// On this machine.
    Here(PathBuf),
    /// As it was at a commit.
    Then {
        /// The repository.
        repository: Repository,
        /// The commit.
        commit: String,
        /// The folder's path from the root of the repository; empty for the root.
        path: String,
    },
}

impl Folder {
    /// The folder that a file is in.
    #[must_use]
    pub fn of(document: &Path) -> Self {
        Self::Here(document.parent().map(Path::to_owned).unwrap_or_default())
    }

    /// Reads a file by its path from here.
    ///
    /// # Errors
    /// If there is none, or it is elsewhere in truth.
    pub fn read(&self, path: &str) -> Result<String, Refusal> {
        match self {
            Self::Nowhere => {
                Err(Refusal::Unreadable("the document was not read from a folder".to_owned()))
            }
            Self::Here(folder) => read_here(folder, path),
            Self::Then { repository, commit, path: folder } => {
                let path = [folder.as_str(), path].join("/");
                let text = repository.text(commit, path.trim_start_matches('/'));
                text.map_err(|error| Refusal::Unreadable(error.to_string()))
            }
        }
    }
}

fn read_here(folder: &Path, path: &str) -> Result<String, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::Unreadable(error.to_string());
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let file = folder.join(path).canonicalize().map_err(unreadable)?;
    if !file.starts_with(folder.canonicalize().map_err(unreadable)?) {
        let message = "a symbolic link leads out of the folder of the document";
        return Err(Refusal::Outside(message.to_owned()));
    }
    if !file.is_file() {
        return Err(Refusal::Unreadable("it is not a file".to_owned()));
    }
    std::fs::read_to_string(file).map_err(unreadable)
}

/// One file and what it holds.
pub(super) struct File {
    pub(super) source: Source,
    /// From the folder of the document.
    pub(super) path: String,
    pub(super) tree: Value,
}

/// Every file read so far; the document itself is the first.
pub(super) struct Files<'r> {
    list: Vec<File>,
    read: &'r Read<'r>,
    known: HashMap<String, Result<usize, Refusal>>,
}

impl<'r> Files<'r> {
    /// The number of the document itself.
    pub(super) const DOCUMENT: usize = 0;

    pub(super) fn new(source: &Source, tree: Value, read: &'r Read<'r>) -> Self {
        let path = source.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let known = HashMap::from([(path.clone(), Ok(Self::DOCUMENT))]);
        Self { list: vec![File { source: source.clone(), path, tree }], read, known }
    }

    pub(super) fn get(&self, number: usize) -> Option<&File> {
        self.list.get(number)
    }

    pub(super) fn tree(&self, number: usize) -> &Value {
        self.list.get(number).map_or(&Value::Null, |file| &file.tree)
    }

    pub(super) fn tree_mut(&mut self, number: usize) -> Option<&mut Value> {
        self.list.get_mut(number).map(|file| &mut file.tree)
    }

    /// The file by its number, for diagnostics; `None` for the document itself.
    pub(super) fn other(&self, number: usize) -> Option<&Source> {
        self.get(number).filter(|_| number != Self::DOCUMENT).map(|file| &file.source)
    }

    /// The number of the file that a `$ref` in file `from` calls `text`.
    pub(super) fn open(
        &mut self,
        from: usize,
        text: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, Refusal> {
        let base = self.get(from).map(|file| file.path.as_str()).unwrap_or_default();
        let path = below(base, text).map_err(|why| Refusal::Outside(why.to_owned()))?;
        if let Some(known) = self.known.get(&path) {
            return known.clone();
        }
        let opened = self.read(&path, diagnostics);
        self.known.insert(path, opened.clone());
        opened
    }

    fn read(&mut self, path: &str, diagnostics: &mut Diagnostics) -> Result<usize, Refusal> {
        let text = (self.read)(path)?;
        let document = self.get(Self::DOCUMENT).map(|file| file.source.name.as_str());
        let folder = document.and_then(|name| name.rsplit_once(['/', '\\']));
        let name = folder.map_or_else(|| path.to_owned(), |(folder, _)| format!("{folder}/{path}"));
        let source = Source { name, text: text.into() };
        let tree = diagnostics
            .in_file(Some(&source), |diagnostics| parse_tree(source.body(), diagnostics))
            .ok_or(Refusal::Reported)?;
        self.list.push(File { source, path: path.to_owned(), tree });
        Ok(self.list.len() - 1)
    }
}

/// The path, from the folder of the document, of what the file `base` calls `text`.
fn below(base: &str, text: &str) -> Result<String, &'static str> {
    let text = percent_decoded(text);
    let is_scheme_byte = |it: u8| it.is_ascii_alphanumeric() || b"+.-".contains(&it);
    let is_scheme = |it: &str| it.len() > 1 && it.bytes().all(is_scheme_byte);
    if text.starts_with("//") || text.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme)) {
        return Err("it is an address, and nothing is fetched while code is generated");
    }
    if text.starts_with(['/', '\\']) || text.get(1..2) == Some(":") {
        return Err("it is an absolute path");
    }
    let mut steps: Vec<&str> = base.split('/').collect();
    steps.pop();
    for step in text.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop().ok_or("it leads out of the folder of the document")?),
            step => steps.push(step),
        }
    }
    Ok(steps.join("/"))
}
