//! CPU time of a call, next to the same work by hand on hyper-util and by reqwest.
//!
//! `cargo bench -p runtime --features transport-reqwest`: the time of the client's thread alone, the
//! least of several rounds, one call after the other and 64 at a time.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints and may fail")]

#[path = "../tests/support/by_hand.rs"]
mod by_hand;

use std::fs;

use futures_util::future::join_all;
use runtime::exports::http::Method;
use tokio::runtime::Runtime;

use by_hand::{ByHand, Thing, call, client, serve};

const ROUNDS: usize = 9;
const CALLS: usize = 2048;

/// Nanoseconds that this thread has spent on a processor.
fn thread_time() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

/// Microseconds of CPU that one call takes, with so many at a time.
fn measure(runtime: &Runtime, at_once: usize, call: impl AsyncFn()) -> f64 {
    let round = || {
        let started = thread_time();
        for _ in 0..CALLS / at_once {
            runtime.block_on(join_all((0..at_once).map(|_| call())));
        }
        thread_time() - started
    };
    let least = (0..ROUNDS).map(|_| round()).min().unwrap();
    #[allow(clippy::cast_precision_loss, reason = "far below the precision")]
    let microseconds = least as f64 / 1000.0 / CALLS as f64;
    microseconds
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = serve();
    let (by_hand, ours) = (ByHand::new(address), client(address));
    let pool = reqwest::Client::builder().no_proxy().build().unwrap();
    let thing = Thing::new();
    println!("call, at a time: by hand, ours (ratio), reqwest (ratio), in microseconds of CPU");
    for (name, method, body) in [("GET", Method::GET, None), ("POST", Method::POST, Some(&thing))] {
        for at_once in [1, 64] {
            let floor = measure(&runtime, at_once, async || {
                by_hand.call(method.clone(), "t_1", body).await;
            });
            let ours = measure(&runtime, at_once, async || {
                call(&ours, body).await;
            });
            let reqwest = measure(&runtime, at_once, async || {
                let url = format!("http://{address}/things/t_1");
                let mut builder = pool.request(method.clone(), url).bearer_auth("key");
                builder = builder
                    .header("accept", "application/json")
                    .header("user-agent", "things/1.2.3");
                if let Some(body) = body {
                    let json = serde_json::to_vec(body).unwrap();
                    builder = builder.header("content-type", "application/json").body(json);
                }
                let bytes = builder.send().await.unwrap().bytes().await.unwrap();
                let _: Thing = serde_json::from_slice(&bytes).unwrap();
            });
            let (ratio, other) = (ours / floor, reqwest / floor);
            println!(
                "{name} {at_once:2}: {floor:.1}, {ours:.1} ({ratio:.2}), {reqwest:.1} ({other:.2})"
            );
        }
    }
}
