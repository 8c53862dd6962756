//! Types: structs, enums, newtypes, unions and aliases, and how fields refer to them.

use crate::ir::{Name, TypeName};

/// A type of the generated crate.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its Rust name, unique among all types.
    pub name: TypeName,
    /// The module, hence the file, it is written in.
    pub module: Name,
    /// JSON pointer of the schema.
    pub origin: String,
    /// Documentation.
    pub docs: Docs,
    /// Whether it is sent, received, or both.
    pub usage: Usage,
    /// What it is.
    pub kind: TypeKind,
}

/// The shapes a type can have.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object with named members.
    Struct(Struct),
    /// A closed list of strings or integers in the document, an open one in Rust.
    Enum(Enum),
    /// A string with a meaning of its own, such as an id.
    Newtype {
        /// Whether `Debug` may show it.
        sensitivity: Sensitivity,
    },
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
    /// A list or map that contains itself, which an alias cannot say.
    Wrapper(TypeRef),
}

impl TypeKind {
    /// Every type a definition refers to.
    #[must_use]
    pub fn mentioned(&self) -> Vec<&TypeRef> {
        match self {
            Self::Struct(object) => {
                object.fields.iter().map(|field| &field.ty).chain(&object.rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(ty) | Self::Wrapper(ty) => vec![ty],
            Self::Enum(_) | Self::Newtype { .. } => Vec::new(),
        }
    }

    /// What its fields or variants are called.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Struct(object) => object.fields.iter().map(|it| it.name.as_str()).collect(),
            Self::Enum(known) => known.variants.iter().map(|it| it.name.as_str()).collect(),
            Self::Union(union) => union.variants.iter().map(|it| it.name.as_str()).collect(),
            Self::Newtype { .. } | Self::Alias(_) | Self::Wrapper(_) => Vec::new(),
        }
    }
}

/// An object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// Its members, in the order of the document.
    pub fields: Vec<Field>,
    /// The type of members that are not named, if the document describes them.
    pub rest: Option<TypeRef>,
}

impl Struct {
    /// The field that holds [`Struct::rest`].
    pub const REST: &str = "additional_properties";
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The field's name.
    pub name: Name,
    /// The member's name in JSON.
    pub wire: String,
    /// Documentation.
    pub docs: Docs,
    /// Its type, without the `Option` that `presence` asks for.
    pub ty: TypeRef,
    /// Whether it may be missing or `null`.
    pub presence: Presence,
    /// Whether `Debug` may show it.
    pub sensitivity: Sensitivity,
    /// In which direction it travels.
    pub access: Access,
    /// Whether it is boxed, because its type contains itself.
    pub boxed: bool,
}

/// In which direction a member travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Both.
    ReadWrite,
    /// Set by the server.
    ReadOnly,
    /// Never returned by the server.
    WriteOnly,
}

/// Whether a member may be missing, `null`, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never `null`.
    Required,
    /// Always there, perhaps `null`.
    Nullable,
    /// Perhaps missing.
    Optional,
    /// Perhaps missing, perhaps `null`, and the two differ where it is sent.
    OptionalNullable,
}

/// A list of known strings or integers.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What the values are in JSON.
    pub wire: Wire,
    /// The known values; any other is kept by the variant [`Enum::UNKNOWN`].
    pub variants: Vec<Variant>,
    /// Whether `Debug` may show a value.
    pub sensitivity: Sensitivity,
}

/// What the values of an enum are in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Strings.
    Text,
    /// Integers.
    Integer,
}

impl Enum {
    /// The variant that keeps a value the document does not list; no known value may be called so.
    pub const UNKNOWN: &str = "UnknownValue";
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its Rust name.
    pub name: TypeName,
    /// The value in JSON, without the quotes of a string.
    pub wire: String,
    /// Documentation.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The alternatives.
    pub variants: Vec<UnionVariant>,
    /// The member that tells them apart; without one, what fits.
    pub tag: Option<Tag>,
}

/// One alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// Its Rust name.
    pub name: TypeName,
    /// What it holds.
    pub ty: TypeRef,
    /// The values of the tag that stand for it.
    pub tags: Vec<String>,
    /// Whether it holds its value in a box: structs differ much in size.
    pub boxed: bool,
    /// Whether its value may come without the tag, so that the union adds it.
    pub adds_tag: bool,
    /// Whether `Debug` may show its value.
    pub sensitivity: Sensitivity,
}

/// The member that tells the alternatives of a union apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The member's name in JSON.
    pub wire: String,
}

/// How a type is referred to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// A type of the language or the runtime.
    Scalar(Scalar),
    /// A type of the generated crate.
    Named(TypeName),
    /// A list.
    List(Box<TypeRef>),
    /// A map with string keys.
    Map(Box<TypeRef>),
    /// The type or `null`.
    Nullable(Box<TypeRef>),
    /// Any JSON value.
    Any,
}

/// Types that need no definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Scalar {
    Bool,
    I32,
    I64,
    U32,
    U64,
    F32,
    F64,
    String,
    /// A calendar date.
    Date,
    /// An instant.
    Timestamp,
    /// A file, as part of a body of several parts.
    File,
}

impl Scalar {
    /// Whether a value is copied rather than moved.
    #[must_use]
    pub fn is_copy(self) -> bool {
        !matches!(self, Self::String | Self::File)
    }
}

/// Directions in which a type travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Part of a request.
    pub request: bool,
    /// Part of a response or an event.
    pub response: bool,
}

/// How carefully a value must be treated; later ones more so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// May be shown.
    Operational,
    /// The document does not say, so it is treated as personal.
    Unclassed,
    /// Tells something about a person.
    Personal,
    /// A URL that grants access to whoever has it.
    BearerUrl,
    /// Grants access.
    Secret,
}

impl Sensitivity {
    /// Whether `Debug` may show the value.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self == Self::Operational
    }
}

/// Documentation carried over from the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line, if the document has a title or summary.
    pub summary: Option<String>,
    /// Markdown as written.
    pub description: Option<String>,
    /// What a value must satisfy.
    pub constraints: Vec<Constraint>,
    /// Whether the document advises against it.
    pub deprecated: bool,
}

/// What a value must satisfy; checked by the server, told by the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Length of a string in characters.
    Length(Option<usize>, Option<usize>),
    /// Number of elements.
    Items(Option<usize>, Option<usize>),
    /// Value of a number.
    Range(Option<Bound>, Option<Bound>),
    /// Regular expression.
    Pattern(String),
    /// The values there are, where they make no enum.
    OneOf(Vec<String>),
    /// The value the server assumes.
    Default(String),
    /// An example.
    Example(String),
}

/// A limit on a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The limit as written.
    pub value: String,
    /// Whether the limit itself is beyond it.
    pub exclusive: bool,
}

/// A value written out in Rust, for examples.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A string, or a newtype made of one.
    Text(String),
    /// A number or a boolean, as written.
    Plain(String),
    /// A date or timestamp, parsed from text.
    Parsed(String),
    /// A value that may be `null`: `None` if it is.
    Maybe(Option<Box<Literal>>),
    /// A list.
    List(Vec<Literal>),
    /// A struct: arguments of its constructor, then setters.
    Struct {
        /// The type.
        name: TypeName,
        /// Arguments of `new`.
        arguments: Vec<Literal>,
        /// Setters to call.
        setters: Vec<(Name, Literal)>,
    },
    /// A known value of an enum.
    Variant(TypeName, TypeName),
}
