//! What calls leave in traces, at the most verbose level of all crates, and what they never do.

use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::support::{KEY, Server, Step, answer, builder, create_thing, get_thing};
use crate::tls::authority_and_server;

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Collects what this thread traces until the guard is dropped.
    pub(crate) fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        // While a process has a single subscriber, `tracing` asks the thread that meets a callsite
        // first, which may be another test's, whether anybody listens.
        static ANOTHER: LazyLock<Dispatch> =
            LazyLock::new(|| Dispatch::new(NoSubscriber::default()));
        LazyLock::force(&ANOTHER);
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn spans_have_the_names_of_opentelemetry() {
    let (log, guard) = Log::start();
    let fails = answer("503 Service Unavailable", "");
    let script = vec![Step::Read, fails, Step::Read, answer("200 OK", r#"{"name":"a"}"#)];
    let server = Server::start(vec![script]);
    get_thing(&builder(&server.url()).build().unwrap(), "t").await.unwrap();
    drop(guard);
    let text = log.text();
    let port = server.port();
    let common = format!(
        "http.request.method=\"GET\" url.template=\"/things/{{thing_id}}/state\" \
         server.address=\"127.0.0.1\" server.port={port} "
    );
    let attempt = "attempt{otel.name=GET /things/{thing_id}/state otel.kind=\"client\" ";
    for expected in [
        "call{otel.name=\"getThing\" otel.kind=\"internal\"",
        &format!("{attempt}{common}"),
        "otel.status_code=\"ERROR\" error.type=\"503\"",
        &format!("{attempt}http.request.method=\"GET\" http.request.resend_count=1 "),
        "trying again kind=Api status=503 wait=",
        "http.response.status_code=200",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[tokio::test]
async fn no_crate_traces_what_is_sent_or_received() {
    let (log, guard) = Log::start();
    let body = r#"{"name":"SENTINEL","error_type":"SENTINEL"}"#;
    let head = |head: &str| Step::send(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\nSENTINEL"));
    let scripts = [
        vec![Step::Read, answer("200 OK", body), Step::Read, answer("422 X", body)],
        vec![Step::Read, Step::Stall],
        vec![Step::Read, head("content-length: 100")],
        vec![Step::Read, head("SENTINEL SENTINEL: SENTINEL")],
        vec![],
    ];
    for script in scripts {
        let (root, config) = authority_and_server("localhost", |_| ());
        let server = Server::start_tls(vec![script], config);
        let url = format!("https://localhost:{}/SENTINEL", server.port());
        let client = builder(&url)
            .root_certificate(root)
            .max_attempts(2)
            .timeout(Duration::from_millis(300))
            .build()
            .unwrap();
        for _ in 0..2 {
            let call =
                create_thing(&client, "SENTINEL").header("x-a", "SENTINEL").query("a", "SENTINEL");
            let _ = call.idempotency_key("SENTINEL").await;
            let _ = get_thing(&client, "SENTINEL").await;
        }
    }
    drop(guard);
    let text = log.text();
    // The test is worth something only if other crates were heard.
    assert!(text.contains("hyper_util::"), "{text}");
    assert!(!text.contains("SENTINEL") && !text.contains(KEY), "{text}");
}
