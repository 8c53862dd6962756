//! Items over as many lines as prettyplease gives them, where that takes no more than lists broken at their commas.

use super::flat;
use super::tokens::{Kind, Piece, View};

/// The width of prettyplease's lines.
const WIDTH: usize = 89;

/// One more level of indentation.
const STEP: usize = 4;

/// Writes an item; `None` if it needs prettyplease.
pub(super) fn item(item: View<'_>, indent: usize, text: &mut String) -> Option<()> {
    let item = attributes(item, indent, text)?;
    let Some(last) = item.last() else { return Some(()) };
    if last.is(";") {
        let (statement, _) = item.split_at(last.at);
        return expression(statement, indent, ";", text);
    }
    let (head, body) = item.braces()?;
    if head.last()?.is("!") {
        return lines_of_macro(head, body, indent, text);
    }
    let keyword = head.outer().find(|it| matches!(it.text, "struct" | "enum" | "fn"))?;
    if keyword.is("fn") {
        signature(head, body.is_empty(), indent, text)?;
        block(body, indent + STEP, text)?;
    } else {
        line(head, indent, if body.is_empty() { " {}" } else { " {" }, text)?;
        for member in body.split(",") {
            let member = attributes(member, indent + STEP, text)?;
            expression(member, indent + STEP, ",", text)?;
        }
    }
    if !body.is_empty() {
        close(indent, "}", "", text);
    }
    Some(())
}

/// Writes the head of an `impl`, up to its brace.
pub(super) fn head(head: View<'_>, text: &mut String) -> Option<()> {
    ending(attributes(head, 0, text)?, 0, " {", text)
}

/// The items of a file or an `impl`, each with its attributes; those of the file itself are one each.
pub(super) fn items(tokens: View<'_>) -> impl Iterator<Item = View<'_>> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        let is_inner = is_inner_attribute(rest);
        let ends = |it: &Piece<'_>| match it.text {
            "]" => is_inner,
            "}" => !rest.after(*it).is_some_and(|next| next.is(";")),
            _ => it.is(";"),
        };
        let last = rest.outer().find(ends).or(rest.last())?;
        let (item, after) = rest.split_at(last.at + 1);
        rest = after;
        Some(item)
    })
}

pub(super) fn is_inner_attribute(item: View<'_>) -> bool {
    let mut pieces = item.pieces();
    pieces.next().is_some_and(|it| it.is("#")) && pieces.next().is_some_and(|it| it.is("!"))
}

/// Writes attributes, doc comments among them, each as a line; hands back what follows them.
pub(super) fn attributes<'a>(item: View<'a>, indent: usize, text: &mut String) -> Option<View<'a>> {
    let mut rest = item;
    while let Some(first) = rest.first().filter(|it| it.is("#") || it.is_docs()) {
        if first.is_docs() {
            comment(first.text, indent, text)?;
            (_, rest) = rest.split_at(first.at + 1);
            continue;
        }
        let end = rest.outer().find(|it| it.is("]"))?;
        let (attribute, after) = rest.split_at(end.at + 1);
        let (_, content) = attribute.bracket(end);
        match content.last().filter(|it| it.kind == Kind::Literal) {
            Some(lines) if content.first()?.is("doc") && !is_inner_attribute(attribute) => {
                comment(lines.text, indent, text)?;
            }
            _ => line(attribute, indent, "", text)?,
        }
        rest = after;
    }
    Some(rest)
}

/// Writes the doc comment that a string holds, if nothing in the string is escaped.
fn comment(string: &str, indent: usize, text: &mut String) -> Option<()> {
    let is_raw = string.starts_with('r');
    let lines = string.trim_start_matches('r').trim_matches('#');
    let lines = lines.strip_prefix('"')?.strip_suffix('"')?;
    if lines.starts_with('/') || !is_raw && lines.contains('\\') {
        return None;
    }
    for line in lines.split('\n') {
        pad(indent, text);
        text.push_str("///");
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
    }
    Some(())
}

/// A macro with a line for everything that ends with a semicolon; prettyplease would fill the lines.
fn lines_of_macro(head: View<'_>, body: View<'_>, indent: usize, text: &mut String) -> Option<()> {
    line(head, indent, " {", text)?;
    let mut is_start = true;
    let mut before: Option<Piece<'_>> = None;
    for piece in body.pieces() {
        let is_bound = before.is_some_and(|it| matches!(it.text, ".." | "-"));
        if is_start {
            pad(indent + STEP, text);
        } else if !is_bound && !matches!(piece.text, ";" | ",") {
            text.push(' ');
        }
        text.push_str(piece.text);
        is_start = piece.is(";");
        if is_start {
            text.push('\n');
        }
        before = Some(piece);
    }
    close(indent, "}", "", text);
    Some(())
}

/// The head of a function; arguments that do not fit in a line stand in one each.
fn signature(head: View<'_>, is_empty: bool, indent: usize, text: &mut String) -> Option<()> {
    let end = if is_empty { " {}" } else { " {" };
    let start = text.len();
    if line(head, indent, end, text).is_some() {
        return Some(());
    }
    text.truncate(start);
    let open = head.outer().find(|it| it.is("("))?;
    let (before, rest) = head.split_at(open.at + 1);
    let close = rest.outer().find(|it| it.is(")"))?;
    let (arguments, after) = rest.split_at(close.at);
    line(before, indent, "", text)?;
    parts(arguments, indent + STEP, text)?;
    ending(after, indent, end, text)
}

/// Writes the statements of a block.
pub(super) fn block(body: View<'_>, indent: usize, text: &mut String) -> Option<()> {
    let has_value = body.last().is_some_and(|last| !last.is(";"));
    let mut statements = body.split(";").peekable();
    while let Some(statement) = statements.next() {
        let is_value = has_value && statements.peek().is_none();
        expression(statement, indent, if is_value { "" } else { ";" }, text)?;
    }
    Some(())
}

/// Writes an expression or what ends with one, a type, or names to import: in one line, or broken at its outermost list.
fn expression(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    first([line, value, import, list, chain, choice], tokens, indent, end, text)
}

/// Writes what ends with a type: in one line, or broken at the list of that.
fn ending(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    first([line, list], tokens, indent, end, text)
}

/// One way to write tokens.
type Write = fn(View<'_>, usize, &str, &mut String) -> Option<()>;

/// Writes tokens in the first of these ways that there is.
fn first<const N: usize>(
    ways: [Write; N],
    tokens: View<'_>,
    indent: usize,
    end: &str,
    text: &mut String,
) -> Option<()> {
    let start = text.len();
    ways.into_iter().find_map(|write| {
        text.truncate(start);
        write(tokens, indent, end, text)
    })
}

/// The value of a struct, with a line for every field.
fn value(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let (head, fields) = tokens.braces()?;
    head.last().filter(|it| it.kind == Kind::Word && it.text.starts_with(char::is_uppercase))?;
    line(head, indent, " {", text)?;
    parts(fields, indent + STEP, text)?;
    close(indent, "}", end, text);
    Some(())
}

/// Arguments of a call or of a type, with a line for each.
fn list(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let open = tokens.outer().find(|it| it.kind == Kind::Open || it.is("<"))?;
    let (head, rest) = tokens.split_at(open.at + 1);
    let last = rest.last()?;
    let (arguments, _) = rest.split_at(last.at);
    let is_whole = match open.text {
        "(" => last.closes(open) && !arguments.first()?.is("|") && !is_method_or_macro(head),
        "<" => last.is(">") && arguments.is_balanced(),
        _ => false,
    };
    line(head, indent, "", text).filter(|()| is_whole)?;
    parts(arguments, indent + STEP, text)?;
    close(indent, last.text, end, text);
    Some(())
}

/// Whether what is called is a macro, or a method of something else than `self`: these are broken in other places.
fn is_method_or_macro(head: View<'_>) -> bool {
    let is_method =
        |dot: Piece<'_>| dot.is(".") && !head.before(dot).is_some_and(|it| it.is("self"));
    head.pieces().any(|it| it.is("!") || is_method(it))
}

/// Writes the parts of a list, each on a line; prettyplease does not count the comma that only a broken list ends with.
fn parts(list: View<'_>, indent: usize, text: &mut String) -> Option<()> {
    let mut parts = list.split(",").peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() {
            expression(part, indent, ",", text)?;
        } else {
            expression(part, indent, "", text)?;
            text.insert(text.len() - 1, ',');
        }
    }
    Some(())
}

/// Names to import, as many in a line as fit; a path by itself cannot be broken.
fn import(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let Some((head, list)) = tokens.braces() else {
        let is_path = |it: Piece<'_>| it.kind == Kind::Word || it.is("::");
        pad(indent, text);
        flat::write(tokens, text).filter(|()| tokens.pieces().all(is_path))?;
        text.push_str(end);
        text.push('\n');
        return Some(());
    };
    head.last().filter(|it| it.is("::"))?;
    line(head, indent, "{", text)?;
    names(list, indent + STEP, text)?;
    close(indent, "}", end, text);
    Some(())
}

/// Names, as many in a line as fit.
fn names(list: View<'_>, indent: usize, text: &mut String) -> Option<()> {
    let mut start = text.len();
    pad(indent, text);
    let mut names = list.split(",").peekable();
    while let Some(name) = names.next() {
        let space = text.len();
        let is_first = space == start + indent;
        if !is_first {
            text.push(' ');
        }
        flat::write(name, text)?;
        let comma = usize::from(names.peek().is_some());
        if text.len() - start + comma > WIDTH && !is_first {
            text.replace_range(space..=space, &format!("\n{:indent$}", ""));
            start = space + 1;
        }
        text.push(',');
    }
    text.push('\n');
    Some(())
}

/// Calls of methods on what a path's call hands back, or on what has a name, each in a line; a name for what they
/// hand back may stand before, and `.await?` behind.
fn chain(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let is_let = tokens.first()?.is("let");
    let named = tokens.outer().find(|it| is_let && it.is("="));
    let value = named.map_or(tokens, |it| tokens.split_at(it.at + 1).1);
    let is_plain = |it: Piece<'_>| !matches!(it.text, "=" | "=>" | "&" | "?" | "|");
    let is_awaited = |it: Piece<'_>| value.before(it).is_some_and(|it| it.is("await"));
    let last = tokens.last()?;
    if !value.outer().all(|it| is_plain(it) || it.at == last.at && is_awaited(it)) {
        return None;
    }
    let dots: Vec<usize> = value.outer().filter(|it| it.is(".")).map(|it| it.at).collect();
    let first = *dots.first()?;
    let (receiver, _) = value.split_at(first);
    let is_call = receiver.last()?.is(")") && receiver.outer().any(|it| it.is("::"));
    let is_name = receiver.pieces().count() == 1 && receiver.first()?.text.len() > STEP;
    if !is_call && !is_name {
        return None;
    }
    line(tokens.split_at(first).0, indent, "", text)?;
    let mut rest = tokens;
    for (index, dot) in dots.iter().enumerate() {
        rest = rest.split_at(*dot).1;
        let next = dots.get(index + 1);
        let link = next.map_or(rest, |next| rest.split_at(*next).0);
        link.last().filter(|it| it.is(")") || it.is("?"))?;
        line(link, indent + STEP, if next.is_some() { "" } else { end }, text)?;
    }
    Some(())
}

/// A `match`, with a line for every arm, or braces around what does not fit in the line.
fn choice(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let (head, arms) = tokens.braces()?;
    head.first().filter(|it| it.is("match"))?;
    line(head, indent, " {", text)?;
    for arm in arms.split(",") {
        arm.outer().all(|it| !it.is("{")).then_some(())?;
        first([bare, braced], arm, indent + STEP, "", text)?;
    }
    close(indent, "}", end, text);
    Some(())
}

/// An arm of a `match` in one line; prettyplease does not count the comma.
fn bare(arm: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    line(arm, indent, end, text)?;
    text.insert(text.len() - 1, ',');
    Some(())
}

/// An arm of a `match`, with braces around its value.
fn braced(arm: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let arrow = arm.outer().find(|it| it.is("=>"))?;
    let (pattern, value) = arm.split_at(arrow.at + 1);
    line(pattern, indent, " {", text)?;
    line(value, indent + STEP, end, text)?;
    close(indent, "}", end, text);
    Some(())
}

/// Writes tokens as one line, if they fit.
fn line(tokens: View<'_>, indent: usize, end: &str, text: &mut String) -> Option<()> {
    let start = text.len();
    pad(indent, text);
    flat::write(tokens, text)?;
    text.push_str(end);
    if text.len() - start > WIDTH {
        return None;
    }
    text.push('\n');
    Some(())
}

/// Writes the bracket that ends what indented lines belong to.
fn close(indent: usize, bracket: &str, end: &str, text: &mut String) {
    pad(indent, text);
    text.push_str(bracket);
    text.push_str(end);
    text.push('\n');
}

fn pad(indent: usize, text: &mut String) {
    (0..indent / STEP).for_each(|_| text.push_str("    "));
}
