//! Calls over HTTP/2, whose headers and frames are traced by another crate.

use std::sync::{Arc, Mutex};

use checkout_identity::http::Response;
use checkout_identity::{BaseUrl, Bytes, Client};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::tls::Authority;
use crate::{all, builder, capture, check};

/// An answer to every request, or none: then its stream is reset.
type Reply = Arc<Mutex<Option<(u16, String)>>>;

async fn start(reply: Reply) -> Client {
    let authority = Authority::new();
    let mut config = Arc::clone(authority.acceptor("127.0.0.1").config());
    Arc::make_mut(&mut config).alpn_protocols = vec![b"h2".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let stream = TlsAcceptor::from(config).accept(listener.accept().await.unwrap().0).await;
        let mut connection = h2::server::handshake(stream.unwrap()).await.unwrap();
        while let Some(Ok((_, mut respond))) = connection.accept().await {
            let Some((status, body)) = reply.lock().unwrap().clone() else {
                respond.send_reset(h2::Reason::INTERNAL_ERROR);
                continue;
            };
            let head = Response::builder().status(status).header("x-a", "sentinelsentinel");
            let mut stream = respond.send_response(head.body(()).unwrap(), false).unwrap();
            stream.send_data(Bytes::from(body), true).unwrap();
        }
    });
    let builder = builder(BaseUrl::parse(&url).unwrap()).root_certificate(authority.der);
    builder.build().unwrap()
}

#[tokio::test]
async fn streams_are_silent() {
    let reply = Reply::default();
    let clients = [start(Arc::clone(&reply)).await];
    for (operation, request, response) in all() {
        let text = response.body.to_string();
        for answer in [
            Some((operation.responses[0].status, text.clone())),
            Some((422, text.clone())),
            Some((200, format!("{text}{text}"))),
            None,
        ] {
            *reply.lock().unwrap() = answer;
            check(&clients, &operation, &request, &response.sentinels).await;
        }
    }
    assert!(capture::crates().contains("h2"));
}
