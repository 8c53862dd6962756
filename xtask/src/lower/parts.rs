//! Bodies of several parts: what is sent as one, and the media types that the document gives to parts.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Encoding, ReferenceOr, Schema};

use super::Lowering;
use super::bodies::{Kind, essence, kind};
use super::view::{SchemaRef, View};
use crate::ir::{FORM_DATA, PartType, Scalar, TypeKind, TypeRef, Union};
use crate::spec::Pointer;

/// What a schema is to a body of several parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum InParts {
    #[default]
    Nothing,
    /// All of it: its members are parts.
    Body,
    /// A part or one of several: if it is binary, it is a file.
    Value,
}

/// Longer chains of names are cycles, which lint reports.
const LONGEST_CHAIN: usize = 32;

/// What the value of a part is; of a list, what its items are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PartValue {
    File,
    Text,
    Object,
}

impl<'a> Lowering<'a> {
    /// Notes the component schemas that are sent part by part, or as a part.
    pub(super) fn find_multipart(&mut self) {
        let document = self.document;
        let bodies = document.api.operations().filter_map(|(_, _, operation)| {
            document.body(operation.request_body.as_ref()?, &Pointer::root())
        });
        for body in bodies {
            let Some((mime, media)) = self.sent(&body.value.content) else { continue };
            if let Some(schema) = media.schema.as_ref().filter(|_| kind(mime) == Kind::Multipart) {
                self.note_parts(schema.into(), InParts::Body);
            }
        }
    }

    fn note_parts(&mut self, schema: SchemaRef<'a>, role: InParts) {
        let document = self.document;
        let item = match (schema, schema.component()) {
            (SchemaRef::Item(item), _) => item,
            (_, Some(name)) => {
                let schemas = document.api.components.as_ref().map(|it| &it.schemas);
                let Some(target) = schemas.and_then(|schemas| schemas.get(name)) else { return };
                // An object inside of a part is JSON.
                let is_object = self.along_references(target.into(), |view| {
                    (view.ty == Some("object") || view.has_members()).then_some(())
                });
                let ends = role == InParts::Value && is_object.is_some();
                if !ends && self.multipart.insert(name, role) != Some(role) {
                    self.note_parts(target.into(), role);
                }
                return;
            }
            (_, None) => return,
        };
        let view = View::new(item);
        for part in view.all_of.iter().chain(view.one_of).chain(view.any_of) {
            self.note_parts(part.into(), role);
        }
        for (_, member) in view.properties.into_iter().flatten().filter(|_| role == InParts::Body) {
            self.note_parts(member.into(), InParts::Value);
        }
        if let Some(AdditionalProperties::Schema(member)) =
            view.additional.filter(|_| role == InParts::Body)
        {
            let member: &'a ReferenceOr<Schema> = member;
            self.note_parts(member.into(), InParts::Value);
        }
        if let Some(items) = view.items {
            self.note_parts(items.into(), role);
        }
    }

    /// Lowers a member of the schema at hand.
    pub(super) fn in_member<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        let member = match self.in_parts {
            InParts::Body => InParts::Value,
            InParts::Value | InParts::Nothing => InParts::Nothing,
        };
        let outside = std::mem::replace(&mut self.in_parts, member);
        let lowered = lower(self);
        self.in_parts = outside;
        lowered
    }

    /// Whether members of an object are files.
    pub(super) fn holds_files(&self, schema: SchemaRef<'a>) -> bool {
        let is_file = |schema: &'a ReferenceOr<Box<Schema>>| {
            let items = self.along_references(schema.into(), |view| view.items);
            self.is_binary(schema.into()) || items.is_some_and(|items| self.is_binary(items.into()))
        };
        let own = |view: &View<'a>| {
            view.properties.into_iter().flatten().any(|(_, member)| is_file(member)).then_some(())
        };
        let parts = |view: &View<'a>| {
            let mut parts = view.all_of.iter().map(SchemaRef::from);
            parts.any(|part| self.along_references(part, own).is_some()).then_some(())
        };
        self.along_references(schema, |view| own(view).or_else(|| parts(view))).is_some()
    }

    /// The media type of a body of several parts.
    pub(super) fn of_parts(&mut self, mime: &str, at: &Pointer) -> String {
        let essence = essence(mime);
        match essence.as_str() {
            FORM_DATA | "multipart/*" => return FORM_DATA.to_owned(),
            "multipart/mixed" => {}
            _ => {
                let message =
                    format!("the parts of `{essence}` are written like those of `{FORM_DATA}`");
                self.diagnostics.warning("approximated", at, message).on_key();
            }
        }
        essence
    }

    /// What parts are sent as, where the document says it: of several media types the first that a value of the part can
    /// be written in. A range of them leaves it to the type of the part, and with a file to the caller.
    pub(super) fn part_types(
        &mut self,
        body: &TypeRef,
        encodings: &IndexMap<String, Encoding>,
        at: &Pointer,
    ) -> Vec<PartType> {
        let mut types = Vec::new();
        for (part, encoding) in encodings {
            let Some(written) = &encoding.content_type else { continue };
            let at = at.key(part).key("contentType");
            let Some(value) = self.part_value(body, part) else {
                let message = format!("this body has no part `{part}`");
                self.diagnostics.warning("approximated", &at, message);
                continue;
            };
            let fits = |mime: &&str| value != PartValue::Object || kind(mime) == Kind::Json;
            let mut fitting = written.split(',').map(str::trim).filter(fits).peekable();
            if fitting.peek().is_none() {
                let message = format!("`{part}` is sent as JSON, not as `{written}`");
                self.diagnostics
                    .warning("approximated", &at, message)
                    .hint("describe it as text or as a file, which the caller writes");
            }
            let media_type = fitting.find(|mime| !mime.contains('*'));
            types.extend(media_type.map(|mime| PartType {
                part: part.clone(),
                media_type: mime.to_owned(),
                is_json: value != PartValue::File && kind(mime) == Kind::Json,
            }));
        }
        types
    }

    /// Whether a type is that of objects or maps, whose members are parts.
    pub(super) fn is_object(&self, ty: &TypeRef) -> bool {
        let mut ty = ty;
        for _ in 0..LONGEST_CHAIN {
            let TypeRef::Named(name) = ty else { break };
            match self.definition(name) {
                Some(TypeKind::Alias(target)) => ty = target,
                definition => return matches!(definition, Some(TypeKind::Struct(_))),
            }
        }
        matches!(ty, TypeRef::Map(_))
    }

    /// What the value of a part is; `None` if the body has no such part.
    fn part_value(&self, body: &TypeRef, part: &str) -> Option<PartValue> {
        let mut body = body;
        for _ in 0..LONGEST_CHAIN {
            let TypeRef::Named(name) = body else { return None };
            match self.definition(name)? {
                TypeKind::Alias(target) => body = target,
                TypeKind::Struct(object) => {
                    let field = object.fields.iter().find(|field| field.wire == part)?;
                    return Some(self.value(&field.ty, false));
                }
                _ => return None,
            }
        }
        None
    }

    fn value(&self, ty: &TypeRef, is_alternative: bool) -> PartValue {
        let (mut ty, mut is_item) = (ty, false);
        for _ in 0..LONGEST_CHAIN {
            ty = match ty {
                TypeRef::Scalar(Scalar::File) => return PartValue::File,
                TypeRef::Nullable(inner) => inner,
                TypeRef::Scalar(_) => return PartValue::Text,
                TypeRef::List(item) if !is_item => {
                    is_item = true;
                    item
                }
                TypeRef::Named(name) => match self.definition(name) {
                    Some(TypeKind::Alias(target)) => target,
                    Some(TypeKind::Enum(_) | TypeKind::Newtype { .. }) => return PartValue::Text,
                    Some(TypeKind::Union(union)) if !is_alternative => {
                        return self.alternative(union);
                    }
                    _ => return PartValue::Object,
                },
                _ => return PartValue::Object,
            }
        }
        PartValue::Object
    }

    /// A file if one of the alternatives is one, and text if all are; alternatives of alternatives are objects.
    fn alternative(&self, union: &Union) -> PartValue {
        let values = union.variants.iter().map(|variant| self.value(&variant.ty, true));
        let values: Vec<PartValue> = values.collect();
        if values.contains(&PartValue::File) {
            PartValue::File
        } else if values.iter().all(|it| *it == PartValue::Text) {
            PartValue::Text
        } else {
            PartValue::Object
        }
    }
}
