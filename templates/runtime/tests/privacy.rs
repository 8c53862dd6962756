//! Sentinel values that must not be printed, whatever goes wrong.

use std::time::Duration;

use runtime::exports::Error;

use crate::support::{KEY, Server, Step, answer, builder, create_thing, printed};

/// Sends sentinels in every place that takes a value, and looks for them in what could be logged.
async fn check(name: &str, script: Vec<Step>) -> Error {
    let server = Server::start(vec![script]);
    let client = builder(&format!("{}/SENTINEL", server.url()))
        .timeout(Duration::from_millis(300))
        .max_attempts(1)
        .max_body_bytes(300)
        .build()
        .unwrap();
    let call = create_thing(&client, "SENTINEL")
        .header("x-secret", "SENTINEL")
        .idempotency_key("SENTINEL")
        .query("name", "SENTINEL");
    assert!(!format!("{call:?}").contains("SENTINEL"));
    let error = call.send().await.unwrap_err();
    let printed = printed(&error);
    assert!(!printed.contains("SENTINEL") && !printed.contains(KEY), "{name}: {printed}");
    error
}

#[tokio::test]
async fn no_error_prints_what_was_sent_or_received() {
    let body =
        r#"{"name":["SENTINEL"],"error_type":"SENT INEL SENTINEL","error_codes":["SENTINEL!"]}"#;
    let long = format!("{{\"name\":\"{}\"}}", "SENTINEL".repeat(100));
    let read = |steps: Vec<Step>| std::iter::once(Step::Read).chain(steps).collect::<Vec<_>>();
    check("closed", vec![]).await;
    check("reset", vec![Step::Read, Step::Reset]).await;
    check("timeout", read(vec![Step::Stall])).await;
    check("no http", read(vec![Step::send("SENTINEL SENTINEL\r\n\r\n")])).await;
    check("bad header", read(vec![Step::send("HTTP/1.1 200 OK\r\nSENT INEL: SENTINEL\r\n\r\n")]))
        .await;
    check(
        "bad chunk",
        read(vec![Step::send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nSENTINEL")]),
    )
    .await;
    check("decode", read(vec![answer("200 OK", body)])).await;
    check("no json", read(vec![answer("200 OK", "SENTINEL")])).await;
    check("cut", read(vec![Step::send("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nSENTINEL")]))
        .await;
    check("too large", read(vec![answer("200 OK", &long)])).await;
    let error = check("api", read(vec![answer("422 X", body)])).await;
    assert!(error.body().windows(8).any(|window| window == b"SENTINEL"));
}
