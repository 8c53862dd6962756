//! The example programs of the generated crate, built and run as a user does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

use crate::calls::KEY;
use crate::server::{Reply, Server};
use crate::spec::{Operation, operations};

/// The programs, built.
///
/// This package is named as well, so that its features are part of the build and nothing that the
/// tests themselves are made of is compiled a second time.
static PROGRAMS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--frozen", "--examples", "--message-format", "json"])
        .args(["--package", "checkout-identity", "--package", "client-tests"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let messages = build.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let messages = messages.map(|line| serde_json::from_slice::<Value>(line).unwrap());
    messages.filter_map(|message| Some(message["executable"].as_str()?.into())).collect()
});

/// Where a program is.
pub(crate) fn program(name: &str) -> &'static Path {
    PROGRAMS.iter().find(|path| path.file_stem().is_some_and(|stem| stem == name)).unwrap()
}

async fn run(server: &Server, name: &'static str, arguments: &'static [&str]) -> Output {
    let base_url = server.base_url().to_string();
    let run = move || {
        Command::new(program(name))
            .args(arguments)
            .env("CKO_BASE_URL", base_url)
            .env("CKO_SECRET_KEY", KEY)
            .output()
            .unwrap()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[track_caller]
fn check_prints(output: &Output, expected: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    assert_eq!(errors, "");
}

fn operation(id: &str) -> Operation {
    operations().into_iter().find(|operation| operation.id == id).unwrap()
}

fn example(operation: &Operation, name: &str) -> Value {
    let examples = &operation.responses[0].content.as_ref().unwrap().examples;
    examples.iter().find(|(key, _)| *key == name).unwrap().1.clone()
}

/// Method and target of every request.
pub(crate) fn request_lines(server: &Server) -> Vec<String> {
    let requests = server.take_requests().into_iter();
    let line =
        |request: Vec<u8>| String::from_utf8(request).unwrap().lines().next().unwrap().to_owned();
    requests.map(line).collect()
}

#[tokio::test]
async fn create_and_open_says_where_to_send_the_applicant() {
    let server = Server::start().await;
    let create = operation("createAndOpenIdentityVerification");
    server.answer(Reply::json(201, &example(&create, "pending")));
    check_prints(
        &run(&server, "create_and_open", &[]).await,
        "idv_tkoi5db4hryu5cei5vwoabr7we is pending\n\
         send the applicant to https://idv.checkout.com/4hryu5cei5/\n",
    );
    assert_eq!(request_lines(&server), ["POST /create-and-open-idv HTTP/1.1"]);
}

#[tokio::test]
async fn poll_until_decided_looks_again_until_there_is_an_outcome() {
    let server = Server::start().await;
    let get = operation("getIdentityVerification");
    let mut newer = example(&get, "approved");
    newer["status"] = "newer_than_this_crate".into();
    let bodies = [example(&get, "checks_in_progress"), newer, example(&get, "declined")];
    server.answer_in_turn(bodies.map(|body| Reply::json(200, &body)));
    check_prints(
        &run(&server, "poll_until_decided", &["idv_1"]).await,
        "idv_tkoi5db4hryu5cei5vwoabr7we is declined\n\
         because of 61310 document_front_not_captured\n\
         because of 62102 document_not_accepted\n",
    );
    assert_eq!(request_lines(&server), ["GET /identity-verifications/idv_1 HTTP/1.1"; 3]);
}

#[tokio::test]
async fn a_failure_is_told_without_personal_data() {
    let server = Server::start().await;
    let body = serde_json::json!({
        "error_type": "request_invalid",
        "error_codes": ["declared_data__name__invalid"],
        "detail": "Hannah Bret",
    });
    server.answer(Reply::json(422, &body));
    let output = run(&server, "create_and_open", &[]).await;
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    for part in ["422", "request_invalid", "declared_data__name__invalid"] {
        assert!(errors.contains(part), "{errors}");
    }
    assert!(!errors.contains("Hannah") && !errors.contains(KEY), "{errors}");
}
