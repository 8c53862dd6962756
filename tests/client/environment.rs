//! `Client::from_env`, by a program that does nothing else before its first call.

use std::process::{Command, Output};

use serde_json::json;

use crate::programs::program;
use crate::server::{Reply, Server};

type Variables<'a> = &'a [(&'a str, &'a str)];

/// Runs a program with these variables and no others.
async fn run(variables: Variables<'_>) -> Output {
    let variables: Vec<_> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let run = || Command::new(program("create_and_open")).env_clear().envs(variables).output();
    tokio::task::spawn_blocking(run).await.unwrap().unwrap()
}

/// What it says of variables that will not do: the text in question, and nothing of a value.
async fn refuses(variables: Variables<'_>, expected: &str) {
    let output = run(variables).await;
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{variables:?}");
    assert!(errors.contains("kind: Config"), "{variables:?}: {errors}");
    assert!(errors.contains(expected), "{variables:?}: {errors}");
    assert!(!errors.to_lowercase().contains("sentinel"), "{errors}");
}

const SANDBOX: (&str, &str) = ("CKO_ENVIRONMENT", "sandbox");
const PREFIX: (&str, &str) = ("CKO_PREFIX", "vkuhvk4v");
const KEY: (&str, &str) = ("CKO_SECRET_KEY", "sk_sbox_sentinel");
const ID: (&str, &str) = ("CKO_CLIENT_ID", "ack_sentinel");
const SECRET: (&str, &str) = ("CKO_CLIENT_SECRET", "sentinel");

#[tokio::test]
async fn what_is_missing_or_wrong_is_named() {
    let no_credentials = "set `CKO_SECRET_KEY`, or `CKO_CLIENT_ID` and `CKO_CLIENT_SECRET`";
    let both = "`CKO_SECRET_KEY` and `CKO_CLIENT_ID` or `CKO_CLIENT_SECRET` are set";
    let table: &[(Variables<'_>, &str)] = &[
        (&[], "`CKO_ENVIRONMENT` is missing"),
        (&[KEY], "`CKO_ENVIRONMENT` is missing"),
        (&[KEY, ("CKO_ENVIRONMENT", "")], "`CKO_ENVIRONMENT` is missing"),
        (&[KEY, ("CKO_ENVIRONMENT", "Sentinel")], "`CKO_ENVIRONMENT` names no server"),
        (&[KEY, SANDBOX], "`CKO_PREFIX` is missing"),
        (&[KEY, SANDBOX, ("CKO_PREFIX", "")], "`CKO_PREFIX` is missing"),
        (&[KEY, SANDBOX, ("CKO_PREFIX", "sentinel.example/")], "must be one DNS label"),
        (&[SANDBOX, PREFIX], no_credentials),
        (&[SANDBOX, PREFIX, ("CKO_SECRET_KEY", "")], no_credentials),
        (&[SANDBOX, PREFIX, ID], "`CKO_CLIENT_SECRET` is missing"),
        (&[SANDBOX, PREFIX, SECRET], "`CKO_CLIENT_ID` is missing"),
        (&[SANDBOX, PREFIX, KEY, ID, SECRET], both),
        (&[SANDBOX, PREFIX, KEY, ID], both),
        (&[SANDBOX, PREFIX, ("CKO_SECRET_KEY", "sentinel\n")], "was a line break copied along?"),
        (&[("CKO_ENVIRONMENT", "production"), PREFIX, KEY], "belongs to another server"),
        (&[("CKO_ENVIRONMENT", "legacy-production"), KEY], "belongs to another server"),
        (&[SANDBOX, PREFIX, ("CKO_SECRET_KEY", "sk_sentinel")], "belongs to another server"),
        (&[("CKO_BASE_URL", "http://sentinel.example"), KEY], "the base URL is http"),
        (&[("CKO_BASE_URL", "https://user:sentinel@example.com"), KEY], "has a user or password"),
        (&[("CKO_BASE_URL", "http://127.0.0.1:9"), ID, SECRET], "`CKO_ENVIRONMENT` is missing"),
        (
            &[("CKO_BASE_URL", "http://127.0.0.1:9"), ID, SECRET, ("CKO_TOKEN_URL", "sentinel")],
            "is not an absolute URL",
        ),
    ];
    for (variables, expected) in table {
        refuses(variables, expected).await;
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_text_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let output = Command::new(program("create_and_open"))
        .env_clear()
        .env("CKO_ENVIRONMENT", OsStr::from_bytes(b"sentinel\xff"))
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("`CKO_ENVIRONMENT` is not UTF-8"), "{errors}");
    assert!(!errors.contains("sentinel"), "{errors}");
}

/// A proxy is asked for a connection to the host that the client would send to, and refuses it.
#[tokio::test]
async fn environment_and_prefix_choose_the_host() {
    let production = ("CKO_ENVIRONMENT", "production");
    let live_key = ("CKO_SECRET_KEY", "sk_sentinel");
    let proxy = Server::start().await;
    proxy.answer(Reply::new(403, &[], ""));
    let address = format!("http://{}", proxy.address());
    let table: &[(Variables<'_>, &str)] = &[
        (&[SANDBOX, PREFIX, KEY], "vkuhvk4v.api.sandbox.checkout.com"),
        (&[production, PREFIX, live_key], "vkuhvk4v.api.checkout.com"),
        (
            &[("CKO_ENVIRONMENT", "legacy-sandbox"), KEY],
            "identity-verification.sandbox.checkout.com",
        ),
        (
            &[("CKO_ENVIRONMENT", "legacy-production"), live_key],
            "identity-verification.checkout.com",
        ),
        (&[SANDBOX, PREFIX, ID, SECRET], "vkuhvk4v.access.sandbox.checkout.com"),
        (&[production, PREFIX, ID, SECRET], "vkuhvk4v.access.checkout.com"),
    ];
    for (variables, host) in table {
        let variables = [variables, &[("HTTPS_PROXY", address.as_str())][..]].concat();
        let output = run(&variables).await;
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!errors.contains("kind: Config") && !errors.contains("sentinel"), "{errors}");
        let requests = proxy.take_requests();
        assert!(!requests.is_empty(), "{host}: {errors}");
        for request in requests {
            let request = String::from_utf8(request).unwrap();
            assert!(request.starts_with(&format!("CONNECT {host}:443 HTTP/1.1\r\n")), "{request}");
        }
    }
}

#[tokio::test]
async fn client_credentials_are_exchanged_at_the_token_url() {
    let (tokens, api) = (Server::start().await, Server::start().await);
    tokens.answer(Reply::json(200, &json!({"access_token": "token-1", "expires_in": 3600})));
    api.answer(Reply::new(403, &[], ""));
    let (base_url, token_url) =
        (api.base_url().to_string(), format!("http://{}/connect/token", tokens.address()));
    run(&[ID, SECRET, ("CKO_BASE_URL", &base_url), ("CKO_TOKEN_URL", &token_url)]).await;
    let [asked] = &tokens.take_requests()[..] else { panic!("not one token request") };
    let asked = String::from_utf8_lossy(asked);
    assert!(asked.starts_with("POST /connect/token HTTP/1.1\r\n"), "{asked}");
    assert!(asked.ends_with("&scope=identity-verification"), "{asked}");
    let [sent] = &api.take_requests()[..] else { panic!("not one request") };
    assert!(String::from_utf8_lossy(sent).contains("Bearer token-1"));
}
