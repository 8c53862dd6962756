//! What the spec says about one operation.

use http::Method;

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
