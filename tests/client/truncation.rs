//! Every answer cut at every byte, in each way in which HTTP tells the end of a body.

use checkout_identity::{Client, Error, ErrorKind, Sent, models};
use serde_json::Value;

use crate::calls::{call, client};
use crate::models::decode_text;
use crate::server::{Reply, Server};
use crate::spec::{Operation, Response, examples, operations};

/// How an answer tells where its body ends.
#[derive(Clone, Copy, Debug)]
enum Framing {
    Length,
    Chunks,
    /// By the end of the connection, which a cut looks like.
    Close,
}

/// An answer as it comes over the wire.
struct Answer {
    status: u16,
    framing: Framing,
    bytes: Vec<u8>,
    /// Where its body begins.
    body: usize,
}

impl Answer {
    fn new(status: u16, framing: Framing, body: &str) -> Self {
        let (header, framed) = match framing {
            Framing::Length => (format!("Content-Length: {}\r\n", body.len()), body.to_owned()),
            Framing::Chunks => ("Transfer-Encoding: chunked\r\n".to_owned(), chunked(body)),
            Framing::Close => (String::new(), body.to_owned()),
        };
        let head = format!("HTTP/1.1 {status} \r\n{header}\r\n");
        let body = head.len();
        Self { status, framing, bytes: [head, framed].concat().into_bytes(), body }
    }

    fn cut(&self, length: usize) -> Reply {
        Reply::bytes(&self.bytes[..length]).then_close()
    }
}

fn chunked(body: &str) -> String {
    let chunks = body
        .as_bytes()
        .chunks(100)
        .map(|chunk| format!("{:x}\r\n{}\r\n", chunk.len(), std::str::from_utf8(chunk).unwrap()));
    chunks.chain(["0\r\n\r\n".to_owned()]).collect()
}

/// The shortest example of an answer; all of them are cut below, without a server.
fn shortest(response: &Response) -> Option<String> {
    let examples = response.content.as_ref()?.examples.iter();
    examples.map(|(_, value): &(_, &Value)| value.to_string()).min_by_key(String::len)
}

/// Sends an answer whole, and cut at every byte; gives the errors with the length they came of.
async fn cut_everywhere(
    operation: &Operation,
    answer: &Answer,
    check: impl Fn(Option<(usize, &Error)>),
) {
    let server = Server::start().await;
    let client: Client = client(&server);
    server.answer(answer.cut(answer.bytes.len()));
    let whole = call(&client, operation).await;
    assert_eq!(whole.is_ok(), answer.status < 300, "{whole:?}");
    check(whole.err().as_ref().map(|error| (answer.bytes.len(), error)));
    for length in 0..answer.bytes.len() {
        server.answer(answer.cut(length));
        let error = call(&client, operation).await.unwrap_err();
        if length < answer.body {
            let outcome = (error.kind(), error.was_sent());
            assert_eq!(outcome, (ErrorKind::Transport, Sent::Maybe), "{length}: {error:?}");
        } else {
            assert_eq!((error.was_sent(), error.attempts()), (Sent::Yes, 1));
            assert_eq!(error.status().unwrap(), answer.status);
            check(Some((length, &error)));
        }
    }
}

async fn check_successes(framing: Framing, expected: ErrorKind) {
    for operation in operations() {
        let response = &operation.responses[0];
        let answer = Answer::new(response.status, framing, &shortest(response).unwrap());
        cut_everywhere(&operation, &answer, |cut| {
            if let Some((length, error)) = cut {
                assert_eq!(error.kind(), expected, "{} {length}: {error:?}", operation.id);
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_success_with_a_length() {
    check_successes(Framing::Length, ErrorKind::Transport).await;
}

/// All of the body may be there: without the last chunk nobody can know.
#[tokio::test]
async fn a_success_in_chunks() {
    check_successes(Framing::Chunks, ErrorKind::Transport).await;
}

#[tokio::test]
async fn a_success_until_the_connection_ends() {
    check_successes(Framing::Close, ErrorKind::Decode).await;
}

/// The status of a failure counts, whatever comes of its explanation; of that there is all or nothing.
#[tokio::test]
async fn failures() {
    for operation in operations() {
        let failures = operation.responses.iter().rev().filter(|response| response.status >= 400);
        let mut explained = failures.filter_map(|response| Some((response, shortest(response)?)));
        let Some((response, body)) = explained.next() else { continue };
        let codes: models::ErrorBody = serde_json::from_str(&body).unwrap();
        let codes = codes.error_codes.unwrap_or_default();
        for framing in [Framing::Length, Framing::Chunks, Framing::Close] {
            let answer = Answer::new(response.status, framing, &body);
            cut_everywhere(&operation, &answer, |cut| {
                let (length, error) = cut.unwrap();
                assert_eq!(error.kind(), ErrorKind::Api, "{length}: {error:?}");
                assert!(body.as_bytes().starts_with(error.body()), "{:?}", answer.framing);
                let is_whole = error.body().len() == body.len();
                assert_eq!(error.error_codes(), if is_whole { &codes[..] } else { &[] });
                assert_eq!(error.json::<models::ErrorBody>().is_ok(), is_whole);
            })
            .await;
        }
    }
}

/// Answers, requests and webhooks alike.
#[test]
fn every_example() {
    for example in examples() {
        let text = example.value.to_string();
        let ends = (0..text.len()).filter(|end| text.is_char_boundary(*end));
        for end in ends {
            let decoded = decode_text(example.schema, &text[..end]);
            assert!(decoded.is_err(), "{}: {}", example.name, &text[..end]);
        }
    }
}
