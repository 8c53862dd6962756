//! What every string-like generated type (ids, open enums) does, as one macro.

/// Implements `Display` for a type that has `fn as_str(&self) -> &str` and nothing to hide.
#[allow(unused_macros, reason = "not every API has ids or enums")]
macro_rules! display_value {
    ($type:ident) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self.as_str(), f)
            }
        }
    };
}
#[allow(unused_imports, reason = "not every API has ids or enums")]
pub(crate) use display_value;

/// Implements `FromStr`, `AsRef<str>`, `Serialize` and `Deserialize` for a type that has
/// `fn as_str(&self) -> &str` and `From<&str>`.
///
/// Its paths start at external crates only, so that it expands the same wherever this file lives; types within it start
/// with underscores, as names of types made from a document do not.
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
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
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

                    fn visit_str<E>(self, text: &str) -> ::std::result::Result<$type, E> {
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
