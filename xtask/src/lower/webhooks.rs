//! Events the API sends, written as `x-webhooks` in the manner of OpenAPI 3.1.

use openapiv3::{PathItem, RequestBody};
use serde_json::Value;

use super::Lowering;
use super::view::SchemaRef;
use crate::ir::{Docs, Webhook};
use crate::spec::Pointer;

impl Lowering<'_> {
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let document = self.document;
        let Some(written) = document.api.extensions.get("x-webhooks").and_then(Value::as_object)
        else {
            return Vec::new();
        };
        let at = Pointer::root().key("x-webhooks");
        let events = written.iter().filter(|(name, _)| !name.starts_with("x-"));
        events.filter_map(|(name, item)| self.webhook(name, item, &at.key(name))).collect()
    }

    fn webhook(&mut self, name: &str, item: &Value, at: &Pointer) -> Option<Webhook> {
        let Ok(item) = serde_json::from_value::<PathItem>(item.clone()) else {
            self.diagnostics.error(
                "webhook",
                at,
                format!("the webhook `{name}` is not a path item"),
            );
            return None;
        };
        let other = item.iter().map(|(method, _)| method).find(|method| *method != "post");
        if let Some(method) = other.filter(|_| item.post.is_some()) {
            let message = format!("of the webhook `{name}` only `post` is read, not `{method}`");
            self.diagnostics.warning("webhook", &at.key(method), message).on_key();
        }
        let Some(operation) = item.post else {
            let message = format!("the webhook `{name}` has no `post` and is left out");
            self.diagnostics.warning("webhook", at, message);
            return None;
        };
        let payload = operation.request_body.as_ref().and_then(|body| {
            let body = self.document.body(body, at)?;
            self.payload(body.value)
        });
        if payload.is_none() {
            let message =
                format!("the webhook `{name}` has no named payload, so no type stands for it");
            self.diagnostics
                .warning("webhook", at, message)
                .hint("refer to `#/components/schemas/…`");
        }
        let docs = Docs {
            summary: operation.summary,
            description: operation.description,
            ..Docs::default()
        };
        Some(Webhook { name: name.to_owned(), docs, payload })
    }

    fn payload(&self, body: &RequestBody) -> Option<crate::ir::TypeName> {
        let schema = body.content.values().next()?.schema.as_ref()?;
        self.components.get(SchemaRef::from(schema).component()?).cloned()
    }
}
