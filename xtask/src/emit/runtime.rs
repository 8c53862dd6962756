//! The hand-written half of the crate: of its modules, those that this API needs, word for word.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::uses::{add_imported, first_name, item};
use crate::ir::{Api, BodyKind, SecurityKind, Sensitivity, TypeKind};
use crate::output::File;

/// A file of the runtime.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeFile {
    /// Where it is below `src`.
    pub path: &'static str,
    /// What is in it, after the banner.
    pub text: &'static str,
    /// The modules of the runtime that it imports from.
    pub imports: &'static [&'static str],
}

/// The file of the runtime that names its modules.
const ROOT: &str = "lib.rs";

/// Features and dependencies that are of use only with one of these modules.
const ONLY_WITH: [(&str, &[&str]); 8] = [
    ("chrono", &["date"]),
    ("download", &["download"]),
    ("futures-core", &["download", "pages", "pieces"]),
    ("hmac", &["webhooks"]),
    ("jiff", &["date"]),
    ("sha2", &["webhooks"]),
    ("time", &["date"]),
    ("webhooks", &["webhooks"]),
];

/// What a crate takes of the runtime.
pub(super) struct Runtime {
    sources: &'static [RuntimeFile],
    /// Modules that nothing in the crate has a use for.
    unused: BTreeSet<&'static str>,
}

impl Runtime {
    /// Takes what the API offers to callers, what the emitted files import, and what that takes in turn.
    pub(super) fn of(api: &Api, emitted: &[File], sources: &'static [RuntimeFile]) -> Self {
        // What is left of it nobody asked for.
        let mut modules: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
        for source in sources.iter().filter(|it| it.path != ROOT) {
            modules.entry(first_name(source.path)).or_default().extend(source.imports);
        }
        let mut open: Vec<&str> = offered(api);
        emitted.iter().for_each(|file| add_imported(&file.text, "crate::runtime::", &mut open));
        while let Some(module) = open.pop() {
            open.extend(modules.remove(module).unwrap_or_default());
        }
        Self { sources, unused: modules.into_keys().collect() }
    }

    /// Whether the crate has a module.
    pub(super) fn has(&self, module: &str) -> bool {
        !self.unused.contains(module)
    }

    /// The module `runtime`.
    pub(super) fn files(self) -> impl Iterator<Item = File> {
        self.sources.iter().filter_map(move |&RuntimeFile { path, text, .. }| {
            if path == ROOT {
                let text = without(text, |line| !self.has(declared(line))).into();
                return Some(File { path: "src/runtime/mod.rs".to_owned(), text });
            }
            let is_used = self.has(first_name(path));
            is_used.then(|| File { path: format!("src/runtime/{path}"), text: text.into() })
        })
    }

    /// The features and dependencies of the crate, out of the runtime's manifest.
    pub(super) fn dependencies(&self, manifest: &str) -> String {
        let is_unused = |(_, modules): &&(&str, &[&str])| !modules.iter().any(|it| self.has(it));
        let unused: Vec<&str> = ONLY_WITH.iter().filter(is_unused).map(|it| it.0).collect();
        let text = without(manifest, |line| unused.contains(&key(line)));
        let lines = text.lines().map(|line| enabling_all_but(&unused, line));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Modules that are for callers, not for the emitted files, or whose methods these call without an import.
fn offered(api: &Api) -> Vec<&'static str> {
    let mut operations = api.groups.iter().flat_map(|group| &group.operations);
    let mut kinds = operations.by_ref().filter_map(|it| it.body.as_ref()).map(|it| &it.kind);
    let has_forms = kinds.any(|kind| matches!(kind, BodyKind::Form(..)));
    let exchanges_tokens =
        api.security.iter().any(|it| matches!(it.kind, SecurityKind::ClientCredentials { .. }));
    let has_signed_urls = api.types.iter().any(|it| match &it.kind {
        TypeKind::Struct(object) => {
            object.fields.iter().any(|field| field.sensitivity == Sensitivity::BearerUrl)
        }
        TypeKind::Newtype { sensitivity } => *sensitivity == Sensitivity::BearerUrl,
        _ => false,
    });
    let offered = [
        ("blocking", true),
        ("download", has_signed_urls),
        ("oauth", exchanges_tokens),
        ("style", has_forms),
        ("webhooks", !api.webhooks.is_empty()),
    ];
    offered.into_iter().filter_map(|(module, is_offered)| is_offered.then_some(module)).collect()
}

/// The module that a line of the runtime's root declares or re-exports from.
fn declared(line: &str) -> &str {
    let item = item(line.trim_start()).unwrap_or_default();
    let path = item.strip_prefix("mod ").or(item.strip_prefix("use super::")).unwrap_or(item);
    first_name(path)
}

/// A line of a manifest; if it says what a feature enables, without some of it.
fn enabling_all_but<'a>(unused: &[&str], line: &'a str) -> Cow<'a, str> {
    let list = line.strip_suffix(']').and_then(|line| line.split_once(" = ["));
    let Some((feature, list)) = list else { return line.into() };
    let is_used = |it: &&str| !unused.contains(&it.trim_matches('"').trim_start_matches("dep:"));
    let used: Vec<&str> = list.split(", ").filter(is_used).collect();
    format!("{feature} = [{}]", used.join(", ")).into()
}

/// The key of a line of a manifest.
fn key(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

/// A text without some of its lines, and without the comments and attributes above these.
fn without(text: &str, is_dropped: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut above = String::new();
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("#[") || line.starts_with("# ") {
            above.push_str(line);
            continue;
        }
        if !is_dropped(line) {
            kept.push_str(&above);
            kept.push_str(line);
        }
        above.clear();
    }
    kept
}
