//! The rules of the design that a compiler does not hold: who may import what, and how files begin and end.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{UsePath, UseTree};

use crate::fixture;

/// One rule: where it holds, what it forbids there, and why.
struct Rule {
    within: &'static [&'static str],
    except: &'static [&'static str],
    forbidden: &'static [&'static str],
    reason: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: &["xtask/src/"],
        except: &["xtask/src/emit/"],
        forbidden: &["quote!", "quote_spanned!", "format_ident!"],
        reason: "only `emit` writes Rust",
    },
    Rule {
        within: &["xtask/src/"],
        except: &["xtask/src/emit/format/mod.rs"],
        forbidden: &["syn::", "prettyplease::", "use syn;"],
        reason: "only one file parses and formats Rust",
    },
    Rule {
        within: &["xtask/src/"],
        except: &["xtask/src/spec/parse/yaml.rs"],
        forbidden: &["serde_yaml::"],
        reason: "only one file decides what YAML means",
    },
    Rule {
        within: &["xtask/src/ir/", "xtask/src/emit/"],
        except: &[],
        forbidden: &["openapiv3"],
        reason: "emitters see what lowering made of the document, never the document",
    },
    Rule {
        within: &["xtask/src/ir/", "xtask/src/emit/", "xtask/src/lower/", "xtask/src/lint/"],
        except: &[],
        forbidden: &["std::fs", "std::env", "std::process", "std::net"],
        reason: "the pipeline between reading and writing is pure",
    },
    Rule {
        within: &["xtask/src/"],
        except: &["xtask/src/main.rs"],
        forbidden: &[
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "process::exit",
            "io::stdout",
            "io::stderr",
        ],
        reason: "only `main` prints and exits",
    },
    Rule {
        within: &["templates/runtime/src/"],
        except: &[],
        forbidden: &["crate::"],
        reason: "the runtime is copied into a module: it names its own parts by `super::`",
    },
    Rule {
        within: &["templates/runtime/src/", "xtask/src/"],
        except: &[],
        forbidden: &["todo!", "unimplemented!", "dbg!"],
        reason: "what is unfinished is not committed",
    },
];

/// What each part of the generator may import of the others.
const IMPORTS: &[(&str, &[&str])] = &[
    ("diagnostic", &["spec"]),
    ("spec", &["diagnostic"]),
    ("lint", &["spec", "diagnostic"]),
    ("ir", &[]),
    ("lower", &["spec", "ir", "diagnostic"]),
    ("emit", &["ir", "output"]),
    ("output", &[]),
    ("diff", &["spec", "ir", "lower", "diagnostic"]),
    ("templates", &["emit"]),
    ("workspace", &[]),
    ("codegen", &["diagnostic", "emit", "lint", "lower", "output", "spec", "templates"]),
    ("review", &["diagnostic", "diff", "emit", "ir", "lower", "spec"]),
    ("cli", &["codegen", "diagnostic", "diff", "lint", "review", "spec", "workspace"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// What nothing in the generator may depend on: it must build while `generated/` does not.
const NO_DEPENDENCIES: &[&str] = &["checkout-identity", "runtime", "client-tests", "codegen-tests"];

const LONGEST_FILE: usize = 400;

/// Files that are longer because they are one table or one list of cases.
const LONGER: &[&str] = &["tests/codegen/diff_wire/mapping.rs", "xtask/src/diff/rules/table.rs"];

struct File {
    path: String,
    text: String,
}

#[test]
fn no_file_names_what_it_must_not() {
    let mut faults = Vec::new();
    for file in sources() {
        for rule in RULES {
            let held = |prefixes: &[&str]| prefixes.iter().any(|it| file.path.starts_with(it));
            if !held(rule.within) || held(rule.except) {
                continue;
            }
            for (number, code) in code(&file.text) {
                faults.extend(
                    rule.forbidden
                        .iter()
                        .filter(|name| names(code, name))
                        .map(|name| format!("{}:{number}: `{name}`: {}", file.path, rule.reason)),
                );
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn modules_import_what_the_design_lets_them() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(path) = file.path.strip_prefix("xtask/src/") else { continue };
        let own = path.split(['/', '.']).next().unwrap();
        let Some((_, allowed)) = IMPORTS.iter().find(|(module, _)| *module == own) else {
            faults.push(format!(
                "{}:1: the module `{own}` is not in the table of imports",
                file.path
            ));
            continue;
        };
        let forbidden = |module: &String| module != own && !allowed.contains(&module.as_str());
        for module in Imports::of(&file.text).into_iter().filter(forbidden) {
            let number = line_of(&file.text, &format!("crate::{module}"));
            faults.push(format!("{}:{number}: `{own}` must not import `{module}`", file.path));
        }
    }
    assert_none(&faults);
}

#[test]
fn the_generator_depends_on_nothing_it_generates() {
    let manifest = fs::read_to_string(fixture::root().join("xtask/Cargo.toml")).unwrap();
    let lines = manifest.lines().enumerate();
    let depends = |line: &str| {
        NO_DEPENDENCIES.iter().any(|name| line.split(['.', ' ', '=']).next() == Some(name))
    };
    let faults: Vec<_> = lines
        .filter(|(_, line)| depends(line))
        .map(|(index, line)| format!("xtask/Cargo.toml:{}: {line}", index + 1))
        .collect();
    assert_none(&faults);
}

#[test]
fn files_say_what_they_are_for_and_are_short() {
    let mut faults = Vec::new();
    for file in sources() {
        if !file.text.starts_with("//! ") {
            faults.push(format!("{}:1: a file opens with `//!` and what it is for", file.path));
        }
        let lines = file.text.lines().count();
        if lines > LONGEST_FILE && !LONGER.contains(&file.path.as_str()) {
            faults.push(format!(
                "{}:{lines}: longer than {LONGEST_FILE} lines: usually two things",
                file.path
            ));
        }
    }
    assert_none(&faults);
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Every hand-written Rust file, by its path in the repository.
fn sources() -> Vec<File> {
    let mut files = Vec::new();
    for folder in ["xtask", "templates", "tests"] {
        collect(&fixture::root(), folder, &mut files);
    }
    assert!(files.len() > 50);
    files
}

fn collect(root: &Path, folder: &str, files: &mut Vec<File>) {
    let mut entries: Vec<_> =
        fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, files);
        } else if fixture::is_rust(&path) {
            files.push(File { text: fs::read_to_string(entry.path()).unwrap(), path });
        }
    }
}

/// The lines that are not comments, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_start()));
    lines.filter(|(_, line)| !line.starts_with("//"))
}

/// The number of the first line with `name`; 1 if it stands in a group.
fn line_of(text: &str, name: &str) -> usize {
    text.lines().position(|line| line.contains(name)).map_or(1, |index| index + 1)
}

/// Whether a line has this name, and not one that ends like it.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(index, _)| {
        !code[..index]
            .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$')
    })
}

/// The modules of the generator that a file names by `crate::`. Code that it quotes does not count.
#[derive(Default)]
struct Imports(BTreeSet<String>);

impl Imports {
    fn of(text: &str) -> BTreeSet<String> {
        let mut imports = Self::default();
        imports.visit_file(&syn::parse_file(text).unwrap());
        imports.0
    }

    fn add(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => _ = self.0.insert(path.ident.to_string()),
            UseTree::Name(name) => _ = self.0.insert(name.ident.to_string()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add(tree)),
            UseTree::Rename(_) | UseTree::Glob(_) => _ = self.0.insert("*".to_owned()),
        }
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_use_path(&mut self, path: &'ast UsePath) {
        if path.ident == "crate" {
            self.add(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut names = path.segments.iter().map(|segment| segment.ident.to_string());
        if names.next().as_deref() == Some("crate") {
            self.0.extend(names.next());
        }
        visit::visit_path(self, path);
    }
}
