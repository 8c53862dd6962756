//! Where the values of a tree that was put together from several places, or changed, were written.

use std::collections::HashMap;

use crate::spec::{Pointer, Source};

/// From pointers into a tree to the places they were written at.
///
/// Whatever is not listed stands in the document at the pointer itself; what is listed brings along all that is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// What came from elsewhere, or from another file (`None`: the document itself).
    pub(super) bundled: HashMap<Pointer, (Option<Source>, Pointer)>,
    /// What was moved after that, and from where.
    pub(super) translated: HashMap<Pointer, Pointer>,
}

impl Origins {
    /// A tree as it stands in a file.
    pub(crate) fn in_file(file: &Source) -> Self {
        let all = (Pointer::root(), (Some(file.clone()), Pointer::root()));
        Self { bundled: HashMap::from([all]), translated: HashMap::new() }
    }

    /// The file in which the value at `at` is written, `None` for the document itself, and where it is there.
    #[must_use]
    pub fn find(&self, at: &Pointer) -> (Option<&Source>, Pointer) {
        let at = self.before_translation(at);
        match nearest(&self.bundled, &at) {
            Some(((file, from), rest)) => (file.as_ref(), from.join(rest)),
            None => (None, at),
        }
    }

    /// Where a value was in the tree that was translated.
    pub(super) fn before_translation(&self, at: &Pointer) -> Pointer {
        match nearest(&self.translated, at) {
            Some((from, rest)) => from.join(rest),
            None => at.clone(),
        }
    }
}

/// The entry of a pointer or of the nearest thing that it stands in, and the way from there.
fn nearest<'m, 'p, T>(moved: &'m HashMap<Pointer, T>, at: &'p Pointer) -> Option<(&'m T, &'p str)> {
    if moved.is_empty() {
        return None;
    }
    let mut here = at.as_str();
    loop {
        if let Some(from) = moved.get(here) {
            return Some((from, at.as_str().get(here.len()..).unwrap_or_default()));
        }
        here = here.rsplit_once('/')?.0;
    }
}
