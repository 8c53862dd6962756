//! Everything that is snapshotted is compiled, linted, documented and run as well, in a workspace of its own.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::output;
use xtask::spec::Source;

use crate::fixture::{self, Generated, stem};
use crate::{corpus, round_trip, snapshot, wire};

/// Features of a generated crate without the transport, whose dependencies take a minute to build.
const LEAN: &[&str] = &["--no-default-features", "--features", "client"];

/// The fixtures whose documentation is more than the rest has.
const DOCUMENTED: &[&str] =
    &["-p=bodies", "-p=hostile", "-p=names", "-p=newtypes", "-p=parameters", "-p=presence"];

#[test]
fn fixtures_compile_and_round_trip() {
    let templates = fixture::templates();
    let emitted = |source: Source| {
        let name = stem(&source).to_owned();
        let generated = fixture::generate_with(source, &name, &templates);
        (name, generated.unwrap_or_else(|report| panic!("{report}")))
    };
    let fixtures: Vec<_> = fixture::all("emit").into_iter().map(emitted).collect();
    let scratch = Scratch::new("emit");
    scratch.put_crates(fixtures.iter().chain(&corpus::accepted()));
    scratch.put_round_trips(&fixtures);
    scratch.put_wire(&fixtures);
    scratch.put_manifest();
    let lean = ["clippy", "--workspace", "--exclude=wire"];
    scratch.cargo(&[&lean, LEAN, &["--", "-D", "warnings"]]);
    // The models alone.
    scratch.cargo(&[&lean, &["--no-default-features", "--", "-D", "warnings"]]);
    scratch.cargo(&[&["test", "-p=round-trip"]]);
    let sent = wire::printed(&scratch.cargo(&[&["run", "-p=wire"]]));
    snapshot::check_all("wire", sent);
    scratch.cargo(&[&["doc", "--no-deps"], DOCUMENTED, LEAN]);
    scratch.cargo(&[&["test", "--doc"], DOCUMENTED, LEAN]);
}

const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["crates/*", "round-trip", "wire"]

[profile.dev]
debug = false
"#;

const ROUND_TRIP: &str = r#"[package]
name = "round-trip"
edition = "2024"

[[test]]
name = "round_trip"
path = "main.rs"

[dev-dependencies]
serde = "1"
serde_json = "1"
"#;

const WIRE: &str = r#"[package]
name = "wire"
edition = "2024"

[dependencies]
serde_json = "1"
tokio = { version = "1", features = ["net", "rt", "time"] }
"#;

const CHECKS: &str = include_str!("fixtures/round_trip.rs");

/// A workspace below the target folder. It stays there, so that only what changed is compiled again.
struct Scratch {
    root: PathBuf,
}

impl Scratch {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&root).unwrap();
        Self { root }
    }

    /// Writes the crates, and deletes those of fixtures that are gone.
    fn put_crates<'a>(&self, crates: impl Iterator<Item = &'a (String, Generated)>) {
        let folder = self.root.join("crates");
        fs::create_dir_all(&folder).unwrap();
        let found = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let mut orphans: BTreeSet<PathBuf> = found.collect();
        for (name, generated) in crates {
            let folder = folder.join(name);
            output::apply(&output::plan(&folder, &generated.files).unwrap()).unwrap();
            orphans.remove(&folder);
        }
        for folder in orphans {
            fs::remove_dir_all(folder).unwrap();
        }
    }

    /// The versions are those of the repository, so that nothing is downloaded.
    fn put_manifest(&self) {
        self.put("Cargo.toml", WORKSPACE);
        fs::copy(fixture::root().join("Cargo.lock"), self.root.join("Cargo.lock")).unwrap();
    }

    /// Tests of the models alone, as a crate without the client has them.
    fn put_round_trips(&self, crates: &[(String, Generated)]) {
        let (mut manifest, mut tests) = (ROUND_TRIP.to_owned(), CHECKS.to_owned());
        for (name, generated) in crates {
            writeln!(
                manifest,
                "{name} = {{ path = \"../crates/{name}\", default-features = false }}"
            )
            .unwrap();
            tests.push('\n');
            tests.push_str(&round_trip::module(generated, &name.replace('-', "_")));
        }
        self.put("round-trip/Cargo.toml", &manifest);
        self.put("round-trip/main.rs", &tests);
    }

    /// A program that makes the calls, over the built-in transport; on loopback it needs no TLS.
    fn put_wire(&self, crates: &[(String, Generated)]) {
        let mut manifest = WIRE.to_owned();
        for (name, _) in crates {
            writeln!(
                manifest,
                "{name} = {{ path = \"../crates/{name}\", default-features = false, features = [\"tls-ring\"] }}"
            )
            .unwrap();
        }
        self.put("wire/Cargo.toml", &manifest);
        self.put("wire/src/main.rs", &wire::program(crates));
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }

    /// Runs cargo there; shows what it says if it fails, else hands on what the program prints.
    fn cargo(&self, arguments: &[&[&str]]) -> String {
        let arguments = arguments.concat();
        let output = Command::new(env!("CARGO"))
            .args(["--offline", "--quiet"])
            .args(&arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let (stdout, stderr) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "cargo {}\n{stdout}{stderr}", arguments.join(" "));
        stdout.into_owned()
    }
}
