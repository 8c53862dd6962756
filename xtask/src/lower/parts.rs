//! Media types that the document gives to the parts of a body.

use indexmap::IndexMap;
use openapiv3::Encoding;

use super::Lowering;
use super::bodies::{Kind, kind};
use crate::ir::{PartType, Scalar, TypeKind, TypeRef};
use crate::spec::Pointer;

/// Longer chains of names are cycles, which lint reports.
const LONGEST_CHAIN: usize = 32;

/// What the value of a part is; of a list, what its items are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PartValue {
    File,
    Text,
    Object,
}

impl Lowering<'_> {
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
                _ => return self.member(name, part).map(|field| self.value(&field.ty)),
            }
        }
        None
    }

    fn value(&self, ty: &TypeRef) -> PartValue {
        let (mut ty, mut is_item) = (ty, false);
        for _ in 0..LONGEST_CHAIN {
            ty = match ty {
                TypeRef::Scalar(Scalar::File) => return PartValue::File,
                TypeRef::Scalar(_) => return PartValue::Text,
                TypeRef::List(item) if !is_item => {
                    is_item = true;
                    item
                }
                TypeRef::Named(name) => match self.definition(name) {
                    Some(TypeKind::Alias(target)) => target,
                    Some(TypeKind::Enum(_) | TypeKind::Newtype { .. }) => return PartValue::Text,
                    _ => return PartValue::Object,
                },
                _ => return PartValue::Object,
            }
        }
        PartValue::Object
    }
}
