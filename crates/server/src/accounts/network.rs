//! From which network a request comes, for the limits of `tries`. It is neither logged nor stored.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use super::Accounts;
use crate::entrance::Peer;

/// What a proxy writes the address into that it was asked from, behind those that it was told.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// As much of an address as one household or practice has: /24 of IPv4, /48 of IPv6. No `Debug`: it must not reach a log.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Network {
    V4([u8; 3]),
    V6([u8; 6]),
}

impl Network {
    pub(super) fn of(address: IpAddr) -> Network {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                Network::V4([a, b, c])
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, ..] = address.octets();
                Network::V6([a, b, c, d, e, f])
            }
        }
    }
}

/// The network that a request comes from; none where it comes from this machine, or by a proxy that does not say.
pub(crate) struct Asker(pub(super) Option<Network>);

impl<S: Send + Sync> FromRequestParts<S> for Asker
where
    Arc<Accounts>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asker, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|info| info.0.0.ip());
        let accounts = Arc::<Accounts>::from_ref(state);
        Ok(Asker(peer.and_then(|peer| asker(peer, &parts.headers, &accounts.proxies)).map(Network::of)))
    }
}

/// The address that asks: the peer's, or, of a proxy of ours, the last one that is not a proxy of ours too.
fn asker(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let ours = |address: &IpAddr| {
        let address = address.to_canonical();
        address.is_loopback() || proxies.iter().any(|proxy| proxy.to_canonical() == address)
    };
    if !ours(&peer) {
        return Some(peer);
    }
    let values = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let told: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
    // What stands before an address that cannot be read may be anyone's invention.
    told.iter().rev().map_while(|text| read(text)).find(|address| !ours(address))
}

/// An address, which some proxies write with a port.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, forwarded: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        asker(peer.parse().unwrap(), &headers, &["10.0.0.5".parse().unwrap()]).map(|address| address.to_string())
    }

    #[test]
    fn only_proxies_of_ours_are_believed_and_only_what_they_saw() {
        let some = |address: &str| Some(address.to_owned());
        assert_eq!(found("198.51.100.7", &[]), some("198.51.100.7"));
        assert_eq!(found("198.51.100.7", &["203.0.113.9"]), some("198.51.100.7"), "anyone can say that");
        for proxy in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.5"] {
            assert_eq!(found(proxy, &["203.0.113.9"]), some("203.0.113.9"), "{proxy}");
        }
        assert_eq!(found("127.0.0.1", &["1.1.1.1, 203.0.113.9"]), some("203.0.113.9"), "the first is an invention");
        assert_eq!(found("127.0.0.1", &["1.1.1.1", "203.0.113.9, 10.0.0.5"]), some("203.0.113.9"), "two proxies");
        assert_eq!(found("127.0.0.1", &["203.0.113.9:4711"]), some("203.0.113.9"));
        assert_eq!(found("127.0.0.1", &["[2001:db8::1]:4711"]), some("2001:db8::1"));
        assert_eq!(found("127.0.0.1", &["203.0.113.9, unknown"]), None);
        assert_eq!(found("127.0.0.1", &[]), None);
    }

    #[test]
    fn a_network_is_what_one_practice_has() {
        let same = |one: &str, other: &str| Network::of(one.parse().unwrap()) == Network::of(other.parse().unwrap());
        assert!(same("198.51.100.7", "198.51.100.250") && same("198.51.100.7", "::ffff:198.51.100.9"));
        assert!(same("2001:db8:1:2::3", "2001:db8:1:ffff::9"));
        assert!(!same("198.51.100.7", "198.51.101.7") && !same("2001:db8:1::1", "2001:db8:2::1"));
    }
}
