//! A workspace of everything that was generated: compiled, linted, documented, and run over the examples.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use serde_json::Value;
use xtask::output;

use crate::document::Case;
use crate::{compare, examples};

/// One way to compile every crate.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    verb: &'static [&'static str],
    variables: &'static [(&'static str, &'static str)],
}

pub(crate) const STEPS: &[Step] = &[
    Step { name: "clippy", verb: &["clippy"], variables: &[] },
    // Rendering takes four times as long as all that rustdoc has to say, but to leave it out is not stable.
    Step {
        name: "rustdoc",
        verb: &["doc", "--no-deps"],
        variables: &[("RUSTC_BOOTSTRAP", "1"), ("RUSTDOCFLAGS", "-Zunstable-options --check")],
    },
];

/// All crates, without the built-in transport, which is the same in each.
const ALL: &[&str] =
    &["--workspace", "--keep-going", "--no-default-features", "--features", "client"];

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\n";

const ROUND_TRIPS: &str = r#"[package]
name = "round-trips"
edition = "2024"

[workspace]

[[bin]]
name = "round-trips"
path = "main.rs"

[profile.dev]
debug = false

[dependencies]
serde = "1"
serde_json = "1"
"#;

/// A folder below the target folder. It stays there, so that only what changed is compiled again.
pub(crate) struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// Writes every crate; the versions of dependencies are those of the repository, so that nothing is downloaded.
    pub(crate) fn create(repository: &Path, cases: &[Case]) -> io::Result<Self> {
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| repository.join("target"), PathBuf::from);
        let scratch = Self { root: target.join("corpus") };
        let mut members = String::new();
        for case in cases {
            let Some(made) = case.made() else { continue };
            let folder = scratch.root.join(&case.package);
            output::apply(&output::plan(&folder, &made.files)?)?;
            members.push_str(&format!("    {:?},\n", case.package));
        }
        scratch.put("Cargo.toml", &format!("{WORKSPACE}members = [\n{members}]\n"))?;
        fs::copy(repository.join("Cargo.lock"), scratch.root.join("Cargo.lock"))?;
        Ok(scratch)
    }

    /// Compiles in one way, and notes for every crate what is said of it.
    pub(crate) fn check(&self, step: &Step, cases: &mut [Case]) -> Result<(), Box<dyn Error>> {
        let output = self
            .cargo(&self.root, step.name)
            .args(step.verb)
            .args(ALL)
            .arg("--message-format=json")
            .envs(step.variables.iter().copied())
            .stderr(Stdio::inherit())
            .output()?;
        let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: Value = serde_json::from_str(line)?;
            if let Some((package, complaint)) = complaint(&message) {
                said.entry(package).or_default().push(complaint);
            }
        }
        for case in &mut *cases {
            case.complaints.extend(said.remove(&case.package).into_iter().flatten());
        }
        let stray = said.into_values().flatten().next();
        let silent =
            !output.status.success() && cases.iter().all(|case| case.complaints.is_empty());
        match stray.or_else(|| silent.then(|| format!("{} failed", step.name))) {
            Some(problem) => Err(problem.into()),
            None => Ok(()),
        }
    }

    /// Sends the examples of every crate that compiles through its models, and notes what is lost.
    pub(crate) fn round_trips(&self, cases: &mut [Case]) -> Result<(), Box<dyn Error>> {
        let mut manifest = ROUND_TRIPS.to_owned();
        let mut code = include_str!("../show.rs").to_owned();
        let mut calls = String::new();
        for (index, case) in cases.iter().enumerate() {
            let Some(made) = case.made().filter(|_| case.complaints.is_empty()) else { continue };
            let package = &case.package;
            let name = package.replace('-', "_");
            writeln!(
                manifest,
                "{package} = {{ path = \"../{package}\", default-features = false }}"
            )?;
            writeln!(calls, "    case_{index}();")?;
            writeln!(code, "\nfn case_{index}() {{")?;
            for (number, example) in
                examples::all(made.document.written(), &made.api).iter().enumerate()
            {
                let (ty, text) = (example.ty, example.value.to_string());
                writeln!(code, "    show::<{name}::models::{ty}>({index}, {number}, {text:?});")?;
            }
            code.push_str("}\n");
        }
        write!(code, "\nfn main() {{\n{calls}}}\n")?;
        self.put("round-trips/Cargo.toml", &manifest)?;
        self.put("round-trips/main.rs", &code)?;
        fs::copy(self.root.join("Cargo.lock"), self.root.join("round-trips/Cargo.lock"))?;

        let output = self
            .cargo(&self.root.join("round-trips"), "round-trips")
            .arg("run")
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err("the round trips do not compile or run".into());
        }
        for line in String::from_utf8(output.stdout)?.lines() {
            let (index, number, error, back) = serde_json::from_str(line)?;
            let outcome: Result<Value, String> = match error {
                Some(error) => Err(error),
                None => Ok(back),
            };
            judge(cases, index, number, outcome).ok_or("an example is gone")?;
        }
        Ok(())
    }

    fn put(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        if fs::read_to_string(&path).ok().as_deref() == Some(text) {
            return Ok(());
        }
        fs::write(path, text)
    }

    /// Each step has a target folder: they differ in variables that dependencies look at.
    fn cargo(&self, folder: &Path, step: &str) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(folder)
            .args(["--quiet", "--offline"])
            .env("CARGO_TARGET_DIR", self.root.join("target").join(step))
            .env("CARGO_INCREMENTAL", "0");
        command
    }
}

/// The package that a message of the compiler is about, and what it says.
fn complaint(message: &Value) -> Option<(String, String)> {
    let id = message.get("package_id")?.as_str()?;
    let (path, _) = id.rsplit_once('#')?;
    let (_, package) = path.rsplit_once('/')?;
    let message = message.get("message")?;
    // A message without a place only counts others.
    message.get("spans")?.as_array()?.first()?;
    Some((package.to_owned(), message.get("rendered")?.as_str()?.to_owned()))
}

/// Notes what became of one example.
fn judge(
    cases: &mut [Case],
    index: usize,
    number: usize,
    outcome: Result<Value, String>,
) -> Option<()> {
    let case = cases.get_mut(index)?;
    let made = case.made()?;
    let raw = made.document.written();
    let examples = examples::all(raw, &made.api);
    let example = examples.get(number)?;
    let problem = match outcome {
        Err(error) => Some(format!("is not read: {error}")),
        Ok(back) => {
            let differences = compare::differences(raw, example.schema, example.value, &back);
            (!differences.is_empty()).then(|| differences.join(", "))
        }
    };
    let Some(problem) = problem else {
        case.kept += 1;
        return Some(());
    };
    let told = format!("{}: {}: {problem}", example.at, example.ty);
    match compare::fault(raw, example.schema, example.value) {
        Some(fault) => {
            let told = format!("{}: {fault}", example.at);
            case.invalid.push(told);
        }
        None => case.lost.push(told),
    }
    Some(())
}
