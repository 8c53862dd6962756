//! Connections that fail, and time that runs out.

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use runtime::exports::{ErrorKind, Sent};
use socket2::{Domain, Socket, Type};
use tokio::time::timeout;

use crate::support::{
    PATIENCE, Server, Step, answer, builder, client, client_once, create_thing, error_of,
    get_thing, printed,
};

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let client = builder(&format!("http://127.0.0.1:{port}/SENTINEL")).build().unwrap();
    let error = error_of(create_thing(&client, "a").max_attempts(1)).await;
    assert_eq!(
        (error.kind(), error.was_sent(), error.attempts()),
        (ErrorKind::Connect, Sent::No, 1)
    );
    assert_eq!(error.to_string(), "createThing: cannot connect, 1 attempt");
    assert!(!printed(&error).contains("SENTINEL"));
}

#[tokio::test]
async fn a_host_without_an_address_sent_nothing() {
    let client = builder("https://no-such-host.invalid/SENTINEL").build().unwrap();
    let error = error_of(create_thing(&client, "a").max_attempts(1)).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Connect, Sent::No));
    assert!(!printed(&error).contains("SENTINEL"));
}

#[tokio::test]
async fn a_connection_cut_after_the_request_may_have_been_processed() {
    for end in [None, Some(Step::Reset)] {
        let script = [Some(Step::Read), end].into_iter().flatten().collect();
        let server = Server::start(vec![script]);
        let error = error_of(create_thing(&client(&server), "a")).await;
        assert_eq!(
            (error.kind(), error.was_sent()),
            (ErrorKind::Transport, Sent::Maybe),
            "{error:?}"
        );
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_timeout() {
    let server = Server::start(vec![vec![Step::Read, Step::Stall]]);
    let client = client(&server);
    let started = Instant::now();
    let error = error_of(create_thing(&client, "a").timeout(SHORT)).await;
    assert!(started.elapsed() >= SHORT);
    assert!(error.is_timeout());
    assert_eq!((error.was_sent(), error.status()), (Sent::Maybe, None));
    assert_eq!(error.to_string(), "createThing: the call took longer than its limit, 1 attempt");
}

#[tokio::test]
async fn the_limit_covers_the_body_and_the_status_is_kept() {
    let head = Step::send("HTTP/1.1 200 OK\r\nx-request-id: r\r\ncontent-length: 12\r\n\r\n{");
    let server = Server::start(vec![vec![Step::Read, head, Step::Stall]]);
    let client = builder(&server.url()).attempt_timeout(SHORT).build().unwrap();
    let error = error_of(get_thing(&client, "t").max_attempts(1)).await;
    assert!(error.is_timeout());
    assert_eq!((error.was_sent(), error.status().unwrap().as_u16()), (Sent::Yes, 200));
    assert_eq!(
        error.to_string(),
        "getThing: the attempt took longer than its limit, 200 OK, request id r, 1 attempt"
    );
}

#[tokio::test]
async fn an_answer_that_drips_in_does_not_stop_the_clock() {
    for (head, status) in [
        ("HTTP/1.1 200 ", None),
        ("HTTP/1.1 200 OK\r\nx-a: ", None),
        ("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", Some(200)),
    ] {
        let server = Server::start(vec![vec![Step::Read, Step::send(head), Step::Dribble]]);
        let client = builder(&server.url()).attempt_timeout(SHORT).build().unwrap();
        let started = Instant::now();
        let error = error_of(get_thing(&client, "t").max_attempts(1)).await;
        assert!(error.is_timeout() && started.elapsed() >= SHORT, "{error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), status);
    }
}

#[tokio::test]
async fn a_client_has_a_limit_of_its_own_that_a_call_can_change() {
    let (open, gate) = Step::gate();
    let script = vec![Step::Read, gate, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start(vec![vec![Step::Read, Step::Stall], script]);
    let client = builder(&server.url()).timeout(SHORT).build().unwrap();
    assert!(error_of(get_thing(&client, "t")).await.is_timeout());
    let opening = async {
        tokio::time::sleep(SHORT * 2).await;
        open.send(()).unwrap();
    };
    let (result, ()) =
        tokio::join!(get_thing(&client, "t").timeout(SHORT * 100).into_future(), opening);
    result.unwrap();
}

#[tokio::test]
async fn a_handshake_that_stalls_is_a_connection_that_sent_nothing() {
    let server = Server::start(vec![vec![Step::Stall]]);
    let client =
        builder(&server.url().replace("http:", "https:")).connect_timeout(SHORT).build().unwrap();
    let error = error_of(create_thing(&client, "a").max_attempts(1)).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout, Sent::No));
    assert_eq!(error.to_string(), "createThing: no connection in time, 1 attempt");
}

/// A port where connections are neither accepted nor refused, as behind a firewall; `None` where the
/// system refuses them.
fn silent() -> Option<(Socket, Vec<TcpStream>, SocketAddr)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    let mut waiting = Vec::new();
    while waiting.len() < 20 {
        match TcpStream::connect_timeout(&address, SHORT) {
            Ok(stream) => waiting.push(stream),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                return Some((socket, waiting, address));
            }
            Err(_) => return None,
        }
    }
    None
}

#[tokio::test(start_paused = true)]
async fn a_host_that_does_not_react_is_given_up_after_three_seconds() {
    let Some((_socket, _waiting, address)) = silent() else { return };
    let client = builder(&format!("http://{address}")).build().unwrap();
    let started = tokio::time::Instant::now();
    let error = error_of(create_thing(&client, "a").max_attempts(1)).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout, Sent::No), "{error:?}");
    assert_eq!(started.elapsed().as_millis() / 10, 310);
    // Nothing has left, so a create is tried again as well.
    assert_eq!(error_of(create_thing(&client, "a")).await.attempts(), 3);
}

#[tokio::test]
async fn an_attempt_that_ends_before_there_is_a_connection_sent_nothing() {
    let server = Server::start((0..3).map(|_| vec![Step::Stall]).collect());
    let url = server.url().replace("http:", "https:");
    let client = builder(&url).attempt_timeout(SHORT).max_attempts(2).build().unwrap();
    let error = error_of(create_thing(&client, "a")).await;
    assert!(error.is_timeout());
    // So that even a create is tried again.
    assert_eq!((error.was_sent(), error.attempts(), server.connections()), (Sent::No, 2, 2));
    let error = error_of(create_thing(&client, "a").timeout(SHORT / 2)).await;
    assert_eq!((error.was_sent(), error.attempts()), (Sent::No, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_not_to_be_sent_never_arrives() {
    const ROUNDS: usize = 200;
    let script = || vec![Step::Read, Step::Stall];
    let server = Server::start((0..=ROUNDS).map(|_| script()).collect());
    let client = client_once(&server);
    let mut unsent = Vec::new();
    for round in 0..ROUNDS {
        let limit = Duration::from_millis(round as u64 % 3);
        let error = error_of(create_thing(&client, &round.to_string()).timeout(limit)).await;
        assert!(error.is_timeout());
        match error.was_sent() {
            Sent::No => unsent.push(format!(r#"{{"name":"{round}"}}"#).into_bytes()),
            sent => assert_eq!(sent, Sent::Maybe),
        }
    }
    error_of(create_thing(&client, "last").timeout(SHORT)).await;
    let received = server.received();
    assert!(!unsent.is_empty() && received.iter().any(|request| request.body.ends_with(b"st\"}")));
    assert!(received.iter().all(|request| !unsent.contains(&request.body)), "{received:?}");
}

#[tokio::test]
async fn a_limit_of_nothing_or_of_forever_is_no_panic() {
    let server = Server::start(vec![
        vec![Step::Stall],
        vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)],
    ]);
    let client = client(&server);
    assert!(error_of(get_thing(&client, "t").timeout(Duration::ZERO)).await.is_timeout());
    get_thing(&client, "t").timeout(Duration::MAX).await.unwrap();
}

#[tokio::test]
async fn a_call_given_up_leaves_the_client_usable() {
    let limited = "HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n";
    for (before, after) in [
        ("", "HTTP/1.1 200 OK\r\n"),
        ("HTTP/1.1 200 OK\r\n", "content-length: 12\r\n\r\n{\"name\":\"a\"}"),
        (limited, "{\"name\":\"a\"}        "),
    ] {
        let (open, gate) = Step::gate();
        let stalled = vec![Step::Read, Step::send(before), gate, Step::send(after)];
        let next = vec![Step::Read, answer("200 OK", r#"{"name":"b"}"#)];
        let server = Server::start(vec![stalled, next]);
        let client = client(&server);
        assert!(error_of(get_thing(&client, "t").timeout(SHORT)).await.is_timeout());
        open.send(()).unwrap();
        assert_eq!(get_thing(&client, "t").await.unwrap().name, "b");
    }
}

#[tokio::test]
async fn a_server_that_closes_is_not_called_there_again() {
    for version in ["1.1 200 OK\r\nconnection: close", "1.0 200 OK"] {
        let closing = format!("HTTP/{version}\r\ncontent-length: 12\r\n\r\n{{\"name\":\"a\"}}");
        let first = vec![Step::Read, Step::send(closing), Step::Stall];
        let next = vec![Step::Read, answer("200 OK", r#"{"name":"b"}"#)];
        let server = Server::start(vec![first, next]);
        let client = client(&server);
        get_thing(&client, "t").await.unwrap();
        let response = create_thing(&client, "t").send().await.unwrap();
        assert_eq!((response.attempts(), response.name.as_str()), (1, "b"));
    }
}

/// Whichever addresses a name has, one at which nobody listens is passed over.
#[tokio::test]
async fn a_name_is_tried_at_each_of_its_addresses() {
    let addresses = ("localhost", 0).to_socket_addrs().unwrap();
    for address in addresses.chain([SocketAddr::from((Ipv6Addr::LOCALHOST, 0))]) {
        let script = vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
        // Not every machine has IPv6.
        let Ok(server) = Server::start_at(address, vec![script]) else { continue };
        let is_named =
            ("localhost", 0).to_socket_addrs().unwrap().any(|it| it.ip() == address.ip());
        let url =
            if is_named { format!("http://localhost:{}", server.port()) } else { server.url() };
        get_thing(&builder(&url).build().unwrap(), "t").max_attempts(1).await.unwrap();
    }
}

#[tokio::test]
async fn calls_share_as_few_connections_as_may_be_in_flight() {
    const CALLS: usize = 200;
    let exchange = || [Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let script = || (0..CALLS).flat_map(|_| exchange()).collect();
    let server = Server::start((0..10).map(|_| script()).collect());
    let client = builder(&server.url()).max_in_flight(10).build().unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..CALLS {
        let client = client.clone();
        calls.spawn(async move { get_thing(&client, &number.to_string()).await });
    }
    let results = timeout(PATIENCE, calls.join_all()).await.unwrap();
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    let lines: BTreeSet<String> =
        server.received().iter().map(|request| request.line().to_owned()).collect();
    assert_eq!(lines.len(), CALLS);
    println!("{} connections", server.connections());
}

#[test]
fn a_client_outlives_the_runtime_it_was_used_in() {
    let exchange = || [Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let stalled = || exchange().into_iter().chain([Step::Read, Step::Stall]).collect();
    // One for each runtime, and perhaps one for the call that goes with it.
    let server = Server::start((0..8).map(|_| stalled()).collect());
    let client = client(&server);
    for is_shared in [false, true, false, true] {
        let mut builder = match is_shared {
            true => tokio::runtime::Builder::new_multi_thread(),
            false => tokio::runtime::Builder::new_current_thread(),
        };
        let runtime = builder.enable_all().build().unwrap();
        // The connection of the runtime before is gone with its tasks; nothing was written to it.
        let response = runtime.block_on(create_thing(&client, "a").send()).unwrap();
        assert_eq!(response.name, "a");
        let clone = client.clone();
        runtime.spawn(async move { get_thing(&clone, "t").await });
        drop(runtime);
    }
}
