//! Finds the place a `$ref` leads to, or says why there is none.

use serde_json::Value;

use super::{Bundle, Site, Target};
use crate::spec::Pointer;
use crate::spec::files::{Files, Refusal};
use crate::spec::model::Kind;
use crate::spec::outline::{has_siblings, reference};
use crate::spec::resolve::{LONGEST_CHAIN, local_pointer, nearest_at};

/// Why a `$ref` leads nowhere.
pub(super) enum Problem {
    Refused(Refusal),
    /// The file is there, but not what is wanted of it.
    Missing {
        file: usize,
        at: Pointer,
    },
    /// `#name`, which is found by an `$anchor`.
    Anchor,
    /// The document as a whole.
    Whole,
    Cycle,
}

/// Whether a `$ref` leads to a component as it stands.
pub(super) fn is_plain(text: &str) -> bool {
    text.strip_prefix("#/components/")
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(section, name)| section != "pathItems" && is_plain_name(name))
}

pub(super) fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '~', '%'])
}

/// Whether a value of a `mapping` is a `$ref` that has to change, and not the name of a schema.
pub(super) fn is_mapped_reference(text: &str) -> bool {
    let is_file = [".json", ".yaml", ".yml"].iter().any(|extension| text.ends_with(extension));
    (is_file || text.contains(['#', '/'])) && !is_plain(text)
}

/// The `$ref` that a value of a `mapping` in a file stands for, if it has to change.
pub(super) fn mapped(tree: &Value, file: usize, text: &str) -> Option<String> {
    let schemas = Pointer::root().key("components").key("schemas");
    let is_schema = tree.pointer(schemas.key(text).as_str()).is_some();
    match (file == Files::DOCUMENT, is_schema) {
        (true, true) => None,
        (true, false) => is_mapped_reference(text).then(|| text.to_owned()),
        (false, true) => Some(format!("#{}", schemas.key(text))),
        (false, false) => (is_plain(text) || is_mapped_reference(text)).then(|| text.to_owned()),
    }
}

impl Bundle<'_, '_> {
    /// Follows a `$ref` past those on the way and those that stand there alone.
    pub(super) fn locate(
        &mut self,
        file: usize,
        text: &str,
        kind: Kind,
    ) -> Result<Target, Problem> {
        let (mut file, mut at) = self.address(file, text)?;
        for _ in 0..LONGEST_CHAIN {
            let target = Target { file, at, kind };
            let Some((text, rest)) = self.detour(&target)? else { return Ok(target) };
            let there = self.address(file, &text)?;
            (file, at) = (there.0, there.1.join(&rest));
        }
        Err(Problem::Cycle)
    }

    fn address(&mut self, from: usize, text: &str) -> Result<Site, Problem> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = match path {
            "" => from,
            path => self.files.open(from, path, self.diagnostics).map_err(Problem::Refused)?,
        };
        let at = local_pointer(&format!("#{fragment}")).ok_or(Problem::Anchor)?;
        if file == Files::DOCUMENT && at == Pointer::root() {
            return Err(Problem::Whole);
        }
        Ok((file, at))
    }

    /// The `$ref` that is met on the way to a place or there, and the rest of the way.
    fn detour(&self, target: &Target) -> Result<Option<(String, String)>, Problem> {
        let mut value = self.files.tree(target.file);
        let mut rest = target.at.as_str();
        while let Some(tail) = rest.strip_prefix('/') {
            let end = tail.find('/').map_or(rest.len(), |end| end + 1);
            let (step, after) = rest.split_at(end);
            match (value.pointer(step), reference(value)) {
                (Some(next), _) => value = next,
                (None, Some(text)) => return Ok(Some((text.to_owned(), rest.to_owned()))),
                (None, None) => {
                    return Err(Problem::Missing { file: target.file, at: target.at.clone() });
                }
            }
            rest = after;
        }
        let stops = is_component(target) || target.kind == Kind::PathItem;
        let alone = |value: &Value| value.as_object().is_some_and(|members| members.len() == 1);
        Ok(reference(value)
            .filter(|_| !stops && (alone(value) || !has_siblings(target.kind, self.version)))
            .map(|text| (text.to_owned(), String::new())))
    }

    pub(super) fn report(
        &mut self,
        (file, at): (usize, &Pointer),
        text: &str,
        in_mapping: bool,
        problem: Problem,
    ) {
        let Some((rule, message, hint)) = self.wording(text, problem) else { return };
        self.diagnostics.in_file(self.files.other(file), |diagnostics| {
            let problem = if in_mapping {
                diagnostics.warning("mapping-dangling", at, message)
            } else {
                diagnostics.error(rule, at, message)
            };
            problem.hint = hint;
        });
    }

    fn wording(
        &self,
        text: &str,
        problem: Problem,
    ) -> Option<(&'static str, String, Option<String>)> {
        let schemas = Pointer::root().key("components").key("schemas");
        let document = self.files.tree(Files::DOCUMENT);
        let some = |hint: &str| Some(hint.to_owned());
        Some(match problem {
            Problem::Refused(Refusal::Reported) => return None,
            Problem::Refused(_) if document.pointer(schemas.key(text).as_str()).is_some() => (
                "ref-external",
                format!("`{text}` is a name, not a pointer"),
                Some(format!("write `#{}`", schemas.key(text))),
            ),
            Problem::Refused(Refusal::Outside(why)) => (
                "ref-external",
                format!("`{text}` is not read: {why}"),
                some("put a copy below the folder of the document, and refer to that"),
            ),
            Problem::Refused(Refusal::Unreadable(why)) => {
                ("ref-external", format!("`{text}` cannot be read: {why}"), None)
            }
            Problem::Missing { file, at } => (
                "ref-dangling",
                format!("nothing is at `{text}`"),
                nearest_at(self.files.tree(file), &at).map(|it| format!("did you mean `{it}`?")),
            ),
            Problem::Anchor => (
                "ref-dangling",
                format!("`{text}` refers to an anchor, which is not looked for"),
                some("write a pointer: `#/…`"),
            ),
            Problem::Whole => (
                "ref-dangling",
                format!("`{text}` leads to the document as a whole"),
                some("say what of it is meant: `#/…`"),
            ),
            Problem::Cycle => (
                "ref-cycle",
                format!("`{text}` leads only to other `$ref`s, in a circle"),
                some("one of them must say what the value is"),
            ),
        })
    }
}

/// Whether a target is a component of the document as it is wanted.
pub(super) fn is_component(target: &Target) -> bool {
    let (Some(section), Files::DOCUMENT) = (target.kind.section(), target.file) else {
        return false;
    };
    component_name(&target.at, section).is_some_and(|name| is_plain_name(&name))
}

/// The name of a place in a section of `components`.
pub(super) fn component_name(at: &Pointer, section: &str) -> Option<String> {
    let steps: Vec<_> = at.steps().collect();
    match steps.as_slice() {
        [components, of, name] if components == "components" && of == section => {
            Some(name.to_string())
        }
        _ => None,
    }
}
