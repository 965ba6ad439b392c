//! The addresses that streams have in the relay: made up, unlike any that a packet can come from, and one for each use.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::StreamId;

/// Ports below 1024 are left out, so that no client finds an address odd, and odd ones, so that who asks for an even one
/// (EVEN-PORT, RFC 8656 §18.6) gets it.
const FIRST_PORT: u32 = 1_024;
const PORTS: u32 = (65_536 - FIRST_PORT) / 2;
/// Hosts of one lane: what 198.18.0.0/15 leaves beside the lane.
const HOSTS: u32 = 1 << 9;

/// The lane that an address is of, if it was made up here.
///
/// They are taken from the networks for measurements, 198.18.0.0/15 (RFC 2544) and 2001:2::/48 (RFC 5180), which nobody
/// may route. A socket that hears a packet from there must not pass it on.
pub(crate) fn lane(address: SocketAddr) -> Option<u8> {
    match address.ip() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            (a == 198 && b & 0xfe == 18).then_some((b & 1) << 7 | c >> 1)
        }
        IpAddr::V6(ip) => {
            let [a, b, c, lane, ..] = ip.segments();
            (a == 0x2001 && b == 2 && c == 0).then_some(lane as u8)
        }
    }
}

/// Which family an address is to be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    V4,
    V6,
}

impl Family {
    pub(crate) fn of(address: SocketAddr) -> Self {
        if address.is_ipv4() { Self::V4 } else { Self::V6 }
    }
}

/// Gives out addresses, and knows whose they are.
pub(crate) struct Addresses {
    lane: u8,
    next: u32,
    taken: HashMap<SocketAddr, StreamId>,
}

impl Addresses {
    pub(crate) fn new(lane: u8) -> Self {
        Self { lane, next: 0, taken: HashMap::new() }
    }

    /// One that nobody has, and that had not been anyone's for as long as possible: what the relay knows of it is forgotten by then.
    pub(crate) fn take(&mut self, family: Family, stream: StreamId) -> SocketAddr {
        loop {
            let address = number(self.lane, family, self.next);
            self.next = (self.next + 1) % (HOSTS * PORTS);
            if let std::collections::hash_map::Entry::Vacant(free) = self.taken.entry(address) {
                free.insert(stream);
                return address;
            }
        }
    }

    pub(crate) fn release(&mut self, address: SocketAddr) {
        self.taken.remove(&address);
    }

    pub(crate) fn owner(&self, address: SocketAddr) -> Option<StreamId> {
        self.taken.get(&address).copied()
    }
}

fn number(lane: u8, family: Family, number: u32) -> SocketAddr {
    let (host, port) = (number / PORTS % HOSTS, (FIRST_PORT + number % PORTS * 2) as u16);
    let ip = match family {
        Family::V4 => IpAddr::V4(Ipv4Addr::from(0xc612_0000 | u32::from(lane) << 9 | host)),
        Family::V6 => IpAddr::V6(Ipv6Addr::new(0x2001, 2, 0, lane.into(), 0, 0, 0, host as u16)),
    };
    SocketAddr::new(ip, port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lanes_are_told_and_never_mixed(of: u8, n in 0..HOSTS * PORTS, other in 0..HOSTS * PORTS) {
            for family in [Family::V4, Family::V6] {
                let address = number(of, family, n);
                prop_assert_eq!(lane(address), Some(of));
                prop_assert_eq!(Family::of(address), family);
                prop_assert!(address.port() >= 1_024 && address.port().is_multiple_of(2));
                prop_assert_eq!(address == number(of, family, other), n == other);
            }
        }
    }

    #[test]
    fn addresses_of_others_are_no_lane() {
        for address in
            ["192.0.2.1:1", "198.17.255.255:1", "198.20.0.0:1", "[2001:2:1::]:1", "[2001:db8::1]:1", "[::1]:1"]
        {
            assert_eq!(lane(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn what_is_taken_is_not_given_again() {
        let mut addresses = Addresses::new(3);
        let first = addresses.take(Family::V4, StreamId(1));
        addresses.next = 0;
        let second = addresses.take(Family::V4, StreamId(2));
        assert_ne!(first, second);
        assert_eq!((addresses.owner(first), addresses.owner(second)), (Some(StreamId(1)), Some(StreamId(2))));
        addresses.release(first);
        assert_eq!(addresses.owner(first), None);
        assert_ne!(addresses.take(Family::V4, StreamId(3)), first);
    }
}
