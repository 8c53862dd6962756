//! The intermediate representation: what Rust needs to know of an API, resolved and total.
//!
//! After lowering there is no `$ref`, no unsupported construct and no name left to choose, so that emitting cannot fail.

mod api;
mod listing;
mod names;
mod types;

pub use api::{
    Answer, Api, Body, BodyKind, Call, Class, ErrorMembers, Group, Header, HeaderKind, Location,
    Method, Operation, Pagination, Param, Response, SecurityKind, SecurityScheme, Server,
    ServerVariable, StatusAnswer, Style, Wait, Webhook,
};
pub use names::{Name, TypeName};
pub use types::{
    Access, Bound, Constraint, Docs, Enum, Field, Literal, Presence, Scalar, Sensitivity, Struct,
    Tag, TypeDef, TypeKind, TypeRef, Union, UnionVariant, Usage, Variant, Wire,
};
