//! The body of an answer. `bash tests/client/fuzz/run 60 response`

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::response(data));
