//! The attributes of a Rust item, sorted by what they are to a caller.

use proc_macro2::{Delimiter, TokenTree};

use super::print;

/// What the attributes of an item say.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    pub(super) docs: String,
    pub(super) derives: Vec<String>,
    pub(super) cfg: Option<String>,
    pub(super) is_deprecated: bool,
    /// Whether it is for the crate's own generated code, public as it may be.
    pub(super) is_hidden: bool,
    pub(super) is_non_exhaustive: bool,
    /// The others, such as those of serde.
    pub(super) other: String,
}

/// Takes the attributes off the front of `rest`: `#![…]` if `inner`, else `#[…]`.
pub(super) fn attributes(rest: &mut &[TokenTree], inner: bool) -> Attributes {
    let mut found = Attributes::default();
    loop {
        let (content, after) = match *rest {
            [hash, bang, TokenTree::Group(it), after @ ..]
                if inner && is(hash, '#') && is(bang, '!') =>
            {
                (it, after)
            }
            [hash, TokenTree::Group(it), after @ ..] if !inner && is(hash, '#') => (it, after),
            _ => return found,
        };
        if content.delimiter() != Delimiter::Bracket {
            return found;
        }
        *rest = after;
        let tokens: Vec<TokenTree> = content.stream().into_iter().collect();
        found.add(&tokens);
    }
}

impl Attributes {
    fn add(&mut self, tokens: &[TokenTree]) {
        let name = tokens.first().map(ToString::to_string).unwrap_or_default();
        let value = || tokens.last().map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "doc" if value() == "(hidden)" => self.is_hidden = true,
            "doc" => {
                self.docs.push_str(&value());
                self.docs.push('\n');
            }
            "derive" => {
                let inside = value();
                let names = inside.trim_matches(['(', ')']).split(',').map(str::trim);
                let names = names.map(|name| name.rsplit("::").next().unwrap_or(name).trim());
                self.derives.extend(names.filter(|it| !it.is_empty()).map(str::to_owned));
            }
            "cfg" => {
                let Some(TokenTree::Group(it)) = tokens.last() else { return };
                let inside: Vec<TokenTree> = it.stream().into_iter().collect();
                self.cfg = Some(print::text(&inside));
            }
            "deprecated" => self.is_deprecated = true,
            "non_exhaustive" => self.is_non_exhaustive = true,
            // Hints to the compiler and the formatter.
            "must_use" | "allow" | "expect" | "rustfmt" | "inline" => {}
            _ => {
                self.other.push_str(&print::text(tokens));
                self.other.push('\n');
            }
        }
    }
}

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == character)
}
