//! The modules of a crate, and which definition a name in one of them stands for.

use std::collections::BTreeMap;

use syn::{Attribute, Item, ItemImpl, Type, UseTree, Visibility};

use super::macros::Macros;

/// A path of modules from the crate root.
pub(super) type ModulePath = Vec<String>;

/// Where something is defined, and its name there.
pub(super) type Definition = (ModulePath, String);

/// Every module of a crate with its items.
pub(super) struct Crate {
    modules: BTreeMap<ModulePath, Vec<Item>>,
}

/// A name that a program can write, and what it stands for.
pub(super) struct Export {
    pub(super) path: String,
    pub(super) definition: Definition,
    pub(super) features: Vec<String>,
}

impl Crate {
    pub(super) fn load(sources: &BTreeMap<&str, &str>) -> Self {
        let mut modules = BTreeMap::new();
        load(sources, &["src/lib.rs".to_owned()], Vec::new(), &mut modules);
        let macros = Macros::of(modules.values().flatten());
        for items in modules.values_mut() {
            let calls: Vec<Item> = items.iter().flat_map(|item| macros.expand(item)).collect();
            items.extend(calls);
        }
        Self { modules }
    }

    /// Every public name below a module; `prefix` is the path a program writes.
    pub(super) fn exports(
        &self,
        module: &ModulePath,
        prefix: &str,
        features: &[String],
    ) -> Vec<Export> {
        let mut exports = Vec::new();
        for item in &self.modules[module] {
            let Some((attributes, visibility)) = head(item) else { continue };
            if !matches!(visibility, Visibility::Public(_)) || is_hidden(attributes) {
                continue;
            }
            let mut features = features.to_vec();
            features.extend(cfg(attributes));
            match item {
                Item::Mod(it) => {
                    let name = it.ident.to_string();
                    let path = format!("{prefix}{name}::");
                    exports.extend(self.exports(&child(module, &name), &path, &features));
                }
                Item::Use(it) => {
                    for (name, target) in flat(&it.tree) {
                        exports.extend(self.reexport(module, prefix, &name, &target, &features));
                    }
                }
                _ => exports.extend(name(item).map(|name| Export {
                    path: format!("{prefix}{name}"),
                    definition: (module.clone(), name),
                    features,
                })),
            }
        }
        exports
    }

    fn reexport(
        &self,
        module: &ModulePath,
        prefix: &str,
        name: &str,
        target: &[String],
        features: &[String],
    ) -> Vec<Export> {
        if name == "*" {
            let target = self.module(module, target).expect("a glob of a module of this crate");
            return self.exports(&target, prefix, features);
        }
        let (last, path) = target.split_last().unwrap();
        let definition = self.module(module, path).and_then(|module| self.resolve(&module, last));
        // What is not defined here comes from another crate and is listed by its path there.
        let definition = definition.unwrap_or_else(|| (target.to_vec(), String::new()));
        vec![Export { path: format!("{prefix}{name}"), definition, features: features.to_vec() }]
    }

    /// The definition that `name` stands for in a module.
    pub(super) fn resolve(&self, module: &ModulePath, wanted: &str) -> Option<Definition> {
        let items = self.modules.get(module)?;
        if items.iter().any(|item| name(item).as_deref() == Some(wanted)) {
            return Some((module.clone(), wanted.to_owned()));
        }
        let imports = items
            .iter()
            .filter_map(|item| if let Item::Use(it) = item { Some(flat(&it.tree)) } else { None });
        imports.flatten().find_map(|(name, target)| {
            let (last, path) = target.split_last()?;
            if name == "*" {
                return self.resolve(&self.module(module, &target)?, wanted);
            }
            (name == wanted).then(|| self.resolve(&self.module(module, path)?, last))?
        })
    }

    pub(super) fn item(&self, (module, wanted): &Definition) -> Option<&Item> {
        self.modules.get(module)?.iter().find(|item| name(item).as_deref() == Some(wanted))
    }

    /// The `impl` blocks of every definition, with the module they stand in.
    pub(super) fn impls(&self) -> BTreeMap<Definition, Vec<&ItemImpl>> {
        let mut impls: BTreeMap<Definition, Vec<&ItemImpl>> = BTreeMap::new();
        for (module, items) in &self.modules {
            for item in items {
                if let Item::Impl(it) = item
                    && let Type::Path(ty) = &*it.self_ty
                    && let Some(definition) = ty
                        .path
                        .get_ident()
                        .map(ToString::to_string)
                        .or_else(|| Some(ty.path.segments.last()?.ident.to_string()))
                        .and_then(|name| self.resolve(module, &name))
                {
                    impls.entry(definition).or_default().push(it);
                }
            }
        }
        impls
    }

    /// The module that a path stands for in another one.
    fn module(&self, from: &ModulePath, path: &[String]) -> Option<ModulePath> {
        // A name without a path, as in `use http`, is that of another crate.
        path.first()?;
        let mut module = from.clone();
        for (index, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => _ = module.pop(),
                name => module.push(name.to_owned()),
            }
            if index == 0 && !self.modules.contains_key(&module) {
                return None;
            }
        }
        self.modules.contains_key(&module).then_some(module)
    }
}

fn load(
    sources: &BTreeMap<&str, &str>,
    candidates: &[String],
    path: ModulePath,
    modules: &mut BTreeMap<ModulePath, Vec<Item>>,
) {
    let file = candidates.iter().find(|file| sources.contains_key(file.as_str())).unwrap();
    let items = syn::parse_file(sources[file.as_str()]).unwrap().items;
    add(sources, file, path, items, modules);
}

fn add(
    sources: &BTreeMap<&str, &str>,
    file: &str,
    path: ModulePath,
    items: Vec<Item>,
    modules: &mut BTreeMap<ModulePath, Vec<Item>>,
) {
    let folder = file
        .strip_suffix("/lib.rs")
        .or_else(|| file.strip_suffix("/mod.rs"))
        .or_else(|| file.strip_suffix(".rs"))
        .unwrap();
    for item in &items {
        let Item::Mod(it) = item else { continue };
        let name = it.ident.to_string();
        let path = child(&path, &name);
        match &it.content {
            Some((_, items)) => add(sources, file, path, items.clone(), modules),
            None => load(
                sources,
                &[format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")],
                path,
                modules,
            ),
        }
    }
    modules.insert(path, items);
}

fn child(module: &[String], name: &str) -> ModulePath {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

fn head(item: &Item) -> Option<(&[Attribute], &Visibility)> {
    Some(match item {
        Item::Const(it) => (&it.attrs, &it.vis),
        Item::Enum(it) => (&it.attrs, &it.vis),
        Item::Fn(it) => (&it.attrs, &it.vis),
        Item::Mod(it) => (&it.attrs, &it.vis),
        Item::Static(it) => (&it.attrs, &it.vis),
        Item::Struct(it) => (&it.attrs, &it.vis),
        Item::Trait(it) => (&it.attrs, &it.vis),
        Item::Type(it) => (&it.attrs, &it.vis),
        Item::Use(it) => (&it.attrs, &it.vis),
        _ => return None,
    })
}

fn name(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(it) => it.ident.to_string(),
        Item::Enum(it) => it.ident.to_string(),
        Item::Fn(it) => it.sig.ident.to_string(),
        Item::Static(it) => it.ident.to_string(),
        Item::Struct(it) => it.ident.to_string(),
        Item::Trait(it) => it.ident.to_string(),
        Item::Type(it) => it.ident.to_string(),
        _ => return None,
    })
}

/// Every name that a `use` brings in, with the path it stands for; `*` for all of a module.
fn flat(tree: &UseTree) -> Vec<(String, Vec<String>)> {
    match tree {
        UseTree::Path(it) => flat(&it.tree)
            .into_iter()
            .map(|(name, path)| (name, [vec![it.ident.to_string()], path].concat()))
            .collect(),
        UseTree::Name(it) => vec![(it.ident.to_string(), vec![it.ident.to_string()])],
        UseTree::Rename(it) => vec![(it.rename.to_string(), vec![it.ident.to_string()])],
        UseTree::Glob(_) => vec![("*".to_owned(), Vec::new())],
        UseTree::Group(it) => it.items.iter().flat_map(flat).collect(),
    }
}

/// Whether something is public only for code that codegen writes.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| {
        it.path().is_ident("doc")
            && it.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "hidden")
    })
}

/// The features that something depends on.
pub(super) fn cfg(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|it| it.path().is_ident("cfg"))?;
    let condition = attribute.meta.require_list().unwrap().tokens.to_string();
    Some(
        condition
            .strip_prefix("feature = ")
            .map_or(condition.clone(), |it| it.trim_matches('"').to_owned()),
    )
}
