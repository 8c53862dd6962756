//! One flat view of a schema, whichever of openapiv3's variants holds it.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, NumberFormat, ObjectType, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::ir::{Bound, Constraint, Wire};

/// A schema, or the `$ref` in its place.
#[derive(Clone, Copy, Debug)]
pub(super) enum SchemaRef<'a> {
    Reference(&'a str),
    Item(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> SchemaRef<'a> {
    /// The component this refers to.
    pub(super) fn component(self) -> Option<&'a str> {
        match self {
            Self::Reference(reference) => reference.strip_prefix("#/components/schemas/"),
            Self::Item(_) => None,
        }
    }

    /// Whether this says nothing of what a value is: words, limits and flags do not.
    pub(super) fn is_remark(self) -> bool {
        let Self::Item(item) = self else { return false };
        match &item.schema_kind {
            SchemaKind::Any(_) => View::new(item).tells_nothing(),
            SchemaKind::Type(Type::Object(object)) => *object == ObjectType::default(),
            SchemaKind::Not { .. } => true,
            _ => false,
        }
    }
}

/// The keywords of a schema; absent ones are empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) data: &'a SchemaData,
    kind: &'a SchemaKind,
    pub(super) ty: Option<&'a str>,
    pub(super) format: Option<&'a str>,
    pub(super) properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(super) all_of: &'a [ReferenceOr<Schema>],
    pub(super) one_of: &'a [ReferenceOr<Schema>],
    pub(super) any_of: &'a [ReferenceOr<Schema>],
    pub(super) not: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut view = Self::empty(schema);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => view.typed(ty),
            SchemaKind::OneOf { one_of } => view.one_of = one_of,
            SchemaKind::AllOf { all_of } => view.all_of = all_of,
            SchemaKind::AnyOf { any_of } => view.any_of = any_of,
            SchemaKind::Not { .. } => view.not = true,
            SchemaKind::Any(any) => view.any(any),
        }
        view
    }

    fn empty(schema: &'a Schema) -> Self {
        Self {
            data: &schema.schema_data,
            kind: &schema.schema_kind,
            ty: None,
            format: None,
            properties: None,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            not: false,
        }
    }

    fn typed(&mut self, ty: &'a Type) {
        match ty {
            Type::String(it) => {
                self.ty = Some("string");
                self.format = string_format(&it.format);
            }
            Type::Number(it) => {
                self.ty = Some("number");
                self.format = number_format(&it.format);
            }
            Type::Integer(it) => {
                self.ty = Some("integer");
                self.format = integer_format(&it.format);
            }
            Type::Boolean(_) => self.ty = Some("boolean"),
            Type::Object(it) => {
                self.ty = Some("object");
                self.properties = Some(&it.properties);
                self.required = &it.required;
                self.additional = it.additional_properties.as_ref();
            }
            Type::Array(it) => {
                self.ty = Some("array");
                self.items = it.items.as_ref();
            }
        }
    }

    fn any(&mut self, any: &'a AnySchema) {
        self.ty = any.typ.as_deref();
        self.format = any.format.as_deref();
        self.properties = Some(&any.properties).filter(|properties| !properties.is_empty());
        self.required = &any.required;
        self.additional = any.additional_properties.as_ref();
        self.items = any.items.as_ref();
        self.all_of = &any.all_of;
        self.one_of = &any.one_of;
        self.any_of = &any.any_of;
        self.not = any.not.is_some();
    }

    /// The values that are allowed, if they are listed.
    pub(super) fn values(&self) -> Vec<Value> {
        match self.kind {
            SchemaKind::Type(Type::String(it)) => values(&it.enumeration),
            SchemaKind::Type(Type::Number(it)) => values(&it.enumeration),
            SchemaKind::Type(Type::Integer(it)) => values(&it.enumeration),
            SchemaKind::Type(Type::Boolean(it)) => values(&it.enumeration),
            SchemaKind::Any(any) => any.enumeration.clone(),
            _ => Vec::new(),
        }
    }

    /// What the schema says of its values beside their type.
    pub(super) fn constraints(&self) -> Vec<Constraint> {
        let mut found: Vec<Constraint> = Vec::new();
        match self.kind {
            SchemaKind::Type(Type::String(it)) => {
                found.extend(length(it.min_length, it.max_length));
                found.extend(it.pattern.clone().map(Constraint::Pattern));
            }
            SchemaKind::Type(Type::Number(it)) => found.extend(range(
                bound(it.minimum, it.exclusive_minimum),
                bound(it.maximum, it.exclusive_maximum),
            )),
            SchemaKind::Type(Type::Integer(it)) => found.extend(range(
                bound(it.minimum, it.exclusive_minimum),
                bound(it.maximum, it.exclusive_maximum),
            )),
            SchemaKind::Type(Type::Array(it)) => found.extend(count(it.min_items, it.max_items)),
            SchemaKind::Any(any) => {
                found.extend(length(any.min_length, any.max_length));
                found.extend(any.pattern.clone().map(Constraint::Pattern));
                found.extend(range(
                    bound(any.minimum.as_ref(), any.exclusive_minimum.unwrap_or_default()),
                    bound(any.maximum.as_ref(), any.exclusive_maximum.unwrap_or_default()),
                ));
                found.extend(count(any.min_items, any.max_items));
            }
            _ => {}
        }
        let values = self.values();
        if self.ty != Some("string") && self.listed().is_none() && !values.is_empty() {
            found.push(Constraint::OneOf(values.iter().map(plain).collect()));
        }
        found.extend(self.data.default.as_ref().map(|it| Constraint::Default(plain(it))));
        found.extend(self.remarks().flat_map(|it| it.constraints()));
        found
    }

    /// Whether `null` is allowed, by the flag or as an enum value.
    pub(super) fn nullable(&self) -> bool {
        self.says(|data| data.nullable) || self.values().contains(&Value::Null)
    }

    /// Whether a flag is set, here or by a remark in the `allOf`.
    pub(super) fn says(&self, flag: fn(&SchemaData) -> bool) -> bool {
        flag(self.data) || self.remarks().any(|remark| remark.says(flag))
    }

    /// The parts of the `allOf` that say more of what the others describe.
    fn remarks(&self) -> impl Iterator<Item = View<'a>> {
        let remarks = self.all_of.iter().filter(|part| SchemaRef::from(*part).is_remark());
        remarks.filter_map(|part| part.as_item().map(View::new))
    }

    /// The only schema of an `allOf` that says what the value is, with its index; all else there is remarks.
    pub(super) fn described(&self) -> Option<(usize, SchemaRef<'a>)> {
        let bare = Self { all_of: &[], ty: None, ..*self }.tells_nothing();
        let mut parts = self.all_of.iter().map(SchemaRef::from).enumerate();
        let mut telling = parts.clone().filter(|(_, part)| !part.is_remark());
        let first = telling.next().or_else(|| parts.next());
        first.filter(|_| bare && telling.next().is_none())
    }

    /// Whether no keyword says what a value is.
    fn tells_nothing(&self) -> bool {
        self.ty.is_none()
            && self.properties.is_none_or(IndexMap::is_empty)
            && self.required.is_empty()
            && matches!(self.additional, None | Some(AdditionalProperties::Any(false)))
            && self.items.is_none()
            && self.all_of.is_empty()
            && !self.has_alternatives()
            && self.values().is_empty()
    }

    /// What [`View::described`] leads to.
    pub(super) fn described_reference(&self) -> Option<SchemaRef<'a>> {
        self.described().map(|(_, part)| part)
    }

    /// The description, or that of the first part of the `allOf` that is there for words or limits.
    pub(super) fn description(&self) -> Option<&'a str> {
        let of_part = |part: &'a ReferenceOr<Schema>| match part {
            ReferenceOr::Item(Schema { schema_data, schema_kind: SchemaKind::Any(any) })
                if any.typ.is_none() && any.properties.is_empty() =>
            {
                schema_data.description.as_deref()
            }
            _ => None,
        };
        self.data.description.as_deref().or_else(|| self.all_of.iter().find_map(of_part))
    }

    /// What the values it lists are, if they are of one kind that makes an enum in Rust; a mixed list makes none.
    pub(super) fn listed(&self) -> Option<Wire> {
        let values = self.values();
        let mut values = values.iter().filter(|value| !value.is_null()).peekable();
        let first = *values.peek()?;
        if first.is_string() {
            values.all(Value::is_string).then_some(Wire::Text)
        } else {
            values.all(Value::is_i64).then_some(Wire::Integer)
        }
    }

    /// Whether the schema is one of several.
    pub(super) fn has_alternatives(&self) -> bool {
        !self.one_of.is_empty() || !self.any_of.is_empty()
    }

    /// Whether it is an object that becomes a struct.
    pub(super) fn is_struct(&self) -> bool {
        matches!(self.ty, None | Some("object"))
            && self.has_members()
            && self.described_reference().is_none()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
    }

    /// Whether members are named here or by a part of an `allOf`.
    pub(super) fn has_members(&self) -> bool {
        self.properties.is_some_and(|properties| !properties.is_empty()) || !self.all_of.is_empty()
    }
}

fn length(min: Option<usize>, max: Option<usize>) -> Option<Constraint> {
    (min.is_some() || max.is_some()).then_some(Constraint::Length(min, max))
}

fn range(min: Option<Bound>, max: Option<Bound>) -> Option<Constraint> {
    (min.is_some() || max.is_some()).then_some(Constraint::Range(min, max))
}

fn count(min: Option<usize>, max: Option<usize>) -> Option<Constraint> {
    (min.is_some() || max.is_some()).then_some(Constraint::Items(min, max))
}

fn bound(value: Option<impl ToString>, exclusive: bool) -> Option<Bound> {
    value.map(|value| Bound { value: value.to_string(), exclusive })
}

/// The values of an `enum`, `null` among them.
fn values<T: Clone + Into<Value>>(written: &[Option<T>]) -> Vec<Value> {
    written.iter().map(|value| value.clone().map_or(Value::Null, Into::into)).collect()
}

/// A JSON value as people write it: strings without quotes.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn string_format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<&str> {
    Some(match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => "password",
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => "binary",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => return None,
    })
}

fn number_format(format: &VariantOrUnknownOrEmpty<NumberFormat>) -> Option<&str> {
    Some(match format {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => "float",
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => "double",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => return None,
    })
}

fn integer_format(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> Option<&str> {
    Some(match format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => "int32",
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => "int64",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => return None,
    })
}
