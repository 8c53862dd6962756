//! The rules of `wire`: for each kind of change its id, what it does by direction, its opposite, and why.

mod table;

use crate::diff::{Direction, Level};

pub use table::RULES;
pub(crate) use table::What;

/// What one id means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable kebab-case id.
    pub id: &'static str,
    /// Whom it concerns.
    pub direction: Direction,
    /// What it does on the wire.
    pub level: Level,
    /// Whether it is about words only: nothing that a program sends, receives or is generated from.
    pub docs: bool,
    /// The id of the same change made backwards; `None` where going back is not a change of its own.
    pub mirror: Option<&'static str>,
    /// Why it has this level, in one sentence.
    pub reason: &'static str,
}

/// The rule of an id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// Changes that need not be told where another rule speaks of the same place:
/// what is nothing in one direction may be something in the other.
pub(crate) const FAINT: [&str; 2] = ["inert-schema-changed", "unused-component-changed"];

macro_rules! opposite {
    (none) => {
        None
    };
    ($id:expr) => {
        Some($id)
    };
}

macro_rules! rules {
    (
        directed { $($what:ident $stem:literal $request:ident $response:ident $mirror:literal $why:literal;)* }
        fixed { $($fixed:ident $id:literal $direction:ident $level:ident $back:tt $because:literal;)* }
        words { $($words:ident $words_id:literal $words_back:literal;)* }
    ) => {
        /// A kind of change, as the walk sees it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum What { $($what,)* $($fixed,)* $($words,)* }

        impl What {
            /// The rule that judges this kind of change in a direction.
            pub(crate) fn rule(self, direction: Direction) -> &'static Rule {
                match (self, direction) {
                    $(
                        (Self::$what, Direction::Request) => &rules!(directed "request-" $stem Request $request $mirror $why),
                        (Self::$what, Direction::Response) => &rules!(directed "response-" $stem Response $response $mirror $why),
                        (Self::$what, Direction::Neither) => Self::InertSchemaChanged.rule(direction),
                    )*
                    $((Self::$fixed, _) => &rules!(fixed $id $direction $level $back $because),)*
                    $((Self::$words, _) => &rules!(words $words_id $words_back),)*
                }
            }
        }

        /// Every rule.
        pub static RULES: &[Rule] = &[
            $(
                rules!(directed "request-" $stem Request $request $mirror $why),
                rules!(directed "response-" $stem Response $response $mirror $why),
            )*
            $(rules!(fixed $id $direction $level $back $because),)*
            $(rules!(words $words_id $words_back),)*
        ];
    };
    (directed $prefix:literal $stem:literal $direction:ident $level:ident $mirror:literal $why:literal) => {
        Rule {
            id: concat!($prefix, $stem),
            direction: Direction::$direction,
            level: Level::$level,
            docs: false,
            mirror: Some(concat!($prefix, $mirror)),
            reason: $why,
        }
    };
    (fixed $id:literal $direction:ident $level:ident $mirror:tt $why:literal) => {
        Rule {
            id: $id,
            direction: Direction::$direction,
            level: Level::$level,
            docs: false,
            mirror: opposite!($mirror),
            reason: $why,
        }
    };
    (words $id:literal $mirror:literal) => {
        Rule {
            id: $id,
            direction: Direction::Neither,
            level: Level::Compatible,
            docs: true,
            mirror: Some($mirror),
            reason: "Words for people: no program sends or receives them.",
        }
    };
}

use {opposite, rules};
