//! What a client can be built from.

use runtime::api::{Api, ErrorMembers};
use runtime::client::ClientBuilder;
use runtime::exports::{BaseUrl, Error, ErrorKind, SecretKey, Sent, Server as ApiServer};

use crate::support::{API, KEY, Server, answer, builder, error_of, get_thing};

fn check_refused<T>(result: Result<T, Error>, message: &str) {
    let Err(error) = result else { panic!("accepted: {message}") };
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.to_string(), message);
    assert!(!format!("{error:?}").contains("SENTINEL"));
}

#[test]
fn a_builder_names_what_is_missing() {
    check_refused(
        ClientBuilder::new(&API).secret_key(SecretKey::new(KEY).unwrap()).build(),
        "the server is missing: call `server` or `base_url`",
    );
    let base_url = BaseUrl::parse("https://api.example.com").unwrap();
    check_refused(
        ClientBuilder::new(&API).base_url(base_url.clone()).build(),
        "the credentials are missing: call `secret_key`, `token_source` or another method that takes them, or `without_credentials`",
    );
    ClientBuilder::new(&API).base_url(base_url).without_credentials().build().unwrap();
    for suffix in ["SENTINEL\r\nx: y", "SENTINEL\n", "\0", "\x1f", "\t", "\x7f", "\u{80}", "ü"] {
        check_refused(
            builder("https://api.example.com").user_agent_suffix(suffix).build(),
            "the user agent suffix is not visible ASCII",
        );
    }
    let garbage = builder("https://api.example.com").root_certificate(*b"SENTINEL").build();
    assert_eq!(garbage.unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn base_urls_are_https_or_this_machine() {
    let accepted = [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://api.example.com:8443/v1/", "https://api.example.com:8443/v1"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:1", "http://[::1]:1"),
    ];
    for (url, shown) in accepted {
        assert_eq!(BaseUrl::parse(url).unwrap().to_string(), shown);
    }
    let plain = "the base URL is http: only https may carry credentials off this machine";
    let refused = [
        ("", "the base URL is not an absolute URL"),
        ("api.example.com", "the base URL is not an absolute URL"),
        ("/v1", "the base URL is not an absolute URL"),
        ("https://", "the base URL is not an absolute URL"),
        ("https://a b", "the base URL is not an absolute URL"),
        ("http://api.example.com", plain),
        ("http://localhost.example.com", plain),
        ("http://127.0.0.1.example.com", plain),
        ("http://169.254.169.254", plain),
        ("http://0.0.0.0", plain),
        ("ftp://localhost", "the base URL is not https"),
        ("https://SENTINEL:SENTINEL@example.com", "the base URL has a user or password"),
        ("https://example.com?SENTINEL", "the base URL has a query"),
        ("https://example.com/#SENTINEL", "the base URL has a fragment"),
        ("https://example.com/a/../b", "the base URL has a `.` or `..` segment"),
    ];
    for (url, message) in refused {
        check_refused(BaseUrl::parse(url), message);
    }
}

#[test]
fn server_variables_are_dns_labels() {
    let fill =
        |value| BaseUrl::from_template("https://{prefix}.api.example.com/v1", &[("prefix", value)]);
    let longest = "x".repeat(63);
    for label in ["vkuhvk4v", "pl-vkuhvk4v", "a", "0", &longest] {
        let url = fill(label).unwrap().to_string();
        assert_eq!(url, format!("https://{label}.api.example.com/v1"));
    }
    let long = "x".repeat(64);
    for value in [
        "",
        "a.b",
        "-a",
        "a-",
        "A",
        "ü",
        "a/b",
        "a@b",
        "a:1",
        "a#",
        "a?",
        "a b",
        "{prefix}",
        "evil.example/",
        &long,
    ] {
        check_refused(
            fill(value),
            "the server variable `prefix` must be one DNS label: a-z, 0-9 and inner hyphens, at most 63",
        );
    }
    check_refused(
        BaseUrl::from_template("https://{prefix}.example.com", &[]),
        "the base URL has a server variable without a value",
    );
}

#[test]
fn server_variables_fit_into_their_places() {
    let fill = |host, base| {
        let variables = [("host", host), ("base", base), ("unused", "/")];
        BaseUrl::from_template("https://{host}/api/{base}", &variables)
    };
    for (host, base) in [("a", ""), ("a.example.com", "v1.2"), ("a", "A/b_c-d~")] {
        let url = fill(host, base).unwrap().to_string();
        assert_eq!(url, format!("https://{host}/api/{base}").trim_end_matches('/'));
    }
    for host in ["", ".a", "a.", "a..b", "a/b", "a:1", "a@b", "A", "{base}"] {
        let message = "the server variable `host` must be DNS labels with dots between them";
        check_refused(fill(host, "v1"), message);
    }
    for base in ["a b", "a?b", "a#b", "a@b", "a:b", "a\\b", "%2e", "ü", "{host}"] {
        let message =
            "the server variable `base` must be made of letters, digits, slashes and `-._~`";
        check_refused(fill("a", base), message);
    }
    check_refused(fill("a", "../v1"), "the base URL has a `.` or `..` segment");
}

#[test]
fn secret_keys_that_were_copied_badly_are_refused() {
    SecretKey::new("sk_sbox_abc*#$=").unwrap();
    let white_space =
        "the secret key begins or ends with white space: was a line break copied along?";
    let character = "the secret key holds a character that is not visible ASCII";
    let refused = [
        ("", "the secret key is empty"),
        ("SENTINEL\n", white_space),
        (" SENTINEL", white_space),
        ("SENTINEL\r\n", white_space),
        (" ", white_space),
        ("Bearer SENTINEL", character),
        ("SENT\0INEL", character),
        ("SENTINELü", character),
        ("SENT\nINEL", character),
        ("SENTINEL\u{7f}", character),
    ];
    for (key, message) in refused {
        check_refused(SecretKey::new(key), message);
    }
}

#[test]
fn debug_output_shows_no_credentials() {
    let key = SecretKey::new(KEY).unwrap();
    assert_eq!(format!("{key:?}"), "SecretKey([redacted])");
    let builder = builder("https://api.example.com/v1");
    assert!(!format!("{builder:?}").contains(KEY));
    assert_eq!(
        format!("{:?}", builder.build().unwrap()),
        "Client { base_url: BaseUrl(https://api.example.com/v1), credentials: \"secret key\", .. }"
    );
}

#[test]
fn a_user_name_ends_where_the_password_begins() {
    let build = |user| builder("https://api.example.com").basic(user, "SENTINEL:x").build();
    assert!(build("user").is_ok());
    let error = build("user:SENTINEL").unwrap_err();
    assert_eq!(error.to_string(), "a user name must hold no colon");
}

#[tokio::test]
async fn a_key_goes_to_no_server_that_it_does_not_belong_to() {
    static API: Api = Api {
        name: "things",
        version: "1.2.3",
        request_id_header: None,
        idempotency_key_header: None,
        key_prefixes: &["sk_", "sk_sbox_"],
        error_members: ErrorMembers { error_type: None, error_codes: None, request_id: None },
    };
    for (key, prefix, is_sent) in [
        ("sk_sbox_SENTINEL", Some("sk_sbox_"), true),
        ("sk_sbox_SENTINEL", Some("sk_"), false),
        ("sk_SENTINEL", Some("sk_sbox_"), false),
        ("other_SENTINEL", Some("sk_"), true),
        ("sk_SENTINEL", None, true),
    ] {
        let api = Server::answering(answer("200 OK", r#"{"name":"a"}"#));
        let server = ApiServer::new(&api.url(), None, prefix, &[]).unwrap();
        let builder = || ClientBuilder::new(&API).secret_key(SecretKey::new(key).unwrap());
        let client = builder().base_url(BaseUrl::parse("https://api.example.com").unwrap());
        let client = client.build().unwrap();
        let built = builder().server(server.clone()).build();
        let call = get_thing(&client, "t").server(server);
        if is_sent {
            built.unwrap();
            call.await.unwrap();
            let expected = format!("Bearer {key}");
            assert_eq!(api.request().header("authorization"), Some(expected.as_str()));
        } else {
            let message = "the secret key belongs to another server, such as the sandbox";
            check_refused(built, message);
            let error = error_of(call).await;
            assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Config, Sent::No));
            assert_eq!(error.to_string(), format!("getThing: {message}"));
            assert!(!format!("{error:?}").contains("SENTINEL"));
            assert_eq!((error.attempts(), api.connections()), (0, 0));
        }
    }
}
