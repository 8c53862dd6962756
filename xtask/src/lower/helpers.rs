//! What the document says of an operation's use: paging through lists, waiting for an outcome.

use serde_json::Value;

use super::Lowering;
use super::operations::Site;
use crate::ir::{
    Answer, Constraint, Enum, Field, Location, Name, Pagination, Param, Presence, Scalar, TypeKind,
    TypeName, TypeRef, Wait,
};

impl<'a> Lowering<'a> {
    /// Offset pagination, if the document speaks of it.
    pub(super) fn pagination(
        &mut self,
        site: &Site<'a>,
        params: &[Param],
        answer: &Answer,
    ) -> Option<Pagination> {
        let written = site.written.extensions.get("x-pagination")?;
        let name = |key| written.get(key).and_then(Value::as_str);
        let query = |key| {
            let wire = name(key)?;
            let is_it = |param: &&Param| param.location == Location::Query && param.wire == wire;
            params.iter().find(is_it)
        };
        let pagination = (|| {
            let items = self.member(answer_type(answer)?, name("items")?)?;
            let TypeRef::List(item) = &items.ty else { return None };
            let TypeRef::Named(item) = &**item else { return None };
            let total = name("total").and_then(|total| self.member(answer_type(answer)?, total));
            Some(Pagination {
                offset: query("offset")?.wire.clone(),
                limit: query("limit")?.wire.clone(),
                default_limit: query("limit").and_then(default_number),
                items: required(items)?,
                total: total.filter(|total| is_count(&total.ty)).and_then(required),
                key: required(self.member(item, name("key")?)?)?,
                item: item.clone(),
            })
        })();
        if pagination.is_none() {
            let message = "`x-pagination` does not fit: `offset` and `limit` name query parameters, \
                           `items` a required list of the answer and `key` a required id of its elements";
            self.diagnostics.error("pagination", &site.at.key("x-pagination"), message);
        }
        pagination
    }

    /// When what the operation reads is settled, if the document says so.
    pub(super) fn wait(&mut self, site: &Site<'a>, answer: &Answer) -> Option<Wait> {
        let written = site.written.extensions.get("x-wait")?;
        let wait = (|| {
            let field = self.member(answer_type(answer)?, written.get("member")?.as_str()?)?;
            let TypeRef::Named(status) = &field.ty else { return None };
            let TypeKind::Enum(known) = self.definition(status)? else { return None };
            Some(Wait {
                field: required(field)?,
                status: status.clone(),
                settled: variants(known, written.get("settled")?)?,
                action_required: variants(known, written.get("action-required")?)?,
            })
        })();
        if wait.is_none() {
            let message = "`x-wait` does not fit: `member` names a required enum of the answer, \
                           `settled` and `action-required` list values of it";
            self.diagnostics.error("wait", &site.at.key("x-wait"), message);
        }
        wait
    }

    pub(super) fn definition(&self, name: &TypeName) -> Option<&TypeKind> {
        self.types.iter().find(|ty| ty.name == *name).map(|ty| &ty.kind)
    }

    /// A member of a struct, by its name on the wire.
    pub(super) fn member(&self, name: &TypeName, wire: &str) -> Option<&Field> {
        let TypeKind::Struct(object) = self.definition(name)? else { return None };
        object.fields.iter().find(|field| field.wire == wire)
    }
}

fn answer_type(answer: &Answer) -> Option<&TypeName> {
    match answer {
        Answer::Json(TypeRef::Named(name), _) => Some(name),
        _ => None,
    }
}

/// Whether a number is never negative.
fn is_count(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Scalar(Scalar::U32 | Scalar::U64))
}

/// The name of a field that is always there.
fn required(field: &Field) -> Option<Name> {
    (field.presence == Presence::Required).then(|| field.name.clone())
}

/// The variants of the listed values, if all of them are known.
fn variants(known: &Enum, values: &Value) -> Option<Vec<TypeName>> {
    let variant = |value: &Value| {
        let wire = value.as_str()?;
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
