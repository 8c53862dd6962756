//! The table of what can happen to Rust callers, by Cargo's rules of semantic versioning.

use super::Step;

/// One way in which a generated crate can change.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable kebab-case id.
    pub id: &'static str,
    /// The step it asks of the crate's version.
    pub step: Step,
    /// What it means to callers.
    pub callers: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $step:ident $callers:literal)*) => {
        $(pub(super) const $name: Rule =
            Rule { id: $id, step: Step::$step, callers: $callers };)*

        /// Every rule, the worst first.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    PACKAGE_RENAMED "package-renamed" Major "every `use` of the crate names it otherwise"
    FEATURE_REMOVED "feature-removed" Major "manifests that enable it no longer resolve"
    MODULE_REMOVED "module-removed" Major "every path through it changes"
    TYPE_REMOVED "type-removed" Major "code that names it must go"
    TYPE_RENAMED "type-renamed" Major "code that names it must use the new name"
    TYPE_KIND_CHANGED "type-kind-changed" Major "code that builds or reads it must be written anew"
    TYPE_CHANGED "type-changed" Major "code that relies on what it stood for must follow"
    BECAME_NON_EXHAUSTIVE "became-non-exhaustive" Major "literals and exhaustive matches no longer compile"
    FIELD_REMOVED "field-removed" Major "code that reads or sets it must go"
    FIELD_RENAMED "field-renamed" Major "code that reads or sets it must use the new name"
    FIELD_TYPE_CHANGED "field-type-changed" Major "code that reads or sets it must use the new type"
    FIELD_ADDED_TO_EXHAUSTIVE "field-added-to-exhaustive" Major "literals must name it"
    VARIANT_REMOVED "variant-removed" Major "code that makes or matches it must go"
    VARIANT_CHANGED "variant-changed" Major "code that makes or matches it must use the new payload"
    VARIANT_ADDED_TO_EXHAUSTIVE "variant-added-to-exhaustive" Major "matches must cover it"
    VARIANTS_REORDERED "variants-reordered" Major "comparisons by `<` and sorted collections come out otherwise"
    CONSTRUCTOR_REMOVED "constructor-removed" Major "the type is only received now; code that makes one must go"
    CONSTRUCTOR_CHANGED "constructor-changed" Major "calls of `new` must pass other arguments"
    METHOD_REMOVED "method-removed" Major "calls of it must go"
    METHOD_RENAMED "method-renamed" Major "calls of it must use the new name"
    METHOD_CHANGED "method-changed" Major "calls of it must pass or take other types"
    ARGUMENTS_SWAPPED "arguments-swapped" Major "calls still compile but send the values in the wrong places"
    NAMES_SWAPPED "names-swapped" Major "code that uses it still compiles but means the other"
    CALL_TYPE_CHANGED "call-type-changed" Major "code that writes the type of the call must follow; code that awaits it need not"
    FUNCTION_REMOVED "function-removed" Major "calls of it must go"
    FUNCTION_CHANGED "function-changed" Major "calls of it must pass or take other types"
    TRAIT_NO_LONGER_IMPLEMENTED "trait-no-longer-implemented" Major "code that relies on the trait no longer compiles"
    IMPLEMENTATION_CHANGED "implementation-changed" Major "code that relies on the trait may no longer compile"
    TRAIT_MEMBER_REMOVED "trait-member-removed" Major "implementations must leave it out"
    TRAIT_MEMBER_CHANGED "trait-member-changed" Major "implementations must write it otherwise"
    TRAIT_MEMBER_REQUIRED "trait-member-required" Major "implementations must write it"
    CONSTANT_REMOVED "constant-removed" Major "code that names it must go"
    CONSTANT_CHANGED "constant-changed" Major "code that names it must use the new type"
    FEATURE_ADDED "feature-added" Minor "no caller has to change"
    RUST_VERSION_CHANGED "rust-version-changed" Minor "those with an older compiler must update it"
    MODULE_ADDED "module-added" Minor "no caller has to change"
    TYPE_ADDED "type-added" Minor "no caller has to change"
    BECAME_EXHAUSTIVE "became-exhaustive" Minor "no caller has to change; growing it will break some"
    FIELD_ADDED "field-added" Minor "no caller has to change: the struct is non-exhaustive"
    VARIANT_ADDED "variant-added" Minor "no caller has to change: the value came as `UnknownValue` before"
    CONSTRUCTOR_ADDED "constructor-added" Minor "no caller has to change"
    METHOD_ADDED "method-added" Minor "no caller has to change"
    FUNCTION_ADDED "function-added" Minor "no caller has to change"
    TRAIT_IMPLEMENTED "trait-implemented" Minor "no caller has to change"
    TRAIT_MEMBER_ADDED "trait-member-added" Minor "no implementation has to change: it has a body"
    CONSTANT_ADDED "constant-added" Minor "no caller has to change"
    DEPRECATED "deprecated" Minor "calls of it warn, and fail where warnings are denied"
    BEHAVIOUR_CHANGED "behaviour-changed" Patch "callers compile as before; what is sent or read differs"
    ARGUMENT_RENAMED "argument-renamed" Patch "no caller has to change: arguments are passed without names"
    NO_LONGER_DEPRECATED "no-longer-deprecated" Patch "no caller has to change"
    DOCS_CHANGED "docs-changed" Patch "words only"
}
