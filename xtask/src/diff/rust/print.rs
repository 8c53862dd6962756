//! Rust tokens as text, spaced as people write signatures.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// The tokens on one line.
pub(super) fn text(tokens: &[TokenTree]) -> String {
    let mut text = String::new();
    let mut before = String::new();
    for word in words(tokens) {
        if !text.is_empty() && !is_tight(&before, &word) {
            text.push(' ');
        }
        text.push_str(&word);
        before = word;
    }
    text
}

/// Tokens, with the punctuation that belongs together in one piece and groups written out.
fn words(tokens: &[TokenTree]) -> Vec<String> {
    let mut words: Vec<String> = Vec::with_capacity(tokens.len());
    let mut is_joint = false;
    for token in tokens {
        let word = match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                delimited(group.delimiter(), text(&inner).trim_end_matches(','))
            }
            other => other.to_string(),
        };
        match words.last_mut() {
            Some(last) if is_joint && belongs_together(last, &word) => last.push_str(&word),
            _ => words.push(word),
        }
        is_joint = matches!(token, TokenTree::Punct(it) if it.spacing() == Spacing::Joint);
    }
    words
}

fn delimited(delimiter: Delimiter, inner: &str) -> String {
    match delimiter {
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::Brace if inner.is_empty() => "{}".to_owned(),
        Delimiter::Brace => format!("{{ {inner} }}"),
        Delimiter::None => inner.to_owned(),
    }
}

/// Whether two neighbours without a space between them are one operator or one lifetime.
fn belongs_together(first: &str, second: &str) -> bool {
    first == "'" || matches!((first, second), (":", ":") | ("-" | "=", ">") | (".", "."))
}

fn is_tight(before: &str, next: &str) -> bool {
    let ends_a_name = before.ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == '>');
    match next.chars().next() {
        Some(',' | ';' | '.' | '?' | ':' | '>' | '<') => true,
        Some('(') => (ends_a_name && !is_arrow(before)) || is_prefix(before),
        Some('!') => ends_a_name && !is_arrow(before),
        _ => is_prefix(before),
    }
}

fn is_arrow(word: &str) -> bool {
    matches!(word, "->" | "=>")
}

/// Whether a word clings to what comes after it.
fn is_prefix(word: &str) -> bool {
    matches!(word, "::" | "." | ".." | "&" | "!" | "#" | "<" | "?")
}
