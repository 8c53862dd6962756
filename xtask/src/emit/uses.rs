//! What Rust files import, by the `use` lines at their start: of emitted files as they are emitted, of the runtime's when
//! the generator is built.

/// Adds the modules below `root` that a file imports from, by the `use` lines at its start.
pub(super) fn add_imported<'a>(text: &'a str, root: &str, found: &mut Vec<&'a str>) {
    for item in text.lines().filter_map(item) {
        match item.strip_prefix("use ") {
            Some(path) => {
                let Some(path) = path.strip_prefix(root) else { continue };
                match path.strip_prefix('{').and_then(|it| it.strip_suffix("};")) {
                    Some(several) => found.extend(several.split(", ").map(first_name)),
                    None => found.push(first_name(path.trim_start_matches("super::"))),
                }
            }
            None if item.starts_with("mod ") => {}
            None => break,
        }
    }
}

/// The item that begins in a line, without what says who may name it.
pub(super) fn item(line: &str) -> Option<&str> {
    match line.as_bytes().first()? {
        b'p' => {
            let visibilities = ["pub ", "pub(crate) ", "pub(super) "];
            visibilities.into_iter().find_map(|it| line.strip_prefix(it)).or(Some(line))
        }
        b'a'..=b'z' => Some(line),
        _ => None,
    }
}

/// The name that a path begins with.
pub(super) fn first_name(path: &str) -> &str {
    let is_end = |it: u8| !(it.is_ascii_alphanumeric() || it == b'_');
    let end = path.bytes().position(is_end).unwrap_or(path.len());
    path.get(..end).unwrap_or(path)
}
