//! The report: every change with its places in both texts, and the verdict over all of them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use crate::diff::accept::Acceptance;
use crate::diff::version::{VersionStep, version_step};
use crate::diff::{Change, Level, RustChange, Side, Step, rule};
use crate::spec::{Origins, Pointer, Position, Positions, Source};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Version {
    /// What it is called: a revision, a file or the working tree.
    pub label: String,
    /// The text.
    pub source: Source,
    /// What of the document stands elsewhere than in the text.
    pub origins: Arc<Origins>,
    /// The version of the crate that is made from it.
    pub crate_version: String,
}

/// What changed between two versions of the document.
#[derive(Clone, Debug)]
pub struct Report {
    /// The older side.
    pub base: Version,
    /// The newer side.
    pub head: Version,
    /// On the wire, words included.
    pub wire: Vec<Entry<Change>>,
    /// For Rust callers; else why nobody can tell.
    pub rust: Result<Vec<Entry<RustChange>>, String>,
    /// Where the head says the version of the crate.
    pub version_at: Location,
}

/// A change and where it stands.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The change.
    pub change: T,
    /// Its place in the base, if it has one.
    pub base: Option<Location>,
    /// Its place in the head, if it has one.
    pub head: Option<Location>,
    /// The place of the head to show it at: its own, else the nearest that is left.
    pub anchor: Option<Location>,
    /// Why a reviewer accepts it.
    pub accepted: Option<String>,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, as messages name it.
    pub file: String,
    /// Line and column.
    pub position: Position,
    /// The place as a JSON pointer.
    pub pointer: Pointer,
}

impl Report {
    /// Joins the changes of both kinds and finds their places.
    #[must_use]
    pub fn new(
        base: Version,
        head: Version,
        wire: Vec<Change>,
        rust: Result<Vec<RustChange>, String>,
    ) -> Self {
        let rust_sides = rust.iter().flatten().filter_map(|change| change.caused_by.as_ref());
        let version = Pointer::root().key("info").key("x-crate-version");
        let version = Side { base: None, head: Some(version) };
        let sides = wire.iter().map(|change| &change.at).chain(rust_sides).chain([&version]);
        let sides: Vec<&Side> = sides.collect();
        let places = Places::find(&base, &head, &sides);
        let mut wire: Vec<_> =
            wire.into_iter().map(|change| places.entry(Some(change.at.clone()), change)).collect();
        // Words last, the worst first; else the order of the document.
        wire.sort_by_key(|entry| (entry.change.is_docs(), Reverse(entry.change.level)));
        let rust = rust.map(|changes| {
            let entry = |change: RustChange| places.entry(change.caused_by.clone(), change);
            let mut changes: Vec<_> = changes.into_iter().map(entry).collect();
            changes.sort_by_key(|entry| Reverse(entry.change.step));
            changes
        });
        let version_at = locate(&places.head, version.head.unwrap_or_default());
        Self { base, head, wire, rust, version_at }
    }

    /// Marks the changes that an entry of the acceptance file speaks of; whether there are any.
    pub fn accept(&mut self, acceptance: &Acceptance) -> bool {
        let is_meant = |id: &str, at: Option<&Side>| {
            let pointers = at.into_iter().flat_map(|at| [&at.base, &at.head]).flatten();
            id == acceptance.id && pointers.into_iter().any(|it| it.as_str() == acceptance.pointer)
        };
        let mut is_found = false;
        let mut mark = |accepted: &mut Option<String>| {
            *accepted = Some(acceptance.reason.clone());
            is_found = true;
        };
        for entry in self.wire.iter_mut().filter(|it| is_meant(it.change.id, Some(&it.change.at))) {
            mark(&mut entry.accepted);
        }
        let rust = self.rust.iter_mut().flatten();
        for entry in rust.filter(|it| is_meant(it.change.id, it.change.caused_by.as_ref())) {
            mark(&mut entry.accepted);
        }
        is_found
    }

    /// Changes of the wire, without words.
    pub fn wire_changes(&self) -> impl Iterator<Item = &Entry<Change>> {
        self.wire.iter().filter(|entry| !entry.change.is_docs())
    }

    /// Changes of words.
    pub fn words(&self) -> impl Iterator<Item = &Entry<Change>> {
        self.wire.iter().filter(|entry| entry.change.is_docs())
    }

    /// Changes for Rust callers, without words.
    pub fn rust_changes(&self) -> impl Iterator<Item = &Entry<RustChange>> {
        self.rust.iter().flatten().filter(|entry| !entry.change.is_docs())
    }

    /// How bad the worst change is that nobody accepted.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        let open = self.wire_changes().filter(|entry| entry.accepted.is_none());
        open.map(|entry| entry.change.level).max()
    }

    /// The largest step that a change asks for which nobody accepted.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let open = self.rust.iter().flatten().filter(|entry| entry.accepted.is_none());
        open.map(|entry| entry.change.step).max()
    }

    /// What the version of the generated crate must become.
    #[must_use]
    pub fn version(&self) -> VersionStep {
        version_step(&self.base.crate_version, &self.head.crate_version, self.step())
    }

    /// Whether the two are the same to everybody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wire.is_empty() && self.rust.as_ref().is_ok_and(Vec::is_empty)
    }

    /// Whether nothing but words changed, neither on the wire nor for Rust callers.
    #[must_use]
    pub fn is_words_only(&self) -> bool {
        !self.is_empty()
            && self.rust.is_ok()
            && self.wire_changes().next().is_none()
            && self.rust_changes().next().is_none()
    }
}

impl Change {
    /// Whether it is about words only.
    #[must_use]
    pub fn is_docs(&self) -> bool {
        rule(self.id).is_some_and(|rule| rule.docs)
    }
}

/// Places of both versions.
struct Places {
    base: Written,
    head: Written,
}

/// Where the parts of a version are written.
struct Written {
    origins: Arc<Origins>,
    document: String,
    /// Positions in each file, by its name.
    files: HashMap<String, Positions>,
}

impl Written {
    fn find<'a>(version: &Version, pointers: impl Iterator<Item = &'a Pointer>) -> Self {
        let mut wanted: HashMap<&str, (&Source, Vec<Pointer>)> = HashMap::new();
        for pointer in pointers {
            let (file, at) = version.origins.find(pointer);
            let file = file.unwrap_or(&version.source);
            wanted.entry(file.name.as_str()).or_insert_with(|| (file, Vec::new())).1.push(at);
        }
        let found = |(name, (file, pointers)): (&str, (&Source, Vec<Pointer>))| {
            (name.to_owned(), Positions::find(file, &pointers))
        };
        let files = wanted.into_iter().map(found).collect();
        Self { origins: version.origins.clone(), document: version.source.name.clone(), files }
    }
}

impl Places {
    fn find(base: &Version, head: &Version, sides: &[&Side]) -> Self {
        let in_base = sides.iter().filter_map(|side| side.base.as_ref());
        let in_head = sides.iter().filter_map(|side| side.head.as_ref().or(side.base.as_ref()));
        Self { base: Written::find(base, in_base), head: Written::find(head, in_head) }
    }

    fn entry<T>(&self, at: Option<Side>, change: T) -> Entry<T> {
        let at = at.unwrap_or_default();
        Entry {
            change,
            base: at.base.clone().map(|pointer| locate(&self.base, pointer)),
            head: at.head.clone().map(|pointer| locate(&self.head, pointer)),
            anchor: at.head.or(at.base).map(|pointer| locate(&self.head, pointer)),
            accepted: None,
        }
    }
}

/// Where a pointer leads to, or its nearest parent that is written.
fn locate(written: &Written, pointer: Pointer) -> Location {
    let (file, at) = written.origins.find(&pointer);
    let file = file.map_or_else(|| written.document.clone(), |file| file.name.clone());
    let position = match written.files.get(&file).and_then(|positions| positions.place(&at)) {
        Some((place, _)) => place.key.unwrap_or(place.value).start,
        None => Position::START,
    };
    Location { file, position, pointer }
}
