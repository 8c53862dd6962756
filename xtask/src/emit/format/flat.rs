//! Tokens in one line, spaced as prettyplease spaces them.

use super::tokens::{Kind, Piece, View};

/// The most characters of a struct's value that prettyplease leaves in one line.
const WIDEST_VALUE: usize = 34;

/// Keywords after which an operand begins.
const KEYWORDS: [&str; 11] =
    ["as", "const", "dyn", "for", "if", "impl", "in", "match", "mut", "return", "where"];

/// Writes tokens in one line; `None` if they take more than one, or if how is not known here.
pub(super) fn write(tokens: View<'_>, text: &mut String) -> Option<()> {
    let mut before: Option<Piece<'_>> = None;
    let mut in_closure = false;
    let mut values: Vec<usize> = Vec::new();
    for piece in tokens.pieces() {
        if is_needless(piece, tokens)? {
            continue;
        }
        let is_bar = piece.is("|");
        let spaced = match before {
            None => false,
            Some(before) if is_bar => !in_closure && is_bar_spaced(before)?,
            Some(before) if before.is("|") => !in_closure,
            Some(before) => is_spaced(before, piece, tokens)?,
        };
        in_closure ^= is_bar;
        if spaced {
            text.push(' ');
        }
        if piece.is("{") {
            let is_value = !is_import(piece, tokens);
            values.push(if is_value { path_start(text) } else { usize::MAX });
        }
        if piece.is("}") && text.len() > values.pop()?.saturating_add(WIDEST_VALUE) {
            return None;
        }
        text.push_str(piece.text);
        before = Some(piece);
    }
    Some(())
}

/// Whether a comma only ends a list; not known for one that may make a tuple.
fn is_needless(piece: Piece<'_>, tokens: View<'_>) -> Option<bool> {
    if !piece.is(",") {
        return Some(false);
    }
    let close = tokens.after(piece).filter(|next| next.kind == Kind::Close);
    if let Some(close) = close.filter(|close| close.is(")")) {
        tokens.before_bracket(close).filter(|it| it.kind == Kind::Word || it.is(">"))?;
    }
    Some(close.is_some())
}

/// Where the path of a struct's value begins, which ends the text.
fn path_start(text: &str) -> usize {
    let is_path = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':' | '#');
    text.trim_end().trim_end_matches(is_path).len()
}

/// Whether braces hold names to import.
fn is_import(brace: Piece<'_>, tokens: View<'_>) -> bool {
    tokens.before_bracket(brace).is_some_and(|it| it.is("::"))
}

/// Whether a space goes before the bar that begins a closure.
fn is_bar_spaced(before: Piece<'_>) -> Option<bool> {
    if before.kind == Kind::Open { Some(false) } else { before.is(",").then_some(true) }
}

fn is_spaced(before: Piece<'_>, next: Piece<'_>, tokens: View<'_>) -> Option<bool> {
    match (before.kind, next.kind) {
        (Kind::Open, Kind::Close) => Some(false),
        (_, Kind::Close) => Some(next.is("}") && !is_import(next, tokens)),
        (Kind::Open, _) => Some(before.is("{") && !is_import(before, tokens)),
        (_, Kind::Operator) if matches!(next.text, "," | ";" | "." | "?" | ":" | "::" | ">") => {
            Some(false)
        }
        (_, Kind::Operator) if matches!(next.text, "=" | "->" | "=>" | "+") => Some(true),
        (Kind::Operator, _) => is_spaced_after(before.text, next),
        (Kind::Word, Kind::Operator) if matches!(next.text, "<" | "!") => Some(false),
        (Kind::Word, _) if KEYWORDS.contains(&before.text) => (!next.is("{")).then_some(true),
        (Kind::Word, Kind::Open) if next.is("{") => {
            before.text.starts_with(char::is_uppercase).then_some(true)
        }
        (Kind::Word | Kind::Close, Kind::Open) => (!next.is("{")).then_some(false),
        (Kind::Word, Kind::Literal | Kind::Lifetime)
        | (Kind::Word | Kind::Lifetime | Kind::Close, Kind::Word) => Some(true),
        _ => None,
    }
}

fn is_spaced_after(operator: &str, next: Piece<'_>) -> Option<bool> {
    match operator {
        "," | ";" | ":" | "=" | "->" | "=>" | "+" => Some(true),
        "::" => Some(false),
        "." | "&" | "*" | "-" | ".." | "<" | "#" | "!" => (!next.is("{")).then_some(false),
        ">" if next.kind == Kind::Word => Some(true),
        ">" if next.is("(") => Some(false),
        _ => None,
    }
}
