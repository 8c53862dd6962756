//! Calls that go out by a `reqwest::Client`.

use runtime::exports::{Error, ErrorKind, ReqwestTransport, Sent};

use crate::support::{Server, Step, answer, builder, create_thing, error_of, get_thing, printed};

fn client(url: &str) -> runtime::exports::Client {
    let client =
        ::reqwest::Client::builder().redirect(::reqwest::redirect::Policy::none()).no_proxy();
    let transport = ReqwestTransport::new(client.build().unwrap());
    builder(&format!("{url}/SENTINEL")).transport(transport).max_attempts(1).build().unwrap()
}

#[tokio::test]
async fn a_call_succeeds() {
    let server = Server::answering(answer("201 Created", r#"{"name":"a"}"#));
    assert_eq!(create_thing(&client(&server.url()), "a").await.unwrap().name, "a");
    assert_eq!(server.request().line(), "POST /SENTINEL/things HTTP/1.1");
    assert_eq!(server.request().body, br#"{"name":"a"}"#);
}

async fn failure(script: Vec<Step>) -> Error {
    let server = Server::start(vec![script]);
    let error = error_of(get_thing(&client(&server.url()), "SENTINEL")).await;
    assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
    error
}

#[tokio::test]
async fn failures_are_classed_and_show_no_url() {
    let error = failure(vec![Step::Read]).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Maybe));
    let cut = Step::send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nSENT");
    let error = failure(vec![Step::Read, cut]).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Yes));
    let redirect = Step::send("HTTP/1.1 302 Found\r\nlocation: /a\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(failure(vec![Step::Read, redirect]).await.status().unwrap(), 302);
    let error = error_of(get_thing(&client("http://127.0.0.1:1"), "SENTINEL")).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Connect, Sent::No));
    assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
}
