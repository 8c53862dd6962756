//! The `models` module: a file for every schema, its inline children included.

use indexmap::IndexMap;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::format::rust_file;
use super::types::{Imports, Types, owned};
use super::{docs, enums, newtypes, structs, unions};
use crate::ir::{Api, Name, TypeDef, TypeKind};
use crate::output::File;

pub(super) fn files(api: &Api) -> Vec<File> {
    let types = Types::new(api);
    let mut modules: IndexMap<&Name, Vec<&TypeDef>> = IndexMap::new();
    for ty in &api.types {
        modules.entry(&ty.module).or_default().push(ty);
    }
    let mut files: Vec<File> = modules
        .iter()
        .map(|(module, definitions)| module_file(module, definitions, &types))
        .collect();
    files.push(index(&modules));
    files
}

fn index(modules: &IndexMap<&Name, Vec<&TypeDef>>) -> File {
    let mut modules: Vec<_> =
        modules.iter().map(|(module, types)| (module.file_stem(), types)).collect();
    modules.sort_by(|(one, _), (other, _)| one.cmp(other));
    let stems: Vec<Ident> = modules.iter().map(|(stem, _)| format_ident!("{stem}")).collect();
    let exports = modules.iter().map(|(stem, types)| {
        let stem = format_ident!("{stem}");
        let mut names: Vec<_> = types.iter().map(|ty| &ty.name).collect();
        names.sort();
        match names.as_slice() {
            [only] => quote!(pub use self::#stem::#only;),
            names => quote!(pub use self::#stem::{#(#names),*};),
        }
    });
    let docs = ["What requests and answers are made of.".to_owned()];
    rust_file("src/models/mod.rs", &docs, quote!(#(mod #stems;)* #(#exports)*))
}

fn module_file(module: &Name, definitions: &[&TypeDef], types: &Types<'_>) -> File {
    let names: Vec<String> = definitions.iter().map(|ty| docs::code(ty.name.as_str())).collect();
    let imports = imports(definitions);
    let definitions = definitions.iter().map(|ty| definition(ty, types));
    let docs = [format!("{}.", names.join(", "))];
    rust_file(
        &format!("src/models/{}.rs", module.file_stem()),
        &docs,
        quote!(#imports #(#definitions)*),
    )
}

fn definition(ty: &TypeDef, types: &Types<'_>) -> TokenStream {
    match &ty.kind {
        TypeKind::Struct(object) => structs::object(ty, object, types),
        TypeKind::Enum(known) => enums::open_enum(ty, known),
        TypeKind::Newtype { sensitivity } => newtypes::newtype(ty, *sensitivity),
        TypeKind::Union(union) => unions::union(ty, union),
        TypeKind::Alias(target) => {
            let name = &ty.name;
            let docs = docs::attributes(&ty.docs, "Another name for a type.");
            let target = owned(target);
            quote!(#docs pub type #name = #target;)
        }
        TypeKind::Wrapper(target) => {
            let name = &ty.name;
            let docs = docs::attributes(&ty.docs, "A list or map that contains itself.");
            let target = owned(target);
            quote! {
                #docs
                #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
                #[serde(transparent)]
                pub struct #name(pub #target);
            }
        }
    }
}

fn imports(definitions: &[&TypeDef]) -> TokenStream {
    let mut used = Imports::default();
    let mut runtime = Runtime::default();
    for ty in definitions {
        match &ty.kind {
            TypeKind::Struct(object) => {
                runtime.serde = true;
                runtime.hidden |= structs::has_hidden(object);
                object
                    .fields
                    .iter()
                    .map(|field| &field.ty)
                    .chain(&object.rest)
                    .for_each(|ty| used.add(ty));
                used.map |= object.rest.is_some();
                runtime.fields(object, ty.usage.request);
            }
            TypeKind::Enum(_) => {
                (runtime.text, runtime.shown, runtime.unknown) = (true, true, true);
            }
            TypeKind::Newtype { sensitivity } => {
                runtime.text = true;
                runtime.shown |= sensitivity.is_shown();
                runtime.hidden |= !sensitivity.is_shown();
                runtime.redacted |= !sensitivity.is_shown();
            }
            TypeKind::Union(union) => {
                runtime.union = true;
                runtime.tagged |= union.tag.is_some();
                runtime.untagged |= union.tag.is_none();
                runtime.with_tag |= union.variants.iter().any(|variant| !variant.has_tag);
                union.variants.iter().for_each(|variant| used.add(&variant.ty));
            }
            TypeKind::Alias(target) => used.add(target),
            TypeKind::Wrapper(target) => {
                runtime.serde = true;
                used.add(target);
            }
        }
    }
    definitions.iter().for_each(|ty| _ = used.models.remove(&ty.name));
    runtime.tokens(&used)
}

/// What the definitions of a file need of the standard library, serde and the runtime.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "a set of flags is what it is")]
struct Runtime {
    serde: bool,
    hidden: bool,
    redacted: bool,
    redacted_option: bool,
    patch: bool,
    text: bool,
    shown: bool,
    unknown: bool,
    union: bool,
    tagged: bool,
    untagged: bool,
    with_tag: bool,
}

impl Runtime {
    fn fields(&mut self, object: &crate::ir::Struct, sent: bool) {
        for field in &object.fields {
            let three_state = structs::is_three_state(field, sent);
            let optional = field.presence != crate::ir::Presence::Required && !three_state;
            self.patch |= three_state;
            self.redacted |= !field.sensitivity.is_shown() && !optional;
            self.redacted_option |= !field.sensitivity.is_shown() && optional;
        }
        self.redacted |= object.rest.is_some();
    }

    fn tokens(&self, used: &Imports) -> TokenStream {
        let map = used.map.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let fmt = self.hidden.then(|| {
            quote!(
                use std::fmt;
            )
        });
        let serde = if self.union {
            Some(quote!(
                use serde::{Deserialize, Deserializer, Serialize, Serializer};
            ))
        } else {
            self.serde.then(|| {
                quote!(
                    use serde::{Deserialize, Serialize};
                )
            })
        };
        let any = used.any.then(|| {
            quote!(
                use serde_json::Value;
            )
        });
        let models = list(&quote!(super), used.models.iter().map(|name| quote!(#name)).collect());
        let from = |module: &str, names: &[(bool, &str)]| {
            let module = Ident::new(module, Span::call_site());
            let names = names.iter().filter(|(needed, _)| *needed).map(|(_, name)| {
                let name = Ident::new(name, Span::call_site());
                quote!(#name)
            });
            list(&quote!(crate::runtime::#module), names.collect())
        };
        let runtime = [
            from("date", &[(used.date, "Date")]),
            from("file", &[(used.file, "File")]),
            from("patch", &[(self.patch, "Patch")]),
            from(
                "redact",
                &[(self.redacted, "redacted"), (self.redacted_option, "redacted_option")],
            ),
            from("strings", &[(self.shown, "display_value"), (self.text, "string_value")]),
            from(
                "union",
                &[
                    (self.untagged, "Candidates"),
                    (self.tagged, "Tagged"),
                    (self.union, "UnknownVariant"),
                    (self.with_tag, "with_tag"),
                ],
            ),
            from("timestamp", &[(used.timestamp, "Timestamp")]),
            from("unknown", &[(self.unknown, "UnknownValue"), (self.unknown, "unknown_value")]),
        ];
        quote!(#map #fmt #serde #any #(#runtime)* #models)
    }
}

/// `use from::name;` or `use from::{names};`, or nothing.
fn list(from: &TokenStream, names: Vec<TokenStream>) -> TokenStream {
    match names.as_slice() {
        [] => TokenStream::new(),
        [only] => quote!(use #from::#only;),
        names => quote!(use #from::{#(#names),*};),
    }
}
