//! What an API's error bodies have in common, read without a model.

use serde_json::Value;

use super::api::ErrorMembers;

/// The members of an error body that the client knows the meaning of.
#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) error_type: Option<String>,
    pub(super) codes: Vec<String>,
    pub(super) request_id: Option<String>,
}

impl ErrorBody {
    /// Reads what is there; a body that is empty, cut or no JSON object says nothing.
    pub(super) fn read(members: &ErrorMembers, body: &[u8]) -> Self {
        let Ok(Value::Object(mut object)) = serde_json::from_slice(body) else {
            return Self::default();
        };
        let mut take = |name: Option<&str>| object.remove(name?);
        Self {
            error_type: take(members.error_type).and_then(string),
            codes: match take(members.error_codes) {
                Some(Value::Array(codes)) => codes.into_iter().filter_map(string).collect(),
                Some(code) => string(code).into_iter().collect(),
                None => Vec::new(),
            },
            request_id: take(members.request_id).and_then(string),
        }
    }
}

fn string(value: Value) -> Option<String> {
    if let Value::String(text) = value { Some(text) } else { None }
}
