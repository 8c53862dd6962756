//! Parameters: as arguments of a method, and as parts of the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::Quoted;
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

/// Whether a parameter is more than one value, or written in a way of its own.
fn is_styled(param: &Param, types: &Types<'_>) -> bool {
    let scalar = matches!(types.target(&param.ty), TypeRef::Scalar(_));
    !(scalar || types.wire(&param.ty).is_some())
        || matches!(param.style, Style::Json | Style::Label(_) | Style::Matrix(_))
}

/// Whether a path parameter goes into the path as it is: its delimiters mean something there.
pub(super) fn is_encoded(param: &Param, types: &Types<'_>) -> bool {
    param.location == Location::Path && param.style != Style::Json && is_styled(param, types)
}

/// A path parameter as text.
pub(super) fn segment(param: &Param, types: &Types<'_>) -> TokenStream {
    let name = &param.name;
    match types.target(&param.ty) {
        _ if is_encoded(param, types) => {
            let (wire, value) = (&param.wire, reference(param, types));
            let (style, explode) = match param.style {
                Style::Label(explode) => (quote!(Label), explode),
                Style::Matrix(explode) => (quote!(Matrix), explode),
                style => (quote!(Simple), style == Style::Exploded),
            };
            quote!(&Segment::#style.write(#wire, #value, #explode))
        }
        _ if is_styled(param, types) => {
            let value = text(param, types);
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
    let (name, wire) = (&param.name, Quoted(&param.wire));
    let styled = is_styled(param, types);
    let value = if styled {
        text(param, types)
    } else {
        let accessor = types.accessor(&param.ty);
        quote!(#name #accessor)
    };
    match param.location {
        Location::Path => None,
        Location::Query if styled => {
            let (style, value) = (style(param.style), reference(param, types));
            Some(quote!(.query_styled(#wire, #style, #value)))
        }
        Location::Query => Some(quote!(.query(#wire, #value))),
        Location::Header => Some(quote!(.header_param(#wire, #value))),
        Location::Cookie => Some(quote!(.cookie(#wire, #value))),
    }
}

/// The argument as a reference; what is no scalar comes as one.
fn reference(param: &Param, types: &Types<'_>) -> TokenStream {
    let name = &param.name;
    match types.target(&param.ty) {
        TypeRef::Scalar(scalar) if *scalar != Scalar::String => quote!(&#name),
        _ => quote!(#name),
    }
}

/// A list or object as one string.
fn text(param: &Param, types: &Types<'_>) -> TokenStream {
    let value = reference(param, types);
    if param.style == Style::Json {
        return quote!(style::json(#value));
    }
    let explode = param.style == Style::Exploded;
    quote!(style::simple(#value, #explode))
}

/// A style as the runtime names it.
pub(super) fn style(style: Style) -> TokenStream {
    match style {
        Style::Delimited(delimiter) => quote!(Style::Delimited(#delimiter)),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
        // The last two are for paths alone.
        Style::Exploded | Style::Label(_) | Style::Matrix(_) => quote!(Style::Exploded),
    }
}

/// What a parameter names.
pub(super) fn imports(param: &Param, types: &Types<'_>, imports: &mut Imports) {
    imports.add_type(types.target(&param.ty), &outside);
    if is_styled(param, types) {
        imports.add(match (param.location, param.style) {
            (Location::Query, _) => "crate::runtime::style::Style",
            (Location::Path, style) if style != Style::Json => "crate::runtime::style::Segment",
            // By the module: an argument may be called like the function.
            _ => "crate::runtime::style",
        });
    }
}
