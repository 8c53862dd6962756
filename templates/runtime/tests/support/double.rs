//! A transport without sockets, for tests in which time is not real.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::exports::http::{Request, Response};
use runtime::exports::{Body, Bytes, Client, Transport, TransportError, TransportFuture};
use tokio::time::{Instant, sleep};

type Outcome = Result<Response<Body>, TransportError>;
type Answer = dyn Fn(usize, &Request<Bytes>) -> Outcome + Send + Sync;

/// Answers the nth request, from 0, by a function, and notes when each came.
#[derive(Clone)]
pub(crate) struct Double {
    answer: Arc<Answer>,
    latency: Duration,
    times: Arc<Mutex<Vec<Instant>>>,
}

impl Double {
    pub(crate) fn new(
        answer: impl Fn(usize, &Request<Bytes>) -> Outcome + Send + Sync + 'static,
    ) -> Self {
        Self { answer: Arc::new(answer), latency: Duration::ZERO, times: Arc::default() }
    }

    pub(crate) fn with_latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    pub(crate) fn client(&self) -> Client {
        super::builder("https://api.example.com").transport(self.clone()).build().unwrap()
    }

    /// When each request came.
    pub(crate) fn times(&self) -> Vec<Instant> {
        self.times.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.times().len()
    }
}

impl Transport for Double {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let number = self.count();
        self.times.lock().unwrap().push(Instant::now());
        Box::pin(async move {
            if !self.latency.is_zero() {
                sleep(self.latency).await;
            }
            (self.answer)(number, &request)
        })
    }
}

/// An answer with a body that fits the model, and one header if its name is not empty.
pub(crate) fn status(status: u16, (name, value): (&str, &str)) -> Response<Body> {
    let mut response = Response::builder().status(status);
    if !name.is_empty() {
        response = response.header(name, value);
    }
    response.body(Body::from(r#"{"name":"a"}"#)).unwrap()
}
