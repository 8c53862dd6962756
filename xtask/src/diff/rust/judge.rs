//! Judges one item: what its callers see of the difference between two crates.

use super::Step;
use super::items::{Item, Kind};
use super::rules::{self, Rule};

/// An item on both sides.
#[derive(Debug, Default)]
pub(super) struct Pair<'a> {
    /// In the base, with everything renamed under its new name.
    pub(super) base: Option<Item>,
    /// In the base as it was, if it was renamed itself.
    pub(super) was: Option<Item>,
    /// In the head.
    pub(super) head: Option<&'a Item>,
}

/// What was found about one item.
pub(super) struct Finding {
    pub(super) rule: Rule,
    pub(super) message: String,
}

impl Finding {
    /// Whether it concerns what callers write, rather than words or behaviour.
    pub(super) fn is_loud(&self) -> bool {
        self.rule.step > Step::Patch
    }

    /// Whether it concerns what stands behind the declaration.
    pub(super) fn is_of_behaviour(&self) -> bool {
        self.rule.id == rules::BEHAVIOUR_CHANGED.id
    }
}

const NOTHING: &Item = &Item::NOTHING;

impl Pair<'_> {
    /// The item, of the head if it is there.
    pub(super) fn either(&self) -> &Item {
        self.head.or(self.base.as_ref()).unwrap_or(NOTHING)
    }

    /// Whether it came or went.
    pub(super) fn is_one_sided(&self) -> bool {
        self.base.is_some() != self.head.is_some()
    }

    /// Whether a type came, went or became something else, so that its members need no mention.
    pub(super) fn replaces_type(&self) -> bool {
        match (&self.base, self.head) {
            (Some(base), Some(head)) => base.kind != head.kind,
            _ => self.either().kind.is_type(),
        }
    }
}

/// What callers see of the difference.
pub(super) fn judge(pair: &Pair<'_>) -> Vec<Finding> {
    match (&pair.base, pair.head) {
        (Some(base), Some(head)) => changed(pair, base, head),
        (Some(base), None) => removed(base).into_iter().collect(),
        (None, Some(head)) => added(head).into_iter().collect(),
        (None, None) => Vec::new(),
    }
}

fn finding(rule: Rule, message: String) -> Finding {
    Finding { rule, message }
}

fn removed(item: &Item) -> Option<Finding> {
    let rule = match item.kind {
        Kind::Struct | Kind::Enum | Kind::Trait | Kind::Alias => rules::TYPE_REMOVED,
        Kind::Module => rules::MODULE_REMOVED,
        Kind::Field => rules::FIELD_REMOVED,
        Kind::Variant => rules::VARIANT_REMOVED,
        Kind::Function if item.is_constructor() => rules::CONSTRUCTOR_REMOVED,
        Kind::Function if item.parent.is_some() => rules::METHOD_REMOVED,
        Kind::Function => rules::FUNCTION_REMOVED,
        Kind::TraitMember => rules::TRAIT_MEMBER_REMOVED,
        Kind::Constant => rules::CONSTANT_REMOVED,
        Kind::Implementation => rules::TRAIT_NO_LONGER_IMPLEMENTED,
        Kind::Feature => rules::FEATURE_REMOVED,
        Kind::Package | Kind::RustVersion => return None,
        Kind::Hidden => return hidden(item),
    };
    Some(finding(rule, format!("{} is gone", item.called())))
}

fn added(item: &Item) -> Option<Finding> {
    let rule = match item.kind {
        Kind::Struct | Kind::Enum | Kind::Trait | Kind::Alias => rules::TYPE_ADDED,
        Kind::Module => rules::MODULE_ADDED,
        Kind::Field if item.can_grow => rules::FIELD_ADDED,
        Kind::Field => rules::FIELD_ADDED_TO_EXHAUSTIVE,
        Kind::Variant if item.can_grow => rules::VARIANT_ADDED,
        Kind::Variant => rules::VARIANT_ADDED_TO_EXHAUSTIVE,
        Kind::Function if item.is_constructor() => rules::CONSTRUCTOR_ADDED,
        Kind::Function if item.parent.is_some() => rules::METHOD_ADDED,
        Kind::Function => rules::FUNCTION_ADDED,
        Kind::TraitMember if item.can_grow => rules::TRAIT_MEMBER_ADDED,
        Kind::TraitMember => rules::TRAIT_MEMBER_REQUIRED,
        Kind::Constant => rules::CONSTANT_ADDED,
        Kind::Implementation => rules::TRAIT_IMPLEMENTED,
        Kind::Feature => rules::FEATURE_ADDED,
        Kind::RustVersion => rules::RUST_VERSION_CHANGED,
        Kind::Package => return None,
        Kind::Hidden => return hidden(item),
    };
    Some(finding(rule, format!("{} is new", item.called())))
}

/// A file of the runtime that came or went; elsewhere the items in it tell.
fn hidden(item: &Item) -> Option<Finding> {
    item.path
        .starts_with("src/runtime/")
        .then(|| finding(rules::BEHAVIOUR_CHANGED, format!("`{}` came or went", item.path)))
}

fn changed(pair: &Pair<'_>, base: &Item, head: &Item) -> Vec<Finding> {
    if base.kind != head.kind {
        let message =
            format!("{} is now `{}`, was `{}`", head.called(), head.signature, base.signature);
        return vec![finding(rules::TYPE_KIND_CHANGED, message)];
    }
    let mut found: Vec<Finding> = Vec::new();
    found.extend(pair.was.as_ref().map(|was| renamed(was, head)));
    found.extend((base.signature != head.signature).then(|| redeclared(base, head)));
    found.extend(opened(base, head));
    if head.kind == Kind::Enum && is_reordered(&base.arguments, &head.arguments) {
        let message = format!("{} orders its variants otherwise", head.called());
        found.push(finding(rules::VARIANTS_REORDERED, message));
    }
    if head.is_deprecated != base.is_deprecated {
        let (rule, word) = if head.is_deprecated {
            (rules::DEPRECATED, "deprecated")
        } else {
            (rules::NO_LONGER_DEPRECATED, "no longer deprecated")
        };
        found.push(finding(rule, format!("{} is {word}", head.called())));
    }
    if found.is_empty() && base.behaviour != head.behaviour {
        let message = format!("{} does something else behind the same declaration", head.called());
        found.push(finding(rules::BEHAVIOUR_CHANGED, message));
    }
    if base.docs != head.docs {
        found.push(finding(
            rules::DOCS_CHANGED,
            format!("{} is documented otherwise", head.called()),
        ));
    }
    found
}

/// An item stands for what another stood for.
pub(super) fn swapped(head: &Item, other: &Item) -> Finding {
    let message = format!("{} stands for what {} stood for", head.called(), other.called());
    finding(rules::NAMES_SWAPPED, message)
}

fn renamed(was: &Item, head: &Item) -> Finding {
    let rule = match head.kind {
        Kind::Field => rules::FIELD_RENAMED,
        Kind::Function => rules::METHOD_RENAMED,
        _ => rules::TYPE_RENAMED,
    };
    finding(rule, format!("{} is now called `{}`", was.called(), head.path))
}

/// The declaration differs.
fn redeclared(base: &Item, head: &Item) -> Finding {
    let rule = match head.kind {
        Kind::Function => return function(base, head),
        Kind::Field => {
            return finding(
                rules::FIELD_TYPE_CHANGED,
                retyped(&head.called(), base.ty(), head.ty()),
            );
        }
        Kind::Package => rules::PACKAGE_RENAMED,
        Kind::RustVersion => rules::RUST_VERSION_CHANGED,
        Kind::Variant => rules::VARIANT_CHANGED,
        Kind::TraitMember => rules::TRAIT_MEMBER_CHANGED,
        Kind::Constant => rules::CONSTANT_CHANGED,
        Kind::Implementation => rules::IMPLEMENTATION_CHANGED,
        _ => rules::TYPE_CHANGED,
    };
    let message =
        format!("{} is now `{}`, was `{}`", head.called(), head.signature, base.signature);
    finding(rule, message)
}

fn retyped(what: &str, before: &str, after: &str) -> String {
    if after == format!("Option<{before}>") {
        format!("{what} may now be missing: it is `{after}`, was `{before}`")
    } else if before == format!("Option<{after}>") {
        format!("{what} is now always there: it is `{after}`, was `{before}`")
    } else {
        format!("{what} is now `{after}`, was `{before}`")
    }
}

fn function(base: &Item, head: &Item) -> Finding {
    let types = |item: &Item| item.arguments.iter().map(|(_, ty)| ty.clone()).collect::<Vec<_>>();
    let names =
        |item: &Item| item.arguments.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let what = head.called();
    if types(base) == types(head) {
        if base.returns() != head.returns() {
            let message = format!("{what} hands back {}", now_was(base.returns(), head.returns()));
            let only_marked = match (base.answer(), head.answer()) {
                (Some(before), Some(after)) => before == after,
                _ => false,
            };
            let rule = if only_marked { rules::CALL_TYPE_CHANGED } else { head.function_rule() };
            return finding(rule, message);
        }
        let (mut before, mut after) = (names(base), names(head));
        if before != after {
            before.sort();
            after.sort();
            return if before == after {
                finding(
                    rules::ARGUMENTS_SWAPPED,
                    format!("{what} takes its arguments in another order"),
                )
            } else {
                finding(rules::ARGUMENT_RENAMED, format!("an argument of {what} has another name"))
            };
        }
        return finding(head.function_rule(), format!("{what} is declared otherwise"));
    }
    finding(head.function_rule(), format!("{what} {}", other_arguments(base, head)))
}

/// Which arguments came, went or changed.
fn other_arguments(base: &Item, head: &Item) -> String {
    let show = |(name, ty): &(String, String)| format!("`{name}: {ty}`");
    let lacks = |item: &Item, name: &str| item.arguments.iter().all(|(other, _)| other != name);
    let mut parts: Vec<String> = Vec::new();
    let added: Vec<_> = head.arguments.iter().filter(|it| lacks(base, &it.0)).map(show).collect();
    if !added.is_empty() {
        parts.push(format!("takes {} as well", added.join(" and ")));
    }
    let gone: Vec<_> = base.arguments.iter().filter(|it| lacks(head, &it.0)).map(show).collect();
    if !gone.is_empty() {
        parts.push(format!("no longer takes {}", gone.join(" and ")));
    }
    for (name, before) in &base.arguments {
        if let Some((_, after)) = head.arguments.iter().find(|it| it.0 == *name && it.1 != *before)
        {
            parts.push(format!("takes `{name}` as {}", now_was(before, after)));
        }
    }
    if parts.is_empty() {
        "takes its arguments in another order".to_owned()
    } else {
        parts.join("; ")
    }
}

fn now_was(before: &str, after: &str) -> String {
    format!("`{after}`, was `{before}`")
}

/// Whether those that both have stand in another order.
fn is_reordered(base: &[(String, String)], head: &[(String, String)]) -> bool {
    let common = |these: &[(String, String)], those: &[(String, String)]| {
        these.iter().filter(|it| those.contains(it)).cloned().collect::<Vec<_>>()
    };
    common(base, head) != common(head, base)
}

/// Whether callers may still construct or exhaust it.
fn opened(base: &Item, head: &Item) -> Option<Finding> {
    let rule = match (head.kind, base.can_grow, head.can_grow) {
        (Kind::Struct | Kind::Enum, false, true) => rules::BECAME_NON_EXHAUSTIVE,
        (Kind::Struct | Kind::Enum, true, false) => rules::BECAME_EXHAUSTIVE,
        (Kind::TraitMember, true, false) => rules::TRAIT_MEMBER_REQUIRED,
        _ => return None,
    };
    Some(finding(rule, format!("{} {}", head.called(), rule.id.replace('-', " "))))
}

impl Item {
    /// The path, as the report shows it.
    pub(super) fn name(&self) -> String {
        match self.path.strip_prefix("operations::") {
            // The description of an operation speaks for its method.
            Some(constant) if self.kind == Kind::Hidden => {
                format!("Client::{}", constant.to_lowercase())
            }
            _ => self.path.clone(),
        }
    }

    fn called(&self) -> String {
        match self.kind {
            Kind::Feature | Kind::RustVersion | Kind::Package => self.path.clone(),
            _ => format!("`{}`", self.name()),
        }
    }

    pub(super) fn is_constructor(&self) -> bool {
        self.path.starts_with("models::") && self.path.ends_with("::new")
    }

    fn function_rule(&self) -> Rule {
        match self.parent {
            Some(_) if self.is_constructor() => rules::CONSTRUCTOR_CHANGED,
            Some(_) => rules::METHOD_CHANGED,
            None => rules::FUNCTION_CHANGED,
        }
    }

    /// The type of a field.
    fn ty(&self) -> &str {
        self.signature.split_once(": ").map_or(&self.signature, |(_, ty)| ty)
    }

    /// What a function hands back.
    fn returns(&self) -> &str {
        self.signature.rsplit_once(" -> ").map_or("()", |(_, ty)| ty)
    }

    /// What a call comes to, whatever can be set on it first.
    fn answer(&self) -> Option<String> {
        let inside = self.returns().strip_prefix("Call<")?.strip_suffix('>')?;
        // Behind a lifetime and an answer stands the marker, which has no parameters.
        let marked = inside
            .rsplit_once(", ")
            .filter(|(before, marker)| before.contains(", ") && !marker.ends_with(['>', ')', ']']));
        Some(marked.map_or(inside, |(answer, _)| answer).to_owned())
    }
}
