//! A server that does exactly what its script says.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What to do next on a connection; at the end of its script it is closed.
pub(crate) enum Step {
    /// Read one request, with its body.
    Read,
    /// Read one request, without its body.
    ReadHead,
    /// Read this many bytes of a request and no more.
    Take(usize),
    /// Write these bytes as they are.
    Send(Vec<u8>),
    /// Write an `a` every few milliseconds until the other side has enough.
    Dribble,
    /// Do nothing until the server is dropped.
    Stall,
    /// Wait until a test says so.
    Gate(Receiver<()>),
    /// Cut the connection so that the other side sees a reset.
    Reset,
    /// Shut the connection down as soon as a test says so, amid the steps that follow.
    ShutdownAt(Receiver<()>),
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
    seen: Arc<Seen>,
    /// Dropping it lets stalled connections end.
    _alive: Sender<()>,
}

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<Received>>,
    /// Bytes of requests that were not read whole.
    taken: AtomicUsize,
    connections: AtomicUsize,
    is_over: AtomicBool,
}

impl Server {
    pub(crate) fn start(scripts: Vec<Vec<Step>>) -> Self {
        Self::start_at("127.0.0.1:0", scripts).unwrap()
    }

    /// A server at an address that this machine need not have.
    pub(crate) fn start_at(
        address: impl ToSocketAddrs,
        scripts: Vec<Vec<Step>>,
    ) -> io::Result<Self> {
        Self::serve(address, scripts, Box::new(|stream| Ok(Box::new(stream))))
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
        Self::serve("127.0.0.1:0", scripts, Box::new(accept)).unwrap()
    }

    fn serve(
        address: impl ToSocketAddrs,
        scripts: Vec<Vec<Step>>,
        accept: Accept,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let (alive, end) = channel();
        let end = Arc::new(Mutex::new(end));
        let server = Self { address, seen: Arc::default(), _alive: alive };
        let seen = server.seen.clone();
        thread::spawn(move || {
            let mut scripts = scripts.into_iter();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                if seen.is_over.load(SeqCst) {
                    return;
                }
                seen.connections.fetch_add(1, SeqCst);
                let script = scripts.next().unwrap_or_default();
                let (seen, end) = (seen.clone(), end.clone());
                let Ok(raw) = stream.try_clone().map(Arc::new) else { return };
                let Ok(connection) = accept(stream) else { continue };
                thread::spawn(move || follow(script, connection, &raw, &seen, &end));
            }
        });
        Ok(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// The only request.
    pub(crate) fn request(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:#?}");
        received.into_iter().next().unwrap()
    }

    /// How many bytes were read of requests that were not read whole.
    pub(crate) fn taken(&self) -> usize {
        self.seen.taken.load(SeqCst)
    }

    /// How many connections were made so far.
    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.seen.is_over.store(true, SeqCst);
        // The last connection, which ends the wait for others.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
    }
}

trait Connection: Read + Write + Send {}

impl<T: Read + Write + Send> Connection for T {}

type Accept = Box<dyn Fn(TcpStream) -> io::Result<Box<dyn Connection>> + Send>;

fn follow(
    script: Vec<Step>,
    connection: Box<dyn Connection>,
    raw: &Arc<TcpStream>,
    seen: &Seen,
    end: &Mutex<Receiver<()>>,
) {
    // A client that hangs must not hang the server with it.
    let _ = raw.set_read_timeout(Some(Duration::from_secs(20)));
    let mut connection = BufReader::new(connection);
    for step in script {
        let done = match step {
            Step::Read => read_request(&mut connection)
                .map(|request| seen.requests.lock().unwrap().push(request)),
            Step::ReadHead => read_head(&mut connection)
                .map(|request| seen.requests.lock().unwrap().push(request)),
            Step::Take(count) => connection.read_exact(&mut vec![0; count]).inspect(|()| {
                seen.taken.fetch_add(count, SeqCst);
            }),
            Step::Send(bytes) => write(connection.get_mut(), &bytes),
            Step::Dribble => loop {
                if let Err(error) = write(connection.get_mut(), b"a") {
                    break Err(error);
                }
                thread::sleep(Duration::from_millis(3));
            },
            Step::Stall => {
                // Nothing is ever sent: this ends when the server does.
                let _ = end.lock().unwrap().recv();
                Ok(())
            }
            Step::Gate(gate) => gate.recv().map_err(io::Error::other),
            Step::ShutdownAt(gate) => {
                // Not to keep open what the script has closed meanwhile.
                let raw = Arc::downgrade(raw);
                let shutdown = move || raw.upgrade().map(|raw| raw.shutdown(Shutdown::Both));
                thread::spawn(move || gate.recv().map(|()| shutdown()));
                Ok(())
            }
            Step::Reset => socket2::SockRef::from(&**raw).set_linger(Some(Duration::ZERO)),
        };
        if done.is_err() {
            return;
        }
    }
}

fn write(connection: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    connection.write_all(bytes).and_then(|()| connection.flush())
}

fn read_head(connection: &mut impl BufRead) -> io::Result<Received> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    head.truncate(head.len() - 4);
    Ok(Received { head, body: Vec::new() })
}

fn read_request(connection: &mut impl BufRead) -> io::Result<Received> {
    let mut request = read_head(connection)?;
    if request.header("transfer-encoding") == Some("chunked") {
        while let Some(chunk) = read_chunk(connection)? {
            request.body.extend(chunk);
        }
    } else {
        let length = request.header("content-length").and_then(|value| value.parse().ok());
        request.body.resize(length.unwrap_or(0), 0);
        connection.read_exact(&mut request.body)?;
    }
    Ok(request)
}

/// The next chunk of a body without trailers; `None` for the last.
fn read_chunk(connection: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = String::new();
    connection.read_line(&mut length)?;
    let length = usize::from_str_radix(length.trim_end(), 16).map_err(io::Error::other)?;
    let mut chunk = vec![0; length + 2];
    connection.read_exact(&mut chunk)?;
    chunk.truncate(length);
    Ok((length > 0).then_some(chunk))
}
