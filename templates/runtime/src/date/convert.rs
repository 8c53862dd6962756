//! Conversions between the client's dates and times and those of `jiff`, `chrono` and `time`.
//!
//! They keep the instant and not its spelling: offset and digits beyond nanoseconds are dropped.
//! What the other side cannot tell is an error.

use super::super::timestamp::{InvalidTimestamp, Timestamp};
use super::{Date, InvalidDate};

/// Implements `TryFrom` both ways, from the body of a function that returns `Option` each way.
macro_rules! convert {
    ($ours:ty, $theirs:ty, $error:expr, |$our:ident| $to:expr, |$their:ident| $from:expr $(,)?) => {
        impl TryFrom<$ours> for $theirs {
            type Error = <$ours as ::std::str::FromStr>::Err;

            fn try_from(ours: $ours) -> Result<Self, Self::Error> {
                fn to($our: $ours) -> Option<$theirs> {
                    $to
                }
                to(ours).ok_or($error)
            }
        }

        impl TryFrom<$theirs> for $ours {
            type Error = <$ours as ::std::str::FromStr>::Err;

            fn try_from(theirs: $theirs) -> Result<Self, Self::Error> {
                fn from($their: $theirs) -> Option<$ours> {
                    $from
                }
                from(theirs).ok_or($error)
            }
        }
    };
}

#[cfg(feature = "jiff")]
convert!(
    Timestamp,
    jiff::Timestamp,
    InvalidTimestamp::new(),
    |ours| jiff::Timestamp::from_nanosecond(ours.unix_nanos()).ok(),
    |theirs| from_unix_nanos(theirs.as_nanosecond()),
);

#[cfg(feature = "jiff")]
convert!(
    Date,
    jiff::civil::Date,
    InvalidDate::new(),
    |ours| jiff::civil::Date::new(
        ours.year().try_into().ok()?,
        ours.month().try_into().ok()?,
        ours.day().try_into().ok()?,
    )
    .ok(),
    |theirs| from_numbers(theirs.year(), theirs.month(), theirs.day()),
);

#[cfg(feature = "chrono")]
convert!(
    Timestamp,
    chrono::DateTime<chrono::Utc>,
    InvalidTimestamp::new(),
    |ours| chrono::DateTime::from_timestamp(ours.unix_seconds(), ours.subsec_nanos()),
    // A leap second has more than a second's nanoseconds there.
    |theirs| Timestamp::from_unix(
        theirs.timestamp(),
        theirs.timestamp_subsec_nanos().min(999_999_999)
    )
    .ok(),
);

#[cfg(feature = "chrono")]
convert!(
    Date,
    chrono::NaiveDate,
    InvalidDate::new(),
    |ours| chrono::NaiveDate::from_ymd_opt(
        ours.year().into(),
        ours.month().into(),
        ours.day().into()
    ),
    |theirs| {
        use chrono::Datelike;
        from_numbers(theirs.year(), theirs.month(), theirs.day())
    },
);

#[cfg(feature = "time")]
convert!(
    Timestamp,
    time::OffsetDateTime,
    InvalidTimestamp::new(),
    |ours| time::OffsetDateTime::from_unix_timestamp_nanos(ours.unix_nanos()).ok(),
    |theirs| from_unix_nanos(theirs.unix_timestamp_nanos()),
);

#[cfg(feature = "time")]
convert!(
    Date,
    time::Date,
    InvalidDate::new(),
    |ours| time::Month::try_from(ours.month())
        .and_then(|month| time::Date::from_calendar_date(ours.year().into(), month, ours.day()))
        .ok(),
    |theirs| from_numbers(theirs.year(), u8::from(theirs.month()), theirs.day()),
);

#[cfg(any(feature = "jiff", feature = "time"))]
fn from_unix_nanos(nanoseconds: i128) -> Option<Timestamp> {
    let seconds = nanoseconds.div_euclid(1_000_000_000).try_into().ok()?;
    let rest = nanoseconds.rem_euclid(1_000_000_000).try_into().ok()?;
    Timestamp::from_unix(seconds, rest).ok()
}

fn from_numbers(
    year: impl TryInto<u16>,
    month: impl TryInto<u8>,
    day: impl TryInto<u8>,
) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}
