//! Narrows a YAML text to the lines that lead to some places, with every line where it was.
//!
//! In a mapping in block style, what is indented deeper than its keys belongs to the key before, and saphyr refuses
//! nearly all else that is not a key. So of the mappings on the way few keys are kept, with what stands below those
//! that a pointer leads through.

use super::Places;
use crate::spec::pointer::push_segment;

/// How much smaller a narrowed text must be: should the walk over it fail, all of the text is walked, too.
const SHARE: usize = 8;

/// The text in which the pointers among `places` lead to the same lines and columns.
/// `None` if it is not clear what a line is, or if little would be gained.
/// Lines must not end in a carriage return alone.
pub(super) fn narrow(text: &str, places: &Places) -> Option<String> {
    // An alias may need an anchor that would be left out.
    if [": &", "- &"].iter().any(|anchor| text.contains(anchor)) {
        return None;
    }
    let mut narrowing = Narrowing {
        places,
        mappings: Vec::new(),
        pointer: String::new(),
        below: Below::Open,
        text: String::new(),
        room: text.len() / SHARE,
    };
    text.split_inclusive('\n').try_for_each(|line| narrowing.line(line))?;
    Some(narrowing.text)
}

struct Narrowing<'a> {
    places: &'a Places,
    /// The mappings the line before stands in.
    mappings: Vec<Mapping>,
    /// Where the key met last leads.
    pointer: String,
    /// What becomes of the lines below that key.
    below: Below,
    /// What is left so far.
    text: String,
    /// How much longer it may become.
    room: usize,
}

struct Mapping {
    /// Spaces before each of its keys.
    indent: usize,
    /// Length of its own pointer.
    pointer: usize,
}

#[derive(PartialEq)]
enum Below {
    /// They are emptied.
    Dropped,
    /// They are kept.
    Kept,
    /// The first that says something decides.
    Open,
}

impl Narrowing<'_> {
    fn line(&mut self, line: &str) -> Option<()> {
        let indent = line.bytes().position(|byte| byte != b' ').unwrap_or(line.len());
        let content = line.get(indent..)?;
        let says_nothing = content.trim_ascii_start().is_empty()
            || content.starts_with('#')
            || self.mappings.is_empty() && line.trim_ascii_end() == "---";
        let keys = self.mappings.last().map(|mapping| mapping.indent);
        let is_below =
            says_nothing || keys < Some(indent) || keys == Some(indent) && is_entry(content)?;
        match self.below {
            _ if !is_below => self.next(line, indent, key(content)?),
            Below::Kept => self.put(line),
            Below::Open if !says_nothing => self.open(line, indent, key(content)),
            Below::Open | Below::Dropped => self.put("\n"),
        }
    }

    /// Takes the first line below a key that leads on.
    fn open(&mut self, line: &str, indent: usize, key: Option<Key<'_>>) -> Option<()> {
        if let Some(key) = key {
            self.mappings.push(Mapping { indent, pointer: self.pointer.len() });
            return self.member(line, indent, key);
        }
        // A text that is no mapping in block style has nothing that could be left out.
        self.mappings.last()?;
        self.keep(line)
    }

    /// Takes the next member of a mapping that the line before stands in.
    fn next(&mut self, line: &str, indent: usize, key: Key<'_>) -> Option<()> {
        while self.mappings.pop_if(|mapping| mapping.indent > indent).is_some() {}
        let mapping = self.mappings.last().filter(|mapping| mapping.indent == indent)?;
        self.pointer.truncate(mapping.pointer);
        self.member(line, indent, key)
    }

    fn member(&mut self, line: &str, indent: usize, key: Key<'_>) -> Option<()> {
        push_segment(&mut self.pointer, key.text);
        let (key, value) = line.split_at_checked(indent + key.length)?;
        if !self.places.contains_key(&self.pointer) {
            // A mapping begins at its first key, and a text without lines ends where the next key is.
            if self.below != Below::Dropped {
                self.put(key)?;
            }
            self.below = Below::Dropped;
            return self.put("\n");
        }
        let value = value.trim_ascii_start();
        if !value.is_empty() && !value.starts_with('#') {
            return self.keep(line);
        }
        self.below = Below::Open;
        self.put(line)
    }

    /// Keeps a line, and those below the key met last.
    fn keep(&mut self, line: &str) -> Option<()> {
        self.below = Below::Kept;
        self.put(line)
    }

    fn put(&mut self, text: &str) -> Option<()> {
        self.room = self.room.checked_sub(text.len())?;
        self.text.push_str(text);
        Some(())
    }
}

/// What a line of a mapping begins with.
struct Key<'a> {
    text: &'a str,
    /// How much of the line it is with its quotes and its colon.
    length: usize,
}

/// The key a line begins with, if that is plain to see.
fn key(content: &str) -> Option<Key<'_>> {
    let first = content.chars().next()?;
    if matches!(first, '"' | '\'') {
        let (text, behind) = content.strip_prefix(first)?.split_once(first)?;
        let behind = behind.trim_start_matches(' ').strip_prefix(':')?;
        let length = content.len() - behind.len();
        return ends_token(behind).then_some(Key { text, length });
    }
    let ends_key = |at: usize| content.get(at + 1..).is_some_and(ends_token);
    let (colon, _) = content.match_indices(':').find(|(at, _)| ends_key(*at))?;
    let text = content.get(..colon)?.trim_ascii_end();
    let is_plain = first.is_alphanumeric() || "/_$<.".contains(first);
    is_plain.then_some(Key { text, length: colon + 1 })
}

/// Whether a line is an entry of a sequence, in the column of the key that the sequence belongs to.
/// `None` if a text in quotes may go on below it in that column.
fn is_entry(content: &str) -> Option<bool> {
    let Some(entry) = content.strip_prefix('-').filter(|behind| ends_token(behind)) else {
        return Some(false);
    };
    let entry = entry.trim_ascii_start();
    let is_closed = |quote| entry.matches(quote).count() % 2 == 0 && !entry.contains('\\');
    match entry.chars().next() {
        Some(quote @ ('"' | '\'')) => is_closed(quote).then_some(true),
        // What a tag or an anchor belongs to may be such a text.
        Some('!' | '&') => None,
        _ => Some(true),
    }
}

/// Whether an indicator before this text is one, not a part of a text.
fn ends_token(behind: &str) -> bool {
    behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n'])
}
