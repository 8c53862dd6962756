//! Everything that is snapshotted is compiled, linted, documented and run as well, in a workspace of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::output;

use crate::fixture::{self, Generated, stem};
use crate::round_trip;

/// Features of a generated crate without the transport, whose dependencies take a minute to build.
const LEAN: &[&str] = &["--no-default-features", "--features", "client"];

#[test]
fn fixtures_compile_and_round_trip() {
    let templates = fixture::templates();
    let crates: Vec<_> = fixture::all("emit")
        .into_iter()
        .map(|source| {
            let name = stem(&source).to_owned();
            let generated = fixture::generate_with(source, &name, &templates);
            (name, generated.unwrap_or_else(|report| panic!("{report}")))
        })
        .collect();
    let scratch = Scratch::new("emit");
    for (name, generated) in &crates {
        scratch.put_crate(name, &generated.files);
    }
    scratch.put_manifest();
    scratch.put_round_trips(&crates);
    scratch.cargo(&[&["clippy", "--workspace", "--all-targets"], LEAN, &["--", "-D", "warnings"]]);
    scratch.cargo(&[&["test", "--package", "round-trip"]]);
    scratch.cargo(&[&["doc", "--workspace", "--no-deps"], LEAN]);
    scratch.cargo(&[&["test", "--doc", "--workspace"], LEAN]);
    // Models alone, as a crate without the client has them.
    scratch.cargo(&[&["check", "--workspace", "--no-default-features"]]);
}

/// A workspace below the target folder. It stays there, so that only what changed is compiled again.
struct Scratch {
    root: PathBuf,
}

impl Scratch {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(root.join("round-trip"));
        fs::create_dir_all(root.join("crates")).unwrap();
        Self { root }
    }

    fn put_crate(&self, name: &str, files: &[output::File]) {
        let folder = self.root.join("crates").join(name);
        output::apply(&output::plan(&folder, files).unwrap()).unwrap();
    }

    /// The versions are those of the repository, so that nothing is downloaded.
    fn put_manifest(&self) {
        self.put(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\", \"round-trip\"]\n",
        );
        fs::copy(fixture::root().join("Cargo.lock"), self.root.join("Cargo.lock")).unwrap();
    }

    fn put_round_trips(&self, crates: &[(String, Generated)]) {
        let mut manifest = "[package]\nname = \"round-trip\"\nedition = \"2024\"\n\n[[test]]\nname = \"round_trip\"\npath = \"main.rs\"\n\n[dev-dependencies]\nserde = \"1\"\nserde_json = \"1\"\n".to_owned();
        let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/round_trip/checks.rs");
        let mut tests = fs::read_to_string(checks).unwrap();
        for (name, generated) in crates {
            manifest.push_str(&format!(
                "{name} = {{ path = \"../crates/{name}\", default-features = false, features = [\"client\"] }}\n"
            ));
            tests.push('\n');
            tests.push_str(&round_trip::module(generated, &name.replace('-', "_")));
        }
        self.put("round-trip/Cargo.toml", &manifest);
        self.put("round-trip/main.rs", &tests);
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }

    /// Runs cargo there and shows what it says if it fails.
    fn cargo(&self, arguments: &[&[&str]]) {
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
    }
}
