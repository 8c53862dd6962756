//! The pipeline: from the document to the files of the generated crate.

use std::io;
use std::path::PathBuf;

use crate::diagnostic::{Diagnostics, Level};
use crate::emit::{self, Package};
use crate::output;
use crate::spec::{Document, Keep, Source};
use crate::{lint, lower, templates};

/// What to generate, and where.
#[derive(Clone, Debug)]
pub struct Job {
    /// The document.
    pub spec: PathBuf,
    /// Files to copy into this one crate, if the folder is there.
    pub extra: Option<PathBuf>,
    /// The folder of the generated crate.
    pub out: PathBuf,
    /// The name of the generated crate's package.
    pub package: String,
    /// Whether a warning stops generation as an error does.
    pub deny_warnings: bool,
    /// Whether to write.
    pub mode: Mode,
}

/// What to do with files that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write them, and delete orphans.
    Write,
    /// Touch nothing; the report of a stale folder names `command` as the way to update it.
    Check {
        /// The command line that writes instead.
        command: String,
    },
}

/// What a run came to, and every problem that it found in the document.
#[derive(Debug)]
pub struct Report {
    /// The text that the problems are in.
    pub source: Source,
    /// The problems, whatever the outcome.
    pub diagnostics: Diagnostics,
    /// The outcome, or the error that kept a file from being read or written.
    pub outcome: io::Result<Outcome>,
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The document has problems that stop generation; nothing was written.
    Refused,
    /// The folder holds the emitted files; what changed, in a few lines.
    UpToDate(String),
    /// `Mode::Check` found that it does not; how it differs.
    Stale(String),
}

/// Runs the pipeline.
#[must_use]
pub fn run(job: &Job) -> Report {
    let mut diagnostics = Diagnostics::default();
    let (source, document) = Document::load(&job.spec, Keep::Tree, &mut diagnostics);
    let outcome = match document {
        Some(document) => generate(document, job, &mut diagnostics),
        None => Ok(Outcome::Refused),
    };
    Report { source, diagnostics, outcome }
}

fn generate(document: Document, job: &Job, diagnostics: &mut Diagnostics) -> io::Result<Outcome> {
    lint::lint(&document, diagnostics);
    let api = lower::lower(&document, diagnostics);
    lint::apply_levels(&document, diagnostics);
    // Emission needs the memory more.
    drop(document);
    if stops(diagnostics, job.deny_warnings) {
        return Ok(Outcome::Refused);
    }
    let templates = templates::load(job.extra.as_deref())?;
    let package = Package { name: job.package.clone() };
    let files = emit::emit(&api, &package, templates).map_err(io::Error::other)?;
    let plan = output::plan(&job.out, &files)?;
    match &job.mode {
        Mode::Write => output::apply(&plan)?,
        Mode::Check { command } => {
            if let Some(difference) = output::check(&plan, command) {
                return Ok(Outcome::Stale(difference));
            }
        }
    }
    Ok(Outcome::UpToDate(output::summary(&plan)))
}

/// Whether a verb fails because of these problems.
#[must_use]
pub fn stops(diagnostics: &Diagnostics, deny_warnings: bool) -> bool {
    diagnostics.has_errors()
        || (deny_warnings && diagnostics.iter().any(|it| it.level == Level::Warning))
}
