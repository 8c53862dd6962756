//! Tokens as one text and a list of places in it: looked at any number of times, copied never.

use std::fmt::{Display, Write};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens of a file.
pub(super) struct Tokens {
    text: String,
    list: Vec<Token>,
}

struct Token {
    kind: Kind,
    start: usize,
    end: usize,
    /// Where the other half of a bracket is; of other tokens their own place.
    partner: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or a keyword.
    Word,
    Lifetime,
    Literal,
    /// An operator, with all the characters that belong to it.
    Operator,
    Open,
    Close,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) at: usize,
    partner: usize,
}

/// Some tokens that follow each other.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    tokens: &'a Tokens,
    start: usize,
    end: usize,
}

/// Operators of more than one character. Two `>` are not one: they end two lists of types.
const OPERATORS: [&str; 5] = ["::", "->", "=>", "..", "||"];

impl Tokens {
    pub(super) fn new(streams: impl IntoIterator<Item = TokenStream>) -> Self {
        // Room for a small file.
        let mut tokens =
            Self { text: String::with_capacity(8 << 10), list: Vec::with_capacity(1 << 10) };
        streams.into_iter().for_each(|stream| tokens.extend(stream));
        tokens
    }

    /// How long a text is to be expected: as long as the tokens, with spaces between most of them.
    pub(super) fn room(&self) -> usize {
        self.text.len() + 2 * self.list.len()
    }

    pub(super) fn view(&self) -> View<'_> {
        View { tokens: self, start: 0, end: self.list.len() }
    }

    fn extend(&mut self, stream: TokenStream) {
        // Whether the token before says that it goes on.
        let mut goes_on = false;
        for token in stream {
            let continues = std::mem::take(&mut goes_on);
            match token {
                TokenTree::Group(group) => {
                    let (delimiter, stream) = (group.delimiter(), group.stream());
                    // The last owner of tokens may take them out; any other would copy them.
                    drop(group);
                    self.group(delimiter, stream);
                }
                TokenTree::Ident(word) if continues && self.ends_with("'") => {
                    self.append(Kind::Lifetime, &word);
                }
                TokenTree::Ident(word) => self.push(Kind::Word, &word),
                TokenTree::Literal(literal) => self.push(Kind::Literal, &literal),
                TokenTree::Punct(punct) => {
                    goes_on = punct.spacing() == Spacing::Joint;
                    let character = punct.as_char();
                    if continues && self.makes_operator(character) {
                        self.append(Kind::Operator, &character);
                    } else {
                        self.push_character(Kind::Operator, character);
                    }
                }
            }
        }
    }

    fn group(&mut self, delimiter: Delimiter, stream: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Brace => ('{', '}'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::None => return self.extend(stream),
        };
        let start = self.list.len();
        self.push_character(Kind::Open, open);
        self.extend(stream);
        let end = self.list.len();
        self.push_character(Kind::Close, close);
        for (half, other) in [(start, end), (end, start)] {
            if let Some(token) = self.list.get_mut(half) {
                token.partner = other;
            }
        }
    }

    fn push_character(&mut self, kind: Kind, character: char) {
        let start = self.text.len();
        self.text.push(character);
        let (end, partner) = (self.text.len(), self.list.len());
        self.list.push(Token { kind, start, end, partner });
    }

    fn push(&mut self, kind: Kind, text: &impl Display) {
        let start = self.text.len();
        self.list.push(Token { kind, start, end: start, partner: self.list.len() });
        self.append(kind, text);
    }

    /// Adds to the last token, which thereby becomes one of this kind.
    fn append(&mut self, kind: Kind, text: &impl Display) {
        // Writing to a string does not fail.
        let _ = write!(self.text, "{text}");
        if let Some(token) = self.list.last_mut() {
            token.kind = kind;
            token.end = self.text.len();
        }
    }

    fn ends_with(&self, text: &str) -> bool {
        self.view().last().is_some_and(|last| last.text == text)
    }

    fn makes_operator(&self, next: char) -> bool {
        OPERATORS.iter().filter_map(|it| it.strip_suffix(next)).any(|begun| self.ends_with(begun))
    }
}

impl<'a> View<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The token at a place, if it is one of these.
    pub(super) fn get(self, at: usize) -> Option<Piece<'a>> {
        let token = self.tokens.list.get(at).filter(|_| self.start <= at && at < self.end)?;
        let text = self.tokens.text.get(token.start..token.end)?;
        Some(Piece { kind: token.kind, text, at, partner: token.partner })
    }

    pub(super) fn first(self) -> Option<Piece<'a>> {
        self.get(self.start)
    }

    pub(super) fn last(self) -> Option<Piece<'a>> {
        self.get(self.end.checked_sub(1)?)
    }

    pub(super) fn before(self, piece: Piece<'_>) -> Option<Piece<'a>> {
        self.get(piece.at.checked_sub(1)?)
    }

    pub(super) fn after(self, piece: Piece<'_>) -> Option<Piece<'a>> {
        self.get(piece.at + 1)
    }

    /// What stands before the bracket that a closing one closes, or that an opening one is.
    pub(super) fn before_bracket(self, half: Piece<'_>) -> Option<Piece<'a>> {
        self.get(half.at.min(half.partner).checked_sub(1)?)
    }

    pub(super) fn pieces(self) -> impl Iterator<Item = Piece<'a>> {
        (self.start..self.end).filter_map(move |at| self.get(at))
    }

    /// The tokens that are in no bracket of these, brackets included.
    pub(super) fn outer(self) -> impl Iterator<Item = Piece<'a>> {
        let mut at = self.start;
        std::iter::from_fn(move || {
            let piece = self.get(at)?;
            at =
                if piece.kind == Kind::Open && at < piece.partner { piece.partner } else { at + 1 };
            Some(piece)
        })
    }

    /// The first tokens, up to a place, and those from there on.
    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        (Self { end: at, ..self }, Self { start: at, ..self })
    }

    /// What stands before the bracket that a closing one closes, and what stands in it.
    pub(super) fn bracket(self, close: Piece<'_>) -> (Self, Self) {
        let head = Self { end: close.partner, ..self };
        (head, Self { start: close.partner + 1, end: close.at, ..self })
    }

    /// Whether every list of types that begins here ends here, and none ends that began before.
    pub(super) fn is_balanced(self) -> bool {
        let mut depth = 0_usize;
        for piece in self.outer() {
            match piece.text {
                "<" => depth += 1,
                ">" if depth == 0 => return false,
                ">" => depth -= 1,
                _ => {}
            }
        }
        depth == 0
    }

    /// What stands before the braces that end these, and what stands in them.
    pub(super) fn braces(self) -> Option<(Self, Self)> {
        self.last().filter(|last| last.is("}")).map(|last| self.bracket(last))
    }

    /// The parts between separators, those in brackets and in lists of types left alone.
    pub(super) fn split(self, separator: &'static str) -> impl Iterator<Item = Self> {
        let mut rest = self;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let mut depth = 0_usize;
            let end = rest.outer().find(|piece| {
                match piece.text {
                    "<" => depth += 1,
                    ">" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth == 0 && piece.kind == Kind::Operator && piece.text == separator
            });
            let (part, after) = rest.split_at(end.map_or(rest.end, |it| it.at));
            rest = Self { start: end.map_or(rest.end, |it| it.at + 1), ..after };
            Some(part)
        })
    }

    /// As text that can be read again, with a `doc` attribute for every line of a doc comment.
    pub(super) fn source(self) -> String {
        let mut source = String::new();
        for piece in self.pieces() {
            source.push(' ');
            let is_attribute = self.before(piece).is_some_and(|it| it.is("="));
            match piece.text.split_once('"').filter(|_| piece.is_docs() && !is_attribute) {
                Some((raw, _)) => {
                    let marks = raw.trim_start_matches('r');
                    let next = format!("\"{marks}] #[doc = {raw}\"");
                    source.extend(["#[doc = ", &piece.text.replace('\n', &next), "]"]);
                }
                None => source.push_str(piece.text),
            }
        }
        source
    }
}

impl Piece<'_> {
    /// Whether this is the other half of a bracket.
    pub(super) fn closes(self, open: Piece<'_>) -> bool {
        self.kind == Kind::Close && self.partner == open.at
    }

    /// Whether this is a doc comment: raw strings stand for nothing else.
    pub(super) fn is_docs(self) -> bool {
        self.kind == Kind::Literal && self.text.starts_with('r')
    }

    pub(super) fn is(self, text: &str) -> bool {
        self.text == text
    }
}
