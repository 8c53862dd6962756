//! An id in a path. `bash tests/client/fuzz/run 60 id`

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::id(data));
