//! What the arguments ask for, and the help texts.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;
use similar::get_close_matches;

use super::diff;
use super::explain::Explain;

const HELP: &str = "\
Generates the Rust client in `generated/` from the OpenAPI document in `spec/`.

Usage: cargo xtask <COMMAND> [OPTIONS]

Commands:
  codegen  Write the client crate, or check that it is up to date
  diff     Compare two versions of the document: on the wire, for Rust callers, in words
  lint     Check the document against the rules

`cargo xtask <COMMAND> --help` lists the options of a command.

Exit codes:
  0  done
  1  the document has errors, or a file could not be read or written
  2  the command line is wrong
  3  `diff` or `codegen --check` found a break that nobody accepted, or a missing version step
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
    flags: &["--spec", "--deny", "--format", "--explain", "--help"],
    help: "\
Checks the OpenAPI document against the rules; prints nothing if all is well.

Usage: cargo xtask lint [OPTIONS]

Options:
  --spec FILE      The OpenAPI document [default: spec/identity-verification.yaml]
  --deny warnings  Treat warnings as errors
  --format FORMAT  How to print problems: text (standard error) or json (standard output)
  --explain [ID]   Check nothing; say what a rule asks for and why, or list all rules
  --help           Print this

A document changes the levels of rules in one place, its root:
  x-lint:
    house: error  # also apply the house rules, for documents written by hand
    levels:
      RULE-ID: {level: off|warning|error, reason: TEXT}
",
};

/// A command: the options it takes and its help text.
struct Verb {
    flags: &'static [&'static str],
    help: &'static str,
}

/// The options of every command; a command leaves alone those that are not its own.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) check: bool,
    pub(super) spec: Option<PathBuf>,
    pub(super) out: Option<PathBuf>,
    pub(super) package: Option<String>,
    pub(super) deny_warnings: bool,
    pub(super) format: Format,
    pub(super) explain: Option<Explain>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
}

pub(super) enum Command {
    Help(&'static str),
    Codegen(Options),
    Diff(diff::Options),
    Lint(Options),
}

/// Reads the arguments, without the program's name.
pub(super) fn parse(arguments: &[OsString]) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let verb = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help(HELP)),
        Some(Value(verb)) => verb,
        Some(other) => return Err(unknown(&other, &["--help"])),
    };
    match verb.to_str() {
        Some("help") => Ok(Command::Help(HELP)),
        Some("codegen") => parse_options(parser, &CODEGEN, Command::Codegen),
        Some("diff") => diff::parse(parser),
        Some("lint") => parse_options(parser, &LINT, Command::Lint),
        _ => Err(unknown(&Value(verb), &["codegen", "diff", "lint", "help"])),
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
            Long("explain") => options.explain = Some(explain(&mut parser)?),
            Long("format") => options.format = parser.value()?.parse_with(format)?,
            other => return Err(unknown(&other, verb.flags)),
        }
    }
    Ok(command(options))
}

/// The rule that may follow `--explain`.
fn explain(parser: &mut lexopt::Parser) -> Result<Explain, lexopt::Error> {
    let is_id = |argument: &std::ffi::OsStr| !argument.to_string_lossy().starts_with('-');
    let id = parser.optional_value().or_else(|| parser.try_raw_args()?.next_if(is_id));
    id.map_or(Ok(Explain::All), |id| Ok(Explain::one(&id.to_string_lossy())?))
}

/// Says what is unknown, and the nearest thing that is not.
pub(super) fn unknown(argument: &lexopt::Arg<'_>, known: &[&str]) -> lexopt::Error {
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
