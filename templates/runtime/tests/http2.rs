//! Calls over HTTP/2.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use h2::server::{Builder, SendResponse};
use h2::{Reason, RecvStream};
use runtime::exports::http::Response;
use runtime::exports::{Body, Bytes, Call, Client, ErrorKind, Sent};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::support::{PUT_THING, Thing, builder, create_thing, error_of, get_thing};
use crate::tls::authority_and_server;

/// What a server does with a stream.
#[derive(Clone, Copy, Debug)]
enum Act {
    Answer,
    /// Read the body to its end, and then answer with its length.
    Measure,
    Reset(Reason),
    /// Answer with a head and a part of the body, then reset.
    ResetBody,
    /// Answer, and take no more streams on this connection.
    AnswerAndGoAway,
    /// End the connection.
    GoAway(Reason),
    Stall,
}

use Act::{Answer, AnswerAndGoAway, GoAway, Measure, Reset, ResetBody, Stall};

/// Streams of a server so far: it does this with the first ones and answers the others.
#[derive(Clone)]
struct Streams {
    acts: &'static [Act],
    begun: Arc<AtomicUsize>,
}

impl Streams {
    fn begun(&self) -> usize {
        self.begun.load(SeqCst)
    }

    async fn serve(self, acceptor: TlsAcceptor, settings: Builder, stream: TcpStream) {
        let stream = acceptor.accept(stream).await.unwrap();
        // Calls that begin together connect each, and give up the connections that are too many.
        let Ok(mut connection) = settings.handshake::<_, Bytes>(stream).await else { return };
        let mut stalled = Vec::new();
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            let act = self.acts.get(self.begun.fetch_add(1, SeqCst)).unwrap_or(&Answer);
            match *act {
                Answer => answer(&mut respond, true),
                Measure => drop(tokio::spawn(measure(request.into_body(), respond))),
                Reset(reason) => respond.send_reset(reason),
                ResetBody => answer(&mut respond, false),
                AnswerAndGoAway => {
                    answer(&mut respond, true);
                    connection.graceful_shutdown();
                }
                GoAway(reason) => connection.abrupt_shutdown(reason),
                Stall => stalled.push(respond),
            }
        }
    }
}

/// Answers, with a body that is whole or is reset within.
fn answer(respond: &mut SendResponse<Bytes>, is_whole: bool) {
    let mut body = respond.send_response(Response::new(()), false).unwrap();
    body.send_data(Bytes::from_static(br#"{"name":"a"}"#), is_whole).unwrap();
    if !is_whole {
        tokio::spawn(async move {
            // What is written goes out first.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            body.send_reset(Reason::CANCEL);
        });
    }
}

/// A server with these settings, and a client for it.
async fn start_with(settings: Builder, acts: &'static [Act]) -> (Client, Streams) {
    let (root, config) = authority_and_server("localhost", |_| ());
    let mut config = Arc::unwrap_or_clone(config);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let streams = Streams { acts, begun: Arc::default() };
    let serving = streams.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serving.clone().serve(acceptor.clone(), settings.clone(), stream));
        }
    });
    (builder(&url).root_certificate(root).build().unwrap(), streams)
}

async fn start(acts: &'static [Act]) -> (Client, Streams) {
    start_with(Builder::new(), acts).await
}

/// Answers with the length of a body, if it ends well.
async fn measure(mut body: RecvStream, mut respond: SendResponse<Bytes>) {
    let mut length = 0;
    while let Some(data) = body.data().await {
        let Ok(data) = data else { return };
        length += data.len();
        body.flow_control().release_capacity(data.len()).unwrap();
    }
    let mut answer = respond.send_response(Response::new(()), false).unwrap();
    answer.send_data(format!(r#"{{"name":"{length}"}}"#).into(), true).unwrap();
}

#[tokio::test]
async fn a_long_body_is_sent_as_the_server_takes_it() {
    const LENGTH: usize = 1 << 20;
    let (client, _) = start(&[Measure; 9]).await;
    let send = |body: Body| {
        Call::<Thing>::new(&client, &PUT_THING, &[]).upload_of("text/plain", body).max_attempts(1)
    };
    let reader = |length| Body::from_reader(std::io::repeat(b'a').take(length));
    for body in [reader(LENGTH as u64), reader(LENGTH as u64).with_length(LENGTH as u64)] {
        assert_eq!(send(body).await.unwrap().name, LENGTH.to_string());
    }
    let error = error_of(send(reader(9).with_length(10))).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Request, Sent::Maybe), "{error:?}");
}

#[tokio::test]
async fn calls_share_a_connection() {
    let (client, streams) = start(&[]).await;
    let (first, second) =
        tokio::join!(get_thing(&client, "t").send(), create_thing(&client, "a").send());
    assert_eq!((first.unwrap().attempts(), second.unwrap().attempts()), (1, 1));
    assert_eq!(streams.begun(), 2);
}

#[tokio::test]
async fn a_create_is_repeated_if_its_stream_was_refused_unread() {
    let (client, streams) = start(&[Reset(Reason::REFUSED_STREAM)]).await;
    assert_eq!(create_thing(&client, "a").send().await.unwrap().attempts(), 2);
    assert_eq!(streams.begun(), 2);
}

#[tokio::test]
async fn a_create_whose_stream_was_reset_may_have_been_processed() {
    for acts in [
        &[Reset(Reason::INTERNAL_ERROR)],
        &[Reset(Reason::CANCEL)],
        &[Reset(Reason::ENHANCE_YOUR_CALM)],
        &[GoAway(Reason::NO_ERROR)],
        &[GoAway(Reason::INTERNAL_ERROR)],
        &[ResetBody],
    ] {
        let (client, streams) = start(acts).await;
        let error = error_of(create_thing(&client, "a")).await;
        assert_eq!((error.kind(), streams.begun()), (ErrorKind::Transport, 1), "{error:?}");
        let is_answered = matches!(acts, [ResetBody]) && error.was_sent() == Sent::Yes;
        assert!(is_answered || error.was_sent() == Sent::Maybe, "{acts:?} {error:?}");
        let (client, streams) = start(acts).await;
        let response = get_thing(&client, "t").send().await.unwrap();
        assert_eq!((response.attempts(), streams.begun()), (2, 2), "{acts:?}");
    }
}

#[tokio::test]
async fn a_server_that_goes_away_is_asked_on_another_connection() {
    let (client, streams) = start(&[AnswerAndGoAway, AnswerAndGoAway]).await;
    for _ in 0..3 {
        assert_eq!(create_thing(&client, "a").send().await.unwrap().attempts(), 1);
    }
    assert_eq!(streams.begun(), 3);
}

#[tokio::test]
async fn a_stream_that_stalls_does_not_hold_up_the_others() {
    let (client, streams) = start(&[Stall]).await;
    let stalled = create_thing(&client, "a").timeout(Duration::from_millis(300));
    let others = async {
        while streams.begun() == 0 {
            tokio::task::yield_now().await;
        }
        get_thing(&client, "t").await.unwrap();
    };
    let (error, ()) = tokio::join!(error_of(stalled), others);
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout, Sent::Maybe));
}

#[tokio::test]
async fn a_server_that_lets_nothing_through_is_given_up() {
    let mut no_streams = Builder::new();
    no_streams.max_concurrent_streams(0);
    let mut no_body = Builder::new();
    no_body.initial_window_size(0);
    for settings in [no_streams, no_body] {
        let (client, streams) = start_with(settings, &[Stall, Stall, Stall]).await;
        let error = error_of(create_thing(&client, "a").timeout(Duration::from_millis(300))).await;
        assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport), "{error:?}");
        assert!(streams.begun() == 0 || error.was_sent() == Sent::Maybe, "{error:?}");
    }
}
