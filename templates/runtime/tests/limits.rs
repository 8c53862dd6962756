//! Limits on requests under way and on requests per second.

use std::time::Duration;

use runtime::exports::{Client, Sent};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support::{Double, builder, create_thing, error_of, get_thing, status};

const SECOND: Duration = Duration::from_secs(1);

fn double() -> Double {
    Double::new(|_, _| Ok(status(200, ("", "")))).with_latency(SECOND)
}

/// Makes gets and creates at once; how long they took together.
async fn time(client: &Client, gets: usize, creates: usize) -> Duration {
    let started = Instant::now();
    let mut calls = JoinSet::new();
    for number in 0..gets + creates {
        let client = client.clone();
        calls.spawn(async move {
            let call =
                if number < gets { get_thing(&client, "t") } else { create_thing(&client, "t") };
            call.timeout(100 * SECOND).await.unwrap()
        });
    }
    calls.join_all().await;
    started.elapsed()
}

fn check_time(time: Duration, expected: Duration) {
    assert!((expected..expected + SECOND / 10).contains(&time), "{time:?} instead of {expected:?}");
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_under_way_than_allowed() {
    let unlimited = builder("https://api.example.com").transport(double()).build().unwrap();
    check_time(time(&unlimited, 50, 50).await, SECOND);
    for (limit, expected) in
        [(0, 20 * SECOND), (1, 20 * SECOND), (10, 2 * SECOND), (usize::MAX, SECOND)]
    {
        let client = builder("https://api.example.com").transport(double()).max_in_flight(limit);
        check_time(time(&client.build().unwrap(), 10, 10).await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn reads_and_writes_begin_at_their_own_rates() {
    let client =
        builder("https://api.example.com").transport(double()).rate_limit(10, 5).build().unwrap();
    check_time(time(&client, 1, 0).await, SECOND);
    check_time(time(&client, 21, 0).await, 3 * SECOND);
    check_time(time(&client, 0, 11).await, 3 * SECOND);
    check_time(time(&client, 21, 11).await, 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_call_does_not_wait_longer_than_its_limit_for_its_turn() {
    let double = double();
    let client = builder("https://api.example.com")
        .transport(double.clone())
        .max_in_flight(1)
        .build()
        .unwrap();
    let first = get_thing(&client, "t").send();
    let second = error_of(get_thing(&client, "t").timeout(SECOND / 2));
    let (first, second) = tokio::join!(first, second);
    first.unwrap();
    assert!(second.is_timeout());
    assert_eq!((second.was_sent(), second.attempts(), double.count()), (Sent::No, 0, 1));
}
