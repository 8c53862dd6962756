//! Calls from programs that are not asynchronous.

use runtime::exports::{ErrorKind, block_on};

use crate::support::{Server, Step, answer, client, get_thing};

const THING: &str = r#"{"name":"a"}"#;

#[test]
fn a_call_can_be_waited_for() {
    let script = vec![Step::Read, answer("200 OK", THING), Step::Read, answer("200 OK", THING)];
    let server = Server::start(vec![script]);
    let client = client(&server);
    assert_eq!(get_thing(&client, "t").send_blocking().unwrap().name, "a");
    assert_eq!(block_on(get_thing(&client, "t")).unwrap().unwrap().name, "a");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_runtime_is_not_blocked() {
    let server = Server::start(vec![]);
    let error = get_thing(&client(&server), "t").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(server.connections(), 0);
}
