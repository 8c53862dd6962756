//! Which failures are tried again, when, and which never are.

use std::time::Duration;

use runtime::api::{Class, Operation};
use runtime::exports::http::Method;
use runtime::exports::{Call, ErrorKind, Sent, TransportError};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support::{
    CREATE_THING, Double, GET_THING, Server, Step, Thing, answer, builder, client, create_thing,
    error_of, get_thing, status,
};
use crate::tls::authority_and_server;

static ANONYMIZE: Operation =
    Operation { id: "anonymize", method: Method::POST, path: "/x", class: Class::Idempotent };

const NO_HEADER: (&str, &str) = ("", "");

#[tokio::test(start_paused = true)]
async fn every_status_is_retried_exactly_where_it_is_safe() {
    for code in 100..=599 {
        for (operation, path) in
            [(&GET_THING, ["t"].as_slice()), (&ANONYMIZE, &[]), (&CREATE_THING, &[])]
        {
            let is_retried = match code {
                429 => true,
                408 | 500 | 502 | 503 | 504 => operation.class != Class::NotIdempotent,
                _ => false,
            };
            for (header, limit) in [(NO_HEADER, 1), (NO_HEADER, 3), (("retry-after", "0"), 4)] {
                let double = Double::new(move |_, _| Ok(status(code, header)));
                let client = double.client();
                let call = Call::<Thing>::new(&client, operation, path).max_attempts(limit);
                let attempts = match call.send().await {
                    Ok(response) => {
                        assert!((200..300).contains(&code));
                        response.attempts()
                    }
                    Err(error) => {
                        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Api, Sent::Yes));
                        assert_eq!(error.status().unwrap(), code);
                        error.attempts()
                    }
                };
                assert_eq!(attempts, if is_retried { limit } else { 1 }, "{code} {operation:?}");
                assert_eq!(double.count(), usize::try_from(attempts).unwrap());
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_create_is_repeated_only_if_it_was_not_sent() {
    type Failure = fn(&'static str) -> TransportError;
    let failures: [(Failure, usize, usize); 4] = [
        (|e| TransportError::connect(e), 3, 3),
        (|e| TransportError::not_sent(e), 3, 3),
        (|e| TransportError::broken(e), 3, 1),
        (|e| TransportError::untrusted(e), 1, 1),
    ];
    for (failure, gets, creates) in failures {
        let double = Double::new(move |_, _| Err(failure("gone")));
        error_of(get_thing(&double.client(), "t")).await;
        assert_eq!(double.count(), gets);
        let double = Double::new(move |_, _| Err(failure("gone")));
        error_of(create_thing(&double.client(), "t")).await;
        assert_eq!(double.count(), creates);
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_attempt_may_have_done_is_not_forgotten() {
    let broken: fn(&'static str) -> TransportError = |error| TransportError::broken(error);
    let connect: fn(&'static str) -> TransportError = |error| TransportError::connect(error);
    for (first, sent) in [
        (Ok(503), Sent::Maybe),
        (Ok(429), Sent::No),
        (Err(broken), Sent::Maybe),
        (Err(connect), Sent::No),
    ] {
        let double = Double::new(move |number, _| match (number, first) {
            (0, Ok(code)) => Ok(status(code, NO_HEADER)),
            (0, Err(failure)) => Err(failure("gone")),
            _ => Err(TransportError::connect("gone")),
        });
        let error = error_of(get_thing(&double.client(), "t")).await;
        assert_eq!(
            (error.kind(), error.was_sent(), error.attempts()),
            (ErrorKind::Connect, sent, 3)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_success_after_failures_counts_the_attempts() {
    let double = Double::new(|number, _| Ok(status(if number < 2 { 503 } else { 200 }, NO_HEADER)));
    assert_eq!(get_thing(&double.client(), "t").send().await.unwrap().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_limited_by_client_and_by_call() {
    let double = Double::new(|_, _| Ok(status(503, NO_HEADER)));
    for (limit, attempts) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let before = double.count();
        error_of(get_thing(&double.client(), "t").max_attempts(limit)).await;
        assert_eq!(double.count() - before, attempts);
    }
    let once = builder("https://api.example.com").transport(double.clone()).max_attempts(1).build();
    let before = double.count();
    error_of(get_thing(&once.unwrap(), "t")).await;
    assert_eq!(double.count() - before, 1);
}

/// The waits between the attempts of many calls.
async fn waits(code: u16, header: (&'static str, &'static str)) -> Vec<[Duration; 2]> {
    let mut all = Vec::new();
    for _ in 0..200 {
        let double = Double::new(move |_, _| Ok(status(code, header)));
        error_of(get_thing(&double.client(), "t")).await;
        let times = double.times();
        let [first, second, third] = times[..] else { panic!("{} attempts", times.len()) };
        all.push([second - first, third - second]);
    }
    all
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_parts_of_a_growing_bound() {
    // A server that asks for no wait at all does not get everybody back at once.
    let past = ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT");
    for (code, header, bounds) in [
        (503, NO_HEADER, [200, 400]),
        (429, NO_HEADER, [1000, 2000]),
        (503, ("retry-after", "0"), [200, 400]),
        (503, past, [200, 400]),
    ] {
        let waits = waits(code, header).await;
        for (index, bound) in bounds.into_iter().map(Duration::from_millis).enumerate() {
            let longest = waits.iter().map(|waits| waits[index]).max().unwrap();
            let shortest = waits.iter().map(|waits| waits[index]).min().unwrap();
            // A timer rounds up to the next millisecond.
            assert!(longest <= bound + Duration::from_millis(1), "{longest:?}");
            assert!(longest > bound * 3 / 4 && shortest < bound / 4, "{shortest:?} {longest:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_may_ask_for_up_to_a_minute() {
    for waits in waits(503, ("retry-after", "2")).await {
        assert!(waits.iter().all(|wait| (2000..=2001).contains(&wait.as_millis())), "{waits:?}");
    }
    for (seconds, attempts) in
        [("58", 2), ("60", 1), ("61", 1), ("86400", 1), ("18446744073709551615", 1)]
    {
        let double = Double::new(move |_, _| Ok(status(429, ("retry-after", seconds))));
        let started = Instant::now();
        let error =
            error_of(get_thing(&double.client(), "t").timeout(Duration::from_secs(59))).await;
        assert_eq!(double.count(), attempts, "{seconds}");
        assert_eq!(error.retry_after().unwrap().as_secs().to_string(), seconds);
        // What cannot succeed in time fails at once.
        assert_eq!(started.elapsed().as_secs() >= 58, attempts == 2);
    }
}

#[tokio::test(start_paused = true)]
async fn clients_that_fail_together_do_not_come_back_together() {
    const CLIENTS: usize = 1000;
    for header in [NO_HEADER, ("retry-after", "0")] {
        let double = Double::new(move |number, _| {
            Ok(status(if number < CLIENTS { 503 } else { 200 }, header))
        });
        let started = Instant::now();
        let mut calls = JoinSet::new();
        for _ in 0..CLIENTS {
            let client = double.client();
            calls.spawn(async move { get_thing(&client, "t").await.unwrap() });
        }
        calls.join_all().await;
        let times = double.times();
        assert_eq!((times.len(), times[CLIENTS - 1]), (2 * CLIENTS, started));
        let mut in_each_tenth = [0; 10];
        for time in &times[CLIENTS..] {
            in_each_tenth[((*time - started).as_millis() / 20).min(9) as usize] += 1;
        }
        // A hundred each, give or take six standard deviations.
        assert!(in_each_tenth.iter().all(|count| (40..160).contains(count)), "{in_each_tenth:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_uses_up_the_budget_and_clones_share_it() {
    let double = Double::new(|_, _| Ok(status(503, NO_HEADER)));
    let client = double.client();
    for _ in 0..1000 {
        error_of(get_thing(&client.clone(), "t")).await;
    }
    assert_eq!(double.count() - 1000, 500 / 14);
    // Another client has a budget of its own.
    assert_eq!(error_of(get_thing(&double.client(), "t")).await.attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn successes_fill_the_budget_again() {
    let double = Double::new(|number, _| {
        Ok(status(if (1000..1028).contains(&number) { 200 } else { 503 }, NO_HEADER))
    });
    let client = double.client();
    while double.count() < 1000 {
        let _ = get_thing(&client, "t").max_attempts(2).await;
    }
    let mut attempts = Vec::new();
    for _ in 0..32 {
        attempts.push(match get_thing(&client, "t").send().await {
            Ok(response) => response.attempts(),
            Err(error) => error.attempts(),
        });
    }
    // 28 successes pay for two retries, which the next call makes.
    assert_eq!(attempts[28..], [3, 1, 1, 1]);
}

#[tokio::test]
async fn connections_that_fail_twice_lead_to_one_create() {
    let (root, config) = authority_and_server("localhost", |_| ());
    let script = vec![Step::Read, answer("201 Created", r#"{"name":"a"}"#)];
    let server = Server::start_tls(vec![vec![], vec![], script], config);
    let url = format!("https://localhost:{}", server.port());
    let client = builder(&url).root_certificate(root).build().unwrap();
    let response = create_thing(&client, "a").send().await.unwrap();
    assert_eq!(response.attempts(), 3);
    assert_eq!((server.connections(), server.received().len()), (3, 1));
}

#[tokio::test]
async fn a_body_that_is_cut_is_read_again_for_a_get_alone() {
    let cut = || vec![Step::Read, Step::send("HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{")];
    let whole = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start(vec![cut(), whole]);
    assert_eq!(get_thing(&client(&server), "t").send().await.unwrap().attempts(), 2);
    let server = Server::start(vec![cut()]);
    let error = error_of(create_thing(&client(&server), "a")).await;
    assert_eq!(
        (error.kind(), error.attempts(), error.was_sent()),
        (ErrorKind::Transport, 1, Sent::Yes)
    );
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_makes_way_for_the_next() {
    let whole = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start(vec![vec![Step::Read, Step::Stall], whole]);
    let client =
        builder(&server.url()).attempt_timeout(Duration::from_millis(200)).build().unwrap();
    assert_eq!(get_thing(&client, "t").send().await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn an_error_body_is_read_so_that_its_connection_serves_the_retry() {
    let chunked = |size: usize| {
        let body = "x".repeat(size);
        format!("transfer-encoding: chunked\r\n\r\n{size:x}\r\n{body}\r\n0\r\n\r\n")
    };
    let fixed = |size: usize| format!("content-length: {size}\r\n\r\n{}", "x".repeat(size));
    // Beyond what an error keeps, a new connection is cheaper than the rest of the body.
    for (answer_of, size, connections) in [
        (&fixed as &dyn Fn(usize) -> String, 0, 1),
        (&fixed, 9, 1),
        (&fixed, 16 * 1024 - 1, 1),
        (&fixed, 10_000_000, 2),
        (&chunked, 9, 1),
        (&chunked, 16 * 1024 - 1, 1),
        (&chunked, 10_000_000, 2),
    ] {
        let failing = Step::send(format!("HTTP/1.1 503 X\r\n{}", answer_of(size)));
        let ok = || [Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
        let script = [Step::Read, failing].into_iter().chain(ok()).collect();
        let server = Server::start(vec![script, ok().into()]);
        assert_eq!(get_thing(&client(&server), "t").send().await.unwrap().attempts(), 2);
        assert_eq!(server.connections(), connections, "{size}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_last_error_is_the_one_that_is_told() {
    for (codes, last, attempts) in
        [([503, 500, 422], 422, 3), ([429, 404, 200], 404, 2), ([502, 504, 408], 408, 3)]
    {
        let double = Double::new(move |number, _| Ok(status(codes[number], NO_HEADER)));
        let error = error_of(get_thing(&double.client(), "t")).await;
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (last, attempts));
    }
}
