//! Request bodies that are read while they are sent.

use std::io::{self, Cursor};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures_util::stream;
use runtime::exports::http::Request;
use runtime::exports::{
    Body, Bytes, Call, Client, Error, ErrorKind, File, Operation, Sent, Transport, TransportError,
    TransportFuture, Upload,
};
use runtime::multipart::Multipart;

use crate::support::{
    CREATE_THING, Double, LIST_THINGS, PUT_THING, Server, Step, answer, builder, client, error_of,
    printed, status,
};
use crate::tokens::{client as client_with_tokens, grant};

const CONTENT: &[u8] = b"first second third";

/// The last answer on a connection.
fn last(status: &str) -> Step {
    Step::send(format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"))
}

fn done() -> Step {
    last("204 No Content")
}

fn unavailable() -> Step {
    last("503 Service Unavailable")
}

fn pieces() -> impl Iterator<Item = Result<Bytes, io::Error>> + Send {
    CONTENT.chunks(5).map(|piece| Ok(Bytes::copy_from_slice(piece)))
}

fn once() -> Body {
    Body::from_stream(stream::iter(pieces()))
}

/// A body that is made anew as often as it is asked for, and how often that was.
fn anew() -> (Upload, Arc<AtomicUsize>) {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = opened.clone();
    let open = move || {
        count.fetch_add(1, SeqCst);
        std::future::ready(Ok::<_, io::Error>(once()))
    };
    (Upload::from_fn(open), opened)
}

/// A body without end, and how many pieces of 64 KiB were taken of it.
fn endless() -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let piece = Bytes::from(vec![b'a'; 64 * 1024]);
    let next = move |taken: Arc<AtomicUsize>| {
        taken.fetch_add(1, SeqCst);
        std::future::ready(Some((Ok::<_, io::Error>(piece.clone()), taken)))
    };
    (Body::from_stream(stream::unfold(taken.clone(), next)), taken)
}

/// A file that is gone with the test.
struct Kept(PathBuf);

impl Kept {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("upload-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn put(client: &Client, body: impl Into<Upload>) -> Call<'_, ()> {
    send_by(client, &PUT_THING, body)
}

fn send_by<'c>(
    client: &'c Client,
    operation: &'static Operation,
    body: impl Into<Upload>,
) -> Call<'c, ()> {
    Call::empty(client, operation, &[]).upload_of("text/plain", body)
}

/// Sends a body by every transport; it is to arrive as `expected`, with this length or else in chunks.
async fn check_sent(body: impl Fn() -> Upload, expected: &[u8], length: Option<&str>) {
    let server = Server::start(vec![vec![Step::Read, done()], vec![Step::Read, done()]]);
    put(&client(&server), body()).await.unwrap();
    #[cfg(feature = "transport-reqwest")]
    {
        let transport = runtime::exports::ReqwestTransport::new(::reqwest::Client::new());
        let client = builder(&server.url()).transport(transport).build().unwrap();
        put(&client, body()).await.unwrap();
    }
    for request in server.received() {
        assert_eq!(request.body, expected, "{}", request.head);
        let chunked = length.is_none().then_some("chunked");
        assert_eq!(request.header("transfer-encoding"), chunked, "{}", request.head);
        assert_eq!(request.header("content-length"), length, "{}", request.head);
        assert_eq!(request.header("content-type"), Some("text/plain"));
    }
}

#[tokio::test]
async fn a_length_is_sent_where_it_is_known_and_chunks_elsewhere() {
    let file = Kept::new("sent", CONTENT);
    let empty = Kept::new("empty", b"");
    let length = CONTENT.len() as u64;
    check_sent(|| CONTENT.into(), CONTENT, Some("18")).await;
    check_sent(|| Body::from(CONTENT).into(), CONTENT, Some("18")).await;
    check_sent(|| once().into(), CONTENT, None).await;
    check_sent(|| once().with_length(length).into(), CONTENT, Some("18")).await;
    check_sent(|| Body::from_reader(Cursor::new(CONTENT)).into(), CONTENT, None).await;
    check_sent(|| anew().0, CONTENT, None).await;
    check_sent(|| Upload::from_path(&file.0), CONTENT, Some("18")).await;
    check_sent(|| Upload::from_path(&empty.0), b"", Some("0")).await;
    check_sent(|| Body::from_stream(stream::iter(pieces().take(0))).into(), b"", None).await;
    let long: Vec<u8> = (0..1_000_000_u32).map(|number| (number % 251) as u8).collect();
    let reader = Cursor::new(long.clone());
    check_sent(|| Body::from_reader(reader.clone()).into(), &long, None).await;
}

#[tokio::test]
async fn even_a_get_sends_its_body() {
    let server = Server::answering(done());
    send_by(&client(&server), &LIST_THINGS, once()).await.unwrap();
    assert_eq!(server.request().body, CONTENT);
}

#[tokio::test]
async fn parts_are_read_while_they_are_sent() {
    let file = Kept::new("part.txt", CONTENT);
    for (part, length) in [
        (File::from_path(&file.0).with_content_type("text/x-a"), true),
        (File::from_upload("b", once().with_length(18)), true),
        (File::from_upload("b", once()), false),
    ] {
        let server = Server::answering(done());
        let name = part.name.clone();
        let content_type = part.content_type.clone().unwrap_or("image/png".to_owned());
        let parts = Multipart::default()
            .text("title", "a")
            .file_of("file", "image/png", &part)
            .file("more", &File::new("c", "ccc"))
            .text("end", "z");
        Call::<()>::empty(&client(&server), &PUT_THING, &[]).multipart(parts).await.unwrap();
        let request = server.request();
        let boundary = request.header("content-type").unwrap().split_once("boundary=").unwrap().1;
        assert_eq!(boundary.len(), "part-".len() + 32, "{boundary}");
        let expected = format!(
            "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: {content_type}\r\n\r\nfirst second third\r\n\
             --B\r\nContent-Disposition: form-data; name=\"more\"; filename=\"c\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nccc\r\n\
             --B\r\nContent-Disposition: form-data; name=\"end\"\r\n\r\nz\r\n--B--\r\n"
        );
        let body = String::from_utf8(request.body.clone()).unwrap();
        assert_eq!(body.replace(boundary, "B"), expected);
        let declared = length.then(|| body.len().to_string());
        assert_eq!(request.header("content-length"), declared.as_deref(), "{}", request.head);
    }
}

/// Sends a body to a server that first fails and then succeeds, by a call that may be repeated; how often it was sent.
async fn attempts(body: impl Into<Upload>, failure: fn() -> Step) -> Result<u32, Error> {
    let server = Server::start(vec![vec![Step::Read, failure()], vec![Step::Read, done()]]);
    let result = put(&client(&server), body).send().await.map(|response| response.attempts());
    let received = server.received();
    assert!(received.iter().all(|request| request.body == CONTENT));
    assert_eq!(*result.as_ref().unwrap_or(&1) as usize, received.len());
    result
}

#[tokio::test]
async fn what_can_be_opened_again_is_sent_again_and_nothing_else() {
    let file = Kept::new("again", CONTENT);
    let failures: [(fn() -> Step, _, _); 3] = [
        (unavailable, ErrorKind::Api, Sent::Yes),
        (|| last("429 Too Many Requests"), ErrorKind::Api, Sent::Yes),
        (|| Step::Reset, ErrorKind::Transport, Sent::Maybe),
    ];
    for (failure, kind, sent) in failures {
        assert_eq!(attempts(CONTENT, failure).await.unwrap(), 2);
        assert_eq!(attempts(Upload::from_path(&file.0), failure).await.unwrap(), 2);
        let (body, opened) = anew();
        assert_eq!((attempts(body, failure).await.unwrap(), opened.load(SeqCst)), (2, 2));
        let error = attempts(once(), failure).await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent(), error.attempts()), (kind, sent, 1), "{error}");
    }
}

#[tokio::test]
async fn a_create_is_sent_once_whatever_can_be_opened_again() {
    let server = Server::start(vec![vec![Step::Read, unavailable()], vec![Step::Read, done()]]);
    let (body, opened) = anew();
    let error = error_of(send_by(&client(&server), &CREATE_THING, body)).await;
    assert_eq!((error.attempts(), opened.load(SeqCst)), (1, 1));
}

#[tokio::test]
async fn a_refused_token_is_replaced_only_if_the_body_can_be_opened_again() {
    for (body, is_replayed) in [(anew().0, true), (once().into(), false)] {
        let access = Server::start(vec![
            vec![Step::Read, grant("one"), Step::Read, grant("two")],
            vec![Step::Read, grant("two")],
        ]);
        let warm = || vec![Step::Read, done()];
        let api = Server::start(vec![warm(), vec![Step::Read, last("401 Unauthorized")], warm()]);
        let client = client_with_tokens(&access, &api);
        // A token that the call itself has fetched is not stale.
        put(&client, "").await.unwrap();
        let result = put(&client, body).send().await;
        assert_eq!(result.is_ok(), is_replayed, "{result:?}");
        assert_eq!(api.received().len(), if is_replayed { 3 } else { 2 });
    }
}

/// Refuses the first requests without a look at their bodies, which no connection took; reads the others.
struct Unconnected(AtomicUsize);

impl Transport for Unconnected {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        assert_eq!(request.body(), CONTENT);
        Box::pin(std::future::ready(Ok(status(204, ("", "")))))
    }

    fn send_streamed(&self, request: Request<Body>) -> TransportFuture<'_> {
        if self.0.fetch_add(1, SeqCst) < 2 {
            let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
            return Box::pin(std::future::ready(Err(TransportError::connect(refused))));
        }
        let all = futures_util::stream::unfold(request, |mut request| async {
            let frame = http_body_util::BodyExt::frame(request.body_mut()).await?;
            Some((frame.unwrap().into_data().unwrap(), request))
        });
        Box::pin(async move {
            let all: Vec<Bytes> = futures_util::StreamExt::collect(all).await;
            self.send(Request::new(all.concat().into())).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_of_which_nothing_was_taken_is_still_there() {
    let transport = || Unconnected(AtomicUsize::new(0));
    let client = || builder("https://api.example.com").transport(transport()).build().unwrap();
    let call = send_by(&client(), &CREATE_THING, once()).send().await;
    assert_eq!(call.unwrap().attempts(), 3);
    let parts = Multipart::default().file("a", &File::from_upload("a", once()));
    let client = client();
    let call = Call::<()>::empty(&client, &CREATE_THING, &[]).max_attempts(2).multipart(parts);
    assert_eq!(error_of(call).await.attempts(), 2);
}

#[tokio::test]
async fn a_body_can_be_read_once_and_its_clones_with_it() {
    let server = Server::start(vec![vec![Step::Read, done()], vec![Step::Read, done()]]);
    let body = Upload::from(once());
    put(&client(&server), body.clone()).await.unwrap();
    let error = error_of(put(&client(&server), body)).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::No));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_told_before_anything_is_sent() {
    let server = Server::start(vec![]);
    for path in [PathBuf::from("/nowhere/SENTINEL"), std::env::temp_dir()] {
        let error = error_of(put(&client(&server), Upload::from_path(path))).await;
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::No), "{error}");
        assert!(std::error::Error::source(&error).unwrap().is::<io::Error>());
        assert!(!printed(&error).contains("SENTINEL"));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_body_that_fails_or_lies_about_its_length_never_arrives_as_if_it_were_whole() {
    let broken = || {
        let failure = Err(io::Error::other("the disk broke"));
        Body::from_stream(stream::iter(pieces().chain([failure])))
    };
    let bodies = [
        (broken(), "the disk broke"),
        (broken().with_length(30), "the disk broke"),
        (once().with_length(17), "it is longer than it was said to be"),
        (once().with_length(15), "it is longer than it was said to be"),
        (once().with_length(19), "it is shorter than it was said to be"),
    ];
    for (body, cause) in bodies {
        let server = Server::start(vec![vec![Step::Read, done()], vec![Step::Read, done()]]);
        let error = error_of(put(&client(&server), body)).await;
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::Maybe), "{error}");
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), cause);
        assert_eq!((error.attempts(), server.received().len()), (1, 0));
    }
}

#[tokio::test]
async fn an_answer_before_the_end_of_the_body_is_the_answer() {
    let refused = answer("413 Content Too Large", "too long");
    let server = Server::start(vec![vec![Step::ReadHead, refused, Step::Stall]]);
    let error = error_of(put(&client(&server), endless().0)).await;
    assert_eq!((error.status().unwrap().as_u16(), error.was_sent()), (413, Sent::Yes));
    assert_eq!((error.body(), error.attempts()), (&b"too long"[..], 1));
}

#[tokio::test]
async fn no_more_is_read_than_the_server_takes() {
    let server = Server::start(vec![vec![Step::ReadHead, Step::Stall]]);
    let client =
        builder(&server.url()).attempt_timeout(Duration::from_millis(300)).build().unwrap();
    let (body, taken) = endless();
    let error = error_of(put(&client, body)).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout, Sent::Maybe), "{error}");
    assert_eq!(error.attempts(), 1);
    // What both kernels hold for a connection on loopback.
    assert!(taken.load(SeqCst) < 32 * 16, "{taken:?} pieces");
}

#[tokio::test]
async fn a_dropped_call_drops_its_body() {
    let server = Server::start(vec![vec![Step::ReadHead, Step::Stall]]);
    let client = client(&server);
    let (sender, body) = tokio::sync::mpsc::channel(1);
    let body = stream::unfold(body, |mut body| async {
        body.recv().await.map(|piece: Bytes| (Ok::<_, io::Error>(piece), body))
    });
    let call = tokio::spawn(async move { put(&client, Body::from_stream(body)).await });
    for _ in 0..3 {
        sender.send(Bytes::from_static(b"a")).await.unwrap();
    }
    call.abort();
    tokio::time::timeout(Duration::from_secs(5), sender.closed()).await.unwrap();
}

/// A body of which a piece comes every `wait`.
fn slow(pieces: u32, wait: Duration) -> Body {
    Body::from_stream(stream::unfold(pieces, move |left| async move {
        let left = left.checked_sub(1)?;
        tokio::time::sleep(wait).await;
        Some((Ok::<_, io::Error>(Bytes::from_static(b"a")), left))
    }))
}

#[tokio::test(start_paused = true)]
async fn a_slow_upload_takes_as_long_as_it_takes_but_must_not_stall() {
    const SECOND: Duration = Duration::from_secs(1);
    let double =
        |latency| Double::new(|_, _| Ok(status(200, ("", "")))).with_latency(latency).client();
    let client = double(29 * SECOND);
    put(&client, slow(100, 29 * SECOND)).await.unwrap();
    for (body, client, limit) in [
        (slow(100, 31 * SECOND), client.clone(), "attempt"),
        (slow(10, 29 * SECOND), double(31 * SECOND), "attempt"),
    ] {
        let error = put(&client, body).send().await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout, Sent::Maybe));
        assert!(error.to_string().contains(limit), "{error}");
    }
    let error = put(&client, slow(100, SECOND)).timeout(60 * SECOND).send().await.unwrap_err();
    assert!(error.to_string().contains("the call took longer than its limit"), "{error}");
}

#[test]
fn only_what_is_in_memory_has_a_bare_request_and_nothing_prints_it() {
    let client = Double::new(|_, _| Ok(status(200, ("", "")))).client();
    let bare = |body: Upload| put(&client, body).request();
    assert_eq!(bare("SENTINEL".into()).unwrap().into_body(), "SENTINEL");
    assert_eq!(bare(once().into()).unwrap_err().kind(), ErrorKind::Request);
    let file = File::from_upload("SENTINEL", "SENTINEL");
    let shown = format!("{file:?} {:?} {:?}", Upload::from("SENTINEL"), Body::from("SENTINEL"));
    assert!(!shown.contains("SENTINEL") && !shown.contains("83"), "{shown}");
}

#[cfg(feature = "blocking")]
#[test]
fn a_reader_can_be_sent_by_a_blocking_call() {
    let server = Server::answering(done());
    let body = Body::from_reader(Cursor::new(CONTENT)).with_length(18);
    put(&client(&server), body).send_blocking().unwrap();
    assert_eq!(server.request().body, CONTENT);
}
