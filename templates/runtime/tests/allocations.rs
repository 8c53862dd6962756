//! What a call allocates, next to the same work written by hand on hyper-util and `serde_json`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/by_hand.rs"]
mod by_hand;

use allocation_counter::measure;
use runtime::exports::http::Method;
use tokio::runtime::Runtime;

use by_hand::{ByHand, Thing, call, client, serve};

/// Allocations of one call on a warm connection.
fn count(runtime: &Runtime, mut call: impl AsyncFnMut()) -> u64 {
    for _ in 0..10 {
        runtime.block_on(call());
    }
    // The fewest of several: a buffer grows now and then.
    (0..10).map(|_| measure(|| runtime.block_on(call())).count_total).min().unwrap()
}

#[test]
fn a_call_allocates_no_more_than_by_hand() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = serve();
    let (by_hand, client) = (ByHand::new(address), client(address));
    let thing = Thing::new();

    let floor = count(&runtime, async || {
        by_hand.call(Method::GET, "t_1", None).await;
    });
    let ours = count(&runtime, async || {
        call(&client, None).await;
    });
    println!("GET: {ours} allocations, {floor} by hand");
    assert!(ours <= floor);

    let floor = count(&runtime, async || {
        by_hand.call(Method::POST, "t_1", Some(&thing)).await;
    });
    let ours = count(&runtime, async || {
        call(&client, Some(&thing)).await;
    });
    println!("POST: {ours} allocations, {floor} by hand");
    assert!(ours <= floor);
}

/// A server that sends a document of this length, in pieces of 64 KiB.
#[cfg(feature = "download")]
fn serve_document(length: usize) -> std::net::SocketAddr {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let _ = stream.read(&mut [0; 1024]).unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n";
        write!(stream, "{head}content-length: {length}\r\n\r\n%PDF-").unwrap();
        let piece = vec![b'x'; 64 * 1024];
        let mut left = length - 5;
        while left > 0 {
            let now = left.min(piece.len());
            stream.write_all(piece.get(..now).unwrap()).unwrap();
            left -= now;
        }
    });
    address
}

#[test]
#[cfg(feature = "download")]
fn a_long_download_takes_little_memory() {
    const LENGTH: usize = 256 << 20;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let downloads = runtime::exports::Downloads::from_hosts(["127.0.0.1"])
        .allow_loopback()
        .max_bytes(LENGTH as u64)
        .build()
        .unwrap();
    let url = format!("http://{}/report", serve_document(LENGTH));
    let mut length = 0;
    let most = measure(|| {
        runtime.block_on(async {
            let mut body = downloads.get(&url).pdf().send().await.unwrap();
            while let Some(piece) = body.chunk().await.unwrap() {
                length += piece.len();
            }
        });
    });
    println!("{length} bytes, at most {} in memory", most.bytes_max);
    assert_eq!(length, LENGTH);
    assert!(most.bytes_max < 1 << 20, "{}", most.bytes_max);
}

#[test]
fn a_long_upload_takes_little_memory() {
    use std::io::{Read, Write};

    use futures_util::stream;
    use runtime::exports::{Body, Bytes, Call};

    const LENGTH: usize = 256 << 20;
    const PIECE: usize = 64 << 10;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let (mut buffer, mut length) = (vec![0; 64 * 1024], 0);
        while length < LENGTH {
            length += stream.read(&mut buffer).unwrap();
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = client(address);
    let most = measure(|| {
        // Made and dropped on this thread, as only that is counted.
        let pieces =
            (0..LENGTH / PIECE).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![0; PIECE])));
        let body = Body::from_stream(stream::iter(pieces)).with_length(LENGTH as u64);
        let call = Call::<()>::empty(&client, &by_hand::POST, &["t_1"]);
        let call = call.upload_of("application/octet-stream", body);
        runtime.block_on(call.into_future()).unwrap();
    });
    server.join().unwrap();
    println!("{LENGTH} bytes, at most {} in memory", most.bytes_max);
    assert!(most.bytes_max < 4 << 20, "{}", most.bytes_max);
}
