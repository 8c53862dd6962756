//! Operations: parameters, bodies, answers, and what the document says of their use.

use crate::ir::{Docs, Literal, Name, Sensitivity, TypeName, TypeRef};

/// Operations that share a tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Name of the module.
    pub name: Name,
    /// Documentation of the tag.
    pub docs: Docs,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Name of the method on the client.
    pub name: Name,
    /// The type that marks its calls, if they have methods that calls of other operations lack.
    pub marker: Option<TypeName>,
    /// The operationId.
    pub id: String,
    /// JSON pointer of the operation.
    pub origin: String,
    /// Documentation.
    pub docs: Docs,
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: String,
    /// Whether it may be repeated.
    pub class: Class,
    /// Parameters: path parameters first, in the order of the template.
    pub params: Vec<Param>,
    /// What it sends.
    pub body: Option<Body>,
    /// What it hands back on success.
    pub answer: Answer,
    /// Every response of the document.
    pub responses: Vec<Response>,
    /// The headers of those, by the names that [`crate::ir::Api::headers`] gives them.
    pub headers: Vec<Name>,
    /// Where it is served, if not where the rest is: functions of `servers`.
    pub servers: Vec<Name>,
    /// How to page through its answers.
    pub pagination: Option<Pagination>,
    /// When what it reads is settled.
    pub wait: Option<Wait>,
    /// A call written out, made from the examples of the document.
    pub example: Call,
}

impl Operation {
    /// Whether something can be set on its calls.
    #[must_use]
    pub fn has_setters(&self) -> bool {
        self.params.iter().any(|param| !param.required)
            || self.body.as_ref().is_some_and(|body| !body.required)
    }
}

/// HTTP methods of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The method as HTTP spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// Whether an operation may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Reads only.
    Safe,
    /// Repeating it has no further effect.
    Idempotent,
    /// Repeating it does it again.
    NotIdempotent,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Name of the argument or setter.
    pub name: Name,
    /// Its name on the wire.
    pub wire: String,
    /// Documentation.
    pub docs: Docs,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// Its type.
    pub ty: TypeRef,
    /// How it is written, if it is more than one value.
    pub style: Style,
    /// How carefully it must be treated.
    pub sensitivity: Sensitivity,
}

/// How a list or object is written as a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Elements, or keys and values, with this between them.
    Delimited(char),
    /// A pair for every element or member.
    Exploded,
    /// `name[key]=value`.
    DeepObject,
    /// In a path: `.a`, with a dot before everything if it is exploded, else commas.
    Label(bool),
    /// In a path: `;name=a`, for every element if it is exploded, else with commas.
    Matrix(bool),
    /// JSON text.
    Json,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Documentation.
    pub docs: Docs,
    /// Whether it must be given.
    pub required: bool,
    /// How it is written.
    pub kind: BodyKind,
}

/// The media type of JSON, unless the document says another.
pub const JSON: &str = "application/json";

/// The media type of a body of several parts, unless the document says another.
pub const FORM_DATA: &str = "multipart/form-data";

/// How a request body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON of a type, under a media type.
    Json(TypeRef, String),
    /// A form, with the styles of members that do not have the usual one.
    Form(TypeRef, Vec<(String, Style)>),
    /// A part for every member of an object, with the media types that the document gives to parts, under a media type.
    Multipart(TypeRef, Vec<PartType>, String),
    /// Text of a media type.
    Text(String),
    /// Bytes of a media type.
    Binary(String),
}

/// The media type of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartType {
    /// Name of the part.
    pub part: String,
    /// What it is sent as; a file only if it does not say what it is.
    pub media_type: String,
    /// Whether its value is written as JSON.
    pub is_json: bool,
}

impl BodyKind {
    /// The model it is made from, if it is made from one.
    #[must_use]
    pub fn model(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty, _) | Self::Form(ty, _) | Self::Multipart(ty, ..) => Some(ty),
            Self::Text(_) | Self::Binary(_) => None,
        }
    }
}

/// What an operation hands back on success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Empty,
    /// JSON of a type, under a media type.
    Json(TypeRef, String),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// One of several, by status.
    ByStatus(TypeName, Vec<StatusAnswer>),
}

/// What one successful status hands back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusAnswer {
    /// The status; `None` for any other.
    pub status: Option<u16>,
    /// The variant's name.
    pub name: TypeName,
    /// What the status means.
    pub description: String,
    /// What it holds.
    pub answer: Answer,
    /// Whether `Debug` may show that.
    pub sensitivity: Sensitivity,
}

/// One response of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// `200`, `4XX` or `default`.
    pub status: String,
    /// What it means.
    pub description: String,
    /// The type of its body, if it is JSON.
    pub body: Option<TypeRef>,
}

/// A header of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Name of the method that reads it.
    pub name: Name,
    /// Its name on the wire.
    pub wire: String,
    /// Documentation.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
    /// How it is written.
    pub kind: HeaderKind,
}

/// How a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// One value.
    Value,
    /// Values with commas between them.
    List,
    /// JSON.
    Json,
}

/// How to page through the answers of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// Query parameter: how many elements to leave out.
    pub offset: String,
    /// Query parameter: how many elements to return.
    pub limit: String,
    /// How many are returned if `limit` is left out.
    pub default_limit: Option<u64>,
    /// Member of the answer: the elements.
    pub items: Member,
    /// Member of the answer: how many elements there are.
    pub total: Option<Member>,
    /// The type of an element.
    pub item: TypeName,
    /// Member of an element: its id.
    pub key: Member,
}

/// When something that takes its time is settled, by a member of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Member of the answer: the status.
    pub member: Member,
    /// Its type.
    pub status: TypeName,
    /// Variants after which nothing more happens.
    pub settled: Vec<TypeName>,
    /// Variants after which it is the caller's turn.
    pub action_required: Vec<TypeName>,
}

/// A member that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its field.
    pub field: Name,
    /// Its type, without the `Option` that it may be in.
    pub ty: TypeRef,
    /// Whether it is in an `Option`.
    pub is_optional: bool,
}

/// A call written out: one value for each required parameter, then the body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// Values of the required parameters, in order.
    pub arguments: Vec<Literal>,
    /// The body.
    pub body: Option<Literal>,
}
