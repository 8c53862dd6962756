//! The body of a webhook. `bash tests/client/fuzz/run 60 webhook`

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::webhook(data));
