//! The generated folder: what differs from it, and how it is replaced.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use xtask::output::{self, File};

pub(crate) const MANIFEST: (&str, &str) = ("Cargo.toml", "# @generated\n");

/// A temporary folder with the generated folder `out` in it.
pub(crate) struct Place {
    _root: TempDir,
    pub(crate) out: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        Self { _root: root, out }
    }

    /// With something in it that codegen does not own: files are then replaced one by one.
    pub(crate) fn shared() -> Self {
        let place = Self::new();
        place.put("target/debug/kept", "kept");
        place
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.out.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn generate(&self, files: &[(&str, &str)]) {
        let files = emitted(files);
        output::apply(&output::plan(&self.out, &files).unwrap()).unwrap();
    }

    fn check(&self, files: &[(&str, &str)]) -> String {
        let files = emitted(files);
        let mut plan = output::plan(&self.out, &files).unwrap();
        plan.name = "out".to_owned();
        output::check(&plan, "cargo xtask codegen").unwrap_or_default()
    }

    fn summary(&self, files: &[(&str, &str)]) -> String {
        let files = emitted(files);
        let mut plan = output::plan(&self.out, &files).unwrap();
        plan.name = "out".to_owned();
        output::summary(&plan)
    }

    /// Asserts that the folder holds these files alone, and that nothing is left beside it.
    pub(crate) fn assert_holds(&self, files: &[(&str, &str)]) {
        let expected: BTreeMap<_, _> =
            files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
        assert_eq!(tree(&self.out), expected);
        let beside: Vec<_> = fs::read_dir(self.out.parent().unwrap()).unwrap().collect();
        assert_eq!(beside.len(), 1, "{beside:?}");
    }
}

fn emitted(files: &[(&str, &str)]) -> Vec<File> {
    let file =
        |&(path, text): &(&str, &str)| File { path: path.to_owned(), text: text.to_owned().into() };
    files.iter().map(file).collect()
}

/// Every file below a folder but `target`, by its path.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if !entry.file_type().unwrap().is_dir() {
            files.insert(name, fs::read_to_string(entry.path()).unwrap());
        } else if name != "target" {
            let below = tree(&entry.path());
            assert!(!below.is_empty(), "{name} is empty");
            files.extend(below.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
        }
    }
    files
}

#[test]
fn a_stale_folder_is_described() {
    let place = Place::new();
    place.generate(&[MANIFEST, ("src/a.rs", "one\ntwo\nthree\n"), ("src/old.rs", "old\n")]);
    let report = place.check(&[
        MANIFEST,
        ("src/a.rs", "one\n2\nthree\n"),
        ("src/models/new.rs", "new\n"),
        ("src/b.rs", ""),
    ]);
    insta::assert_snapshot!(report, @r"
    `out` is not what codegen writes:
      stale    src/a.rs
      missing  src/b.rs
      missing  src/models/new.rs
      orphan   src/old.rs

    --- out/src/a.rs (on disk)
    +++ out/src/a.rs (codegen)
    @@ -1,3 +1,3 @@
     one
    -two
    +2
     three

    To bring it up to date, run: cargo xtask codegen
    ");
}

#[test]
fn a_fresh_folder_is_not_reported() {
    let place = Place::new();
    place.generate(&[MANIFEST]);
    assert_eq!(place.check(&[MANIFEST]), "");
}

#[test]
fn a_long_report_says_what_it_leaves_out() {
    let place = Place::new();
    let lines = |word: &str| (0..500).map(|n| format!("{word} {n}\n")).collect::<Vec<_>>().concat();
    let names: Vec<_> = (0..150).map(|n| format!("src/{n:03}.rs")).collect();
    let (old, new) = (lines("old"), lines("new"));
    place.generate(&[MANIFEST, ("src/long.rs", &old)]);
    let mut files = vec![MANIFEST, ("src/long.rs", &new)];
    files.extend(names.iter().map(|name| (name.as_str(), "")));
    let report = place.check(&files);
    assert!(report.contains("… and 51 more files\n"), "{report}");
    assert!(report.contains("… and 603 more lines of diff\n"), "{report}");
    assert!(report.lines().count() < 510);
}

const CLIENT: &str = "
impl Client {
    /// Counts.
    pub fn count_things(&self) -> Call<'_, Count> {
        Call::new(self, &COUNT_THINGS, &[])
    }

    /// Gets.
    pub fn get_thing(&self, id: &str) -> Call<'_, Thing> {
        Call::new(self, &GET_THING, &[id])
    }
}

impl Client {
    /// Lists.
    pub fn list_things(
        &self,
    ) -> Call<'_, Things, ListThings> {
        Call::new(self, &LIST_THINGS, &[])
    }
}

impl<'c> Call<'c, Things, ListThings> {
    pub fn skip(self, skip: u32) -> Self {
        self.query(skip)
    }
}

static COUNT_THINGS: Operation = Operation { path: \"/things/count\" };

static GET_THING: Operation = Operation { path: \"/things/{id}\" };

static LIST_THINGS: Operation = Operation { path: \"/things/all\" };
";

const PERSON: &str = "
use std::collections::Map;

/// A person.
#[derive(Debug)]
pub struct Person {
    pub name: String,
}

pub enum Status {}
";

#[test]
fn what_changed_is_summarised() {
    let place = Place::new();
    place.generate(&[
        MANIFEST,
        ("src/operations/things.rs", CLIENT),
        ("src/models/person.rs", PERSON),
        ("src/models/old.rs", "pub type Old = u8;\n"),
    ]);
    let client = CLIENT.replace("get_thing", "fetch_thing").replace("GET_THING", "FETCH_THING");
    let summary = place.summary(&[
        MANIFEST,
        ("src/operations/things.rs", &client.replace("/things/all", "/things")),
        ("src/models/person.rs", &PERSON.replace("A person.", "A human.").replace("Map", "Set")),
        ("src/models/new.rs", "pub type New = u8;\n"),
    ]);
    insta::assert_snapshot!(summary, @r"
    out
      files       1 added, 2 changed, 1 removed
      operations  + fetch_thing, - get_thing, ~ list_things
      types       + New, - Old, ~ Person
    ");
    insta::assert_snapshot!(Place::new().summary(&[]), @"out: up to date, 0 files");
}

#[test]
fn the_folder_becomes_what_was_emitted() {
    for place in [Place::new(), Place::shared()] {
        let first = [MANIFEST, ("README.md", "one"), ("src/a/b.rs", "b"), ("src/c.rs", "c")];
        place.generate(&first);
        place.assert_holds(&first);
        place.put("src/a/deep/stray.rs", "stray");
        place.put(".hidden", "stray");
        let second = [MANIFEST, ("README.md", "two"), ("src/c.rs", "c")];
        place.generate(&second);
        place.assert_holds(&second);
    }
}

#[test]
fn a_file_and_a_folder_trade_names() {
    for place in [Place::new(), Place::shared()] {
        for files in [
            [MANIFEST, ("src/a", "file")],
            [MANIFEST, ("src/a/b/c.rs", "in a folder")],
            [MANIFEST, ("src/a", "file again")],
        ] {
            place.generate(&files);
            place.assert_holds(&files);
        }
    }
}

#[test]
fn unchanged_files_keep_their_times() {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    for place in [Place::new(), Place::shared()] {
        place.generate(&[MANIFEST, ("src/same.rs", "same"), ("src/other.rs", "1")]);
        let time = |name: &str| fs::metadata(place.out.join(name)).unwrap().modified().unwrap();
        for name in ["src/same.rs", "src/other.rs"] {
            let file = fs::File::options().write(true).open(place.out.join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        place.generate(&[MANIFEST, ("src/same.rs", "same"), ("src/other.rs", "2")]);
        assert_eq!(time("src/same.rs"), long_ago);
        assert_ne!(time("src/other.rs"), long_ago);

        let other = time("src/other.rs");
        place.generate(&[MANIFEST, ("src/same.rs", "same"), ("src/other.rs", "2")]);
        assert_eq!(time("src/other.rs"), other);
    }
}

#[test]
fn what_cargo_and_git_keep_there_stays() {
    let place = Place::new();
    let others = [("target/x", "x"), (".git/HEAD", "ref"), ("Cargo.lock", "# lock")];
    for (path, text) in others {
        place.put(path, text);
    }
    place.generate(&[MANIFEST]);
    place.generate(&[MANIFEST, ("src/lib.rs", "")]);
    for (path, text) in others {
        assert_eq!(fs::read_to_string(place.out.join(path)).unwrap(), text);
    }
    assert_eq!(place.check(&[MANIFEST, ("src/lib.rs", "")]), "");
}

#[test]
fn somebody_elses_folder_is_refused() {
    for (path, text) in [
        ("notes.txt", "mine"),
        ("Cargo.toml", "[package]\n"),
        ("Cargo.toml", "[package]\n# @generated\n"),
        ("src/Cargo.toml", "# @generated\n"),
    ] {
        let place = Place::new();
        place.put(path, text);
        let error = output::plan(&place.out, &emitted(&[MANIFEST])).unwrap_err().to_string();
        assert!(error.contains("is not overwritten"), "{error}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    for folder in [root, &root.join("xtask"), &root.join("xtask/Cargo.toml"), Path::new("/")] {
        assert!(output::plan(folder, &emitted(&[MANIFEST])).is_err());
    }
}

#[test]
fn a_path_out_of_the_folder_is_refused() {
    for path in ["../escaped", "/escaped", "src/../../escaped", ""] {
        let place = Place::new();
        let error = output::plan(&place.out, &emitted(&[(path, "")])).unwrap_err().to_string();
        assert!(error.contains("not a path below"), "{error}");
    }
}

#[test]
fn an_error_names_the_path() {
    let place = Place::new();
    place.put("file", "");
    let files = emitted(&[MANIFEST]);
    let error = output::plan(&place.out.join("file"), &files).unwrap_err().to_string();
    assert!(error.contains("out/file` is not overwritten"), "{error}");
    if cfg!(target_os = "linux") {
        let plan = output::plan(Path::new("/proc/out"), &files).unwrap();
        let error = output::apply(&plan).unwrap_err().to_string();
        assert!(error.contains("/proc/out: "), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_replaced_and_not_followed() {
    use std::os::unix::fs::symlink;
    for place in [Place::new(), Place::shared()] {
        let elsewhere = Place::new();
        elsewhere.put("a.rs", "a");
        elsewhere.put("b.rs", "mine");
        place.generate(&[MANIFEST, ("src/a.rs", "a")]);
        fs::remove_file(place.out.join("src/a.rs")).unwrap();
        symlink(elsewhere.out.join("a.rs"), place.out.join("src/a.rs")).unwrap();
        symlink(&elsewhere.out, place.out.join("src/models")).unwrap();
        symlink("/nowhere", place.out.join("src/dangling")).unwrap();

        let files = [MANIFEST, ("src/a.rs", "a"), ("src/models/b.rs", "b")];
        place.generate(&files);
        place.assert_holds(&files);
        assert!(fs::symlink_metadata(place.out.join("src/a.rs")).unwrap().is_file());
        elsewhere.assert_holds(&[("a.rs", "a"), ("b.rs", "mine")]);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_written_where_it_is() {
    let place = Place::new();
    place.generate(&[MANIFEST]);
    let link = tempfile::tempdir().unwrap();
    let link = link.path().join("link");
    std::os::unix::fs::symlink(&place.out, &link).unwrap();
    let files = [MANIFEST, ("src/lib.rs", "")];
    output::apply(&output::plan(&link, &emitted(&files)).unwrap()).unwrap();
    place.assert_holds(&files);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}
