//! Which versions of OpenAPI are read, and what to say of the others.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::Pointer;

/// The rule that a document of another version breaks.
pub(super) const RULE: &str = "unsupported-version";

/// A version that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V3_0,
    /// 3.1, and 3.2 as far as it is the same.
    V3_1,
}

/// The version a document says it is; reports why it is not read.
pub(super) fn of(raw: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let written = raw.get("openapi");
    let number = match written {
        // Without quotes; the type is complained of with all the others.
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    };
    let is = |version: &str| {
        number.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if is("3.0") {
        return Some(Version::V3_0);
    }
    if is("3.1") || is("3.2") {
        return Some(Version::V3_1);
    }
    let (at, message, hint) = match written {
        Some(version) => (
            Pointer::root().key("openapi"),
            format!("the document says it is OpenAPI {version}, which is not known here"),
            "OpenAPI 3.0 and 3.1 are read: `openapi: 3.0.3`",
        ),
        None if raw.get("swagger").is_some() => (
            Pointer::root().key("swagger"),
            "this is Swagger, also known as OpenAPI 2.0".to_owned(),
            "convert it to OpenAPI 3.0, for example with swagger2openapi",
        ),
        None => (
            Pointer::root(),
            "the document does not say which version of OpenAPI it is".to_owned(),
            "start it with `openapi: 3.0.3`",
        ),
    };
    diagnostics.error(RULE, &at, message).hint(hint);
    None
}
