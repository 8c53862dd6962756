//! Cuts Rust source into items: attributes, visibility, head and body, unread.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::attributes::{Attributes, attributes};
use super::print;

/// An item as it stands in the text.
pub(super) struct Written {
    pub(super) attributes: Attributes,
    pub(super) is_public: bool,
    /// Everything up to the body, without attributes and visibility.
    pub(super) head: Vec<TokenTree>,
    /// The group in braces, or what comes after `=`.
    pub(super) body: Vec<TokenTree>,
    /// Whether there is a group in braces, be it empty.
    pub(super) is_braced: bool,
}

pub(super) fn next_item(rest: &mut &[TokenTree]) -> Option<Written> {
    let attributes = attributes(rest, false);
    let is_public = visibility(rest) && !attributes.is_hidden;
    let is_value = match word(rest.first()?).as_deref() {
        Some("static" | "type" | "use") => true,
        Some("const") => rest.get(1).and_then(word).as_deref() != Some("fn"),
        _ => false,
    };
    let (mut head, mut body) = (Vec::new(), Vec::new());
    let (mut in_body, mut is_braced) = (false, false);
    while let Some((token, after)) = rest.split_first() {
        *rest = after;
        match token {
            TokenTree::Punct(it) if it.as_char() == ';' => break,
            TokenTree::Punct(it) if it.as_char() == '=' && is_value && !in_body => in_body = true,
            TokenTree::Group(it) if it.delimiter() == Delimiter::Brace && !is_value => {
                body = it.stream().into_iter().collect();
                is_braced = true;
                break;
            }
            _ if in_body => body.push(token.clone()),
            _ => head.push(token.clone()),
        }
    }
    Some(Written { attributes, is_public, head, body, is_braced })
}

/// Takes `pub` off; what is public to a part of the crate only is not public.
pub(super) fn visibility(rest: &mut &[TokenTree]) -> bool {
    let Some((first, after)) = rest.split_first() else { return false };
    if word(first).as_deref() != Some("pub") {
        return false;
    }
    *rest = after;
    match after.split_first() {
        Some((TokenTree::Group(it), after)) if it.delimiter() == Delimiter::Parenthesis => {
            *rest = after;
            false
        }
        _ => true,
    }
}

const KEYWORDS: &[&str] = &[
    "const",
    "enum",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "use",
];

impl Written {
    /// A field or a variant.
    pub(super) fn member(attributes: Attributes, is_public: bool, tokens: &[TokenTree]) -> Self {
        Self { attributes, is_public, head: tokens.to_vec(), body: Vec::new(), is_braced: false }
    }

    /// The keyword that says what it is, and the name behind it.
    pub(super) fn keyword(&self) -> Option<(String, String)> {
        let names: Vec<String> = self.head.iter().map_while(word).collect();
        let is_keyword = |name: &&String| KEYWORDS.contains(&name.as_str());
        // `const fn` is a function.
        let mut keywords = names.iter().enumerate().filter(|(_, name)| is_keyword(name));
        let (mut at, mut keyword) = keywords.next()?;
        if keyword == "const"
            && let Some((later, "fn")) = keywords.next().map(|(at, name)| (at, name.as_str()))
        {
            (at, keyword) = (later, names.get(later)?);
        }
        Some((keyword.clone(), names.get(at + 1).cloned().unwrap_or_default()))
    }

    pub(super) fn type_name(&self) -> Option<String> {
        let (keyword, name) = self.keyword()?;
        matches!(keyword.as_str(), "struct" | "enum" | "union" | "trait" | "type").then_some(name)
    }

    pub(super) fn signature(&self) -> String {
        self.declaration(&self.head)
    }

    /// The declaration with another head.
    pub(super) fn declaration(&self, head: &[TokenTree]) -> String {
        let visibility = if self.is_public { "pub " } else { "" };
        let cfg = self.attributes.cfg.as_ref().map(|cfg| format!("#[cfg({cfg})] "));
        format!("{}{visibility}{}", cfg.unwrap_or_default(), print::text(head))
    }

    pub(super) fn code(&self) -> String {
        let body: TokenStream = self.body.iter().cloned().collect();
        format!("{} {body}", self.attributes.other)
    }
}

/// The parts between commas, those in `<…>` left alone; none is empty.
pub(super) fn split(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut depth = 0_usize;
    let mut before = ' ';
    let is_comma = |token: &TokenTree| {
        let TokenTree::Punct(it) = token else {
            before = ' ';
            return false;
        };
        match it.as_char() {
            '<' => depth += 1,
            '>' if before != '-' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = it.as_char();
        it.as_char() == ',' && depth == 0
    };
    tokens.split(is_comma).filter(|part| !part.is_empty()).collect()
}

pub(super) fn word(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(it) => Some(it.to_string()),
        _ => None,
    }
}
