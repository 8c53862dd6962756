//! Rules about the keywords of one schema: that they fit its type, and each other.

use serde_json::Value;

use crate::lint::{Report, View, quoted};
use crate::spec::model::Kind;
use crate::spec::nearest;
use crate::spec::outline::{Node, Step};

/// Which types a keyword says something about.
const KEYWORDS: &[(&[&str], &[&str])] = &[
    (&["string"], &["minLength", "maxLength", "pattern"]),
    (
        &["number", "integer"],
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    ),
    (&["array"], &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        &["object"],
        &["properties", "additionalProperties", "required", "minProperties", "maxProperties"],
    ),
];

pub(super) fn keyword_type(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        let Some(own) = schema.text("type") else { continue };
        for (types, keywords) in KEYWORDS.iter().filter(|(types, _)| !types.contains(&own)) {
            for keyword in keywords.iter().filter(|keyword| schema.get(keyword).is_some()) {
                let message = format!("`{keyword}` says nothing about a value of type `{own}`");
                let hint = format!(
                    "it is for {}; remove it or change the type",
                    quoted(types.iter().copied())
                );
                report.add(&schema.at_key(keyword), message).on_key().hint(hint);
            }
        }
    }
}

pub(super) fn array_items(view: &View<'_>, report: &mut Report<'_>) {
    let is_array = |schema: &Node<'_>| schema.text("type") == Some("array");
    for schema in view
        .objects(Kind::Schema)
        .filter(|schema| is_array(schema) && schema.get("items").is_none())
    {
        report
            .add(&schema.at(), "an array without `items` does not say what its elements are; they are taken to be anything")
            .hint("add `items`; if anything is meant, `items: {}`");
    }
}

/// Formats with a meaning, by type. Those of JSON Schema, of the OpenAPI format registry, and widespread ones.
const FORMATS: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "base64",
            "base64url",
            "binary",
            "byte",
            "char",
            "color",
            "commonmark",
            "date",
            "date-time",
            "decimal",
            "duration",
            "email",
            "hostname",
            "html",
            "http-date",
            "idn-email",
            "idn-hostname",
            "int32",
            "int64",
            "ip",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "mac",
            "media-range",
            "password",
            "regex",
            "relative-json-pointer",
            "sf-string",
            "time",
            "uint64",
            "unix-time",
            "uri",
            "uri-reference",
            "uri-template",
            "url",
            "uuid",
        ],
    ),
    (
        "integer",
        &[
            "int",
            "int16",
            "int32",
            "int64",
            "int8",
            "uint",
            "uint16",
            "uint32",
            "uint64",
            "uint8",
            "unix",
            "unix-micro",
            "unix-milli",
            "unix-nano",
            "unix-seconds",
            "unix-time",
            "unixtime",
        ],
    ),
    (
        "number",
        &["decimal", "double", "double-int", "float", "float32", "float64", "int32", "int64"],
    ),
];

pub(super) fn format(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        let (Some(own), Some(format)) = (schema.text("type"), schema.text("format")) else {
            continue;
        };
        let known =
            FORMATS.iter().find(|(type_, _)| *type_ == own).map_or(&[][..], |(_, known)| known);
        if known.contains(&format) {
            continue;
        }
        let message = format!(
            "the format `{format}` of a value of type `{own}` is not known, and has no effect"
        );
        let problem = report.add(&schema.at_key("format"), message);
        let elsewhere = FORMATS.iter().find(|(_, known)| known.contains(&format));
        if let Some(near) = nearest(format, known.iter().copied()) {
            problem.hint(format!("did you mean `{near}`?"));
        } else if let Some((type_, _)) = elsewhere {
            problem.hint(format!("it is a format of `{type_}`"));
        }
    }
}

pub(super) fn limits(view: &View<'_>, report: &mut Report<'_>) {
    const PAIRS: [(&str, &str); 4] = [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ];
    for schema in view.objects(Kind::Schema) {
        for (low, high) in PAIRS {
            let [least, most] = [low, high].map(|name| schema.get(name).and_then(Value::as_f64));
            if least.zip(most).is_some_and(|(least, most)| least > most) {
                report.add(
                    &schema.at_key(low),
                    format!("`{low}` is above `{high}`, so that no value fits"),
                );
            }
        }
    }
}

pub(super) fn required_undeclared(view: &View<'_>, report: &mut Report<'_>) {
    const COMPOSED: [&str; 3] = ["allOf", "oneOf", "anyOf"];
    for schema in view.objects(Kind::Schema) {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            continue;
        };
        // A part of a composition may require what another part declares.
        let is_part = matches!(schema.step(), Step::Index(_));
        if is_part || COMPOSED.iter().any(|name| schema.get(name).is_some()) {
            continue;
        }
        let names = schema.list("required").iter().enumerate();
        for (index, name) in names.filter_map(|(index, name)| Some((index, name.as_str()?))) {
            if properties.contains_key(name) {
                continue;
            }
            let at = schema.at_key("required").index(index);
            let problem =
                report.add(&at, format!("`{name}` is required, but is none of the `properties`"));
            if let Some(near) = nearest(name, properties.keys().map(String::as_str)) {
                problem.hint(format!("did you mean `{near}`?"));
            }
        }
    }
}

pub(super) fn pattern(view: &View<'_>, report: &mut Report<'_>) {
    for schema in view.objects(Kind::Schema) {
        if let Some(problem) = schema.text("pattern").and_then(pattern_problem) {
            report.add(
                &schema.at_key("pattern"),
                format!("`pattern` is no regular expression: {problem}"),
            );
        }
    }
}

/// What makes a pattern unreadable to any engine. Patterns are only shown, never run, and dialects differ:
/// an engine of one dialect would refuse what the server's reads.
fn pattern_problem(pattern: &str) -> Option<&'static str> {
    let mut groups = 0_usize;
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.next().is_none() => return Some("it ends in a backslash"),
            ']' if in_class => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => groups += 1,
            ')' if groups == 0 => return Some("a `)` has no `(` before it"),
            ')' => groups -= 1,
            _ => {}
        }
    }
    if in_class {
        Some("a `[` is never closed")
    } else if groups > 0 {
        Some("a `(` is never closed")
    } else {
        pattern.starts_with(['*', '+', '?']).then_some("it starts with a repetition of nothing")
    }
}
