//! Words of a document never become code: not Rust, not a doctest, not a key of a manifest.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::visit::{self, Visit};
use xtask::emit::Templates;
use xtask::output::File;
use xtask::spec::Source;

use crate::{doc_comments, fixture};

/// A document with `@@` wherever it takes a word.
const DOCUMENT: &str = include_str!("fixtures/words.json");

/// What a text must not be able to do, by an example that tries.
const HOSTILE: &[&str] = &[
    "",
    "\"",
    "\\",
    "\\\"",
    "\"#]",
    "*/ pub fn injected() {} /*",
    "\npub fn injected() {}\n",
    "\r\npub fn injected() {}\r\n",
    "\rpub fn injected() {}",
    "\u{85}pub fn injected() {}\u{2028}pub fn injected() {}",
    "}\npub fn injected() {}\nmod x {",
    "\"); panic!(); (\"",
    "; panic!()",
    "{}{0}{injected}{{",
    "#![allow(warnings)]",
    "//! pub fn injected() {}",
    "\n```\npanic!();\n```\n",
    "\n````\nx\n```\ny\n",
    "\n```\nx\n````\ny\n```\npanic!()\n```\n",
    "\n~~~\npanic!();\n~~~\n",
    "\n    panic!();\n",
    "\n\tpanic!();\n",
    "\n> ```\n> panic!();\n",
    "\n>     panic!();\n",
    "\n- ```\n  panic!();\n",
    "\n-     panic!();\n",
    "\n1)      panic!();\n",
    "\n- a\n  - b\n```\nx\n```\npanic!()\n",
    "text\n14. fine\n\n    panic!()\n",
    "[`crate::nothing`] [nothing] [a][b] [a]: b",
    "\\[nothing] \\\\[nothing] `[nothing` \\`[nothing] `x`",
    "<script>alert(1)</script> <Vec<T>> &lt;",
    "https://example.com/<x>[y](z)",
    "\0\u{7}\u{7f}\u{202e}\u{2066}\u{feff}",
    "\"\n[dependencies]\ninjected = \"1\"\n",
    "{{ injected }} {% for x in y %}",
    "r#type self Self",
    "日本 \u{1f980}",
    "/../../../escape",
    "include!(\"/etc/passwd\")",
];

#[test]
fn words_never_become_code() {
    let templates = fixture::templates();
    let mut clean = shapes(&emitted("", &templates));
    // The lints that names of any language are spared.
    clean.extend(shapes(&emitted("é", &templates)));
    for hostile in HOSTILE {
        let shapes = shapes(&emitted(hostile, &templates));
        let added: Vec<_> = shapes.difference(&clean).collect();
        assert!(added.is_empty(), "{hostile:?} adds {added:?}");
    }
}

/// Emits the document with a word in every place.
fn emitted(word: &str, templates: &Templates) -> Vec<File> {
    let quoted = serde_json::Value::from(word).to_string();
    let text = DOCUMENT.replace("@@", &quoted[1..quoted.len() - 1]);
    let source = Source { name: "hostile.json".to_owned(), text: text.into() };
    fixture::generate_with(source, "hostile", templates)
        .unwrap_or_else(|report| panic!("{word:?}: {report}"))
        .files
}

/// What there is in a crate: items by kind, attributes, calls, and the keys of the manifest.
///
/// What is named after the words is left out.
fn shapes(files: &[File]) -> BTreeSet<String> {
    let mut shapes = Shapes::default();
    for file in files {
        if file.path == "Cargo.toml" {
            let keys = file.text.lines().filter_map(|line| line.split('=').next());
            shapes.0.extend(keys.map(|key| format!("Cargo.toml: {key}")));
        } else if fixture::is_rust(&file.path) && !file.path.starts_with("src/runtime/") {
            shapes.parse(&file.text);
            for code in doc_comments::examples(&file.text) {
                shapes.parse(&code);
            }
        }
    }
    shapes.0
}

#[derive(Default)]
struct Shapes(BTreeSet<String>);

impl Shapes {
    fn parse(&mut self, code: &str) {
        let file = syn::parse_file(code);
        self.visit_file(&file.unwrap_or_else(|error| panic!("{error}\n{code}")));
    }
}

impl<'ast> Visit<'ast> for Shapes {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.0.insert(match item {
            syn::Item::Fn(it) => format!("fn with {} arguments", it.sig.inputs.len()),
            syn::Item::Mod(it) => format!("mod {}", it.content.is_some()),
            syn::Item::Impl(it) => format!("impl {}", it.trait_.is_some()),
            syn::Item::Struct(it) => format!("struct of {} fields", it.fields.len()),
            syn::Item::Enum(it) => format!("enum of {} variants", it.variants.len()),
            syn::Item::Static(_) => "static".to_owned(),
            syn::Item::Type(_) => "type".to_owned(),
            syn::Item::Use(_) => "use".to_owned(),
            syn::Item::Macro(_) => "macro".to_owned(),
            other => other.to_token_stream().to_string(),
        });
        visit::visit_item(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.0.insert(format!("#[{}]", attribute.path().to_token_stream()));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.0.insert(format!("{}!", call.path.to_token_stream()));
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.0.insert(format!("call with {} arguments", call.args.len()));
        visit::visit_expr_call(self, call);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.0.insert(format!("block of {} statements", block.stmts.len()));
        visit::visit_block(self, block);
    }
}
