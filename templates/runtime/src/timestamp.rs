//! Points in time, in the spelling they came in.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{self, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use super::date::Date;
use super::date::{take_byte, take_date, take_pair};

/// An instant as RFC 3339 writes it, such as `2025-07-21T17:32:28.39415Z`.
///
/// It keeps the spelling, so that what was read is written back byte for byte: the digits of the
/// fraction (up to 18), the offset, lower-case `t` and `z`. Comparison does not look at the
/// spelling: two timestamps are equal if they are the same instant. Compare
/// [`to_string`](ToString::to_string) where the spelling matters.
#[derive(Clone, Copy)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted: a leap second has the number
    /// of the second before it.
    seconds: i64,
    /// The fraction's digits as a number.
    fraction: u64,
    /// How many digits the fraction has, at most [`MAX_DIGITS`].
    digits: u8,
    /// The minute has a 61st second, and this is it.
    is_leap: bool,
    separator: u8,
    offset: Offset,
}

#[derive(Clone, Copy)]
enum Offset {
    /// `Z` or `z`.
    Utc(u8),
    /// `+hh:mm` or `-hh:mm`, in minutes.
    Numeric { is_negative: bool, minutes: u16 },
}

/// So many digits fit the number that holds them.
const MAX_DIGITS: u8 = 18;

const DAY: i64 = 24 * 60 * 60;

impl Timestamp {
    /// An instant in UTC, from seconds since 1970-01-01T00:00:00Z and the nanoseconds after that
    /// second; written with 0, 3, 6 or 9 digits, as few as say it exactly.
    ///
    /// # Errors
    /// If it is not within the years 0 to 9999, or the nanoseconds are a second or more.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Result<Self, InvalidTimestamp> {
        let is_year_written = Date::from_unix_days(seconds.div_euclid(DAY)).is_some();
        if !is_year_written || nanoseconds >= 1_000_000_000 {
            return Err(InvalidTimestamp::new());
        }
        let (fraction, digits) = match nanoseconds {
            0 => (0, 0),
            n if n % 1_000_000 == 0 => (n / 1_000_000, 3),
            n if n % 1_000 == 0 => (n / 1_000, 6),
            n => (n, 9),
        };
        Ok(Self {
            seconds,
            fraction: fraction.into(),
            digits,
            is_leap: false,
            separator: b'T',
            offset: Offset::Utc(b'Z'),
        })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down; negative before. A leap second has
    /// the number of the second before it, as there is none of its own.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`unix_seconds`](Self::unix_seconds), rounded down.
    #[must_use]
    pub fn subsec_nanos(self) -> u32 {
        let nanoseconds = self.attoseconds() / 1_000_000_000;
        u32::try_from(nanoseconds).unwrap_or(999_999_999)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub fn unix_nanos(self) -> i128 {
        i128::from(self.seconds) * 1_000_000_000 + i128::from(self.subsec_nanos())
    }

    /// The fraction in the finest unit that can be written.
    fn attoseconds(self) -> u64 {
        self.fraction * 10_u64.pow(u32::from(MAX_DIGITS - self.digits))
    }

    /// What is compared: a leap second lies between the second before it and the next one.
    fn instant(self) -> (i64, bool, u64) {
        (self.seconds, self.is_leap, self.attoseconds())
    }
}

impl Offset {
    fn seconds(self) -> i64 {
        match self {
            Self::Utc(_) => 0,
            Self::Numeric { is_negative, minutes } => {
                let seconds = i64::from(minutes) * 60;
                if is_negative { -seconds } else { seconds }
            }
        }
    }
}

/// The text or the numbers are no instant of the years 0 to 9999 as RFC 3339 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp(());

impl InvalidTimestamp {
    pub(super) fn new() -> Self {
        Self(())
    }
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an RFC 3339 date and time")
    }
}

impl std::error::Error for InvalidTimestamp {}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        parse(text.as_bytes()).ok_or(InvalidTimestamp::new())
    }
}

fn parse(mut text: &[u8]) -> Option<Timestamp> {
    let rest = &mut text;
    let date = take_date(rest)?;
    let separator = take_any(rest, b"Tt ")?;
    let hour = take_pair(rest).filter(|hour| *hour <= 23)?;
    take_byte(rest, b':')?;
    let minute = take_pair(rest).filter(|minute| *minute <= 59)?;
    take_byte(rest, b':')?;
    let second = take_pair(rest).filter(|second| *second <= 60)?;
    let (fraction, digits) = take_fraction(rest)?;
    let offset = take_offset(rest)?;
    if !rest.is_empty() {
        return None;
    }
    let is_leap = second == 60;
    let local = date.unix_days() * DAY
        + i64::from(hour) * 3600
        + i64::from(minute) * 60
        + i64::from(second.min(59));
    let seconds = local - offset.seconds();
    // Leap seconds are inserted at the end of a day in UTC, wherever that is told.
    if is_leap && seconds.rem_euclid(DAY) != DAY - 1 {
        return None;
    }
    Some(Timestamp { seconds, fraction, digits, is_leap, separator, offset })
}

fn take_any(text: &mut &[u8], allowed: &[u8]) -> Option<u8> {
    let (&first, rest) = text.split_first()?;
    *text = rest;
    Some(first).filter(|byte| allowed.contains(byte))
}

fn take_fraction(text: &mut &[u8]) -> Option<(u64, u8)> {
    if take_byte(text, b'.').is_none() {
        return Some((0, 0));
    }
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let digits = u8::try_from(count).ok().filter(|digits| (1..=MAX_DIGITS).contains(digits))?;
    let (written, rest) = text.split_at_checked(count)?;
    *text = rest;
    let fraction = written.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
    Some((fraction, digits))
}

fn take_offset(text: &mut &[u8]) -> Option<Offset> {
    let sign = take_any(text, b"Zz+-")?;
    if matches!(sign, b'Z' | b'z') {
        return Some(Offset::Utc(sign));
    }
    let hours = take_pair(text).filter(|hours| *hours <= 23)?;
    take_byte(text, b':')?;
    let minutes = take_pair(text).filter(|minutes| *minutes <= 59)?;
    let minutes = u16::from(hours) * 60 + u16::from(minutes);
    Some(Offset::Numeric { is_negative: sign == b'-', minutes })
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.seconds + self.offset.seconds();
        // Both ways in make sure that the local date is one that can be written.
        let date = Date::from_unix_days(local.div_euclid(DAY)).ok_or(fmt::Error)?;
        let of_day = local.rem_euclid(DAY);
        let (hour, minute) = (of_day / 3600, of_day / 60 % 60);
        let second = if self.is_leap { 60 } else { of_day % 60 };
        let separator = char::from(self.separator);
        write!(f, "{date}{separator}{hour:02}:{minute:02}:{second:02}")?;
        if self.digits > 0 {
            write!(f, ".{:0width$}", self.fraction, width = usize::from(self.digits))?;
        }
        match self.offset {
            Offset::Utc(letter) => write!(f, "{}", char::from(letter)),
            Offset::Numeric { is_negative, minutes } => {
                let sign = if is_negative { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 date and time")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Other("a string"), &self))
    }
}
