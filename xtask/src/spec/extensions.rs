//! The generator's own `x-` members whose texts must have a form. One of another form says nothing: lint tells, and
//! lowering leaves it out.

use serde_json::Value;

/// The name of a header.
pub(crate) fn header(value: &Value) -> Option<&str> {
    let is_header = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text(value).filter(|name| name.bytes().all(is_header))
}

/// The start of the names of environment variables.
pub(crate) fn env_prefix(value: &Value) -> Option<&str> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text(value).filter(|name| {
        name.bytes().all(is_name) && !name.starts_with(|it: char| it.is_ascii_digit())
    })
}

/// The start of secret keys.
pub(crate) fn key_prefix(value: &Value) -> Option<&str> {
    text(value).filter(|prefix| prefix.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// The version of a package, as Cargo has them: three numbers, and what a pre-release and a build are called.
pub(crate) fn version(value: &Value) -> Option<&str> {
    let is_part = |part: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !part.is_empty() && part.bytes().all(is_letter)
    };
    let is_number = |part: &str| part.parse::<u64>().is_ok_and(|number| number.to_string() == part);
    // A number of a pre-release has no zeros before it.
    let is_preview = |part: &str| {
        is_part(part) && (is_number(part) || !part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let whole = text(value)?;
    let (rest, build) =
        whole.split_once('+').map_or((whole, None), |(it, build)| (it, Some(build)));
    let (numbers, preview) =
        rest.split_once('-').map_or((rest, None), |(it, preview)| (it, Some(preview)));
    let is_version = numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && preview.is_none_or(|preview| preview.split('.').all(is_preview))
        && build.is_none_or(|build| build.split('.').all(is_part));
    is_version.then_some(whole)
}

/// A text that is not empty.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}
