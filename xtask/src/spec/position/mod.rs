//! Finds the line and column a JSON pointer leads to.
//!
//! Nothing here runs unless a diagnostic has to be shown. A walk over all events of a YAML text is dear, and few
//! pointers need it: JSON is read past what they do not pass through, and YAML is narrowed to what they do.

mod json;
mod narrow;
mod walk;

use std::collections::HashMap;

use crate::spec::{Pointer, Source, Span};

/// Where one value of a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The key that introduces it, if it is a member of a mapping.
    pub key: Option<Span>,
    /// The value: a scalar from its first to its last character of the first line, else what opens it.
    pub value: Span,
    /// Whether the value is a mapping or a sequence.
    pub is_container: bool,
}

/// Places of some pointers of a document.
#[derive(Debug, Default)]
pub struct Positions(Places);

/// Wanted pointers with all their parents, and where they lead.
type Places = HashMap<String, Option<Place>>;

impl Positions {
    /// Looks up where `pointers` lead, all in one pass.
    #[must_use]
    pub fn find<'a>(source: &Source, pointers: impl IntoIterator<Item = &'a Pointer>) -> Self {
        let (text, mut places) = (source.body(), wanted(pointers));
        if !locate(text, &mut places) {
            forget(&mut places);
            walk::walk(text, &mut places);
        }
        Self(places)
    }

    /// What [`Positions::find`] finds, by a walk over the whole text, with which tests compare it.
    #[must_use]
    pub fn walk<'a>(source: &Source, pointers: impl IntoIterator<Item = &'a Pointer>) -> Self {
        let mut places = wanted(pointers);
        walk::walk(source.body(), &mut places);
        Self(places)
    }

    /// The place of what `pointer` leads to, or of its nearest parent that is written in the text:
    /// a missing member, and what an alias or a merge key brought in, have none of their own.
    /// The flag tells whether the place is the pointer's own.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Option<(Place, bool)> {
        let mut text = pointer.as_str();
        loop {
            match self.0.get(text) {
                Some(Some(place)) => return Some((*place, text == pointer.as_str())),
                _ if text.is_empty() => return None,
                _ => text = parent(text),
            }
        }
    }
}

fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn wanted<'a>(pointers: impl IntoIterator<Item = &'a Pointer>) -> Places {
    let mut places = Places::from([(String::new(), None)]);
    for pointer in pointers {
        let mut text = pointer.as_str();
        while !text.is_empty() && places.insert(text.to_owned(), None).is_none() {
            text = parent(text);
        }
    }
    places
}

/// Notes where the pointers lead without a walk over the whole text; tells whether that can be relied on.
fn locate(text: &str, places: &mut Places) -> bool {
    if has_lone_return(text) {
        return false;
    }
    if json::locate(text, places).is_some() {
        return true;
    }
    forget(places);
    narrow::narrow(text, places).is_some_and(|narrowed| walk::walk(&narrowed, places))
}

fn forget(places: &mut Places) {
    places.values_mut().for_each(|place| *place = None);
}

/// Whether a line ends as on old Macs, which only the walk knows.
fn has_lone_return(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'))
}
