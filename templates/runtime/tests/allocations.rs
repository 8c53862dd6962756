//! What a call allocates, next to the same work written by hand on hyper-util and `serde_json`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/by_hand.rs"]
mod by_hand;

use allocation_counter::measure;
use runtime::exports::http::Method;
use tokio::runtime::Runtime;

use by_hand::{ByHand, Thing, call, client, serve};

/// Allocations of one call on a warm connection.
fn count(runtime: &Runtime, mut call: impl AsyncFnMut()) -> u64 {
    for _ in 0..10 {
        runtime.block_on(call());
    }
    // The fewest of several: a buffer grows now and then.
    (0..10).map(|_| measure(|| runtime.block_on(call())).count_total).min().unwrap()
}

#[test]
fn a_call_allocates_no_more_than_by_hand() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = serve();
    let (by_hand, client) = (ByHand::new(address), client(address));
    let thing = Thing::new();

    let floor = count(&runtime, async || {
        by_hand.call(Method::GET, "t_1", None).await;
    });
    let ours = count(&runtime, async || {
        call(&client, None).await;
    });
    println!("GET: {ours} allocations, {floor} by hand");
    assert!(ours <= floor);

    let floor = count(&runtime, async || {
        by_hand.call(Method::POST, "t_1", Some(&thing)).await;
    });
    let ours = count(&runtime, async || {
        call(&client, Some(&thing)).await;
    });
    println!("POST: {ours} allocations, {floor} by hand");
    assert!(ours <= floor);
}
