//! A server that always gives the same answer, and the client for it that a careful hand would write.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;

use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use runtime::api::{Api, ErrorMembers};
use runtime::client::ClientBuilder;
use runtime::exports::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use runtime::exports::http::{HeaderValue, Method, Request};
use runtime::exports::{BaseUrl, Bytes, Call, Class, Client, Operation, SecretKey};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static API: Api = Api {
    name: "things",
    version: "1.2.3",
    request_id_header: None,
    idempotency_key_header: None,
    key_prefixes: &[],
    error_members: ErrorMembers { error_type: None, error_codes: None, request_id: None },
};

static GET: Operation =
    Operation { id: "get", method: Method::GET, path: "/things/{id}", class: Class::Safe };

pub(crate) static POST: Operation = Operation {
    id: "post",
    method: Method::POST,
    path: "/things/{id}",
    class: Class::NotIdempotent,
};

#[derive(Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) name: String,
    pub(crate) parts: Vec<Part>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Part {
    name: String,
    value: String,
}

impl Thing {
    /// About as long as what an API answers: some 900 bytes.
    pub(crate) fn new() -> Self {
        let part = |number| Part {
            name: format!("part_{number:02}"),
            value: "a value of a part of the thing".to_owned(),
        };
        Self { name: "a".to_owned(), parts: (0..14).map(part).collect() }
    }
}

/// Serves any number of requests on any number of connections, always with the same answer, on a thread
/// of its own.
pub(crate) fn serve() -> SocketAddr {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let body = serde_json::to_string(&Thing::new()).unwrap();
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let answer: Arc<str> = answer.into();
    thread::spawn(move || {
        runtime.block_on(async {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                tokio::spawn(answer_all(stream, answer.clone()));
            }
        });
    });
    address
}

async fn answer_all(mut stream: TcpStream, answer: Arc<str>) {
    let mut received = Vec::with_capacity(8192);
    while stream.read_buf(&mut received).await.is_ok_and(|length| length > 0) {
        while let Some(length) = request_length(&received) {
            received.drain(..length);
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }
}

/// The length of the first request, if all of it is there.
fn request_length(received: &[u8]) -> Option<usize> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(received.get(..end)?).unwrap();
    let body = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = end + body.map_or(0, |length| length.parse().unwrap());
    (received.len() >= length).then_some(length)
}

pub(crate) struct ByHand {
    pool: Pool<HttpConnector, Full<Bytes>>,
    base: String,
    authorization: HeaderValue,
}

impl ByHand {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        let pool = Pool::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(tcp);
        let authorization = HeaderValue::from_static("Bearer key");
        Self { pool, base: format!("http://{address}"), authorization }
    }

    pub(crate) async fn call(&self, method: Method, id: &str, body: Option<&Thing>) -> Thing {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}/things/{id}", self.base))
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, HeaderValue::from_static("things/1.2.3"))
            .header(AUTHORIZATION, self.authorization.clone());
        if body.is_some() {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let body = body.map(|body| serde_json::to_vec(body).unwrap()).unwrap_or_default();
        let request = request.body(Full::from(body)).unwrap();
        let response = self.pool.request(request).await.unwrap();
        assert!(response.status().is_success());
        let body = Limited::new(response.into_body(), 1 << 20).collect().await.unwrap().to_bytes();
        serde_json::from_str(std::str::from_utf8(&body).unwrap()).unwrap()
    }
}

pub(crate) fn client(address: SocketAddr) -> Client {
    ClientBuilder::new(&API)
        .base_url(BaseUrl::parse(&format!("http://{address}")).unwrap())
        .secret_key(SecretKey::new("key").unwrap())
        .build()
        .unwrap()
}

/// A call of ours.
pub(crate) async fn call(client: &Client, thing: Option<&Thing>) -> Thing {
    match thing {
        Some(thing) => Call::<Thing>::new(client, &POST, &["t_1"]).json(thing).await.unwrap(),
        None => Call::<Thing>::new(client, &GET, &["t_1"]).await.unwrap(),
    }
}
