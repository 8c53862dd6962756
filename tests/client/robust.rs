//! The promises that are fuzzed, for a few thousand inputs: always the same ones.

#[path = "fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "it is a crate of its own to cargo-fuzz")]
mod fuzz;

use std::panic::catch_unwind;

use crate::spec::{examples, webhooks};

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

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
fn responses() {
    let bodies = examples().into_iter().map(|example| format!("\0{}", example.value).into_bytes());
    check(fuzz::response, &bodies.collect::<Vec<_>>(), 60);
}

#[test]
fn webhook_bodies() {
    let requests = webhooks().into_iter().filter_map(|webhook| webhook.request);
    let bodies = requests.flat_map(|request| request.examples);
    let bodies = bodies.map(|(_, example)| example.to_string().into_bytes());
    check(fuzz::webhook, &bodies.collect::<Vec<_>>(), 200);
}

#[test]
fn retry_after_headers() {
    let seeds = ["0", "120", "-1", "1.5", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT"];
    check(fuzz::retry_after, &texts(&seeds), 300);
}

#[test]
fn times_and_dates() {
    let seeds = ["2025-07-21T17:32:28Z", "2024-12-04T16:19:09.766392+14:00", "1934-10-02"];
    check(fuzz::time, &texts(&seeds), 2_000);
}

#[test]
fn ids_in_paths() {
    let seeds = ["idv_1", "..", "%2e%2e", "a/../b", "\u{202e}🦀", "idv_1?x=1#f"];
    check(fuzz::id, &texts(&seeds), 500);
}
