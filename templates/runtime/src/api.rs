//! What the spec says about the API as a whole.

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
