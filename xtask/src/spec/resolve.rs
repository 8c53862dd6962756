//! Following `$ref`s.

use openapiv3::{Header, Parameter, ReferenceOr, RequestBody, Response, Schema, SecurityScheme};
use serde_json::Value;

use crate::spec::outline::reference;
use crate::spec::{Document, Pointer, nearest};

/// What a value or the `$ref` in its place stands for.
#[derive(Debug)]
pub struct Resolved<'a, T> {
    /// The value itself.
    pub value: &'a T,
    /// Where the value is written.
    pub at: Pointer,
    /// Its name below `components`, if it came through a `$ref`.
    pub name: Option<&'a str>,
}

impl Document {
    /// Resolves a schema; `None` if the `$ref` leads nowhere (lint has reported it).
    #[must_use]
    pub fn schema<'a>(
        &'a self,
        schema: &'a ReferenceOr<Schema>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Schema>> {
        let components = self.api.components.as_ref();
        resolve(schema, at, "schemas", |name| components?.schemas.get_key_value(name))
    }

    /// Resolves a parameter.
    #[must_use]
    pub fn parameter<'a>(
        &'a self,
        it: &'a ReferenceOr<Parameter>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Parameter>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "parameters", |name| components?.parameters.get_key_value(name))
    }

    /// Resolves a request body.
    #[must_use]
    pub fn body<'a>(
        &'a self,
        it: &'a ReferenceOr<RequestBody>,
        at: &Pointer,
    ) -> Option<Resolved<'a, RequestBody>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "requestBodies", |name| components?.request_bodies.get_key_value(name))
    }

    /// Resolves a header.
    #[must_use]
    pub fn header<'a>(
        &'a self,
        it: &'a ReferenceOr<Header>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Header>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "headers", |name| components?.headers.get_key_value(name))
    }

    /// Resolves a response.
    #[must_use]
    pub fn response<'a>(
        &'a self,
        it: &'a ReferenceOr<Response>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Response>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "responses", |name| components?.responses.get_key_value(name))
    }

    /// Resolves a security scheme.
    #[must_use]
    pub fn security_scheme<'a>(
        &'a self,
        it: &'a ReferenceOr<SecurityScheme>,
        at: &Pointer,
    ) -> Option<Resolved<'a, SecurityScheme>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "securitySchemes", |name| components?.security_schemes.get_key_value(name))
    }
}

/// How many `$ref`s to `$ref`s are followed; a longer chain is a cycle.
pub(super) const LONGEST_CHAIN: usize = 32;

fn resolve<'a, T>(
    start: &'a ReferenceOr<T>,
    at: &Pointer,
    section: &str,
    component: impl Fn(&str) -> Option<(&'a String, &'a ReferenceOr<T>)>,
) -> Option<Resolved<'a, T>> {
    let (mut here, mut at, mut name) = (start, at.clone(), None);
    for _ in 0..LONGEST_CHAIN {
        match here {
            ReferenceOr::Item(value) => return Some(Resolved { value, at, name }),
            ReferenceOr::Reference { reference } => {
                let target = local_pointer(reference)?;
                let key = target
                    .as_str()
                    .strip_prefix("/components/")?
                    .strip_prefix(section)?
                    .strip_prefix('/')?;
                if key.contains('/') {
                    return None;
                }
                let (key, value) = component(&target.name())?;
                (here, at, name) = (value, target, Some(key.as_str()));
            }
        }
    }
    None
}

/// The pointer a `$ref` into this document holds; `None` if it leads elsewhere.
pub(crate) fn local_pointer(reference: &str) -> Option<Pointer> {
    let fragment = reference.strip_prefix('#')?;
    if !(fragment.is_empty() || fragment.starts_with('/')) {
        return None;
    }
    Some(Pointer::from_text(if fragment.contains('%') {
        percent_decoded(fragment)
    } else {
        fragment.to_owned()
    }))
}

pub(super) fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        bytes.extend(part.bytes().skip(if code.is_some() { 2 } else { 0 }));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The name beside a place where nothing is that is probably meant.
pub(crate) fn nearest_at<'a>(raw: &'a Value, at: &Pointer) -> Option<&'a str> {
    let siblings = raw.pointer(at.parent()?)?.as_object()?;
    nearest(&at.name(), siblings.keys().map(String::as_str))
}

/// What a value stands for in the tree: itself, or what its `$ref` leads to in the end.
pub(crate) fn follow<'a>(raw: &'a Value, mut value: &'a Value) -> Option<&'a Value> {
    for _ in 0..LONGEST_CHAIN {
        match reference(value) {
            None => return Some(value),
            Some(text) => value = local_pointer(text)?.value(raw)?,
        }
    }
    None
}
