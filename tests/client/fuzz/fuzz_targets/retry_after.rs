//! The header `Retry-After`. `bash tests/client/fuzz/run 60 retry_after`

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::retry_after(data));
