//! Answers whose body is handed over as it arrives.

use std::io;
use std::time::Duration;

use futures_util::stream;
use runtime::exports::http::Response;
use runtime::exports::{Body, BodyStream, Bytes, Call, Client, Error, ErrorKind, Sent};
use tokio::time::sleep;

use crate::support::{Double, LIST_THINGS, Server, Step, answer, builder, client, get_thing};

const SECOND: Duration = Duration::from_secs(1);

const FIXED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
const CLOSED: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";

async fn open(client: &Client) -> BodyStream {
    Call::<Bytes>::bytes(client, &LIST_THINGS, &[]).stream().await.unwrap().into_inner()
}

/// All that comes, and how it ended.
async fn read(body: &mut BodyStream) -> (Vec<u8>, Result<(), Error>) {
    let mut all = Vec::new();
    loop {
        match body.chunk().await {
            Ok(Some(piece)) => all.extend_from_slice(&piece),
            Ok(None) => return (all, Ok(())),
            Err(error) => return (all, Err(error)),
        }
    }
}

/// What comes of an answer, whose connection then ends.
async fn read_answer(response: &str) -> (String, Result<(), Error>) {
    let server = Server::answering(Step::send(response));
    let mut body = open(&client(&server)).await;
    let (all, end) = read(&mut body).await;
    // What has ended does not end in another way when it is asked again.
    let again = body.chunk().await;
    assert_eq!(again.as_ref().err().map(Error::kind), end.as_ref().err().map(Error::kind));
    assert!(!matches!(again, Ok(Some(_))));
    (String::from_utf8(all).unwrap(), end)
}

#[tokio::test]
async fn a_body_comes_whole_however_it_is_framed() {
    for response in [
        format!("{FIXED}some text"),
        format!("{CHUNKED}4\r\nsome\r\n5\r\n text\r\n0\r\n\r\n"),
        format!("{CLOSED}some text"),
    ] {
        let (all, end) = read_answer(&response).await;
        end.unwrap();
        assert_eq!(all, "some text", "{response}");
    }
}

#[tokio::test]
async fn a_body_that_is_cut_ends_with_an_error() {
    for (response, came) in [
        (FIXED.to_owned(), ""),
        (format!("{FIXED}some tex"), "some tex"),
        (CHUNKED.to_owned(), ""),
        (format!("{CHUNKED}9\r\nsome t"), "some t"),
        (format!("{CHUNKED}9\r\nsome text\r\n"), "some text"),
        (format!("{CHUNKED}9\r\nsome text\r\n0\r\n"), "some text"),
        (format!("{CHUNKED}4\r\nsome\r\nno chunk"), "some"),
    ] {
        let (all, end) = read_answer(&response).await;
        let error = end.unwrap_err();
        assert_eq!(all, came, "{response}");
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Yes), "{error}");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn a_reset_within_a_body_is_an_error() {
    let (open_gate, gate) = Step::gate();
    let server = Server::start(vec![vec![
        Step::Read,
        Step::send(format!("{FIXED}some")),
        gate,
        Step::Reset,
    ]]);
    let mut body = open(&client(&server)).await;
    assert_eq!(body.chunk().await.unwrap().unwrap(), "some");
    open_gate.send(()).unwrap();
    let error = body.chunk().await.unwrap_err();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Yes));
}

#[tokio::test]
async fn the_length_is_not_limited() {
    let piece = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    let mut script = vec![Step::Read, Step::send(CHUNKED)];
    script.extend((0..64).map(|_| Step::send(piece.as_str())));
    script.push(Step::send("0\r\n\r\n"));
    let server = Server::start(vec![script]);
    let client = builder(&server.url()).max_body_bytes(10).build().unwrap();
    let (all, end) = read(&mut open(&client).await).await;
    end.unwrap();
    assert_eq!(all.len(), 64 * 0x10000);
}

#[tokio::test]
async fn a_body_that_stalls_is_given_up_and_its_connection_with_it() {
    for response in [format!("{FIXED}some"), format!("{CHUNKED}4\r\nsome\r\n")] {
        let next = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
        let server = Server::start(vec![vec![Step::Read, Step::send(response), Step::Stall], next]);
        let client = builder(&server.url()).attempt_timeout(SECOND / 5).build().unwrap();
        let mut body = open(&client).await;
        let (all, end) = read(&mut body).await;
        let error = end.unwrap_err();
        assert_eq!((all, error.kind()), (b"some".to_vec(), ErrorKind::Timeout), "{error}");
        assert_eq!((error.was_sent(), error.attempts()), (Sent::Yes, 1));
        assert!(body.chunk().await.is_err());
        get_thing(&client, "t").await.unwrap();
        assert_eq!(server.connections(), 2);
    }
}

/// An answer of which a piece comes every `wait`.
fn slow(pieces: u32, wait: Duration) -> Client {
    Double::new(move |_, _| {
        let body = stream::unfold(pieces, move |left| async move {
            let left = left.checked_sub(1)?;
            sleep(wait).await;
            Some((Ok::<_, io::Error>(Bytes::from_static(b"a")), left))
        });
        Ok(Response::new(Body::from_stream(body)))
    })
    .client()
}

#[tokio::test(start_paused = true)]
async fn each_piece_has_the_time_of_an_attempt_and_the_whole_has_no_limit() {
    let (all, end) = read(&mut open(&slow(100, 29 * SECOND)).await).await;
    end.unwrap();
    assert_eq!(all.len(), 100);
    let (all, end) = read(&mut open(&slow(100, 31 * SECOND)).await).await;
    assert_eq!((all.len(), end.unwrap_err().kind()), (0, ErrorKind::Timeout));
    // What the caller does meanwhile takes none of it.
    let mut body = open(&slow(3, 29 * SECOND)).await;
    for _ in 0..3 {
        body.chunk().await.unwrap().unwrap();
        sleep(100 * SECOND).await;
    }
    assert!(body.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn a_stream_that_is_dropped_gives_up_its_connection() {
    let next = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start(vec![vec![Step::Read, Step::send(CLOSED), Step::Dribble], next]);
    let client = client(&server);
    let mut body = open(&client).await;
    body.chunk().await.unwrap().unwrap();
    drop(body);
    get_thing(&client, "t").await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_stream_is_under_way_until_it_ends_or_is_dropped() {
    let (whole, cut) = (format!("{FIXED}some text"), format!("{FIXED}some"));
    for (response, is_read) in [(&whole, true), (&cut, true), (&whole, false)] {
        let stream = vec![Step::Read, Step::send(response.as_str())];
        let next = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
        let server = Server::start(vec![stream, next]);
        let client = builder(&server.url()).max_in_flight(1).build().unwrap();
        let mut body = open(&client).await;
        body.chunk().await.unwrap().unwrap();
        let waiting = get_thing(&client, "t").timeout(SECOND / 20).send().await.unwrap_err();
        assert_eq!((waiting.kind(), waiting.attempts()), (ErrorKind::Timeout, 0));
        // Kept, so that it is the end that counts.
        let mut kept = is_read.then_some(body);
        if let Some(body) = &mut kept {
            let _ = read(body).await;
        }
        get_thing(&client, "t").await.unwrap();
        assert_eq!(server.received().len(), 2);
    }
}
