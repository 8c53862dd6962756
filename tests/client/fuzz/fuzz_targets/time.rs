//! `cargo +nightly fuzz run --fuzz-dir tests/client/fuzz time`

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::time(data));
