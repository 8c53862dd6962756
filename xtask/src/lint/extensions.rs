//! Rules about this generator's own `x-` members: what is malformed would be ignored without a word.

use std::collections::HashMap;

use serde_json::Value;

use crate::lint::{Report, View, list, text};
use crate::spec::model::Kind;
use crate::spec::outline::Node;
use crate::spec::{extensions, nearest};

/// Where an extension may stand, and what its value must be.
struct Extension {
    name: &'static str,
    kinds: &'static [Kind],
    /// What is wrong with the value, if anything.
    check: fn(&View<'_>, Node<'_>, &Value) -> Option<String>,
}

const EXTENSIONS: &[Extension] = &[
    // Its value is the business of `sensitivity-class`.
    Extension { name: "x-sensitivity", kinds: &[Kind::Schema], check: |_, _, _| None },
    // Its value is part of the object model.
    Extension { name: "x-webhooks", kinds: &[Kind::OpenApi], check: |_, _, _| None },
    // Their values are the business of `lint-level` and `required-history`.
    Extension { name: "x-lint", kinds: &[Kind::OpenApi], check: |_, _, _| None },
    Extension { name: "x-seen-missing", kinds: &[Kind::OpenApi], check: |_, _, _| None },
    Extension { name: "x-pagination", kinds: &[Kind::Operation], check: pagination },
    Extension { name: "x-wait", kinds: &[Kind::Operation], check: |_, _, _| None },
    Extension { name: "x-env-prefix", kinds: &[Kind::OpenApi], check: env_prefix },
    Extension { name: "x-token-url", kinds: &[Kind::Server], check: token_url },
    Extension { name: "x-key-prefix", kinds: &[Kind::Server], check: key_prefix },
    Extension { name: "x-crate-version", kinds: &[Kind::Info], check: crate_version },
    Extension { name: "x-idempotent", kinds: &[Kind::Operation], check: idempotent },
    Extension { name: "x-enumDescriptions", kinds: &[Kind::Schema], check: enum_descriptions },
    Extension { name: "x-enum-varnames", kinds: &[Kind::Schema], check: enum_varnames },
    Extension {
        name: "x-rust-name",
        kinds: &[Kind::Schema, Kind::Parameter, Kind::Header, Kind::Operation],
        check: rust_name,
    },
    Extension { name: "x-name", kinds: &[Kind::Server], check: server_name },
    Extension { name: "x-request-id-header", kinds: &[Kind::OpenApi], check: header_name },
    Extension { name: "x-idempotency-key-header", kinds: &[Kind::OpenApi], check: header_name },
    Extension { name: "x-error-members", kinds: &[Kind::OpenApi], check: error_members },
];

pub(super) fn value(view: &View<'_>, report: &mut Report<'_>) {
    for extension in EXTENSIONS {
        for node in extension.kinds.iter().flat_map(|kind| view.objects(*kind)) {
            let problem =
                node.get(extension.name).and_then(|value| (extension.check)(view, node, value));
            if let Some(problem) = problem {
                report
                    .add(&node.at_key(extension.name), format!("`{}` {problem}", extension.name))
                    .on_key();
            }
        }
    }
}

pub(super) fn misspelt(view: &View<'_>, report: &mut Report<'_>) {
    const KINDS: [Kind; 8] = [
        Kind::OpenApi,
        Kind::Info,
        Kind::Server,
        Kind::PathItem,
        Kind::Operation,
        Kind::Parameter,
        Kind::Header,
        Kind::Schema,
    ];
    for kind in KINDS {
        let known = || {
            EXTENSIONS.iter().filter(|extension| extension.kinds.contains(&kind)).map(|it| it.name)
        };
        // Many objects have the same ones.
        let mut hints = HashMap::new();
        for node in view.objects(kind) {
            let strange =
                |name: &&String| name.starts_with("x-") && !known().any(|known| known == *name);
            for name in node.members().keys().filter(strange) {
                let hint = hints.entry(name).or_insert_with(|| {
                    let near = || Some(format!("did you mean `{}`?", nearest(name, known())?));
                    belongs(name).or_else(near)
                });
                if let Some(hint) = hint {
                    let message = format!("`{name}` means nothing here");
                    report.add(&node.at_key(name), message).on_key().hint(hint.clone());
                }
            }
        }
    }
}

/// Where an extension of the generator belongs.
fn belongs(name: &str) -> Option<String> {
    let extension = EXTENSIONS.iter().find(|extension| extension.name == name)?;
    let places: Vec<_> = extension.kinds.iter().map(|kind| kind.model().name).collect();
    Some(format!("its place: {}", places.join(", ")))
}

fn pagination(view: &View<'_>, operation: Node<'_>, value: &Value) -> Option<String> {
    for name in ["offset", "limit"] {
        let Some(parameter) = text(value, name) else {
            return Some(format!("lacks `{name}`, the name of a parameter"));
        };
        let mut listed = operation
            .parent()
            .into_iter()
            .chain([operation])
            .flat_map(|owner| view.parameters(owner));
        if !listed
            .any(|(_, it)| text(it, "name") == Some(parameter) && text(it, "in") == Some("query"))
        {
            return Some(format!(
                "names `{parameter}`, which is no query parameter of the operation"
            ));
        }
    }
    let schema = success_schema(view, operation)?;
    for name in ["items", "total"] {
        let Some(member) = text(value, name) else {
            return Some(format!("lacks `{name}`, the name of a response member"));
        };
        // Others may stand in the parts of an `allOf`.
        let members = schema.get("properties").filter(|_| schema.get("allOf").is_none());
        if members.is_some_and(|members| members.get(member).is_none()) {
            return Some(format!("names `{member}`, which is no member of the response"));
        }
    }
    None
}

/// The schema of the JSON body of an operation's success.
fn success_schema<'v>(view: &'v View<'_>, operation: Node<'v>) -> Option<&'v Value> {
    let responses = operation.get("responses")?.as_object()?;
    let (_, success) = responses.iter().find(|(status, _)| status.starts_with('2'))?;
    let content = view.follow(success)?.get("content")?;
    view.follow(content.get("application/json")?.get("schema")?)
}

fn idempotent(_: &View<'_>, operation: Node<'_>, value: &Value) -> Option<String> {
    if !value.is_boolean() {
        return Some("must be `true` or `false`".to_owned());
    }
    let method = operation.key();
    (!matches!(method, "post" | "patch"))
        .then(|| format!("is for `post` and `patch`; what `{method}` does is known"))
}

fn enum_descriptions(_: &View<'_>, schema: Node<'_>, value: &Value) -> Option<String> {
    let Some(descriptions) = value.as_object() else {
        return Some("must map values of `enum` to texts".to_owned());
    };
    let values: Vec<_> = schema.list("enum").iter().map(plain).collect();
    if let Some(stray) = descriptions.keys().find(|key| !values.contains(key)) {
        return Some(format!("describes `{stray}`, which is no value of `enum`"));
    }
    let (key, _) = descriptions.iter().find(|(_, text)| !text.is_string())?;
    Some(format!("must describe `{key}` with a text"))
}

/// A value as it reads when it is a key.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn enum_varnames(_: &View<'_>, schema: Node<'_>, value: &Value) -> Option<String> {
    let (names, values) = (list(schema.value(), "x-enum-varnames"), schema.list("enum"));
    if !value.is_array() || names.len() != values.len() {
        return Some(format!(
            "must list one name for each of the {} values of `enum`",
            values.len()
        ));
    }
    let stray = names.iter().find(|name| !name.as_str().is_some_and(is_identifier))?;
    Some(format!("holds {stray}, which is no identifier"))
}

fn rust_name(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    (!value.as_str().is_some_and(is_identifier))
        .then(|| format!("must be a Rust identifier, not {value}"))
}

fn server_name(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    let is_kebab = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
    };
    (!value.as_str().is_some_and(is_kebab))
        .then(|| format!("must be a name in kebab-case, not {value}"))
}

fn header_name(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    unless(extensions::header(value), "the name of a header", value)
}

fn env_prefix(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    unless(
        extensions::env_prefix(value),
        "how names of environment variables begin, as `ACME`",
        value,
    )
}

fn token_url(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    unless(extensions::text(value), "a URL", value)
}

fn key_prefix(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    unless(extensions::key_prefix(value), "how keys begin, in visible ASCII", value)
}

fn crate_version(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    unless(extensions::version(value), "a version in quotes, as \"1.2.3\"", value)
}

/// That a value is not what it must be.
fn unless(read: Option<&str>, expected: &str, value: &Value) -> Option<String> {
    read.is_none().then(|| format!("must be {expected}, not {value}"))
}

fn error_members(_: &View<'_>, _: Node<'_>, value: &Value) -> Option<String> {
    let Some(members) = value.as_object() else {
        return Some("must map `type`, `codes` and `request-id` to names".to_owned());
    };
    let stray = members.iter().find(|(key, name)| {
        !matches!(key.as_str(), "type" | "codes" | "request-id") || !name.is_string()
    });
    stray
        .map(|(key, _)| format!("holds `{key}`; it maps `type`, `codes` and `request-id` to names"))
}

fn is_identifier(name: &str) -> bool {
    let is_start = |it: char| it.is_alphabetic() || it == '_';
    name.starts_with(is_start)
        && name.chars().all(|it| it.is_alphanumeric() || it == '_')
        && name != "_"
}
