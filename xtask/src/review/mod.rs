//! The pipeline of `diff`: from two versions of the document to one report.

mod sides;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Level};
use crate::diff::rust::{self, Surface};
use crate::diff::{Change, Report, RustChange, Side, Version, VersionStep, accept, wire_on};
use crate::emit::{self, Package, Templates};
use crate::ir::Api;
use crate::lower;
use crate::spec::{Document, Folder, Keep, Origins, Source, is_unread};

pub(crate) use self::sides::read;
pub use self::sides::{Sides, load};

/// A version of the document, and the crate that lies beside it.
#[derive(Clone, Debug)]
pub struct Input {
    /// What it is called.
    pub label: String,
    /// The document.
    pub source: Source,
    /// Where the files are that it refers to.
    pub folder: Folder,
    /// The files of the generated crate, by path and text; empty if it is not known.
    pub generated: Vec<(String, String)>,
}

/// What a comparison came to.
#[derive(Debug, Default)]
pub struct Review {
    /// The report, unless a side could not be read.
    pub report: Option<Report>,
    /// What is wrong with the texts themselves.
    pub problems: Vec<(Source, Diagnostics)>,
}

/// Compares two versions. `today` decides which acceptances have lapsed.
#[must_use]
pub fn review(base: &Input, head: &Input, accepted: Option<&Source>, today: &str) -> Review {
    let mut review = Review::default();
    let documents = (parse(base, &mut review), parse(head, &mut review));
    let (Some(old), Some(new)) = documents else { return review };
    let wire = wire_changes(&old, &new, today);
    let (old, new) = (Lowered::from(old, base), Lowered::from(new, head));
    let rust = rust_changes(&old, &new, base, head);
    let version = |input: &Input, lowered: &Lowered| Version {
        label: input.label.clone(),
        source: input.source.clone(),
        origins: origins(&lowered.document),
        crate_version: lowered.api.crate_version.clone(),
    };
    let mut report = Report::new(version(base, &old), version(head, &new), wire, rust);
    if let Some(source) = accepted {
        let mut diagnostics = Diagnostics::default();
        let entries = accept::read(source, &mut diagnostics);
        accept::apply(&entries, today, &mut report, &mut diagnostics);
        review.problems.push((source.clone(), diagnostics));
    }
    review.report = Some(report);
    review
}

/// Reads a document; what keeps it from being one becomes a problem. What codegen cannot emit is none here.
fn parse(input: &Input, review: &mut Review) -> Option<Document> {
    let mut diagnostics = Diagnostics::default();
    let document =
        Document::parse_in(&input.folder, input.source.clone(), Keep::Written, &mut diagnostics);
    if document.is_none() {
        review.problems.push((input.source.clone(), diagnostics));
    }
    document
}

/// The changes on the wire. Of what is written for a later OpenAPI, those too that the translation cannot tell.
fn wire_changes(old: &Document, new: &Document, today: &str) -> Vec<Change> {
    let mut changes = wire_on(compared(old), compared(new), today);
    if old.is_translated() || new.is_translated() {
        let is_lost = |change: &Change| {
            let at = change.at.head.as_ref().or(change.at.base.as_ref());
            change.id == "openapi-version-changed"
                || (change.id.ends_with("schema-changed")
                    && at.is_some_and(|at| is_unread(&at.name())))
        };
        let written = wire_on(old.written(), new.written(), today);
        changes.extend(written.into_iter().filter(is_lost));
    }
    changes
}

/// What is compared of a document: what is written, unless other files add to it or it had to be translated.
fn compared(document: &Document) -> &Value {
    if is_put_together(document) { &document.tree } else { document.written() }
}

/// Where the values of [`compared`] are written.
fn origins(document: &Document) -> Arc<Origins> {
    if is_put_together(document) { document.origins.clone() } else { Arc::default() }
}

fn is_put_together(document: &Document) -> bool {
    document.has_other_files() || document.is_translated()
}

/// A document and what codegen makes of it.
struct Lowered {
    document: Document,
    api: Api,
    /// Why nothing can be generated from it.
    refusal: Option<String>,
}

impl Lowered {
    fn from(document: Document, input: &Input) -> Self {
        let mut diagnostics = Diagnostics::default();
        let api = lower::lower(&document, &mut diagnostics);
        let error = diagnostics.iter().find(|it| it.level == Level::Error);
        let refusal = error.map(|error| {
            format!("nothing can be generated from {}, because {}", input.label, error.message)
        });
        Self { document, api, refusal }
    }

    /// What callers see of the crate; the runtime and the manifest are no matter of the document.
    fn surface(&self) -> Result<Surface, String> {
        let package = Package { name: "client".to_owned() };
        let files = emit::emit(&self.api, &package, Templates::default());
        let files = files.map_err(|error| error.to_string())?;
        let surface = Surface::read(files.iter().map(|it| (it.path.as_str(), &*it.text)))?;
        Ok(surface.of_document(&self.api, compared(&self.document)))
    }
}

/// What the document changes for Rust callers, then what the generator and the runtime do.
fn rust_changes(
    old: &Lowered,
    new: &Lowered,
    base: &Input,
    head: &Input,
) -> Result<Vec<RustChange>, String> {
    let are_both_generated = !base.generated.is_empty() && !head.generated.is_empty();
    if let Some(reason) = old.refusal.as_ref().or(new.refusal.as_ref()) {
        if !are_both_generated {
            return Err(reason.clone());
        }
        // Yesterday's document may not be one to today's generator; what it made of it is still there.
        let (before, after) = (generated_surface(base)?, generated_surface(head)?);
        let before = before.of_document(&old.api, compared(&old.document));
        let after = after.of_document(&new.api, compared(&new.document));
        let mut changes = rust::rust(&before, &after);
        for change in &mut changes {
            change.caused_by.take_if(|at| *at == Side::default());
        }
        return Ok(changes);
    }
    // Emission is what takes time, and it depends on nothing else.
    let mut changes = if old.api == new.api {
        Vec::new()
    } else {
        let (old, new) = thread::scope(|scope| {
            let old = scope.spawn(|| old.surface());
            let new = new.surface();
            (old.join().unwrap_or_else(|panic| resume_unwind(panic)), new)
        });
        rust::rust(&old?, &new?)
    };
    if are_both_generated {
        let (before, after) = (generated_surface(base)?, generated_surface(head)?);
        if old.api != new.api {
            changes.extend(taken_of_runtime(base, head)?);
        }
        let by_generator = rust::generator(&before, &after, &changes);
        // Which files the crate takes is told by what callers can name in them.
        changes.retain(|change| !change.item.starts_with(RUNTIME));
        changes.extend(by_generator);
    }
    Ok(changes)
}

/// Where a generated crate has what it takes of the runtime.
const RUNTIME: &str = "src/runtime/";

/// What the document changes by asking for other modules of a runtime that is the same on both sides.
fn taken_of_runtime(base: &Input, head: &Input) -> Result<Vec<RustChange>, String> {
    let (base, head) = (of_runtime(base), of_runtime(head));
    // These list what there is.
    let is_list = |path: &str| path == "Cargo.toml" || path == "src/runtime/mod.rs";
    let is_same = |(path, text): (&&str, &&str)| {
        is_list(path) || head.get(path).is_none_or(|other| other == text)
    };
    if base.keys().eq(head.keys()) || !base.iter().all(is_same) {
        return Ok(Vec::new());
    }
    Ok(rust::rust(&Surface::read(base)?, &Surface::read(head)?))
}

fn generated_surface(input: &Input) -> Result<Surface, String> {
    let files = input.generated.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Surface::read(files)
        .map_err(|error| format!("the generated crate of {} is no Rust: {error}", input.label))
}

/// The files of a generated crate that tell what it takes of the runtime.
fn of_runtime(input: &Input) -> BTreeMap<&str, &str> {
    let files = input.generated.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    files.filter(|(path, _)| path.starts_with(RUNTIME) || *path == "Cargo.toml").collect()
}

/// The version step of the working tree since it left the main branch.
///
/// # Errors
/// If there is nothing to compare with, as in an unpacked archive; the message says why.
pub fn version_step(spec: &Path) -> Result<VersionStep, String> {
    let (base, head) = load(&Sides { spec: spec.to_owned(), ..Sides::default() })?;
    let accepted = spec.with_file_name(ACCEPTED);
    let accepted = accepted.is_file().then(|| read(&accepted)).transpose()?;
    let report = review(&base, &head, accepted.as_ref(), &today()).report;
    let report = report.ok_or("a side is no OpenAPI document")?;
    report.rust.as_ref().map_err(Clone::clone)?;
    Ok(report.version())
}

/// The name of the acceptance file, beside the document.
pub const ACCEPTED: &str = "accepted-changes.yaml";

/// The day in Greenwich, as `YYYY-MM-DD`.
#[must_use]
pub fn today() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    day(since.map_or(0, |it| it.as_secs() / 86_400))
}

/// The date of a day counted from 1970-01-01.
fn day(days: u64) -> String {
    // Counted from 0000-03-01, so that the leap day ends a year: Hinnant's `civil_from_days`.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
