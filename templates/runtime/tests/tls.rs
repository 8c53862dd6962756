//! TLS with a private certificate authority.

use std::io::Read;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use runtime::exports::{Error, ErrorKind, Sent};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::support::{Server, Step, answer, builder, create_thing, error_of, get_thing};

/// A certificate authority, and a server configuration with its certificate for `name`.
pub(crate) fn authority_and_server(
    name: &str,
    change: fn(&mut CertificateParams),
) -> (Vec<u8>, Arc<ServerConfig>) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);

    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let leaf = params.signed_by(&key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(leaf.der().to_vec())],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (root.der().to_vec(), Arc::new(config))
}

fn script() -> Vec<Step> {
    vec![Step::Read, answer("200 OK", r#"{"name":"a"}"#)]
}

#[tokio::test]
async fn a_private_authority_is_trusted_once_it_is_named() {
    for name in ["localhost", "127.0.0.1"] {
        let (root, config) = authority_and_server(name, |_| ());
        let server = Server::start_tls(vec![script()], config);
        let url = format!("https://{name}:{}", server.port());
        let client = builder(&url).root_certificate(root).build().unwrap();
        assert_eq!(get_thing(&client, "t").await.unwrap().name, "a");
        assert_eq!(server.request().line(), "GET /things/t/state HTTP/1.1");
    }
}

async fn check_refused(
    certificate_for: &str,
    is_trusted: bool,
    change: fn(&mut CertificateParams),
) -> Error {
    let (root, config) = authority_and_server(certificate_for, change);
    let server = Server::start_tls(vec![script()], config);
    let mut builder = builder(&format!("https://localhost:{}/SENTINEL", server.port()));
    if is_trusted {
        builder = builder.root_certificate(root);
    }
    let error = error_of(create_thing(&builder.build().unwrap(), "a")).await;
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Tls, Sent::No), "{error:?}");
    // A certificate does not get better by asking again.
    assert_eq!(error.attempts(), 1);
    assert!(!crate::support::printed(&error).contains("SENTINEL"));
    assert!(server.received().is_empty());
    error
}

#[tokio::test]
async fn a_certificate_that_does_not_fit_stops_the_request() {
    check_refused("localhost", false, |_| ()).await;
    check_refused("elsewhere.example", true, |_| ()).await;
    let expired = |params: &mut CertificateParams| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    };
    let error = check_refused("localhost", true, expired).await;
    assert!(crate::support::printed(&error).contains("expired"), "{error:?}");
    check_refused("localhost", true, |params| params.not_before = rcgen::date_time_ymd(3000, 1, 1))
        .await;
}

#[tokio::test]
async fn a_handshake_that_fails_sent_nothing() {
    // A server hello of TLS 1.1, with a cipher suite of that time.
    let hello = [&[0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2][..], &[7; 32], &[0, 0xc0, 0x13, 0]];
    for answer in [
        hello.concat(),
        // The alerts `handshake_failure` and `protocol_version`.
        vec![0x15, 3, 1, 0, 2, 2, 40],
        vec![0x15, 3, 1, 0, 2, 2, 70],
        b"HTTP/1.1 400 Bad Request\r\n\r\nSENTINEL".to_vec(),
        vec![],
    ] {
        let failing = || vec![Step::Take(5), Step::send(answer.clone())];
        let server = Server::start(vec![failing(), failing()]);
        let url = server.url().replace("http:", "https:") + "/SENTINEL";
        let client = builder(&url).max_attempts(2).build().unwrap();
        let error = error_of(create_thing(&client, "a")).await;
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Connect, Sent::No), "{error:?}");
        assert_eq!((error.attempts(), server.connections()), (2, 2), "{answer:?}");
        assert!(!crate::support::printed(&error).contains("SENTINEL"), "{error:?}");
    }
}

/// Connects to a server that takes the first message of a handshake and no more: that message.
fn client_hello(connect: impl FnOnce(&str)) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let reading = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut record = [0; 5];
        stream.read_exact(&mut record).unwrap();
        let mut hello = vec![0; usize::from(u16::from_be_bytes([record[3], record[4]]))];
        stream.read_exact(&mut hello).unwrap();
        hello
    });
    connect(&url);
    reading.join().unwrap()
}

/// Whether the first of the groups that a client offers for key exchange is X25519MLKEM768.
fn prefers_post_quantum(hello: &[u8]) -> bool {
    // Type, length, length of the list, first group.
    hello.windows(8).any(|bytes| match *bytes {
        [0, 10, 0, length, 0, groups, first, second] => {
            groups + 2 == length && [first, second] == [0x11, 0xec]
        }
        _ => false,
    })
}

/// Calls a server that is no good.
fn connect(url: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = builder(url).max_attempts(1).build().unwrap();
    let error = runtime.block_on(error_of(create_thing(&client, "a")));
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Connect, Sent::No), "{error:?}");
}

#[test]
#[cfg(feature = "tls-aws-lc")]
fn key_exchange_is_post_quantum_by_default() {
    assert!(prefers_post_quantum(&client_hello(connect)));
}

/// What the next test runs, as a process has one such provider.
#[test]
#[ignore = "a part of the next test"]
fn child() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    connect(&std::env::var("THINGS_URL").unwrap());
}

#[test]
fn cryptography_that_the_application_installed_is_used() {
    let hello = client_hello(|url| {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "tls::child", "--nocapture"])
            .env("THINGS_URL", url)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    });
    assert!(!prefers_post_quantum(&hello));
}

#[test]
#[cfg(not(any(feature = "tls-aws-lc", feature = "tls-ring")))]
fn without_cryptography_there_is_an_error_and_no_panic() {
    let error = builder("https://api.example.com").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("enable `tls-aws-lc` or `tls-ring`"), "{error}");
}
