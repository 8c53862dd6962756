//! Parameters and forms that hold lists or objects, written as OpenAPI's styles say.

use serde::Serialize;
use serde_json::Value;

use super::call::Call;
use super::target::encoded;

/// How a list or object is put into a query, a header or a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`, and for objects `key,value`.
    Delimited(char),
    /// A pair for every element, and for objects one for every member under its own name.
    Exploded,
    /// `name[key]=value`.
    DeepObject,
    /// JSON text.
    Json,
}

/// How a list or object is put into a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// `a,b`
    Simple,
    /// `.a,b`, or exploded `.a.b`.
    Label,
    /// `;name=a,b`, or exploded `;name=a;name=b`.
    Matrix,
}

impl Segment {
    /// The value of a path parameter, its elements percent-encoded and its delimiters not: for a `{+name}`.
    pub fn write<V: Serialize + ?Sized>(self, name: &str, value: &V, explode: bool) -> String {
        let value = serde_json::to_value(value).unwrap_or_default();
        let name = encoded(name);
        let items: Vec<String> = match &value {
            Value::Object(members) if explode => {
                let pair = |(key, value): (&String, &Value)| {
                    format!("{}={}", encoded(key), encoded(&text(value)))
                };
                members.iter().map(pair).collect()
            }
            value => parts(value).iter().map(|part| encoded(part)).collect(),
        };
        match self {
            Self::Simple => items.join(","),
            Self::Label => format!(".{}", items.join(if explode { "." } else { "," })),
            Self::Matrix if explode && value.is_object() => format!(";{}", items.join(";")),
            Self::Matrix if items.is_empty() => String::new(),
            Self::Matrix if explode => format!(";{name}={}", items.join(&format!(";{name}="))),
            Self::Matrix => format!(";{name}={}", items.join(",")),
        }
    }
}

impl<T, P> Call<'_, T, P> {
    /// Adds a query parameter that is a list or an object. For generated code.
    #[doc(hidden)]
    pub fn query_styled<V>(mut self, name: &str, style: Style, value: &V) -> Self
    where
        V: Serialize + ?Sized,
    {
        match (&mut self.draft.target, pairs(name, style, value)) {
            (Ok(target), Some(pairs)) => {
                pairs.iter().for_each(|(name, value)| target.add(&format!("{name}={value}")));
            }
            (_, None) => self.draft.refuse("a parameter cannot be written"),
            (Err(_), _) => {}
        }
        self
    }

    /// Sets a form as body: a pair for every member, lists and objects as `styles` says, else exploded.
    /// For generated code.
    #[doc(hidden)]
    pub fn form(mut self, body: &impl Serialize, styles: &[(&str, Style)]) -> Self {
        match form(body, styles) {
            Some(form) => self.draft.body("application/x-www-form-urlencoded", form.into()),
            None => self.draft.refuse("the request body cannot be written as a form"),
        }
        self
    }
}

/// The value of a header, cookie or path parameter that is JSON.
pub fn json<V: Serialize + ?Sized>(value: &V) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The `name=value` pairs of a parameter, percent-encoded.
fn pairs<V: Serialize + ?Sized>(
    name: &str,
    style: Style,
    value: &V,
) -> Option<Vec<(String, String)>> {
    let value = serde_json::to_value(value).ok()?;
    let name = encoded(name);
    Some(match (style, value) {
        (_, Value::Null) => Vec::new(),
        (Style::Json, value) => vec![(name, encoded(&value.to_string()))],
        (Style::Exploded, Value::Array(items)) => {
            items.iter().map(|item| (name.clone(), encoded(&text(item)))).collect()
        }
        (Style::Exploded, Value::Object(members)) => {
            members.iter().map(|(key, value)| (encoded(key), encoded(&text(value)))).collect()
        }
        (Style::DeepObject, Value::Object(members)) => {
            let mut pairs = Vec::new();
            for (key, value) in &members {
                nested(&format!("{name}[{}]", encoded(key)), value, &mut pairs);
            }
            pairs
        }
        (Style::Delimited(delimiter), value) => {
            let delimiter =
                if delimiter == ',' { ",".to_owned() } else { encoded(&delimiter.to_string()) };
            let parts: Vec<String> = parts(&value).iter().map(|part| encoded(part)).collect();
            vec![(name, parts.join(&delimiter))]
        }
        (_, value) => vec![(name, encoded(&text(&value)))],
    })
}

/// A form: the pairs of every member, joined.
fn form(body: &impl Serialize, styles: &[(&str, Style)]) -> Option<String> {
    let Value::Object(members) = serde_json::to_value(body).ok()? else { return None };
    let mut form: Vec<String> = Vec::new();
    for (name, value) in &members {
        let chosen = styles.iter().find(|(member, _)| member == name).map(|(_, style)| *style);
        let default = if value.is_object() { Style::Json } else { Style::Exploded };
        let pairs = pairs(name, chosen.unwrap_or(default), value)?;
        form.extend(pairs.into_iter().map(|(name, value)| format!("{name}={value}")));
    }
    Some(form.join("&"))
}

/// The value of a header or cookie: `a,b`, and for objects `key,value` or `key=value`.
pub fn simple<V: Serialize + ?Sized>(value: &V, explode: bool) -> String {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) if explode => {
            let pairs = members.iter().map(|(key, value)| format!("{key}={}", text(value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        Ok(value) => parts(&value).join(","),
        Err(_) => String::new(),
    }
}

fn nested(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                nested(&format!("{name}[{}]", encoded(key)), value, pairs);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| nested(name, item, pairs)),
        _ => pairs.push((name.to_owned(), encoded(&text(value)))),
    }
}

/// Elements of a list, keys and values of an object, or the one value.
fn parts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| [key.clone(), text(value)]).collect()
        }
        value => vec![text(value)],
    }
}

/// A value without the quotes that JSON puts around strings.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
