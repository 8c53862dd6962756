//! Calls over HTTP/2.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use h2::Reason;
use runtime::exports::http::Response;
use runtime::exports::{Bytes, Client, ErrorKind, Sent};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{builder, create_thing, error_of, get_thing};
use crate::tls::authority_and_server;

/// A server that resets its first streams for these reasons and answers the others. A client for
/// it, and how many streams were begun.
async fn start(resets: &'static [Reason]) -> (Client, Arc<AtomicUsize>) {
    let (root, config) = authority_and_server("localhost", |_| ());
    let mut config = Arc::unwrap_or_clone(config);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let streams = Arc::new(AtomicUsize::new(0));
    let count = streams.clone();
    tokio::spawn(async move {
        let stream = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
        let mut connection = h2::server::handshake(stream).await.unwrap();
        while let Some(Ok((_, mut respond))) = connection.accept().await {
            if let Some(reason) = resets.get(count.fetch_add(1, SeqCst)) {
                respond.send_reset(*reason);
                continue;
            }
            let mut body = respond.send_response(Response::new(()), false).unwrap();
            body.send_data(Bytes::from_static(br#"{"name":"a"}"#), true).unwrap();
        }
    });
    (builder(&url).root_certificate(root).build().unwrap(), streams)
}

#[tokio::test]
async fn calls_share_a_connection() {
    let (client, streams) = start(&[]).await;
    let (first, second) =
        tokio::join!(get_thing(&client, "t").send(), create_thing(&client, "a").send());
    assert_eq!((first.unwrap().attempts(), second.unwrap().attempts()), (1, 1));
    assert_eq!(streams.load(SeqCst), 2);
}

#[tokio::test]
async fn a_create_is_repeated_if_its_stream_was_refused_unread() {
    let (client, streams) = start(&[Reason::REFUSED_STREAM]).await;
    assert_eq!(create_thing(&client, "a").send().await.unwrap().attempts(), 2);
    assert_eq!(streams.load(SeqCst), 2);
}

#[tokio::test]
async fn a_create_whose_stream_was_reset_may_have_been_processed() {
    let (client, streams) = start(&[Reason::INTERNAL_ERROR]).await;
    let error = error_of(create_thing(&client, "a")).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Maybe));
    assert_eq!(streams.load(SeqCst), 1);
}
