//! Headers of answers: each is described once for the whole API, whatever operations have it.

use indexmap::IndexMap;
use openapiv3::{Header as Written, ParameterSchemaOrContent, ReferenceOr};

use super::bodies::{Kind, kind};
use super::schemas::own_name;
use super::view::SchemaRef;
use super::{Lowering, Place, take};
use crate::ir::{Docs, Header, HeaderKind, Name, Scalar, TypeKind, TypeRef};
use crate::spec::{Pointer, Resolved};

/// A header, and the description that it has its type from.
pub(super) struct Known<'a> {
    pub(super) header: Header,
    format: &'a ParameterSchemaOrContent,
}

/// Methods that read any header.
pub(super) const OWN_METHODS: &[&str] = &["of", "value", "list", "json"];

const TEXT: TypeRef = TypeRef::Scalar(Scalar::String);

impl<'a> Lowering<'a> {
    /// The headers of a response, by name.
    pub(super) fn headers(
        &mut self,
        written: &'a IndexMap<String, ReferenceOr<Written>>,
        at: &Pointer,
        place: &Place<'_>,
    ) -> Vec<Name> {
        let document = self.document;
        let mut names = Vec::new();
        for (wire, header) in written {
            let resolved = document.header(header, &at.key("headers").key(wire));
            // The type of the body is for `content` to say.
            let Some(header) = resolved.filter(|_| !wire.eq_ignore_ascii_case("content-type"))
            else {
                continue;
            };
            let place = header.name.map_or_else(|| place.child(wire), Place::Component);
            names.push(self.header(wire, &header, &place));
        }
        names
    }

    fn header(&mut self, wire: &str, written: &Resolved<'a, Written>, place: &Place<'_>) -> Name {
        let key = wire.to_ascii_lowercase();
        let format = &written.value.format;
        if let Some(known) = self.headers.get(&key).filter(|known| known.format == format) {
            return known.header.name.clone();
        }
        let (ty, kind) = self.header_type(written, place);
        if let Some(Known { header, .. }) = self.headers.get_mut(&key) {
            if (&header.ty, header.kind) != (&ty, kind) {
                (header.ty, header.kind) = (TEXT, HeaderKind::Value);
                let message =
                    format!("`{wire}` is of another type elsewhere, so it is read as text");
                self.diagnostics
                    .warning("approximated", &written.at, message)
                    .hint("describe it once, below `components/headers`");
            }
            return header.name.clone();
        }
        let wanted = own_name(written.value.extensions.get("x-rust-name"), wire);
        let name = take(&mut self.header_names, &wanted, Name::numbered);
        let words = ("method name", "this header");
        self.report_taken((&wanted, &name), &written.at, words, "choose a name with `x-rust-name`");
        let docs = self.header_docs(written.value);
        let header = Header { name: name.clone(), wire: wire.to_owned(), docs, ty, kind };
        self.headers.insert(key, Known { header, format });
        name
    }

    fn header_type(
        &mut self,
        written: &Resolved<'a, Written>,
        place: &Place<'_>,
    ) -> (TypeRef, HeaderKind) {
        let (schema, at, is_json) = match &written.value.format {
            ParameterSchemaOrContent::Schema(schema) => {
                (Some(schema), written.at.key("schema"), false)
            }
            ParameterSchemaOrContent::Content(content) => {
                let Some((mime, media)) = content.first() else { return (TEXT, HeaderKind::Value) };
                let at = written.at.key("content").key(mime).key("schema");
                (media.schema.as_ref(), at, kind(mime) == Kind::Json)
            }
        };
        let schema = schema.map(SchemaRef::from).filter(|schema| self.is_schema(*schema));
        let ty =
            schema.map_or(TypeRef::Any, |schema| self.type_ref_without_null(schema, &at, place));
        if is_json {
            return (ty, HeaderKind::Json);
        }
        if let Some(kind) = self.header_kind(&ty) {
            return (ty, kind);
        }
        if ty != TypeRef::Any {
            let message = "a header that is no value and no list of values is read as text";
            self.diagnostics.warning("approximated", &at, message);
        }
        (TEXT, HeaderKind::Value)
    }

    /// Whether this is a schema or leads to one; lint tells of a `$ref` that leads to something else, such as a header.
    fn is_schema(&self, schema: SchemaRef<'a>) -> bool {
        match schema {
            SchemaRef::Item(_) => true,
            SchemaRef::Reference(_) => {
                schema.component().is_some_and(|name| self.components.contains_key(name))
            }
        }
    }

    /// How a header of a type is written; `None` for an object and the like.
    fn header_kind(&self, ty: &TypeRef) -> Option<HeaderKind> {
        match self.unaliased(ty) {
            TypeRef::List(item) if self.is_value(self.unaliased(item)) => Some(HeaderKind::List),
            ty => self.is_value(ty).then_some(HeaderKind::Value),
        }
    }

    fn is_value(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(_) => true,
            TypeRef::Named(name) => {
                matches!(self.definition(name), Some(TypeKind::Enum(_) | TypeKind::Newtype { .. }))
            }
            _ => false,
        }
    }

    /// What an alias stands for.
    fn unaliased<'t>(&'t self, mut ty: &'t TypeRef) -> &'t TypeRef {
        /// Longer chains are cycles.
        const LONGEST_CHAIN: usize = 32;
        for _ in 0..LONGEST_CHAIN {
            let TypeRef::Named(name) = ty else { break };
            let Some(TypeKind::Alias(target)) = self.definition(name) else { break };
            ty = target;
        }
        ty
    }

    fn header_docs(&self, written: &'a Written) -> Docs {
        let schema = match &written.format {
            ParameterSchemaOrContent::Schema(schema) => Some(SchemaRef::from(schema)),
            ParameterSchemaOrContent::Content(_) => None,
        };
        let mut docs = schema.map(|schema| self.docs(schema)).unwrap_or_default();
        docs.description = written.description.clone().or(docs.description);
        docs.deprecated |= written.deprecated.unwrap_or_default();
        docs
    }
}
