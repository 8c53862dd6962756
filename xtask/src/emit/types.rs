//! How types are written: as fields hold them, as arguments take them, as values are made.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Scalar, Struct, TypeKind, TypeName, TypeRef, Union, Wire};

/// The types of an API, to be asked what a reference stands for.
pub(super) struct Types<'a> {
    by_name: std::collections::HashMap<&'a TypeName, &'a TypeKind>,
}

impl<'a> Types<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self { by_name: api.types.iter().map(|ty| (&ty.name, &ty.kind)).collect() }
    }

    /// What a reference stands for once aliases are followed.
    pub(super) fn target<'t>(&self, ty: &'t TypeRef) -> &'t TypeRef
    where
        'a: 't,
    {
        match ty {
            TypeRef::Named(name) => match self.by_name.get(name) {
                Some(TypeKind::Alias(target)) => self.target(target),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// What a value of an enum or a newtype writes itself as.
    pub(super) fn wire(&self, ty: &TypeRef) -> Option<Wire> {
        let TypeRef::Named(name) = self.target(ty) else { return None };
        match self.by_name.get(name)? {
            TypeKind::Enum(known) => Some(known.wire),
            TypeKind::Newtype { .. } => Some(Wire::Text),
            _ => None,
        }
    }

    /// The method by which a value of an enum or a newtype says what it writes itself as.
    pub(super) fn accessor(&self, ty: &TypeRef) -> Option<TokenStream> {
        self.wire(ty).map(|wire| match wire {
            Wire::Text => quote!(.as_str()),
            Wire::Integer => quote!(.as_i64()),
        })
    }

    /// Whether a type is a struct by its own name, not by that of an alias.
    pub(super) fn is_struct(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(name) = ty else { return false };
        matches!(self.by_name.get(name), Some(TypeKind::Struct(_)))
    }

    /// The members of a struct.
    pub(super) fn object(&self, ty: &TypeRef) -> Option<&'a Struct> {
        let TypeRef::Named(name) = self.target(ty) else { return None };
        match self.by_name.get(name) {
            Some(TypeKind::Struct(object)) => Some(object),
            _ => None,
        }
    }

    /// The alternatives of a union.
    pub(super) fn union(&self, ty: &TypeRef) -> Option<&'a Union> {
        let TypeRef::Named(name) = self.target(ty) else { return None };
        match self.by_name.get(name) {
            Some(TypeKind::Union(union)) => Some(union),
            _ => None,
        }
    }

    /// Whether a union has files among its alternatives, or lists of them.
    pub(super) fn holds_file(&self, ty: &TypeRef) -> bool {
        let is_file = |ty: &TypeRef| *self.target(ty) == TypeRef::Scalar(Scalar::File);
        let holds_file = |ty: &TypeRef| match self.target(ty) {
            TypeRef::List(item) => is_file(item),
            other => is_file(other),
        };
        self.union(ty).is_some_and(|union| union.variants.iter().any(|it| holds_file(&it.ty)))
    }

    /// Whether a value is made from a string, so that `impl Into` spares the caller a conversion.
    pub(super) fn is_text(&self, ty: &TypeRef) -> bool {
        match self.target(ty) {
            TypeRef::Scalar(Scalar::String) => true,
            TypeRef::Named(name) => {
                matches!(self.by_name.get(name), Some(TypeKind::Newtype { .. }))
            }
            _ => false,
        }
    }
}

/// The type as a field holds it.
pub(super) fn owned(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(scalar) => self::scalar(*scalar),
        TypeRef::Named(name) => quote!(#name),
        TypeRef::List(item) => {
            let item = owned(item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) => {
            let value = owned(value);
            quote!(BTreeMap<String, #value>)
        }
        TypeRef::Nullable(inner) => {
            let inner = owned(inner);
            quote!(Option<#inner>)
        }
        TypeRef::Any => quote!(Value),
    }
}

fn scalar(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Bool => quote!(bool),
        Scalar::I32 => quote!(i32),
        Scalar::I64 => quote!(i64),
        Scalar::U32 => quote!(u32),
        Scalar::U64 => quote!(u64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::String => quote!(String),
        Scalar::Date => quote!(Date),
        Scalar::Timestamp => quote!(Timestamp),
        Scalar::File => quote!(File),
    }
}

/// The type as it is written outside of `models`, where every model goes by `models::`.
pub(super) fn from_outside(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Named(name) => quote!(models::#name),
        TypeRef::List(item) => {
            let item = from_outside(item);
            quote!(Vec<#item>)
        }
        TypeRef::Map(value) => {
            let value = from_outside(value);
            quote!(BTreeMap<String, #value>)
        }
        TypeRef::Nullable(inner) => {
            let inner = from_outside(inner);
            quote!(Option<#inner>)
        }
        TypeRef::Scalar(_) | TypeRef::Any => owned(ty),
    }
}

/// The type as an argument that is looked at, outside of `models`.
pub(super) fn borrowed(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(Scalar::String) => quote!(&str),
        TypeRef::List(item) => {
            let item = from_outside(item);
            quote!(&[#item])
        }
        other => {
            let ty = from_outside(other);
            quote!(&#ty)
        }
    }
}

/// How models are imported outside of `models`: the module, not the type.
pub(super) fn outside(_: &str) -> String {
    "crate::models".to_owned()
}
