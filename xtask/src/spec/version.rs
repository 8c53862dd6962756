//! Which versions of OpenAPI are read, and what to say of the others.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::spec::Pointer;
use crate::spec::shape::first_problem;

const RULE: &str = "unsupported-version";

/// A version that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V3_0,
    V3_1,
}

/// The version a document says it is; reports why it is not read.
pub(super) fn of(raw: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let at = Pointer::root().key("openapi");
    match raw.get("openapi") {
        Some(Value::String(version)) if is_3_0(version) => return Some(Version::V3_0),
        // Written without quotes; the type is complained of with all the others.
        Some(Value::Number(version)) if is_3_0(&version.to_string()) => return Some(Version::V3_0),
        Some(Value::String(version)) if version.starts_with("3.") => {
            newer(raw, version, diagnostics);
        }
        Some(version) => {
            diagnostics
                .error(
                    RULE,
                    &at,
                    format!("the document says it is OpenAPI {version}, which is not known here"),
                )
                .hint("OpenAPI 3.0 is read: `openapi: 3.0.3`");
        }
        None if raw.get("swagger").is_some() => {
            diagnostics
                .error(
                    RULE,
                    &Pointer::root().key("swagger"),
                    "this is Swagger, also known as OpenAPI 2.0",
                )
                .hint("convert it to OpenAPI 3.0, for example with swagger2openapi");
        }
        None => {
            diagnostics
                .error(
                    RULE,
                    &Pointer::root(),
                    "the document does not say which version of OpenAPI it is",
                )
                .hint("start it with `openapi: 3.0.3`");
        }
    }
    None
}

fn is_3_0(version: &str) -> bool {
    version.strip_prefix("3.0").is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Names the first thing of a 3.1 or 3.2 document that 3.0 does not have.
fn newer(raw: &Value, version: &str, diagnostics: &mut Diagnostics) {
    let message = format!("the document is OpenAPI {version}; 3.0 is read");
    let hint = match first_problem(raw) {
        Some((at, problem)) => {
            format!("the first thing that is not OpenAPI 3.0: {problem} (#{at})")
        }
        None => "nothing in it needs more than 3.0: write `openapi: 3.0.3`".to_owned(),
    };
    diagnostics.error(RULE, &Pointer::root().key("openapi"), message).hint(hint);
}
