//! Names to addresses, and which addresses may be connected to.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower_service::Service;

/// Which addresses may be connected to.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "only downloads are confined")]
pub(in super::super) enum Reach {
    Anywhere,
    /// Addresses of the public internet.
    Public,
    /// And this machine's own, for tests.
    PublicOrLoopback,
}

impl Reach {
    pub(in super::super) fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Public => is_public(address),
            Self::PublicOrLoopback => is_public(address) || address.is_loopback(),
        }
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded_v4(address) {
            Some(address) => is_public_v4(address),
            // All that is assigned to the public internet is within 2000::/3.
            None => {
                address.segments()[0] >> 13 == 1
                    && !matches!(address.segments(), [0x2001, 0xdb8, ..])
            }
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast();
    // "This network" and the future, carrier NAT, protocol assignments, benchmarks.
    let is_reserved = matches!(
        address.octets(),
        [0 | 240..=255, ..] | [100, 64..=127, ..] | [192, 0, 0, _] | [198, 18..=19, ..]
    );
    !is_special && !is_reserved
}

/// The IPv4 address that a mapped, NAT64 or 6to4 address leads to.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

/// The system's resolver, without the addresses that are out of reach. The connection is made to
/// what comes out here, so a name cannot change its mind in between.
#[derive(Clone)]
pub(super) struct Resolver {
    system: GaiResolver,
    reach: Reach,
}

impl Resolver {
    pub(super) fn new(reach: Reach) -> Self {
        Self { system: GaiResolver::new(), reach }
    }
}

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.system.poll_ready(context)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.system.call(name);
        let reach = self.reach;
        Box::pin(async move {
            let addresses: Vec<_> =
                resolving.await?.filter(|address| reach.allows(address.ip())).collect();
            if addresses.is_empty() {
                return Err(io::Error::other("the host has no address that may be connected to"));
            }
            Ok(addresses.into_iter())
        })
    }
}
