//! Where we judge otherwise than oasdiff, and why.

use xtask::diff::Level::{self, Breaking, Compatible, Suspect};

/// Pairs in which oasdiff reports one member twice, once for each way to it through `allOf`. One change is one change.
pub(super) const REPEATED: &[&str] =
    &["request-property-deprecation-check-all-of", "response-property-deprecation-check-all-of"];

/// Pairs on which we judge otherwise, and why.
pub(super) const DISAGREEMENTS: &[(&str, &str)] = &[
    ("breaking-add-pattern-recursive", "the member is readOnly: requests do not carry it"),
    ("breaking-modify-pattern", "the member is readOnly: requests do not carry it"),
    (
        "breaking-deleted-tag",
        "two parameters with `content` instead of `schema` changed too; oasdiff does not look there",
    ),
    (
        "breaking-req-body-new-required-property-new",
        "`required` holds for members that are not described, too",
    ),
    (
        "breaking-req-query-param-type-number-to-string",
        "in a query everything is text, and every number is one",
    ),
    (
        "breaking-request-body-enum-removed",
        "the list was dropped, not its values: all of them may still be sent",
    ),
    (
        "breaking-request-parameter-max-items-without-flatten",
        "parameters of a path hold for its operations",
    ),
    (
        "new-request-non-path-parameter-detects-new-paths-and-new-operations",
        "parameters of a path hold for its operations",
    ),
    (
        "breaking-request-property-all-of-removed",
        "the branch brought nothing that the others do not demand",
    ),
    (
        "request-property-all-of-added-with-sources-inline",
        "the branch brings one optional property, and is judged by that",
    ),
    (
        "breaking-sunset-modified-from-invalid-for-deprecated-endpoint",
        "a date that could not be read was repaired",
    ),
    (
        "list-of-types-specific-paths",
        "in a query everything is text: a string takes integers and booleans",
    ),
    (
        "request-property-deprecation-without-sunset-with-policy",
        "we have no policy that demands a sunset",
    ),
    (
        "request-property-stability-beta-level-draft-to-stable-not-detected",
        "every difference is reported",
    ),
    (
        "request-discriminator-updated-check-mapping-changing",
        "the values tell the shapes: callers that send the old ones are refused",
    ),
    (
        "response-discriminator-updated-check-mapping-changing",
        "the values tell the shapes: readers do not know the new ones",
    ),
    ("walk-properties-skips-one-sided-sub-schema-diff", "every difference is reported"),
];

const REQUEST: &[&str] = &["req-", "both-"];
const RESPONSE: &[&str] = &["resp-", "both-"];
const PARAMETER: &[&str] = &["req-param"];
const OPERATION: &[&str] = &["operation"];
const EVERYWHERE: &[&str] = &[""];

const SILENT: &str = "oasdiff has no check for it there";
const LIST_DROPPED: &str = "every listed value is still allowed; readers may meet others";
const ONE_BRANCH: &str = "a choice of one is no choice: it means the same";
const MERGED: &str = "branches of `allOf` count by what they demand together";

/// Mutations on which we judge otherwise, at which locations (by how they begin), what we say, and why.
pub(super) const SYNTHETIC: &[(&str, &[&str], Level, &str)] = &[
    (
        "format-date-to-date-time",
        REQUEST,
        Breaking,
        "a date is no date and time (RFC 3339): callers are refused",
    ),
    ("enum-constraint-removed", &["both-", "resp-"], Suspect, LIST_DROPPED),
    ("enum-constraint-removed", REQUEST, Compatible, LIST_DROPPED),
    (
        "items-became-enum",
        PARAMETER,
        Breaking,
        "other elements are refused, as with a parameter that became an enum",
    ),
    (
        "items-became-enum",
        &["resp-"],
        Compatible,
        "there was no list before: readers only learn more",
    ),
    ("type-removed", &["req-param-prop"], Compatible, "in a query everything is text"),
    ("one-of-keyword-added", EVERYWHERE, Compatible, ONE_BRANCH),
    ("any-of-keyword-added", EVERYWHERE, Compatible, ONE_BRANCH),
    ("all-of-keyword-added", EVERYWHERE, Compatible, MERGED),
    ("all-of-branch-added", REQUEST, Compatible, MERGED),
    ("all-of-flattened-equivalent", OPERATION, Compatible, MERGED),
    (
        "any-of-branch-added",
        RESPONSE,
        Breaking,
        "readers meet a shape they do not know, as with `oneOf`",
    ),
    (
        "discriminator-property-changed",
        EVERYWHERE,
        Breaking,
        "the shape is told by another member than before",
    ),
    ("property-read-only-set", REQUEST, Suspect, "a server may refuse what callers still send"),
    ("property-write-only-set", RESPONSE, Suspect, "answers may no longer carry it"),
    (
        "deprecated-path-removed",
        OPERATION,
        Suspect,
        "announced without a day: who still calls it gets an error",
    ),
    (
        "deprecated-operation-removed",
        OPERATION,
        Suspect,
        "announced without a day: who still calls it gets an error",
    ),
    (
        "parameter-moved-to-path-level",
        OPERATION,
        Compatible,
        "parameters of a path hold for its operations",
    ),
    (
        "optional-path-level-parameter-removed",
        OPERATION,
        Suspect,
        "parameters of a path hold for its operations",
    ),
    (
        "required-path-level-parameter-removed",
        OPERATION,
        Suspect,
        "parameters of a path hold for its operations",
    ),
    (
        "operation-security-alternative-removed",
        OPERATION,
        Breaking,
        "callers that used this way are refused",
    ),
    ("parameter-style-changed", OPERATION, Breaking, SILENT),
    ("parameter-allow-reserved-unset", OPERATION, Suspect, SILENT),
    ("request-encoding-removed", OPERATION, Suspect, SILENT),
    ("server-url-changed", OPERATION, Suspect, SILENT),
    ("callback-payload-property-removed", OPERATION, Suspect, SILENT),
    ("max-properties-decreased", REQUEST, Breaking, SILENT),
    ("max-items-decreased", REQUEST, Breaking, SILENT),
    ("max-length-decreased", PARAMETER, Breaking, SILENT),
    ("maximum-decreased", PARAMETER, Breaking, SILENT),
    ("not-added", REQUEST, Breaking, SILENT),
    ("additional-properties-closed", REQUEST, Breaking, SILENT),
    ("additional-properties-typed", REQUEST, Breaking, SILENT),
    ("required-property-added", PARAMETER, Breaking, SILENT),
    ("required-property-with-default-added", PARAMETER, Breaking, SILENT),
    ("required-write-only-property-added", PARAMETER, Breaking, SILENT),
    ("property-became-required", PARAMETER, Breaking, SILENT),
    ("property-with-default-became-required", PARAMETER, Breaking, SILENT),
    ("write-only-property-became-required", PARAMETER, Breaking, SILENT),
    ("property-renamed", &["req-param", "resp-header"], Suspect, SILENT),
    ("property-stability-decreased", &["req-param", "resp-header"], Breaking, SILENT),
    ("x-extensible-enum-value-removed", REQUEST, Breaking, SILENT),
    ("maximum-unset", RESPONSE, Breaking, SILENT),
    ("minimum-unset", RESPONSE, Breaking, SILENT),
    ("minimum-decreased", RESPONSE, Breaking, SILENT),
    ("max-length-unset", RESPONSE, Breaking, SILENT),
    ("min-length-unset", RESPONSE, Breaking, SILENT),
    ("min-length-decreased", RESPONSE, Breaking, SILENT),
    ("max-items-unset", RESPONSE, Breaking, SILENT),
    ("min-items-unset", RESPONSE, Breaking, SILENT),
    ("min-items-decreased", RESPONSE, Breaking, SILENT),
    ("max-properties-unset", RESPONSE, Breaking, SILENT),
    ("min-properties-unset", RESPONSE, Breaking, SILENT),
    ("min-properties-decreased", RESPONSE, Breaking, SILENT),
    ("multiple-of-unset", RESPONSE, Breaking, SILENT),
    ("multiple-of-decreased", RESPONSE, Breaking, SILENT),
    ("exclusive-minimum-unset", RESPONSE, Breaking, SILENT),
    ("exclusive-maximum-unset", RESPONSE, Breaking, SILENT),
    ("unique-items-unset", RESPONSE, Breaking, SILENT),
];
