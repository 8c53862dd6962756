//! Times and dates. `bash tests/client/fuzz/run 60 time`

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::time(data));
