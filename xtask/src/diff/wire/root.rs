//! What stands at the top of a document: its version, words, servers and security.

use serde_json::Value;

use super::tree::Node;
use super::walk::{Cx, Walk};
use super::{components, members, security, servers};
use crate::diff::rules::What;
use crate::diff::{Change, Direction, Level, Side};
use crate::spec::Pointer;

/// Members that are compared by themselves.
const JUDGED: &[&str] =
    &["openapi", "info", "paths", "components", "security", "servers", "tags", "x-webhooks"];

pub(super) fn compare(walk: &mut Walk<'_>) {
    components::recognise(walk);
    components::inherit(walk);
    let (base, head) = (walk.base, walk.head);
    members::rest(walk, &[base], &[head], JUDGED, What::DocumentChanged, Cx::NEITHER);
    for (key, what) in [("openapi", What::OpenapiVersionChanged), ("tags", What::TagChanged)] {
        if base.get(key) != head.get(key) {
            members::changed(walk, what, Cx::NEITHER, &[base], &[head], key);
        }
    }
    info(walk, base, head);
    security::of_document(walk);
    servers::compare(walk, base, head);
}

fn info<'a>(walk: &mut Walk<'a>, base: Node<'a>, head: Node<'a>) {
    let (Some(base), Some(head)) = walk.children(base, head, "info") else { return };
    members::rest(walk, &[base], &[head], &["version"], What::InfoChanged, Cx::NEITHER);
    if base.get("version") != head.get("version") {
        members::changed(walk, What::VersionChanged, Cx::NEITHER, &[base], &[head], "version");
    }
}

/// Adds what a breaking change makes of the version of the document.
pub(super) fn judge_version(mut changes: Vec<Change>, base: &Value, head: &Value) -> Vec<Change> {
    let version = |root: &Value| {
        let text = root.pointer("/info/version")?.as_str()?.to_owned();
        Some((parse(&text)?, text))
    };
    let (Some((old, before)), Some((new, after))) = (version(base), version(head)) else {
        return changes;
    };
    // Below 1.0.0 the second number says what the first says later.
    let major =
        |(major, minor, _): (u64, u64, u64)| if major == 0 { (0, minor) } else { (major, 0) };
    let what = match () {
        () if new == old => What::VersionNotBumped,
        () if new < old => What::VersionDecreased,
        () if major(new) == major(old) => What::MajorVersionNotBumped,
        () => return changes,
    };
    if changes.iter().any(|change| change.level == Level::Breaking) {
        let rule = what.rule(Direction::Neither);
        let at = Some(Pointer::root().key("info").key("version"));
        changes.push(Change {
            id: rule.id,
            level: rule.level,
            direction: rule.direction,
            operations: Vec::new(),
            at: Side { base: at.clone(), head: at },
            message: format!("the document: version `{before}` -> `{after}` with breaking changes"),
        });
    }
    changes
}

/// The numbers of a semantic version; what follows them is left aside.
fn parse(version: &str) -> Option<(u64, u64, u64)> {
    let numbers = version.split(['-', '+']).next()?;
    let mut parts = numbers.strip_prefix('v').unwrap_or(numbers).split('.');
    let mut next = || parts.next()?.parse().ok();
    let version = (next()?, next()?, next()?);
    parts.next().is_none().then_some(version)
}
