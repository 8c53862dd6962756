//! The `models` module: a file for every schema, its inline children included.

use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::format::rust_file;
use super::imports::{Imports, group};
use super::types::{Types, owned};
use super::{docs, enums, markdown, newtypes, structs, unions};
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
        let names = group(&names);
        quote!(pub use self::#stem::#names;)
    });
    let docs = ["What requests and answers are made of.".to_owned()];
    rust_file("src/models/mod.rs", &docs, [quote!(#(mod #stems;)*)].into_iter().chain(exports))
}

fn module_file(module: &Name, definitions: &[&TypeDef], types: &Types<'_>) -> File {
    let names: Vec<String> =
        definitions.iter().map(|ty| markdown::code(ty.name.as_str())).collect();
    let docs = [format!("{}.", names.join(", "))];
    let items = definitions.iter().flat_map(|ty| definition(ty, types));
    rust_file(
        &format!("src/models/{}.rs", module.file_stem()),
        &docs,
        [imports(definitions)].into_iter().chain(items),
    )
}

/// The items that define a type; not joined, which would copy them.
fn definition(ty: &TypeDef, types: &Types<'_>) -> Vec<TokenStream> {
    let item = match &ty.kind {
        TypeKind::Struct(object) => return structs::object(ty, object, types),
        TypeKind::Enum(known) => enums::open_enum(ty, known),
        TypeKind::Newtype { sensitivity } => newtypes::newtype(ty, *sensitivity),
        TypeKind::Union(union) => unions::union(ty, union, types),
        TypeKind::Alias(target) => {
            let name = &ty.name;
            let docs = docs::attributes(&ty.docs, || "Another name for a type.");
            let target = owned(target);
            quote!(#docs pub type #name = #target;)
        }
        TypeKind::Wrapper(target) => {
            let name = &ty.name;
            let docs = docs::attributes(&ty.docs, || "A list or map that contains itself.");
            let target = owned(target);
            quote! {
                #docs
                #[derive(Clone, Debug, PartialEq)]
                pub struct #name(pub #target);

                impl Serialize for #name {
                    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        self.0.serialize(serializer)
                    }
                }

                impl<'de> Deserialize<'de> for #name {
                    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        Deserialize::deserialize(deserializer).map(Self)
                    }
                }
            }
        }
    };
    vec![item]
}

fn imports(definitions: &[&TypeDef]) -> TokenStream {
    let mut imports = Imports::default();
    let sibling = |name: &str| format!("super::{name}");
    for ty in definitions {
        for mentioned in ty.kind.mentioned() {
            imports.add_type(mentioned, &sibling);
        }
        match &ty.kind {
            TypeKind::Struct(object) => structs::imports(object, ty.usage.request, &mut imports),
            TypeKind::Enum(known) => enums::imports(known, &mut imports),
            TypeKind::Newtype { .. } => newtypes::imports(&mut imports),
            TypeKind::Union(union) => unions::imports(union, &mut imports),
            TypeKind::Wrapper(_) => both_directions(&mut imports),
            TypeKind::Alias(_) => {}
        }
    }
    for ty in definitions {
        imports.remove(&sibling(ty.name.as_str()));
    }
    imports.tokens()
}

/// What implementing both directions of serde takes.
pub(super) fn both_directions(imports: &mut Imports) {
    for name in ["Deserialize", "Deserializer", "Serialize", "Serializer"] {
        imports.add(&format!("serde::{name}"));
    }
}
