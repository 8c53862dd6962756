//! YAML text of the plain sort to a tree, by events that are taken as they come: in half the time that serde_yaml takes,
//! which makes a list of them first.
//!
//! What not all parsers of YAML read alike is left to serde_yaml: anchors, tags, several documents, characters that end a
//! line for some. A test holds the one against the other; only a colon below its key in braces is more than serde_yaml reads.

use std::fmt::{self, Display};

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::tree::Builder;
use super::{Parsed, yaml};

/// How deep values may be nested: what serde reads.
const DEEPEST: usize = 128;

/// Parses a text; `None` if it is not of the plain sort, or no YAML.
pub(super) fn parse(text: &str) -> Option<Parsed> {
    // Most texts are ASCII, of which many characters are looked at at once.
    let is_ascii = text.bytes().fold(true, |all, it| all & it.is_ascii() & is_plain(it.into()));
    if !is_ascii && !text.chars().all(is_plain) {
        return None;
    }
    let mut builder = Builder::new(text, true);
    let cut_line = if text.ends_with('\n') { usize::MAX } else { text.lines().count() };
    let mut events = Events { parser: Parser::new_from_str(text), depth: 0, flow: 0, cut_line };
    events.next().filter(|(event, _)| *event == Event::StreamStart)?;
    let (_, start) = events.next().filter(|it| matches!(it.0, Event::DocumentStart(_)))?;
    let mut before = text.lines().take(start.start.line());
    let value = builder.build(&mut events).ok()?;
    events.next().filter(|(event, _)| *event == Event::DocumentEnd)?;
    events.next().filter(|(event, _)| *event == Event::StreamEnd)?;
    let is_document = value.is_object() && !before.any(|line| line.starts_with(['.', '%']));
    is_document.then_some((Ok(value), builder.duplicates))
}

/// Whether all parsers of YAML take a character alike. Some end lines at more of them, or accept less.
fn is_plain(character: char) -> bool {
    match character {
        '\n' | '\r' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => character > '\u{9f}',
    }
}

/// The events of a text, read as the values they make up.
struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// How many values those to come are nested in.
    depth: usize,
    /// How many of them have brackets.
    flow: usize,
    /// The line that ends with the text, if one does.
    cut_line: usize,
}

/// That a text is not of the plain sort.
#[derive(Debug)]
struct NotPlain;

impl Display for NotPlain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not of the plain sort")
    }
}

impl std::error::Error for NotPlain {}

impl serde::de::Error for NotPlain {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl<'a> Events<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// Reads what comes next, unless it is the end.
    fn unless<T: DeserializeSeed<'a>>(
        &mut self,
        end: &Event<'_>,
        seed: T,
    ) -> Result<Option<T::Value>, NotPlain> {
        let Some(Ok((next, span))) = self.parser.peek() else { return Err(NotPlain) };
        if next == end {
            self.next();
            return Ok(None);
        }
        // saphyr lets keys pass that are empty, or longer than a line.
        let is_key = *end == Event::MappingEnd;
        if is_key && (is_empty(*span) || span.start.line() != span.end.line()) {
            return Err(NotPlain);
        }
        seed.deserialize(self).map(Some)
    }

    /// Reads a value that others are nested in, which has brackets or has none.
    fn within<T>(
        &mut self,
        bracket: Span,
        read: impl FnOnce(&mut Self) -> Result<T, NotPlain>,
    ) -> Result<T, NotPlain> {
        if self.depth == DEEPEST {
            return Err(NotPlain);
        }
        let flow = self.flow;
        self.depth += 1;
        self.flow += usize::from(!is_empty(bracket));
        let value = read(self)?;
        self.depth -= 1;
        self.flow = flow;
        Ok(value)
    }

    /// Whether text without quotes is none to some parsers where it stands.
    fn is_odd(&self, text: &str) -> bool {
        const INDICATORS: &str = "?:|>%@`#&*!";
        const AFTER_COLON: [char; 6] = [',', '?', '[', ']', '{', '}'];
        let is_odd_after = |text: &str| text.is_empty() || text.starts_with(AFTER_COLON);
        text.starts_with(|first| INDICATORS.contains(first))
            || self.flow > 0 && text.split(':').skip(1).any(is_odd_after)
    }

    /// Reads a scalar without quotes.
    fn unquoted<'de, V: Visitor<'de>>(&self, text: &str, visitor: V) -> Result<V::Value, NotPlain> {
        match text {
            "" if self.flow > 0 => Err(NotPlain),
            "" | "~" | "null" | "Null" | "NULL" => visitor.visit_unit(),
            "true" | "True" | "TRUE" => visitor.visit_bool(true),
            "false" | "False" | "FALSE" => visitor.visit_bool(false),
            number if may_be_number(number) => match decimal(number) {
                Some(number) => visitor.visit_u64(number),
                None => {
                    yaml::scalar(number).ok_or(NotPlain)?.deserialize_any(visitor).or(Err(NotPlain))
                }
            },
            odd if self.is_odd(odd) => Err(NotPlain),
            _ => visitor.visit_str(text),
        }
    }
}

impl<'de> Deserializer<'de> for &mut Events<'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        let (event, span) = self.next().ok_or(NotPlain)?;
        match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => self.unquoted(&text, visitor),
            // saphyr ends it with the end of a line in any case.
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..)
                if span.end.line() >= self.cut_line =>
            {
                Err(NotPlain)
            }
            Event::Scalar(text, _, 0, None) => visitor.visit_str(&text),
            Event::SequenceStart(0, None) => self.within(span, |it| visitor.visit_seq(it)),
            Event::MappingStart(0, None) => self.within(span, |it| visitor.visit_map(it)),
            _ => Err(NotPlain),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for &mut Events<'de> {
    type Error = NotPlain;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, NotPlain> {
        self.unless(&Event::SequenceEnd, seed)
    }
}

impl<'de> MapAccess<'de> for &mut Events<'de> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, NotPlain> {
        self.unless(&Event::MappingEnd, seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotPlain> {
        seed.deserialize(&mut **self)
    }
}

/// Whether nothing is written there. The method of that name relies on an end that is not before the start.
fn is_empty(span: Span) -> bool {
    span.end.index() <= span.start.index()
}

fn may_be_number(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.' | b'_');
    text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
        && text.bytes().all(is_part)
        && text.bytes().any(|it| it.is_ascii_alphanumeric())
}

/// A number as most are written.
fn decimal(text: &str) -> Option<u64> {
    let is_decimal = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| is_decimal)
}
