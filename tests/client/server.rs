//! An HTTP/1.1 server on loopback that keeps the bytes of every request and answers to the byte.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use checkout_identity::BaseUrl;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What the server does once it has read a request: each step in turn.
#[derive(Clone)]
pub(crate) struct Reply(Vec<Step>);

#[derive(Clone)]
enum Step {
    Write(Vec<u8>),
    /// One byte after another, for ever.
    Dribble,
    /// Nothing more, with the connection open.
    Stall,
    Close,
    /// Close so that the peer sees a reset.
    Reset,
}

impl Reply {
    /// A whole answer with a `Content-Length`.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        Self::cut(status, headers, body, body.len())
    }

    /// A JSON answer.
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, &[("Content-Type", "application/json")], body.to_string())
    }

    /// An answer that declares `length` bytes of body, whatever it then sends.
    pub(crate) fn cut(status: u16, headers: &[(&str, &str)], body: &[u8], length: usize) -> Self {
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers = headers.collect::<Vec<_>>().concat();
        let head = format!("HTTP/1.1 {status} \r\n{headers}Content-Length: {length}\r\n\r\n");
        Self::bytes([head.as_bytes(), body].concat())
    }

    /// These bytes, which need not be HTTP.
    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(vec![Step::Write(bytes.into())])
    }

    pub(crate) fn nothing() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn then_dribble(self) -> Self {
        self.then(Step::Dribble)
    }

    pub(crate) fn then_stall(self) -> Self {
        self.then(Step::Stall)
    }

    pub(crate) fn then_close(self) -> Self {
        self.then(Step::Close)
    }

    pub(crate) fn then_reset(self) -> Self {
        self.then(Step::Reset)
    }

    fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }
}

/// A port that is taken, so that nobody else gets it, and at which nobody listens: connecting to it is refused.
pub(crate) struct Refusing {
    _socket: TcpSocket,
    pub(crate) address: SocketAddr,
}

impl Refusing {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = socket.local_addr().unwrap();
        Self { _socket: socket, address }
    }
}

/// The server; it stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Vec<u8>>>,
}

impl Server {
    /// Serves plain HTTP.
    pub(crate) async fn start() -> Self {
        Self::listen(None).await
    }

    /// Serves HTTPS.
    pub(crate) async fn start_tls(acceptor: TlsAcceptor) -> Self {
        Self::listen(Some(acceptor)).await
    }

    async fn listen(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let accepting = tokio::spawn(accept(listener, tls, Arc::clone(&shared)));
        Self { address, shared, accepting }
    }

    /// Answers every further request like this.
    pub(crate) fn answer(&self, reply: Reply) {
        self.answer_in_turn([reply]);
    }

    /// Answers further requests by one of these after the other; the last one stays.
    pub(crate) fn answer_in_turn(&self, replies: impl IntoIterator<Item = Reply>) {
        *self.shared.replies.lock().unwrap() = replies.into_iter().collect();
    }

    /// The requests since the last time of asking, as they came over the wire.
    pub(crate) fn take_requests(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.shared.requests.lock().unwrap())
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where a client finds the plain server.
    pub(crate) fn base_url(&self) -> BaseUrl {
        BaseUrl::parse(&format!("http://{}", self.address)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    // Dropping the set with the server ends the connections as well.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (tls, shared) = (tls.clone(), Arc::clone(&shared));
        connections.spawn(async move {
            let Some(tls) = tls else { return serve(stream, &shared).await };
            // A client that does not trust the server hangs up instead.
            if let Ok(stream) = tls.accept(stream).await {
                serve(stream, &shared).await;
            }
        });
    }
}

/// A connection that can be reset.
trait Connection: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Connection for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Connection for tokio_rustls::server::TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

async fn serve(mut stream: impl Connection, shared: &Shared) {
    while let Some(request) = read_request(&mut stream).await {
        shared.requests.lock().unwrap().push(request);
        let reply = next_reply(&shared.replies);
        for step in reply.0 {
            if !take(step, &mut stream).await {
                return;
            }
        }
    }
}

fn next_reply(replies: &Mutex<VecDeque<Reply>>) -> Reply {
    let mut replies = replies.lock().unwrap();
    match replies.len() {
        0 => Reply::new(599, &[], "the test gave no reply"),
        1 => replies[0].clone(),
        _ => replies.pop_front().unwrap(),
    }
}

/// Takes one step; `false` ends the connection.
async fn take(step: Step, stream: &mut impl Connection) -> bool {
    match step {
        Step::Write(bytes) => {
            stream.write_all(&bytes).await.is_ok() && stream.flush().await.is_ok()
        }
        Step::Dribble => {
            let mut pace = tokio::time::interval(Duration::from_millis(5));
            while stream.write_all(b" ").await.is_ok() && stream.flush().await.is_ok() {
                pace.tick().await;
            }
            false
        }
        Step::Stall => std::future::pending().await,
        Step::Close => {
            let _ = stream.shutdown().await;
            false
        }
        Step::Reset => {
            stream.tcp().set_zero_linger().unwrap();
            false
        }
    }
}

/// Reads one request, or nothing if the client is done.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let head = loop {
        if let Some(head) = find(&request, b"\r\n\r\n") {
            break head + 4;
        }
        read_some(stream, &mut request).await?;
    };
    let whole = head + content_length(&request[..head]);
    while request.len() < whole {
        read_some(stream, &mut request).await?;
    }
    assert_eq!(request.len(), whole, "a request is followed by something else");
    Some(request)
}

async fn read_some(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<()> {
    let count = stream.read_buf(buffer).await.ok()?;
    (count > 0).then_some(())
}

fn content_length(head: &[u8]) -> usize {
    let head = std::str::from_utf8(head).unwrap().to_ascii_lowercase();
    assert!(!head.contains("\r\ntransfer-encoding:"), "the client sends no chunked bodies");
    let value = head.split("\r\n").find_map(|line| line.strip_prefix("content-length:"));
    value.map_or(0, |value| value.trim().parse().unwrap())
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
