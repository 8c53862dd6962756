//! Translates the tree of an OpenAPI 3.1 document to OpenAPI 3.0, of which everything else is made.
//!
//! It runs when every `$ref` is `#/components/<section>/<name>`. What 3.0 cannot say is approximated so that no
//! value is lost, and a warning names it.

mod alternatives;
mod keywords;
mod schema;

use serde_json::{Map, Value, json};

pub use keywords::is_unread;

use crate::diagnostic::Diagnostics;
use crate::spec::model::{Kind, Shape};
use crate::spec::outline::find;
use crate::spec::pointer::Path;
use crate::spec::version::{self, Version};
use crate::spec::{Origins, Pointer};

/// Members that came with OpenAPI 3.2 and without which an API cannot be called as it is meant.
const LATER: &[(Kind, &str)] = &[
    (Kind::Components, "mediaTypes"),
    (Kind::MediaType, "itemEncoding"),
    (Kind::MediaType, "itemSchema"),
    (Kind::MediaType, "prefixEncoding"),
    (Kind::PathItem, "additionalOperations"),
    (Kind::PathItem, "query"),
];

/// The members of an object.
type Members = Map<String, Value>;

/// What is known while a tree is translated.
struct Translation<'d> {
    /// Where what was moved came from.
    origins: Origins,
    diagnostics: &'d mut Diagnostics,
}

/// Translates a tree, and adds to `origins` where what had to move came from.
pub(super) fn translate(
    tree: &mut Value,
    origins: Origins,
    diagnostics: &mut Diagnostics,
) -> Origins {
    let mut translation = Translation { origins, diagnostics };
    translation.value(tree, Shape::Object(Kind::OpenApi), &Path::Root);
    translation.origins
}

impl Translation<'_> {
    fn value(&mut self, value: &mut Value, shape: Shape, path: &Path<'_>) {
        match (shape, &mut *value) {
            (Shape::Reference(Kind::Schema), _) | (Shape::Additional, Value::Object(_)) => {
                self.schema(value, path);
                self.members(value, Kind::Schema, path);
            }
            (Shape::Object(kind) | Shape::Reference(kind), Value::Object(members)) => {
                if find(members, "$ref").is_some() {
                    self.reference(members, kind, path);
                } else {
                    self.object(members, kind, path);
                    self.members(value, kind, path);
                }
            }
            (Shape::Map(inner), Value::Object(members)) => {
                for (key, value) in members {
                    self.value(value, *inner, &Path::Key(path, key));
                }
            }
            (Shape::List(inner), Value::Array(elements)) => {
                for (index, value) in elements.iter_mut().enumerate() {
                    self.value(value, *inner, &Path::Index(path, index));
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, value: &mut Value, kind: Kind, path: &Path<'_>) {
        let Value::Object(members) = value else { return };
        if find(members, "$ref").is_some() {
            return;
        }
        let kind = kind.narrowed(members);
        for (key, value) in members {
            if let Some(shape) = kind.shape(key, Version::V3_0) {
                self.value(value, shape, &Path::Key(path, key));
            }
        }
    }

    /// OpenAPI 3.1 lets a `$ref` to anything have words of its own.
    fn reference(&mut self, members: &mut Members, kind: Kind, path: &Path<'_>) {
        for name in ["summary", "description"] {
            if take(members, name).is_some() && kind != Kind::Example {
                self.approximated(path, name, &format!("`{name}` beside a `$ref` is not read"));
            }
        }
    }

    fn object(&mut self, members: &mut Members, kind: Kind, path: &Path<'_>) {
        for (_, name) in LATER.iter().filter(|(owner, _)| *owner == kind) {
            if take(members, name).is_some() {
                let message =
                    format!("`{name}` came with OpenAPI 3.2, of which only what 3.1 has is read");
                let at = self.written(path).key(name);
                self.diagnostics.error(version::RULE, &at, message).on_key();
            }
        }
        match kind {
            Kind::OpenApi => self.root(members, path),
            Kind::Info => {
                if let Some(summary) = take(members, "summary") {
                    members.entry("description").or_insert(summary);
                }
            }
            Kind::License => {
                take(members, "identifier");
            }
            Kind::Components => {
                take(members, "pathItems");
            }
            Kind::Operation => {
                let none = || json!({ "default": { "description": "" } });
                members.entry("responses").or_insert_with(none);
            }
            Kind::SecurityScheme => self.security_scheme(members, path),
            _ => {}
        }
    }

    fn root(&mut self, members: &mut Members, path: &Path<'_>) {
        members.insert("openapi".to_owned(), "3.0.3".into());
        take(members, "jsonSchemaDialect");
        members.entry("paths").or_insert_with(|| json!({}));
        if let Some(webhooks) = take(members, "webhooks") {
            self.moved(path, "/x-webhooks", "/webhooks");
            members.insert("x-webhooks".to_owned(), webhooks);
        }
    }

    /// OpenAPI 3.0 has no scheme for certificates; calls need nothing for it that a client could add.
    fn security_scheme(&mut self, members: &mut Members, path: &Path<'_>) {
        if find(members, "type").and_then(Value::as_str) == Some("mutualTLS") {
            self.approximated(path, "type", "`mutualTLS` is left to the transport of the client");
            members.insert("type".to_owned(), "http".into());
            members.insert("scheme".to_owned(), "mutual-tls".into());
        }
    }

    /// Says that a member means more than is made of it.
    fn approximated(&mut self, path: &Path<'_>, name: &str, message: &str) {
        let at = self.written(path).key(name);
        self.diagnostics.warning("approximation", &at, message).on_key();
    }

    /// Notes that what is now at `to` came from `from`, both as seen from the same place.
    fn moved(&mut self, path: &Path<'_>, to: &str, from: &str) {
        let from = self.written(path).join(from);
        self.origins.translated.insert(path.pointer().join(to), from);
    }

    /// Where a value was before the translation.
    fn written(&self, path: &Path<'_>) -> Pointer {
        self.origins.before_translation(&path.pointer())
    }
}

/// Takes a member out. Most are not there, which a look at the few keys tells sooner than a hash of the name.
fn take(members: &mut Members, name: &str) -> Option<Value> {
    members.keys().any(|key| key == name).then(|| members.shift_remove(name))?
}

/// Whether a schema allows `null` beside other values.
fn allows_null(schema: &Value) -> bool {
    let types = schema.get("type").and_then(Value::as_array);
    types.is_some_and(|types| types.iter().any(|ty| ty.is_null() || ty.as_str() == Some("null")))
}

/// Whether a schema allows only `null`.
fn is_null(schema: &Value) -> bool {
    schema.as_object().is_some_and(is_only_null)
}

fn is_only_null(schema: &Members) -> bool {
    let is_null = |ty: &Value| ty.as_str() == Some("null") || ty.is_null();
    let ty = find(schema, "type").is_some_and(|ty| match ty {
        Value::Array(types) => types.iter().all(is_null),
        ty => is_null(ty),
    });
    let values = find(schema, "enum").and_then(Value::as_array);
    find(schema, "$ref").is_none()
        && (ty
            || find(schema, "const").is_some_and(Value::is_null)
            || values.is_some_and(|values| values.iter().all(Value::is_null)))
}
