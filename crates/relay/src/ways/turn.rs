//! A TURN server (RFC 8656) on one stream, whose only peer is the relay itself. How frames come and go is not its business.
//!
//! An allocation has no socket and no port: the address in it is made up, and datagrams go to the relay, and come back, as if
//! they came from there and went there.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;

use super::StreamId;
use super::addresses::{Addresses, Family};
use super::allocation::Allocation;
use super::credentials::{Issuer, Nonce, Person, REALM};
use super::refusal::Refusal;
use super::streams::Reason;
use crate::packet::stun::{Class, Message, Writer, attribute, method};

/// How long an allocation lasts if nobody asks for more (RFC 8656 §3.2), and at most.
const LIFETIME: Duration = Duration::from_secs(600);
const MAX_LIFETIME: Duration = Duration::from_secs(3_600);

/// How long a nonce is good (RFC 8656 §5 recommends an hour at most). Lower costs clients round trips; higher lets who
/// overheard a request use it for longer, and only on the stream that it was made for.
const NONCE_LIFETIME: Duration = Duration::from_secs(3_600);

/// Requests in a row that may fail to say whose they are. An honest client needs two. More lets a stranger try more passwords.
const MAX_FAILURES: u32 = 16;

/// Requests within [`REQUEST_WINDOW`]. A client with ten addresses to reach makes forty at its start; each costs two HMACs.
const MAX_REQUESTS: u32 = 200;
const REQUEST_WINDOW: Duration = Duration::from_secs(10);

/// Allocations of one person at once. A browser makes one for each network that a device is on, and for a moment twice as many.
/// Lower turns away who changes networks; higher lets one person hold more of what all share.
pub const MAX_ALLOCATIONS_PER_PERSON: usize = 8;

/// Attributes that are understood, whether or not a request should have them.
const KNOWN: [u16; 17] = [
    attribute::USERNAME,
    attribute::MESSAGE_INTEGRITY,
    attribute::ERROR_CODE,
    attribute::UNKNOWN_ATTRIBUTES,
    attribute::CHANNEL_NUMBER,
    attribute::LIFETIME,
    attribute::XOR_PEER_ADDRESS,
    attribute::DATA,
    attribute::REALM,
    attribute::NONCE,
    attribute::XOR_RELAYED_ADDRESS,
    attribute::REQUESTED_ADDRESS_FAMILY,
    attribute::EVEN_PORT,
    attribute::REQUESTED_TRANSPORT,
    // Datagrams for the relay never are packets, so nothing fragments them.
    attribute::DONT_FRAGMENT,
    attribute::XOR_MAPPED_ADDRESS,
    attribute::RESERVATION_TOKEN,
];

/// REQUESTED-TRANSPORT of UDP, the only one there is (RFC 8656 §18.7).
const UDP: u8 = 17;

/// What all sessions share.
pub(crate) struct Shared {
    pub(crate) issuer: Issuer,
    /// The relay's own addresses: the only peers there are.
    pub(crate) peers: Vec<SocketAddr>,
    pub(crate) lane: u8,
    pub(crate) addresses: Addresses,
    pub(crate) max_allocations: usize,
    pub(crate) allocations: usize,
    pub(crate) people: HashMap<Person, usize>,
    /// Requests that were refused.
    pub(crate) refused: u64,
}

impl Shared {
    fn release(&mut self, allocation: &Allocation) {
        self.addresses.release(allocation.address);
        self.allocations -= 1;
        if let Some(count) = self.people.get_mut(&allocation.person) {
            *count -= 1;
            if *count == 0 {
                self.people.remove(&allocation.person);
            }
        }
    }
}

/// A datagram for the relay.
pub(crate) struct Inward {
    pub(crate) source: SocketAddr,
    pub(crate) destination: SocketAddr,
    /// Where in the frame it lies.
    pub(crate) place: Range<usize>,
}

/// What was granted, as the response says it.
enum Grant {
    Allocation(SocketAddr, Duration),
    Lifetime(Duration),
    Done,
}

/// A client's dealings on one stream.
pub(crate) struct Session {
    stream: StreamId,
    allocation: Option<Allocation>,
    /// Since when there is no allocation.
    without_since: Instant,
    nonce: Option<(Nonce, Instant)>,
    nonces: u64,
    failures: u32,
    requests: (u32, Instant),
}

impl Session {
    pub(crate) fn new(now: Instant, stream: StreamId) -> Self {
        Self { stream, allocation: None, without_since: now, nonce: None, nonces: 0, failures: 0, requests: (0, now) }
    }

    /// Until when the stream may stay: with an allocation as long as that lasts, without one for `grace`.
    pub(crate) fn deadline(&self, grace: Duration) -> Instant {
        self.allocation.as_ref().map_or(self.without_since + grace, |allocation| allocation.expires)
    }

    /// Whether it is someone's.
    pub(crate) fn is_of(&self, person: &Person) -> bool {
        self.allocation.as_ref().is_some_and(|allocation| allocation.person == *person)
    }

    /// Gives back what is shared. To be called before a session is forgotten.
    pub(crate) fn release(&mut self, now: Instant, shared: &mut Shared) {
        if let Some(allocation) = self.allocation.take() {
            shared.release(&allocation);
            self.without_since = now;
        }
    }

    /// Writes a datagram of the relay as the client takes it; `false` if it has not asked for any.
    pub(crate) fn write(&mut self, now: Instant, datagram: &[u8], out: &mut Vec<u8>) -> bool {
        self.allocation.as_mut().is_some_and(|allocation| allocation.write(now, datagram, out))
    }

    /// Takes a frame. Writes the answer to `out`, if it asks for one, or says what is in it for the relay.
    ///
    /// # Errors
    /// The reason to give the stream up.
    pub(crate) fn hear(
        &mut self,
        now: Instant,
        frame: &[u8],
        shared: &mut Shared,
        out: &mut Vec<u8>,
    ) -> Result<Option<Inward>, Reason> {
        if self.allocation.as_ref().is_some_and(|allocation| allocation.expires <= now) {
            self.release(now, shared);
        }
        // STUN begins with two bits of zero, ChannelData with others (RFC 8656 §12).
        if let Some(&[high @ 0x40..=0xff, low, _, _]) = frame.first_chunk() {
            let (channel, place) = (u16::from_be_bytes([high, low]), 4..frame.len());
            let Some(allocation) = &mut self.allocation else { return Ok(None) };
            let peer = allocation.on_channel(now, channel, &frame[place.clone()]);
            return Ok(peer.map(|destination| Inward { source: allocation.address, destination, place }));
        }
        let message = Message::parse(frame).ok_or(Reason::Malformed)?;
        match (message.class, message.method) {
            (Class::Indication, method::SEND) => Ok(self.send(now, &message)),
            (Class::Request, method::ALLOCATE | method::REFRESH | method::CREATE_PERMISSION | method::CHANNEL_BIND) => {
                self.answer(now, &message, shared, out).map(|()| None)
            }
            // Methods that are not TURN's, and answers to what nobody asked (RFC 8489 §6.3).
            _ => Ok(None),
        }
    }

    /// A Send indication (RFC 8656 §11.2). What is not allowed is passed over without a word.
    fn send(&mut self, now: Instant, message: &Message<'_>) -> Option<Inward> {
        let allocation = self.allocation.as_mut()?;
        let place = message.place(attribute::DATA)?;
        let destination = message.attribute(attribute::XOR_PEER_ADDRESS).and_then(|value| message.address(value))?;
        if message.unknown(&KNOWN).next().is_some() {
            return None;
        }
        let destination = allocation.addressed(now, destination, message.attribute(attribute::DATA)?)?;
        Some(Inward { source: allocation.address, destination, place })
    }

    fn answer(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        shared: &mut Shared,
        out: &mut Vec<u8>,
    ) -> Result<(), Reason> {
        self.count_request(now)?;
        let response = |out, class| Writer::new(out, class, message.method, message.transaction);
        let (person, key, username) = match self.authenticate(now, message, shared) {
            Ok(verified) => verified,
            Err(refusal) => {
                shared.refused += 1;
                self.failures += 1;
                if self.failures > MAX_FAILURES {
                    return Err(Reason::Unauthenticated);
                }
                let (code, words) = refusal.code();
                let mut response = response(out, Class::Error).error(code, words);
                if refusal.challenges() {
                    response = response
                        .attribute(attribute::REALM, REALM.as_bytes())
                        .attribute(attribute::NONCE, &self.fresh_nonce(now, shared));
                }
                response.end(None, message.fingerprint);
                return Ok(());
            }
        };
        self.failures = 0;
        match self.grant(now, message, (person, key.clone()), username, shared) {
            Ok(grant) => {
                let response = response(out, Class::Success);
                let seconds = |lifetime: Duration| (lifetime.as_secs() as u32).to_be_bytes();
                match grant {
                    // RFC 8656 §7.3 wants the client's own address in there too. This layer does not know where anyone is.
                    Grant::Allocation(address, lifetime) => response
                        .address(attribute::XOR_RELAYED_ADDRESS, address)
                        .attribute(attribute::LIFETIME, &seconds(lifetime))
                        .address(attribute::XOR_MAPPED_ADDRESS, address),
                    Grant::Lifetime(lifetime) => response.attribute(attribute::LIFETIME, &seconds(lifetime)),
                    Grant::Done => response,
                }
                .end(Some(&key), message.fingerprint);
            }
            Err(refusal) => {
                shared.refused += 1;
                let (code, words) = refusal.code();
                let mut response = response(out, Class::Error).error(code, words);
                if refusal == Refusal::UnknownAttribute {
                    let mut unknown = [0; 16];
                    let kinds = message.unknown(&KNOWN).take(unknown.len() / 2);
                    let count = kinds.zip(unknown.chunks_exact_mut(2)).map(|(kind, place)| {
                        place.copy_from_slice(&kind.to_be_bytes());
                    });
                    let length = count.count() * 2;
                    response = response.attribute(attribute::UNKNOWN_ATTRIBUTES, &unknown[..length]);
                }
                response.end(Some(&key), message.fingerprint);
            }
        }
        Ok(())
    }

    /// Whose request it is (RFC 8489 §9.2.4): the integrity tells, and the nonce that it was made for this stream, not long ago.
    fn authenticate<'a>(
        &self,
        now: Instant,
        message: &Message<'a>,
        shared: &Shared,
    ) -> Result<(Person, hmac::Key, &'a str), Refusal> {
        if !message.is_signed() {
            return Err(Refusal::Unauthenticated);
        }
        let [username, realm, nonce] =
            [attribute::USERNAME, attribute::REALM, attribute::NONCE].map(|kind| message.attribute(kind));
        let (Some(_), Some(realm), Some(nonce)) = (username, realm, nonce) else { return Err(Refusal::BadRequest) };
        let username = message.text(attribute::USERNAME).ok_or(Refusal::Unauthenticated)?;
        // Who has an allocation goes on with it when its credentials are too old for another.
        let own = self.allocation.as_ref().filter(|allocation| *allocation.username == *username);
        let own = own.map(|allocation| (allocation.person, allocation.key.clone()));
        let known = own.or_else(|| shared.issuer.check(now, username));
        let (person, key) = known.filter(|_| realm == REALM.as_bytes()).ok_or(Refusal::Unauthenticated)?;
        if !message.holds(&key) {
            return Err(Refusal::Unauthenticated);
        }
        if self.good_nonce(now).is_none_or(|good| good != nonce) {
            return Err(Refusal::StaleNonce);
        }
        Ok((person, key, username))
    }

    fn grant(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        who: (Person, hmac::Key),
        username: &str,
        shared: &mut Shared,
    ) -> Result<Grant, Refusal> {
        if message.unknown(&KNOWN).next().is_some() {
            return Err(Refusal::UnknownAttribute);
        }
        if message.method == method::ALLOCATE {
            return self.allocate(now, message, who, username, shared);
        }
        let allocation = self.allocation.as_mut().ok_or(Refusal::AllocationMismatch)?;
        if *allocation.username != *username {
            return Err(Refusal::WrongCredentials);
        }
        match message.method {
            method::REFRESH => self.refresh(now, message, shared),
            method::CHANNEL_BIND => {
                let channel = message.attribute(attribute::CHANNEL_NUMBER).and_then(|value| value.try_into().ok());
                let peer = message.attribute(attribute::XOR_PEER_ADDRESS).and_then(|value| message.address(value));
                let ([high, low, ..], peer): ([u8; 4], _) = channel.zip(peer).ok_or(Refusal::BadRequest)?;
                allocation.bind(now, u16::from_be_bytes([high, low]), peer).map(|()| Grant::Done)
            }
            _ => {
                // All of them, or none (RFC 8656 §10.2).
                let peers = || message.attributes().filter(|(kind, _)| *kind == attribute::XOR_PEER_ADDRESS);
                if peers().next().is_none() {
                    return Err(Refusal::BadRequest);
                }
                for (_, value) in peers() {
                    allocation.may_reach(message.address(value).ok_or(Refusal::BadRequest)?)?;
                }
                for peer in peers().filter_map(|(_, value)| message.address(value)) {
                    allocation.permit(now, peer.ip());
                }
                Ok(Grant::Done)
            }
        }
    }

    /// RFC 8656 §7.2.
    fn allocate(
        &mut self,
        now: Instant,
        message: &Message<'_>,
        who: (Person, hmac::Key),
        username: &str,
        shared: &mut Shared,
    ) -> Result<Grant, Refusal> {
        if self.allocation.is_some() {
            return Err(Refusal::AllocationMismatch);
        }
        match message.attribute(attribute::REQUESTED_TRANSPORT) {
            Some([UDP, _, _, _]) => {}
            Some([_, _, _, _]) => return Err(Refusal::UnsupportedTransport),
            _ => return Err(Refusal::BadRequest),
        }
        let family = requested_family(message)?;
        let even = message.attribute(attribute::EVEN_PORT);
        let reserved = message.attribute(attribute::RESERVATION_TOKEN).is_some();
        let chosen = message.attribute(attribute::REQUESTED_ADDRESS_FAMILY).is_some();
        if reserved && (even.is_some() || chosen) {
            return Err(Refusal::BadRequest);
        }
        let next_too = match even {
            None => false,
            // All made-up ports are even.
            Some([flags]) => flags & 0x80 != 0,
            Some(_) => return Err(Refusal::BadRequest),
        };
        // No port is kept for later.
        if next_too || reserved {
            return Err(Refusal::InsufficientCapacity);
        }
        let family = family.unwrap_or(Family::V4);
        let peers = shared.peers.iter().copied().filter(|peer| Family::of(*peer) == family);
        if peers.clone().next().is_none() {
            return Err(Refusal::FamilyNotSupported);
        }
        let lifetime = requested_lifetime(message)?.unwrap_or(LIFETIME).clamp(LIFETIME, MAX_LIFETIME);
        let count = shared.people.get(&who.0).copied().unwrap_or_default();
        if count >= MAX_ALLOCATIONS_PER_PERSON {
            return Err(Refusal::QuotaReached);
        }
        if shared.allocations >= shared.max_allocations {
            return Err(Refusal::InsufficientCapacity);
        }
        let address = shared.addresses.take(family, self.stream);
        shared.allocations += 1;
        shared.people.insert(who.0, count + 1);
        self.allocation = Some(Allocation::new(username, who, address, now + lifetime, peers));
        Ok(Grant::Allocation(address, lifetime))
    }

    /// RFC 8656 §8.2.
    fn refresh(&mut self, now: Instant, message: &Message<'_>, shared: &mut Shared) -> Result<Grant, Refusal> {
        let allocation = self.allocation.as_mut().ok_or(Refusal::AllocationMismatch)?;
        if requested_family(message)?.is_some_and(|family| family != Family::of(allocation.address)) {
            return Err(Refusal::PeerFamilyMismatch);
        }
        let lifetime = requested_lifetime(message)?.unwrap_or(LIFETIME);
        if lifetime.is_zero() {
            self.release(now, shared);
            return Ok(Grant::Lifetime(lifetime));
        }
        let lifetime = lifetime.clamp(LIFETIME, MAX_LIFETIME);
        allocation.expires = now + lifetime;
        Ok(Grant::Lifetime(lifetime))
    }

    fn good_nonce(&self, now: Instant) -> Option<Nonce> {
        let (nonce, since) = self.nonce?;
        (now.saturating_duration_since(since) < NONCE_LIFETIME).then_some(nonce)
    }

    fn fresh_nonce(&mut self, now: Instant, shared: &Shared) -> Nonce {
        self.good_nonce(now).unwrap_or_else(|| {
            self.nonces += 1;
            let nonce = shared.issuer.nonce(shared.lane, self.stream.0, self.nonces);
            self.nonce = Some((nonce, now));
            nonce
        })
    }

    fn count_request(&mut self, now: Instant) -> Result<(), Reason> {
        let (count, since) = &mut self.requests;
        if now.saturating_duration_since(*since) >= REQUEST_WINDOW {
            (*count, *since) = (0, now);
        }
        *count += 1;
        if *count > MAX_REQUESTS { Err(Reason::Flood) } else { Ok(()) }
    }
}

fn requested_lifetime(message: &Message<'_>) -> Result<Option<Duration>, Refusal> {
    let Some(value) = message.attribute(attribute::LIFETIME) else { return Ok(None) };
    let seconds = value.try_into().map(u32::from_be_bytes).map_err(|_| Refusal::BadRequest)?;
    Ok(Some(Duration::from_secs(seconds.into())))
}

/// RFC 8656 §18.9.
fn requested_family(message: &Message<'_>) -> Result<Option<Family>, Refusal> {
    match message.attribute(attribute::REQUESTED_ADDRESS_FAMILY) {
        None => Ok(None),
        Some([1, _, _, _]) => Ok(Some(Family::V4)),
        Some([2, _, _, _]) => Ok(Some(Family::V6)),
        Some([_, _, _, _]) => Err(Refusal::FamilyNotSupported),
        Some(_) => Err(Refusal::BadRequest),
    }
}
