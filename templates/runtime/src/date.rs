//! Calendar dates.

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
mod convert;

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the Gregorian calendar, without time or time zone; written `YYYY-MM-DD`.
///
/// A birth date is this day wherever it is read: there is nothing to shift.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // In this order, so that the derived comparison is the calendar's.
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day of the years 0 to 9999.
    ///
    /// # Errors
    /// If the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, InvalidDate> {
        if year > 9999 || day == 0 || day > days_in_month(year, month) {
            return Err(InvalidDate::new());
        }
        Ok(Self { year, month, day })
    }

    /// The year, 0 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1 for January.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01, after Howard Hinnant's `days_from_civil`: years begin in March, so
    /// that the leap day is the last of its year.
    pub(super) fn unix_days(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The inverse of [`Date::unix_days`], for the years 0 to 9999.
    pub(super) fn from_unix_days(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let date = Self::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
        date.ok()
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// The text or the numbers are no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDate(());

impl InvalidDate {
    pub(super) fn new() -> Self {
        Self(())
    }
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date of the form YYYY-MM-DD")
    }
}

impl std::error::Error for InvalidDate {}

/// Takes `count` digits off the front of `text`.
pub(super) fn take_number(text: &mut &[u8], count: usize) -> Option<u16> {
    let (digits, rest) = text.split_at_checked(count)?;
    *text = rest;
    digits.iter().try_fold(0, |number: u16, digit| {
        let value = digit.checked_sub(b'0').filter(|value| *value <= 9)?;
        number.checked_mul(10)?.checked_add(u16::from(value))
    })
}

/// Takes a number of two digits.
pub(super) fn take_pair(text: &mut &[u8]) -> Option<u8> {
    take_number(text, 2)?.try_into().ok()
}

/// Takes one given byte.
pub(super) fn take_byte(text: &mut &[u8], byte: u8) -> Option<()> {
    *text = text.strip_prefix(&[byte])?;
    Some(())
}

/// Takes a date off the front of `text`.
pub(super) fn take_date(text: &mut &[u8]) -> Option<Date> {
    let year = take_number(text, 4)?;
    take_byte(text, b'-')?;
    let month = take_pair(text)?;
    take_byte(text, b'-')?;
    let day = take_pair(text)?;
    Date::new(year, month, day).ok()
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let mut rest = text.as_bytes();
        take_date(&mut rest).filter(|_| rest.is_empty()).ok_or(InvalidDate::new())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date of the form YYYY-MM-DD")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Other("a string"), &self))
    }
}
