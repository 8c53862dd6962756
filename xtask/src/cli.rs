//! The command line: arguments in, text and an exit code out.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lexopt::prelude::*;
use similar::get_close_matches;

use crate::codegen::{self, Job, Mode};
use crate::diagnostic::{Diagnostics, render_json, render_text};
use crate::lint;
use crate::spec::{Document, Source};
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
const STALE: u8 = 4;

const HELP: &str = "\
Generates the Rust client in `generated/` from the OpenAPI document in `spec/`.

Usage: cargo xtask <COMMAND> [OPTIONS]

Commands:
  codegen  Write the client crate, or check that it is up to date
  lint     Check the document against the rules

`cargo xtask <COMMAND> --help` lists the options of a command.

Exit codes:
  0  done
  1  the document has errors, or a file could not be read or written
  2  the command line is wrong
  4  `codegen --check` found the client crate out of date
";

const CODEGEN: Verb = Verb {
    flags: &["--check", "--spec", "--out", "--package", "--deny", "--format", "--help"],
    help: "\
Writes the client crate: what differs is written, what is no longer emitted is deleted.

Usage: cargo xtask codegen [OPTIONS]

Options:
  --check          Write nothing; show what is out of date and exit with 4 if anything is
  --spec FILE      The OpenAPI document [default: spec/identity-verification.yaml]
  --out DIR        The folder of the crate, owned by codegen as a whole [default: generated]
  --package NAME   The name of the crate's package [default: checkout-identity]
  --deny warnings  Treat warnings as errors
  --format FORMAT  How to print problems: text (standard error) or json (standard output)
  --help           Print this
",
};

const LINT: Verb = Verb {
    flags: &["--spec", "--deny", "--format", "--help"],
    help: "\
Checks the OpenAPI document against the rules; prints nothing if all is well.

Usage: cargo xtask lint [OPTIONS]

Options:
  --spec FILE      The OpenAPI document [default: spec/identity-verification.yaml]
  --deny warnings  Treat warnings as errors
  --format FORMAT  How to print problems: text (standard error) or json (standard output)
  --help           Print this
",
};

/// A command: the options it takes and its help text.
struct Verb {
    flags: &'static [&'static str],
    help: &'static str,
}

/// The options of every command; a command leaves alone those that are not its own.
#[derive(Debug, Default)]
struct Options {
    check: bool,
    spec: Option<PathBuf>,
    out: Option<PathBuf>,
    package: Option<String>,
    deny_warnings: bool,
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Text,
    Json,
}

enum Command {
    Help(&'static str),
    Codegen(Options),
    Lint(Options),
}

/// Runs the command that the arguments (without the program's name) ask for. `colour` is for the standard error.
pub fn run(arguments: impl IntoIterator<Item = OsString>, colour: bool) -> Outcome {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let outcome = match parse(&arguments) {
        Err(error) => {
            return Outcome {
                code: USAGE,
                stderr: format!("error: {error}\n"),
                ..Outcome::default()
            };
        }
        Ok(Command::Help(text)) => {
            return Outcome { stdout: text.to_owned(), ..Outcome::default() };
        }
        Ok(Command::Codegen(options)) => codegen(&options, rerun(&arguments), colour),
        Ok(Command::Lint(options)) => lint(&options, colour),
    };
    outcome.unwrap_or_else(|error| Outcome {
        code: PROBLEMS,
        stderr: format!("error: {error}\n"),
        ..Outcome::default()
    })
}

fn codegen(options: &Options, command: String, colour: bool) -> io::Result<Outcome> {
    let workspace = Workspace::find()?;
    let spec = options.spec.clone().unwrap_or_else(|| workspace.spec());
    let source = read(&spec)?;
    let job = Job {
        workspace: workspace.root().to_owned(),
        extra: spec.parent().map(|folder| folder.join("crate")),
        out: options.out.clone().unwrap_or_else(|| workspace.generated()),
        package: options.package.clone().unwrap_or_else(|| "checkout-identity".to_owned()),
        deny_warnings: options.deny_warnings,
        mode: if options.check { Mode::Check { command } } else { Mode::Write },
    };
    let mut diagnostics = Diagnostics::default();
    let result = codegen::run(&source, &job, &mut diagnostics);
    let mut outcome = problems(&diagnostics, &source, options.format, colour);
    // A tool that asked for JSON gets nothing else on the standard output.
    let report = match options.format {
        Format::Text => &mut outcome.stdout,
        Format::Json => &mut outcome.stderr,
    };
    outcome.code = match result {
        Ok(codegen::Outcome::UpToDate(summary)) => {
            report.push_str(&summary);
            0
        }
        Ok(codegen::Outcome::Stale(stale)) => {
            report.push_str(&stale);
            STALE
        }
        Ok(codegen::Outcome::Refused) => {
            outcome.stderr.push_str("error: nothing was generated\n");
            PROBLEMS
        }
        Err(error) => {
            _ = writeln!(outcome.stderr, "error: {error}");
            PROBLEMS
        }
    };
    Ok(outcome)
}

fn lint(options: &Options, colour: bool) -> io::Result<Outcome> {
    let spec = match &options.spec {
        Some(spec) => spec.clone(),
        None => Workspace::find()?.spec(),
    };
    let source = read(&spec)?;
    let mut diagnostics = Diagnostics::default();
    if let Some(document) = Document::parse(source.clone(), &mut diagnostics) {
        lint::lint(&document, &mut diagnostics);
    }
    let code = if codegen::stops(&diagnostics, options.deny_warnings) { PROBLEMS } else { 0 };
    Ok(Outcome { code, ..problems(&diagnostics, &source, options.format, colour) })
}

fn read(path: &Path) -> io::Result<Source> {
    let name = path.to_string_lossy().into_owned();
    let text = fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    Ok(Source { name, text: text.into() })
}

/// The problems of a document, on the stream that the format goes to.
fn problems(found: &Diagnostics, source: &Source, format: Format, colour: bool) -> Outcome {
    let mut outcome = Outcome::default();
    match format {
        Format::Text => outcome.stderr = render_text(found, source, colour),
        Format::Json => outcome.stdout = render_json(found, source),
    }
    outcome
}

fn parse(arguments: &[OsString]) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let verb = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help(HELP)),
        Some(Value(verb)) => verb,
        Some(other) => return Err(unknown(&other, &["--help"])),
    };
    match verb.to_str() {
        Some("help") => Ok(Command::Help(HELP)),
        Some("codegen") => parse_options(parser, &CODEGEN, Command::Codegen),
        Some("lint") => parse_options(parser, &LINT, Command::Lint),
        _ => Err(unknown(&Value(verb), &["codegen", "lint", "help"])),
    }
}

fn parse_options(
    mut parser: lexopt::Parser,
    verb: &Verb,
    command: fn(Options) -> Command,
) -> Result<Command, lexopt::Error> {
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long(flag) if !verb.flags.contains(&format!("--{flag}").as_str()) => {
                return Err(unknown(&argument, verb.flags));
            }
            Long("help") | Short('h') => return Ok(Command::Help(verb.help)),
            Long("check") => options.check = true,
            Long("spec") => options.spec = Some(parser.value()?.into()),
            Long("out") => options.out = Some(parser.value()?.into()),
            Long("package") => options.package = Some(parser.value()?.parse_with(package)?),
            Long("deny") => options.deny_warnings = parser.value()?.parse_with(warnings)?,
            Long("format") => options.format = parser.value()?.parse_with(format)?,
            other => return Err(unknown(&other, verb.flags)),
        }
    }
    Ok(command(options))
}

/// Says what is unknown, and the nearest thing that is not.
fn unknown(argument: &lexopt::Arg<'_>, known: &[&str]) -> lexopt::Error {
    let text = match argument {
        Short(letter) => format!("-{letter}"),
        Long(name) => format!("--{name}"),
        Value(value) => value.to_string_lossy().into_owned(),
    };
    match get_close_matches(text.as_str(), known, 1, 0.75).first() {
        Some(nearest) => format!("unknown argument `{text}`; did you mean `{nearest}`?").into(),
        None => format!("unknown argument `{text}`; there are: {}", known.join(", ")).into(),
    }
}

fn format(name: &str) -> Result<Format, &'static str> {
    match name {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        _ => Err("there are text and json"),
    }
}

fn warnings(name: &str) -> Result<bool, &'static str> {
    if name == "warnings" { Ok(true) } else { Err("only warnings can be denied") }
}

/// The name ends up in a manifest and in `use` lines.
fn package(name: &str) -> Result<String, &'static str> {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_well && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return Ok(name.to_owned());
    }
    Err("a package is named by a letter, then letters, digits, `-` and `_`")
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
