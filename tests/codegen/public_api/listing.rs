//! Writes the public items of a crate down, sorted by path.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use syn::{
    Attribute, Fields, ImplItem, Item, ItemImpl, Signature, TraitItem, Type, Visibility,
    parse_quote,
};

use super::modules::{Crate, Definition, Export, cfg, is_hidden};

pub(super) fn listing(krate: &Crate) -> String {
    let impls = krate.impls();
    let mut exports = krate.exports(&Vec::new(), "", &[]);
    exports.sort_by(|one, other| one.path.cmp(&other.path));
    exports.dedup_by(|one, other| one.path == other.path && one.definition == other.definition);
    let mut text = String::new();
    for export in &exports {
        write_export(&mut text, krate, export, &impls);
    }
    text
}

fn write_export(
    text: &mut String,
    krate: &Crate,
    export: &Export,
    impls: &BTreeMap<Definition, Vec<&ItemImpl>>,
) {
    let Some(item) = krate.item(&export.definition) else {
        line(
            text,
            0,
            &format!("use {} as {}", export.definition.0.join("::"), export.path),
            &export.features,
        );
        return;
    };
    let blocks = impls.get(&export.definition).map(Vec::as_slice).unwrap_or_default();
    let traits = traits(item, blocks);
    let head = |kind: &str, rest: &str| format!("{kind} {}{rest}{traits}", export.path);
    let first = match item {
        Item::Struct(it) => head("struct", &generics(&it.generics)),
        Item::Enum(it) => head("enum", &generics(&it.generics)),
        Item::Trait(it) => {
            let bounds: Vec<_> = it.supertraits.iter().map(bound).collect();
            head("trait", &format!(": {}", bounds.join(" + ")))
        }
        Item::Type(it) => head("type", &format!("{} = {}", generics(&it.generics), ty(&it.ty))),
        Item::Const(it) => head("const", &format!(": {}", ty(&it.ty))),
        Item::Fn(it) => {
            let path = export
                .path
                .rsplit_once("::")
                .map_or(String::new(), |(path, _)| format!("{path}::"));
            format!("fn {path}{}", signature(&it.sig))
        }
        other => unreachable!("no public item is like {:?}", std::mem::discriminant(other)),
    };
    line(text, 0, &first, &export.features);
    members(text, item);
    for block in blocks.iter().filter(|block| block.trait_.is_none()) {
        methods(text, block);
    }
}

/// Public fields, variants, and methods of traits.
fn members(text: &mut String, item: &Item) {
    match item {
        Item::Struct(it) => fields(text, &it.fields),
        Item::Enum(it) => {
            for variant in &it.variants {
                let held: Vec<_> = variant.fields.iter().map(|field| ty(&field.ty)).collect();
                let held =
                    if held.is_empty() { String::new() } else { format!("({})", held.join(", ")) };
                line(text, 1, &format!("{}{held}", variant.ident), &features(&variant.attrs));
            }
        }
        Item::Trait(it) => {
            for item in &it.items {
                if let TraitItem::Fn(method) = item {
                    line(
                        text,
                        1,
                        &format!("fn {}", signature(&method.sig)),
                        &features(&method.attrs),
                    );
                }
            }
        }
        _ => {}
    }
}

fn fields(text: &mut String, fields: &Fields) {
    for field in fields.iter().filter(|field| matches!(field.vis, Visibility::Public(_))) {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        line(text, 1, &format!("{name}: {}", ty(&field.ty)), &features(&field.attrs));
    }
}

/// Public methods; the setters of fields are one line, as they follow from the fields.
fn methods(text: &mut String, block: &ItemImpl) {
    let of = specialisation(block);
    let mut setters = Vec::new();
    for item in &block.items {
        match item {
            ImplItem::Fn(it) if is_shown(&it.vis, &it.attrs) => {
                let name = it.sig.ident.to_string();
                if block.generics.params.is_empty() && name.starts_with("with_") {
                    setters.push(name);
                    continue;
                }
                let features: Vec<_> =
                    cfg(&block.attrs).into_iter().chain(cfg(&it.attrs)).collect();
                line(text, 1, &format!("fn {}{of}", signature(&it.sig)), &features);
            }
            ImplItem::Const(it) if is_shown(&it.vis, &it.attrs) => {
                line(text, 1, &format!("const {}: {}", it.ident, ty(&it.ty)), &[]);
            }
            _ => {}
        }
    }
    if !setters.is_empty() {
        line(text, 1, &format!("setters {}", setters.join(", ")), &[]);
    }
}

fn is_shown(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_)) && !is_hidden(attributes)
}

/// The type of a block whose methods are there for some of its parameters only.
fn specialisation(block: &ItemImpl) -> String {
    let own: Vec<String> = block
        .generics
        .params
        .iter()
        .map(|param| match param {
            syn::GenericParam::Lifetime(it) => it.lifetime.to_string(),
            syn::GenericParam::Type(it) => it.ident.to_string(),
            syn::GenericParam::Const(it) => it.ident.to_string(),
        })
        .collect();
    let ty = ty(&block.self_ty);
    let (_, arguments) = ty.trim_end_matches('>').split_once('<').unwrap_or_default();
    let is_own = |argument: &str| argument.is_empty() || own.iter().any(|param| param == argument);
    if arguments.split(", ").all(is_own) { String::new() } else { format!(" on {ty}") }
}

fn bound(bound: &syn::TypeParamBound) -> String {
    match bound {
        syn::TypeParamBound::Lifetime(it) => it.to_string(),
        it => ty(&parse_quote!(impl #it)).trim_start_matches("impl ").to_owned(),
    }
}

/// The traits a type implements: derived, written out, or by a macro of the runtime.
fn traits(item: &Item, blocks: &[&ItemImpl]) -> String {
    let attributes: &[Attribute] = match item {
        Item::Struct(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        _ => return String::new(),
    };
    let mut traits = BTreeSet::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        let derived = attribute.meta.require_list().unwrap().tokens.to_string();
        traits.extend(
            derived.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        );
    }
    for block in blocks {
        let features: String = cfg(&block.attrs).map(|it| format!(" ({it})")).unwrap_or_default();
        traits.extend(block.trait_.iter().map(|(path, _)| {
            let name = path.segments.last().unwrap();
            format!("{}{features}", ty(&parse_quote!(#name)))
        }));
    }
    if attributes.iter().any(|it| it.path().is_ident("non_exhaustive")) {
        traits.insert("non_exhaustive".to_owned());
    }
    if traits.is_empty() {
        String::new()
    } else {
        format!(": {}", Vec::from_iter(traits).join(", "))
    }
}

fn features(attributes: &[Attribute]) -> Vec<String> {
    cfg(attributes).into_iter().collect()
}

fn line(text: &mut String, depth: usize, words: &str, features: &[String]) {
    let indent = "  ".repeat(depth);
    let features = Vec::from_iter(features.iter().map(String::as_str).collect::<BTreeSet<_>>());
    let features =
        if features.is_empty() { String::new() } else { format!(" if {}", features.join(", ")) };
    writeln!(text, "{indent}{words}{features}").unwrap();
}

fn generics(generics: &syn::Generics) -> String {
    if generics.params.is_empty() {
        String::new()
    } else {
        ty(&parse_quote!(X #generics)).split_off(1)
    }
}

fn signature(signature: &Signature) -> String {
    let text = tokens(&parse_quote!(#signature {}));
    let asynchronous = if signature.asyncness.is_some() { "async " } else { "" };
    let text = text
        .split_once("fn ")
        .map_or(text.as_str(), |(_, rest)| rest)
        .trim_end_matches(" {}")
        .to_owned();
    format!("{asynchronous}{text}")
}

fn ty(ty: &Type) -> String {
    let text = tokens(&parse_quote!(type X = #ty;));
    text.trim_start_matches("type X = ").trim_end_matches(';').to_owned()
}

/// An item on one line.
fn tokens(item: &Item) -> String {
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item.clone()],
    };
    let text = prettyplease::unparse(&file);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("(mut self", "(self")
        .replace("( ", "(")
        .replace(", )", ")")
        .replace("< ", "<")
        .replace(", >", ">")
}
