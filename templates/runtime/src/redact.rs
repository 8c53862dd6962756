//! Stand-ins for personal data and secrets in `Debug` output.

use std::fmt;

/// Prints `[redacted]`, or `None` and `Some([redacted])` for an optional value: never the value or its length.
#[derive(Clone, Copy)]
pub struct Redacted(Presence);

#[derive(Clone, Copy)]
enum Presence {
    Required,
    Absent,
    Present,
}

/// Stands in for a value in a generated `Debug`.
#[must_use]
#[allow(dead_code, reason = "not every API has anything to hide")]
pub fn redacted<T: ?Sized>(_: &T) -> Redacted {
    Redacted(Presence::Required)
}

/// Stands in for an optional value in a generated `Debug`; whether it is there is shown.
#[must_use]
#[allow(dead_code, reason = "not every API has anything to hide")]
pub fn redacted_option<T>(value: &Option<T>) -> Redacted {
    Redacted(if value.is_some() { Presence::Present } else { Presence::Absent })
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Presence::Required => "[redacted]",
            Presence::Absent => "None",
            Presence::Present => "Some([redacted])",
        })
    }
}
