//! Open enums of integers: every known value a variant, and values that are newer than the client kept as they came.

use std::fmt;

#[allow(unused_imports, reason = "not every API has enums of integers")]
pub(crate) use super::strings::shown;

/// Implements everything a generated enum of integers does, from its variants and the values they stand for.
///
/// It needs this module in scope as `integers`. With `redacted` after the type its values are never shown.
#[allow(unused_macros, reason = "not every API has enums of integers")]
macro_rules! integer_enum {
    ($type:ident $(, $redacted:ident)?; $($variant:ident = $value:literal;)*) => {
        impl $type {
            /// The value as the API spells it.
            #[must_use]
            pub fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::UnknownValue(value) => value.as_i64(),
                }
            }
        }

        impl ::std::convert::From<i64> for $type {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    other => Self::UnknownValue(integers::unknown_integer(other)),
                }
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::num::ParseIntError;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::num::ParseIntError> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                <i64 as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        integers::shown!($type, as_i64 $(, $redacted)?);
    };
}
#[allow(unused_imports, reason = "not every API has enums of integers")]
pub(crate) use integer_enum;

/// A number the API sent that this version of the client has no variant for; it is written back unchanged.
///
/// An application cannot make one: convert from a number to the enum itself instead, which picks the variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// The value as the API wrote it.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        self.0
    }
}

/// Makes the value of a generated enum's unknown variant; a function of this module, which applications cannot name.
#[must_use]
#[allow(dead_code, reason = "not every API has enums of integers")]
pub fn unknown_integer(raw: i64) -> UnknownInteger {
    UnknownInteger(raw)
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
