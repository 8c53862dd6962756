//! Names as types: the only place that turns spelling in a document into Rust identifiers.

use std::fmt;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};

/// The name of a type or of an enum variant: `UpperCamelCase`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeName(String);

/// The name of a field, function, argument or module: `snake_case`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

/// Words that cannot be raw identifiers.
const NEVER_RAW: &[&str] = &["self", "super", "crate", "_"];

/// Keywords of every edition, strict and reserved, that can be written as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Types the emitted models name without a path; a schema so called gets a suffix.
const IN_SCOPE: &[&str] = &[
    "BTreeMap",
    "Box",
    "Candidates",
    "Clone",
    "Date",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Err",
    "File",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Patch",
    "Result",
    "Self",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Tagged",
    "Timestamp",
    "UnknownInteger",
    "UnknownValue",
    "UnknownVariant",
    "Value",
    "Vec",
];

/// Types the emitted operations name without a path.
const IN_OPERATIONS: &[&str] = &[
    "BTreeMap",
    "Bytes",
    "Call",
    "Class",
    "Client",
    "Date",
    "DecodeError",
    "Items",
    "Method",
    "Multipart",
    "Operation",
    "Paged",
    "Poller",
    "Progress",
    "Segment",
    "StatusCode",
    "Style",
    "Timestamp",
    "Upload",
    "Value",
];

impl TypeName {
    /// The type name for a schema, title or operation spelt `text`.
    #[must_use]
    pub fn of_type(text: &str) -> Self {
        let name = camel(text);
        if IN_SCOPE.contains(&name.as_str()) { Self(name + "Model") } else { Self(name) }
    }

    /// The variant name for an enum value spelt `text`.
    #[must_use]
    pub fn of_variant(text: &str) -> Self {
        let name = camel(text);
        if name == "Self" { Self("Self_".to_owned()) } else { Self(name) }
    }

    /// The name of a type written inline at `place` of this one.
    #[must_use]
    pub fn child(&self, place: &str) -> Self {
        Self(format!("{}{}", self.0, camel(place)))
    }

    /// The same name with a number behind it.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        Self(format!("{}{number}", self.0.trim_end_matches('_')))
    }

    /// The name of the module that holds the type.
    #[must_use]
    pub fn module(&self) -> Name {
        Name::new(&self.0)
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Name {
    /// The name for something spelt `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let name = snake(text);
        Self(if NEVER_RAW.contains(&name.as_str()) { name + "_" } else { name })
    }

    /// The same name with a number behind it.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        Self(format!("{}_{number}", self.0.trim_end_matches('_')))
    }

    /// The name with a word before it; never a keyword.
    #[must_use]
    pub fn prefixed(&self, word: &str) -> Self {
        Self(format!("{word}_{}", self.0))
    }

    /// The name as a constant: `SCREAMING_SNAKE_CASE`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        Ident::new(&self.0.to_shouty_snake_case(), Span::call_site())
    }

    /// The name as a type: `UpperCamelCase`.
    #[must_use]
    pub fn type_name(&self) -> TypeName {
        TypeName::of_type(&self.0)
    }

    /// The name of the type that marks calls of an operation.
    #[must_use]
    pub fn marker(&self) -> TypeName {
        let name = self.type_name();
        if IN_OPERATIONS.contains(&name.as_str()) { TypeName(name.0 + "Call") } else { name }
    }

    /// The name as text, without the `r#` of a raw identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as a file stem; a keyword gets an underscore, because files have no raw identifiers. Rust finds files
    /// by ASCII names only, so that other characters are spelt by their number. What is spelt so or cut, as no name of
    /// a file is long, ends in what tells it from other names.
    #[must_use]
    pub fn file_stem(&self) -> String {
        const LONGEST: usize = 100;
        if self.is_keyword() || self.0 == "mod" {
            return format!("{}_", self.0);
        }
        if self.0.is_ascii() && self.0.len() <= LONGEST {
            return self.0.clone();
        }
        let mut stem = String::with_capacity(self.0.len());
        for character in self.0.chars() {
            if character.is_ascii() {
                stem.push(character);
            } else {
                stem.push_str(&format!("u{:x}", u32::from(character)));
            }
        }
        stem.truncate(LONGEST);
        format!("{}_{:08x}", stem.trim_end_matches('_'), fingerprint(&self.0))
    }

    fn is_keyword(&self) -> bool {
        KEYWORDS.contains(&self.0.as_str())
    }
}

/// A number that differs between texts, and never between runs (FNV-1a).
fn fingerprint(text: &str) -> u32 {
    let mix = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, mix)
}

fn camel(text: &str) -> String {
    match text.split_at_checked(1) {
        Some((first, rest)) if is_camel_case(text) => first.to_ascii_uppercase() + rest,
        _ => words(text).to_upper_camel_case(),
    }
}

fn snake(text: &str) -> String {
    if is_snake_case(text) {
        return text.to_owned();
    }
    if !is_camel_case(text) {
        return words(text).to_snake_case();
    }
    let mut name = String::with_capacity(text.len() + 4);
    for (index, character) in text.char_indices() {
        if index > 0 && character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// Whether the words of `text` are capitalised already, as in many values of enums; the first need not be.
fn is_camel_case(text: &str) -> bool {
    let mut before = b'A';
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().enumerate().all(|(index, byte)| {
            let follows = index == 0 || before.is_ascii_lowercase();
            before = byte;
            byte.is_ascii_alphanumeric() && (!byte.is_ascii_uppercase() || follows)
        })
}

/// Whether `text` is spelt as the name of a field already, as most members are.
fn is_snake_case(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.split('_').all(is_word)
}

/// Makes `text` a run of words that starts with a letter, so that every casing of it is an identifier.
fn words(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    match text.as_bytes() {
        [b'-', b'0'..=b'9', ..] => spelt.push_str("minus "),
        [b'+', b'0'..=b'9', ..] => spelt.push_str("plus "),
        [b'0'..=b'9', ..] => spelt.push('n'),
        _ => {}
    }
    for character in text.chars() {
        spelt.push(if unicode_ident(character) { character } else { ' ' });
    }
    if spelt.chars().any(|character| character != ' ' && character != '_') {
        // A letter without case, such as a Han character, may not start a word that casing leaves alone.
        let starts_well = spelt.trim_start_matches([' ', '_']).starts_with(char::is_alphabetic);
        return if starts_well {
            spelt
        } else {
            format!("n{}", spelt.trim_start_matches([' ', '_']))
        };
    }
    spell_symbols(text)
}

/// Whether `character` may stand inside an identifier.
fn unicode_ident(character: char) -> bool {
    character == '_' || (character.is_alphanumeric() && !is_numeric_symbol(character))
}

/// Alphanumeric for Unicode, but no part of an identifier: superscripts, fractions, circled digits.
fn is_numeric_symbol(character: char) -> bool {
    !character.is_ascii() && character.is_numeric()
}

/// Names a text that has no letter and no digit.
fn spell_symbols(text: &str) -> String {
    let spelt: Vec<String> = text.chars().map(spell_symbol).collect();
    if spelt.is_empty() { "empty".to_owned() } else { spelt.join(" ") }
}

fn spell_symbol(symbol: char) -> String {
    let word = match symbol {
        ' ' => "space",
        '!' => "not",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '_' => "underscore",
        '|' => "or",
        '~' => "tilde",
        other => return format!("u{:x}", u32::from(other)),
    };
    word.to_owned()
}

impl fmt::Display for TypeName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_keyword() {
            write!(formatter, "r#{}", self.0)
        } else {
            formatter.write_str(&self.0)
        }
    }
}

impl ToTokens for TypeName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(TokenTree::Ident(Ident::new(&self.0, Span::call_site())));
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let make = if self.is_keyword() { Ident::new_raw } else { Ident::new };
        tokens.append(TokenTree::Ident(make(&self.0, Span::call_site())));
    }
}
