//! The intermediate representation: what Rust needs to know of an API, resolved and total.
//!
//! After lowering there is no `$ref`, no unsupported construct and no name left to choose, so that emitting cannot fail.

mod api;
mod listing;
mod names;
mod operations;
mod types;

pub use api::{Api, ErrorMembers, SecurityKind, SecurityScheme, Server, ServerVariable, Webhook};
pub use names::{Name, TypeName};
pub use operations::{
    Answer, Body, BodyKind, Call, Class, FORM_DATA, Group, Header, HeaderKind, JSON, Location,
    Member, Method, Operation, Pagination, Param, PartType, Response, StatusAnswer, Style, Wait,
};
pub use types::{
    Access, Bound, Constraint, Docs, Enum, Field, Literal, Presence, Scalar, Sensitivity, Struct,
    Tag, TypeDef, TypeKind, TypeRef, Union, UnionVariant, Usage, Variant, Wire,
};
