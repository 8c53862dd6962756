//! The servers of the spec as functions, and which secret keys fit which of them.

use checkout_identity::{Client, Error, ErrorKind, SecretKey, Server, servers};
use serde_json::Value;

use crate::spec::SPEC;

const PREFIX: &str = "vkuhvk4v";

/// The function of a server of the spec, called.
fn server(name: &str) -> Server {
    match name {
        "sandbox" => servers::sandbox(PREFIX),
        "production" => servers::production(PREFIX),
        "legacy-sandbox" => servers::legacy_sandbox(),
        "legacy-production" => servers::legacy_production(),
        other => panic!("this test package does not know the server `{other}` yet"),
    }
    .unwrap()
}

fn in_spec() -> impl Iterator<Item = (&'static str, &'static Value)> {
    let servers = SPEC["servers"].as_array().unwrap().iter();
    servers.map(|server| (server["x-name"].as_str().unwrap(), server))
}

#[test]
fn urls_are_those_of_the_spec() {
    let filled = |template: &Value| template.as_str().unwrap().replace("{prefix}", PREFIX);
    for (name, described) in in_spec() {
        let server = server(name);
        assert_eq!(server.base_url().to_string(), filled(&described["url"]));
        let token_url = server.token_url().unwrap().to_string();
        assert_eq!(token_url, filled(&described["x-token-url"]));
    }
}

#[test]
fn a_prefix_is_one_label_and_never_another_host() {
    let too_long = "a".repeat(64);
    let refused = [
        "",
        "-",
        "-a",
        "a-",
        "A",
        "ä",
        "a b",
        "a.b",
        "a/",
        "a@b",
        "a:1",
        "a#",
        "a?",
        "{prefix}",
        "evil.example/",
        "a\r\n",
        "%61",
        &too_long,
    ];
    for function in [servers::sandbox, servers::production] {
        for prefix in refused {
            let error = function(prefix).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.to_string().contains("`prefix`"), "{error}");
            assert!(prefix.len() < 3 || !error.to_string().contains(prefix), "{error}");
        }
        for prefix in ["a", "vkuhvk4v", "pl-vkuhvk4v", &too_long[1..]] {
            function(prefix).unwrap();
        }
    }
}

fn build(server: Server, key: &str) -> Result<Client, Error> {
    Client::builder().server(server).secret_key(SecretKey::new(key)?).build()
}

#[test]
fn a_key_of_the_other_environment_is_refused() {
    for (name, _) in in_spec() {
        let fitting = if name.ends_with("sandbox") { "sk_sbox_" } else { "sk_" };
        for begin in ["sk_sbox_", "sk_"] {
            let result = build(server(name), &format!("{begin}sentinel"));
            assert_eq!(result.is_ok(), begin == fitting, "{name} with {begin}");
            if let Err(error) = result {
                assert_eq!(error.kind(), ErrorKind::Config);
                assert!(!format!("{error:?}").contains("sentinel"));
            }
        }
        // Keys have had other forms before, so one that is not known is let through.
        build(server(name), "another").unwrap();
    }
}
