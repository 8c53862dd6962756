//! A server that does exactly what its script says.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What to do next on a connection; at the end of its script it is closed.
pub(crate) enum Step {
    /// Read one request, with its body.
    Read,
    /// Write these bytes as they are.
    Send(Vec<u8>),
    /// Do nothing until the server is dropped.
    Stall,
    /// Wait until a test says so.
    Gate(Receiver<()>),
    /// Cut the connection so that the other side sees a reset.
    Reset,
}

impl Step {
    pub(crate) fn send(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Send(bytes.into())
    }

    /// A step that waits for a message, and the sender of it.
    pub(crate) fn gate() -> (Sender<()>, Self) {
        let (open, gate) = channel();
        (open, Self::Gate(gate))
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// Request line and headers, without the empty line.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// The server. The first connection follows the first script and so on; one for which there is no
/// script is closed at once.
pub(crate) struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    connections: Arc<Mutex<usize>>,
    /// Dropping it lets stalled connections end.
    _alive: Sender<()>,
}

impl Server {
    pub(crate) fn start(scripts: Vec<Vec<Step>>) -> Self {
        Self::serve(scripts, Box::new(|stream| Ok(Box::new(stream))))
    }

    /// A server that answers one request in one way.
    pub(crate) fn answering(answer: Step) -> Self {
        Self::start(vec![vec![Step::Read, answer]])
    }

    pub(crate) fn start_tls(scripts: Vec<Vec<Step>>, config: Arc<ServerConfig>) -> Self {
        let accept = move |stream| -> io::Result<Box<dyn Connection>> {
            let session = ServerConnection::new(config.clone()).map_err(io::Error::other)?;
            Ok(Box::new(StreamOwned::new(session, stream)))
        };
        Self::serve(scripts, Box::new(accept))
    }

    fn serve(scripts: Vec<Vec<Step>>, accept: Accept) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(Mutex::new(0));
        let (alive, end) = channel();
        let end = Arc::new(Mutex::new(end));
        let (log, count) = (received.clone(), connections.clone());
        thread::spawn(move || {
            let mut scripts = scripts.into_iter();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                *count.lock().unwrap() += 1;
                let script = scripts.next().unwrap_or_default();
                let (log, end) = (log.clone(), end.clone());
                let Ok(raw) = stream.try_clone() else { return };
                let Ok(connection) = accept(stream) else { continue };
                thread::spawn(move || follow(script, connection, &raw, &log, &end));
            }
        });
        Self { address, received, connections, _alive: alive }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The only request.
    pub(crate) fn request(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:#?}");
        received.into_iter().next().unwrap()
    }

    /// How many connections were made so far.
    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

trait Connection: Read + Write + Send {}

impl<T: Read + Write + Send> Connection for T {}

type Accept = Box<dyn Fn(TcpStream) -> io::Result<Box<dyn Connection>> + Send>;

fn follow(
    script: Vec<Step>,
    connection: Box<dyn Connection>,
    raw: &TcpStream,
    log: &Mutex<Vec<Received>>,
    end: &Mutex<Receiver<()>>,
) {
    // A client that hangs must not hang the server with it.
    let _ = raw.set_read_timeout(Some(Duration::from_secs(20)));
    let mut connection = BufReader::new(connection);
    for step in script {
        let done = match step {
            Step::Read => read_request(&mut connection).map(|(head, body)| {
                log.lock().unwrap().push(Received { head, body });
            }),
            Step::Send(bytes) => {
                let stream = connection.get_mut();
                stream.write_all(&bytes).and_then(|()| stream.flush())
            }
            Step::Stall => {
                // Nothing is ever sent: this ends when the server does.
                let _ = end.lock().unwrap().recv();
                Ok(())
            }
            Step::Gate(gate) => gate.recv().map_err(io::Error::other),
            Step::Reset => socket2::SockRef::from(raw).set_linger(Some(Duration::ZERO)),
        };
        if done.is_err() {
            return;
        }
    }
}

fn read_request(connection: &mut impl BufRead) -> io::Result<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    head.truncate(head.len() - 4);
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    connection.read_exact(&mut body)?;
    Ok((head, body))
}
