//! Calls that succeed, and what the server saw of them.

use std::time::Duration;

use runtime::client::ClientBuilder;
use runtime::exports::{BaseUrl, Bytes, Call, ErrorKind, Sent};
use serde::Deserialize;

use crate::support::{
    API, CREATE_THING, GET_THING, KEY, LIST_THINGS, Server, Step, Thing, answer, builder, client,
    create_thing, error_of, get_thing, printed,
};

const THING: &str = r#"{"name":"a"}"#;

#[tokio::test]
async fn a_get_is_these_bytes() {
    let server = Server::answering(answer("200 OK", THING));
    let thing = get_thing(&client(&server), "t_1").await.unwrap();
    assert_eq!(thing, Thing { name: "a".into() });
    let port = server.port();
    let request = server.request();
    assert_eq!(
        request.head.replace(KEY, "<key>"),
        format!(
            "GET /things/t_1/state HTTP/1.1\r\naccept: application/json\r\nuser-agent: things/1.2.3\r\n\
             authorization: Bearer <key>\r\nhost: 127.0.0.1:{port}"
        )
    );
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn a_post_is_these_bytes() {
    let server = Server::answering(answer("201 Created", THING));
    let client =
        builder(&format!("{}/v1/", server.url())).user_agent_suffix("shop/2").build().unwrap();
    let response = create_thing(&client, "ü").idempotency_key("k-1").send().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.attempts(), 1);
    assert_eq!(response.name, "a");
    let port = server.port();
    let request = server.request();
    assert_eq!(
        request.head.replace(KEY, "<key>"),
        format!(
            "POST /v1/things HTTP/1.1\r\naccept: application/json\r\nuser-agent: things/1.2.3 shop/2\r\n\
             authorization: Bearer <key>\r\ncontent-type: application/json\r\nx-idempotency-key: k-1\r\n\
             host: 127.0.0.1:{port}\r\ncontent-length: 13"
        )
    );
    assert_eq!(request.body, r#"{"name":"ü"}"#.as_bytes());
}

#[tokio::test]
async fn a_response_keeps_headers_and_request_id() {
    let server = Server::answering(Step::send(
        "HTTP/1.1 200 OK\r\nx-request-id: r-1\r\nx-twice: 1\r\nx-twice: 2\r\ncontent-length: 12\r\n\r\n{\"name\":\"a\"}",
    ));
    let response = get_thing(&client(&server), "t").send().await.unwrap();
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.headers().get_all("x-twice").iter().count(), 2);
    assert!(format!("{response:?}").contains("r-1"));
    assert_eq!(response.into_inner(), Thing { name: "a".into() });
}

#[tokio::test]
async fn answers_can_be_empty_text_or_bytes() {
    let ok = |body: &str| answer("200 OK", body);
    let statuses = ["204 No Content", "205 Reset Content", "200 OK", "202 Accepted"];
    for status in statuses {
        let server = Server::answering(Step::send(format!(
            "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n"
        )));
        Call::<()>::empty(&client(&server), &LIST_THINGS, &[]).await.unwrap();
    }
    let server = Server::answering(ok("ignored"));
    Call::<()>::empty(&client(&server), &LIST_THINGS, &[]).await.unwrap();

    let server = Server::answering(ok("grün"));
    let text: String = Call::<String>::text(&client(&server), &LIST_THINGS, &[]).await.unwrap();
    assert_eq!(text, "grün");

    let server =
        Server::answering(Step::send(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\x00"));
    let bytes: Bytes = Call::<Bytes>::bytes(&client(&server), &LIST_THINGS, &[]).await.unwrap();
    assert_eq!(bytes.as_ref(), b"\xff\x00");
}

#[tokio::test]
async fn query_parameters_are_encoded_and_the_last_value_wins() {
    let server = Server::answering(answer("200 OK", THING));
    let client = client(&server);
    Call::<Thing>::new(&client, &LIST_THINGS, &[])
        .query("skip", 1)
        .query("filter[a]", "x y&z=ü+?#")
        .query("limit", 50)
        .query("skip", 20)
        .await
        .unwrap();
    assert_eq!(
        server.request().line(),
        "GET /things?filter%5Ba%5D=x%20y%26z%3D%C3%BC%2B%3F%23&limit=50&skip=20 HTTP/1.1"
    );
}

#[tokio::test]
async fn connections_are_kept_and_shared_by_clones() {
    let script = vec![Step::Read, answer("200 OK", THING), Step::Read, answer("200 OK", THING)];
    let server = Server::start(vec![script]);
    let client = client(&server);
    get_thing(&client, "t").await.unwrap();
    get_thing(&client.clone(), "t").await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn headers_are_sent_or_refused_before_anything_is() {
    let server = Server::answering(answer("200 OK", THING));
    let client = client(&server);
    get_thing(&client, "t").header("X-Trace", "a").header("x-trace", "b").await.unwrap();
    assert_eq!(server.request().header("x-trace"), Some("b"));

    let refused = [
        "Authorization",
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "te",
        "upgrade",
        "expect",
        "trailer",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "accept-encoding",
        "content-type",
        "",
        "a b",
        "a:b",
        "ü",
        "a\r\nb",
    ];
    for name in refused {
        let error = error_of(get_thing(&client, "t").header(name, "SENTINEL")).await;
        check_refused(&error);
    }
    for value in ["SENTINEL\r\nx: y", "SENTINEL\n", "SENTINEL\0", "SENTINEL\x7f"] {
        check_refused(&error_of(get_thing(&client, "t").header("x-a", value)).await);
        check_refused(&error_of(get_thing(&client, "t").idempotency_key(value)).await);
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn credentials_may_be_sent_by_hand_where_the_client_has_none() {
    let server = Server::answering(answer("200 OK", THING));
    let client = ClientBuilder::new(&API).base_url(BaseUrl::parse(&server.url()).unwrap());
    let client = client.without_credentials().build().unwrap();
    let call = get_thing(&client, "t").header("Authorization", "Digest SENTINEL");
    let bare = call.request().unwrap();
    assert!(!format!("{bare:?}").contains("SENTINEL"));
    get_thing(&client, "t").header("Authorization", "Digest SENTINEL").await.unwrap();
    assert_eq!(server.request().header("authorization"), Some("Digest SENTINEL"));
    check_refused(&error_of(get_thing(&client, "t").header("Host", "SENTINEL")).await);
}

#[test]
fn no_character_ends_a_header_early() {
    let client = builder("https://api.example.com").build().unwrap();
    for character in '\0'..='\u{120}' {
        let value = format!("a{character}b");
        let request =
            get_thing(&client, "t").header("x-a", &value).idempotency_key(&value).request();
        let is_control = character.is_ascii_control() && character != '\t';
        assert_eq!(request.is_err(), is_control, "{character:?}");
        if let Ok(request) = request {
            assert_eq!(request.headers()["x-a"].as_bytes(), value.as_bytes());
            assert_eq!(request.headers()["x-idempotency-key"].as_bytes(), value.as_bytes());
        }
    }
}

#[test]
fn no_character_ends_a_cookie_early() {
    let client = builder("https://api.example.com").build().unwrap();
    let call = get_thing(&client, "t").cookie("a", "1; b=2\r\nx: \"y\"").cookie("c", "a,b=ü%\\");
    let request = call.request().unwrap();
    let expected = "a=1%3B%20b=2%0D%0Ax:%20%22y%22; c=a,b=%C3%BC%25%5C";
    assert_eq!(request.headers()["cookie"], expected);
    assert!(!request.headers().contains_key("x"));
}

fn check_refused(error: &runtime::exports::Error) {
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!((error.was_sent(), error.attempts()), (Sent::No, 0));
    assert!(error.to_string().starts_with("getThing: "), "{error}");
    assert!(!printed(error).contains("SENTINEL"));
}

#[tokio::test]
async fn the_first_mistake_is_the_one_that_is_told() {
    let server = Server::start(vec![]);
    let call = get_thing(&client(&server), "..").header("host", "x").request();
    assert_eq!(
        call.unwrap_err().to_string(),
        "getThing: the path parameter `thing_id` is a relative path segment"
    );
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_without_its_value() {
    let server = Server::start(vec![]);
    let client = client(&server);
    let body = std::collections::BTreeMap::from([(("SENTINEL", 1), 1)]);
    let error = error_of(Call::<Thing>::new(&client, &CREATE_THING, &[]).json(&body)).await;
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!printed(&error).contains("SENTINEL"));
}

#[test]
fn the_bare_request_needs_no_runtime_and_hides_the_key() {
    let client = builder("https://api.example.com/v1").build().unwrap();
    let request = create_thing(&client, "a").header("x-a", "SENTINEL").request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.example.com/v1/things");
    assert_eq!(request.body().as_ref(), br#"{"name":"a"}"#);
    assert_eq!(request.headers()["authorization"], format!("Bearer {KEY}"));
    let debug = format!("{request:?}");
    assert!(!debug.contains(KEY) && !debug.contains("SENTINEL"), "{debug}");
}

#[test]
fn outside_tokio_there_is_an_error_and_no_panic() {
    let client = builder("https://api.example.com").build().unwrap();
    let mut call = std::pin::pin!(get_thing(&client, "t").send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else {
        panic!("not ready")
    };
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn calls_can_be_sent_between_threads() {
    fn check<T: Send>(_: T) {}
    fn check_static<T: Send + Sync + Clone + 'static>(_: &T) {}
    let client = builder("https://api.example.com").build().unwrap();
    check_static(&client);
    check(get_thing(&client, "t").send());
    check(get_thing(&client, "t").timeout(Duration::from_secs(1)).into_future());
    assert_eq!(
        format!("{:?}", get_thing(&client, "SENTINEL")),
        "Call { operation: \"getThing\", .. }"
    );
}

#[derive(Debug, Deserialize)]
struct Nothing {}

#[tokio::test]
async fn the_path_prefix_of_the_base_url_is_kept() {
    for (suffix, line) in
        [("", "/things"), ("/", "/things"), ("/v1", "/v1/things"), ("/a/b//", "/a/b/things")]
    {
        let server = Server::answering(answer("200 OK", "{}"));
        let client = builder(&format!("{}{suffix}", server.url())).build().unwrap();
        Call::<Nothing>::new(&client, &LIST_THINGS, &[]).await.unwrap();
        assert_eq!(server.request().line(), format!("GET {line} HTTP/1.1"));
    }
}

#[test]
fn a_path_with_too_few_arguments_is_refused() {
    let client = builder("https://api.example.com").build().unwrap();
    let error = Call::<Nothing>::new(&client, &GET_THING, &[]).request().unwrap_err();
    assert_eq!(error.to_string(), "getThing: the path parameter `thing_id` has no value");
}
