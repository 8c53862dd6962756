//! TLS by rustls: which cryptography, and which authorities are trusted.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;

use super::super::error::{Error, ErrorKind};

/// The configuration for connections; `extra_roots` (DER) are trusted besides the feature's roots.
pub(super) fn config(extra_roots: Vec<Vec<u8>>) -> Result<ClientConfig, Error> {
    let provider = provider().ok_or_else(|| {
        Error::new(
            ErrorKind::Config,
            "no cryptography for TLS: enable `tls-aws-lc` or `tls-ring`, or install a rustls provider",
        )
    })?;
    let extra_roots = extra_roots.into_iter().map(CertificateDer::from).collect();
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid("the cryptography offers no TLS version", error))?;
    trusting(builder, extra_roots, provider)
}

/// What the application installed, or else what the features bring; never rustls' own guess, which
/// panics when both are compiled in.
fn provider() -> Option<Arc<CryptoProvider>> {
    CryptoProvider::get_default().cloned().or_else(|| compiled_in().map(Arc::new))
}

#[allow(clippy::unnecessary_wraps, reason = "there is none without a `tls-` feature")]
fn compiled_in() -> Option<CryptoProvider> {
    #[cfg(feature = "tls-aws-lc")]
    return Some(rustls::crypto::aws_lc_rs::default_provider());
    #[cfg(all(feature = "tls-ring", not(feature = "tls-aws-lc")))]
    return Some(rustls::crypto::ring::default_provider());
    #[cfg(not(any(feature = "tls-ring", feature = "tls-aws-lc")))]
    return None;
}

type Builder = rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>;

#[cfg(feature = "platform-roots")]
fn trusting(
    builder: Builder,
    extra_roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<ClientConfig, Error> {
    let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(extra_roots, provider)
        .map_err(|error| invalid("the trusted certificates cannot be loaded", error))?;
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

#[cfg(not(feature = "platform-roots"))]
fn trusting(
    builder: Builder,
    extra_roots: Vec<CertificateDer<'static>>,
    _provider: Arc<CryptoProvider>,
) -> Result<ClientConfig, Error> {
    let mut roots = rustls::RootCertStore::empty();
    #[cfg(feature = "webpki-roots")]
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for root in extra_roots {
        roots.add(root).map_err(|error| invalid("a root certificate is not valid", error))?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn invalid(message: &'static str, source: rustls::Error) -> Error {
    Error::new(ErrorKind::Config, message).with_source(source)
}
