//! Secrets other than the key: of OAuth, of a proxy, in a signed URL and of webhooks.

use checkout_identity::{BaseUrl, Client, OAuth};
use serde_json::json;

use crate::server::{Reply, Server};
use crate::{capture, check_silent, printed, printed_chain};

const SECRET: &str = "/of=sentinelsentinel+";

fn check(text: &str) {
    check_silent(text, &["sentinelsentinel".to_owned()]);
}

/// What a server says that quotes a secret, well and badly.
fn quoting(status: u16) -> Vec<Reply> {
    let text = format!("{SECRET} <html>");
    let location = format!("https://{SECRET}.example/{SECRET}");
    let body = json!({"error": SECRET, "error_type": SECRET, "access_token": [SECRET]}).to_string();
    vec![
        Reply::new(status, &[("WWW-Authenticate", SECRET), ("Location", &location)], &body),
        Reply::new(status, &[], &text),
        Reply::new(302, &[("Location", &location)], ""),
        Reply::bytes(text.as_str()).then_close(),
        Reply::bytes(format!("HTTP/1.1 {status} {SECRET}\r\n{SECRET}: {SECRET}\r\n\r\n"))
            .then_close(),
        Reply::cut(status, &[], text.as_bytes(), 1000).then_close(),
        Reply::cut(status, &[], text.as_bytes(), 1000).then_reset(),
        Reply::nothing().then_reset(),
    ]
}

async fn call(client: &Client) {
    check(&printed(client));
    match client.get_identity_verification(&"idv_1".into()).await {
        Ok(verification) => check(&printed(&verification)),
        Err(error) => check(&crate::printed_error(error)),
    }
}

#[tokio::test]
async fn client_credentials_and_tokens_are_silent() {
    capture::start();
    let (tokens, api) = (Server::start().await, Server::start().await);
    let grant =
        Reply::json(200, &json!({"access_token": format!("t{SECRET}"), "expires_in": 3600}));
    let url = BaseUrl::parse(&format!("http://{}/connect/token", tokens.address())).unwrap();
    for change in [OAuth::basic, |oauth: OAuth| oauth] {
        let oauth = change(OAuth::new(url.clone(), "ack_client", SECRET).unwrap());
        check(&printed(&oauth));
        for reply in quoting(200).into_iter().chain(quoting(400)).chain([grant.clone()]) {
            tokens.answer(reply);
            for answer in quoting(200).into_iter().chain(quoting(401)) {
                api.answer(answer);
                let builder = Client::builder().base_url(api.base_url()).oauth(oauth.clone());
                let builder = builder.max_attempts(1);
                check(&printed(&builder));
                call(&builder.build().unwrap()).await;
                if api.take_requests().is_empty() {
                    // Without a token there is nothing else to see.
                    break;
                }
            }
        }
        assert!(!tokens.take_requests().is_empty());
    }
    for (id, secret) in [("ack", format!("{SECRET}\n")), (SECRET, String::new())] {
        check(&printed_chain(&OAuth::new(url.clone(), id, secret).unwrap_err()));
    }
}

#[tokio::test]
async fn proxies_are_silent() {
    let proxy = Server::start().await;
    for reply in quoting(200).into_iter().chain(quoting(407)) {
        proxy.answer(reply);
        let builder = crate::builder(BaseUrl::parse("https://api.example.test").unwrap());
        let builder = builder.proxy(format!("http://user:sentinelsentinel@{}", proxy.address()));
        check(&printed(&builder));
        call(&builder.build().unwrap()).await;
    }
    assert!(!proxy.take_requests().is_empty());
    for url in
        ["ftp://user:sentinelsentinel@localhost", "sentinelsentinel", "http://sentinelsentinel :"]
    {
        let builder = crate::builder(BaseUrl::parse("http://127.0.0.1:1").unwrap()).proxy(url);
        match builder.build() {
            Ok(client) => call(&client).await,
            Err(error) => check(&printed_chain(&error)),
        }
    }
}

#[tokio::test]
#[cfg(feature = "download")]
async fn signed_urls_are_silent() {
    capture::start();
    let storage = Server::start().await;
    let downloads = checkout_identity::Downloads::from_hosts(["127.0.0.1"]).allow_loopback();
    check(&printed(&downloads));
    let downloads = downloads.build().unwrap();
    check(&printed(&downloads));
    let url = format!("http://{}/sentinelsentinel?X-Signature=sentinelsentinel", storage.address());
    let pdf = Reply::new(200, &[("Content-Type", "application/pdf")], format!("%PDF-{SECRET}"));
    for reply in quoting(200).into_iter().chain(quoting(403)).chain([pdf]) {
        storage.answer(reply);
        let download = downloads.get(&url).pdf();
        check(&printed(&download));
        match download.send().await {
            Ok(body) => check(&printed(&body)),
            Err(error) => check(&crate::printed_error(error)),
        }
    }
    assert!(!storage.take_requests().is_empty());
    for url in [
        "ftp://127.0.0.1/sentinelsentinel",
        "https://sentinelsentinel/",
        "sentinelsentinel",
        "http://127.0.0.1#sentinelsentinel",
    ] {
        check(&crate::printed_error(downloads.get(url).send().await.unwrap_err()));
    }
}

#[test]
#[cfg(feature = "webhooks")]
fn webhooks_are_silent() {
    use checkout_identity::Webhooks;
    use checkout_identity::models::IdentityVerificationEvent;

    capture::start();
    let webhooks = Webhooks::new([SECRET]).unwrap();
    check(&printed(&webhooks));
    let body = format!("{{\"id\": [\"{SECRET}\"]}}");
    let body = body.as_bytes();
    check(&printed(&webhooks.verify(body, [webhooks.sign(body)]).unwrap()));
    let payload = webhooks.verify(body, [webhooks.sign(body)]).unwrap();
    check(&printed_chain(&payload.parse::<IdentityVerificationEvent>().unwrap_err()));
    for signatures in [&[SECRET][..], &[SECRET, SECRET], &[], &[&"0".repeat(64)]] {
        check(&printed_chain(&webhooks.verify(body, signatures).unwrap_err()));
    }
}

/// What `.await` does, `.send_blocking()` does as well.
#[tokio::test]
#[cfg(feature = "blocking")]
async fn blocking_calls_are_silent() {
    let server = Server::start().await;
    for reply in quoting(200).into_iter().chain(quoting(422)) {
        server.answer(reply);
        let client = crate::builder(server.base_url()).build().unwrap();
        let call = move || client.get_identity_verification(&"idv_1".into()).send_blocking();
        let error = tokio::task::spawn_blocking(call).await.unwrap().unwrap_err();
        check(&crate::printed_error(error));
    }
}
