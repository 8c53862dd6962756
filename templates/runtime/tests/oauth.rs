//! Access tokens: when they are fetched, how often, and what happens when they are refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use runtime::client::ClientBuilder;
use runtime::exports::http::{Request, Response};
use runtime::exports::{
    AccessToken, BaseUrl, Body, Bytes, Client, ErrorKind, OAuth, Sent, TokenFuture, TokenSource,
    TransportError,
};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::support::{API, Double, Server, Step, answer, error_of, get_thing, printed};

const HOUR: Duration = Duration::from_secs(3600);
const SECOND: Duration = Duration::from_secs(1);

pub(crate) fn oauth(token_url: &str) -> OAuth {
    OAuth::new(BaseUrl::parse(token_url).unwrap(), "ack_id", "SENTINEL+secret").unwrap()
}

/// An API and its token endpoint: tokens are numbered from 1, and the newest one is accepted.
#[derive(Default)]
struct Provider {
    tokens: AtomicUsize,
    /// Token requests, answered or not.
    requests: AtomicUsize,
    calls: AtomicUsize,
    is_down: AtomicBool,
    /// From here on the API refuses every token.
    refuses_all: AtomicBool,
}

impl Provider {
    fn tokens(&self) -> usize {
        self.tokens.load(SeqCst)
    }

    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Body>, TransportError> {
        if request.uri().host() == Some("access.example.com") {
            self.requests.fetch_add(1, SeqCst);
            if self.is_down.load(SeqCst) {
                return Err(TransportError::connect("down"));
            }
            let number = self.tokens.fetch_add(1, SeqCst) + 1;
            let body = format!(
                r#"{{"access_token":"SENTINEL{number}","token_type":"Bearer","expires_in":3600}}"#
            );
            return Ok(Response::new(body.into()));
        }
        self.calls.fetch_add(1, SeqCst);
        let newest = format!("Bearer SENTINEL{}", self.tokens());
        let is_accepted =
            request.headers()["authorization"] == newest && !self.refuses_all.load(SeqCst);
        let mut response = Response::new(Body::from(r#"{"name":"a"}"#));
        *response.status_mut() = if is_accepted { 200 } else { 401 }.try_into().unwrap();
        Ok(response)
    }
}

fn provider() -> (Arc<Provider>, Client) {
    let provider = Arc::new(Provider::default());
    let double = {
        let provider = provider.clone();
        Double::new(move |_, request| provider.answer(request))
            .with_latency(Duration::from_millis(10))
    };
    let client = ClientBuilder::new(&API)
        .base_url(BaseUrl::parse("https://api.example.com").unwrap())
        .oauth(oauth("https://access.example.com/connect/token"))
        .transport(double)
        .build()
        .unwrap();
    (provider, client)
}

/// Makes many calls at once; how many attempts they took in all, and how many of them failed.
async fn call_many(client: &Client, count: usize) -> (u32, usize) {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        calls.spawn(async move { get_thing(&client, "t").send().await });
    }
    let results = calls.join_all().await;
    let attempts = results.iter().map(|result| match result {
        Ok(response) => response.attempts(),
        Err(error) => error.attempts(),
    });
    (attempts.sum(), results.iter().filter(|result| result.is_err()).count())
}

#[tokio::test]
async fn a_token_request_is_these_bytes() {
    let grant =
        || answer("200 OK", r#"{"access_token":"abc","token_type":"Bearer","expires_in":3600}"#);
    let ok = || answer("200 OK", r#"{"name":"a"}"#);
    let credentials = "client_id=ack_id&client_secret=SENTINEL%2Bsecret&";
    for is_basic in [false, true] {
        let access = Server::answering(grant());
        let api = Server::start(vec![vec![Step::Read, ok(), Step::Read, ok()]]);
        let mut oauth = oauth(&format!("{}/connect/token", access.url())).scope("a:b").scope("c");
        if is_basic {
            oauth = oauth.basic();
        }
        let base_url = BaseUrl::parse(&api.url()).unwrap();
        let client = ClientBuilder::new(&API).base_url(base_url).oauth(oauth).build().unwrap();
        get_thing(&client, "t").await.unwrap();
        get_thing(&client, "t").await.unwrap();
        assert!(
            api.received()
                .iter()
                .all(|request| request.header("authorization") == Some("Bearer abc"))
        );

        let request = access.request();
        assert_eq!(request.line(), "POST /connect/token HTTP/1.1");
        assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
        let basic = is_basic.then_some("Basic YWNrX2lkOlNFTlRJTkVMJTJCc2VjcmV0");
        assert_eq!(request.header("authorization"), basic);
        let credentials = if is_basic { "" } else { credentials };
        let form = format!("grant_type=client_credentials&{credentials}scope=a%3Ab%20c");
        assert_eq!(String::from_utf8(request.body).unwrap(), form);
    }
}

#[tokio::test(start_paused = true)]
async fn many_first_calls_make_one_token_request() {
    let (provider, client) = provider();
    assert_eq!(call_many(&client, 200).await, (200, 0));
    assert_eq!(provider.tokens(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_expires_without_a_wait() {
    let (provider, client) = provider();
    get_thing(&client, "t").await.unwrap();
    sleep(3200 * SECOND).await;
    get_thing(&client, "t").await.unwrap();
    assert_eq!(provider.tokens(), 1);
    sleep(200 * SECOND).await;
    let started = tokio::time::Instant::now();
    // The old token is in use while the new one is fetched; this API no longer takes it.
    assert_eq!(call_many(&client, 50).await.1, 0);
    assert!(started.elapsed() < Duration::from_millis(50));
    assert_eq!(provider.tokens(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_old_token_serves_until_it_expires_while_renewal_fails() {
    let (provider, client) = provider();
    get_thing(&client, "t").await.unwrap();
    provider.is_down.store(true, SeqCst);
    sleep(3350 * SECOND).await;
    for _ in 0..20 {
        get_thing(&client, "t").await.unwrap();
        sleep(10 * SECOND).await;
    }
    assert!(provider.requests.load(SeqCst) > 10);
    sleep(50 * SECOND).await;
    let error = error_of(get_thing(&client, "t")).await;
    assert_eq!((error.kind(), error.was_sent(), error.attempts()), (ErrorKind::Auth, Sent::No, 0));
    assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
    provider.is_down.store(false, SeqCst);
    sleep(30 * SECOND).await;
    get_thing(&client, "t").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_is_down_is_not_stormed() {
    let (provider, client) = provider();
    provider.is_down.store(true, SeqCst);
    let mut errors = 0;
    for _ in 0..100 {
        errors += call_many(&client, 10).await.1;
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(errors, 1000);
    // Ten seconds: waits of 1, 2, 4 and 8 seconds, with three attempts between each two.
    let requests = provider.requests.load(SeqCst);
    assert!((9..=15).contains(&requests), "{requests}");
    assert_eq!(provider.calls.load(SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stale_token_is_replaced_once_for_all() {
    let (provider, client) = provider();
    get_thing(&client, "t").await.unwrap();
    sleep(SECOND).await;
    provider.tokens.store(7, SeqCst);
    assert_eq!(call_many(&client, 100).await, (200, 0));
    assert_eq!(provider.tokens(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_fresh_token_that_is_refused_is_not_replaced() {
    let (provider, client) = provider();
    provider.refuses_all.store(true, SeqCst);
    let error = error_of(get_thing(&client, "t")).await;
    assert!(error.is_unauthorized());
    assert_eq!((error.kind(), error.attempts(), provider.tokens()), (ErrorKind::Api, 1, 1));
    sleep(SECOND).await;
    // This one is old enough to blame, once.
    let error = error_of(get_thing(&client, "t")).await;
    assert_eq!((error.kind(), error.attempts(), provider.tokens()), (ErrorKind::Api, 2, 2));
}

#[tokio::test(start_paused = true)]
async fn credentials_that_are_always_refused_do_not_storm_the_token_endpoint() {
    let (provider, client) = provider();
    provider.refuses_all.store(true, SeqCst);
    for _ in 0..100 {
        sleep(SECOND).await;
        assert!(error_of(get_thing(&client, "t")).await.is_unauthorized());
    }
    // The first, its replacement, and one in about thirty seconds.
    assert_eq!(provider.tokens(), 5);
    provider.refuses_all.store(false, SeqCst);
    get_thing(&client, "t").await.unwrap();
    // A token that was refused and replaced long ago is replaced as any other.
    sleep(60 * SECOND).await;
    provider.tokens.store(7, SeqCst);
    assert_eq!(call_many(&client, 100).await, (200, 0));
    assert_eq!(provider.tokens(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_gives_up_does_not_take_the_token_along() {
    let (provider, client) = provider();
    let leader = timeout(Duration::from_millis(5), get_thing(&client, "t").send());
    let follower = get_thing(&client, "t").send();
    let (leader, follower) = tokio::join!(leader, follower);
    assert!(leader.is_err());
    follower.unwrap();
    assert_eq!(provider.tokens(), 1);
}

#[test]
fn a_fetch_that_ended_with_its_runtime_is_made_anew() {
    let (provider, client) = provider();
    let run = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap()
    };
    run().block_on(async {
        let call = get_thing(&client, "t").send();
        assert!(timeout(Duration::from_millis(5), call).await.is_err());
    });
    run().block_on(async { get_thing(&client, "t").await.unwrap() });
    assert_eq!(provider.tokens(), 1);
}

/// One answer of a token endpoint; the error that a call then ends with, if it does.
async fn check_grant(status: &str, body: &str, expected: Option<&str>) {
    let access = Server::start((0..3).map(|_| vec![Step::Read, answer(status, body)]).collect());
    let api = Server::answering(answer("200 OK", r#"{"name":"a"}"#));
    let client = ClientBuilder::new(&API)
        .base_url(BaseUrl::parse(&api.url()).unwrap())
        .oauth(oauth(&access.url()))
        .build()
        .unwrap();
    match (get_thing(&client, "t").await, expected) {
        (Ok(_), None) => assert_eq!(api.request().header("authorization"), Some("Bearer SENTINEL")),
        (Err(error), Some(expected)) => {
            assert_eq!(error.to_string(), format!("getThing: no access token: {expected}"));
            assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No));
            assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
            assert_eq!(api.connections(), 0);
        }
        (result, expected) => panic!("{result:?} instead of {expected:?} for {body}"),
    }
}

#[tokio::test]
async fn answers_of_token_endpoints_are_read_with_care() {
    let granted = |rest: &str| format!(r#"{{"access_token":"SENTINEL"{rest}}}"#);
    for rest in [
        "",
        r#","token_type":"bearer""#,
        r#","expires_in":"3600""#,
        r#","expires_in":0"#,
        r#","expires_in":-5"#,
        r#","expires_in":3599.5"#,
        r#","expires_in":1000000000000"#,
        r#","expires_in":null"#,
    ] {
        check_grant("200 OK", &granted(rest), None).await;
    }
    let mac = granted(r#","token_type":"mac""#);
    check_grant("200 OK", &mac, Some("the token endpoint gave no bearer token")).await;
    let blank = r#"{"access_token":"SENT\r\nINEL: SENTINEL"}"#;
    check_grant(
        "200 OK",
        blank,
        Some("the access token holds a character that is not visible ASCII"),
    )
    .await;
    check_grant("200 OK", r#"{"access_token":""}"#, Some("the access token is empty")).await;
    let what = "accessToken: the body is not what the API describes: ";
    let soon = granted(r#","expires_in":"SENTINEL""#);
    let number = "expires_in: expected a number of seconds at line 1 column 50, 200 OK, 1 attempt";
    check_grant("200 OK", &soon, Some(&format!("{what}{number}"))).await;
    let missing =
        "access_token: missing field `access_token` at line 1 column 26, 200 OK, 1 attempt";
    check_grant("200 OK", r#"{"error":"invalid_client"}"#, Some(&format!("{what}{missing}"))).await;
    check_grant(
        "401 Unauthorized",
        r#"{"error":"invalid_client","error_description":"SENTINEL"}"#,
        Some("accessToken: 401 Unauthorized, invalid_client, 1 attempt"),
    )
    .await;
    check_grant("302 Found", "", Some("accessToken: 302 Found, 1 attempt")).await;
    check_grant(
        "503 X",
        "<html>SENTINEL",
        Some("accessToken: 503 Service Unavailable, 3 attempts"),
    )
    .await;
}

struct Own(AtomicUsize);

impl TokenSource for Own {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async {
            if self.0.fetch_add(1, SeqCst) > 0 {
                return Err("SENTINEL".into());
            }
            Ok(AccessToken::new("own", HOUR)?)
        })
    }
}

#[tokio::test]
async fn tokens_can_come_from_a_source_of_ones_own() {
    let api = Server::answering(answer("200 OK", r#"{"name":"a"}"#));
    let client = ClientBuilder::new(&API)
        .base_url(BaseUrl::parse(&api.url()).unwrap())
        .token_source(Own(AtomicUsize::new(0)))
        .build()
        .unwrap();
    get_thing(&client, "t").await.unwrap();
    assert_eq!(api.request().header("authorization"), Some("Bearer own"));
    assert!(format!("{client:?}").contains("access tokens"));
}

#[tokio::test]
async fn the_error_of_ones_own_source_is_the_cause_and_not_the_message() {
    let client = ClientBuilder::new(&API)
        .base_url(BaseUrl::parse("https://api.example.com").unwrap())
        .token_source(Own(AtomicUsize::new(1)))
        .build()
        .unwrap();
    let error = error_of(get_thing(&client, "t")).await;
    assert_eq!(error.to_string(), "getThing: no access token");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "SENTINEL");
}

#[test]
fn credentials_are_not_printed_and_bad_ones_are_refused() {
    let oauth = oauth("https://access.example.com/connect/token");
    assert_eq!(
        format!("{oauth:?}"),
        "OAuth { token_url: BaseUrl(https://access.example.com/connect/token), .. }"
    );
    assert_eq!(
        format!("{:?}", AccessToken::new("SENTINEL", HOUR).unwrap()),
        "AccessToken([redacted])"
    );
    let url = BaseUrl::parse("https://access.example.com").unwrap();
    for (id, secret, message) in [
        ("", "a", "the client id is empty"),
        ("a", "", "the client secret is empty"),
        (
            "a",
            "b\n",
            "the client secret begins or ends with white space: was a line break copied along?",
        ),
    ] {
        assert_eq!(OAuth::new(url.clone(), id, secret).unwrap_err().to_string(), message);
    }
}
