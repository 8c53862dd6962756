//! Types and formats as sets of values: which contains which.

use serde_json::Value;

use super::view::View;
use crate::diff::rules::What;
use crate::diff::wire::members;
use crate::diff::wire::walk::{Cx, Form, Walk};

/// The types a value may have; none named means any.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Types<'a> {
    kinds: Vec<Kind<'a>>,
    /// Whether null is one of them.
    nullable: bool,
    /// Whether branches of `oneOf` or `anyOf` name them, and nothing else.
    pub(super) listed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind<'a> {
    name: &'a str,
    format: Option<&'a str>,
}

impl<'a> Types<'a> {
    pub(super) fn of(view: &View<'a>) -> Self {
        let format = view.get("format").and_then(Value::as_str);
        let lists = view.layers.iter().filter_map(|layer| names(layer.get("type")?));
        // Of several layers the narrowest counts.
        let narrower = |one: Vec<&'a str>, other: Vec<&'a str>| {
            let fits =
                |name: &&str| one.contains(name) || (*name == "integer" && one.contains(&"number"));
            if other.iter().all(fits) { other } else { one }
        };
        let Some(mut names) = lists.reduce(narrower) else { return Self::of_branches(view) };
        let nullable = view.flag("nullable") || names.contains(&"null") || has_null_branch(view);
        names.retain(|name| *name != "null");
        let kinds = names.into_iter().map(|name| Kind { name, format }).collect();
        Self { kinds, nullable, listed: false }
    }

    fn of_branches(view: &View<'a>) -> Self {
        let mut kinds = Vec::new();
        for branch in branches(view) {
            match plain(branch) {
                Some(kind) => kinds.push(kind),
                None => kinds = vec![],
            }
            if kinds.is_empty() {
                break;
            }
        }
        let nullable = view.flag("nullable") || has_null_branch(view);
        let listed = !kinds.is_empty();
        kinds.retain(|kind| kind.name != "null");
        Self { kinds, nullable, listed }
    }

    fn covers(&self, kind: Kind<'_>, cx: Cx) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|wide| covers(*wide, kind, cx))
    }

    /// Whether every value of the others is one of these.
    fn contain(&self, others: &Types<'_>, cx: Cx) -> bool {
        match others.kinds.as_slice() {
            [] => self.kinds.is_empty() || self.kinds.iter().any(|kind| takes_any_text(*kind, cx)),
            kinds => kinds.iter().all(|kind| self.covers(*kind, cx)),
        }
    }

    fn shares_a_name(&self, others: &Types<'_>) -> bool {
        let numeric =
            |name: &str| if name == "integer" { "number".to_owned() } else { name.to_owned() };
        self.kinds.is_empty()
            || others.kinds.is_empty()
            || self
                .kinds
                .iter()
                .any(|one| others.kinds.iter().any(|it| numeric(it.name) == numeric(one.name)))
    }

    fn show(&self) -> String {
        let kinds = self.kinds.iter().map(|kind| match kind.format {
            Some(format) => format!("{} ({format})", kind.name),
            None => kind.name.to_owned(),
        });
        let text = kinds.collect::<Vec<_>>().join(" | ");
        if text.is_empty() { "any".to_owned() } else { text }
    }
}

/// Whether types tell all of the branches on both sides; then nothing else needs to be compared of them.
pub(super) fn are_listed(base: &View<'_>, head: &View<'_>) -> bool {
    let (before, after) = (Types::of(base).listed, Types::of(head).listed);
    let has_others =
        |view: &View<'_>, listed: bool| !listed && branches(view).any(|it| !is_null_type(it));
    (before || after) && !has_others(base, before) && !has_others(head, after)
}

fn names(types: &Value) -> Option<Vec<&str>> {
    match types {
        Value::String(name) => Some(vec![name]),
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn branches<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Value> {
    let lists = view.layers.iter().flat_map(|layer| [layer.get("oneOf"), layer.get("anyOf")]);
    lists.flatten().filter_map(Value::as_array).flatten()
}

fn has_null_branch(view: &View<'_>) -> bool {
    branches(view).any(is_null_type)
}

pub(super) fn is_null_type(branch: &Value) -> bool {
    branch.get("type").and_then(Value::as_str) == Some("null")
}

/// The type of a schema that names one and demands nothing else.
fn plain(branch: &Value) -> Option<Kind<'_>> {
    let only = branch
        .as_object()?
        .keys()
        .all(|key| key == "type" || key == "format" || members::is_words(key));
    let name = branch.get("type")?.as_str().filter(|_| only)?;
    Some(Kind { name, format: branch.get("format").and_then(Value::as_str) })
}

/// Formats that contain another of the same type.
const WIDER_FORMATS: &[(&str, &str)] = &[("int64", "int32"), ("double", "float")];

fn covers(wide: Kind<'_>, kind: Kind<'_>, cx: Cx) -> bool {
    let formats = match (wide.format, kind.format) {
        (None, _) => true,
        (Some(wide), Some(other)) => wide == other || WIDER_FORMATS.contains(&(wide, other)),
        (Some(_), None) => false,
    };
    let any_integer = matches!(wide.format, None | Some("float" | "double"));
    // A list that is repeated does not fit into one text.
    (takes_any_text(wide, cx) && !(cx.form == Form::Repeated && kind.name == "array"))
        || (wide.name == kind.name && formats)
        || (wide.name == "number" && kind.name == "integer" && (any_integer || formats))
        || (cx.form == Form::Repeated && wide.name == "array" && kind.name != "object")
}

/// Without a type on the wire, every value is a text.
fn takes_any_text(kind: Kind<'_>, cx: Cx) -> bool {
    cx.form != Form::Json && kind.name == "string" && kind.format.is_none()
}

/// Whether branches that only name types name others.
pub(super) fn differ(base: &View<'_>, head: &View<'_>) -> bool {
    let listed = |view: &View<'_>| branches(view).next().is_some();
    let (before, after) = (Types::of(base), Types::of(head));
    let differ = before.nullable != after.nullable || (before != after && are_listed(base, head));
    (listed(base) || listed(head)) && differ
}

/// Reports a change of type; false if the types have nothing in common.
pub(super) fn compare<'a>(walk: &mut Walk<'a>, base: &View<'a>, head: &View<'a>, cx: Cx) -> bool {
    let (before, after) = (Types::of(base), Types::of(head));
    let at = (base.first(), head.first());
    if before.nullable != after.nullable {
        let (what, text) = if after.nullable {
            (What::BecameNullable, "became nullable")
        } else {
            (What::BecameNotNullable, "no longer nullable")
        };
        walk.report(what, cx, at.0, at.1, text);
    }
    // What the branches of one side demand beside a type is compared branch by branch.
    if (before.listed || after.listed) && !are_listed(base, head) {
        return true;
    }
    let what = match (after.contain(&before, cx), before.contain(&after, cx)) {
        (true, true) => return true,
        (true, false) => What::TypeGeneralized,
        (false, true) => What::TypeSpecialized,
        (false, false) => What::TypeChanged,
    };
    walk.report(what, cx, at.0, at.1, format!("type {} -> {}", before.show(), after.show()));
    before.shares_a_name(&after)
}
