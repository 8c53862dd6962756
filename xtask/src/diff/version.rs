//! The version of the generated crate: which step changes ask for, and whether it was taken.

use crate::diff::Step;

/// What the version of the generated crate must become, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionStep {
    /// The version in the base.
    pub base: String,
    /// The version in the head.
    pub head: String,
    /// The step that the changes ask for.
    pub needed: Option<Step>,
    /// The lowest version that takes the step; `None` if it asks for no other version.
    pub required: Option<String>,
    /// Whether the head's version is high enough.
    pub is_taken: bool,
}

/// Compares versions by Cargo's rules. A patch asks for no step of its own: whoever releases decides.
#[must_use]
pub fn version_step(base: &str, head: &str, needed: Option<Step>) -> VersionStep {
    let step = |required: Option<String>, is_taken| VersionStep {
        base: base.to_owned(),
        head: head.to_owned(),
        needed,
        required,
        is_taken,
    };
    let (Some(before), Some(after)) = (Version::parse(base), Version::parse(head)) else {
        return step(None, base == head && needed.is_none_or(|it| it == Step::Patch));
    };
    let required = match needed {
        Some(needed) if needed > Step::Patch => before.after(needed),
        _ => return step(None, after.numbers >= before.numbers),
    };
    // Anything may change between two pre-releases.
    let is_next_preview =
        before.is_preview && after.is_preview && base != head && after.numbers >= before.numbers;
    let is_release = before.is_preview && after.numbers >= before.numbers && !after.is_preview;
    let is_taken = after.numbers >= required || is_next_preview || is_release;
    let [major, minor, patch] = required;
    step(Some(format!("{major}.{minor}.{patch}")), is_taken)
}

struct Version {
    numbers: [u64; 3],
    is_preview: bool,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let text = text.split('+').next()?;
        let (numbers, preview) =
            text.split_once('-').map_or((text, None), |(it, pre)| (it, Some(pre)));
        let mut parts = numbers.split('.').map(str::parse);
        let mut next = || parts.next()?.ok();
        let numbers = [next()?, next()?, next()?];
        parts.next().is_none().then_some(Self { numbers, is_preview: preview.is_some() })
    }

    /// The lowest version that a caller's `cargo update` treats as such a step.
    fn after(&self, step: Step) -> [u64; 3] {
        match (self.numbers, step) {
            ([0, 0, patch], _) => [0, 0, patch + 1],
            ([0, minor, _], Step::Major) => [0, minor + 1, 0],
            ([0, minor, patch], _) => [0, minor, patch + 1],
            ([major, ..], Step::Major) => [major + 1, 0, 0],
            ([major, minor, _], Step::Minor) => [major, minor + 1, 0],
            ([major, minor, patch], Step::Patch) => [major, minor, patch + 1],
        }
    }
}
