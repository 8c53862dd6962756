//! Schemas that list values, and string schemas: enums, dates, timestamps and plain strings.

use std::collections::BTreeSet;

use serde_json::Value;

use super::parts::InParts;
use super::schemas::Shape;
use super::sensitivity::own_sensitivity;
use super::view::{View, plain};
use super::{Lowering, take};
use crate::ir::{Docs, Enum, Scalar, Sensitivity, TypeKind, TypeName, TypeRef, Variant, Wire};
use crate::spec::Pointer;

impl<'a> Lowering<'a> {
    pub(super) fn string(&mut self, view: &View<'a>, at: &Pointer) -> Shape {
        if view.values().iter().any(Value::is_string) {
            return self.listed(view, at, Wire::Text);
        }
        Shape::Inline(TypeRef::Scalar(match view.format {
            Some("date") => Scalar::Date,
            Some("date-time") => Scalar::Timestamp,
            Some("binary") if self.in_parts == InParts::Value => Scalar::File,
            _ => Scalar::String,
        }))
    }

    /// An enum of the values that a schema lists.
    pub(super) fn listed(&mut self, view: &View<'a>, at: &Pointer, wire: Wire) -> Shape {
        Shape::Defined(TypeKind::Enum(self.variants(view, at, wire)))
    }

    fn variants(&mut self, view: &View<'a>, at: &Pointer, wire: Wire) -> Enum {
        // Names for some of the values are names for other values as likely.
        let names = view.data.extensions.get("x-enum-varnames").and_then(Value::as_array);
        let names = names.filter(|names| names.len() == view.values().len());
        let descriptions =
            view.data.extensions.get("x-enumDescriptions").and_then(Value::as_object);
        let mut variants: Vec<Variant> = Vec::new();
        let mut written = BTreeSet::new();
        let mut taken = BTreeSet::from([TypeName::of_variant(Enum::UNKNOWN)]);
        for (index, value) in view.values().iter().enumerate() {
            // A value of another type is reported by lint; nothing of this type can be it.
            let fits = match wire {
                Wire::Text => value.is_string(),
                Wire::Integer => value.is_i64(),
            };
            let wire = plain(value);
            if !fits || !written.insert(wire.clone()) {
                continue;
            }
            let chosen = names.and_then(|names| names.get(index)).and_then(Value::as_str);
            let wanted = TypeName::of_variant(chosen.unwrap_or(&wire));
            let name = take(&mut taken, &wanted, TypeName::numbered);
            self.report_taken(
                (&wanted, &name),
                &at.key("enum").index(index),
                ("variant name", "this value"),
                "choose names with `x-enum-varnames`",
            );
            let description = descriptions.and_then(|all| all.get(&wire)).and_then(Value::as_str);
            let docs = Docs { description: description.map(str::to_owned), ..Docs::default() };
            variants.push(Variant { name, wire, docs });
        }
        let sensitivity = own_sensitivity(view).unwrap_or(Sensitivity::Operational);
        Enum { wire, variants, sensitivity }
    }
}
