//! Walks over the YAML events of a text.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser};

use super::{Place, Places};
use crate::spec::pointer::push_segment;
use crate::spec::{Position, Span};

/// Notes where the pointers among `places` lead; tells whether the text was read to its end.
pub(super) fn walk(text: &str, places: &mut Places) -> bool {
    let mut walk = Walk { places, pointer: String::new(), open: Vec::new() };
    let text = without_surrogates(text);
    for event in Parser::new_from_str(&text) {
        // A text saphyr cannot read to its end still has the places found so far.
        let Ok((event, span)) = event else { return false };
        if walk.step(&event, span).is_none() {
            break;
        }
    }
    true
}

/// A mapping or sequence that is being walked through.
struct Open {
    /// Length of its own pointer.
    pointer: usize,
    /// How many elements were met, if it is a sequence.
    elements: Option<usize>,
    /// The key met last, if its value is still to come.
    key: Option<Span>,
}

struct Walk<'a> {
    places: &'a mut Places,
    pointer: String,
    open: Vec<Open>,
}

impl Walk<'_> {
    /// Takes one event; `None` ends the walk.
    fn step(&mut self, event: &Event<'_>, span: saphyr_parser::Span) -> Option<()> {
        let is_container = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        match event {
            Event::Scalar(text, ..) if self.expects_key() => self.key(text, span),
            Event::Scalar(..)
            | Event::Alias(_)
            | Event::MappingStart(..)
            | Event::SequenceStart(..) => {
                // A key that is no scalar: the parser has refused such a document.
                if self.expects_key() {
                    return None;
                }
                self.value(span, is_container);
                let elements = matches!(event, Event::SequenceStart(..)).then_some(0);
                if is_container {
                    self.open.push(Open { pointer: self.pointer.len(), elements, key: None });
                } else {
                    self.leave();
                }
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop()?;
                self.leave();
            }
            Event::DocumentEnd => return None,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        Some(())
    }

    fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.elements.is_none() && open.key.is_none())
    }

    fn key(&mut self, text: &str, span: saphyr_parser::Span) {
        push_segment(&mut self.pointer, text);
        if let Some(open) = self.open.last_mut() {
            open.key = Some(first_line(span));
        }
    }

    /// Enters a value: notes its place, and its index if it is an element of a sequence.
    fn value(&mut self, span: saphyr_parser::Span, is_container: bool) {
        let mut key = None;
        if let Some(open) = self.open.last_mut() {
            key = open.key;
            if let Some(elements) = &mut open.elements {
                push_segment(&mut self.pointer, &elements.to_string());
                *elements += 1;
            }
        }
        if let Some(place) = self.places.get_mut(&self.pointer) {
            *place = Some(Place { key, value: first_line(span), is_container });
        }
    }

    /// Goes back from a finished value to what it stands in.
    fn leave(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.key = None;
            self.pointer.truncate(open.pointer);
        }
    }
}

fn first_line(span: saphyr_parser::Span) -> Span {
    let start = Position { line: span.start.line(), column: span.start.col() + 1 };
    let end = if span.start.line() == span.end.line() { span.end.col() + 1 } else { usize::MAX };
    Span { start, end: end.max(start.column) }
}

/// JSON writes characters beyond the basic plane as two `\u` escapes, which YAML refuses.
/// Blanking the escapes keeps every position.
fn without_surrogates(text: &str) -> Cow<'_, str> {
    let is_surrogate = |at: usize| {
        let digits = text.as_bytes().get(at + 2..at + 4);
        matches!(digits, Some([b'd' | b'D', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F']))
    };
    let mut blanked = String::new();
    let mut copied = 0;
    for (at, _) in text.match_indices("\\u").filter(|(at, _)| is_surrogate(*at)) {
        blanked.push_str(text.get(copied..at).unwrap_or_default());
        blanked.push_str("\\u00");
        copied = at + 4;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    blanked.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(blanked)
}
