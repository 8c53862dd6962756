//! What every string-like generated type (ids, open enums) does, as macros.
//!
//! Their paths start at external crates or at a module that the caller has in scope, so that they expand the same
//! wherever this file lives; types within them start with underscores, as names of types made from a document do not.

/// Implements everything a generated newtype over a string does.
///
/// It needs this module in scope as `strings`. With `redacted` after the type its value is never shown.
#[allow(unused_macros, reason = "not every API has ids")]
macro_rules! newtype {
    ($type:ident $(, $redacted:ident)?) => {
        impl $type {
            /// Takes the value as it is; the API decides whether it is valid.
            #[must_use]
            pub fn new(value: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(value.into())
            }

            /// The value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(value: ::std::string::String) -> Self {
                Self(value)
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(value: &str) -> Self {
                Self(::std::borrow::ToOwned::to_owned(value))
            }
        }

        impl ::std::convert::From<$type> for ::std::string::String {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        strings::string_value!($type);
        strings::shown!($type, as_str $(, $redacted)?);
    };
}
#[allow(unused_imports, reason = "not every API has ids")]
pub(crate) use newtype;

/// Implements `Display` for a type by its method `as_str` or `as_i64`, or for one that is `redacted` a `Debug` that
/// shows nothing but the name of the type. Where the value may be shown, `Debug` is derived.
#[allow(unused_macros, reason = "not every API has ids or enums")]
macro_rules! shown {
    ($type:ident, $method:ident) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.$method(), f)
            }
        }
    };
    ($type:ident, $method:ident, redacted) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::write!(f, "{}([redacted])", ::std::stringify!($type))
            }
        }
    };
}
#[allow(unused_imports, reason = "not every API has ids or enums")]
pub(crate) use shown;

/// Implements `FromStr`, `AsRef<str>`, `Serialize` and `Deserialize` for a type that has
/// `fn as_str(&self) -> &str` and `From<&str>`.
#[allow(unused_macros, reason = "not every API has ids or enums")]
macro_rules! string_value {
    ($type:ident) => {
        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                struct __Visitor;

                impl ::serde::de::Visitor<'_> for __Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<__E>(self, text: &str) -> ::std::result::Result<$type, __E> {
                        ::std::result::Result::Ok($type::from(text))
                    }
                }

                deserializer.deserialize_str(__Visitor)
            }
        }
    };
}
#[allow(unused_imports, reason = "not every API has ids or enums")]
pub(crate) use string_value;
