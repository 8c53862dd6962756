//! What callers see of a crate's Cargo.toml: its name, the Rust it needs, its features.

use super::items::{Item, Kind, hidden};

/// The items of a manifest as codegen writes it: one line a key.
pub(super) fn items(text: &str) -> Vec<Item> {
    let mut section = "";
    let mut items = Vec::new();
    let mut dependencies = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
        }
        let Some((key, value)) = line.split_once(" = ") else { continue };
        let value = value.trim_matches('"');
        match (section, key) {
            ("package", "name") => items.push(item("the package", Kind::Package, value)),
            ("package", "rust-version") => {
                items.push(item("the Rust version", Kind::RustVersion, value));
            }
            ("features", name) => {
                let path = format!("feature `{name}`");
                let enables = value.to_owned();
                items.push(Item { behaviour: enables, ..item(&path, Kind::Feature, "") });
            }
            ("dependencies", _) => dependencies.push_str(line),
            _ => {}
        }
    }
    items.push(hidden("Cargo.toml".to_owned(), dependencies));
    items
}

fn item(path: &str, kind: Kind, signature: &str) -> Item {
    Item { kind, signature: signature.to_owned(), ..hidden(path.to_owned(), String::new()) }
}
