//! The example in a method's documentation: a call made from the document's own example, compiled as a doctest.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal as Token, Span, TokenStream};
use quote::{ToTokens, quote};

use super::format::statements;
use super::imports::group;
use super::package::Package;
use super::types::Types;
use crate::ir::{Answer, Literal, Operation, Param, Scalar, TypeName, TypeRef, Wire};

pub(super) fn lines(operation: &Operation, types: &Types<'_>, package: &Package) -> Vec<String> {
    let mut used = BTreeSet::new();
    let Some(code) = code(operation, types, &mut used) else { return Vec::new() };
    let package = package.crate_name();
    let mut lines: Vec<String> = ["", "# Examples", "", "```no_run"].map(str::to_owned).into();
    lines.push(format!(
        "# async fn example(client: {package}::Client) -> Result<(), {package}::Error> {{"
    ));
    lines.extend(imports(&package, &used));
    lines.extend(statements(code));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// The import of the models an example names, and a blank line.
fn imports(package: &str, used: &BTreeSet<TypeName>) -> Vec<String> {
    let names: Vec<&TypeName> = used.iter().collect();
    let package = Ident::new(package, Span::call_site());
    if names.is_empty() {
        return Vec::new();
    }
    let names = group(&names);
    let mut lines = statements(quote!(use #package::models::#names;));
    lines.push(String::new());
    lines
}

fn code(
    operation: &Operation,
    types: &Types<'_>,
    used: &mut BTreeSet<TypeName>,
) -> Option<TokenStream> {
    let required: Vec<&Param> = operation.params.iter().filter(|param| param.required).collect();
    let mut arguments = Vec::new();
    for (param, literal) in required.iter().zip(&operation.example.arguments) {
        arguments.push(argument(param, literal, types, used)?);
    }
    let body = match (&operation.body, &operation.example.body) {
        (Some(body), None) if body.required => return None,
        (Some(body), Some(literal)) if body.required => {
            arguments.push(quote!(&body));
            let value = match (body.kind.model().map(|ty| types.target(ty)), literal) {
                (Some(TypeRef::Named(name)), Literal::Text(text)) => {
                    used.insert(name.clone());
                    quote!(#name::from(#text))
                }
                (_, Literal::Text(text)) => quote!(String::from(#text)),
                _ => expression(literal, used),
            };
            Some(quote!(let body = #value;))
        }
        _ => None,
    };
    let name = &operation.name;
    let call = quote!(client.#name(#(#arguments),*).await?);
    let call = if operation.answer == Answer::Empty {
        quote!(#call;)
    } else {
        quote!(let answer = #call;)
    };
    Some(quote!(#body #call))
}

fn argument(
    param: &Param,
    literal: &Literal,
    types: &Types<'_>,
    used: &mut BTreeSet<TypeName>,
) -> Option<TokenStream> {
    match (types.target(&param.ty), literal) {
        (TypeRef::Scalar(Scalar::String), Literal::Text(text)) => Some(quote!(#text)),
        (ty @ TypeRef::Named(name), Literal::Text(text)) if types.wire(ty) == Some(Wire::Text) => {
            used.insert(name.clone());
            Some(quote!(&#name::from(#text)))
        }
        (TypeRef::Named(_), Literal::Variant(..)) => {
            let variant = expression(literal, used);
            Some(quote!(&#variant))
        }
        (TypeRef::Scalar(_), Literal::Plain(_) | Literal::Parsed(_)) => {
            Some(expression(literal, used))
        }
        _ => None,
    }
}

/// A literal as an expression; `used` collects the models it names.
fn expression(literal: &Literal, used: &mut BTreeSet<TypeName>) -> TokenStream {
    match literal {
        Literal::Text(text) => quote!(#text),
        Literal::Plain(text) => {
            text.parse().unwrap_or_else(|_| Token::string(text).into_token_stream())
        }
        // The examples of the document are checked by lint; a bad one shows here as a failing doctest.
        Literal::Parsed(text) => quote!(#text.parse().expect("the date is valid")),
        Literal::Maybe(None) => quote!(None),
        Literal::Maybe(Some(value)) => {
            let value = inside(value, used);
            quote!(Some(#value))
        }
        Literal::List(items) => {
            let items = items.iter().map(|item| inside(item, used));
            quote!(vec![#(#items),*])
        }
        Literal::Struct { name, arguments, setters } => {
            used.insert(name.clone());
            let arguments: Vec<_> =
                arguments.iter().map(|argument| expression(argument, used)).collect();
            let setters = setters.iter().map(|(name, value)| {
                let (setter, value) = (name.prefixed("with"), expression(value, used));
                quote!(.#setter(#value))
            });
            quote!(#name::new(#(#arguments),*)#(#setters)*)
        }
        Literal::Variant(ty, variant) => {
            used.insert(ty.clone());
            quote!(#ty::#variant)
        }
    }
}

/// A literal inside of a list or an `Option`, which says what a text is: a string or a newtype.
fn inside(literal: &Literal, used: &mut BTreeSet<TypeName>) -> TokenStream {
    match literal {
        Literal::Text(text) => quote!(#text.into()),
        other => expression(other, used),
    }
}
