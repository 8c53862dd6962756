//! All that this process traces, logs or says in a panic, of every crate and at the most verbose level: none of it may
//! show a secret, however spelt.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{LazyLock, Mutex};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use tracing_subscriber::fmt::format::FmtSpan;

/// A part of every secret of these tests, and of every sentinel that [`crate::places`] fills in: of texts and of dates.
const MARKS: [&str; 3] = ["sentinelsentinel", "Sentinel ", "-11-23"];

/// Crates that have something to say about what passes through them.
const CRATES: [&str; 6] =
    ["checkout_identity", "h2", "hyper_rustls", "hyper_util", "reqwest", "rustls"];

struct Heard {
    spellings: Vec<String>,
    found: Mutex<Option<String>>,
    crates: Mutex<BTreeSet<&'static str>>,
}

static HEARD: LazyLock<Heard> = LazyLock::new(|| Heard {
    spellings: MARKS.iter().flat_map(|mark| spellings(mark)).collect(),
    found: Mutex::default(),
    crates: Mutex::default(),
});

/// A text as crates may print it: as it is, in URLs, as the numbers of its bytes, in hexadecimal, and in base64, where
/// it can begin at three places.
fn spellings(text: &str) -> Vec<String> {
    let numbers = format!("{:?}", text.as_bytes());
    let hex = text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let mut spellings = vec![
        text.to_owned(),
        percent_encode(text.as_bytes(), NON_ALPHANUMERIC).to_string(),
        numbers.trim_matches(['[', ']']).to_owned(),
        hex.to_uppercase(),
        hex,
    ];
    for before in 0..3 {
        let encoded = BASE64_STANDARD.encode(["x".repeat(before).as_str(), text].concat());
        // Digits that depend on the neighbours are left out.
        let end = (before + text.len()) * 8 / 6;
        spellings.push(encoded[(before * 8).div_ceil(6)..end].to_owned());
    }
    spellings
}

impl Heard {
    fn scan(&self, text: &str) {
        if self.spellings.iter().any(|spelling| text.contains(spelling)) {
            self.found.lock().unwrap().get_or_insert_with(|| text.to_owned());
        }
    }
}

/// Takes every trace as a line.
struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        HEARD.scan(&line);
        // Level, spans, target, text: the target is the first path of Rust.
        let before = line.split("::").next().and_then(|start| start.rsplit(' ').next());
        let speaker = CRATES.into_iter().find(|name| before == Some(name));
        HEARD.crates.lock().unwrap().extend(speaker);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to listen, for all tests of the process.
pub(crate) fn start() {
    static STARTED: LazyLock<()> = LazyLock::new(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            // A sentinel may be a date.
            .without_time()
            .with_writer(|| Lines)
            .init();
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let text = info.to_string();
            HEARD.scan(&text);
            if !text.contains("called `Result::unwrap()` on an `Err` value: Error {") {
                report(info);
            }
        }));
    });
    LazyLock::force(&STARTED);
}

/// Fails if anything was heard that must not be.
#[track_caller]
pub(crate) fn check() {
    let found = HEARD.found.lock().unwrap().clone();
    assert_eq!(found, None, "a secret was seen in what was traced or said");
}

/// Which crates have said something so far.
#[cfg(feature = "transport-hyper")]
pub(crate) fn crates() -> BTreeSet<&'static str> {
    HEARD.crates.lock().unwrap().clone()
}

/// What becomes of an error that nobody deals with.
pub(crate) fn panic_with(error: checkout_identity::Error) {
    let outcome = std::hint::black_box(Err::<(), _>(error));
    let result = panic::catch_unwind(AssertUnwindSafe(|| outcome.unwrap()));
    assert!(result.is_err());
}

#[test]
fn a_secret_is_known_however_it_is_spelt() {
    let secret = "Sentinel 1 <zz1@zz>";
    for spelt in [
        format!("{secret:?}"),
        format!("{:?}", secret.as_bytes()),
        percent_encode(secret.as_bytes(), NON_ALPHANUMERIC).to_string(),
        BASE64_STANDARD.encode(secret),
        BASE64_STANDARD.encode(format!("id:{secret}")),
        BASE64_STANDARD.encode(format!("user:{secret}")),
    ] {
        assert!(HEARD.spellings.iter().any(|spelling| spelt.contains(spelling)), "{spelt}");
    }
    assert!(!HEARD.spellings.iter().any(|spelling| spelling.len() < 4), "{:?}", HEARD.spellings);
}
