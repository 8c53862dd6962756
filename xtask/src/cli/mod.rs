//! The command line: arguments in, text and an exit code out.

mod arguments;
mod diff;
mod explain;

use std::ffi::OsString;
use std::fmt::{Display, Write as _};
use std::io;
use std::path::PathBuf;

use self::arguments::{Command, Format, Options};
use crate::codegen::{self, Job, Mode};
use crate::diagnostic::{Diagnostics, render_json, render_text};
use crate::lint;
use crate::spec::{Document, Keep, Source};
use crate::workspace::Workspace;

/// What a command wants printed, and the exit code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// One of the codes that the help text lists.
    pub code: u8,
    /// For the standard output.
    pub stdout: String,
    /// For the standard error.
    pub stderr: String,
}

const PROBLEMS: u8 = 1;
const USAGE: u8 = 2;
const BREAKS: u8 = 3;
const STALE: u8 = 4;

/// Which streams are to be coloured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colours {
    /// The standard output.
    pub stdout: bool,
    /// The standard error.
    pub stderr: bool,
}

impl From<bool> for Colours {
    fn from(both: bool) -> Self {
        Self { stdout: both, stderr: both }
    }
}

/// Runs the command that the arguments (without the program's name) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>, colours: impl Into<Colours>) -> Outcome {
    let colours = colours.into();
    let arguments: Vec<_> = arguments.into_iter().collect();
    let outcome = match arguments::parse(&arguments) {
        Ok(Command::Help(text)) => Ok(Outcome { stdout: text.to_owned(), ..Outcome::default() }),
        Ok(Command::Codegen(options)) => codegen(&options, rerun(&arguments), colours.stderr),
        Ok(Command::Diff(options)) => diff::run(&options, colours),
        Ok(Command::Lint(options)) => lint(&options, colours.stderr),
        Err(error) => return failed(USAGE, &error),
    };
    outcome.unwrap_or_else(|error| failed(PROBLEMS, &error))
}

fn failed(code: u8, error: &dyn Display) -> Outcome {
    Outcome { code, stderr: format!("error: {error}\n"), ..Outcome::default() }
}

/// The description: the one that is named, or this repository's own.
fn spec(named: Option<&PathBuf>) -> io::Result<PathBuf> {
    named.cloned().map_or_else(|| Ok(Workspace::find()?.spec()), Ok)
}

fn codegen(options: &Options, command: String, colour: bool) -> io::Result<Outcome> {
    let spec = spec(options.spec.as_ref())?;
    let out = match &options.out {
        Some(out) => out.clone(),
        None => Workspace::find()?.generated(),
    };
    let report = codegen::run(&Job {
        extra: spec.parent().map(|folder| folder.join("crate")),
        spec: spec.clone(),
        out,
        package: options.package.clone().unwrap_or_else(|| "checkout-identity".to_owned()),
        deny_warnings: options.deny_warnings,
        mode: if options.check { Mode::Check { command } } else { Mode::Write },
    });
    let mut outcome = problems(&report.diagnostics, &report.source, options, colour);
    let (code, text) = match report.outcome {
        Ok(codegen::Outcome::UpToDate(summary)) => (0, summary),
        Ok(codegen::Outcome::Stale(difference)) => (STALE, difference),
        Ok(codegen::Outcome::Refused) => (PROBLEMS, String::new()),
        Err(error) => {
            _ = writeln!(outcome.stderr, "error: {error}");
            (PROBLEMS, String::new())
        }
    };
    outcome.code = code;
    if options.check && code == 0 {
        let (code, message) = diff::version_step(&spec);
        outcome.code = code;
        outcome.stderr.push_str(&message);
    }
    // A tool that asked for JSON gets nothing else on the standard output.
    match options.format {
        Format::Text => outcome.stdout = text,
        Format::Json => outcome.stderr.push_str(&text),
    }
    Ok(outcome)
}

fn lint(options: &Options, colour: bool) -> io::Result<Outcome> {
    if let Some(explain) = options.explain {
        return Ok(Outcome { stdout: explain.text(), ..Outcome::default() });
    }
    let spec = spec(options.spec.as_ref())?;
    let mut diagnostics = Diagnostics::default();
    let (source, document) = Document::load(&spec, Keep::Tree, &mut diagnostics);
    if let Some(document) = document {
        lint::lint(&document, &mut diagnostics);
    }
    Ok(problems(&diagnostics, &source, options, colour))
}

/// The problems of a document, on the stream that the format goes to.
fn problems(found: &Diagnostics, source: &Source, options: &Options, colour: bool) -> Outcome {
    let mut outcome = Outcome::default();
    match options.format {
        Format::Text => outcome.stderr = render_text(found, source, colour),
        Format::Json => outcome.stdout = render_json(found, source),
    }
    if codegen::stops(found, options.deny_warnings) {
        outcome.code = PROBLEMS;
        if !found.has_errors() {
            outcome.stderr.push_str("error: warnings are denied\n");
        }
    }
    outcome
}

/// The command line that writes what this one only checks.
fn rerun(arguments: &[OsString]) -> String {
    let written = arguments.iter().filter(|argument| *argument != "--check");
    written.fold("cargo xtask".to_owned(), |line, argument| {
        line + " " + &quoted(&argument.to_string_lossy())
    })
}

/// An argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}
