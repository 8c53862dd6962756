//! Which ids of oasdiff mean what ours mean.

/// What oasdiff puts before the part that its ids share with ours: we do not tell the root of a body from its members,
/// because one schema is often both.
const PREFIXES: &[(&str, &[&str])] = &[
    (
        "request-",
        &[
            "request-body-",
            "request-property-",
            "request-parameter-",
            "request-parameter-property-",
            "request-header-property-",
        ],
    ),
    (
        "response-",
        &["response-body-", "response-property-", "response-header-", "response-mediatype-"],
    ),
];

/// Ids that differ in more than that.
const OTHERS: &[(&str, &[&str])] = &[
    ("operation-added", &["endpoint-added"]),
    (
        "operation-removed",
        &["api-path-removed-without-deprecation", "api-removed-without-deprecation"],
    ),
    ("operation-moved", &["api-path-removed-without-deprecation", "endpoint-added"]),
    (
        "deprecated-operation-removed",
        &["api-path-removed-with-deprecation", "api-removed-with-deprecation"],
    ),
    (
        "operation-removed-before-sunset",
        &["api-path-removed-before-sunset", "api-removed-before-sunset"],
    ),
    (
        "operation-removed-after-sunset",
        &["api-path-removed-with-deprecation", "api-removed-with-deprecation"],
    ),
    ("operation-id-added", &["api-operation-id-added"]),
    ("operation-id-removed", &["api-operation-id-removed"]),
    ("operation-id-changed", &["api-operation-id-removed"]),
    ("tag-added", &["api-tag-added"]),
    ("tag-removed", &["api-tag-removed"]),
    (
        "deprecated",
        &[
            "endpoint-deprecated",
            "endpoint-deprecated-with-sunset",
            "request-parameter-deprecated",
            "request-property-deprecated",
            "request-property-deprecated-with-sunset",
            "response-property-deprecated",
            "response-property-deprecated-with-sunset",
        ],
    ),
    (
        "reactivated",
        &[
            "endpoint-reactivated",
            "request-parameter-reactivated",
            "request-property-reactivated",
            "response-property-reactivated",
        ],
    ),
    ("sunset-deleted", &["request-parameter-sunset-deleted"]),
    (
        "sunset-invalid",
        &[
            "api-deprecated-sunset-parse",
            "api-path-sunset-parse",
            "request-parameter-sunset-parse",
            "request-property-deprecated-sunset-invalid",
            "response-property-deprecated-sunset-invalid",
        ],
    ),
    ("sunset-moved-earlier", &["api-sunset-date-changed-too-small"]),
    (
        "stability-increased",
        &[
            "api-stability-increased",
            "request-property-stability-increased",
            "response-property-stability-increased",
        ],
    ),
    (
        "stability-decreased",
        &[
            "api-stability-decreased",
            "request-property-stability-decreased",
            "response-property-stability-decreased",
        ],
    ),
    ("stability-invalid", &["api-invalid-stability-level"]),
    ("deprecated-request-parameter-removed", &["request-parameter-removed-with-deprecation"]),
    ("security-added", &["api-security-added", "api-global-security-added"]),
    ("security-removed", &["api-security-removed", "api-global-security-removed"]),
    ("security-alternative-added", &["api-security-added", "api-global-security-added"]),
    ("security-alternative-removed", &["api-security-removed", "api-global-security-removed"]),
    ("security-scope-added", &["api-security-scope-added", "api-global-security-scope-added"]),
    (
        "security-scope-removed",
        &["api-security-scope-removed", "api-global-security-scope-removed"],
    ),
    ("security-scheme-added", &["api-security-component-added"]),
    ("security-scheme-removed", &["api-security-component-removed"]),
    ("security-scheme-changed", &["api-security-component-type-changed"]),
    ("unused-security-scheme-changed", &["api-security-component-type-changed"]),
    (
        "security-scheme-url-changed",
        &[
            "api-security-component-oauth-url-changed",
            "api-security-component-oauth-token-url-changed",
        ],
    ),
    (
        "security-scheme-url-added",
        &[
            "api-security-component-oauth-url-changed",
            "api-security-component-oauth-token-url-changed",
        ],
    ),
    ("security-scheme-scope-added", &["api-security-component-oauth-scope-added"]),
    ("security-scheme-scope-removed", &["api-security-component-oauth-scope-removed"]),
    ("component-removed", &["api-schema-removed"]),
    ("component-renamed", &["api-schema-removed"]),
    (
        "new-required-request-property",
        &["new-required-request-property-with-default", "new-required-request-header-property"],
    ),
    (
        "request-property-became-required",
        &[
            "request-property-became-required-with-default",
            "request-header-property-became-required",
        ],
    ),
    (
        "new-required-request-parameter",
        &["new-required-request-default-parameter-to-existing-path"],
    ),
    (
        "new-optional-request-parameter",
        &["new-optional-request-default-parameter-to-existing-path"],
    ),
    (
        "request-type-generalized",
        &[
            "request-body-type-compatible",
            "request-property-type-compatible",
            "request-parameter-list-of-types-widened",
            "request-property-list-of-types-widened",
            "request-body-list-of-types-widened",
        ],
    ),
    (
        "request-type-specialized",
        &[
            "request-body-type-changed",
            "request-property-type-changed",
            "request-parameter-type-changed",
            "request-parameter-list-of-types-narrowed",
            "request-property-list-of-types-narrowed",
            "request-body-list-of-types-narrowed",
        ],
    ),
    (
        "request-type-changed",
        &["request-parameter-property-type-specialized", "request-property-list-of-types-narrowed"],
    ),
    (
        "response-type-generalized",
        &[
            "response-body-type-changed",
            "response-property-type-changed",
            "response-header-type-changed",
            "response-body-list-of-types-widened",
            "response-property-list-of-types-widened",
        ],
    ),
    (
        "response-type-specialized",
        &[
            "response-body-type-compatible",
            "response-property-type-compatible",
            "response-header-type-compatible",
            "response-body-list-of-types-narrowed",
            "response-property-list-of-types-narrowed",
        ],
    ),
    ("response-type-changed", &["response-property-list-of-types-widened"]),
    (
        "request-pattern-removed",
        &["request-property-pattern-generalized", "request-parameter-pattern-generalized"],
    ),
    ("response-pattern-removed", &["response-property-pattern-changed"]),
    (
        "request-no-longer-enum",
        &[
            "request-property-enum-value-removed",
            "request-body-enum-value-removed",
            "request-parameter-enum-value-removed",
            "request-parameter-property-enum-value-removed",
        ],
    ),
    (
        "response-no-longer-enum",
        &["response-property-enum-value-removed", "response-mediatype-enum-value-removed"],
    ),
    ("response-media-type-name-generalized", &["response-media-type-name-changed"]),
    (
        "title-changed",
        &[
            "request-property-all-of-added-annotation-only",
            "response-body-all-of-added-annotation-only",
        ],
    ),
    (
        "schema-rewritten",
        &[
            "request-parameter-list-of-types-widened",
            "request-body-all-of-added-annotation-only",
            "request-property-all-of-added-annotation-only",
            "request-body-all-of-removed",
            "request-property-all-of-removed",
            "response-body-all-of-added-annotation-only",
            "response-property-all-of-added-annotation-only",
            "response-body-all-of-removed",
            "response-property-all-of-removed",
        ],
    ),
    (
        "inert-schema-changed",
        &[
            "request-read-only-property-max-decreased",
            "request-read-only-property-min-increased",
            "response-optional-write-only-property-removed",
            "response-required-write-only-property-removed",
            "response-optional-write-only-property-added",
            "response-required-write-only-property-added",
            "response-write-only-property-enum-value-added",
            "response-write-only-property-became-required",
            "response-write-only-property-became-optional",
            "response-property-enum-value-removed",
        ],
    ),
    (
        "request-became-read-only",
        &[
            "request-optional-property-became-read-only",
            "request-required-property-became-read-only",
        ],
    ),
    (
        "request-became-not-read-only",
        &[
            "request-optional-property-became-not-read-only",
            "request-required-property-became-not-read-only",
        ],
    ),
    (
        "request-became-write-only",
        &[
            "request-optional-property-became-write-only",
            "request-required-property-became-write-only",
        ],
    ),
    (
        "request-became-not-write-only",
        &[
            "request-optional-property-became-not-write-only",
            "request-required-property-became-not-write-only",
        ],
    ),
    (
        "response-became-read-only",
        &[
            "response-optional-property-became-read-only",
            "response-required-property-became-read-only",
        ],
    ),
    (
        "response-became-not-read-only",
        &[
            "response-optional-property-became-not-read-only",
            "response-required-property-became-not-read-only",
        ],
    ),
    (
        "response-became-write-only",
        &[
            "response-optional-property-became-write-only",
            "response-required-property-became-write-only",
        ],
    ),
    (
        "response-became-not-write-only",
        &[
            "response-optional-property-became-not-write-only",
            "response-required-property-became-not-write-only",
        ],
    ),
];

/// Whether an id of oasdiff means what ours means.
pub(super) fn means(ours: &str, theirs: &str) -> bool {
    let shared = PREFIXES.iter().any(|(prefix, others)| {
        ours.strip_prefix(prefix)
            .is_some_and(|stem| others.iter().any(|it| theirs.strip_prefix(it) == Some(stem)))
    });
    ours == theirs
        || shared
        || OTHERS.iter().any(|(id, others)| *id == ours && others.contains(&theirs))
}
