//! The promises that are fuzzed, for a few thousand inputs: always the same ones.

#[path = "fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "it is a crate of its own to cargo-fuzz")]
mod fuzz;

use std::panic::catch_unwind;

use crate::seeds;

/// Changes a few bytes of a seed, or puts some in or takes some out; the same for the same round.
fn mutated(seed: &[u8], round: u64) -> Vec<u8> {
    let mut state = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    let mut data = seed.to_vec();
    for _ in 0..=random(4) {
        let at = random(data.len() + 1);
        let byte = u8::try_from(random(256)).unwrap();
        match random(4) {
            0 => data.insert(at, byte),
            1 if at < data.len() => drop(data.remove(at)),
            2 => data.truncate(at),
            _ if at < data.len() => data[at] = byte,
            _ => {}
        }
    }
    data
}

#[track_caller]
fn check(target: fn(&[u8]), seeds: &[Vec<u8>], rounds: u64) {
    for (seed, round) in seeds.iter().flat_map(|seed| (0..rounds).map(move |round| (seed, round))) {
        let data = mutated(seed, round);
        let outcome = catch_unwind(|| target(&data));
        assert!(outcome.is_ok(), "round {round}: {:?}", String::from_utf8_lossy(&data));
    }
}

#[test]
fn responses() {
    check(fuzz::response, &seeds::responses(), 60);
}

#[test]
fn webhook_bodies() {
    check(fuzz::webhook, &seeds::webhook_bodies(), 200);
}

#[test]
fn retry_after_headers() {
    check(fuzz::retry_after, &seeds::retry_after_headers(), 200);
}

#[test]
fn times_and_dates() {
    check(fuzz::time, &seeds::times_and_dates(), 1_000);
}

#[test]
fn ids_in_paths() {
    check(fuzz::id, &seeds::ids(), 300);
}
