//! The runtime at its public surface; what it sends and receives goes over real sockets.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod types;
mod unions;
#[cfg(feature = "webhooks")]
mod webhooks;

#[cfg(all(feature = "blocking", feature = "transport-hyper"))]
mod blocking;
#[cfg(feature = "transport-hyper")]
mod bodies;
#[cfg(feature = "transport-hyper")]
mod building;
#[cfg(feature = "transport-hyper")]
mod calls;
#[cfg(feature = "transport-hyper")]
mod connections;
#[cfg(feature = "transport-hyper")]
mod decoding;
#[cfg(all(feature = "download", feature = "transport-hyper"))]
mod downloads;
#[cfg(all(unix, feature = "transport-hyper"))]
mod environment;
#[cfg(feature = "transport-hyper")]
mod errors;
#[cfg(feature = "http2")]
mod http2;
#[cfg(feature = "transport-hyper")]
mod limits;
#[cfg(feature = "transport-hyper")]
mod oauth;
#[cfg(feature = "transport-hyper")]
mod pages;
#[cfg(feature = "transport-hyper")]
mod paths;
#[cfg(feature = "transport-hyper")]
mod polling;
#[cfg(feature = "transport-hyper")]
mod privacy;
#[cfg(feature = "transport-hyper")]
mod proxies;
#[cfg(all(feature = "transport-reqwest", feature = "transport-hyper"))]
mod reqwest;
#[cfg(feature = "transport-hyper")]
mod retries;
#[cfg(all(unix, feature = "download", feature = "transport-hyper"))]
mod saving;
#[cfg(feature = "transport-hyper")]
mod schedules;
#[cfg(feature = "transport-hyper")]
mod streams;
#[cfg(feature = "transport-hyper")]
mod support;
#[cfg(feature = "transport-hyper")]
mod tls;
#[cfg(feature = "transport-hyper")]
mod tokens;
#[cfg(all(feature = "transport-hyper", feature = "tracing"))]
mod traces;
#[cfg(feature = "transport-hyper")]
mod uploads;
