//! What types implement: by `derive`, by hand, or by a macro of the runtime.

use indexmap::IndexSet;
use proc_macro2::TokenTree;

use super::items::{Item, Kind, Scope, function, hidden};
use super::print;
use super::written::{Written, next_item, word};

/// The traits that `derive` implements.
pub(super) fn derived(written: &Written, path: &str, items: &mut Vec<Item>) {
    let derives = written.attributes.derives.iter();
    items.extend(derives.map(|name| implemented(name, path, format!("impl {name} for {path}"))));
}

fn implemented(name: &str, path: &str, signature: String) -> Item {
    Item {
        parent: Some(path.to_owned()),
        kind: Kind::Implementation,
        signature,
        ..hidden(format!("impl {name} for {path}"), String::new())
    }
}

pub(super) fn implementation(
    written: &Written,
    scope: Scope<'_>,
    types: &IndexSet<String>,
    items: &mut Vec<Item>,
) {
    let (implemented_trait, owner) = implementation_head(&written.head);
    let names: Vec<String> = owner.iter().filter_map(word).collect();
    let Some(first) = names.first() else { return };
    let is_local = types.contains(first);
    // `impl Call<'_, Answer, Marker>`: these methods are there for the sake of the marker.
    let marker = names.last().filter(|last| !is_local && types.contains(*last));
    let name = marker.unwrap_or(first);
    if !scope.reaches(name) {
        let code = format!("{} {}", print::text(&written.head), written.code());
        return items.push(hidden(scope.file.to_owned(), code));
    }
    let path = if types.contains(name) { scope.path(name) } else { name.clone() };
    if let Some(name) = implemented_trait {
        // However it is written: derived, by hand or by a macro.
        let is_plain = !is_generic_over_types(&written.head);
        let signature =
            if is_plain { format!("impl {name} for {path}") } else { written.signature() };
        let item = implemented(&name, &path, signature);
        return items.push(Item { behaviour: written.code(), ..item });
    }
    let is_generic = marker.is_none() && names.len() > 1;
    let mut rest = written.body.as_slice();
    while let Some(member) = next_item(&mut rest) {
        let Some((_, name)) = member.keyword() else { continue };
        if !member.is_public {
            items.push(hidden(scope.file.to_owned(), member.code()));
            continue;
        }
        let item = function(&member, format!("{path}::{name}"), Some(&path));
        let signature = if is_generic {
            format!("{} {{ {} }}", written.signature(), item.signature)
        } else {
            item.signature
        };
        items.push(Item { signature, ..item });
    }
}

/// The trait of an implementation, if it is one of a trait, and the type that has it.
fn implementation_head(head: &[TokenTree]) -> (Option<String>, Vec<TokenTree>) {
    let mut depth = 0_usize;
    let mut parts: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut before = ' ';
    for token in head.iter().skip_while(|it| word(it).as_deref() != Some("impl")).skip(1) {
        let is_outside = depth == 0;
        if let TokenTree::Punct(it) = token {
            match it.as_char() {
                '<' => depth += 1,
                '>' if before != '-' => depth = depth.saturating_sub(1),
                _ => {}
            }
            before = it.as_char();
        }
        match word(token).as_deref() {
            Some("for") if is_outside => parts.push(Vec::new()),
            Some("where") if is_outside => break,
            _ => parts.last_mut().into_iter().for_each(|part| part.push(token.clone())),
        }
    }
    let owner = without_generics(parts.pop().unwrap_or_default());
    let name = parts.pop().map(|part| {
        let text = print::text(&without_generics(part));
        let start = text.find('<').unwrap_or(text.len());
        let (path, generics) = text.split_at(start);
        let name = path.rsplit("::").next().unwrap_or(path);
        // `Deserialize<'de>` is `Deserialize`.
        if generics.starts_with("<'") { name.to_owned() } else { format!("{name}{generics}") }
    });
    (name, owner)
}

/// Whether an `impl` starts with parameters that are more than lifetimes.
fn is_generic_over_types(head: &[TokenTree]) -> bool {
    let text = print::text(head);
    text.strip_prefix("impl<").is_some_and(|it| !it.starts_with('\''))
}

/// Leaves out the `<…>` that an `impl` starts with.
fn without_generics(mut tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    if !matches!(tokens.first(), Some(TokenTree::Punct(it)) if it.as_char() == '<') {
        return tokens;
    }
    let mut depth = 0_usize;
    let end = tokens.iter().position(|token| {
        match token {
            TokenTree::Punct(it) if it.as_char() == '<' => depth += 1,
            TokenTree::Punct(it) if it.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    tokens.split_off(end.map_or(tokens.len(), |end| end + 1))
}

/// What a macro of the runtime gives the type it is called with.
struct Given {
    name: &'static str,
    traits: &'static [&'static str],
    functions: &'static [(&'static str, &'static str)],
    /// Whether it is shown as a text: by `Display`, or if it is redacted by a `Debug` that tells nothing.
    is_text: bool,
}

const AS_STR: (&str, &str) = ("as_str", "pub fn as_str(&self) -> &str");

const MACROS: &[Given] = &[
    Given {
        name: "newtype",
        traits: &[
            "Serialize",
            "Deserialize",
            "AsRef<str>",
            "From<&str>",
            "From<String>",
            "FromStr",
        ],
        functions: &[("new", "pub fn new(value: impl Into<String>) -> Self"), AS_STR],
        is_text: true,
    },
    Given {
        name: "object",
        traits: &["Serialize", "Deserialize", "Debug"],
        functions: &[],
        is_text: false,
    },
    Given {
        name: "open_enum",
        traits: &["Serialize", "Deserialize", "AsRef<str>", "From<&str>", "FromStr"],
        functions: &[AS_STR],
        is_text: true,
    },
];

pub(super) fn macro_call(written: &Written, scope: Scope<'_>, items: &mut Vec<Item>) {
    let Some(called) = written.head.first().and_then(word) else { return };
    let arguments = match written.head.last() {
        Some(TokenTree::Group(it)) => it.stream().into_iter().collect(),
        _ => written.body.clone(),
    };
    let Some(name) = arguments.first().and_then(word) else { return };
    if !scope.reaches(&name) {
        return items.push(hidden(scope.file.to_owned(), print::text(&arguments)));
    }
    let path = scope.path(&name);
    let unknown = [format!("{called}!")];
    let mut traits: Vec<&str> = unknown.iter().map(String::as_str).collect();
    if let Some(given) = MACROS.iter().find(|given| given.name == called) {
        traits = given.traits.to_vec();
        if given.is_text {
            let is_redacted = arguments.get(2).and_then(word).as_deref() == Some("redacted");
            traits.push(if is_redacted { "Debug" } else { "Display" });
        }
        items.extend(given.functions.iter().map(|(name, signature)| Item {
            parent: Some(path.clone()),
            kind: Kind::Function,
            signature: (*signature).to_owned(),
            ..hidden(format!("{path}::{name}"), String::new())
        }));
    }
    if called == "newtype" {
        let signature = format!("impl From<{name}> for String");
        items.push(implemented(&format!("From<{name}>"), "String", signature));
    }
    // What is redacted is of `Debug`; the first speaks for everything else that the macro was told.
    let text = print::text(&arguments);
    let is_redacted = |part: &&str| part.ends_with(REDACTED);
    let redacted: Vec<&str> = text.split(';').filter(is_redacted).collect();
    let mut told = text.replace(REDACTED, "");
    for trait_name in traits {
        let behaviour = match trait_name {
            "Debug" => redacted.concat(),
            _ => std::mem::take(&mut told),
        };
        let item = implemented(trait_name, &path, format!("impl {trait_name} for {path}"));
        items.push(Item { behaviour, ..item });
    }
}

const REDACTED: &str = ", redacted";
