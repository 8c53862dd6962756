//! Access tokens end to end: a token endpoint and an API on loopback.

use checkout_identity::models::IdentityVerificationId;
use checkout_identity::{BaseUrl, Client, ErrorKind, OAuth, Sent};
use serde_json::json;
use tokio::task::JoinSet;

use crate::server::{Reply, Server};
use crate::spec::operations;

const SECRET: &str = "secret+of/the=client";

fn grant(token: &str) -> Reply {
    let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600});
    Reply::json(200, &body)
}

fn verification() -> Reply {
    let get = operations().into_iter().find(|it| it.id == "getIdentityVerification").unwrap();
    crate::requests::first_success(&get.responses)
}

struct Place {
    tokens: Server,
    api: Server,
    client: Client,
}

impl Place {
    async fn new(change: impl FnOnce(OAuth) -> OAuth) -> Self {
        let (tokens, api) = (Server::start().await, Server::start().await);
        api.answer(verification());
        let url = BaseUrl::parse(&format!("http://{}/connect/token", tokens.address())).unwrap();
        let oauth = OAuth::new(url, "ack_client", SECRET).unwrap().scope("identity-verification");
        let builder = Client::builder().base_url(api.base_url()).oauth(change(oauth));
        let client = builder.max_attempts(1).build().unwrap();
        Self { tokens, api, client }
    }

    fn api_requests(&self) -> Vec<String> {
        texts(&self.api)
    }
}

fn texts(server: &Server) -> Vec<String> {
    let requests = server.take_requests().into_iter();
    requests.map(|request| String::from_utf8(request).unwrap()).collect()
}

/// The values of a header.
fn header<'r>(request: &'r str, name: &str) -> Vec<&'r str> {
    let head = request.split("\r\n\r\n").next().unwrap();
    let fields = head.lines().skip(1).map(|line| line.split_once(": ").unwrap());
    fields.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

async fn get(client: &Client) -> Result<String, checkout_identity::Error> {
    let id = IdentityVerificationId::from("idv_1");
    client.get_identity_verification(&id).await.map(|it| it.id.to_string())
}

#[tokio::test]
async fn concurrent_first_calls_fetch_one_token() {
    let place = Place::new(|oauth| oauth).await;
    place.tokens.answer(grant("token-1"));
    let mut calls = JoinSet::new();
    for _ in 0..200 {
        let client = place.client.clone();
        calls.spawn(async move { get(&client).await.unwrap() });
    }
    calls.join_all().await;
    let [asked] = &texts(&place.tokens)[..] else { panic!("not one token request") };
    assert!(asked.starts_with("POST /connect/token HTTP/1.1\r\n"), "{asked}");
    assert_eq!(header(asked, "content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(header(asked, "authorization"), [""; 0]);
    assert_eq!(
        asked.split_once("\r\n\r\n").unwrap().1,
        "grant_type=client_credentials&client_id=ack_client\
         &client_secret=secret%2Bof%2Fthe%3Dclient&scope=identity-verification"
    );
    let requests = place.api_requests();
    assert_eq!(requests.len(), 200);
    for request in requests {
        assert_eq!(header(&request, "authorization"), ["Bearer token-1"]);
        assert!(!request.contains("secret"), "{request}");
    }
}

#[tokio::test]
async fn basic_authentication_by_choice() {
    let place = Place::new(OAuth::basic).await;
    place.tokens.answer(grant("token-1"));
    get(&place.client).await.unwrap();
    let [asked] = &texts(&place.tokens)[..] else { panic!("not one token request") };
    // `ack_client:secret%2Bof%2Fthe%3Dclient`, as RFC 6749 has it.
    let credentials = "YWNrX2NsaWVudDpzZWNyZXQlMkJvZiUyRnRoZSUzRGNsaWVudA==";
    assert_eq!(header(asked, "authorization"), [format!("Basic {credentials}")]);
    assert!(asked.ends_with("\r\n\r\ngrant_type=client_credentials&scope=identity-verification"));
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let place = Place::new(|oauth| oauth).await;
    place.tokens.answer_in_turn(["token-1", "token-2"].map(grant));
    let refused = || Reply::new(401, &[], "");
    for (replies, tokens) in [
        // Refused though it was fetched for this call: it is not its age that is at fault.
        (vec![refused()], &["Bearer token-1"][..]),
        (vec![refused(), verification()], &["Bearer token-1", "Bearer token-2"]),
        // Its replacement is refused as well: neither is its age.
        (vec![refused()], &["Bearer token-2"]),
    ] {
        let last_is_refused = replies.len() == 1;
        place.api.answer_in_turn(replies);
        let result = get(&place.client).await;
        assert_eq!(result.is_err_and(|error| error.is_unauthorized()), last_is_refused);
        let sent = place.api_requests();
        let sent = sent.iter().flat_map(|request| header(request, "authorization"));
        assert_eq!(sent.collect::<Vec<_>>(), tokens);
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_nothing_is_shown() {
    let refusal = json!({"error": "invalid_client", "client_secret": SECRET});
    let replies = [
        Reply::json(400, &refusal),
        Reply::json(200, &json!({"token_type": "Bearer", "id_token": SECRET})),
        Reply::json(200, &json!({"access_token": SECRET, "token_type": "mac"})),
    ];
    for reply in replies {
        let place = Place::new(|oauth| oauth).await;
        place.tokens.answer(reply);
        let error = get(&place.client).await.unwrap_err();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No), "{error:?}");
        let printed = format!("{error} {error:?} {:?}", error.body());
        assert!(!printed.contains(SECRET) && !printed.contains("127.0.0.1"), "{printed}");
        assert_eq!(place.api_requests(), [""; 0]);
    }
}
