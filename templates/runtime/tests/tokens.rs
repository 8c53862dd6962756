//! Token endpoints that fail or hang, tokens that are replaced, and where secrets do not go.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::client::ClientBuilder;
use runtime::exports::http::{Request, Response};
use runtime::exports::{
    AccessToken, BaseUrl, Body, Bytes, Client, Error, ErrorKind, Sent, TokenFuture, TokenSource,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::oauth::oauth;
use crate::support::{API, Double, Server, Step, answer, error_of, get_thing, printed};

const SECOND: Duration = Duration::from_secs(1);

pub(crate) fn grant(token: &str) -> Step {
    answer("200 OK", &format!(r#"{{"access_token":"{token}","expires_in":3600}}"#))
}

fn thing() -> Step {
    answer("200 OK", r#"{"name":"a"}"#)
}

fn refused() -> Step {
    answer("401 Unauthorized", "")
}

fn builder(api: &Server) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(BaseUrl::parse(&api.url()).unwrap())
}

pub(crate) fn client(access: &Server, api: &Server) -> Client {
    builder(api).oauth(oauth(&access.url())).build().unwrap()
}

/// A client whose token endpoint answers by a function; how often it was asked, is counted.
fn double(
    answer: impl Fn(usize) -> Response<Body> + Send + Sync + 'static,
) -> (Client, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let double = Double::new(move |_, request: &Request<Bytes>| {
        let is_token = request.uri().host() == Some("access.example.com");
        Ok(match is_token {
            true => answer(count.fetch_add(1, SeqCst)),
            false => Response::new(r#"{"name":"a"}"#.into()),
        })
    });
    let client = ClientBuilder::new(&API)
        .base_url(BaseUrl::parse("https://api.example.com").unwrap())
        .oauth(oauth("https://access.example.com"))
        .transport(double.with_latency(SECOND / 100))
        .build()
        .unwrap();
    (client, asked)
}

fn failing(status: u16, retry_after: Option<&str>, body: &'static str) -> Response<Body> {
    let mut response = Response::builder().status(status);
    if let Some(seconds) = retry_after {
        response = response.header("retry-after", seconds);
    }
    response.body(body.into()).unwrap()
}

async fn errors_of(client: &Client, count: usize) -> Vec<Error> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        calls.spawn(async move { error_of(get_thing(&client, "t")).await });
    }
    calls.join_all().await
}

#[tokio::test(start_paused = true)]
async fn all_who_wait_get_the_same_refusal_and_the_next_waits_a_while() {
    let (client, asked) = double(|_| failing(401, None, r#"{"error":"invalid_client"}"#));
    let refusal =
        "getThing: no access token: accessToken: 401 Unauthorized, invalid_client, 1 attempt";
    // A second of rest after the first refusal, two after the second, and so on.
    for (round, rest) in [1, 2, 4, 8, 16, 16].into_iter().enumerate() {
        for error in errors_of(&client, 50).await {
            assert_eq!((error.to_string().as_str(), error.was_sent()), (refusal, Sent::No));
        }
        assert_eq!(asked.load(SeqCst), round + 1);
        sleep((10 * rest - 1) * SECOND / 10).await;
        errors_of(&client, 50).await;
        assert_eq!(asked.load(SeqCst), round + 1);
        sleep(SECOND / 5).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_is_left_alone_for_as_long_as_it_asks() {
    for (asks, rest) in [("30", 30), ("60", 60), ("61", 60), ("86400", 60)] {
        let (client, asked) = double(move |number| match number {
            // Asked thrice within the first call, if it does not ask for too much.
            0..3 => failing(429, Some(asks), ""),
            _ => Response::new(r#"{"access_token":"a"}"#.into()),
        });
        let error = error_of(get_thing(&client, "t").timeout(1000 * SECOND)).await;
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No));
        assert_eq!(error.retry_after().unwrap().as_secs().to_string(), asks);
        let before = asked.load(SeqCst);
        sleep((rest - 1) * SECOND).await;
        error_of(get_thing(&client, "t")).await;
        assert_eq!(asked.load(SeqCst), before);
        sleep(2 * SECOND).await;
        let _ = get_thing(&client, "t").timeout(SECOND).await;
        assert_eq!(asked.load(SeqCst), before + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_over_at_once_serves_who_waited_for_it() {
    for expires_in in ["0", "-1", "0.5"] {
        let body = format!(r#"{{"access_token":"a","expires_in":{expires_in}}}"#);
        let (client, asked) = double(move |_| Response::new(body.clone().into()));
        let mut calls = JoinSet::new();
        for _ in 0..200 {
            let client = client.clone();
            calls.spawn(async move { get_thing(&client, "t").await.unwrap() });
        }
        calls.join_all().await;
        assert_eq!(asked.load(SeqCst), 1);
    }
}

#[tokio::test]
async fn a_token_endpoint_that_hangs_holds_a_call_no_longer_than_its_limit() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n";
    for script in [
        vec![Step::Stall],
        vec![Step::Read, Step::send("HTTP/1.1 200 OK\r\nx-a: "), Step::Dribble],
        vec![Step::Read, Step::send(head), Step::Dribble],
    ] {
        let (access, api) = (Server::start(vec![script]), Server::start(vec![]));
        let client = client(&access, &api);
        for _ in 0..2 {
            let started = Instant::now();
            let error = error_of(get_thing(&client, "t").timeout(SECOND / 10)).await;
            assert!(error.is_timeout() && started.elapsed() < SECOND, "{error:?}");
            assert_eq!((error.was_sent(), error.attempts()), (Sent::No, 0));
        }
        // The second call waits for what the first has begun.
        assert_eq!((access.connections(), api.connections()), (1, 0));
    }
}

#[tokio::test]
async fn a_client_secret_follows_no_redirect() {
    let (other, api) = (Server::start(vec![]), Server::start(vec![]));
    for status in [301, 302, 303, 307, 308] {
        for is_basic in [false, true] {
            let location = format!("location: {}/token\r\n", other.url());
            let moved = format!("HTTP/1.1 {status} X\r\n{location}content-length: 0\r\n\r\n");
            let access = Server::answering(Step::send(moved));
            let oauth = oauth(&access.url());
            let oauth = if is_basic { oauth.basic() } else { oauth };
            let client = builder(&api).oauth(oauth).build().unwrap();
            let error = error_of(get_thing(&client, "t")).await;
            assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No));
            assert_eq!(access.connections(), 1);
        }
    }
    assert_eq!((other.connections(), api.connections()), (0, 0));
}

#[tokio::test]
async fn a_page_in_place_of_a_token_is_told_without_a_word_of_it() {
    let page = "<html>SENTINEL</html>";
    let (access, api) = (Server::answering(answer("200 OK", page)), Server::start(vec![]));
    let error = error_of(get_thing(&client(&access, &api), "t")).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.body().is_empty() && !printed(&error).contains("SENTINEL"), "{error:?}");
}

#[tokio::test]
async fn a_late_refusal_of_a_token_that_was_replaced_uses_the_new_one() {
    let access = Server::start(vec![vec![Step::Read, grant("1"), Step::Read, grant("2")]]);
    let (open, gate) = Step::gate();
    let (_open, never) = Step::gate();
    let api = Server::start(vec![
        vec![Step::Read, thing(), Step::Read, gate, refused(), Step::Read, thing()],
        vec![Step::Read, refused(), Step::Read, thing(), never],
    ]);
    let client = client(&access, &api);
    get_thing(&client, "first").await.unwrap();
    let late = {
        let client = client.clone();
        tokio::spawn(async move { get_thing(&client, "late").send().await })
    };
    while api.received().len() < 2 {
        sleep(SECOND / 1000).await;
    }
    assert_eq!(get_thing(&client, "other").send().await.unwrap().attempts(), 2);
    open.send(()).unwrap();
    assert_eq!(late.await.unwrap().unwrap().attempts(), 2);
    let tokens: Vec<_> = api
        .received()
        .iter()
        .map(|request| request.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(tokens, ["Bearer 1", "Bearer 1", "Bearer 1", "Bearer 2", "Bearer 2"]);
    assert_eq!(access.received().len(), 2);
}

/// Tokens made from a secret that can be changed while the client is in use.
struct Rotated(Arc<Mutex<&'static str>>);

impl TokenSource for Rotated {
    fn token(&self) -> TokenFuture<'_> {
        let token = AccessToken::new(*self.0.lock().unwrap(), 3600 * SECOND);
        Box::pin(async { Ok(token?) })
    }
}

#[tokio::test]
async fn a_secret_that_changes_is_taken_up_when_the_old_one_is_refused() {
    let script =
        vec![Step::Read, thing(), Step::Read, refused(), Step::Read, thing(), Step::Read, thing()];
    let api = Server::start(vec![script]);
    let secret = Arc::new(Mutex::new("old"));
    let client = builder(&api).token_source(Rotated(secret.clone())).build().unwrap();
    get_thing(&client, "t").await.unwrap();
    *secret.lock().unwrap() = "new";
    for attempts in [2, 1] {
        assert_eq!(get_thing(&client, "t").send().await.unwrap().attempts(), attempts);
    }
    let received = api.received();
    let tokens = received.iter().filter_map(|request| request.header("authorization"));
    assert_eq!(
        tokens.collect::<Vec<_>>(),
        ["Bearer old", "Bearer old", "Bearer new", "Bearer new"]
    );
}

#[cfg(feature = "tracing")]
#[tokio::test]
async fn no_crate_traces_a_secret_or_a_token() {
    let (log, guard) = crate::traces::Log::start();
    for is_basic in [false, true] {
        for token in [grant("SENTINEL"), answer("400 X", r#"{"error":"SENTINEL SENTINEL"}"#)] {
            let (access, api) = (Server::answering(token), Server::answering(refused()));
            let oauth = oauth(&access.url());
            let oauth = if is_basic { oauth.basic() } else { oauth };
            let client = builder(&api).oauth(oauth).build().unwrap();
            let error = error_of(get_thing(&client, "t")).await;
            assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
            assert!(!access.request().line().contains("SENTINEL"));
        }
    }
    drop(guard);
    let text = log.text();
    assert!(text.contains("hyper_util::"), "{text}");
    // By HTTP Basic as well.
    assert!(!text.contains("SENTINEL") && !text.contains("U0VOVElORUw"), "{text}");
}
