//! Problems found in a document: which rule, how bad, where, and what to do.

mod render;

pub(crate) use render::printable;
pub use render::{render_json, render_text};

use std::sync::Arc;

use crate::spec::{Origins, Pointer, Position, Source};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth mending; generation goes on.
    Warning,
    /// Generation stops.
    Error,
}

/// What of the place [`Diagnostic::at`] names is to be underlined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spot {
    /// The value.
    #[default]
    Value,
    /// The key that introduces the value.
    Key,
    /// Neither: the text could not be read, and this is where reading stopped.
    Text(Position),
}

/// One problem at one place of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case id of the rule that was broken.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The file it is in; `None` for the document itself.
    pub file: Option<Source>,
    /// The value the problem is about, where that file has it.
    pub at: Pointer,
    /// Which part of it.
    pub spot: Spot,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Every problem of a run, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Where the values of the tree that is being looked at were written.
    origins: Arc<Origins>,
}

impl Diagnostics {
    /// Adds an error and hands it back for a hint.
    pub fn error(
        &mut self,
        rule: &'static str,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Level::Error, at, message)
    }

    /// Adds a warning and hands it back for a hint.
    pub fn warning(
        &mut self,
        rule: &'static str,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Level::Warning, at, message)
    }

    /// Adds a problem of the given level and hands it back for a hint.
    #[expect(clippy::indexing_slicing, reason = "the element was pushed on the line before")]
    pub fn add(
        &mut self,
        rule: &'static str,
        level: Level,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let index = self.list.len();
        let (file, at) = self.origins.find(at);
        self.list.push(Diagnostic {
            rule,
            level,
            file: file.cloned(),
            at,
            spot: Spot::Value,
            message: message.into(),
            hint: None,
        });
        &mut self.list[index]
    }

    /// From here on, pointers lead into a tree that was put together from these places.
    pub(crate) fn set_origins(&mut self, origins: Arc<Origins>) {
        self.origins = origins;
    }

    /// Looks at a file as it is written (`None`: the document itself): what is found meanwhile stands there.
    pub(crate) fn in_file<T>(
        &mut self,
        file: Option<&Source>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let inner = Arc::new(file.map(Origins::in_file).unwrap_or_default());
        let outer = std::mem::replace(&mut self.origins, inner);
        let result = work(self);
        self.origins = outer;
        result
    }

    /// Gives each problem another level, or drops it for `None`.
    pub(crate) fn relevel(&mut self, level: impl Fn(&Diagnostic) -> Option<Level>) {
        self.list.retain_mut(|diagnostic| {
            let level = level(diagnostic);
            diagnostic.level = level.unwrap_or(diagnostic.level);
            level.is_some()
        });
    }

    /// Whether generation must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// How many problems there are of this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// Every problem, in the order found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Diagnostic {
    /// Says what to do about it.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = Some(hint.into());
        self
    }

    /// Underlines the key instead of the value.
    pub fn on_key(&mut self) -> &mut Self {
        self.spot = Spot::Key;
        self
    }

    /// Points at a place of the text that no pointer leads to.
    pub fn on_text(&mut self, position: Position) -> &mut Self {
        self.spot = Spot::Text(position);
        self
    }
}
