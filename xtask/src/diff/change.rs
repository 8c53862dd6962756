//! One change between two documents, as data.

use crate::spec::Pointer;

/// What a change does to those who speak to the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nobody notices; words only or an addition.
    Compatible,
    /// Some may break, and the document cannot tell who.
    Suspect,
    /// Somebody who kept to the old document breaks.
    Breaking,
}

/// Whether a change concerns what is sent or what is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// What callers send.
    Request,
    /// What callers receive, events included.
    Response,
    /// Neither: operations, security, servers, words.
    Neither,
}

/// A change stands in the base, in the head, or in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Side {
    /// Where in the base; `None` if it was added.
    pub base: Option<Pointer>,
    /// Where in the head; `None` if it was removed.
    pub head: Option<Pointer>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Stable kebab-case id of the rule.
    pub id: &'static str,
    /// What it does on the wire.
    pub level: Level,
    /// Whom it concerns.
    pub direction: Direction,
    /// The operations concerned, as `GET /path`, in the order of the document; empty for the whole API.
    pub operations: Vec<String>,
    /// Where it stands.
    pub at: Side,
    /// What changed, in one sentence.
    pub message: String,
}
