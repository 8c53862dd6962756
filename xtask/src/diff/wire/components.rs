//! Components that came, went, changed their name, or changed although nothing uses them.

use std::collections::HashMap;

use super::members;
use super::security;
use super::tree::Node;
use super::walk::{Cx, Part, Walk};
use crate::diff::rules::What;

/// Kinds of components, and what compares two of a kind.
const SECTIONS: [(&str, Option<Part>); 8] = [
    ("schemas", Some(Part::Schema)),
    ("parameters", Some(Part::Parameter)),
    ("requestBodies", Some(Part::Body)),
    ("responses", Some(Part::Response)),
    ("headers", Some(Part::Header)),
    ("examples", None),
    ("links", None),
    ("callbacks", None),
];

/// Recognises components that only changed their name, before branches are matched by it.
pub(super) fn recognise(walk: &mut Walk<'_>) {
    for section in SECTIONS.map(|(section, _)| section).into_iter().chain(["securitySchemes"]) {
        let (base, head) = section_of(walk, section);
        let mut others: HashMap<String, Vec<Node<'_>>> = HashMap::new();
        for (_, node) in only(walk, head, base) {
            others.entry(node.value.to_string()).or_default().push(node);
        }
        for (_, node) in only(walk, base, head) {
            // Of several that are alike, any may have been meant.
            if let Some([other]) = others.get(&node.value.to_string()).map(Vec::as_slice) {
                walk.renamed.insert(node.identity(), *other);
            }
        }
    }
}

/// Notes which schemas extend which.
pub(super) fn inherit(walk: &mut Walk<'_>) {
    let (base, head) = section_of(walk, "schemas");
    for schemas in [base, head].into_iter().flatten() {
        for (_, schema) in walk.places.members(schemas) {
            let Some(parts) = walk.places.child(schema, "allOf") else { continue };
            for part in walk.places.elements(parts).into_iter().filter(Node::is_reference) {
                let parent = walk.places.resolve(part).identity();
                walk.extended.entry(parent).or_default().push(schema);
            }
        }
    }
}

fn section_of<'a>(walk: &mut Walk<'a>, section: &str) -> (Option<Node<'a>>, Option<Node<'a>>) {
    let (base, head) = walk.children(walk.base, walk.head, "components");
    let base = base.and_then(|it| walk.places.child(it, section));
    (base, head.and_then(|it| walk.places.child(it, section)))
}

/// The components that only one of the documents has.
fn only<'a>(
    walk: &mut Walk<'a>,
    one: Option<Node<'a>>,
    other: Option<Node<'a>>,
) -> Vec<(&'a str, Node<'a>)> {
    let mut members = one.map(|it| walk.places.members(it)).unwrap_or_default();
    members.retain(|(name, _)| other.is_none_or(|it| it.get(name).is_none()));
    members
}

/// Compares the components, after all that operations use was compared.
pub(super) fn compare(walk: &mut Walk<'_>) {
    walk.enter(None);
    for (section, part) in SECTIONS {
        let (base, head) = section_of(walk, section);
        let mut added = only(walk, head, base);
        for (name, node) in only(walk, base, head) {
            let alike = walk.renamed.get(&node.identity()).map(Node::identity);
            let partner = alike.or_else(|| walk.replaced.get(&node.identity()).copied());
            let partner =
                partner.and_then(|it| added.iter().position(|(_, other)| other.identity() == it));
            let Some(index) = partner else {
                walk.report(
                    What::ComponentRemoved,
                    Cx::NEITHER,
                    Some(node),
                    None,
                    "component removed",
                );
                continue;
            };
            let (_, other) = added.remove(index);
            walk.report(
                What::ComponentRenamed,
                Cx::NEITHER,
                Some(node),
                Some(other),
                format!("was `{name}`"),
            );
        }
        for (_, node) in added {
            walk.report(What::ComponentAdded, Cx::NEITHER, None, Some(node), "component added");
        }
        unused(walk, base, head, part);
    }
    let (base, head) = section_of(walk, "securitySchemes");
    security::schemes(walk, base, head);
    extensions(walk);
    walk.unused = true;
}

/// Has those compared that no operation led to.
fn unused<'a>(
    walk: &mut Walk<'a>,
    base: Option<Node<'a>>,
    head: Option<Node<'a>>,
    part: Option<Part>,
) {
    let (Some(base), Some(head)) = (base, head) else { return };
    for (name, node) in walk.places.members(base) {
        let Some(other) = walk.places.child(head, name) else { continue };
        let met = walk.met.contains(&node.identity()) || walk.met.contains(&other.identity());
        match part {
            _ if met => {}
            Some(part) => walk.enqueue(part, node, other, Cx::NEITHER),
            None if node.value != other.value => {
                walk.report(
                    What::UnusedComponentChanged,
                    Cx::NEITHER,
                    Some(node),
                    Some(other),
                    "changed",
                );
            }
            None => {}
        }
    }
}

fn extensions(walk: &mut Walk<'_>) {
    if let (Some(base), Some(head)) = walk.children(walk.base, walk.head, "components") {
        let mut judged: Vec<&str> = SECTIONS.iter().map(|(section, _)| *section).collect();
        judged.push("securitySchemes");
        members::rest(walk, &[base], &[head], &judged, What::DocumentChanged, Cx::NEITHER);
    }
}
