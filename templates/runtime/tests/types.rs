//! What models are made of.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use runtime::exports::{Date, Timestamp, UnknownValue};
use runtime::redact::{redacted, redacted_option};
use runtime::unknown::unknown_value;

// The macro is for code within the crate it is copied into; here it is taken from its file.
#[path = "../src/strings.rs"]
mod strings;

fn timestamp(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn timestamps_are_written_as_they_were_read() {
    let dates = [
        "2025-07-21",
        "0000-01-01",
        "9999-12-31",
        "2024-02-29",
        "1969-12-31",
        "1970-01-01",
        "1600-03-01",
    ];
    let times = ["T17:32:28", "t00:00:00", " 23:59:59"];
    let offsets = ["Z", "z", "+00:00", "-00:00", "+14:00", "-12:00", "+05:30", "-23:59", "+23:59"];
    let fractions = (0..=18).map(|digits| match digits {
        0 => String::new(),
        digits => format!(".{}", &"012345678900000009"[..digits]),
    });
    for fraction in fractions {
        for date in dates {
            for time in times {
                for offset in offsets {
                    let text = format!("{date}{time}{fraction}{offset}");
                    assert_eq!(timestamp(&text).to_string(), text);
                    let json = format!("\"{text}\"");
                    let read: Timestamp = serde_json::from_str(&json).unwrap();
                    assert_eq!(serde_json::to_string(&read).unwrap(), json);
                }
            }
        }
    }
}

#[test]
fn what_is_no_timestamp_is_refused() {
    let refused = [
        "",
        "2025-07-21",
        "2025-07-21T17:32:28",
        "2025-07-21T17:32Z",
        "2025-7-21T17:32:28Z",
        "25-07-21T17:32:28Z",
        "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-01-00T00:00:00Z",
        "2025-04-31T00:00:00Z",
        "2025-07-21T24:00:00Z",
        "2025-07-21T17:60:28Z",
        "2025-07-21T17:32:61Z",
        "2025-07-21T17:32:60Z",
        "2025-07-21T17:32:28.Z",
        "2025-07-21T17:32:28.1234567890123456789Z",
        "2025-07-21T17:32:28+24:00",
        "2025-07-21T17:32:28+1:00",
        "2025-07-21T17:32:28+0100",
        "2025-07-21T17:32:28Z ",
        " 2025-07-21T17:32:28Z",
        "2025-07-21T17:32:28ZZ",
        "+025-07-21T17:32:28Z",
        "2025-07-21_17:32:28Z",
        "10000-01-01T00:00:00Z",
        "2025-07-21T17:32:28,5Z",
        "２025-07-21T17:32:28Z",
    ];
    for text in refused {
        let error = text.parse::<Timestamp>().expect_err(text);
        assert_eq!(error.to_string(), "not an RFC 3339 date and time");
    }
}

#[test]
fn timestamps_compare_as_instants() {
    let ascending = [
        "0000-01-01T00:00:00+23:59",
        "1969-12-31T23:59:59.5Z",
        "1970-01-01T00:00:00Z",
        "2016-12-31T23:59:59.999999999999999999Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T18:59:60.5-05:00",
        "2017-01-01T00:00:00Z",
        "2025-07-21T17:32:28.1Z",
        "2025-07-21T17:32:28.10001Z",
    ];
    for (earlier, later) in ascending.iter().zip(&ascending[1..]) {
        assert!(timestamp(earlier) < timestamp(later), "{earlier} {later}");
    }
    let same =
        ["2025-07-21T17:32:28.5Z", "2025-07-21t17:32:28.500z", "2025-07-21T19:02:28.50+01:30"]
            .map(timestamp);
    assert_eq!(BTreeSet::from(same).len(), 1);
    let hashes = same.map(|timestamp| {
        let mut hasher = DefaultHasher::new();
        timestamp.hash(&mut hasher);
        hasher.finish()
    });
    assert!(hashes.iter().all(|hash| *hash == hashes[0]));
}

#[test]
fn timestamps_convert_to_and_from_unix_time() {
    let cases = [
        (0, 0, "1970-01-01T00:00:00Z"),
        (1_753_119_148, 394_150_000, "2025-07-21T17:32:28.394150Z"),
        (1_753_119_148, 500_000_000, "2025-07-21T17:32:28.500Z"),
        (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"),
        (951_782_400, 0, "2000-02-29T00:00:00Z"),
        (-62_167_219_200, 0, "0000-01-01T00:00:00Z"),
        (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
    ];
    for (seconds, nanoseconds, text) in cases {
        let made = Timestamp::from_unix(seconds, nanoseconds).unwrap();
        assert_eq!(made.to_string(), text);
        let read = timestamp(text);
        assert_eq!((read.unix_seconds(), read.subsec_nanos()), (seconds, nanoseconds));
        assert_eq!(
            read.unix_nanos(),
            i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds)
        );
        assert_eq!(read, made);
    }
    assert!(Timestamp::from_unix(-62_167_219_201, 0).is_err());
    assert!(Timestamp::from_unix(253_402_300_800, 0).is_err());
    assert!(Timestamp::from_unix(i64::MAX, 0).is_err());
    assert!(Timestamp::from_unix(i64::MIN, 0).is_err());
    assert!(Timestamp::from_unix(0, 1_000_000_000).is_err());
    assert_eq!(timestamp("2016-12-31T23:59:60Z").unix_seconds(), 1_483_228_799);
    assert_eq!(size_of::<Timestamp>(), 24);
}

#[test]
fn every_day_of_a_cycle_of_leap_years_is_the_next_one_of_the_day_before() {
    let mut day = timestamp("1799-12-31T00:00:00Z");
    let mut previous = Date::new(1799, 12, 31).unwrap();
    while previous.year() < 2200 {
        let next = Timestamp::from_unix(day.unix_seconds() + 24 * 60 * 60, 0).unwrap();
        let date: Date = next.to_string()[..10].parse().unwrap();
        let follows = date.day() == previous.day() + 1
            || date.day() == 1
                && (date.month() == previous.month() + 1 || date.year() == previous.year() + 1);
        assert!(follows && date > previous, "{previous} {date}");
        (day, previous) = (next, date);
    }
}

#[test]
fn dates_are_days_of_the_calendar() {
    for text in ["1984-10-02", "2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31"] {
        let date: Date = text.parse().unwrap();
        assert_eq!(date.to_string(), text);
        assert_eq!(serde_json::to_string(&date).unwrap(), format!("\"{text}\""));
        assert_eq!(Date::new(date.year(), date.month(), date.day()), Ok(date));
    }
    for text in [
        "",
        "1984-10-2",
        "84-10-02",
        "1900-02-29",
        "2020-02-30",
        "0000-00-00",
        "1984-10-02Z",
        "1984/10/02",
        "19841002",
    ] {
        assert_eq!(
            text.parse::<Date>().expect_err(text).to_string(),
            "not a date of the form YYYY-MM-DD"
        );
    }
    assert!(Date::new(10_000, 1, 1).is_err());
}

/// A generated id.
mod ids {
    use super::strings::{self, newtype};

    #[derive(Debug, PartialEq)]
    pub struct Id(String);

    newtype!(Id);
}
use ids::Id;

#[test]
fn string_values_are_their_string_everywhere() {
    let id = Id::new("a\"b");
    assert_eq!("a\"b".parse::<Id>().unwrap(), id);
    assert_eq!(format!("{id:>5}"), "  a\"b");
    assert_eq!(id.as_ref(), "a\"b");
    assert_eq!(serde_json::to_string(&id).unwrap(), r#""a\"b""#);
    assert_eq!(serde_json::from_str::<Id>(r#""a\u0022b""#).unwrap(), id);
    assert_eq!(serde_json::from_value::<Id>("a\"b".into()).unwrap(), id);
    assert!(serde_json::from_str::<Id>("1").unwrap_err().to_string().contains("expected a string"));
}

#[test]
fn an_unknown_value_keeps_its_text() {
    let value: UnknownValue = unknown_value("new_status");
    assert_eq!((value.as_str(), value.to_string().as_str()), ("new_status", "new_status"));
    assert_eq!(format!("{value:?}"), "\"new_status\"");
}

#[test]
fn redaction_shows_presence_and_nothing_else() {
    assert_eq!(format!("{:?}", redacted("SENTINEL")), "[redacted]");
    assert_eq!(format!("{:#?}", redacted(&vec![1, 2, 3])), "[redacted]");
    assert_eq!(format!("{:?}", redacted_option(&Some("SENTINEL"))), "Some([redacted])");
    assert_eq!(format!("{:?}", redacted_option::<u8>(&None)), "None");
}

/// Converts there and back; both ways, what cannot be told is an error.
#[allow(unused_macros, reason = "for the features that are on")]
macro_rules! check_conversions {
    ($timestamp:ty, $date:ty) => {
        for text in [
            "1970-01-01T00:00:00Z",
            "2025-07-21T17:32:28.394150Z",
            "0001-01-01T00:00:00.000000001Z",
        ] {
            let theirs = <$timestamp>::try_from(timestamp(text)).unwrap();
            assert_eq!(Timestamp::try_from(theirs).unwrap().to_string(), text);
        }
        let theirs =
            <$timestamp>::try_from(timestamp("2025-07-21T19:02:28.1234567891+01:30")).unwrap();
        assert_eq!(
            Timestamp::try_from(theirs).unwrap().to_string(),
            "2025-07-21T17:32:28.123456789Z"
        );
        for text in ["1984-10-02", "2024-02-29", "0000-01-01", "9999-12-31"] {
            let ours: Date = text.parse().unwrap();
            assert_eq!(Date::try_from(<$date>::try_from(ours).unwrap()), Ok(ours));
        }
        assert!(Date::try_from(<$date>::MIN).is_err());
    };
}

#[test]
#[cfg(feature = "jiff")]
fn dates_and_times_convert_to_and_from_jiff() {
    check_conversions!(jiff::Timestamp, jiff::civil::Date);
    assert!(jiff::Timestamp::try_from(timestamp("9999-12-31T23:59:59Z")).is_err());
    assert!(Timestamp::try_from(jiff::Timestamp::MIN).is_err());
}

#[test]
#[cfg(feature = "chrono")]
fn dates_and_times_convert_to_and_from_chrono() {
    check_conversions!(chrono::DateTime<chrono::Utc>, chrono::NaiveDate);
    assert!(Timestamp::try_from(chrono::DateTime::<chrono::Utc>::MAX_UTC).is_err());
}

#[test]
#[cfg(feature = "time")]
fn dates_and_times_convert_to_and_from_time() {
    check_conversions!(time::OffsetDateTime, time::Date);
    assert!(Timestamp::try_from(time::UtcDateTime::MIN.to_offset(time::UtcOffset::UTC)).is_err());
}
