//! What every generated enum of integers does, as macros.

/// Implements `Display` for a type that has `fn as_i64(self) -> i64` and nothing to hide.
#[allow(unused_macros, reason = "not every API has enums of integers")]
macro_rules! display_integer {
    ($type:ident) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
    };
}
#[allow(unused_imports, reason = "not every API has enums of integers")]
pub(crate) use display_integer;

/// Implements `FromStr`, `Serialize` and `Deserialize` for a type that has `fn as_i64(self) -> i64` and `From<i64>`.
///
/// Its paths and types are written by the rules of `string_value`.
#[allow(unused_macros, reason = "not every API has enums of integers")]
macro_rules! integer_value {
    ($type:ident) => {
        impl ::std::str::FromStr for $type {
            type Err = ::std::num::ParseIntError;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::num::ParseIntError> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
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
    };
}
#[allow(unused_imports, reason = "not every API has enums of integers")]
pub(crate) use integer_value;
