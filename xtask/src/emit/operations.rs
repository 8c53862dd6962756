//! Operations: a static description, a method on the client, and setters for what is optional.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::examples;
use super::format::rust_file;
use super::package::Package;
use super::types::{Imports, Types, from_outside};
use crate::ir::{
    Answer, Api, BodyKind, Class, Group, Location, Operation, Param, Response, Scalar, TypeRef,
};
use crate::output::File;

pub(super) fn files(api: &Api, package: &Package) -> Vec<File> {
    let types = Types::new(api);
    let mut files: Vec<File> =
        api.groups.iter().map(|group| group_file(group, &types, package)).collect();
    files.push(index(api));
    files
}

fn index(api: &Api) -> File {
    let mut groups: Vec<&Group> = api.groups.iter().collect();
    groups.sort_by(|one, other| one.name.cmp(&other.name));
    let stems = groups.iter().map(|group| format_ident!("{}", group.name.file_stem()));
    let exports = groups.iter().filter_map(|group| {
        let stem = format_ident!("{}", group.name.file_stem());
        let markers: Vec<_> = group
            .operations
            .iter()
            .filter(|it| has_setters(it))
            .map(|it| it.name.marker())
            .collect();
        (!markers.is_empty()).then(|| quote!(pub use self::#stem::{#(#markers),*};))
    });
    let docs = ["The operations, as methods of [`Client`](crate::Client); here are the types that mark calls with \
                 optional parameters."
        .to_owned()];
    rust_file("src/operations/mod.rs", &docs, quote!(#(mod #stems;)* #(#exports)*))
}

fn group_file(group: &Group, types: &Types<'_>, package: &Package) -> File {
    let operations = group.operations.iter().map(|it| operation(it, types, package));
    let imports = imports(group, types);
    let docs = docs::lines(&group.docs);
    let path = format!("src/operations/{}.rs", group.name.file_stem());
    rust_file(&path, &docs, quote!(#imports #(#operations)*))
}

fn imports(group: &Group, types: &Types<'_>) -> TokenStream {
    let mut used = Imports::default();
    for operation in &group.operations {
        operation.params.iter().for_each(|param| used.add(types.target(&param.ty)));
        if let Answer::Json(ty) = &operation.answer {
            used.add(ty);
        }
        if let Some(body) = &operation.body {
            let BodyKind::Json(ty) = &body.kind;
            used.add(ty);
        }
    }
    let map = used.map.then(|| {
        quote!(
            use std::collections::BTreeMap;
        )
    });
    let bytes = group.operations.iter().any(|it| it.answer == Answer::Binary).then(|| {
        quote!(
            use bytes::Bytes;
        )
    });
    let any = used.any.then(|| {
        quote!(
            use serde_json::Value;
        )
    });
    let models = (!used.models.is_empty()).then(|| {
        quote!(
            use crate::models;
        )
    });
    let date = used.date.then(|| {
        quote!(
            use crate::runtime::date::Date;
        )
    });
    let timestamp = used.timestamp.then(|| {
        quote!(
            use crate::runtime::timestamp::Timestamp;
        )
    });
    quote! {
        #map
        #bytes
        use http::Method;
        #any
        #models
        use crate::runtime::call::Call;
        use crate::runtime::client::Client;
        #date
        use crate::runtime::operation::{Class, Operation};
        #timestamp
    }
}

/// Whether a call has anything to set, so that its type must be its own.
fn has_setters(operation: &Operation) -> bool {
    operation.params.iter().any(|param| !param.required)
        || operation.body.as_ref().is_some_and(|body| !body.required)
}

fn operation(operation: &Operation, types: &Types<'_>, package: &Package) -> TokenStream {
    let description = description(operation);
    let method = method(operation, types, package);
    let setters = has_setters(operation).then(|| setters(operation, types));
    quote!(#description #method #setters)
}

/// What the runtime must know of the operation.
fn description(operation: &Operation) -> TokenStream {
    let name = operation.name.constant();
    let (id, path) = (&operation.id, &operation.path);
    let method = Ident::new(operation.method.as_str(), Span::call_site());
    let class = match operation.class {
        Class::Safe => quote!(Safe),
        Class::Idempotent => quote!(Idempotent),
        Class::NotIdempotent => quote!(NotIdempotent),
    };
    quote! {
        static #name: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            class: Class::#class,
        };
    }
}

fn method(operation: &Operation, types: &Types<'_>, package: &Package) -> TokenStream {
    let docs = docs::comment(&documentation(operation, types, package));
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let name = &operation.name;
    let constant = operation.name.constant();
    let required: Vec<&Param> = operation.params.iter().filter(|param| param.required).collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    let arguments = required.iter().map(|param| argument(param, types)).chain(body.map(|body| {
        let BodyKind::Json(ty) = &body.kind;
        let ty = from_outside(ty);
        quote!(body: &#ty)
    }));
    let path = required
        .iter()
        .filter(|param| param.location == Location::Path)
        .map(|param| segment(param, types));
    let parts = required.iter().filter_map(|param| part(param, types));
    let json = body.map(|_| quote!(.json(body)));
    let (constructor, answer) = answer(operation);
    let call = call_type(operation, &answer);
    quote! {
        impl Client {
            #docs
            #deprecated
            pub fn #name(&self, #(#arguments),*) -> #call {
                Call::#constructor(self, &#constant, &[#(#path),*])#(#parts)* #json
            }
        }
    }
}

/// The type of a call, with the mark that carries its setters.
fn call_type(operation: &Operation, answer: &TokenStream) -> TokenStream {
    if has_setters(operation) {
        let marker = operation.name.marker();
        quote!(Call<'_, #answer, #marker>)
    } else {
        quote!(Call<'_, #answer>)
    }
}

/// How a call is made and what it hands back.
fn answer(operation: &Operation) -> (Ident, TokenStream) {
    let (constructor, answer) = match &operation.answer {
        Answer::Json(ty) => ("new", from_outside(ty)),
        Answer::Empty => ("empty", quote!(())),
        Answer::Text => ("text", quote!(String)),
        Answer::Binary => ("bytes", quote!(Bytes)),
    };
    (Ident::new(constructor, Span::call_site()), answer)
}

fn setters(operation: &Operation, types: &Types<'_>) -> TokenStream {
    let marker = operation.name.marker();
    let doc =
        format!(" Marks a call of [`Client::{}`], for its optional parameters.", operation.name);
    let (_, answer) = answer(operation);
    let params = operation.params.iter().filter(|param| !param.required).map(|param| {
        let docs = docs::attributes(&param.docs, &format!("Sets {}.", docs::code(&param.wire)));
        let (name, argument, part) = (&param.name, argument(param, types), part(param, types));
        quote!(#docs pub fn #name(self, #argument) -> Self { self #part })
    });
    let body = operation.body.as_ref().filter(|body| !body.required).map(|body| {
        let BodyKind::Json(ty) = &body.kind;
        let docs = docs::attributes(&body.docs, "Sets the body.");
        let ty = from_outside(ty);
        quote!(#docs pub fn body(self, body: &#ty) -> Self { self.json(body) })
    });
    quote! {
        #[doc = #doc]
        #[derive(Debug)]
        pub enum #marker {}

        impl Call<'_, #answer, #marker> {
            #(#params)*
            #body
        }
    }
}

fn argument(param: &Param, types: &Types<'_>) -> TokenStream {
    let name = &param.name;
    match types.target(&param.ty) {
        TypeRef::Scalar(Scalar::String) => quote!(#name: &str),
        TypeRef::Named(ty) => quote!(#name: &models::#ty),
        other => {
            let ty = from_outside(other);
            quote!(#name: #ty)
        }
    }
}

/// A path parameter as text.
fn segment(param: &Param, types: &Types<'_>) -> TokenStream {
    let name = &param.name;
    match types.target(&param.ty) {
        TypeRef::Scalar(Scalar::String) => quote!(#name),
        TypeRef::Named(_) => quote!(#name.as_str()),
        _ => quote!(&#name.to_string()),
    }
}

/// The call that adds a query or header parameter to the request.
fn part(param: &Param, types: &Types<'_>) -> Option<TokenStream> {
    let (name, wire) = (&param.name, &param.wire);
    let value = if let TypeRef::Named(_) = types.target(&param.ty) {
        quote!(#name.as_str())
    } else {
        quote!(#name)
    };
    match param.location {
        Location::Path => None,
        Location::Query => Some(quote!(.query(#wire, #value))),
        Location::Header => Some(quote!(.header_param(#wire, #value))),
    }
}

/// The doc comment of a method: words, request line, responses, example.
fn documentation(operation: &Operation, types: &Types<'_>, package: &Package) -> Vec<String> {
    let mut lines = docs::lines(&operation.docs);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(docs::code(&format!("{} {}", operation.method.as_str(), operation.path)));
    let failures: Vec<_> =
        operation.responses.iter().filter(|it| !it.status.starts_with('2')).collect();
    if !failures.is_empty() {
        lines.extend(["", "# Errors", "", "Statuses the API describes:", ""].map(str::to_owned));
        lines.extend(failures.into_iter().map(failure));
    }
    lines.extend(examples::lines(operation, types, package));
    lines
}

/// A failure in one line: the first paragraph of its description, and the model its body decodes as.
fn failure(response: &Response) -> String {
    let paragraph = response.description.split("\n\n").next().unwrap_or_default();
    let meaning = docs::markdown(paragraph).join(" ");
    let body = match &response.body {
        Some(TypeRef::Named(name)) => format!(" The body is [`{name}`](models::{name})."),
        _ => String::new(),
    };
    format!("* `{}`: {meaning}{body}", response.status)
}
