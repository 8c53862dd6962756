//! How carefully values must be treated: as the document says, else as their kind tells.

use openapiv3::{ReferenceOr, Schema, SchemaData};

use super::Lowering;
use super::unions::is_null;
use super::view::{SchemaRef, View};
use crate::ir::Sensitivity;

/// Schemas that have been asked, so that none is asked twice.
type Asked<'a> = Vec<&'a SchemaData>;

impl<'a> Lowering<'a> {
    /// The class of a schema: its own, else that of what it refers to, is made of or lists.
    pub(super) fn sensitivity(&self, schema: SchemaRef<'a>) -> Sensitivity {
        self.class(schema, &mut Vec::new())
    }

    fn class(&self, schema: SchemaRef<'a>, asked: &mut Asked<'a>) -> Sensitivity {
        self.told(schema, &mut Vec::new()).unwrap_or_else(|| self.by_kind(schema, asked))
    }

    /// What the document says of a schema or, the strictest counts, of the parts of its `allOf`.
    fn told(&self, schema: SchemaRef<'a>, asked: &mut Asked<'a>) -> Option<Sensitivity> {
        let own = self.along_references(schema, own_sensitivity);
        own.or_else(|| {
            let parts = self.end(schema, asked)?.all_of;
            parts.iter().filter_map(|part| self.told(part.into(), asked)).max()
        })
    }

    fn by_kind(&self, schema: SchemaRef<'a>, asked: &mut Asked<'a>) -> Sensitivity {
        // What is made of nothing but itself holds no value that could have a class.
        let Some(view) = self.end(schema, asked) else { return Sensitivity::Unclassed };
        if let Some(items) = view.items {
            return self.class(items.into(), asked);
        }
        if let Some((_, part)) = self.scalar_part(&view) {
            return self.class(part, asked);
        }
        if view.has_alternatives() && !view.has_members() {
            return self.of_alternatives(&view, asked);
        }
        let speaks_for_itself = matches!(view.ty, Some("integer" | "number" | "boolean"))
            || matches!(view.format, Some("date-time" | "uuid"))
            || !view.values().is_empty()
            || (view.has_members() && !self.is_contradiction(&view));
        if speaks_for_itself { Sensitivity::Operational } else { Sensitivity::Unclassed }
    }

    /// Alternatives of several kinds are a union, which hides what must be; those of one kind may be one type.
    fn of_alternatives(&self, view: &View<'a>, asked: &mut Asked<'a>) -> Sensitivity {
        let parts = view.one_of.iter().chain(view.any_of).map(SchemaRef::from);
        let parts: Vec<SchemaRef<'a>> = parts.filter(|part| !is_null(*part)).collect();
        let mut kinds = parts.iter().map(|part| self.along_references(*part, |view| view.ty));
        let first = kinds.next();
        if kinds.any(|kind| Some(kind) != first) {
            return Sensitivity::Operational;
        }
        let classes = parts.iter().map(|part| self.class(*part, asked));
        classes.max().unwrap_or(Sensitivity::Unclassed)
    }

    /// What references and descriptions of a schema lead to, unless it has been asked.
    fn end(&self, schema: SchemaRef<'a>, asked: &mut Asked<'a>) -> Option<View<'a>> {
        let end = |view: &View<'a>| view.described().is_none().then_some(*view);
        let view = self.along_references(schema, end)?;
        if asked.iter().any(|it| std::ptr::eq(*it, view.data)) {
            return None;
        }
        asked.push(view.data);
        Some(view)
    }
}

/// What a schema itself says, or a part of its `allOf` that is written in place.
pub(super) fn own_sensitivity(view: &View<'_>) -> Option<Sensitivity> {
    let class = view.data.extensions.get("x-sensitivity").and_then(serde_json::Value::as_str);
    let of_part = |part: &ReferenceOr<Schema>| own_sensitivity(&View::new(part.as_item()?));
    match class {
        Some("operational") => Some(Sensitivity::Operational),
        Some("personal") => Some(Sensitivity::Personal),
        Some("secret") => Some(Sensitivity::Secret),
        Some("bearer-url") => Some(Sensitivity::BearerUrl),
        _ if view.format == Some("password") || view.data.write_only => Some(Sensitivity::Secret),
        _ => view.all_of.iter().filter_map(of_part).max(),
    }
}
