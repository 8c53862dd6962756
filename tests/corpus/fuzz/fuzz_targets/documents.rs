//! Mutates documents without end: no panic, no hang, and nothing emitted that is no Rust.
//!
//! `bash tests/client/fuzz/run 60 documents`, which keeps what it learns. Without cargo-fuzz,
//! `cargo run --manifest-path tests/corpus/fuzz/Cargo.toml -- FOLDER` does the same without knowing what it has reached.

#![no_main]

// Taken from their files: what else is beside them is long to build.
#[path = "../../src/mutate.rs"]
mod mutate;
#[path = "../../src/robust.rs"]
mod robust;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|text: &str| robust::check(text));

fuzz_mutator!(|data: &mut [u8], size: usize, capacity: usize, seed: u32| {
    let text = data.get(..size).and_then(|text| std::str::from_utf8(text).ok());
    let mutated = text.map(|text| mutate::document(text, &mut mutate::Random::new(seed.into())));
    match mutated.as_deref().map(str::as_bytes) {
        Some(mutated) if mutated.len() <= capacity => {
            data[..mutated.len()].copy_from_slice(mutated);
            mutated.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(data, size, capacity),
    }
});
