//! CPU time of a call, next to the same work by hand on hyper-util and by reqwest.
//!
//! `cargo bench -p runtime --features transport-reqwest`: the time of the client's thread alone, one call
//! after the other and 64 at a time. All take turns; a ratio is the median of those of the rounds, so that
//! what else the machine does meets all of them alike. Rounds are long enough for the caches to be warm.
//! The second client by hand shows how far such a ratio can be trusted: it should be 1.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints and may fail"
)]

#[path = "../tests/support/by_hand.rs"]
mod by_hand;

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::redirect::Policy;
use runtime::exports::http::Method;
use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;

use by_hand::{ByHand, Thing, call, client, serve};

const ROUNDS: usize = 61;
const CALLS: u32 = 2048;

/// Microseconds that this thread has spent on a processor.
fn thread_time() -> f64 {
    let time: Duration = clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap();
    time.as_secs_f64() * 1e6
}

/// Microseconds of CPU that one call takes, in a round with so many at a time.
fn round(runtime: &Runtime, at_once: u32, call: impl AsyncFn()) -> f64 {
    let started = thread_time();
    for _ in 0..CALLS / at_once {
        if at_once == 1 {
            runtime.block_on(call());
        } else {
            runtime.block_on(join_all((0..at_once).map(|_| call())));
        }
    }
    (thread_time() - started) / f64::from(CALLS)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Prints the medians of some contenders, and of their ratios to the first.
fn compare(contenders: &[(&str, &dyn Fn() -> f64)]) {
    let all = || contenders.iter().map(|(_, round)| round()).collect();
    // The first rounds open the connections.
    (0..3).for_each(|_| drop::<Vec<f64>>(all()));
    let rounds: Vec<Vec<f64>> = (0..ROUNDS).map(|_| all()).collect();
    for (index, (name, _)) in contenders.iter().enumerate() {
        let time = median(rounds.iter().map(|times| times[index]));
        let ratio = median(rounds.iter().map(|times| times[index] / times[0]));
        print!("  {name} {time:.1} us ({ratio:.2})");
    }
    println!();
}

/// A call as reqwest's documentation has it, with settings as safe as ours.
async fn call_reqwest(pool: &reqwest::Client, address: SocketAddr, body: Option<&Thing>) -> Thing {
    let method = if body.is_some() { Method::POST } else { Method::GET };
    let mut request = pool
        .request(method, format!("http://{address}/things/t_1"))
        .bearer_auth("key")
        .header("accept", "application/json");
    if let Some(body) = body {
        let json = serde_json::to_vec(body).unwrap();
        request = request.header("content-type", "application/json").body(json);
    }
    let response = request.send().await.unwrap().error_for_status().unwrap();
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = serve();
    let (by_hand, again, ours) = (ByHand::new(address), ByHand::new(address), client(address));
    let pool = reqwest::Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(30))
        .user_agent("things/1.2.3")
        .build()
        .unwrap();
    let thing = Thing::new();
    println!("CPU time of a call, and its ratio to that by hand");
    for (method, body) in [(Method::GET, None), (Method::POST, Some(&thing))] {
        for at_once in [1, 64] {
            print!("{method:4} {at_once:2}:");
            let by_hand_round = |by_hand: &ByHand| {
                round(&runtime, at_once, async || {
                    by_hand.call(method.clone(), "t_1", body).await;
                })
            };
            compare(&[
                ("by hand", &|| by_hand_round(&by_hand)),
                ("by hand again", &|| by_hand_round(&again)),
                ("ours", &|| {
                    round(&runtime, at_once, async || {
                        call(&ours, body).await;
                    })
                }),
                ("reqwest", &|| {
                    round(&runtime, at_once, async || {
                        call_reqwest(&pool, address, body).await;
                    })
                }),
            ]);
        }
    }
}
