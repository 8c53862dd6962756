//! Following `$ref`s.

use openapiv3::{Parameter, ReferenceOr, RequestBody, Response, Schema};

use crate::spec::{Document, Pointer};

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
        resolve(schema, at, "schemas", |name| components?.schemas.get(name))
    }

    /// Resolves a parameter.
    #[must_use]
    pub fn parameter<'a>(
        &'a self,
        it: &'a ReferenceOr<Parameter>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Parameter>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "parameters", |name| components?.parameters.get(name))
    }

    /// Resolves a request body.
    #[must_use]
    pub fn body<'a>(
        &'a self,
        it: &'a ReferenceOr<RequestBody>,
        at: &Pointer,
    ) -> Option<Resolved<'a, RequestBody>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "requestBodies", |name| components?.request_bodies.get(name))
    }

    /// Resolves a response.
    #[must_use]
    pub fn response<'a>(
        &'a self,
        it: &'a ReferenceOr<Response>,
        at: &Pointer,
    ) -> Option<Resolved<'a, Response>> {
        let components = self.api.components.as_ref();
        resolve(it, at, "responses", |name| components?.responses.get(name))
    }
}

/// How many `$ref`s to `$ref`s are followed; a longer chain is a cycle.
const LONGEST_CHAIN: usize = 32;

fn resolve<'a, T>(
    start: &'a ReferenceOr<T>,
    at: &Pointer,
    section: &str,
    component: impl Fn(&str) -> Option<&'a ReferenceOr<T>>,
) -> Option<Resolved<'a, T>> {
    let (mut here, mut at, mut name) = (start, at.clone(), None);
    for _ in 0..LONGEST_CHAIN {
        match here {
            ReferenceOr::Item(value) => return Some(Resolved { value, at, name }),
            ReferenceOr::Reference { reference } => {
                let target = reference
                    .strip_prefix("#/components/")?
                    .strip_prefix(section)?
                    .strip_prefix('/')?;
                here = component(target)?;
                at = Pointer::root().key("components").key(section).key(target);
                name = Some(target);
            }
        }
    }
    None
}
