//! How the time of codegen grows with the document: specs of 10, 100, 1,000 and 10,000 operations, and specs of a few things
//! that have as many parts.
//!
//! `cargo bench -p xtask --bench scale` prints the least processor time of each stage and the exponent of its growth: 1 is linear.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unchecked_time_subtraction,
    reason = "a benchmark may fail"
)]

use std::hint::black_box;
use std::time::Duration;

use xtask::diagnostic::Diagnostics;
use xtask::emit::{self, Package, Templates};
use xtask::spec::{Document, Source};
use xtask::{lint, lower, output, templates};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const STAGES: [&str; 5] = ["parse", "lint", "lower", "emit", "plan"];

fn main() {
    let templates = templates::load(None).unwrap();
    print("operations", &SIZES.map(|size| least(size, &operations(size), &templates)));
    print("parts", &SIZES.map(|size| least(size, &parts(size), &templates)));
    if let Some(peak) = peak_memory() {
        println!("peak memory: {peak}");
    }
}

fn print(name: &str, runs: &[[Duration; STAGES.len()]]) {
    println!("{name:>10} {}       total", STAGES.map(|stage| format!("{stage:>11}")).concat());
    for (size, times) in SIZES.iter().zip(runs) {
        let columns = times.map(|time| format!("{:>11}", millis(time))).concat();
        println!("{size:>10} {columns} {:>11}", millis(times.iter().sum()));
    }
    let of_stage = |stage: usize| runs.iter().map(|times| times[stage]).collect::<Vec<_>>();
    let exponents = [0, 1, 2, 3, 4].map(|stage| format!("{:>11.2}", exponent(&of_stage(stage))));
    let totals: Vec<Duration> = runs.iter().map(|times| times.iter().sum()).collect();
    println!("{:>10} {} {:>11.2}", "exponent", exponents.concat(), exponent(&totals));
}

/// The least time of each stage over a few runs, fewer for a large document.
fn least(size: usize, text: &str, templates: &Templates) -> [Duration; STAGES.len()] {
    let repeats = (2_000 / size).clamp(1, 20);
    let mut least = [Duration::MAX; STAGES.len()];
    for _ in 0..repeats {
        for (least, time) in least.iter_mut().zip(run(text, templates)) {
            *least = time.min(*least);
        }
    }
    least
}

fn run(text: &str, templates: &Templates) -> [Duration; STAGES.len()] {
    let source = Source { name: "scale.yaml".to_owned(), text: text.to_owned().into() };
    let package = Package { name: "scale".to_owned() };
    let mut diagnostics = Diagnostics::default();
    let (document, parse) = timed(|| Document::parse(source, &mut diagnostics).unwrap());
    let ((), lint) = timed(|| lint::lint(&document, &mut diagnostics));
    let (api, lower) = timed(|| lower::lower(&document, &mut diagnostics));
    let problems: Vec<_> = diagnostics.iter().collect();
    assert!(problems.is_empty(), "{problems:?}");
    let (files, emit) = timed(|| emit::emit(&api, &package, templates.clone()).unwrap());
    let nowhere = std::env::temp_dir().join("no-such-folder-of-xtask-scale");
    let (_, plan) = timed(|| output::plan(&nowhere, &files).map(black_box).unwrap());
    [parse, lint, lower, emit, plan]
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = now();
    let result = black_box(work());
    (result, now() - start)
}

/// The time this thread has had on a processor: what else the machine does is not in it.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// The slope of the line through the logarithms of sizes and times that fits them best.
#[allow(clippy::cast_precision_loss)]
fn exponent(times: &[Duration]) -> f64 {
    let points: Vec<(f64, f64)> = SIZES
        .iter()
        .zip(times)
        .map(|(size, time)| ((*size as f64).ln(), time.as_secs_f64().ln()))
        .collect();
    let count = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let covariance: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let variance: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    covariance / variance
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// What Linux says of this process.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

/// A document of so many operations, each with a parameter, a body, an answer, an enum and references.
fn operations(operations: usize) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("paths:\n");
    for index in 0..operations {
        let group = index / 20;
        let operation = OPERATION.replace("{i}", &index.to_string());
        text.push_str(&operation.replace("{g}", &group.to_string()));
    }
    text.push_str(COMPONENTS);
    for index in 0..operations {
        text.push_str(&SCHEMAS.replace("{i}", &index.to_string()));
    }
    text
}

/// A document of an operation with so many parameters and response headers, an enum of so many values, and an object and a
/// union of so many members and alternatives.
fn parts(parts: usize) -> String {
    let each = |part: &str| -> String {
        (0..parts).map(|index| part.replace("{i}", &index.to_string())).collect()
    };
    let mut text = HEAD.to_owned();
    text.push_str("paths:\n  /parts:\n    get:\n      operationId: listParts\n      parameters:\n");
    text.push_str(&each("        - {name: p{i}, in: query, schema: {type: string}}\n"));
    text.push_str(
        "      responses:\n        '204':\n          description: None\n          headers:\n",
    );
    text.push_str(&each("            X-H{i}: {schema: {type: string}}\n"));
    text.push_str("components:\n  schemas:\n    Value:\n      type: string\n      enum:\n");
    text.push_str(&each("        - v{i}\n"));
    text.push_str("    Object:\n      type: object\n      required:\n");
    text.push_str(&each("        - m{i}\n"));
    text.push_str("      properties:\n");
    text.push_str(&each("        m{i}: {type: string, x-sensitivity: operational}\n"));
    text.push_str("    Union:\n      oneOf:\n");
    text.push_str(&each("        - $ref: '#/components/schemas/Part{i}'\n"));
    text.push_str(&each("    Part{i}: {type: object, properties: {n{i}: {type: integer}}}\n"));
    text
}

const HEAD: &str = "\
openapi: 3.0.3
info: {title: Scale, version: 1.0.0}
servers:
  - url: https://api.example.com
";

const OPERATION: &str = "  /things_{i}/{thing_id}:
    post:
      operationId: updateThing{i}
      summary: Updates a thing
      tags: [group_{g}]
      parameters:
        - {name: thing_id, in: path, required: true, schema: {type: string}}
        - {name: dry_run, in: query, description: Whether to only check, schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Update{i}'}
      responses:
        '200':
          description: The thing
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing{i}'}
        '422':
          description: Not valid
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Error'}
";

const COMPONENTS: &str = "components:
  schemas:
    Error:
      type: object
      required: [code]
      properties:
        code: {type: string, x-sensitivity: operational}
";

const SCHEMAS: &str = "    Status{i}:
      type: string
      enum: [pending, active, closed]
    Update{i}:
      type: object
      description: What to change
      required: [status]
      properties:
        status: {$ref: '#/components/schemas/Status{i}'}
        note: {type: string, description: A remark, maxLength: 255, x-sensitivity: operational}
        size: {type: integer, minimum: 0}
    Thing{i}:
      type: object
      description: A thing
      required: [id, status]
      properties:
        id: {type: string, x-sensitivity: operational}
        status: {$ref: '#/components/schemas/Status{i}'}
        created_at: {type: string, format: date-time}
        parent: {$ref: '#/components/schemas/Thing{i}'}
        updates:
          type: array
          items: {$ref: '#/components/schemas/Update{i}'}
";
