//! Parameters: as arguments of a method, and as parts of the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::types::{Types, borrowed, outside, owned};
use crate::ir::{Location, Param, Scalar, Style, TypeRef, Wire};

/// A parameter as an argument.
pub(super) fn argument(param: &Param, types: &Types<'_>) -> TokenStream {
    let name = &param.name;
    let ty = match types.target(&param.ty) {
        TypeRef::Scalar(scalar) if *scalar != Scalar::String => owned(&TypeRef::Scalar(*scalar)),
        other => borrowed(other),
    };
    quote!(#name: #ty)
}

/// Whether a parameter is more than one value, or written as JSON.
pub(super) fn is_styled(param: &Param, types: &Types<'_>) -> bool {
    let scalar = matches!(types.target(&param.ty), TypeRef::Scalar(_));
    !(scalar || types.wire(&param.ty).is_some()) || param.style == Style::Json
}

/// A path parameter as text.
pub(super) fn segment(param: &Param, types: &Types<'_>) -> TokenStream {
    let name = &param.name;
    match types.target(&param.ty) {
        _ if is_styled(param, types) => {
            let value = simple(param);
            quote!(&#value)
        }
        TypeRef::Scalar(Scalar::String) => quote!(#name),
        other if types.wire(other) == Some(Wire::Text) => quote!(#name.as_str()),
        other => {
            let accessor = types.accessor(other);
            quote!(&#name #accessor.to_string())
        }
    }
}

/// The call that adds a parameter other than of the path to the request.
pub(super) fn part(param: &Param, types: &Types<'_>) -> Option<TokenStream> {
    let (name, wire) = (&param.name, &param.wire);
    let styled = is_styled(param, types);
    let value = match types.target(&param.ty) {
        _ if styled && param.location != Location::Query => simple(param),
        other if !styled => {
            let accessor = types.accessor(other);
            quote!(#name #accessor)
        }
        _ => quote!(#name),
    };
    match param.location {
        Location::Path => None,
        Location::Query if styled => {
            let style = style(param.style);
            // A list comes as a slice, which is a reference already.
            let by_value = matches!(types.target(&param.ty), TypeRef::Scalar(_));
            let value = if by_value { quote!(&#name) } else { value };
            Some(quote!(.query_styled(#wire, #style, #value)))
        }
        Location::Query => Some(quote!(.query(#wire, #value))),
        Location::Header => Some(quote!(.header_param(#wire, #value))),
        Location::Cookie => Some(quote!(.cookie(#wire, #value))),
    }
}

/// A list or object as one string.
fn simple(param: &Param) -> TokenStream {
    let name = &param.name;
    let explode = param.style == Style::Exploded;
    quote!(simple(#name, #explode))
}

/// A style as the runtime names it.
pub(super) fn style(style: Style) -> TokenStream {
    match style {
        Style::Delimited(delimiter) => quote!(Style::Delimited(#delimiter)),
        Style::Exploded => quote!(Style::Exploded),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
    }
}

/// What a parameter names.
pub(super) fn imports(param: &Param, types: &Types<'_>, imports: &mut Imports) {
    imports.add_type(types.target(&param.ty), &outside);
    if is_styled(param, types) {
        let name = if param.location == Location::Query { "Style" } else { "simple" };
        imports.add(&format!("crate::runtime::style::{name}"));
    }
}
