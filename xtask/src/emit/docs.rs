//! Words of the document as doc comments.

use proc_macro2::TokenTree;
use quote::quote;

use super::format::shared;
use super::markdown;
use crate::ir::{Bound, Constraint, Docs};

/// The doc comment of `docs`, or of `otherwise` if the document says nothing.
pub(super) fn attributes<T: Into<String>>(docs: &Docs, otherwise: impl FnOnce() -> T) -> TokenTree {
    let mut lines = lines(docs);
    if lines.is_empty() {
        lines.push(otherwise().into());
    }
    comment(&lines)
}

/// Lines as a doc comment: a raw string where an attribute may stand, which takes fewer tokens than one, and of which
/// nothing has to be escaped and then read again.
pub(super) fn comment(lines: &[String]) -> TokenTree {
    let mut end = "\"".to_owned();
    while lines.iter().any(|line| line.contains(&end)) {
        end.push('#');
    }
    let marks = end.trim_start_matches('"');
    let length: usize = lines.iter().map(|line| line.len() + 2).sum();
    let mut raw = String::with_capacity(length + 2 * end.len() + 1);
    raw.extend(["r", marks, "\""]);
    for (index, line) in lines.iter().enumerate() {
        raw.push_str(if index > 0 { "\n" } else { "" });
        raw.push_str(if line.is_empty() { "" } else { " " });
        raw.push_str(line);
    }
    raw.push_str(&end);
    if let Ok(text) = raw.parse() {
        return TokenTree::Literal(text);
    }
    let text = format!(" {}", lines.join("\n "));
    TokenTree::Group(shared(quote!(#[doc = #text])))
}

/// The lines of a doc comment: summary, description, constraints.
pub(super) fn lines(docs: &Docs) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let constraints = docs.constraints.iter().map(constraint).collect::<Vec<_>>().join(" ");
    let summary = docs.summary.as_deref().map(sentence).unwrap_or_default();
    let description = docs.description.as_deref().unwrap_or_default();
    let deprecated = if docs.deprecated { "**Deprecated.**" } else { "" };
    // Constraints are code spans of ours: escaping would show in them.
    let constraints = if constraints.is_empty() { Vec::new() } else { vec![constraints] };
    let deprecated = markdown::lines(deprecated);
    for part in [markdown::lines(&summary), markdown::lines(description), constraints, deprecated] {
        if !part.is_empty() && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(part);
    }
    lines
}

/// A summary as a sentence.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Length(min, max) => format!("{} characters.", between(*min, *max)),
        Constraint::Items(min, max) => format!("{} elements.", between(*min, *max)),
        Constraint::Range(min, max) => range(min.as_ref(), max.as_ref()),
        Constraint::OneOf(values) => {
            let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
            format!("One of {}.", values.join(", "))
        }
        Constraint::Pattern(pattern) => format!("Matches {}.", markdown::code(pattern)),
        Constraint::Default(value) => format!("{} if left out.", markdown::code(value)),
        Constraint::Example(value) => format!("For example {}.", markdown::code(value)),
    }
}

/// The limits of a number.
fn range(min: Option<&Bound>, max: Option<&Bound>) -> String {
    let is_exclusive = [min, max].into_iter().flatten().any(|bound| bound.exclusive);
    if !is_exclusive {
        return format!("{}.", between(min.map(|it| &it.value), max.map(|it| &it.value)));
    }
    let limit = |bound: &Bound, exclusive: &str, inclusive: &str| {
        format!("{} {}", if bound.exclusive { exclusive } else { inclusive }, bound.value)
    };
    let lower = min.map(|it| limit(it, "Greater than", "At least"));
    let upper = max.map(|it| match min {
        Some(_) => limit(it, "and less than", "and at most"),
        None => limit(it, "Less than", "At most"),
    });
    format!("{}.", [lower, upper].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn between<T: std::fmt::Display + PartialEq>(min: Option<T>, max: Option<T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("Exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("At least {min}"),
        (None, Some(max)) => format!("At most {max}"),
        (None, None) => "Any number of".to_owned(),
    }
}
