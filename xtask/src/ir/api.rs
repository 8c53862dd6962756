//! The API as a whole: operations, parameters, bodies, responses, servers and security.

use crate::ir::{Docs, Literal, Name, Sensitivity, TypeDef, TypeName, TypeRef};

/// An API, ready to be emitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Its title.
    pub title: String,
    /// The version of the description.
    pub version: String,
    /// The version of the crate made from it.
    pub crate_version: String,
    /// Documentation of the whole.
    pub docs: Docs,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// How callers prove who they are.
    pub security: Vec<SecurityScheme>,
    /// Response header with the id of a request.
    pub request_id_header: Option<String>,
    /// Request header with the caller's idempotency key.
    pub idempotency_key_header: Option<String>,
    /// How the environment variables of the client begin.
    pub env_prefix: Option<String>,
    /// Members of error bodies that the client's error exposes.
    pub error_members: ErrorMembers,
    /// Operations, by tag.
    pub groups: Vec<Group>,
    /// Every type, in the order of the document.
    pub types: Vec<TypeDef>,
    /// Headers of answers, each once.
    pub headers: Vec<Header>,
    /// Events the API sends.
    pub webhooks: Vec<Webhook>,
}

/// Names of members of error bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorMembers {
    /// The kind of error.
    pub kind: Option<String>,
    /// The list of codes.
    pub codes: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
}

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
    /// The headers of those, by the names that [`Api::headers`] gives them.
    pub headers: Vec<Name>,
    /// How to page through its answers.
    pub pagination: Option<Pagination>,
    /// When what it reads is settled.
    pub wait: Option<Wait>,
    /// A call written out, made from the examples of the document.
    pub example: Call,
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

/// How a request body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON of a type.
    Json(TypeRef),
    /// A form, with the styles of members that do not have the usual one.
    Form(TypeRef, Vec<(String, Style)>),
    /// A part for every member of an object.
    Multipart(TypeRef),
    /// Text of a media type.
    Text(String),
    /// Bytes of a media type.
    Binary(String),
}

impl BodyKind {
    /// The model it is made from, if it is made from one.
    #[must_use]
    pub fn model(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty) => Some(ty),
            Self::Text(_) | Self::Binary(_) => None,
        }
    }
}

/// What an operation hands back on success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Empty,
    /// JSON of a type.
    Json(TypeRef),
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
    /// Field of the answer: the elements.
    pub items: Name,
    /// Field of the answer: how many elements there are.
    pub total: Option<Name>,
    /// The type of an element.
    pub item: TypeName,
    /// Field of an element: its id.
    pub key: Name,
}

/// When something that takes its time is settled, by a member of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Field of the answer: the status.
    pub field: Name,
    /// Its type.
    pub status: TypeName,
    /// Variants after which nothing more happens.
    pub settled: Vec<TypeName>,
    /// Variants after which it is the caller's turn.
    pub action_required: Vec<TypeName>,
}

/// A call written out: one value for each required parameter, then the body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// Values of the required parameters, in order.
    pub arguments: Vec<Literal>,
    /// The body.
    pub body: Option<Literal>,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name of the function that makes its base URL.
    pub name: Name,
    /// URL template.
    pub url: String,
    /// Documentation.
    pub docs: Docs,
    /// Template of the URL at which tokens are fetched.
    pub token_url: Option<String>,
    /// How secret keys of the server begin.
    pub key_prefix: Option<String>,
    /// Variables of the templates.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name of the argument.
    pub name: Name,
    /// Name in the template.
    pub wire: String,
    /// Documentation.
    pub docs: Docs,
    /// The value assumed by the document.
    pub default: String,
    /// The values allowed; empty for any.
    pub allowed: Vec<String>,
}

/// A way to prove who the caller is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// What it is.
    pub kind: SecurityKind,
}

/// Kinds of security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A key in a header, query parameter or cookie.
    ApiKey {
        /// `header`, `query` or `cookie`.
        location: String,
        /// Its name there.
        name: String,
    },
    /// OAuth 2.0 client credentials.
    ClientCredentials {
        /// Where tokens are fetched.
        token_url: String,
        /// Scopes the document knows.
        scopes: Vec<String>,
    },
    /// A scheme the client leaves to the application, by its type.
    Other(String),
}

/// An event the API sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The event's name.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// The type of its payload.
    pub payload: Option<TypeName>,
}
