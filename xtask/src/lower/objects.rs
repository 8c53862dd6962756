//! Object schemas: their members, those of the parts of an `allOf` included.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use super::schemas::own_name;
use super::view::{SchemaRef, View};
use super::{Lowering, Place, take};
use crate::ir::{Access, Field, Name, Presence, Struct, TypeRef};
use crate::spec::Pointer;

/// A member as the document describes it, before it gets a Rust name and type.
struct Member<'a> {
    schema: &'a ReferenceOr<Box<Schema>>,
    at: Pointer,
}

/// What an object and the parts of its `allOf` say together.
#[derive(Default)]
struct Members<'a> {
    named: IndexMap<&'a str, Member<'a>>,
    required: BTreeSet<&'a str>,
    rest: Option<TypeRef>,
}

/// How many components deep the parts of an `allOf` are looked for, and how many there may be in all.
const DEEPEST: usize = 32;
const MOST: usize = 4096;

/// The components that a part was reached through, and how many more may be.
struct Within {
    components: Vec<Pointer>,
    left: usize,
}

impl<'a> Lowering<'a> {
    pub(super) fn members(&mut self, view: &View<'a>, at: &Pointer, place: &Place<'_>) -> Struct {
        let mut members = Members::default();
        let mut within = Within { components: vec![at.clone()], left: MOST };
        self.collect(view, at, place, &mut members, &mut within);
        let mut taken = BTreeSet::from([Name::new(Struct::REST)]);
        let fields = members.named.iter().map(|(wire, member)| {
            let required = members.required.contains(wire);
            self.field(wire, member, required, &mut taken, place)
        });
        Struct { fields: fields.collect(), rest: members.rest }
    }

    fn collect(
        &mut self,
        view: &View<'a>,
        at: &Pointer,
        place: &Place<'_>,
        members: &mut Members<'a>,
        within: &mut Within,
    ) {
        for (index, part) in view.all_of.iter().enumerate() {
            self.collect_part(part.into(), &at.key("allOf").index(index), place, members, within);
        }
        let properties = at.key("properties");
        for (wire, schema) in view.properties.into_iter().flatten() {
            members.named.insert(wire, Member { schema, at: properties.key(wire) });
        }
        self.collect_alternatives(view, at, place, members, within);
        members.required.extend(view.required.iter().map(String::as_str));
        if let Some(rest) = self.map_value(view, at, place) {
            members.rest = Some(rest);
        }
    }

    /// Members of alternatives beside other members: Rust has no such type, so all of them are optional.
    fn collect_alternatives(
        &mut self,
        view: &View<'a>,
        at: &Pointer,
        place: &Place<'_>,
        members: &mut Members<'a>,
        within: &mut Within,
    ) {
        let mut alternatives = Members::default();
        for (keyword, parts) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            // Whoever is one of them and extends what they have in common has chosen.
            if parts.iter().any(|part| is_extended_by(part.into(), &within.components)) {
                continue;
            }
            for (index, part) in parts.iter().enumerate() {
                let at = at.key(keyword).index(index);
                self.collect_part(part.into(), &at, place, &mut alternatives, within);
            }
        }
        alternatives.named.retain(|wire, _| !members.named.contains_key(wire));
        if !alternatives.named.is_empty() {
            let message = "members of alternatives beside other members are all optional in Rust";
            self.diagnostics
                .warning("approximated", at, message)
                .hint("put the alternatives into a member, or the members into the alternatives");
        }
        members.named.extend(alternatives.named);
    }

    fn collect_part(
        &mut self,
        part: SchemaRef<'a>,
        at: &Pointer,
        place: &Place<'_>,
        members: &mut Members<'a>,
        within: &mut Within,
    ) {
        match part {
            SchemaRef::Item(item) => self.collect(&View::new(item), at, place, members, within),
            SchemaRef::Reference(_) => {
                let document = self.document;
                let schemas =
                    document.api.components.as_ref().map(|components| &components.schemas);
                let Some((name, target)) =
                    part.component().and_then(|name| Some((name, schemas?.get(name)?)))
                else {
                    return;
                };
                let target_at = Pointer::root().key("components").key("schemas").key(name);
                let components = &mut within.components;
                let mut warn = |message: String, hint: &str| {
                    self.diagnostics.warning("approximated", at, message).hint(hint);
                };
                if components.last() == Some(&target_at) {
                    warn(
                        format!("`{name}` is a part of itself, which says nothing new"),
                        "leave it out",
                    );
                } else if components.contains(&target_at) {
                    // What it says is being collected.
                } else if components.len() >= DEEPEST || within.left == 0 {
                    warn(
                        format!("`{name}` is one part too many: its members are left out"),
                        "name fewer parts of parts",
                    );
                } else {
                    components.push(target_at.clone());
                    within.left -= 1;
                    self.collect_part(target.into(), &target_at, place, members, within);
                    within.components.pop();
                }
            }
        }
    }

    fn field(
        &mut self,
        wire: &str,
        member: &Member<'a>,
        required: bool,
        taken: &mut BTreeSet<Name>,
        place: &Place<'_>,
    ) -> Field {
        let schema = member.schema.into();
        let extension = match member.schema {
            ReferenceOr::Item(item) => item.schema_data.extensions.get("x-rust-name"),
            ReferenceOr::Reference { .. } => None,
        };
        let wanted = own_name(extension, wire);
        let name = take(taken, &wanted, Name::numbered);
        self.report_taken(
            (&wanted, &name),
            &member.at,
            ("field name", "this member"),
            "choose a name with `x-rust-name`",
        );
        Field {
            name,
            wire: wire.to_owned(),
            docs: self.docs(schema),
            ty: self.in_member(|lowering| {
                lowering.type_ref_without_null(schema, &member.at, &place.child(wire))
            }),
            presence: presence(required, self.nullable(schema)),
            sensitivity: self.sensitivity(schema),
            access: access(schema),
            boxed: false,
        }
    }
}

/// Whether an alternative of the last of these components is one of those that have led to it.
fn is_extended_by(alternative: SchemaRef<'_>, within: &[Pointer]) -> bool {
    let Some((_, before)) = within.split_last() else { return false };
    let Some(name) = alternative.component() else { return false };
    before.iter().any(|at| at.parent() == Some("/components/schemas") && at.name() == name)
}

fn presence(required: bool, nullable: bool) -> Presence {
    match (required, nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::Nullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    }
}

fn access(schema: SchemaRef<'_>) -> Access {
    match schema {
        SchemaRef::Item(item) if View::new(item).says(|data| data.read_only) => Access::ReadOnly,
        SchemaRef::Item(item) if View::new(item).says(|data| data.write_only) => Access::WriteOnly,
        _ => Access::ReadWrite,
    }
}
