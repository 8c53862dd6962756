//! Operations: a static description, a method on the client, and setters for what is optional.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::format::{Quoted, rust_file, shared};
use super::imports::{self, Imports};
use super::package::Package;
use super::params::{argument, part, segment};
use super::structs::too_many_arguments;
use super::types::Types;
use super::{answers, bodies, docs, examples, headers, helpers, markdown, params};
use crate::ir::{
    Answer, Api, Class, Group, Location, Operation, Param, Response, TypeName, TypeRef,
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
        let markers: Vec<_> = group.operations.iter().flat_map(exported).collect();
        let names = imports::group(&markers);
        (!markers.is_empty()).then(|| quote!(pub use self::#stem::#names;))
    });
    let mut docs = vec![format!(
        "The operations of {}, version {}, as methods of [`Client`](crate::Client); here are the types that mark calls \
         with optional parameters.",
        markdown::line(&api.title),
        markdown::line(&api.version)
    )];
    let description = docs::lines(&api.docs);
    if !description.is_empty() {
        docs.push(String::new());
    }
    docs.extend(description);
    let items = [quote!(#(mod #stems;)*)].into_iter().chain(exports);
    rust_file("src/operations/mod.rs", &docs, items)
}

fn group_file(group: &Group, types: &Types<'_>, package: &Package) -> File {
    let operations = group.operations.iter().flat_map(|it| operation(it, types, package));
    let items = [imports(group, types)].into_iter().chain(operations);
    let docs = docs::lines(&group.docs);
    let path = format!("src/operations/{}.rs", group.name.file_stem());
    rust_file(&path, &docs, items)
}

fn imports(group: &Group, types: &Types<'_>) -> TokenStream {
    let mut imports = Imports::default();
    imports.add("http::Method");
    imports.add("crate::runtime::call::Call");
    imports.add("crate::runtime::client::Client");
    imports.add("crate::runtime::api::Class");
    imports.add("crate::runtime::api::Operation");
    for operation in &group.operations {
        operation.params.iter().for_each(|param| params::imports(param, types, &mut imports));
        operation.body.iter().for_each(|body| bodies::imports(body, types, &mut imports));
        answers::imports(&operation.answer, &mut imports);
        helpers::imports(operation, &mut imports);
    }
    imports.tokens()
}

/// The types that stand beside an operation.
fn exported(operation: &Operation) -> Vec<TypeName> {
    let marker = operation.marker.clone();
    let answer = match &operation.answer {
        Answer::ByStatus(name, _) => Some(name.clone()),
        _ => None,
    };
    marker.into_iter().chain(answer).collect()
}

/// The third parameter of the type of a call.
pub(super) fn marker(operation: &Operation) -> TokenStream {
    operation.marker.as_ref().map_or_else(|| quote!(()), |marker| quote!(#marker))
}

/// The items of an operation; not joined, which would copy them.
fn operation(
    operation: &Operation,
    types: &Types<'_>,
    package: &Package,
) -> impl Iterator<Item = TokenStream> {
    let method = [description(operation, types), method(operation, types, package)];
    let marker = operation.marker.as_ref().map(|marker| mark(operation, marker));
    let setters = operation.has_setters().then(|| setters(operation, types));
    let helpers = helpers::helpers(operation, types);
    let by_status = answers::by_status(operation, types);
    method.into_iter().chain(marker).chain(setters).chain(helpers).chain(by_status)
}

/// What the runtime must know of the operation.
fn description(operation: &Operation, types: &Types<'_>) -> TokenStream {
    let name = operation.name.constant();
    let path = template(operation, types);
    let (id, path) = (Quoted(&operation.id), Quoted(&path));
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

/// The path template; arguments that come encoded stand in it as `{+name}`, as in RFC 6570.
fn template(operation: &Operation, types: &Types<'_>) -> String {
    let encoded = operation.params.iter().filter(|param| params::is_encoded(param, types));
    encoded.fold(operation.path.clone(), |path, param| {
        path.replace(&format!("{{{}}}", param.wire), &format!("{{+{}}}", param.wire))
    })
}

fn method(operation: &Operation, types: &Types<'_>, package: &Package) -> TokenStream {
    let docs = docs::comment(&documentation(operation, types, package));
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let name = &operation.name;
    let constant = operation.name.constant();
    let required: Vec<&Param> = operation.params.iter().filter(|param| param.required).collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    let arguments = required.iter().map(|param| argument(param, types));
    let arguments = arguments.chain(body.map(|body| bodies::argument(body, types)));
    let too_many = too_many_arguments(1 + required.len() + usize::from(body.is_some()));
    let path = required.iter().filter(|param| param.location == Location::Path);
    let path = path.map(|param| segment(param, types));
    let parts = required.iter().filter_map(|param| part(param, types));
    let body = body.map(|body| bodies::part(body, types));
    let (constructor, reader) =
        (answers::constructor(&operation.answer), answers::reader(&operation.answer));
    let accept = answers::accept(&operation.answer);
    let call = call_type(operation);
    quote! {
        impl Client {
            #docs
            #deprecated
            #too_many
            pub fn #name(&self, #(#arguments),*) -> #call {
                Call::#constructor(self, &#constant, &[#(#path),*] #reader) #accept #(#parts)* #body
            }
        }
    }
}

/// The type of a call, with the mark that carries its own methods.
fn call_type(operation: &Operation) -> TokenStream {
    let answer = answers::ty(&operation.answer);
    let marker = operation.marker.as_ref().map(|marker| quote!(, #marker));
    quote!(Call<'_, #answer #marker>)
}

/// The type that marks calls of an operation.
fn mark(operation: &Operation, marker: &TypeName) -> TokenStream {
    let name = operation.name.as_str();
    let doc = format!(" Marks a call of [`Client::{name}`], for what only such a call can do.");
    quote! {
        #[doc = #doc]
        #[derive(Debug)]
        pub enum #marker {}
    }
}

fn setters(operation: &Operation, types: &Types<'_>) -> TokenStream {
    let marker = marker(operation);
    let answer = answers::ty(&operation.answer);
    let params = operation.params.iter().filter(|param| !param.required).map(|param| {
        let docs =
            docs::attributes(&param.docs, || format!("Sets {}.", markdown::code(&param.wire)));
        let (name, argument, part) = (&param.name, argument(param, types), part(param, types));
        shared(quote!(#docs pub fn #name(self, #argument) -> Self { self #part }))
    });
    let body = operation.body.as_ref().filter(|body| !body.required).map(|body| {
        let docs = docs::attributes(&body.docs, || "Sets the body.");
        let (argument, part) = (bodies::argument(body, types), bodies::part(body, types));
        quote!(#docs pub fn body(self, #argument) -> Self { self #part })
    });
    quote! {
        impl Call<'_, #answer, #marker> {
            #(#params)*
            #body
        }
    }
}

/// The doc comment of a method: words, request line, responses, example.
fn documentation(operation: &Operation, types: &Types<'_>, package: &Package) -> Vec<String> {
    let mut lines = docs::lines(&operation.docs);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(markdown::code(&format!("{} {}", operation.method.as_str(), operation.path)));
    let servers = operation
        .servers
        .iter()
        .map(|name| format!("[`servers::{name}`](crate::servers::{name})", name = name.as_str()));
    let servers = servers.collect::<Vec<_>>().join(" or ");
    if !servers.is_empty() {
        let line =
            format!("Served elsewhere than the rest: give `.server(..)` what {servers} makes.");
        lines.extend([String::new(), line]);
    }
    if let Some(line) = headers::line(operation) {
        lines.extend([String::new(), line]);
    }
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
    let meaning = markdown::line(&docs::sentence(paragraph));
    let body = match &response.body {
        Some(TypeRef::Named(name)) => format!(" The body is [`{name}`](crate::models::{name})."),
        _ => String::new(),
    };
    format!("* `{}`: {meaning}{body}", response.status)
}
