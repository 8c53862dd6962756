//! What every generated client shares: sending requests, reading answers, errors, and the types models are made of.
//!
//! Codegen copies its modules into the generated crate, byte for byte, below the module `runtime`; so they name each
//! other by `super::` only. A module comes along if something that is there imports from it, which its `use` lines at
//! the start tell. What an application sees is listed in [`exports`].

#![forbid(unsafe_code)]

pub mod date;
#[allow(dead_code, reason = "without `client` and `webhooks` nothing is read")]
pub mod decode;
pub mod file;
pub mod integers;
mod json_path;
#[allow(dead_code, reason = "without models and `client` nothing has members")]
pub mod object;
pub mod patch;
pub mod redact;
pub mod strings;
pub mod timestamp;
#[allow(dead_code, reason = "not every API has unions")]
pub mod union;
pub mod unknown;

#[cfg(feature = "client")]
pub mod api;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod body;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "download")]
pub mod download;
#[cfg(feature = "client")]
pub mod environment;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
mod error_body;
#[cfg(feature = "client")]
mod execute;
#[cfg(feature = "client")]
pub mod headers;
#[cfg(feature = "client")]
#[allow(dead_code, reason = "not every API has API keys")]
pub mod keys;
#[cfg(feature = "client")]
mod limit;
#[cfg(feature = "client")]
pub mod multipart;
#[cfg(feature = "client")]
pub mod oauth;
#[cfg(feature = "client")]
pub mod pages;
#[cfg(feature = "download")]
mod part;
#[cfg(feature = "client")]
mod payload;
#[cfg(feature = "client")]
mod pieces;
#[cfg(feature = "client")]
pub mod poll;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
pub mod response;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod retry_after;
#[cfg(feature = "client")]
pub mod secret;
#[cfg(feature = "client")]
pub mod server;
#[cfg(feature = "client")]
#[allow(dead_code, reason = "not every API has parameters that are lists or objects")]
pub mod style;
#[cfg(feature = "client")]
mod target;
#[cfg(feature = "client")]
pub mod token;
#[cfg(feature = "client")]
mod trace;
#[cfg(feature = "client")]
pub mod transport;
#[cfg(feature = "client")]
pub mod upload;
#[cfg(feature = "webhooks")]
pub mod webhooks;

/// Everything an application sees of the runtime; a generated crate re-exports it at its root.
pub mod exports {
    pub use super::date::{Date, InvalidDate};
    pub use super::decode::DecodeError;
    pub use super::file::File;
    pub use super::integers::UnknownInteger;
    pub use super::patch::Patch;
    pub use super::timestamp::{InvalidTimestamp, Timestamp};
    pub use super::union::UnknownVariant;
    pub use super::unknown::UnknownValue;

    #[cfg(feature = "blocking")]
    pub use super::blocking::block_on;
    #[cfg(feature = "download")]
    pub use super::download::{Download, DownloadBody, Downloads, DownloadsBuilder};
    #[cfg(feature = "transport-reqwest")]
    pub use super::transport::reqwest::ReqwestTransport;
    #[cfg(feature = "webhooks")]
    pub use super::webhooks::{VerifiedPayload, WebhookError, Webhooks};
    #[cfg(feature = "client")]
    pub use super::{
        api::{Class, Operation},
        call::Call,
        client::{Client, ClientBuilder},
        error::{Error, ErrorKind, Sent},
        headers::Headers,
        oauth::OAuth,
        pages::{Items, Paged},
        poll::{Changes, Outcome, Poller, Progress},
        response::{BodyStream, Response},
        secret::SecretKey,
        server::{BaseUrl, Server},
        token::{AccessToken, TokenFuture, TokenSource},
        transport::{Body, BoxError, Transport, TransportError, TransportFuture},
        upload::Upload,
    };
    // The vocabulary of `Response`, `Error`, `Transport` and `Call`.
    #[cfg(feature = "client")]
    pub use {bytes::Bytes, http};
}
