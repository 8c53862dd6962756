//! Problems found in a document: which rule, how bad, where, and what to do.

use crate::spec::Pointer;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth mending; generation goes on.
    Warning,
    /// Generation stops.
    Error,
}

/// One problem at one place of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case id of the rule that was broken.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The value the problem is about.
    pub at: Pointer,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Every problem of a run, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds an error and hands it back for a hint.
    pub fn error(
        &mut self,
        rule: &'static str,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Level::Error, at, message.into())
    }

    /// Adds a warning and hands it back for a hint.
    pub fn warning(
        &mut self,
        rule: &'static str,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Level::Warning, at, message.into())
    }

    fn add(
        &mut self,
        rule: &'static str,
        level: Level,
        at: &Pointer,
        message: String,
    ) -> &mut Diagnostic {
        let index = self.0.len();
        self.0.push(Diagnostic { rule, level, at: at.clone(), message, hint: None });
        &mut self.0[index]
    }

    /// Whether generation must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Every problem, in the order found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl Diagnostic {
    /// Says what to do about it.
    pub fn hint(&mut self, hint: impl Into<String>) {
        self.hint = Some(hint.into());
    }
}
