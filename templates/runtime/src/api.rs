//! What the spec says about the API as a whole, and about each operation.

use http::Method;

/// Static facts about the API, written by codegen.
#[derive(Debug)]
pub struct Api {
    /// Name of the generated package; opens the `User-Agent`.
    pub name: &'static str,
    /// Version of the generated package.
    pub version: &'static str,
    /// Response header with the correlation id.
    pub request_id_header: Option<&'static str>,
    /// Request header that carries a caller's idempotency key.
    pub idempotency_key_header: Option<&'static str>,
    /// How the secret keys of the API's servers begin; empty if that tells nothing.
    pub key_prefixes: &'static [&'static str],
    /// Where error bodies keep what [`Error`](super::error::Error) exposes.
    pub error_members: ErrorMembers,
}

/// Names of the members of a JSON error body.
#[derive(Debug, Default)]
pub struct ErrorMembers {
    /// A string that classes the error.
    pub error_type: Option<&'static str>,
    /// A list of strings, or one string.
    pub error_codes: Option<&'static str>,
    /// The correlation id; a fallback for the header.
    pub request_id: Option<&'static str>,
}

/// Static facts about an operation.
///
/// Codegen writes one for each operation of the spec. For an endpoint that the spec does not have
/// yet, write one yourself as a `static` and give it to [`Call::new`](super::call::Call::new):
/// credentials, limits, retries and errors are the same.
#[derive(Debug)]
pub struct Operation {
    /// Its operationId; names it in errors and traces.
    pub id: &'static str,
    /// Its HTTP method.
    pub method: Method,
    /// Its path template, such as `/orders/{order_id}`.
    pub path: &'static str,
    /// What sending it twice would do.
    pub class: Class,
}

/// What sending a request twice would do; decides what may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Changes nothing: GET, HEAD, OPTIONS.
    Safe,
    /// The second one changes nothing more.
    Idempotent,
    /// The second one may create something a second time.
    NotIdempotent,
}
