//! The relay as the server sees it: visits, addresses, time. What happens inside a visit lives in `room`.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use str0m::ice::StunMessage;

use visit::Admission;
use visit::ids::{SeatId, VisitId};
use visit::wire::MediaKind;

use crate::allowance::Allowance;
use crate::engine::{self, Engine};
use crate::offer::{self, OfferError};
use crate::outbox::{Outbox, Output};
use crate::room::Room;
use crate::session::Session;
use crate::statistics::Statistics;

/// Longest datagram taken in, in bytes: what an Ethernet carries. The engine's buffers hold no more than 2,000.
pub const MAX_DATAGRAM_BYTES: usize = 1_500;

/// Most addresses remembered per connection. A phone that changes networks has a few.
const MAX_ADDRESSES: usize = 8;

/// What a relay needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where clients reach the media socket: at least one address, none unspecified. Told to clients as ICE candidates.
    pub addresses: Vec<SocketAddr>,
}

/// Why a relay could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// There is no address, or one that nobody can send to.
    #[error("the relay needs at least one address that clients can reach")]
    NoAddress,
    /// No DTLS certificate could be made.
    #[error("the relay could not make its certificate")]
    NoCertificate,
}

/// The answer to an offer. Carries a password: no `Debug`.
pub struct Answer {
    /// The session description (RFC 8866).
    pub sdp: String,
}

/// Where a connection is.
#[derive(Clone, Copy)]
struct Place {
    room: u64,
    session: u64,
}

/// A connection, from the network's side.
struct Peer {
    place: Place,
    addresses: VecDeque<SocketAddr>,
    allowance: Allowance,
}

/// The selective forwarding unit. See the crate's documentation for how to drive it.
pub struct Relay {
    engine: Engine,
    addresses: Vec<SocketAddr>,
    rooms: HashMap<u64, Room>,
    visits: HashMap<VisitId, u64>,
    /// By the ICE username fragment that the relay gave out.
    peers: HashMap<String, Peer>,
    /// The same by known address.
    by_address: HashMap<SocketAddr, String>,
    /// When each room is due.
    timers: BTreeSet<(Instant, u64)>,
    due: HashMap<u64, Instant>,
    /// Rooms in which something happened since they were last advanced.
    touched: VecDeque<u64>,
    now: Option<Instant>,
    next_id: u64,
    outbox: Outbox,
}

impl Relay {
    /// A relay without visits.
    ///
    /// # Errors
    /// [`ConfigError`], if nobody could reach it.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        if config.addresses.is_empty() || config.addresses.iter().any(|address| address.ip().is_unspecified()) {
            return Err(ConfigError::NoAddress);
        }
        let engine = Engine::new(&config.addresses).ok_or(ConfigError::NoCertificate)?;
        Ok(Self {
            engine,
            addresses: config.addresses,
            rooms: HashMap::new(),
            visits: HashMap::new(),
            peers: HashMap::new(),
            by_address: HashMap::new(),
            timers: BTreeSet::new(),
            due: HashMap::new(),
            touched: VecDeque::new(),
            now: None,
            next_id: 0,
            outbox: Outbox::default(),
        })
    }

    /// Answers the SDP offer of someone who was admitted. A connection that the seat had before is closed and replaced.
    ///
    /// # Errors
    /// [`OfferError`]; an earlier connection then stays as it is.
    pub fn join(&mut self, now: Instant, admission: Admission, offer_sdp: &str) -> Result<Answer, OfferError> {
        self.now = Some(now);
        let shape = offer::shape(offer_sdp, admission.capacity())?;
        self.next_id += 1;
        let id = self.next_id;
        let accept = || Session::accept(&self.engine, now, id, admission.seat().clone(), shape, offer_sdp);
        // The engine asserts things about descriptions that only a hostile one gets wrong. What `shape` let through must not end other people's visits.
        let accepted = std::panic::catch_unwind(std::panic::AssertUnwindSafe(accept));
        let (session, sdp) = accepted.unwrap_or(Err(OfferError::Internal))?;
        let room_id = *self.visits.entry(admission.visit().clone()).or_insert(id);
        let room = self.rooms.entry(room_id).or_insert_with(|| Room::new(admission.visit().clone()));
        let place = Place { room: room_id, session: id };
        let peer = Peer { place, addresses: VecDeque::new(), allowance: Allowance::default() };
        self.peers.insert(session.ufrag.clone(), peer);
        if let Some(old) = room.join(now, session, &mut self.outbox) {
            self.close(old);
        }
        self.touch(room_id);
        Ok(Answer { sdp })
    }

    /// Takes a datagram from the media socket. `destination` is the socket's address; an unspecified one is fine.
    ///
    /// Whatever it contains, this does not fail: what is of no use is counted and dropped.
    pub fn datagram(&mut self, now: Instant, source: SocketAddr, destination: SocketAddr, datagram: &[u8]) {
        self.now = Some(now);
        self.outbox.statistics.datagrams_in += 1;
        self.outbox.statistics.bytes_in += datagram.len() as u64;
        let source = SocketAddr::new(source.ip().to_canonical(), source.port());
        let destination = self.candidate_for(destination, source);
        let parsed =
            if datagram.len() > MAX_DATAGRAM_BYTES { None } else { engine::read(source, destination, datagram) };
        let Some(parsed) = parsed else {
            self.outbox.statistics.dropped_malformed += 1;
            return;
        };
        // RFC 7983 §7: STUN starts with a byte below 4. It names its connection; everything else is known by its address.
        let stun = datagram.first().is_some_and(|byte| *byte < 4);
        let ufrag = if stun { addressee(datagram) } else { self.by_address.get(&source).cloned() };
        let Some((ufrag, peer)) = ufrag.and_then(|ufrag| self.peers.get_mut(&ufrag).map(|peer| (ufrag, peer))) else {
            self.outbox.statistics.dropped_unknown += 1;
            return;
        };
        if !peer.allowance.take(now) {
            self.outbox.statistics.dropped_flood += 1;
            return;
        }
        let place = peer.place;
        let Some(room) = self.rooms.get_mut(&place.room) else { return };
        if !room.receive(now, place.session, parsed, !stun, &mut self.outbox) {
            self.outbox.statistics.dropped_unknown += 1;
            return;
        }
        if stun {
            self.learn(source, ufrag);
        }
        self.touch(place.room);
    }

    /// Lets time pass. To be called when a [`Output::Wait`] is over; more often does no harm.
    pub fn timeout(&mut self, now: Instant) {
        self.now = Some(now);
        while let Some(&(due, room)) = self.timers.first().filter(|(due, _)| *due <= now) {
            self.timers.remove(&(due, room));
            self.due.remove(&room);
            self.touch(room);
        }
    }

    /// What to do next. To be called until it says [`Output::Wait`], after each other call.
    pub fn poll(&mut self) -> Output {
        loop {
            if let Some(output) = self.outbox.next() {
                return output;
            }
            let Some((room, now)) = self.touched.pop_front().zip(self.now) else {
                return Output::Wait(self.timers.first().map(|(due, _)| *due));
            };
            self.advance(now, room);
        }
    }

    /// Closes a person's connection. The slots that showed them become free.
    pub fn leave(&mut self, now: Instant, visit: &VisitId, seat: &SeatId) {
        self.now = Some(now);
        let Some(&room_id) = self.visits.get(visit) else { return };
        if let Some(session) = self.rooms.get_mut(&room_id).and_then(|room| room.leave(seat, &mut self.outbox)) {
            self.close(session);
            self.touch(room_id);
        }
    }

    /// Closes all connections of a visit and forgets it.
    pub fn end(&mut self, now: Instant, visit: &VisitId) {
        self.now = Some(now);
        let Some(room_id) = self.visits.remove(visit) else { return };
        let Some(mut room) = self.rooms.remove(&room_id) else { return };
        let sessions: Vec<Session> = room.end().collect();
        sessions.into_iter().for_each(|session| self.close(session));
        self.forget_timer(room_id);
    }

    /// Takes note of how large a receiver shows a picture, in pixels of height; 0 when it is not shown.
    pub fn want(
        &mut self,
        now: Instant,
        visit: &VisitId,
        receiver: &SeatId,
        of: &SeatId,
        kind: MediaKind,
        height: u16,
    ) {
        self.now = Some(now);
        let Some(&room_id) = self.visits.get(visit) else { return };
        if let Some(room) = self.rooms.get_mut(&room_id) {
            room.want(now, receiver, of, kind, height);
            self.touch(room_id);
        }
    }

    /// What was counted so far.
    pub fn statistics(&self) -> Statistics {
        self.outbox.statistics
    }

    fn touch(&mut self, room: u64) {
        if !self.touched.contains(&room) {
            self.touched.push_back(room);
        }
    }

    fn advance(&mut self, now: Instant, room_id: u64) {
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        room.advance(now, &mut self.outbox);
        let gone = room.sweep(now, &mut self.outbox);
        let (empty, deadline) = (room.is_empty(), room.deadline());
        if let Some(room) = empty.then(|| self.rooms.remove(&room_id)).flatten() {
            self.visits.remove(&room.visit);
        }
        gone.into_iter().for_each(|session| self.close(session));
        self.forget_timer(room_id);
        if let Some(deadline) = deadline {
            self.timers.insert((deadline, room_id));
            self.due.insert(room_id, deadline);
        }
    }

    fn forget_timer(&mut self, room: u64) {
        if let Some(due) = self.due.remove(&room) {
            self.timers.remove(&(due, room));
        }
    }

    fn close(&mut self, session: Session) {
        if let Some(peer) = self.peers.remove(&session.ufrag) {
            for address in peer.addresses {
                // Unless someone else has it by now.
                if self.by_address.get(&address) == Some(&session.ufrag) {
                    self.by_address.remove(&address);
                }
            }
        }
        session.close(|to, datagram| self.outbox.transmit(to, datagram));
    }

    /// A client has proven to be at an address.
    fn learn(&mut self, address: SocketAddr, ufrag: String) {
        if self.by_address.get(&address) == Some(&ufrag) {
            return;
        }
        let Some(peer) = self.peers.get_mut(&ufrag) else { return };
        peer.addresses.push_back(address);
        let forgotten = if peer.addresses.len() > MAX_ADDRESSES { peer.addresses.pop_front() } else { None };
        if let Some(forgotten) = forgotten.filter(|forgotten| self.by_address.get(forgotten) == Some(&ufrag)) {
            self.by_address.remove(&forgotten);
        }
        self.by_address.insert(address, ufrag);
    }

    /// The candidate that a client aimed at: behind a NAT, or with a socket bound to all addresses, the socket does not know.
    fn candidate_for(&self, destination: SocketAddr, source: SocketAddr) -> SocketAddr {
        let destination = SocketAddr::new(destination.ip().to_canonical(), destination.port());
        let same_family = |ip: IpAddr| ip.is_ipv4() == source.is_ipv4();
        if self.addresses.contains(&destination) {
            return destination;
        }
        self.addresses.iter().copied().find(|address| same_family(address.ip())).unwrap_or(destination)
    }
}

/// The relay's part of a STUN message's username (RFC 8445 §7.2.2).
fn addressee(datagram: &[u8]) -> Option<String> {
    let message = StunMessage::parse(datagram).ok()?;
    message.split_username().map(|(local, _)| local.to_owned())
}
