//! The `diff` verb: its options, its output and its exit codes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lexopt::prelude::*;

use super::arguments::{Command, unknown};
use super::{BREAKS, Colours, Outcome, PROBLEMS};
use crate::diagnostic::render_text;
use crate::diff::{Level, Report, render};
use crate::review::{self, ACCEPTED, Review, Sides};
use crate::spec::Source;

const HELP: &str = "\
Compares two versions of the OpenAPI document: what breaks on the wire, what breaks Rust callers of the
generated crate, what is documentation only, and which version step the crate needs.

Usage: cargo xtask diff [OPTIONS] [BASE] [HEAD]

Arguments:
  BASE  A file, a git revision or REVISION:PATH [default: the last commit shared with the main branch]
  HEAD  The same [default: the working tree]

Options:
  --spec FILE      The OpenAPI document [default: spec/identity-verification.yaml]
  --format FORMAT  text, markdown, json, github (annotations), sarif or changelog [default: text]
  --fail-on LIST   What to exit with 3 for, separated by commas: breaking, suspect (breaking as well),
                   missing-version-step, none [default: breaking,missing-version-step]
  --accepted FILE  The changes that reviewers accept [default: accepted-changes.yaml beside the document]
  --colour WHEN    auto, always or never [default: auto]
  --help           Print this

Exit codes:
  0  nothing to fail for
  1  a side could not be read, or an entry of the acceptance file is wrong
  2  the command line is wrong
  3  a break that nobody accepted, or a missing version step; see --fail-on
";

const FLAGS: &[&str] = &["--spec", "--format", "--fail-on", "--accepted", "--colour", "--help"];

/// What to compare and how to show it.
#[derive(Debug, Default)]
pub(super) struct Options {
    sides: [Option<String>; 2],
    spec: Option<PathBuf>,
    format: Format,
    fail_on: FailOn,
    accepted: Option<PathBuf>,
    colour: Colour,
}

#[derive(Clone, Copy, Debug, Default)]
enum Format {
    #[default]
    Text,
    Markdown,
    Json,
    Github,
    Sarif,
    Changelog,
}

#[derive(Clone, Copy, Debug)]
struct FailOn {
    level: Option<Level>,
    missing_step: bool,
}

impl Default for FailOn {
    fn default() -> Self {
        Self { level: Some(Level::Breaking), missing_step: true }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

pub(super) fn parse(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Help(HELP)),
            Long("spec") => options.spec = Some(parser.value()?.into()),
            Long("format") => options.format = parser.value()?.parse_with(format)?,
            Long("fail-on") => options.fail_on = parser.value()?.parse_with(fail_on)?,
            Long("accepted") => options.accepted = Some(parser.value()?.into()),
            Long("colour" | "color") => options.colour = parser.value()?.parse_with(colour)?,
            Value(side) => {
                let Some(free) = options.sides.iter_mut().find(|it| it.is_none()) else {
                    return Err("there are two sides to compare, not three".into());
                };
                *free = Some(side.string()?);
            }
            other => return Err(unknown(&other, FLAGS)),
        }
    }
    Ok(Command::Diff(options))
}

fn format(name: &str) -> Result<Format, &'static str> {
    Ok(match name {
        "text" => Format::Text,
        "markdown" => Format::Markdown,
        "json" => Format::Json,
        "github" => Format::Github,
        "sarif" => Format::Sarif,
        "changelog" => Format::Changelog,
        _ => return Err("there are text, markdown, json, github, sarif and changelog"),
    })
}

fn fail_on(list: &str) -> Result<FailOn, &'static str> {
    let mut found = FailOn { level: None, missing_step: false };
    for name in list.split(',') {
        match name.trim() {
            "breaking" => found.level = found.level.or(Some(Level::Breaking)),
            "suspect" => found.level = Some(Level::Suspect),
            "missing-version-step" => found.missing_step = true,
            "none" => {}
            _ => return Err("there are breaking, suspect, missing-version-step and none"),
        }
    }
    Ok(found)
}

fn colour(name: &str) -> Result<Colour, &'static str> {
    match name {
        "auto" => Ok(Colour::Auto),
        "always" => Ok(Colour::Always),
        "never" => Ok(Colour::Never),
        _ => Err("there are auto, always and never"),
    }
}

pub(super) fn run(options: &Options, colours: Colours) -> io::Result<Outcome> {
    let spec = super::spec(options.spec.as_ref())?;
    let accepted = accepted(options, &spec)?;
    let [base, head] = options.sides.clone();
    let (base, head) = review::load(&Sides { base, head, spec }).map_err(io::Error::other)?;
    let Review { report, problems } =
        review::review(&base, &head, accepted.as_ref(), &review::today());
    let has_errors = problems.iter().any(|(_, found)| found.has_errors());
    let stderr =
        problems.iter().map(|(source, found)| render_text(found, source, colours.stderr)).collect();
    let Some(report) = report else {
        return Ok(Outcome { code: PROBLEMS, stderr, ..Outcome::default() });
    };
    let code = if has_errors {
        PROBLEMS
    } else if fails(&report, options.fail_on) {
        BREAKS
    } else {
        0
    };
    let colour = match options.colour {
        Colour::Auto => colours.stdout,
        Colour::Always => true,
        Colour::Never => false,
    };
    Ok(Outcome { code, stdout: rendered(&report, options.format, colour), stderr })
}

fn rendered(report: &Report, format: Format, colour: bool) -> String {
    match format {
        Format::Text => render::text(report, colour),
        Format::Markdown => render::markdown(report),
        Format::Json => render::json(report),
        Format::Github => render::github(report),
        Format::Sarif => render::sarif(report),
        Format::Changelog => render::changelog(report),
    }
}

fn fails(report: &Report, on: FailOn) -> bool {
    let breaks = on.level.is_some_and(|level| report.level().is_some_and(|it| it >= level));
    let misses_step = on.missing_step && report.rust.is_ok() && !report.version().is_taken;
    breaks || misses_step
}

/// Whether the crate took the version step its changes ask for: an exit code, and what there is to say.
pub(super) fn version_step(spec: &Path) -> (u8, String) {
    match review::version_step(spec) {
        Ok(step) if step.is_taken => (0, String::new()),
        Ok(step) => {
            let required = step.required.as_deref().unwrap_or(&step.base);
            let message = format!(
                "error: `info.x-crate-version` is {}, and must be {required} or later; `cargo xtask diff` says why\n",
                step.head
            );
            (BREAKS, message)
        }
        // An unpacked archive has no history.
        Err(reason) => (0, format!("note: the version step is not checked: {reason}\n")),
    }
}

/// The acceptance file: the one that is named, else the one beside the document if it is there.
fn accepted(options: &Options, spec: &Path) -> io::Result<Option<Source>> {
    let path = match &options.accepted {
        Some(path) => path.clone(),
        None => spec.with_file_name(ACCEPTED),
    };
    if options.accepted.is_none() && !path.is_file() {
        return Ok(None);
    }
    let name = path.to_string_lossy().into_owned();
    let text = fs::read_to_string(&path)
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    Ok(Some(Source { name, text: text.into() }))
}
