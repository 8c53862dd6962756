//! The bytes of each operation's request, as a server receives them.

use crate::calls::{call, client};
use crate::server::{Reply, Server};
use crate::spec::{Response, operations};

#[tokio::test]
async fn every_operation_sends_these_bytes() {
    let server = Server::start().await;
    let client = client(&server);
    for operation in operations() {
        server.answer(first_success(&operation.responses));
        call(&client, &operation).await.unwrap();
        let [request] = &server.take_requests()[..] else {
            panic!("{} sent not one request", operation.id)
        };
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(operation.id, shown(request, &server));
        });
    }
}

/// The first example of the status that means success.
pub(crate) fn first_success(responses: &[Response]) -> Reply {
    let success = responses.iter().find(|response| response.status < 300).unwrap();
    Reply::json(success.status, success.content.as_ref().unwrap().examples[0].1)
}

/// Bytes as text, a line for each of theirs, without what changes from run to run or between versions.
fn shown(request: &[u8], server: &Server) -> String {
    let text =
        request.escape_ascii().to_string().replace("\\r\\n", "\\r\\n\n").replace("\\\"", "\"");
    let text = text.replace(&server.address().to_string(), "127.0.0.1:[port]");
    text.lines().map(without_version).collect::<Vec<_>>().join("\n")
}

fn without_version(line: &str) -> &str {
    if line.starts_with("user-agent: checkout-identity/") {
        r"user-agent: checkout-identity/[version]\r\n"
    } else {
        line
    }
}
