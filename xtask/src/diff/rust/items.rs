//! Reads the items of Rust source from its tokens: what callers can name, and what stands behind it.

use indexmap::IndexSet;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::attributes::attributes;
use super::print;
use super::written::{Written, next_item, split, visibility, word};
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
    fn path(&self, name: &str) -> String {
        if self.module.is_empty() { name.to_owned() } else { format!("{}::{name}", self.module) }
    }

    fn reaches(&self, name: &str) -> bool {
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

/// The traits that `derive` implements.
fn derived(written: &Written, path: &str, items: &mut Vec<Item>) {
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

fn implementation(
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

fn function(written: &Written, path: String, parent: Option<&str>) -> Item {
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

/// What the runtime's macros implement for the type they are called with.
const MACROS: &[(&str, &[&str])] = &[
    ("display_value", &["Display"]),
    ("string_value", &["AsRef<str>", "Deserialize", "FromStr", "Serialize"]),
];

fn macro_call(written: &Written, scope: Scope<'_>, items: &mut Vec<Item>) {
    let mut names = written.head.iter().filter_map(word);
    let (Some(called), Some(TokenTree::Group(arguments))) = (names.next(), written.head.last())
    else {
        return;
    };
    let path = scope.path(&arguments.stream().to_string());
    let known = MACROS.iter().find(|(name, _)| *name == called);
    for name in known.map(|(_, traits)| *traits).unwrap_or_default() {
        items.push(implemented(name, &path, format!("impl {name} for {path}")));
    }
}
