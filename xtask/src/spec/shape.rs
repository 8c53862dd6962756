//! Holds a document against the object model: names, types and required members.
//!
//! openapiv3 alone would drop what it does not know and stop at the first thing it cannot read.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::model::{Kind, Model, Shape};
use crate::spec::nearest;
use crate::spec::outline::{Node, Outline};
use crate::spec::repair::{Repair, placeholder};
use crate::spec::wording::{choice_hint, expected, found, listed, subject, type_hint};

/// Extensions that say something of a schema: beside a `$ref` they are lost like everything else.
const OF_SCHEMAS: &[&str] = &["x-sensitivity", "x-rust-name"];

/// Reports every value that is not what the specification says.
/// Returns what must change before openapiv3 can read the rest.
pub(super) fn check(outline: &Outline<'_>, diagnostics: &mut Diagnostics) -> Vec<Repair> {
    let mut check = Check { diagnostics, repairs: Vec::new() };
    for node in outline.nodes() {
        check.value(node);
        if node.reference().is_some() {
            check.reference(node);
        } else if let Some(kind) = node.kind() {
            check.members(node, kind);
        }
    }
    check.repairs
}

struct Check<'d> {
    diagnostics: &'d mut Diagnostics,
    repairs: Vec<Repair>,
}

impl Check<'_> {
    /// Whether the value is of the type its shape asks for.
    fn value(&mut self, node: Node<'_>) {
        let (shape, value) = (node.shape(), node.value());
        match (shape, value) {
            (Shape::Choice(choices), Value::String(text)) if !choices.contains(&text.as_str()) => {
                self.unknown_choice(node, text, choices);
            }
            (Shape::Count, Value::Number(number)) if number.is_f64() => {
                self.count(node, number.as_f64());
            }
            _ if is_of(shape, value) => {}
            (_, Value::Null) if is_optional(node) => {
                let message = format!("`{}` is empty, which counts as absent", node.key());
                self.diagnostics
                    .warning("empty-member", &node.at(), message)
                    .on_key()
                    .hint("remove the key");
                self.repairs.push(Repair::Remove(node.at()));
            }
            _ => self.wrong_type(node),
        }
    }

    fn wrong_type(&mut self, node: Node<'_>) {
        let (shape, value) = (node.shape(), node.value());
        let message =
            format!("{} must be {}, not {}", subject(node), expected(shape), found(value));
        let problem = self.diagnostics.error("wrong-type", &node.at(), message);
        if let Some(hint) = type_hint(node) {
            problem.hint(hint);
        }
        self.repairs.push(Repair::Set(node.at(), placeholder(shape)));
    }

    fn unknown_choice(&mut self, node: Node<'_>, text: &str, choices: &[&'static str]) {
        let message = format!("`{text}` is no value of `{}`", node.key());
        let hint = match nearest(text, choices.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => choice_hint(node.key(), text)
                .map_or_else(|| format!("it is one of {}", listed(choices)), str::to_owned),
        };
        self.diagnostics.error("unknown-value", &node.at(), message).hint(hint);
        self.repairs.push(Repair::Set(node.at(), placeholder(node.shape())));
    }

    /// A count written as `1.0` is one; openapiv3 wants it without the point.
    fn count(&mut self, node: Node<'_>, number: Option<f64>) {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match number {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked by the guard"
            )]
            Some(number) if number.fract() == 0.0 && (0.0..=EXACT).contains(&number) => {
                self.repairs.push(Repair::Set(node.at(), (number as u64).into()));
            }
            _ => self.wrong_type(node),
        }
    }

    fn reference(&mut self, node: Node<'_>) {
        // openapiv3 has no place for one here.
        if node.shape() == Shape::Reference(Kind::Callback)
            && node.ancestor(Kind::Operation).is_some()
        {
            self.repairs.push(Repair::Set(node.at(), placeholder(node.shape())));
        }
        let is_lost =
            |name: &str| name != "$ref" && (!name.starts_with("x-") || OF_SCHEMAS.contains(&name));
        for name in node.members().keys().filter(|name| is_lost(name)) {
            self.diagnostics
                .warning(
                    "ref-siblings",
                    &node.at_key(name),
                    format!("`{name}` beside a `$ref` is ignored"),
                )
                .on_key()
                .hint("OpenAPI 3.0 reads only the `$ref`; wrap it in `allOf` to add to it");
        }
    }

    fn members(&mut self, node: Node<'_>, kind: Kind) {
        let narrowed = kind.narrowed(node.members());
        let model = narrowed.model();
        // Which members there may be is for its type to say.
        let is_untyped = narrowed == Kind::SecurityScheme;
        if is_untyped {
            self.repairs.push(Repair::Set(node.at(), placeholder(Shape::Object(kind))));
        }
        for name in node.members().keys().filter(|name| !name.starts_with("x-")) {
            if model.shape(name).is_none() && !is_untyped {
                self.unknown_member(node, model, name);
            }
        }
        for field in
            model.fields.iter().filter(|field| field.required && node.get(field.name).is_none())
        {
            let at = node.at_key(field.name);
            let message = format!("the {} lacks `{}`", model.name, field.name);
            self.diagnostics.error("missing-member", &at, message).hint(format!(
                "add `{}`: {}",
                field.name,
                expected(field.shape)
            ));
            self.repairs.push(Repair::Set(at, placeholder(field.shape)));
        }
        self.combination(node, kind);
    }

    fn unknown_member(&mut self, node: Node<'_>, model: &Model, name: &str) {
        let at = node.at_key(name);
        if let Some(rest) = &model.rest {
            let message = format!("`{name}` is not {}", rest.expected);
            self.diagnostics.error("unknown-member", &at, message).on_key();
            self.repairs.push(Repair::Remove(at));
            return;
        }
        let message = format!("the {} has no member `{name}`", model.name);
        let fields = model.fields.iter().map(|field| field.name);
        if let Some(near) = nearest(name, fields).filter(|_| !LATER_KEYWORDS.contains(&name)) {
            let hint = format!("did you mean `{near}`?");
            self.diagnostics.error("unknown-member", &at, message).on_key().hint(hint);
        } else {
            let hint = if LATER_KEYWORDS.contains(&name) {
                "it is a keyword of JSON Schema that OpenAPI 3.0 does not have, and is ignored"
            } else {
                "it is ignored; names of your own start with `x-`"
            };
            self.diagnostics.warning("ignored-member", &at, message).on_key().hint(hint);
        }
    }

    /// What the specification says of members together.
    fn combination(&mut self, node: Node<'_>, kind: Kind) {
        match kind {
            Kind::Parameter | Kind::Header => {
                self.schema_or_content(node);
                self.style(node);
            }
            Kind::Link
                if node.get("operationId").is_none() && node.get("operationRef").is_none() =>
            {
                let message = "the link names no operation";
                self.diagnostics
                    .error("missing-member", &node.at(), message)
                    .hint("add `operationId`");
                self.repairs.push(Repair::Set(node.at_key("operationId"), "".into()));
            }
            Kind::Responses if node.members().keys().all(|key| key.starts_with("x-")) => {
                let message = "`responses` declares no response";
                self.diagnostics
                    .warning("empty-list", &node.at(), message)
                    .hint("declare at least the success");
            }
            Kind::Schema => self.empty_lists(node),
            Kind::Callback => self.callback(node),
            _ => {}
        }
    }

    fn empty_lists(&mut self, node: Node<'_>) {
        let is_empty =
            |name: &&str| node.get(name).and_then(Value::as_array).is_some_and(Vec::is_empty);
        if is_empty(&"enum") {
            let message = "`enum` is empty, so that no value fits";
            self.diagnostics
                .error("enum-empty", &node.at_key("enum"), message)
                .hint("list values or remove it");
        }
        for name in ["required", "allOf", "oneOf", "anyOf"].iter().filter(|name| is_empty(name)) {
            let message = format!("`{name}` is an empty list");
            self.diagnostics
                .warning("empty-list", &node.at_key(name), message)
                .hint("fill or remove it");
        }
    }

    fn schema_or_content(&mut self, node: Node<'_>) {
        let (schema, content) = (node.get("schema"), node.get("content"));
        let message = match (schema, content.and_then(Value::as_object)) {
            (None, None) => "neither `schema` nor `content` says what the value looks like",
            (Some(_), Some(_)) => "`schema` and `content` exclude each other",
            (None, Some(content)) if content.len() != 1 => {
                "`content` of a parameter has exactly one media type"
            }
            _ => return,
        };
        self.diagnostics
            .error("parameter-schema", &node.at(), message)
            .hint("give it one `schema`");
        if schema.is_none() && content.is_none() {
            self.repairs.push(Repair::Set(
                node.at_key("schema"),
                placeholder(Shape::Reference(Kind::Schema)),
            ));
        }
    }

    fn style(&mut self, node: Node<'_>) {
        let (Some(style), Some(location)) = (node.text("style"), node.text("in")) else { return };
        let styles: &[&str] = match location {
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "path" => &["simple", "matrix", "label"],
            "header" => &["simple"],
            _ => &["form"],
        };
        if !styles.contains(&style) {
            let at = node.at_key("style");
            let message = format!("a {location} parameter cannot have the style `{style}`");
            self.diagnostics
                .error("unknown-value", &at, message)
                .hint(format!("it is one of {}", listed(styles)));
            self.repairs.push(Repair::Remove(at));
        }
    }

    /// openapiv3 reads every member of a callback as a path item.
    fn callback(&mut self, node: Node<'_>) {
        for name in node.members().keys().filter(|name| name.starts_with("x-")) {
            self.repairs.push(Repair::Remove(node.at_key(name)));
        }
    }
}

/// Keywords of later OpenAPI and JSON Schema versions that look like misspelt ones of this version, or are common.
const LATER_KEYWORDS: &[&str] = &[
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "additionalItems",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

pub(super) fn is_of(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Anything => true,
        Shape::Text | Shape::Choice(_) => value.is_string(),
        Shape::Flag => value.is_boolean(),
        Shape::Number => value.is_number(),
        Shape::Count => value.is_u64(),
        Shape::List(_) => value.is_array(),
        Shape::Map(_) | Shape::Object(_) | Shape::Reference(_) => value.is_object(),
        Shape::Additional => value.is_boolean() || value.is_object(),
    }
}

/// Whether the object this stands in can do without it.
fn is_optional(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let Some(kind) = parent.kind() else { return false };
    kind.narrowed(parent.members()).model().field(node.key()).is_some_and(|field| !field.required)
}
