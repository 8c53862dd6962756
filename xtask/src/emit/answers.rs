//! Answers: the type a call hands back, and how it is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::types::{Types, from_outside, outside};
use super::{docs, markdown, redaction};
use crate::ir::{Answer, JSON, Operation, StatusAnswer, TypeName};

/// The type of an answer.
pub(super) fn ty(answer: &Answer) -> TokenStream {
    match answer {
        Answer::Json(ty, _) => from_outside(ty),
        Answer::Empty => quote!(()),
        Answer::Text => quote!(String),
        Answer::Binary => quote!(Bytes),
        Answer::ByStatus(name, _) => quote!(#name),
    }
}

/// How a call with this answer begins.
pub(super) fn constructor(answer: &Answer) -> TokenStream {
    match answer {
        Answer::Json(..) => quote!(new),
        Answer::Empty => quote!(empty),
        Answer::Text => quote!(text),
        Answer::Binary => quote!(bytes),
        Answer::ByStatus(..) => quote!(by_status),
    }
}

/// The function that reads an answer by its status, as the last argument of the call.
pub(super) fn reader(answer: &Answer) -> Option<TokenStream> {
    let Answer::ByStatus(name, _) = answer else { return None };
    Some(quote!(, #name::read))
}

/// The call that asks for JSON of another media type than the usual one.
pub(super) fn accept(answer: &Answer) -> Option<TokenStream> {
    match answer {
        Answer::Json(_, mime) if mime != JSON => Some(quote!(.accept(#mime))),
        _ => None,
    }
}

/// What an answer names.
pub(super) fn imports(answer: &Answer, imports: &mut Imports) {
    match answer {
        Answer::Json(ty, _) => imports.add_type(ty, &outside),
        Answer::ByStatus(name, answers) => {
            if debug(name, answers).is_some() {
                redaction::imports(imports);
            }
            imports.add("bytes::Bytes");
            imports.add("http::StatusCode");
            imports.add("crate::runtime::decode::DecodeError");
            let decoded = |it: &StatusAnswer| matches!(it.answer, Answer::Json(..) | Answer::Text);
            imports.add_if(answers.iter().any(decoded), "crate::runtime::decode");
            for answer in answers {
                self::imports(&answer.answer, imports);
            }
        }
        Answer::Binary => imports.add("bytes::Bytes"),
        Answer::Empty | Answer::Text => {}
    }
}

/// The enum of an operation whose answer depends on the status.
pub(super) fn by_status(operation: &Operation, types: &Types<'_>) -> Option<TokenStream> {
    let Answer::ByStatus(name, answers) = &operation.answer else { return None };
    let doc = format!(" What [`Client::{}`] hands back, by status.", operation.name.as_str());
    let debug = debug(name, answers);
    let derived = debug.is_none().then(|| quote!(Debug,));
    let variants = answers.iter().map(|answer| variant(answer, types));
    let arms = answers.iter().map(arm);
    let has_other = has_other(answers);
    let other = (!has_other).then(|| {
        quote! {
            /// A successful status that the API description does not name, with its body.
            Other(StatusCode, Bytes),
        }
    });
    let other_arm = (!has_other).then(|| quote!(_ => Ok(Self::Other(status, body)),));
    Some(quote! {
        #[doc = #doc]
        #[derive(Clone, #derived PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #other
        }

        #debug

        impl #name {
            fn read(status: StatusCode, body: Bytes) -> Result<Self, DecodeError> {
                match status.as_u16() {
                    #(#arms)*
                    #other_arm
                }
            }
        }
    })
}

/// Whether a variant stands for every status that has none of its own.
fn has_other(answers: &[StatusAnswer]) -> bool {
    answers.iter().any(|answer| answer.status.is_none())
}

/// `Debug` of the enum, unless it can be derived.
fn debug(name: &TypeName, answers: &[StatusAnswer]) -> Option<TokenStream> {
    let variants = answers.iter().map(|StatusAnswer { name, answer, sensitivity, .. }| {
        let holds = *answer != Answer::Empty;
        redaction::Variant { name, holds, sensitivity: *sensitivity }
    });
    if has_other(answers) && redaction::are_shown(variants.clone()) {
        return None;
    }
    let other = quote! {
        Self::Other(status, _) => f.debug_tuple("Other").field(status).finish_non_exhaustive(),
    };
    let other = if has_other(answers) { TokenStream::new() } else { other };
    Some(redaction::debug(name, variants, &other))
}

fn variant(answer: &StatusAnswer, types: &Types<'_>) -> TokenStream {
    let status = answer.status.map_or("Any other".to_owned(), |status| format!("`{status}`"));
    let line = format!("{status}: {}", markdown::line(&answer.description));
    let docs = docs::comment(&[line.trim_end_matches([':', ' ']).to_owned()]);
    let (name, ty) = (&answer.name, ty(&answer.answer));
    match &answer.answer {
        Answer::Empty => quote!(#docs #name,),
        // Structs differ much in size.
        Answer::Json(model, _) if types.is_struct(model) => quote!(#docs #name(Box<#ty>),),
        _ => quote!(#docs #name(#ty),),
    }
}

fn arm(answer: &StatusAnswer) -> TokenStream {
    let name = &answer.name;
    let pattern = answer.status.map_or_else(
        || quote!(_),
        |status| {
            let status = proc_macro2::Literal::u16_unsuffixed(status);
            quote!(#status)
        },
    );
    let value = match answer.answer {
        Answer::Empty => quote!(Ok(Self::#name)),
        Answer::Text => quote!(decode::utf8(&body).map(|text| Self::#name(text.to_owned()))),
        Answer::Binary => quote!(Ok(Self::#name(body))),
        Answer::Json(..) | Answer::ByStatus(..) => quote!(decode::json(&body).map(Self::#name)),
    };
    quote!(#pattern => #value,)
}
