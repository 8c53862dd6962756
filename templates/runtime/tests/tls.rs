//! TLS with a private certificate authority.

use std::sync::Arc;

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
}
