//! Connections through a proxy.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
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

/// What the next test runs with an environment of its choice.
#[tokio::test]
#[ignore = "a part of the next test"]
async fn child() {
    let url = std::env::var("THINGS_URL").unwrap();
    for builder in [builder(&url), builder(&url).no_proxy()] {
        let error = error_of(get_thing(&builder.max_attempts(1).build().unwrap(), "t")).await;
        println!("<{}>", printed(&error));
    }
}

/// Calls a server on this machine with these variables, in which `PROXY` stands for the proxy;
/// whether that was asked for a tunnel, and what was printed.
fn run(target: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let (proxy, server) = (Server::start(vec![vec![Step::Read]]), Server::start(vec![]));
    let at = format!("127.0.0.1:{}", proxy.port());
    let url = format!("{target}:{}", server.port());
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "proxies::child", "--nocapture"])
        .env("THINGS_URL", &url)
        .envs(variables.iter().map(|(name, value)| (name, value.replace("PROXY", &at))))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.matches('<').count(), 2, "{text}");
    assert!(!text.contains("SENTINEL"), "{text}");
    let is_asked = proxy.connections() == 1;
    if is_asked {
        assert_eq!(proxy.request().line(), url.replace("https://", "CONNECT ") + " HTTP/1.1");
        let basic = proxy.request().header("proxy-authorization").map(str::to_owned);
        assert_eq!(basic.as_deref(), Some("Basic dXNlcjpTRU5USU5FTA=="));
    }
    // The client that wants no proxy always comes by itself.
    assert!(server.connections() >= 1, "{text}");
    (is_asked, text)
}

#[test]
fn the_environment_names_the_proxy_and_who_goes_without() {
    const URL: &str = "http://user:SENTINEL@PROXY";
    const TARGET: &str = "https://localhost";
    for (variables, expected) in [
        (&[("HTTPS_PROXY", URL)][..], true),
        (&[("https_proxy", URL)], true),
        (&[("ALL_PROXY", URL)], true),
        (&[("HTTPS_PROXY", "user:SENTINEL@PROXY")], true),
        (&[("HTTPS_PROXY", URL), ("NO_PROXY", "example.com, host")], true),
        (&[("HTTPS_PROXY", URL), ("NO_PROXY", "example.com, localhost")], false),
        (&[("HTTPS_PROXY", URL), ("no_proxy", "*")], false),
        (&[("HTTPS_PROXY", "")], false),
        (&[("HTTP_PROXY", URL)], false),
    ] {
        let (is_asked, text) = run(TARGET, variables);
        assert_eq!(is_asked, expected, "{variables:?} {text}");
    }
    let networks = [("HTTPS_PROXY", URL), ("NO_PROXY", "example.com, 127.0.0.0/8")];
    assert!(!run("https://127.0.0.1", &networks).0);
    for url in ["https://user:SENTINEL@PROXY", "socks5://user:SENTINEL@PROXY"] {
        let (is_asked, text) = run(TARGET, &[("HTTPS_PROXY", url)]);
        assert!(!is_asked && text.contains("only proxies with `http://` URLs"), "{text}");
    }
}

#[test]
fn what_is_not_encrypted_goes_to_no_proxy() {
    let variables = ["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, "http://PROXY"));
    assert!(!run("http://127.0.0.1", &variables).0);
}
