//! Open enums: every known value a variant, and values that are newer than the client kept as they came.

use std::fmt;

#[allow(unused_imports, reason = "not every API has enums")]
pub(crate) use super::strings::{shown, string_value};

/// Implements everything a generated enum does, from its variants and the values they stand for.
///
/// It needs this module in scope as `unknown`. With `redacted` after the type its values are never shown.
#[allow(unused_macros, reason = "not every API has enums")]
macro_rules! open_enum {
    ($type:ident $(, $redacted:ident)?; $($variant:ident = $value:literal;)*) => {
        impl $type {
            /// The value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::UnknownValue(value) => value.as_str(),
                }
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    other => Self::UnknownValue(unknown::unknown_value(other)),
                }
            }
        }

        unknown::string_value!($type);
        unknown::shown!($type, as_str $(, $redacted)?);
    };
}
#[allow(unused_imports, reason = "not every API has enums")]
pub(crate) use open_enum;

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
