//! Rules about paths: their templates, and the path parameters that fill them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::lint::{Report, View, quoted, text};
use crate::spec::model::Kind;
use crate::spec::outline::Node;
use crate::spec::{Pointer, nearest};

/// The names in the braces of a path, or what is wrong with the braces.
fn template(path: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(brace) = rest.find(['{', '}']) {
        let inner = rest.get(brace..).unwrap_or_default();
        let inner = inner.strip_prefix('{').ok_or("a `}` has no `{` before it")?;
        let end = inner.find(['{', '}']).ok_or("a `{` is never closed")?;
        let (name, tail) = inner.split_at(end);
        rest = tail.strip_prefix('}').ok_or("braces cannot be nested")?;
        if name.is_empty() {
            return Err("`{}` names no parameter");
        }
        names.push(name);
    }
    Ok(names)
}

/// The path items of `paths`, those behind a `$ref` left out.
fn path_items<'v>(view: &'v View<'_>) -> impl Iterator<Item = Node<'v>> {
    view.objects(Kind::PathItem)
        .filter(|item| item.parent().is_some_and(|it| it.kind() == Some(Kind::Paths)))
}

pub(super) fn templates(view: &View<'_>, report: &mut Report<'_>) {
    for item in path_items(view) {
        if let Err(problem) = template(item.key()) {
            report
                .add(&item.at(), format!("`{}` is no path template: {problem}", item.key()))
                .on_key();
        }
    }
}

pub(super) fn repeated(view: &View<'_>, report: &mut Report<'_>) {
    for item in path_items(view) {
        let names = template(item.key()).unwrap_or_default();
        let mut earlier = names
            .iter()
            .enumerate()
            .map(|(index, name)| (name, names.get(..index).unwrap_or_default()));
        if let Some((name, _)) = earlier.find(|(name, earlier)| earlier.contains(name)) {
            report.add(&item.at(), format!("`{{{name}}}` stands in the path twice")).on_key();
        }
    }
}

pub(super) fn duplicates(view: &View<'_>, report: &mut Report<'_>) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for item in path_items(view) {
        let path = item.key();
        let Ok(names) = template(path) else { continue };
        let mut erased = path.to_owned();
        for name in names {
            erased = erased.replace(&format!("{{{name}}}"), "{}");
        }
        match seen.get(&erased) {
            Some(first) => {
                let message = format!("`{path}` is the same path as `{first}`");
                report
                    .add(&item.at(), message)
                    .on_key()
                    .hint("move the operations below one of the two");
            }
            None => {
                seen.insert(erased, path);
            }
        }
    }
}

/// The path parameters an operation or path item lists.
fn path_parameters<'v>(
    view: &'v View<'_>,
    owner: Node<'v>,
) -> impl Iterator<Item = (Pointer, &'v str)> {
    let parameters =
        view.parameters(owner).filter(|(_, parameter)| text(parameter, "in") == Some("path"));
    parameters.filter_map(|(at, parameter)| Some((at, text(parameter, "name")?)))
}

pub(super) fn undeclared(view: &View<'_>, report: &mut Report<'_>) {
    for operation in view.operations() {
        let Some(item) = operation.parent() else { continue };
        let Ok(names) = template(item.key()) else { continue };
        let declared: Vec<_> =
            path_parameters(view, item).chain(path_parameters(view, operation)).collect();
        for name in
            names.into_iter().filter(|name| declared.iter().all(|(_, declared)| declared != name))
        {
            let message = format!("`{{{name}}}` of the path is no parameter of this operation");
            let hint = match nearest(name, declared.iter().map(|(_, declared)| *declared)) {
                Some(near) => format!("there is a parameter `{near}`: did you mean it?"),
                None => format!("add a parameter `{name}` with `in: path` and `required: true`"),
            };
            report.add(&operation.at(), message).on_key().hint(hint);
        }
    }
}

pub(super) fn unused(view: &View<'_>, report: &mut Report<'_>) {
    let operations =
        view.operations().filter_map(|operation| Some((operation.parent()?, operation)));
    for (item, owner) in path_items(view).map(|item| (item, item)).chain(operations) {
        let Ok(names) = template(item.key()) else { continue };
        for (at, name) in path_parameters(view, owner).filter(|(_, name)| !names.contains(name)) {
            let problem =
                report.add(&at, format!("the path has no `{{{name}}}` for this parameter"));
            if !names.is_empty() {
                problem.hint(format!("it has {}", quoted(names.iter().copied())));
            }
        }
    }
}

pub(super) fn optional(view: &View<'_>, report: &mut Report<'_>) {
    let in_path = |parameter: &Node<'_>| parameter.text("in") == Some("path");
    for parameter in view.objects(Kind::Parameter).filter(in_path) {
        let at = match parameter.get("required") {
            Some(Value::Bool(true)) => continue,
            Some(_) => parameter.at_key("required"),
            None => parameter.at(),
        };
        let name = parameter.text("name").unwrap_or_default();
        report
            .add(&at, format!("the path parameter `{name}` is not `required: true`"))
            .hint("a path without its parameter is another path: write `required: true`");
    }
}

pub(super) fn duplicate_parameters(view: &View<'_>, report: &mut Report<'_>) {
    for owner in view.objects(Kind::Operation).chain(view.objects(Kind::PathItem)) {
        let mut seen = HashSet::new();
        for (at, parameter) in view.parameters(owner) {
            let (Some(name), Some(location)) = (text(parameter, "name"), text(parameter, "in"))
            else {
                continue;
            };
            if !seen.insert((name, location)) {
                report
                    .add(&at, format!("the {location} parameter `{name}` is listed twice"))
                    .hint("remove one");
            }
        }
    }
}
