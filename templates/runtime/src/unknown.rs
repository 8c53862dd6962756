//! Enum values that are newer than the client.

use std::fmt;

/// A value the API sent that this version of the client has no variant for.
///
/// It keeps the text and writes it back unchanged. An application cannot make one: what a later
/// version knows by name would otherwise still be matched here. Convert from a string to the
/// enum itself instead; it picks the variant.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as the API wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The same for an enum of integers: a number that this version of the client has no variant for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// The value as the API wrote it.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// [`unknown_value`] for an enum of integers.
#[must_use]
#[allow(dead_code, reason = "not every API has enums of integers")]
pub fn unknown_integer(raw: i64) -> UnknownInteger {
    UnknownInteger(raw)
}

/// Makes the value of a generated enum's unknown variant.
///
/// A function of this module and not of the type, because applications can name the type but,
/// in a generated crate, not this module.
#[must_use]
#[allow(dead_code, reason = "not every API has enums")]
pub fn unknown_value(raw: &str) -> UnknownValue {
    UnknownValue(raw.into())
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
