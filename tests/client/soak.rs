//! Calls without pause to a server that fails at random: nothing is created twice, nothing leaks.
//!
//! `SOAK_SECONDS=3600 cargo test --release -p client-tests --test soak -- --nocapture` takes an hour and prints what it
//! counted; without the variable it takes a second. By itself in its process, as it counts what that holds open.

#![cfg(test)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use checkout_identity::models::{CreateAndOpenIdentityVerification, DeclaredData};
use checkout_identity::{BaseUrl, Client, Error, ErrorKind, SecretKey, Sent};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const WORKERS: usize = 32;

/// One request in so many meets a fault.
const FAULT_EVERY: usize = 20;

const VERIFICATION: &str = r#"{"id":"idv_1","created_on":"2025-07-21T17:32:28Z","modified_on":"2025-07-21T17:32:28Z",
    "user_journey_id":"usj_1","applicant_id":"aplt_1","status":"pending","response_codes":[],"_links":{"self":{"href":"https://example.com"}}}"#;

#[derive(Clone, Copy)]
enum Fault {
    ResetUnread,
    ResetUnanswered,
    /// Within the body of the answer.
    Cut,
    NoHttp,
    /// After the answer, without a word about it.
    Close,
    Stall,
    Status(u16),
}

const FAULTS: [Fault; 9] = [
    Fault::ResetUnread,
    Fault::ResetUnanswered,
    Fault::Cut,
    Fault::NoHttp,
    Fault::Close,
    Fault::Stall,
    Fault::Status(429),
    Fault::Status(500),
    Fault::Status(503),
];

/// The server's side: how often each create was processed, by its number.
#[derive(Default)]
struct Api {
    processed: Mutex<Vec<u8>>,
    requests: AtomicUsize,
}

impl Api {
    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(Arc::clone(&self).converse(stream));
        }
    }

    async fn converse(self: Arc<Self>, mut stream: TcpStream) {
        loop {
            let fault =
                (fastrand::usize(..FAULT_EVERY) == 0).then(|| fastrand::choice(FAULTS).unwrap());
            if matches!(fault, Some(Fault::ResetUnread)) && stream.readable().await.is_ok() {
                return;
            }
            let Some(request) = read_request(&mut stream).await else { return };
            self.requests.fetch_add(1, SeqCst);
            if !matches!(fault, Some(Fault::Status(429))) {
                self.process(&request);
            }
            let length = VERIFICATION.len();
            let whole = format!("HTTP/1.1 200 \r\nContent-Length: {length}\r\n\r\n{VERIFICATION}");
            let (answer, closes) = match fault {
                None => (whole, false),
                Some(Fault::ResetUnread | Fault::ResetUnanswered) => {
                    let _ = stream.set_zero_linger();
                    return;
                }
                Some(Fault::Cut) => (whole[..whole.len() - 9].to_owned(), true),
                Some(Fault::NoHttp) => ("SSH-2.0-OpenSSH_9.6\r\n\r\n".to_owned(), true),
                Some(Fault::Close) => (whole, true),
                Some(Fault::Stall) => {
                    // Until the client has had enough.
                    let _ = stream.read(&mut [0]).await;
                    return;
                }
                Some(Fault::Status(status)) => (
                    format!("HTTP/1.1 {status} \r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
                    false,
                ),
            };
            if stream.write_all(answer.as_bytes()).await.is_err() || closes {
                return;
            }
        }
    }

    fn process(&self, request: &str) {
        let Some((_, name)) = request.split_once("\"name\":\"n-") else { return };
        let number: usize = name.split('"').next().unwrap().parse().unwrap();
        let mut processed = self.processed.lock().unwrap();
        if processed.len() <= number {
            processed.resize(number + 1, 0);
        }
        processed[number] += 1;
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    loop {
        if stream.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .to_lowercase()
            .split("content-length: ")
            .nth(1)
            .map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
        if body.len() == length {
            return Some(text.into_owned());
        }
    }
}

/// The client's side: what became of the calls.
#[derive(Default)]
struct Outcomes {
    creates: AtomicUsize,
    /// Of creates, by number: what the client believes.
    sent: Mutex<Vec<(usize, Option<Sent>)>>,
    counts: Mutex<BTreeMap<String, usize>>,
}

impl Outcomes {
    fn count<T>(&self, what: &str, result: &Result<T, Error>) {
        let outcome = match result {
            Ok(_) => format!("{what}: ok"),
            Err(error) => {
                let known = [ErrorKind::Transport, ErrorKind::Timeout, ErrorKind::Api];
                assert!(known.contains(&error.kind()), "{error:?}");
                format!("{what}: {:?} {:?}", error.kind(), error.was_sent())
            }
        };
        *self.counts.lock().unwrap().entry(outcome).or_default() += 1;
    }

    async fn work(self: Arc<Self>, client: Client, until: Instant) {
        while Instant::now() < until {
            let number = self.creates.fetch_add(1, SeqCst);
            let declared = DeclaredData::new(format!("n-{number}"));
            let body = CreateAndOpenIdentityVerification::new(declared, "https://example.com");
            let result = client.create_and_open_identity_verification(&body).await;
            self.count("create", &result);
            self.sent.lock().unwrap().push((number, result.err().map(|error| error.was_sent())));
            let result = client.get_identity_verification(&"idv_1".into()).await;
            self.count("get", &result);
        }
    }
}

/// Open files and resident memory in bytes, where the operating system tells.
fn held() -> Option<(usize, usize)> {
    let files = std::fs::read_dir("/proc/self/fd").ok()?.count();
    let memory = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some((files, memory.split(' ').nth(1)?.parse::<usize>().ok()? * 4096))
}

/// What the client believes is what the server did.
fn check_creates(api: &Api, outcomes: &Outcomes) {
    let processed = api.processed.lock().unwrap();
    assert!(processed.iter().all(|times| *times <= 1), "something was created twice");
    for (number, sent) in outcomes.sent.lock().unwrap().iter() {
        let times = processed.get(*number).copied().unwrap_or(0);
        match sent {
            None => assert_eq!(times, 1, "{number} succeeded"),
            Some(Sent::No) => assert_eq!(times, 0, "{number} was not sent"),
            Some(Sent::Maybe | Sent::Yes) => {}
        }
    }
}

#[tokio::test]
async fn nothing_is_created_twice_and_nothing_leaks() {
    let seconds = std::env::var("SOAK_SECONDS").map_or(1.0, |seconds| seconds.parse().unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let (api, outcomes) = (Arc::new(Api::default()), Arc::new(Outcomes::default()));
    tokio::spawn(Arc::clone(&api).serve(listener));
    let before = held();

    let client = Client::builder().base_url(url).secret_key(SecretKey::new("sk_sbox_1").unwrap());
    let client = client.attempt_timeout(Duration::from_millis(250)).build().unwrap();
    let mut memory_at_half = None;
    for half in [1, 2] {
        let until = Instant::now() + Duration::from_secs_f64(seconds / 2.0);
        let workers = (0..WORKERS).map(|_| Arc::clone(&outcomes).work(client.clone(), until));
        let workers = workers.collect::<tokio::task::JoinSet<()>>();
        workers.join_all().await;
        if half == 1 {
            memory_at_half = held().map(|(_, memory)| memory);
        }
    }
    println!("{} requests: {:#?}", api.requests.load(SeqCst), outcomes.counts.lock().unwrap());
    println!(
        "open files and memory before {before:?}, at half {memory_at_half:?}, after {:?}",
        held()
    );

    check_creates(&api, &outcomes);
    if let (Some(half), Some((_, memory))) = (memory_at_half, held()) {
        assert!(memory < half + (16 << 20), "{half} bytes at half time, {memory} in the end");
    }
    drop(client);
    // The other ends of the connections close a moment later.
    let patience = Instant::now() + Duration::from_secs(10);
    while held().map(|(files, _)| files) > before.map(|(files, _)| files) {
        assert!(Instant::now() < patience, "{:?} open files of {before:?}", held());
        tokio::task::yield_now().await;
    }
}
