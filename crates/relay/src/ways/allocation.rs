//! What a client was given: an address of its own in the relay, and leave to talk to the relay's addresses. Whether it is given is decided in `turn`.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;

use super::addresses::Family;
use super::backlog::Kind;
use super::credentials::Person;
use super::framing::write_channel_data;
use super::refusal::Refusal;
use crate::packet::stun::{Class, Writer, attribute, method};

/// How long a permission is good (RFC 8656 §9).
const PERMISSION: Duration = Duration::from_secs(300);

/// How long a channel is good (RFC 8656 §12).
const CHANNEL: Duration = Duration::from_secs(600);

/// Numbers that channels may have. RFC 8656 §12 reserves those from 0x5000 on, for sockets that carry DTLS beside TURN;
/// clients of RFC 5766 §11 choose them too, and here nothing is beside it.
const CHANNELS: std::ops::RangeInclusive<u16> = 0x4000..=0x7fff;

/// One of the relay's addresses, as a client may use it.
struct Peer {
    address: SocketAddr,
    permitted_until: Option<Instant>,
    channel: Option<(u16, Instant)>,
}

impl Peer {
    /// The channel, while it is good.
    fn channel(&self, now: Instant) -> Option<u16> {
        self.channel.and_then(|(channel, until)| (now < until).then_some(channel))
    }

    /// A channel is as good as a permission: it is the relay that is reached, and clients renew channels less often.
    fn is_open(&self, now: Instant) -> bool {
        self.permitted_until.is_some_and(|until| now < until) || self.channel(now).is_some()
    }
}

/// An allocation (RFC 8656 §3.2), without a socket.
pub(crate) struct Allocation {
    pub(crate) username: Box<str>,
    pub(crate) key: hmac::Key,
    pub(crate) person: Person,
    /// The client's address in the relay.
    pub(crate) address: SocketAddr,
    pub(crate) expires: Instant,
    peers: Vec<Peer>,
    /// Which peer the client sent its latest STUN message to, and which one anything else.
    asked: usize,
    talking: Option<usize>,
    /// Data indications so far, which gives each its transaction.
    indications: u64,
}

impl Allocation {
    pub(crate) fn new(
        username: &str,
        (person, key): (Person, hmac::Key),
        address: SocketAddr,
        expires: Instant,
        peers: impl Iterator<Item = SocketAddr>,
    ) -> Self {
        let peers = peers.map(|address| Peer { address, permitted_until: None, channel: None }).collect();
        Self {
            username: username.into(),
            key,
            person,
            address,
            expires,
            peers,
            asked: 0,
            talking: None,
            indications: 0,
        }
    }

    /// Whether an address is one that the client may have permission for. Its port does not matter (RFC 8656 §9).
    pub(crate) fn may_reach(&self, peer: SocketAddr) -> Result<(), Refusal> {
        if Family::of(peer) != Family::of(self.address) {
            return Err(Refusal::PeerFamilyMismatch);
        }
        let known = self.peers.iter().any(|known| known.address.ip() == peer.ip());
        if known { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Gives permission for all of the relay's addresses with this host.
    pub(crate) fn permit(&mut self, now: Instant, host: IpAddr) {
        for peer in self.peers.iter_mut().filter(|peer| peer.address.ip() == host) {
            peer.permitted_until = Some(now + PERMISSION);
        }
    }

    /// Gives a peer a short name, or renews it (RFC 8656 §12.2).
    pub(crate) fn bind(&mut self, now: Instant, channel: u16, address: SocketAddr) -> Result<(), Refusal> {
        self.may_reach(address)?;
        if !CHANNELS.contains(&channel) {
            return Err(Refusal::BadRequest);
        }
        let elsewhere = |peer: &Peer| peer.address != address && peer.channel(now) == Some(channel);
        if self.peers.iter().any(elsewhere) {
            return Err(Refusal::BadRequest);
        }
        let peer = self.peers.iter_mut().find(|peer| peer.address == address).ok_or(Refusal::Forbidden)?;
        if peer.channel(now).is_some_and(|bound| bound != channel) {
            return Err(Refusal::BadRequest);
        }
        peer.channel = Some((channel, now + CHANNEL));
        self.permit(now, address.ip());
        Ok(())
    }

    /// The peer that a datagram on a channel is for.
    pub(crate) fn on_channel(&mut self, now: Instant, channel: u16, datagram: &[u8]) -> Option<SocketAddr> {
        let place = self.peers.iter().position(|peer| peer.channel(now) == Some(channel))?;
        Some(self.sent(place, datagram))
    }

    /// The same for a datagram with the peer's address.
    pub(crate) fn addressed(&mut self, now: Instant, address: SocketAddr, datagram: &[u8]) -> Option<SocketAddr> {
        let place = self.peers.iter().position(|peer| peer.address == address && peer.is_open(now))?;
        Some(self.sent(place, datagram))
    }

    fn sent(&mut self, place: usize, datagram: &[u8]) -> SocketAddr {
        match Kind::of(datagram) {
            Kind::Stun => self.asked = place,
            Kind::Dtls | Kind::Rtcp | Kind::Media => self.talking = Some(place),
        }
        self.peers[place].address
    }

    /// Writes a datagram of the relay as the client takes it; `false` if it has not asked for any.
    ///
    /// It comes from the address that the client sent the like to: an answer from where it asked, all else from where it talks.
    pub(crate) fn write(&mut self, now: Instant, datagram: &[u8], out: &mut Vec<u8>) -> bool {
        let place = match Kind::of(datagram) {
            Kind::Stun => self.asked,
            Kind::Dtls | Kind::Rtcp | Kind::Media => self.talking.unwrap_or(self.asked),
        };
        let Some(peer) = self.peers.get(place).filter(|peer| peer.is_open(now)) else { return false };
        if let Some(channel) = peer.channel(now) {
            return write_channel_data(out, channel, datagram).is_ok();
        }
        self.indications += 1;
        let mut transaction = [0; 12];
        transaction[4..].copy_from_slice(&self.indications.to_be_bytes());
        Writer::new(out, Class::Indication, method::DATA, transaction)
            .address(attribute::XOR_PEER_ADDRESS, peer.address)
            .attribute(attribute::DATA, datagram)
            .end(None, false);
        true
    }
}
