//! Waiting for something to be settled, in time that is not real.

use std::time::Duration;

use runtime::exports::http::Response;
use runtime::exports::{Body, Call, Error, Outcome, Poller, Progress};
use tokio::time::Instant;

use crate::support::{Double, GET_THING, Thing};

const MINUTE: Duration = Duration::from_secs(60);

fn progress(thing: &Thing) -> Progress {
    match thing.name.as_str() {
        "done" => Progress::Settled,
        "act" => Progress::ActionRequired,
        _ => Progress::Pending,
    }
}

/// An answer: a name, or a status.
fn answer(text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!(r#"{{"name":"{text}"}}"#)));
    if let Ok(status) = text.parse() {
        *response.status_mut() = status;
    }
    response
}

/// A server that gives these answers, and the last one for ever.
fn server(answers: &'static [&'static str]) -> Double {
    Double::new(move |number, _| Ok(answer(answers.get(number).or(answers.last()).unwrap())))
}

async fn poll(
    double: &Double,
    change: impl for<'c> FnOnce(Poller<'c, Thing>) -> Poller<'c, Thing>,
) -> Result<Outcome<Thing>, Error> {
    let client = double.client();
    let call = Call::<Thing>::new(&client, &GET_THING, &["t"]).max_attempts(1);
    change(call.poll(progress)).await
}

async fn check(answers: &'static [&'static str], expected: &str) {
    let double = server(answers);
    let outcome = poll(&double, |poller| poller.max_wait(MINUTE)).await;
    let outcome = match outcome {
        Ok(Outcome::Settled(thing)) => format!("settled {}", thing.name),
        Ok(Outcome::ActionRequired(thing)) => format!("required {}", thing.name),
        Ok(Outcome::TimedOut(thing)) => format!("timed out {}", thing.name),
        Err(error) => error.to_string(),
    };
    assert_eq!(outcome, expected, "{answers:?}");
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_when_it_is_settled_needs_you_or_time_is_up() {
    check(&["done"], "settled done").await;
    check(&["a", "b", "c", "done"], "settled done").await;
    check(&["a", "act", "done"], "required act").await;
    check(&["a", "b", "new-in-2030"], "timed out new-in-2030").await;
}

#[tokio::test(start_paused = true)]
async fn failures_that_may_pass_do_not_end_it() {
    check(&["a", "503", "500", "429", "done"], "settled done").await;
    check(&["a", "503"], "timed out a").await;
    check(&["503"], "getThing: 503 Service Unavailable, 1 attempt").await;
    check(&["a", "404", "done"], "getThing: 404 Not Found, 1 attempt").await;
    check(&["a", "401"], "getThing: 401 Unauthorized, 1 attempt").await;
}

#[tokio::test(start_paused = true)]
async fn looks_become_rarer_and_the_last_one_is_at_the_end() {
    let double = server(&["a"]);
    let started = Instant::now();
    poll(&double, |poller| poller.max_wait(10 * MINUTE)).await.unwrap();
    // A timer rounds up to the next millisecond.
    let slack = Duration::from_millis(2);
    assert!((10 * MINUTE..10 * MINUTE + slack).contains(&started.elapsed()));
    let times = double.times();
    let waits: Vec<Duration> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (first, last) = (waits[0], waits[waits.len() - 2]);
    assert!(
        (Duration::from_millis(1500)..Duration::from_millis(2500) + slack).contains(&first),
        "{first:?}"
    );
    assert!(
        (Duration::from_millis(22_500)..Duration::from_millis(37_500) + slack).contains(&last),
        "{last:?}"
    );
    assert!(waits[..waits.len() - 1].iter().all(|wait| *wait >= Duration::from_secs(1)));
}

#[tokio::test(start_paused = true)]
async fn a_server_can_ask_for_patience() {
    let double = Double::new(|number, _| {
        let mut response = answer(["a", "503", "done"][number]);
        response.headers_mut().insert("retry-after", "100".parse().unwrap());
        Ok(response)
    });
    let started = Instant::now();
    poll(&double, |poller| poller).await.unwrap();
    assert_eq!(started.elapsed().as_secs(), 200);
}

#[tokio::test(start_paused = true)]
async fn no_time_at_all_is_one_look_and_for_ever_is_no_panic() {
    let double = server(&["a"]);
    poll(&double, |poller| poller.max_wait(Duration::ZERO)).await.unwrap();
    assert_eq!(double.count(), 1);
    poll(&server(&["a", "done"]), |poller| poller.max_wait(Duration::MAX)).await.unwrap();
}

/// A look that began in time is heard to its end, and the last one is made then.
#[tokio::test(start_paused = true)]
async fn time_that_is_up_within_a_look_loses_no_snapshot() {
    let double = server(&["a", "b", "c"]).with_latency(Duration::from_secs(20));
    let outcome = poll(&double, |poller| poller.max_wait(Duration::from_secs(10))).await.unwrap();
    assert!(matches!(outcome, Outcome::TimedOut(thing) if thing.name == "b"));
    assert_eq!(double.count(), 2);
}

/// Also what was settled can change: the next one who waits is told so.
#[tokio::test(start_paused = true)]
async fn what_goes_back_is_told_as_it_is() {
    check(&["b", "a", "b", "a", "done"], "settled done").await;
    let double = server(&["done", "a", "done"]);
    for expected in ["done", "done"] {
        let outcome = poll(&double, |poller| poller).await.unwrap();
        assert_eq!(outcome.into_inner().name, expected);
    }
    assert_eq!(double.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn waits_are_never_the_same() {
    let mut all = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let double = server(&["a", "done"]);
        poll(&double, |poller| poller).await.unwrap();
        let times = double.times();
        all.insert(times[1] - times[0]);
    }
    let (shortest, longest) = (all.first().unwrap(), all.last().unwrap());
    assert!(*shortest >= Duration::from_millis(1500) && *longest <= Duration::from_millis(2502));
    // Whole milliseconds, of which there are a thousand.
    assert!(all.len() > 60, "{}", all.len());
}

#[tokio::test(start_paused = true)]
async fn changes_are_given_once_each_until_it_is_settled() {
    let double = server(&["a", "a", "503", "b", "act", "act", "b", "done", "never"]);
    let client = double.client();
    let call = Call::<Thing>::new(&client, &GET_THING, &["t"]);
    let mut changes = call.poll(progress).changes(|thing| thing.name.clone());
    let mut names = Vec::new();
    while let Some(thing) = changes.next().await {
        names.push(thing.unwrap().name);
    }
    assert_eq!(names, ["a", "b", "act", "b", "done"]);
    assert!(changes.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_look_that_is_dropped_is_made_again() {
    let double = server(&["a", "b", "done"]).with_latency(Duration::from_secs(1));
    let client = double.client();
    let call = Call::<Thing>::new(&client, &GET_THING, &["t"]);
    let mut changes = call.poll(progress).changes(|thing| thing.name.clone());
    let mut names = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_millis(900), changes.next()).await {
            Ok(Some(thing)) => names.push(thing.unwrap().name),
            Ok(None) => break,
            // Dropped while it sleeps, and while it asks for an answer that comes too late.
            Err(_) if double.count() < 3 => {}
            Err(_) => names.push(changes.next().await.unwrap().unwrap().name),
        }
    }
    assert_eq!(names, ["done"]);
}

#[tokio::test]
async fn a_call_that_cannot_be_sent_says_so() {
    let double = server(&["a"]);
    let client = double.client();
    let error = Call::<Thing>::new(&client, &GET_THING, &[".."]).poll(progress).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getThing: the path parameter `thing_id` is a relative path segment"
    );
}
