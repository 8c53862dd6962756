//! What `lint --explain` prints: one rule, or all of them.

use std::fmt::Write as _;

use crate::diagnostic::Level;
use crate::lint::{RULES, Rule, rule};
use crate::spec::nearest;

/// Which rules are to be explained.
#[derive(Clone, Copy, Debug)]
pub(super) enum Explain {
    All,
    One(&'static Rule),
}

impl Explain {
    /// The rule of an id.
    pub(super) fn one(id: &str) -> Result<Self, String> {
        rule(id).map(Self::One).ok_or_else(|| match nearest(id, RULES.iter().map(|rule| rule.id)) {
            Some(near) => format!("there is no rule `{id}`; did you mean `{near}`?"),
            None => format!("there is no rule `{id}`; `--explain` alone lists them"),
        })
    }

    pub(super) fn text(self) -> String {
        match self {
            Self::All => table(),
            Self::One(rule) => paragraph(rule),
        }
    }
}

fn paragraph(rule: &Rule) -> String {
    let Rule { id, summary, why, .. } = rule;
    let mut text = format!("{id} ({})\n\n  Rule: {summary}\n  Why:  {why}\n", level(rule.level));
    if rule.house {
        text.push_str(
            "\nA house rule: only for documents that ask for it by `x-lint: {house: LEVEL}`.\n",
        );
    }
    text
}

fn table() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let level_of = |rule: &Rule| if rule.house { "house" } else { level(rule.level) };
    RULES.iter().fold(String::new(), |mut text, rule| {
        _ = writeln!(text, "{:width$}  {:7}  {}", rule.id, level_of(rule), rule.summary);
        text
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
