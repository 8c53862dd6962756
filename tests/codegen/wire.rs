//! What the calls of every fixture send, byte for byte, and what they make of answers: over real sockets.
//!
//! `fixtures/wire/<fixture>.txt` lists calls: Rust expressions with an empty line between them, each perhaps with the
//! answer behind it in lines that begin with `< `. Operations it does not call are called as their documentation does.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::doc_comments;
use crate::fixture::Generated;

const PRELUDE: &str = include_str!("fixtures/wire.rs");

/// A program that makes the calls of all crates and prints what each comes to.
pub(crate) fn program(crates: &[(String, Generated)]) -> String {
    let mut code = PRELUDE.to_owned();
    let mut main = String::new();
    let mut missing: Vec<String> = Vec::new();
    for (name, generated) in crates {
        let crate_name = name.replace('-', "_");
        let calls = calls(name, generated, &mut missing);
        if calls.is_empty() {
            continue;
        }
        let uses = if generated.api.types.is_empty() { "" } else { "use {crate}::models::*;" };
        // A crate has these only if its API has a use for them.
        let of_runtime = ["File", "Headers", "Patch"];
        let named = of_runtime.iter().filter(|it| calls.contains(**it));
        let named: String = named.flat_map(|it| [*it, ", "]).collect();
        let module = MODULE.replace("{uses}", uses).replace("{named}", &named);
        let module = module.replace("{calls}", &calls);
        code.push_str(&module.replace("{crate}", &crate_name));
        writeln!(main, "    print!(\"=== {name}\\n{{}}\", {crate_name}_calls::shown());").unwrap();
    }
    assert!(missing.is_empty(), "fixtures/wire lists no calls of {missing:#?}");
    format!("{code}\nfn main() {{\n{main}}}\n")
}

const MODULE: &str = r"
#[allow(deprecated, unused_imports, unused_variables)]
mod {crate}_calls {
    use {crate}::{{named}BaseUrl, Error, Server};
    use serde_json::{from_value, json};
    {uses}

    pub(crate) fn shown() -> String {
        let mut wire = super::Wire::new();
        let url = wire.url();
        let builder = || {crate}::Client::builder().base_url(BaseUrl::parse(&url).unwrap()).max_attempts(1);
        let server = || Server::new(&url, None, None, &[]).unwrap();
        let client = builder().without_credentials().build().unwrap();
{calls}
        wire.shown
    }
}
";

/// Calls of every operation: those of the table, else its example.
fn calls(name: &str, generated: &Generated, missing: &mut Vec<String>) -> String {
    let mut calls = String::new();
    let mut called = String::new();
    for Call { code, answer } in table(name) {
        let code = code.trim_end();
        writeln!(calls, "wire.call({code:?}, {answer:?}, async {{ {code}.await }});").unwrap();
        called.push_str(code);
    }
    let files = generated.files.iter().filter(|file| file.path.starts_with("src/operations/"));
    // Hidden lines are part of an example.
    let whole = |code: String| code.replace("\n# ", "\n").replacen("# ", "", 1);
    let examples = files.flat_map(|file| doc_comments::examples(&file.text)).map(whole);
    let examples: Vec<String> = examples.collect();
    for operation in generated.api.groups.iter().flat_map(|group| &group.operations) {
        let method = format!(".{}(", operation.name);
        if called.contains(&method) {
            continue;
        }
        let Some(code) = examples.iter().find(|code| code.contains(&method)) else {
            missing.push(format!("{name}: {method}…)"));
            continue;
        };
        let shown: Vec<_> = code.lines().skip(1).collect();
        let shown = shown.join("\n").replace("\nOk(())\n}", "");
        let call = format!("wire.call({shown:?}, \"\", example(client.clone()));");
        writeln!(calls, "{{ {code}\n{call} }}").unwrap();
    }
    calls
}

#[derive(Default)]
struct Call {
    code: String,
    answer: String,
}

/// The calls that are listed for a fixture.
fn table(name: &str) -> Vec<Call> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/wire/{name}.txt"));
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let mut calls = Vec::new();
    for block in text.split("\n\n") {
        let mut call = Call::default();
        let mut lines: Vec<&str> = Vec::new();
        for line in block.lines() {
            match line.strip_prefix('<') {
                Some(line) => lines.push(line.strip_prefix(' ').unwrap_or(line)),
                None => writeln!(call.code, "{line}").unwrap(),
            }
        }
        if let Some((status, rest)) = lines.split_first() {
            // Without an empty line there are headers and no body.
            let end = if rest.contains(&"") { "" } else { "\r\n\r\n" };
            call.answer = format!("HTTP/1.1 {}{end}", [&[*status], rest].concat().join("\r\n"));
        }
        calls.push(call);
    }
    calls
}

/// What the program printed, by fixture.
pub(crate) fn printed(output: &str) -> BTreeMap<String, String> {
    let parts = output.split("=== ").skip(1).filter_map(|part| part.split_once('\n'));
    parts.map(|(name, shown)| (name.to_owned(), shown.trim_end().to_owned())).collect()
}
