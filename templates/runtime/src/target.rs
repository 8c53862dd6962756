//! The request target: path template, arguments and query, encoded.

use std::fmt::{self, Display, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::api::Operation;
use super::error::{Error, ErrorKind};

/// All but RFC 3986's unreserved characters, which mean themselves everywhere in a URL.
pub(super) const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path and, after the first [`Target::query`], the query of one request.
#[derive(Clone)]
pub(super) struct Target {
    text: String,
    /// Where the query begins, at its question mark.
    query: Option<usize>,
}

impl Target {
    /// Puts `arguments` into the template's braces, each as exactly one path segment.
    ///
    /// A `.` or `..` would be resolved away by servers and proxies and so reach another operation,
    /// also where they decode `%2e` first; an empty one would vanish. All are refused, by the
    /// parameter's name: ids belong to people and are not for logs.
    pub(super) fn new(
        prefix: &str,
        operation: &Operation,
        arguments: &[&str],
    ) -> Result<Self, Error> {
        let length: usize = arguments.iter().map(|argument| argument.len()).sum();
        let mut text = String::with_capacity(prefix.len() + operation.path.len() + length + 32);
        text.push_str(prefix);
        let mut arguments = arguments.iter();
        let mut rest = operation.path;
        while let Some((literal, (name, tail))) = next_parameter(rest) {
            // As in RFC 6570: what comes encoded, because its delimiters mean something.
            let (name, is_encoded) = match name.strip_prefix('+') {
                Some(name) => (name, true),
                None => (name, false),
            };
            let Some(argument) = arguments.next() else {
                return Err(refused(name, "has no value"));
            };
            if argument.is_empty() {
                return Err(refused(name, "is empty"));
            }
            if is_dot_segment(argument) {
                return Err(refused(name, "is a relative path segment"));
            }
            text.push_str(literal);
            if is_encoded {
                text.push_str(argument);
            } else {
                text.extend(utf8_percent_encode(argument, ESCAPED));
            }
            rest = tail;
        }
        text.push_str(rest);
        Ok(Self { text, query: None })
    }

    /// Sets a query parameter, in place of an earlier value of it.
    pub(super) fn query(&mut self, name: &str, value: &dyn Display) {
        self.remove_query(name);
        let separator = if self.query.is_some() { '&' } else { '?' };
        self.query.get_or_insert(self.text.len());
        self.text.push(separator);
        self.text.extend(utf8_percent_encode(name, ESCAPED));
        self.text.push('=');
        // Writing to a string fails only if the value's own `Display` does, which is a bug of the value.
        let _ = write!(Escaping(&mut self.text), "{value}");
    }

    /// Adds a pair that is encoded already, beside earlier values of it.
    pub(super) fn add(&mut self, pair: &str) {
        let separator = if self.query.is_some() { "&" } else { "?" };
        self.query.get_or_insert(self.text.len());
        self.text.extend([separator, pair]);
    }

    /// Puts another path before it than the one it begins with.
    pub(super) fn replace_prefix(&mut self, before: &str, after: &str) {
        if let Some(rest) = self.text.strip_prefix(before) {
            self.query = self.query.map(|start| start - before.len() + after.len());
            self.text = format!("{after}{rest}");
        }
    }

    /// A query parameter, as it is written; `name` must need no escapes.
    #[allow(dead_code, reason = "only pages look at it")]
    pub(super) fn query_value(&self, name: &str) -> Option<&str> {
        let pairs = self.text.get(self.query? + 1..)?.split('&');
        pairs
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    fn remove_query(&mut self, name: &str) {
        let Some(start) = self.query else { return };
        let name = encoded(name);
        let is_other = |pair: &&str| pair.split_once('=').is_none_or(|(key, _)| key != name);
        let pairs = self.text.get(start + 1..).unwrap_or_default().split('&');
        if pairs.clone().all(|pair| is_other(&pair)) {
            return;
        }
        let kept = pairs.filter(is_other).collect::<Vec<_>>().join("&");
        self.text.truncate(start);
        self.query = None;
        if !kept.is_empty() {
            self.query = Some(start);
            self.text.push('?');
            self.text.push_str(&kept);
        }
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }
}

/// Splits `a/{b}/c` into `a/`, `b` and `/c`.
fn next_parameter(template: &str) -> Option<(&str, (&str, &str))> {
    let (literal, rest) = template.split_once('{')?;
    Some((literal, rest.split_once('}')?))
}

/// A text with all that has a meaning in a URL percent-encoded.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

fn is_dot_segment(argument: &str) -> bool {
    let rest = after_dot(argument);
    rest == Some("") || rest.and_then(after_dot) == Some("")
}

/// What follows a dot, however it is spelled.
fn after_dot(text: &str) -> Option<&str> {
    let escapes = ["%2e", "%2E"];
    text.strip_prefix('.').or_else(|| escapes.iter().find_map(|escape| text.strip_prefix(escape)))
}

fn refused(parameter: &str, problem: &str) -> Error {
    Error::new(ErrorKind::Request, format!("the path parameter `{parameter}` {problem}"))
}

/// Percent-encodes whatever is written through it.
struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, ESCAPED));
        Ok(())
    }
}
