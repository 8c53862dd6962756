//! What follows from how types refer to each other: the directions they travel in, and where a box is needed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::take;
use super::unions::reserved;
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Access, Api, Field, Presence, TypeDef, TypeKind, TypeName, TypeRef, UnionVariant, Usage,
};
use crate::spec::Pointer;

/// The types that each type refers to.
type Graph = IndexMap<TypeName, Vec<TypeName>>;

/// Marks every type with the directions it travels in; a member only the server sets is no duty of a request.
pub(super) fn mark_usage(api: &mut Api) {
    let (sent, received) = roots(api);
    let index: HashMap<&TypeName, &TypeDef> = api.types.iter().map(|ty| (&ty.name, ty)).collect();
    let sent = reachable(&index, sent);
    let received = reachable(&index, received);
    for ty in &mut api.types {
        ty.usage =
            Usage { request: sent.contains(&ty.name), response: received.contains(&ty.name) };
        let usage = ty.usage;
        let TypeKind::Struct(object) = &mut ty.kind else { continue };
        for field in &mut object.fields {
            let absent_one_way = match field.access {
                Access::ReadOnly => usage.request,
                Access::WriteOnly => usage.response,
                Access::ReadWrite => false,
            };
            if absent_one_way {
                field.presence = match field.presence {
                    Presence::Required => Presence::Optional,
                    Presence::Nullable => Presence::OptionalNullable,
                    presence => presence,
                };
            }
        }
    }
}

/// The types that requests and answers name themselves.
fn roots(api: &Api) -> (Vec<TypeName>, Vec<TypeName>) {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        operation.params.iter().for_each(|param| named(&param.ty, &mut sent));
        if let Some(ty) = operation.body.as_ref().and_then(|body| body.kind.model()) {
            named(ty, &mut sent);
        }
        operation
            .responses
            .iter()
            .filter_map(|response| response.body.as_ref())
            .for_each(|ty| named(ty, &mut received));
    }
    api.headers.iter().for_each(|header| named(&header.ty, &mut received));
    received.extend(api.webhooks.iter().filter_map(|webhook| webhook.payload.clone()));
    (sent, received)
}

fn reachable(index: &HashMap<&TypeName, &TypeDef>, mut open: Vec<TypeName>) -> HashSet<TypeName> {
    let mut seen: HashSet<TypeName> = HashSet::new();
    while let Some(name) = open.pop() {
        if let Some(ty) = index.get(&name)
            && seen.insert(name)
        {
            for ty in ty.kind.mentioned() {
                named(ty, &mut open);
            }
        }
    }
    seen
}

/// Adds the definition a reference names, however deep inside lists and maps.
fn named(ty: &TypeRef, names: &mut Vec<TypeName>) {
    match ty {
        TypeRef::Named(name) => names.push(name.clone()),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            named(inner, names);
        }
        TypeRef::Scalar(_) | TypeRef::Any => {}
    }
}

/// Boxes every field and alternative through which a type would contain itself.
pub(super) fn box_cycles(types: &mut [TypeDef]) {
    let contains = |ty: &TypeDef| {
        (ty.name.clone(), ty.kind.mentioned().into_iter().filter_map(held).collect())
    };
    let contains: Graph = types.iter().map(contains).collect();
    let circles = circles(&contains);
    for ty in types {
        let circle = circles.get(&ty.name);
        let cycles = |held: Option<TypeName>| held.is_some_and(|held| circles.get(&held) == circle);
        match &mut ty.kind {
            TypeKind::Struct(object) => {
                object.fields.iter_mut().for_each(|field| field.boxed = cycles(held(&field.ty)));
            }
            TypeKind::Union(union) => {
                union.variants.iter_mut().for_each(|it| it.boxed |= cycles(held(&it.ty)));
            }
            TypeKind::Enum(_)
            | TypeKind::Newtype { .. }
            | TypeKind::Alias(_)
            | TypeKind::Wrapper(_) => {}
        }
    }
}

/// The definition a reference holds by value; lists and maps hold theirs on the heap.
fn held(ty: &TypeRef) -> Option<TypeName> {
    match ty {
        TypeRef::Named(name) => Some(name.clone()),
        TypeRef::Nullable(inner) => held(inner),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Scalar(_) | TypeRef::Any => None,
    }
}

/// For each type, the number of the circle it is part of: types share it if each leads to the other.
///
/// Types that a walk along the references leaves last come first in a walk against them, which then cannot leave
/// their circle (Kosaraju's algorithm).
fn circles(references: &Graph) -> HashMap<&TypeName, usize> {
    let mut left = Vec::with_capacity(references.len());
    let mut seen = HashSet::with_capacity(references.len());
    for start in references.keys() {
        let mut open = vec![(start, false)];
        while let Some((name, all_below_seen)) = open.pop() {
            if all_below_seen {
                left.push(name);
            } else if seen.insert(name) {
                open.push((name, true));
                open.extend(references.get(name).into_iter().flatten().map(|below| (below, false)));
            }
        }
    }
    let mut referring: HashMap<&TypeName, Vec<&TypeName>> = HashMap::new();
    for (name, below) in references {
        below.iter().for_each(|below| referring.entry(below).or_default().push(name));
    }
    let mut circles = HashMap::with_capacity(references.len());
    for (number, start) in left.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            if let Entry::Vacant(circle) = circles.entry(name) {
                circle.insert(number);
                open.extend(referring.get(name).into_iter().flatten());
            }
        }
    }
    circles
}

/// Makes a wrapper of every alias that leads back to itself: Rust expands aliases, so it would never end.
pub(super) fn wrap_cycles(types: &mut [TypeDef]) {
    let aliases: Graph = types
        .iter()
        .filter_map(|ty| match &ty.kind {
            TypeKind::Alias(target) => {
                let mut names = Vec::new();
                named(target, &mut names);
                Some((ty.name.clone(), names))
            }
            _ => None,
        })
        .collect();
    let circles = circles(&aliases);
    for ty in types {
        let TypeKind::Alias(target) = &ty.kind else { continue };
        let mut names = aliases.get(&ty.name).into_iter().flatten();
        if names.any(|name| circles.get(name) == circles.get(&ty.name)) {
            ty.kind = TypeKind::Wrapper(target.clone());
        }
    }
}

/// Leaves out alternatives that lead back to their union: they say nothing new, and reading one would never end.
pub(super) fn drop_circular_alternatives(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let is_held = |ty: &TypeDef| match &ty.kind {
        TypeKind::Alias(_) | TypeKind::Wrapper(_) | TypeKind::Union(_) => {
            ty.kind.mentioned().into_iter().filter_map(held).collect()
        }
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Newtype { .. } => Vec::new(),
    };
    let is_held: Graph = types.iter().map(|ty| (ty.name.clone(), is_held(ty))).collect();
    let circles = circles(&is_held);
    for TypeDef { name, origin, kind, .. } in types {
        let TypeKind::Union(union) = kind else { continue };
        let leads_back = |it: &mut UnionVariant| {
            held(&it.ty).is_some_and(|held| circles.get(&held) == circles.get(name))
        };
        for variant in union.variants.extract_if(.., leads_back) {
            let at = Pointer::from_text(origin.clone());
            let message =
                format!("the alternative `{}` leads back to `{name}` and is left out", variant.ty);
            diagnostics
                .warning("approximated", &at, message)
                .hint("only properties, items and maps of a schema may lead back to it");
        }
    }
}

/// Settles how unions hold their alternatives: structs in boxes, and who writes the tag.
pub(super) fn settle_unions(types: &mut [TypeDef]) {
    let objects = objects(types);
    for ty in types {
        let TypeKind::Union(union) = &mut ty.kind else { continue };
        for variant in &mut union.variants {
            variant.boxed = held(&variant.ty)
                .is_some_and(|name| objects.get(&name).is_some_and(|object| !object.by_alias));
        }
        let Some(tag) = &union.tag else { continue };
        let object = |variant: &UnionVariant| objects.get(&held(&variant.ty)?);
        let mut settled: Vec<UnionVariant> = Vec::with_capacity(union.variants.len());
        let mut taken = reserved();
        taken.extend(union.variants.iter().map(|variant| variant.name.clone()));
        for mut variant in std::mem::take(&mut union.variants) {
            let member = object(&variant).map(|object| object.members.get(&tag.wire));
            variant.adds_tag = member.is_some_and(|it| it != Some(&Presence::Required));
            // Without a member to keep it in, only the variant can tell which of several tags was read.
            let others = match member {
                Some(None) => variant.tags.split_off(variant.tags.len().min(1)),
                _ => Vec::new(),
            };
            let template = variant.clone();
            settled.push(variant);
            for tag in others {
                let name = take(&mut taken, &TypeName::of_variant(&tag), TypeName::numbered);
                settled.push(UnionVariant { name, tags: vec![tag], ..template.clone() });
            }
        }
        union.variants = settled;
    }
}

/// What a union must know of an object.
#[derive(Clone)]
struct Object {
    members: HashMap<String, Presence>,
    /// Whether the name is that of an alias.
    by_alias: bool,
}

/// The objects by their names, those of aliases included.
fn objects(types: &[TypeDef]) -> HashMap<TypeName, Object> {
    let mut objects = HashMap::new();
    let mut aliases = Vec::new();
    for ty in types {
        match &ty.kind {
            TypeKind::Struct(object) => {
                let member = |field: &Field| (field.wire.clone(), field.presence);
                let members = object.fields.iter().map(member).collect();
                objects.insert(ty.name.clone(), Object { members, by_alias: false });
            }
            TypeKind::Alias(TypeRef::Named(target)) => aliases.push((&ty.name, target)),
            _ => {}
        }
    }
    // Each round settles aliases of what is known; the longest chain has them all.
    for _ in 0..aliases.len() {
        let known = objects.len();
        for (name, target) in &aliases {
            if let Some(object) = objects.get(*target).cloned() {
                objects.insert((*name).clone(), Object { by_alias: true, ..object });
            }
        }
        if objects.len() == known {
            break;
        }
    }
    objects
}
