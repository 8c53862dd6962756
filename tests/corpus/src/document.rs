//! One document of the corpus, and what became of it.

use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::time::{Duration, Instant};

use xtask::diagnostic::{Diagnostics, Level};
use xtask::emit::{self, Package, Templates};
use xtask::ir::Api;
use xtask::output::File;
use xtask::spec::{Document, Keep};
use xtask::{lint, lower};

/// A document and every finding about it.
pub(crate) struct Case {
    /// Its path below the corpus.
    pub(crate) name: String,
    /// The package made from it.
    pub(crate) package: String,
    pub(crate) outcome: Outcome,
    pub(crate) time: Duration,
    pub(crate) warnings: usize,
    /// What the compiler, its lints or rustdoc say.
    pub(crate) complaints: Vec<String>,
    /// How many examples came back as they were.
    pub(crate) kept: usize,
    /// Examples that are not valid by their own schema.
    pub(crate) invalid: Vec<String>,
    /// Valid examples that a model does not read, or of which it loses something.
    pub(crate) lost: Vec<String>,
}

/// What the generator made of a document.
pub(crate) enum Outcome {
    Made(Box<Made>),
    /// It is no valid OpenAPI, and why.
    Invalid(String),
    Refused(String),
    Panicked,
}

/// A crate, and what it was made from.
pub(crate) struct Made {
    pub(crate) document: Document,
    pub(crate) api: Api,
    pub(crate) files: Vec<File>,
    pub(crate) diagnostics: Diagnostics,
}

/// Errors that say how a document breaks the standard; every other one is a limit of the generator.
const FAULTS: &[(&str, &str)] = &[
    ("unsupported-version", "neither OpenAPI 3.0 nor 3.1"),
    ("path-parameter-undeclared", "a path has a name in braces that is no parameter"),
    ("missing-member", "a required member is missing"),
    ("ref-dangling", "a reference leads nowhere"),
    ("ref-kind", "a reference leads to something else"),
];

impl Case {
    pub(crate) fn new(path: &Path, name: String, templates: &Templates) -> Self {
        let letter =
            |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '-' };
        let package = format!("c-{}", name.chars().map(letter).collect::<String>());
        let start = Instant::now();
        let made = panic::catch_unwind(AssertUnwindSafe(|| generate(path, &package, templates)));
        let time = start.elapsed();
        let outcome = made.unwrap_or(Outcome::Panicked);
        let warnings = match &outcome {
            Outcome::Made(made) => made.diagnostics.count(Level::Warning),
            _ => 0,
        };
        Self {
            name,
            package,
            outcome,
            time,
            warnings,
            complaints: Vec::new(),
            kept: 0,
            invalid: Vec::new(),
            lost: Vec::new(),
        }
    }

    pub(crate) fn made(&self) -> Option<&Made> {
        match &self.outcome {
            Outcome::Made(made) => Some(made),
            _ => None,
        }
    }

    /// Whether this is not what was promised.
    pub(crate) fn failed(&self) -> bool {
        let unmade = matches!(self.outcome, Outcome::Refused(_) | Outcome::Panicked);
        unmade || !self.complaints.is_empty() || !self.lost.is_empty()
    }
}

fn generate(path: &Path, package: &str, templates: &Templates) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let (_, document) = Document::load(path, Keep::Written, &mut diagnostics);
    let lowered = document.map(|document| {
        lint::lint(&document, &mut diagnostics);
        (lower::lower(&document, &mut diagnostics), document)
    });
    let Some((api, document)) = lowered.filter(|_| !diagnostics.has_errors()) else {
        return refused(&diagnostics);
    };
    match emit::emit(&api, &Package { name: package.to_owned() }, templates.clone()) {
        Ok(files) => Outcome::Made(Box::new(Made { document, api, files, diagnostics })),
        Err(error) => Outcome::Refused(error.to_string()),
    }
}

/// The document is at fault only if every error says so.
fn refused(diagnostics: &Diagnostics) -> Outcome {
    let errors = diagnostics.iter().filter(|it| it.level == Level::Error);
    let mut reasons = errors.map(|error| {
        let fault = FAULTS.iter().find(|(rule, _)| *rule == error.rule);
        fault
            .map(|(_, fault)| format!("{fault}: {}", error.message))
            .ok_or_else(|| format!("{}: {} (#{})", error.rule, error.message, error.at.as_str()))
    });
    let first = reasons.next().unwrap_or_else(|| Err("without a reason".to_owned()));
    match (first, reasons.find_map(Result::err)) {
        (Ok(fault), None) => Outcome::Invalid(fault),
        (Err(limit), _) | (Ok(_), Some(limit)) => Outcome::Refused(limit),
    }
}
