//! Lists the changes between two documents: both trees are walked in step, a table of rules judges.
//!
//! ```text
//! documents ──paths, events, security…──▶ units ──schemas──▶ findings ──collect──▶ changes
//! ```
//!
//! A unit is an operation or a pair of things behind `$ref`s. Each pair is compared once a direction,
//! from a queue, so that neither cycles nor long chains of references cost more than their length;
//! which operations a finding concerns is read off the graph of units afterwards.

mod bodies;
mod collect;
mod components;
mod events;
mod label;
mod lifecycle;
mod members;
mod operations;
mod parameters;
mod paths;
mod responses;
mod root;
mod schemas;
mod security;
mod servers;
mod tree;
mod walk;

use serde_json::Value;

use crate::diff::Change;
use walk::{Part, Unit, Walk};

/// The changes from one document to another, in the order of the documents.
///
/// The trees need not be valid: what cannot be understood is compared as it stands.
#[must_use]
pub fn wire(base: &Value, head: &Value) -> Vec<Change> {
    compare(base, head, None)
}

/// [`wire`], with the day (`YYYY-MM-DD`) that tells whether a promised sunset has passed.
#[must_use]
pub fn wire_on(base: &Value, head: &Value, today: &str) -> Vec<Change> {
    compare(base, head, Some(today))
}

fn compare(base: &Value, head: &Value, today: Option<&str>) -> Vec<Change> {
    let mut walk = Walk::new(base, head, today);
    root::compare(&mut walk);
    paths::compare(&mut walk);
    events::webhooks(&mut walk);
    drain(&mut walk);
    components::compare(&mut walk);
    drain(&mut walk);
    let changes = collect::changes(walk);
    root::judge_version(changes, base, head)
}

fn drain(walk: &mut Walk<'_>) {
    while let Some(Unit { part, base, head, cx, .. }) = walk.next_unit() {
        match part {
            Part::Schema => schemas::compare(walk, &[base], &[head], cx),
            Part::Discriminator => schemas::discriminator::compare_one(walk, base, head, cx),
            Part::Parameter => parameters::compare_one(walk, base, head, cx),
            Part::Body => bodies::compare_one(walk, base, head, cx),
            Part::Response => responses::compare_one(walk, base, head, cx),
            Part::Header => responses::compare_header(walk, base, head, cx),
        }
    }
}
