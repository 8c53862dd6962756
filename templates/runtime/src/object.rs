//! JSON objects to structs and back, and what `Debug` shows of them, as one macro: less to compile than serde's derive,
//! and no procedural macro.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

#[allow(unused_imports, reason = "not every API has objects with something to hide")]
pub(crate) use super::redact::{redacted, redacted_option};

/// Implements `Debug`, `Serialize` and `Deserialize` for a struct.
///
/// After the type come its fields, each with the name of its member:
///
/// * `required`: the member must be there;
/// * `nullable`: an `Option`; the member must be there, and `null` is `None`;
/// * `optional`: an `Option`; a missing member and `null` are `None`, and `None` is not written;
/// * `patch`: a `Patch`; a missing member is `Keep`, and `Keep` is not written;
/// * `..field` last: a map that keeps all other members. Without it they are passed over.
///
/// `Debug` shows whether a field marked as `redacted` is there, never what it holds; the map of other members is always
/// redacted. A member that stands twice is an error.
///
/// The macro needs this module in scope as `object`. Types within it start with underscores, as names of types do not:
/// `macro_rules` keeps variables apart from those of the caller, but not types.
#[allow(unused_macros, reason = "not every API has objects")]
macro_rules! object {
    (
        $type:ident;
        $($kind:ident $field:ident = $member:literal $(, $redacted:ident)?;)*
        $(..$rest:ident;)?
    ) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(::std::stringify!($type))
                    $(.field(
                        object::field_name(::std::stringify!($field)),
                        object!(@shown self.$field, $kind $($redacted)?),
                    ))*
                    $(.field(::std::stringify!($rest), &object::redacted(&self.$rest)))?
                    .finish()
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                // There may be no member to write.
                #[allow(unused_mut)]
                let mut members = ::serde::Serializer::serialize_map(serializer, None)?;
                $(object!(@write members, self.$field, $kind $member);)*
                $(for (name, value) in &self.$rest {
                    ::serde::ser::SerializeMap::serialize_entry(&mut members, name, value)?;
                })?
                ::serde::ser::SerializeMap::end(members)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                struct __Object;

                impl<'de> ::serde::de::Visitor<'de> for __Object {
                    type Value = $type;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<__A: ::serde::de::MapAccess<'de>>(
                        self,
                        mut members: __A,
                    ) -> ::std::result::Result<$type, __A::Error> {
                        $(let mut $field = ::std::option::Option::None;)*
                        $(let mut $rest = ::std::collections::BTreeMap::new();)?
                        while let Some(name) = members.next_key::<object::MemberName<'de>>()? {
                            match name.as_str() {
                                $($member if $field.is_some() => {
                                    return Err(::serde::de::Error::duplicate_field($member));
                                }
                                $member => $field = Some(members.next_value()?),)*
                                _ => object!(@other members, name $(, $rest)?),
                            }
                        }
                        Ok($type {
                            $($field: object!(@take $field, $kind $member),)*
                            $($rest,)?
                        })
                    }
                }

                deserializer.deserialize_map(__Object)
            }
        }
    };

    (@shown $value:expr, $kind:ident) => { &$value };
    (@shown $value:expr, nullable redacted) => { &object::redacted_option(&$value) };
    (@shown $value:expr, optional redacted) => { &object::redacted_option(&$value) };
    (@shown $value:expr, $kind:ident redacted) => { &object::redacted(&$value) };

    (@write $members:ident, $value:expr, optional $member:literal) => {
        if let Some(value) = &$value {
            ::serde::ser::SerializeMap::serialize_entry(&mut $members, $member, value)?;
        }
    };
    (@write $members:ident, $value:expr, patch $member:literal) => {
        if !$value.is_keep() {
            ::serde::ser::SerializeMap::serialize_entry(&mut $members, $member, &$value)?;
        }
    };
    (@write $members:ident, $value:expr, $kind:ident $member:literal) => {
        ::serde::ser::SerializeMap::serialize_entry(&mut $members, $member, &$value)?
    };

    (@take $value:ident, optional $member:literal) => { $value.unwrap_or_default() };
    (@take $value:ident, patch $member:literal) => { $value.unwrap_or_default() };
    (@take $value:ident, $kind:ident $member:literal) => {
        match $value {
            Some(value) => value,
            None => return Err(::serde::de::Error::missing_field($member)),
        }
    };

    (@other $members:ident, $name:ident) => {{
        $members.next_value::<::serde::de::IgnoredAny>()?;
    }};
    (@other $members:ident, $name:ident, $rest:ident) => {{
        $rest.insert($name.into_string(), $members.next_value()?);
    }};
}
#[allow(unused_imports, reason = "not every API has objects")]
pub(crate) use object;

/// The name of a field, without the mark of one that is also a keyword.
#[allow(dead_code, reason = "not every API has objects")]
#[must_use]
pub fn field_name(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// The name of a member, borrowed from the input wherever it can be.
pub struct MemberName<'de>(Cow<'de, str>);

impl MemberName<'_> {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, to be kept.
    #[allow(dead_code, reason = "few objects keep members without a name in the API")]
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for MemberName<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl<'de> Visitor<'de> for Name {
            type Value = MemberName<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(MemberName(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(MemberName(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Name)
    }
}
