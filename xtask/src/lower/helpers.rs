//! What the document says of an operation's use: paging through lists, waiting for an outcome.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::examples::{Types, resolve};
use super::operations::Remarks;
use super::view::plain;
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Answer, Api, Constraint, Enum, Location, Member, Name, Operation, Pagination, Param, Presence,
    Scalar, TypeKind, TypeName, TypeRef, Wait,
};

/// Gives operations their helpers, now that it is known what may be missing in their answers.
pub(super) fn attach(api: &mut Api, remarks: &[Remarks<'_>], diagnostics: &mut Diagnostics) {
    let types: Types<'_> = api.types.iter().map(|ty| (&ty.name, ty)).collect();
    let remarks: HashMap<&Name, &Remarks<'_>> =
        remarks.iter().map(|remarks| (&remarks.operation, remarks)).collect();
    for operation in api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        let Some(remarks) = remarks.get(&operation.name) else { continue };
        operation.pagination = remarks.pagination.and_then(|it| pagination(&types, it, operation));
        if remarks.pagination.is_some() && operation.pagination.is_none() {
            let message = "`x-pagination` does not fit: `offset` and `limit` name query parameters, \
                           `items` a list of objects in the answer, `total` an integer beside it and \
                           `key` a string or integer of the objects";
            diagnostics.error("pagination", &remarks.at.key("x-pagination"), message);
        }
        operation.wait = remarks.wait.and_then(|it| wait(&types, it, &operation.answer));
        if remarks.wait.is_some() && operation.wait.is_none() {
            let message = "`x-wait` does not fit: `member` names an enum of the answer, `settled` and \
                           `action-required` list values of it, each once, `settled` at least one";
            diagnostics.error("wait", &remarks.at.key("x-wait"), message);
        }
    }
}

/// Offset pagination.
fn pagination(types: &Types<'_>, written: &Value, operation: &Operation) -> Option<Pagination> {
    let name = |key| written.get(key).and_then(Value::as_str);
    let query = |key| {
        let wire = name(key)?;
        let is_it = |param: &&Param| param.location == Location::Query && param.wire == wire;
        operation.params.iter().find(is_it)
    };
    let page = answer_type(&operation.answer)?;
    let items = member(types, page, name("items")?)?;
    let TypeRef::List(item) = &items.ty else { return None };
    let key = member(types, item, name("key")?)?;
    let is_key = match &key.ty {
        TypeRef::Scalar(scalar) => *scalar == Scalar::String || is_integer(*scalar),
        TypeRef::Named(name) => {
            matches!(types.get(name)?.kind, TypeKind::Enum(_) | TypeKind::Newtype { .. })
        }
        _ => false,
    };
    let is_count = |it: &Member| matches!(it.ty, TypeRef::Scalar(scalar) if is_integer(scalar));
    let total = match name("total") {
        Some(total) => Some(member(types, page, total).filter(is_count)?),
        None => None,
    };
    is_key.then_some(Pagination {
        offset: query("offset")?.wire.clone(),
        limit: query("limit")?.wire.clone(),
        default_limit: query("limit").and_then(default_number),
        total,
        item: named(item)?.clone(),
        items,
        key,
    })
}

/// When what the operation reads is settled.
fn wait(types: &Types<'_>, written: &Value, answer: &Answer) -> Option<Wait> {
    let member = member(types, answer_type(answer)?, written.get("member")?.as_str()?)?;
    let status = named(&member.ty)?.clone();
    let TypeKind::Enum(known) = &types.get(&status)?.kind else { return None };
    let settled = variants(known, written.get("settled")?)?;
    let action_required = variants(known, written.get("action-required")?)?;
    let mut seen = BTreeSet::new();
    let is_clear = settled.iter().chain(&action_required).all(|variant| seen.insert(variant));
    (is_clear && !settled.is_empty()).then_some(Wait { member, status, settled, action_required })
}

/// A member of a struct, by its name on the wire.
fn member(types: &Types<'_>, owner: &TypeRef, wire: &str) -> Option<Member> {
    let ty = types.get(named(resolve(types, owner))?)?;
    let TypeKind::Struct(object) = &ty.kind else { return None };
    let field = object.fields.iter().find(|field| field.wire == wire)?;
    let is_optional = match field.presence {
        Presence::Required => false,
        // What is sent as well keeps `null` apart.
        Presence::OptionalNullable if ty.usage.request => return None,
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => true,
    };
    let ty = resolve(types, &field.ty).clone();
    Some(Member { field: field.name.clone(), ty, is_optional })
}

fn answer_type(answer: &Answer) -> Option<&TypeRef> {
    if let Answer::Json(ty, _) = answer { Some(ty) } else { None }
}

fn named(ty: &TypeRef) -> Option<&TypeName> {
    if let TypeRef::Named(name) = ty { Some(name) } else { None }
}

fn is_integer(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64)
}

/// The variants of the listed values, if all of them are known.
fn variants(known: &Enum, values: &Value) -> Option<Vec<TypeName>> {
    let variant = |value: &Value| {
        let wire = plain(value);
        known.variants.iter().find(|variant| variant.wire == wire).map(|it| it.name.clone())
    };
    values.as_array()?.iter().map(variant).collect()
}

/// The number that stands for a parameter that is left out.
fn default_number(param: &Param) -> Option<u64> {
    param.docs.constraints.iter().find_map(|constraint| match constraint {
        Constraint::Default(value) => value.parse().ok(),
        _ => None,
    })
}
