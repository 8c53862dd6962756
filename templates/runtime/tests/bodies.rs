//! Bodies that are cut, too long or oddly framed.

use runtime::exports::{Call, Error, ErrorKind, Sent};

use crate::support::{
    LIST_THINGS, Server, Step, answer, builder, client_once, error_of, get_thing,
};

async fn error_for(response: impl Into<Vec<u8>>) -> Error {
    errors_for([response]).await.remove(0)
}

/// The errors for responses, each of which ends its connection.
async fn errors_for(responses: impl IntoIterator<Item: Into<Vec<u8>>>) -> Vec<Error> {
    let scripts: Vec<_> =
        responses.into_iter().map(|response| vec![Step::Read, Step::send(response)]).collect();
    let count = scripts.len();
    let server = Server::start(scripts);
    let client = client_once(&server);
    let mut errors = Vec::new();
    for _ in 0..count {
        errors.push(error_of(get_thing(&client, "t")).await);
    }
    assert_eq!(server.connections(), count);
    errors
}

#[tokio::test]
async fn a_body_cut_at_any_byte_is_an_error() {
    let body = r#"{"name":"a"}"#;
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\nx-request-id: r\r\n";
    let fixed = |start| format!("{head}content-length: {length}\r\n\r\n{start}");
    let chunked = |start| format!("{head}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{start}");
    let cut = (0..length).flat_map(|cut| [fixed(&body[..cut]), chunked(&body[..cut])]);
    for error in errors_for(cut).await {
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Yes), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("r")));
    }
}

#[tokio::test]
async fn a_head_cut_at_any_byte_may_have_been_processed() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    for error in errors_for((0..head.len()).map(|cut| &head[..cut])).await {
        assert_eq!(
            (error.kind(), error.was_sent()),
            (ErrorKind::Transport, Sent::Maybe),
            "{error}"
        );
        assert_eq!(error.status(), None);
    }
}

/// Reads a body of 8 bytes with a limit, framed in three ways.
async fn check_limit(limit: usize, is_read: bool) {
    let framed = [
        "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n12345678",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n123\r\n5\r\n45678\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n12345678",
    ];
    for response in framed {
        let server = Server::answering(Step::send(response));
        let client = builder(&server.url()).max_body_bytes(limit).build().unwrap();
        let result = Call::<String>::text(&client, &LIST_THINGS, &[]).await;
        match result {
            Ok(text) => assert!(is_read && text == "12345678"),
            Err(error) => {
                assert!(!is_read, "{error}");
                assert_eq!((error.kind(), error.was_sent()), (ErrorKind::BodyTooLarge, Sent::Yes));
            }
        }
    }
}

#[tokio::test]
async fn a_body_may_be_as_long_as_the_limit_and_no_longer() {
    check_limit(8, true).await;
    check_limit(7, false).await;
    check_limit(0, false).await;
}

#[tokio::test]
async fn a_body_that_declares_too_much_is_refused_before_it_is_read() {
    let head = Step::send("HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n");
    let server = Server::start(vec![vec![Step::Read, head, Step::Stall]]);
    let error = error_of(get_thing(&client_once(&server), "t")).await;
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}

#[tokio::test]
async fn a_body_in_many_pieces_is_put_together() {
    let chunks = "3\r\nabc\r\n".repeat(500);
    let response = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\nx-trailer: 1\r\n\r\n"
    );
    let server = Server::answering(Step::send(response));
    let text = Call::<String>::text(&client_once(&server), &LIST_THINGS, &[]).await.unwrap();
    assert_eq!(text, "abc".repeat(500));
}

#[tokio::test]
async fn what_is_no_http_is_a_transport_error() {
    let responses: [&[u8]; 10] = [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n12",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\na\0b: c\r\n\r\n",
        b"HTTP/1.1 200 OK\r\na: b\0c\r\n\r\n",
        b"HTTP/1.1 200 OK\r\na: b\r\n folded\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"\0\0\0\0",
    ];
    for (error, response) in errors_for(responses).await.into_iter().zip(responses) {
        assert_eq!(error.kind(), ErrorKind::Transport, "{error} {response:?}");
    }
    let many = "x-a: 1\r\n".repeat(101);
    let long = format!("x-a: {}\r\n", "a".repeat(1_000_000));
    for headers in [many, long] {
        let error = error_for(format!("HTTP/1.1 200 OK\r\n{headers}\r\n")).await;
        assert_eq!(error.kind(), ErrorKind::Transport);
    }
}

#[tokio::test]
async fn a_head_may_have_many_and_long_headers() {
    for headers in ["x-a: 1\r\n".repeat(99), format!("x-a: {}\r\n", "a".repeat(300_000))] {
        let length = "content-length: 12\r\n";
        let ok = format!("HTTP/1.1 200 OK\r\n{headers}{length}\r\n{{\"name\":\"a\"}}");
        get_thing(&client_once(&Server::answering(Step::send(ok))), "t").await.unwrap();
    }
}

#[tokio::test]
async fn a_body_without_end_is_given_up_at_the_limit() {
    let chunk = ["400\r\n", &"a".repeat(1024), "\r\n"].concat();
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut script = vec![Step::Read, Step::send(head)];
    script.extend((0..100).map(|_| Step::send(chunk.as_str())));
    script.push(Step::Stall);
    let server = Server::start(vec![script]);
    let client = builder(&server.url()).max_body_bytes(50_000).build().unwrap();
    let error = error_of(get_thing(&client, "t")).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::BodyTooLarge, 1));
}

#[tokio::test]
async fn a_coded_body_that_nobody_asked_for_is_not_decoded() {
    // `{"name":"a"}` by gzip.
    let gzip =
        b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xabV\xcaK\xccMU\xb2RJT\xaa\x05\0\x96+v\x8d\x0c\0\0\0";
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 32\r\n\r\n";
    let error = error_for([head.as_bytes(), gzip].concat()).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
}

#[tokio::test]
async fn a_body_cut_within_its_last_chunk_is_an_error() {
    let whole = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                 c\r\n{\"name\":\"a\"}\r\n0\r\nx-trailer: a\r\n\r\n";
    let end = whole.find("\r\n0\r\n").unwrap();
    for error in errors_for((end..whole.len()).map(|cut| &whole[..cut])).await {
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Transport, Sent::Yes), "{error}");
    }
}

#[tokio::test]
async fn interim_answers_are_passed_over() {
    let ok = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n\
              HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"name\":\"a\"}";
    let server = Server::answering(Step::send(ok));
    get_thing(&client_once(&server), "t").await.unwrap();
}

#[tokio::test]
async fn bytes_after_the_body_do_not_reach_the_next_answer() {
    let more = Step::send(
        "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"name\":\"a\"}HTTP/1.1 200 OK\r\n",
    );
    let next = vec![Step::Read, answer("200 OK", r#"{"name":"b"}"#)];
    let server = Server::start(vec![vec![Step::Read, more, Step::Stall], next]);
    let client = client_once(&server);
    assert_eq!(get_thing(&client, "t").await.unwrap().name, "a");
    assert_eq!(get_thing(&client, "t").await.unwrap().name, "b");
}

#[tokio::test]
async fn a_status_without_a_body_has_none_and_its_connection_is_not_confused() {
    let next = || vec![Step::Read, answer("200 OK", r#"{"name":"b"}"#)];
    for (status, kind) in [
        ("101 Switching Protocols", ErrorKind::Api),
        ("204 No Content", ErrorKind::Decode),
        ("304 Not Modified", ErrorKind::Api),
        ("200 OK\r\ncontent-length: 0", ErrorKind::Decode),
        ("205 Reset Content\r\ncontent-length: 0", ErrorKind::Decode),
    ] {
        let more = format!("HTTP/1.1 {status}\r\n\r\n{{\"name\":\"a\"}}");
        let server = Server::start(vec![vec![Step::Read, Step::send(more), Step::Stall], next()]);
        let client = client_once(&server);
        let error = error_of(get_thing(&client, "t")).await;
        assert_eq!((error.kind(), error.was_sent()), (kind, Sent::Yes), "{status}");
        assert_eq!(get_thing(&client, "t").await.unwrap().name, "b", "{status}");
    }
}

#[tokio::test]
async fn chunks_win_over_a_length() {
    let chunked = "transfer-encoding: chunked\r\n\r\nc\r\n{\"name\":\"a\"}\r\n0\r\n\r\n";
    for length in [0, 1, 12] {
        let both = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n{chunked}");
        // Whether the connection may serve on is hyper's to decide.
        let next = || [Step::Read, answer("200 OK", r#"{"name":"b"}"#)];
        let first = [Step::Read, Step::send(both)].into_iter().chain(next());
        let server = Server::start(vec![first.collect(), next().into()]);
        let client = client_once(&server);
        assert_eq!(get_thing(&client, "t").await.unwrap().name, "a");
        assert_eq!(get_thing(&client, "t").await.unwrap().name, "b");
    }
}
