//! Request bodies: of the media types the document offers, the one a client writes best.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, QueryStyle};
use serde_json::Value;

use super::examples::media_example;
use super::operations::Site;
use super::parts::InParts;
use super::view::{SchemaRef, View};
use super::{Lowering, Place};
use crate::ir::{Body, BodyKind, Docs, JSON, Style, TypeRef};
use crate::spec::Pointer;

/// What a media type is to a client; earlier ones are preferred.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Binary,
}

impl<'a> Lowering<'a> {
    pub(super) fn body(
        &mut self,
        site: &Site<'a>,
        place: &Place<'_>,
    ) -> Option<(Body, Option<&'a Value>)> {
        let document = self.document;
        let written = site.written.request_body.as_ref()?;
        let body = document.body(written, &site.at.key("requestBody"))?;
        let place = body.name.map_or_else(|| place.child("Body"), Place::Component);
        let at = body.at.key("content");
        let (mime, media) = self.sent(&body.value.content)?;
        self.report_choice(&body.value.content, mime, &at, "sends");
        let encodings = at.key(mime).key("encoding");
        self.report_encodings(&media.encoding, &encodings, kind(mime));
        let at = at.key(mime).key("schema");
        let schema: Option<SchemaRef<'a>> = media.schema.as_ref().map(Into::into);
        let kind = match (kind(mime), schema) {
            (Kind::Text, _) => BodyKind::Text(mime.to_owned()),
            (Kind::Binary, _) => BodyKind::Binary(mime.to_owned()),
            (Kind::Json, None) => BodyKind::Json(TypeRef::Any, json(mime)),
            (Kind::Form | Kind::Multipart, None) => self.unnamed_parts(mime, &at),
            (Kind::Json, Some(schema)) if self.is_binary(schema) => BodyKind::Binary(bytes(mime)),
            (Kind::Json, Some(schema)) => {
                BodyKind::Json(self.type_ref(schema, &at, &place), json(mime))
            }
            (Kind::Form | Kind::Multipart, Some(schema)) if !self.has_parts(schema) => {
                self.unnamed_parts(mime, &at)
            }
            (Kind::Form, Some(schema)) => {
                let styles = self.styles(&media.encoding, &encodings);
                BodyKind::Form(self.type_ref(schema, &at, &place), styles)
            }
            (Kind::Multipart, Some(schema)) => {
                self.in_parts = InParts::Body;
                let ty = self.type_ref(schema, &at, &place);
                self.in_parts = InParts::Nothing;
                if self.is_object(&ty) {
                    let part_types = self.part_types(&ty, &media.encoding, &encodings);
                    BodyKind::Multipart(ty, part_types, self.of_parts(mime, &encodings))
                } else {
                    self.unnamed_parts(mime, &at)
                }
            }
        };
        let docs = Docs { description: body.value.description.clone(), ..Docs::default() };
        let example = schema.and_then(|schema| media_example(document, media, schema));
        Some((Body { docs, required: body.value.required, kind }, example))
    }

    /// A body whose parts the client cannot tell.
    fn unnamed_parts(&mut self, mime: &str, at: &Pointer) -> BodyKind {
        let message =
            "no members of this body can be its parts, so it is sent as the bytes it is given";
        self.diagnostics
            .warning("approximated", at, message)
            .hint("describe an object with a property for each part, or name the boundary in the header `content-type` of a call");
        BodyKind::Binary(mime.to_owned())
    }

    /// Says which members of a form ask for a media type, and which parts for headers: neither is sent.
    fn report_encodings(
        &mut self,
        encodings: &IndexMap<String, Encoding>,
        at: &Pointer,
        body: Kind,
    ) {
        for (name, encoding) in encodings {
            let message = if !encoding.headers.is_empty() {
                format!("`{name}` is sent without headers of its own")
            } else if encoding.content_type.is_some() && body != Kind::Multipart {
                format!("`{name}` is sent as its type is, not as this says")
            } else {
                continue;
            };
            self.diagnostics.warning("approximated", &at.key(name), message).on_key();
        }
    }

    /// Whether a schema names parts, or leaves room for any.
    fn has_parts(&self, schema: SchemaRef<'a>) -> bool {
        let is_one_value =
            |view: &View<'a>| view.ty.filter(|ty| *ty != "object" && !view.has_members()).map(drop);
        self.along_references(schema, is_one_value).is_none()
    }

    /// Whether a schema stands for bytes as they are.
    pub(super) fn is_binary(&self, schema: SchemaRef<'a>) -> bool {
        self.along_references(schema, |view| (view.format == Some("binary")).then_some(()))
            .is_some()
    }

    /// Of several media types of a body the one that a client does best with: files fit into none but parts.
    pub(super) fn sent(
        &self,
        content: &'a IndexMap<String, MediaType>,
    ) -> Option<(&'a str, &'a MediaType)> {
        let loses_files = |mime: &str, media: &MediaType| {
            matches!(kind(mime), Kind::Json | Kind::Form)
                && media.schema.as_ref().is_some_and(|schema| self.holds_files(schema.into()))
        };
        let is_better =
            |(mime, media): &(&String, &MediaType)| (loses_files(mime, media), kind(mime));
        content.iter().min_by_key(is_better).map(|(mime, media)| (mime.as_str(), media))
    }

    /// Styles of form members that differ from the usual one: a pair for every element.
    fn styles(&self, encodings: &IndexMap<String, Encoding>, at: &Pointer) -> Vec<(String, Style)> {
        let explodes = |name: &str| {
            let written = at.key(name).key("explode");
            self.document.tree.pointer(written.as_str()).and_then(Value::as_bool)
        };
        let style = |name: &str, encoding: &Encoding| match (&encoding.style, explodes(name)) {
            (Some(QueryStyle::DeepObject), _) => Some(Style::DeepObject),
            (Some(QueryStyle::SpaceDelimited), None | Some(false)) => Some(Style::Delimited(' ')),
            (Some(QueryStyle::PipeDelimited), None | Some(false)) => Some(Style::Delimited('|')),
            (Some(QueryStyle::Form) | None, Some(false)) => Some(Style::Delimited(',')),
            _ => None,
        };
        encodings.iter().filter_map(|(name, it)| Some((name.clone(), style(name, it)?))).collect()
    }

    /// Says which of several media types the client sends or reads.
    pub(super) fn report_choice(
        &mut self,
        content: &IndexMap<String, MediaType>,
        mime: &str,
        at: &Pointer,
        does: &str,
    ) {
        if content.len() > 1 {
            let message = format!("of {} media types the client {does} `{mime}`", content.len());
            self.diagnostics.warning("media-type-chosen", at, message).hint("describe one");
        }
    }
}

/// Of several media types the one that a client does best with.
pub(super) fn preferred(content: &IndexMap<String, MediaType>) -> Option<(&str, &MediaType)> {
    let (mime, media) = content.iter().min_by_key(|(mime, _)| kind(mime))?;
    Some((mime, media))
}

/// The media type of a body of bytes.
fn bytes(mime: &str) -> String {
    if mime.contains('*') { "application/octet-stream".to_owned() } else { mime.to_owned() }
}

/// The media type of JSON that is called so: without parameters, which say nothing of it.
pub(super) fn json(mime: &str) -> String {
    let essence = essence(mime);
    if essence.ends_with("+json") { essence } else { JSON.to_owned() }
}

/// What a media type is to a client.
pub(super) fn kind(mime: &str) -> Kind {
    match essence(mime).as_str() {
        "application/json" | "*/*" | "application/*" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        essence if is_stream(essence) => Kind::Binary,
        essence if essence.ends_with("+json") => Kind::Json,
        essence if essence.starts_with("multipart/") => Kind::Multipart,
        essence if is_text(essence) => Kind::Text,
        _ => Kind::Binary,
    }
}

/// Whether a media type is a sequence of items, each to be read when it comes.
pub(super) fn is_stream(mime: &str) -> bool {
    let essence = essence(mime);
    essence.ends_with("+json-seq")
        || matches!(
            essence.as_str(),
            "text/event-stream"
                | "application/json-seq"
                | "application/jsonl"
                | "application/jsonlines"
                | "application/ndjson"
                | "application/stream+json"
                | "application/x-json-stream"
                | "application/x-jsonlines"
                | "application/x-ndjson"
        )
}

/// A media type without its parameters.
pub(super) fn essence(mime: &str) -> String {
    mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_text(essence: &str) -> bool {
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || matches!(essence, "application/xml" | "application/yaml" | "application/x-yaml")
}
