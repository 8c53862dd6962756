//! Reads the items of Rust source from its tokens: what callers can name, and what stands behind it.

use indexmap::IndexSet;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::attributes::attributes;
use super::implementations::{derived, implementation, macro_call};
use super::print;
use super::written::{Written, next_item, split, visibility};
use crate::spec::Pointer;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Struct,
    Enum,
    Trait,
    Alias,
    Module,
    Field,
    Variant,
    /// A function, method or constructor.
    Function,
    /// A method that implementors of a trait may or must write.
    TraitMember,
    Constant,
    /// A trait that a type implements.
    Implementation,
    Feature,
    RustVersion,
    Package,
    /// Nothing a caller can name; only its behaviour counts.
    Hidden,
}

/// One item.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// How callers name it.
    pub(super) path: String,
    /// The type it belongs to.
    pub(super) parent: Option<String>,
    pub(super) kind: Kind,
    /// Its declaration, on one line.
    pub(super) signature: String,
    /// Names and types of its arguments, if it is a function; its variants, if it is an enum whose values are ordered.
    pub(super) arguments: Vec<(String, String)>,
    pub(super) docs: String,
    pub(super) is_deprecated: bool,
    /// Whether it, or what it is a member of, can grow without breaking anyone: callers can neither construct nor
    /// exhaust it, and need not write it.
    pub(super) can_grow: bool,
    /// What it does: the body of a function, how a field is written on the wire.
    pub(super) behaviour: String,
    /// Where the document asks for it, or for what it belongs to.
    pub(super) origin: Option<Pointer>,
}

impl Kind {
    pub(super) fn is_type(self) -> bool {
        matches!(self, Self::Struct | Self::Enum | Self::Trait | Self::Alias)
    }
}

/// Where a file stands in the crate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    /// The path of the file, to name what has no name of its own.
    pub(super) file: &'a str,
    /// The module callers find its items in; empty for the root.
    pub(super) module: &'a str,
    /// The names callers can reach, unless every public one is within reach.
    pub(super) exported: Option<&'a IndexSet<String>>,
}

impl Scope<'_> {
    pub(super) fn path(&self, name: &str) -> String {
        if self.module.is_empty() { name.to_owned() } else { format!("{}::{name}", self.module) }
    }

    pub(super) fn reaches(&self, name: &str) -> bool {
        self.exported.is_none_or(|exported| exported.contains(name))
    }
}

/// The items of a file.
pub(super) fn read(source: TokenStream, scope: Scope<'_>) -> Vec<Item> {
    let tokens: Vec<TokenTree> = source.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut items = Vec::new();
    let file_docs = attributes(&mut rest, true);
    items.push(Item { docs: file_docs.docs, ..hidden(scope.file.to_owned(), String::new()) });
    let written: Vec<Written> = std::iter::from_fn(|| next_item(&mut rest)).collect();
    let types: IndexSet<String> = written.iter().filter_map(Written::type_name).collect();
    for item in &written {
        read_item(item, scope, &types, &mut items);
    }
    items
}

impl Item {
    pub(super) const NOTHING: Self = Self {
        path: String::new(),
        parent: None,
        kind: Kind::Hidden,
        signature: String::new(),
        arguments: Vec::new(),
        docs: String::new(),
        is_deprecated: false,
        can_grow: true,
        behaviour: String::new(),
        origin: None,
    };

    fn of(written: &Written, kind: Kind, path: String, parent: Option<&str>) -> Self {
        Self {
            path,
            parent: parent.map(str::to_owned),
            kind,
            signature: written.signature(),
            arguments: Vec::new(),
            docs: written.attributes.docs.clone(),
            is_deprecated: written.attributes.is_deprecated,
            can_grow: written.attributes.is_non_exhaustive,
            behaviour: written.attributes.other.clone(),
            origin: None,
        }
    }
}

pub(super) fn hidden(path: String, behaviour: String) -> Item {
    Item { path, behaviour, ..Item::NOTHING }
}

fn read_item(written: &Written, scope: Scope<'_>, types: &IndexSet<String>, items: &mut Vec<Item>) {
    let Some((keyword, name)) = written.keyword() else {
        return macro_call(written, scope, items);
    };
    if keyword == "impl" {
        return implementation(written, scope, types, items);
    }
    let path = scope.path(&name);
    match keyword.as_str() {
        "use" => return,
        "mod" if !written.is_public => return,
        "static" => return items.push(hidden(path, written.code())),
        _ if written.is_public && scope.reaches(&name) => {}
        _ => {
            let code = format!("{} {}", print::text(&written.head), written.code());
            return items.push(hidden(scope.file.to_owned(), code));
        }
    }
    match keyword.as_str() {
        "struct" | "union" => object(written, path, items),
        "enum" => enumeration(written, path, items),
        "trait" => interface(written, path, items),
        "fn" => items.push(function(written, path, None)),
        "mod" => items.push(Item::of(written, Kind::Module, path, None)),
        "type" => {
            let target = print::text(&written.body);
            let item = Item::of(written, Kind::Alias, path, None);
            items.push(Item { signature: format!("{} = {target}", item.signature), ..item });
        }
        _ => {
            let item = Item::of(written, Kind::Constant, path, None);
            items.push(Item { behaviour: written.code(), ..item });
        }
    }
}

fn object(written: &Written, path: String, items: &mut Vec<Item>) {
    let (head, inside) = match tuple(&written.head) {
        Some((before, inside)) => (before.to_vec(), inside.into_iter().collect()),
        None => (written.head.clone(), written.body.clone()),
    };
    let is_tuple = head.len() < written.head.len();
    let mut fields = Vec::new();
    let mut private = String::new();
    for (index, part) in split(&inside).into_iter().enumerate() {
        let mut rest = part;
        let attributes = attributes(&mut rest, false);
        if !visibility(&mut rest) {
            private += &print::text(rest);
            continue;
        }
        let name = rest.first().filter(|_| !is_tuple).map(ToString::to_string);
        let field_path = format!("{path}::{}", name.unwrap_or_else(|| index.to_string()));
        let field = Written::member(attributes, true, rest);
        fields.push(Item::of(&field, Kind::Field, field_path, Some(&path)));
    }
    derived(written, &path, items);
    let can_grow = written.attributes.is_non_exhaustive || !private.is_empty();
    let signature = written.declaration(&head);
    let behaviour = format!("{} {private}", written.attributes.other);
    let item = Item::of(written, Kind::Struct, path, None);
    items.push(Item { signature, can_grow, behaviour, ..item });
    items.extend(fields.into_iter().map(|field| Item { can_grow, ..field }));
}

/// What stands before the fields of a tuple struct, and the fields.
fn tuple(head: &[TokenTree]) -> Option<(&[TokenTree], TokenStream)> {
    let mut depth = 0_usize;
    head.iter().enumerate().find_map(|(at, token)| match token {
        TokenTree::Punct(it) if it.as_char() == '<' => {
            depth += 1;
            None
        }
        TokenTree::Punct(it) if it.as_char() == '>' => {
            depth = depth.saturating_sub(1);
            None
        }
        TokenTree::Group(it) if depth == 0 && it.delimiter() == Delimiter::Parenthesis => {
            Some((head.get(..at)?, it.stream()))
        }
        _ => None,
    })
}

fn enumeration(written: &Written, path: String, items: &mut Vec<Item>) {
    derived(written, &path, items);
    let mut variants = Vec::new();
    for part in split(&written.body) {
        let mut rest = part;
        let attributes = attributes(&mut rest, false);
        let Some(name) = rest.first().map(ToString::to_string) else { continue };
        let variant = Written::member(attributes, false, rest);
        let item = Item::of(&variant, Kind::Variant, format!("{path}::{name}"), Some(&path));
        variants.push(Item { can_grow: written.attributes.is_non_exhaustive, ..item });
    }
    let is_ordered = written.attributes.derives.iter().any(|it| it == "PartialOrd");
    let ordered = variants.iter().filter(|_| is_ordered);
    let arguments = ordered.map(|it| (it.path.clone(), String::new())).collect();
    items.push(Item { arguments, ..Item::of(written, Kind::Enum, path, None) });
    items.append(&mut variants);
}

fn interface(written: &Written, path: String, items: &mut Vec<Item>) {
    items.push(Item::of(written, Kind::Trait, path.clone(), None));
    let mut rest = written.body.as_slice();
    while let Some(member) = next_item(&mut rest) {
        let Some((_, name)) = member.keyword() else { continue };
        let item = function(&member, format!("{path}::{name}"), Some(&path));
        // With a body, implementors need not write it.
        items.push(Item { kind: Kind::TraitMember, can_grow: member.is_braced, ..item });
    }
}

pub(super) fn function(written: &Written, path: String, parent: Option<&str>) -> Item {
    let arguments = written.head.iter().find_map(|token| match token {
        TokenTree::Group(it) if it.delimiter() == Delimiter::Parenthesis => Some(it.stream()),
        _ => None,
    });
    let inside: Vec<TokenTree> = arguments.into_iter().flatten().collect();
    let arguments = split(&inside).into_iter().map(|part| {
        let text = print::text(part);
        let (name, ty) = text.split_once(": ").unwrap_or((&text, &text));
        (name.trim_start_matches("mut ").to_owned(), ty.to_owned())
    });
    let item = Item::of(written, Kind::Function, path, parent);
    Item { arguments: arguments.collect(), behaviour: written.code(), ..item }
}
