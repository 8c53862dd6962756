//! What follows from how types refer to each other: the directions they travel in, and where a box is needed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::ir::{Access, Api, Presence, TypeDef, TypeKind, TypeName, TypeRef, Usage};

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
    let mut left = Vec::new();
    let mut seen = HashSet::new();
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
    let mut circles = HashMap::new();
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

/// Settles how unions hold their alternatives: structs in boxes, and whether these have a member for the tag.
pub(super) fn settle_unions(types: &mut [TypeDef]) {
    let members: HashMap<TypeName, HashSet<String>> = types
        .iter()
        .filter_map(|ty| match &ty.kind {
            TypeKind::Struct(object) => Some((
                ty.name.clone(),
                object.fields.iter().map(|field| field.wire.clone()).collect(),
            )),
            _ => None,
        })
        .collect();
    for ty in types {
        let TypeKind::Union(union) = &mut ty.kind else { continue };
        for variant in &mut union.variants {
            let object = held(&variant.ty).and_then(|name| members.get(&name));
            variant.boxed = object.is_some();
            variant.has_tag = union
                .tag
                .as_ref()
                .is_none_or(|tag| object.is_none_or(|object| object.contains(&tag.wire)));
        }
    }
}
