//! What `cargo xtask codegen` costs, against the floor: parsing the same YAML and formatting the same output.
//!
//! `cargo bench -p xtask --bench codegen [-- FILE]` prints the least time of each stage over many runs.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::env;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use xtask::diagnostic::Diagnostics;
use xtask::emit::{self, Package};
use xtask::output::{self, File};
use xtask::spec::{Document, Source};
use xtask::{lint, lower, templates};

const RUNS: usize = 200;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
    let spec = env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let spec = spec.map_or_else(|| root.join("spec/identity-verification.yaml"), PathBuf::from);
    let text = std::fs::read_to_string(&spec).unwrap();
    let source = Source { name: spec.display().to_string(), text: text.clone().into() };

    let document = parse(&source);
    let package = Package { name: "checkout-identity".to_owned() };
    let templates = templates::load(None).unwrap();
    let api = lower::lower(&document, &mut Diagnostics::default());
    let files = emit::emit(&api, &package, templates.clone()).unwrap();
    let formatted: Vec<&File> = files.iter().filter(|file| is_formatted(file)).collect();
    let out = root.join("generated");

    let floor_parse = least(|| serde_yaml::from_str::<serde_yaml::Value>(&text).unwrap());
    let floor_format =
        least(|| formatted.iter().map(|file| format(&file.text).len()).sum::<usize>());
    let stages = [
        ("parse", least(|| parse(&source))),
        ("lint", least(|| lint::lint(&document, &mut Diagnostics::default()))),
        ("lower", least(|| lower::lower(&document, &mut Diagnostics::default()))),
        ("templates", least(|| templates::load(None).unwrap())),
        ("emit", least(|| emit::emit(&api, &package, templates.clone()).unwrap())),
        ("plan", least(|| output::plan(&out, &files).unwrap())),
    ];
    let floor = floor_parse + floor_format;
    let total: Duration = stages.iter().map(|(_, time)| *time).sum();
    println!("floor: parse {floor_parse:?} + format {floor_format:?} = {floor:?}");
    for (name, time) in stages {
        println!("{name:>10}: {time:>10.1?}  {:>4.1} %", 100.0 * ratio(time, total));
    }
    println!("     total: {total:>10.1?}  {:.2} of the floor", ratio(total, floor));
}

fn parse(source: &Source) -> Document {
    Document::parse(source.clone(), &mut Diagnostics::default()).unwrap()
}

/// What went through the formatter: Rust, but neither the runtime nor files that are copied.
fn is_formatted(file: &File) -> bool {
    file.path.starts_with("src/") && !file.path.starts_with("src/runtime/")
}

fn format(text: &str) -> String {
    prettyplease::unparse(&syn::parse_file(text).unwrap())
}

fn least<T>(work: impl Fn() -> T) -> Duration {
    let run = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..RUNS).map(run).min().unwrap()
}

fn ratio(part: Duration, whole: Duration) -> f64 {
    part.as_secs_f64() / whole.as_secs_f64()
}
