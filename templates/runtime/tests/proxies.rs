//! Connections through a proxy.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use runtime::exports::{Client, ErrorKind, Sent};

use crate::support::{Server, Step, answer, builder, error_of, get_thing, printed};
use crate::tls::authority_and_server;

/// A proxy that leads every tunnel to one port of this machine. Its URL, and the heads it received.
fn start_proxy(target: u16) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://user:SENTINEL@{}", listener.local_addr().unwrap());
    let (log, heads) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut client = BufReader::new(stream.unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                client.read_line(&mut head).unwrap();
            }
            log.send(head).unwrap();
            let mut client = client.into_inner();
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            let mut server = TcpStream::connect(("127.0.0.1", target)).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || io::copy(&mut from, &mut to));
            thread::spawn(move || io::copy(&mut server, &mut client));
        }
    });
    (url, heads)
}

/// A client for a server of which only the proxy knows where it is.
fn client(proxy: &str, root: Vec<u8>) -> Client {
    builder("https://api.example.test/SENTINEL")
        .proxy(proxy)
        .root_certificate(root)
        .connect_timeout(Duration::from_millis(500))
        .max_attempts(1)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_proxy_learns_the_host_and_nothing_else() {
    let (root, config) = authority_and_server("api.example.test", |_| ());
    let script = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start_tls(vec![script], config);
    let (url, heads) = start_proxy(server.port());
    get_thing(&client(&url, root), "t").await.unwrap();
    let head = heads.recv().unwrap();
    assert_eq!(
        head,
        "CONNECT api.example.test:443 HTTP/1.1\r\nHost: api.example.test:443\r\n\
         Proxy-Authorization: Basic dXNlcjpTRU5USU5FTA==\r\n\r\n"
    );
    assert_eq!(server.request().line(), "GET /SENTINEL/things/t/state HTTP/1.1");
    assert_eq!(server.request().header("proxy-authorization"), None);
}

#[tokio::test]
async fn a_proxy_that_refuses_or_hangs_is_a_connection_that_sent_nothing() {
    let refuses = Step::send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    for (script, kind) in [
        (vec![Step::Read, refuses], ErrorKind::Connect),
        (vec![Step::Read, Step::Stall], ErrorKind::Timeout),
        (vec![Step::Read], ErrorKind::Connect),
    ] {
        let proxy = Server::start(vec![script]);
        let url = proxy.url().replace("http://", "http://user:SENTINEL@");
        let (root, _) = authority_and_server("api.example.test", |_| ());
        let error = error_of(get_thing(&client(&url, root), "t")).await;
        assert_eq!((error.kind(), error.was_sent()), (kind, Sent::No), "{error:?}");
        assert!(!printed(&error).contains("SENTINEL"), "{error:?}");
    }
}

#[test]
fn a_proxy_is_named_by_an_http_url() {
    for url in ["", "proxy", "proxy:3128", "https://proxy", "socks5://proxy", "http://"] {
        let error = builder("https://api.example.com").proxy(url).build().unwrap_err();
        assert_eq!(error.to_string(), "the proxy is no `http://` URL");
    }
}
