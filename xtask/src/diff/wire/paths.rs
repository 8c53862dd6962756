//! Finds the operations that stand in both documents, and what became of the others.

use std::collections::HashMap;

use serde_json::Value;

use super::lifecycle::{Announced, announced, is_unstable};
use super::members;
use super::operations;
use super::tree::Node;
use super::walk::{Cx, Named, Walk};
use crate::diff::rules::What;

pub(super) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) method: &'static str,
    /// The path item it belongs to.
    pub(super) item: Node<'a>,
    pub(super) node: Node<'a>,
}

impl Operation<'_> {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    fn named(&self) -> Named {
        Named { name: self.name(), unstable: is_unstable(&self.node) }
    }
}

/// Compares what stands below `paths`.
pub(super) fn compare(walk: &mut Walk<'_>) {
    let (base, head) = walk.children(walk.base, walk.head, "paths");
    members::extensions(walk, base, head, Cx::NEITHER);
    let (before, after) = (operations_of(walk, walk.base), operations_of(walk, walk.head));
    let partners = matching(&before, &after);
    let mut taken = vec![false; after.len()];
    for (operation, partner) in before.iter().zip(partners) {
        let partner = partner.and_then(|index| Some((after.get(index)?, taken.get_mut(index)?)));
        let Some((other, taken)) = partner else {
            removed(walk, operation);
            continue;
        };
        *taken = true;
        walk.enter(Some(other.named()));
        operations::compare(walk, operation, other);
    }
    for (operation, _) in after.iter().zip(taken).filter(|(_, taken)| !taken) {
        walk.enter(Some(operation.named()));
        walk.report(
            What::OperationAdded,
            Cx::REQUEST,
            None,
            Some(operation.node),
            "operation added",
        );
    }
    walk.enter(None);
}

fn removed<'a>(walk: &mut Walk<'a>, operation: &Operation<'a>) {
    walk.enter(Some(operation.named()));
    let what = match announced(walk, &operation.node) {
        Announced::Never => What::OperationRemoved,
        Announced::Sometime => What::DeprecatedOperationRemoved,
        Announced::Later => What::OperationRemovedBeforeSunset,
        Announced::Past => What::OperationRemovedAfterSunset,
    };
    walk.report(what, Cx::REQUEST, Some(operation.node), None, "operation removed");
}

/// The operations of a document.
pub(super) fn operations_of<'a>(walk: &mut Walk<'a>, document: Node<'a>) -> Vec<Operation<'a>> {
    let Some(paths) = walk.places.child(document, "paths") else { return Vec::new() };
    let mut operations = Vec::new();
    for (path, item) in walk.places.members(paths) {
        let item = walk.places.resolve(item);
        for method in METHODS {
            if let Some(node) = walk.places.child(item, method) {
                operations.push(Operation { path, method, item, node });
            }
        }
    }
    operations
}

/// For each operation the one it became: at the same path, at one that differs in the names of its parameters,
/// with the same operationId, or with the same content.
fn matching(before: &[Operation<'_>], after: &[Operation<'_>]) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; before.len()];
    let mut free = vec![true; after.len()];
    let keys: [fn(&Operation<'_>) -> Option<String>; 4] = [
        |it| Some(it.name()),
        |it| Some(format!("{} {}", it.method, shape(it.path))),
        |it| it.node.text("operationId").map(str::to_owned),
        |it| it.node.get("operationId").is_none().then(|| it.node.value.to_string()),
    ];
    for key in keys {
        let open = after.iter().enumerate().filter(|(index, _)| free.get(*index) == Some(&true));
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, operation) in open {
            if let Some(key) = key(operation) {
                waiting.entry(key).or_default().push(index);
            }
        }
        // What several would fit is nobody's.
        let mut wanted: HashMap<String, usize> = HashMap::new();
        let left = || partners.iter().zip(before).filter(|(partner, _)| partner.is_none());
        for key in left().filter_map(|(_, operation)| key(operation)) {
            *wanted.entry(key).or_default() += 1;
        }
        for (partner, operation) in partners.iter_mut().zip(before).filter(|(it, _)| it.is_none()) {
            let Some(key) = key(operation) else { continue };
            if let (Some(1), Some([index])) =
                (wanted.get(&key), waiting.get(&key).map(Vec::as_slice))
                && let Some(slot) = free.get_mut(*index)
            {
                *slot = false;
                *partner = Some(*index);
            }
        }
    }
    partners
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else { break };
        shape.push_str(before);
        shape.push_str("{}");
        rest = behind;
    }
    shape.push_str(rest);
    shape
}

/// The names of the parameters in a path.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Whether two paths differ in more than the names of their parameters.
pub(super) fn moved(before: &Operation<'_>, after: &Operation<'_>) -> bool {
    before.method != after.method || shape(before.path) != shape(after.path)
}

/// The texts of a list, for what is compared as a set.
pub(super) fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}
