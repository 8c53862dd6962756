//! Webhooks: every type of the spec, and the example program as a server receives them.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use checkout_identity::models::{
    CreateIdentityVerification, DeclaredData, IdentityVerificationEvent,
    IdentityVerificationEventType,
};
use checkout_identity::{BaseUrl, Webhooks};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::programs::program;
use crate::spec::{self, Operation, SPEC};

const NEW_KEY: &str = "new key";
const OLD_KEY: &str = "old key";

fn webhooks(key: &str) -> Webhooks {
    Webhooks::new([key]).unwrap()
}

fn example(webhook: &Operation) -> &'static Value {
    webhook.request.as_ref().unwrap().examples[0].1
}

#[test]
fn every_type_is_verified_and_parsed() {
    let webhooks = webhooks(NEW_KEY);
    for webhook in spec::webhooks() {
        let body = example(&webhook).to_string();
        let payload = webhooks.verify(body.as_bytes(), [webhooks.sign(body.as_bytes())]).unwrap();
        let event: IdentityVerificationEvent = payload.parse().unwrap();
        assert_eq!(event.r#type.as_str(), webhook.path);
        assert!(!matches!(event.r#type, IdentityVerificationEventType::UnknownValue(_)));
        assert_eq!(serde_json::to_value(&event).unwrap(), *example(&webhook));
        let forged = body.replace("1.2.0", "1.2.1");
        webhooks.verify(forged.as_bytes(), [webhooks.sign(body.as_bytes())]).unwrap_err();
    }
}

#[test]
fn the_types_are_those_of_the_webhooks() {
    let types = spec::schema("IdentityVerificationEventType")["enum"].as_array().unwrap();
    let types: BTreeSet<_> = types.iter().map(|name| name.as_str().unwrap()).collect();
    let webhooks = SPEC["x-webhooks"].as_object().unwrap();
    assert_eq!(types, webhooks.keys().map(String::as_str).collect());
    assert_eq!(types.len(), 15);
}

/// Compiles the ways to read a webhook with a `--cfg`; the codes of the errors.
fn compile(way: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "rustc",
            "--quiet",
            "--frozen",
            "--package",
            "client-tests",
            "--example",
            "unverified",
        ])
        .args(["--message-format", "json", "--", "--cfg", way])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let messages = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let messages = messages.map(|line| serde_json::from_slice::<Value>(line).unwrap());
    let errors =
        messages.map(|message| message["message"].clone()).filter(|it| it["level"] == "error");
    let codes = errors.filter_map(|error| Some(error["code"]["code"].as_str()?.to_owned()));
    let codes: BTreeSet<_> = codes.collect();
    assert_eq!(
        output.status.success(),
        codes.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    codes
}

#[test]
fn only_what_is_verified_can_be_read() {
    for (way, error) in [
        ("checked", None),
        ("without_checking", Some("E0599")),
        ("by_constructor", Some("E0423")),
        ("by_conversion", Some("E0308")),
        ("from_json", Some("E0277")),
    ] {
        assert_eq!(compile(way), error.map(str::to_owned).into_iter().collect(), "{way}");
    }
}

/// An API that is slow to answer: by then the webhook for what it created has come.
#[tokio::test]
async fn a_webhook_may_come_before_the_answer_to_the_call() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let (asked, was_asked) = oneshot::channel();
    let (open, gate) = oneshot::channel::<()>();
    let create = spec::operations().into_iter().find(|it| it.id == "createIdentityVerification");
    let answer = create.unwrap().responses[0].content.as_ref().unwrap().examples[0].1;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_buf(&mut Vec::new()).await.unwrap();
        asked.send(()).unwrap();
        gate.await.unwrap();
        let body = answer.to_string();
        let head = format!("HTTP/1.1 201 \r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all([head, body].concat().as_bytes()).await.unwrap();
    });
    let client = crate::calls::builder(base_url).build().unwrap();
    let creating = tokio::spawn(async move {
        let body = CreateIdentityVerification::new("aplt_1", DeclaredData::new("Hannah Bret"));
        client.create_identity_verification(&body).await
    });
    was_asked.await.unwrap();

    let webhooks = webhooks(NEW_KEY);
    let mut event = example(&spec::webhooks()[0]).clone();
    event["data"]["identity_verification_id"] = answer["id"].clone();
    let body = event.to_string();
    let payload = webhooks.verify(body.as_bytes(), [webhooks.sign(body.as_bytes())]).unwrap();
    let event: IdentityVerificationEvent = payload.parse().unwrap();
    assert!(!creating.is_finished());
    open.send(()).unwrap();
    let created = creating.await.unwrap().unwrap();
    assert_eq!(event.data.identity_verification_id, created.id);
}

/// The example program; it stops when it is dropped.
struct Program {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Program {
    fn start() -> Self {
        let mut child = Command::new(program("webhooks"))
            .env("WEBHOOK_KEYS", format!("{NEW_KEY},{OLD_KEY}"))
            .env("PORT", "0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("listening on ").unwrap().to_owned();
        Self { child, lines, address }
    }

    /// Posts a body with these signatures; the status of the answer.
    async fn post(&self, body: &str, signatures: &[&str]) -> u16 {
        let signatures = signatures.iter().map(|value| format!("Cko-Signature: {value}\r\n"));
        let request = format!(
            "POST /webhooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{}Content-Length: {}\r\n\r\n{body}",
            signatures.collect::<String>(),
            body.len(),
        );
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// What it printed until it was stopped.
    fn stop(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.lines.by_ref().map(Result::unwrap).collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn the_program_acts_once_on_what_is_signed() {
    let program = tokio::task::spawn_blocking(Program::start).await.unwrap();
    let webhook = |name: &str| spec::webhooks().into_iter().find(|it| it.path == name).unwrap();
    let checked = example(&webhook("identity_verification_checks_completed"));
    let mut newer = checked.clone();
    newer["id"] = json!("evt_newer");
    newer["type"] = json!("identity_verification_newer_than_this_crate");
    newer["version"] = json!("9.0.0");
    let [checked, newer] = [checked.to_string(), newer.to_string()];
    let sign = |key, body: &str| webhooks(key).sign(body.as_bytes());
    let signature = sign(NEW_KEY, &checked);

    assert_eq!(program.post(&checked, &[]).await, 401);
    assert_eq!(program.post(&checked, &[&sign("another", &checked)]).await, 401);
    assert_eq!(program.post(&newer, &[&signature]).await, 401);
    assert_eq!(program.post(&checked, &[&signature, &signature]).await, 401);
    assert_eq!(program.post("{}", &[&sign(NEW_KEY, "{}")]).await, 422);
    assert_eq!(program.post(&checked, &[&signature]).await, 204);
    // Sent again, signed by the older key.
    assert_eq!(program.post(&checked, &[&sign(OLD_KEY, &checked)]).await, 204);
    assert_eq!(program.post(&newer, &[&sign(NEW_KEY, &newer)]).await, 204);

    let id = "idv_tkoi5db4hryu5cei5vwoabr7we";
    let expected =
        [format!("{id} is approved"), format!("{id}: identity_verification_newer_than_this_crate")];
    assert_eq!(program.stop(), expected);
}
