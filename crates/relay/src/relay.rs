//! The relay as the server sees it: visits, addresses, time. What happens inside a visit lives in `room`.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Instant;

use visit::Admission;
use visit::ids::{SeatId, VisitId};
use visit::wire::MediaKind;

use crate::arena::Message;
use crate::outbox::{Outbox, Output};
use crate::packet::demux::{self, Kind};
use crate::room::Room;
use crate::sdp::{self, Offer, OfferError, Own};
use crate::session::Session;
use crate::source;
use crate::statistics::Statistics;
use crate::transport::{Identity, Request};
use crate::wheel::Wheel;

/// Longest datagram taken in, in bytes: what an Ethernet carries.
pub const MAX_DATAGRAM_BYTES: usize = 1_500;

/// What a relay needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where clients reach the media socket: at least one address, none unspecified. Told to clients as ICE candidates.
    pub udp: Vec<SocketAddr>,
    /// Where they can come over TCP (RFC 6544), by [`crate::ways`]: none unspecified. Told to clients as further candidates.
    pub tcp: Vec<SocketAddr>,
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

/// Where a connection is: the place of its room, and its number, which is never used again.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    room: u32,
    session: u64,
}

/// The selective forwarding unit. See the crate's documentation for how to drive it.
pub struct Relay {
    identity: Identity,
    config: Config,
    /// Rooms, and places for more.
    rooms: Vec<Option<Box<Room>>>,
    free: Vec<u32>,
    visits: HashMap<VisitId, u32>,
    /// Connections by the ICE username fragment that the relay gave out.
    by_ufrag: HashMap<String, Place>,
    /// The same by known address.
    by_address: HashMap<SocketAddr, Place>,
    /// When each room is due.
    wheel: Wheel,
    /// Rooms in which something happened since they were last advanced.
    touched: Vec<u32>,
    now: Option<Instant>,
    sessions: u64,
    outbox: Outbox,
}

impl Relay {
    /// A relay without visits.
    ///
    /// # Errors
    /// [`ConfigError`], if nobody could reach it.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let mut all = config.udp.iter().chain(&config.tcp);
        if config.udp.is_empty() || all.any(|address| address.ip().is_unspecified()) {
            return Err(ConfigError::NoAddress);
        }
        Ok(Self {
            identity: Identity::new().ok_or(ConfigError::NoCertificate)?,
            config,
            rooms: vec![],
            free: vec![],
            visits: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            wheel: Wheel::new(),
            touched: vec![],
            now: None,
            sessions: 0,
            outbox: Outbox::default(),
        })
    }

    /// Answers the SDP offer of someone who was admitted. If it is a further offer of the connection that the seat has, another
    /// way is looked for (ICE restart, RFC 8445 §2.4); another connection of the seat is closed and replaced.
    ///
    /// # Errors
    /// [`OfferError`]; an earlier connection then stays as it is.
    pub fn join(&mut self, now: Instant, admission: Admission, offer_sdp: &str) -> Result<Answer, OfferError> {
        self.now = Some(now);
        let offer = Offer::read(offer_sdp, admission.capacity())?;
        if let Some(answer) = self.restart(&admission, &offer)? {
            return Ok(answer);
        }
        self.sessions += 1;
        let id = self.sessions;
        let session = Session::new(&self.identity, now, id, admission.seat().clone(), &offer);
        let session = session.ok_or(OfferError::Internal)?;
        let answer = answer(&self.config, &self.identity, &session, &offer);
        let room_place = self.room_for(admission.visit());
        self.by_ufrag.insert(session.credentials().0.to_owned(), Place { room: room_place, session: id });
        let Some(room) = room(&mut self.rooms, room_place) else { return Err(OfferError::Internal) };
        if let Some(old) = room.join(now, session, source::tracks(&offer), &mut self.outbox) {
            self.close(old);
        }
        self.touch(room_place);
        Ok(answer)
    }

    /// Answers a further offer of a connection; `None` if it is for a new one.
    fn restart(&mut self, admission: &Admission, offer: &Offer) -> Result<Option<Answer>, OfferError> {
        let place = self.visits.get(admission.visit()).copied();
        let Some((place, room)) = place.and_then(|place| Some((place, room(&mut self.rooms, place)?))) else {
            return Ok(None);
        };
        let session = room.session_of(admission.seat()).filter(|session| session.goes_on_with(offer));
        let Some(session) = session else { return Ok(None) };
        let before = session.credentials().0.to_owned();
        session.restart(offer.ufrag.clone()).ok_or(OfferError::Internal)?;
        self.by_ufrag.remove(&before);
        self.by_ufrag.insert(session.credentials().0.to_owned(), Place { room: place, session: session.id });
        Ok(Some(answer(&self.config, &self.identity, session, offer)))
    }

    /// Takes a datagram from the media socket; `destination`, the address of the socket, does not matter as long as there is
    /// one socket. What is encrypted is opened in place.
    ///
    /// Whatever it contains, this does not fail: what is of no use is counted and dropped.
    pub fn datagram(&mut self, now: Instant, source: SocketAddr, _destination: SocketAddr, datagram: &mut [u8]) {
        self.now = Some(now);
        let statistics = &mut self.outbox.statistics;
        statistics.datagrams_in += 1;
        statistics.bytes_in += datagram.len() as u64;
        let source = SocketAddr::new(source.ip().to_canonical(), source.port());
        match demux::kind(datagram).filter(|_| datagram.len() <= MAX_DATAGRAM_BYTES) {
            None => statistics.dropped_malformed += 1,
            Some(Kind::Stun) => self.check(now, source, datagram),
            Some(kind) => match self.by_address.get(&source).copied() {
                Some(place) if self.allows(now, place) => {
                    if let Some(room) = room(&mut self.rooms, place.room) {
                        room.receive(now, place.session, kind, datagram, &mut self.outbox);
                    }
                    self.touch(place.room);
                }
                Some(_) => self.outbox.statistics.dropped_flood += 1,
                None => self.outbox.statistics.dropped_unknown += 1,
            },
        }
    }

    /// A connectivity check. It names its connection; everything else is known by its address.
    fn check(&mut self, now: Instant, source: SocketAddr, datagram: &[u8]) {
        let Some(request) = Request::parse(datagram) else {
            self.outbox.statistics.dropped_malformed += 1;
            return;
        };
        let place = request.fragments().and_then(|(ufrag, _)| self.by_ufrag.get(ufrag)).copied();
        let Some(place) = place else {
            self.outbox.statistics.dropped_unknown += 1;
            return;
        };
        if !self.allows(now, place) {
            self.outbox.statistics.dropped_flood += 1;
            return;
        }
        let Some(room) = room(&mut self.rooms, place.room) else { return };
        if room.check(now, place.session, source, &request, &mut self.outbox) {
            self.learn(source, place);
            self.touch(place.room);
        } else {
            self.outbox.statistics.dropped_unknown += 1;
        }
    }

    /// Lets time pass. To be called when a [`Output::Wait`] is over; more often does no harm.
    pub fn timeout(&mut self, now: Instant) {
        self.now = Some(now);
        let (rooms, touched) = (&mut self.rooms, &mut self.touched);
        self.wheel.turn(now, |place| {
            if let Some(room) = room(rooms, place) {
                room.turn = None;
                if !std::mem::replace(&mut room.touched, true) {
                    touched.push(place);
                }
            }
        });
    }

    /// What to do next. To be called until it says [`Output::Wait`], after each other call or a handful of datagrams; what is to
    /// be sent then lies in [`Self::outgoing`].
    pub fn poll(&mut self) -> Output {
        while let Some((place, now)) = self.touched.last().copied().zip(self.now) {
            self.touched.pop();
            self.advance(now, place);
        }
        match self.outbox.next() {
            Some(event) => Output::Event(event),
            None => Output::Wait(self.wheel.next()),
        }
    }

    /// Datagrams to send, those to one receiver beside each other.
    pub fn outgoing(&self) -> impl Iterator<Item = Message<'_>> {
        self.outbox.arena.messages()
    }

    /// Forgets what is in [`Self::outgoing`]: it was sent, or cannot be.
    pub fn sent(&mut self) {
        self.outbox.sent();
    }

    /// Closes a person's connection. The slots that showed them become free.
    pub fn leave(&mut self, now: Instant, visit: &VisitId, seat: &SeatId) {
        self.now = Some(now);
        let Some(&place) = self.visits.get(visit) else { return };
        let Some(room) = room(&mut self.rooms, place) else { return };
        if let Some(session) = room.leave(now, seat, &mut self.outbox) {
            self.close(session);
            self.touch(place);
        }
    }

    /// Closes all connections of a visit and forgets it.
    pub fn end(&mut self, now: Instant, visit: &VisitId) {
        self.now = Some(now);
        let Some(&place) = self.visits.get(visit) else { return };
        let Some(room) = room(&mut self.rooms, place) else { return };
        let sessions: Vec<Session> = room.end().collect();
        sessions.into_iter().for_each(|session| self.close(session));
        self.forget(place);
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
        let Some(&place) = self.visits.get(visit) else { return };
        if let Some(room) = room(&mut self.rooms, place) {
            room.want(now, receiver, of, kind, height, &mut self.outbox);
            self.touch(place);
        }
    }

    /// What was counted so far.
    pub fn statistics(&self) -> Statistics {
        self.outbox.statistics
    }

    fn allows(&mut self, now: Instant, place: Place) -> bool {
        let session = room(&mut self.rooms, place.room).and_then(|room| room.session(place.session));
        session.is_some_and(|session| session.allowance.take(now))
    }

    /// The place of a visit's room, which is made if there is none.
    fn room_for(&mut self, visit: &VisitId) -> u32 {
        if let Some(&place) = self.visits.get(visit) {
            return place;
        }
        let place = self.free.pop().unwrap_or_else(|| {
            self.rooms.push(None);
            self.rooms.len() as u32 - 1
        });
        self.rooms[place as usize] = Some(Box::new(Room::new(visit.clone())));
        self.visits.insert(visit.clone(), place);
        place
    }

    fn touch(&mut self, place: u32) {
        if let Some(room) = room(&mut self.rooms, place)
            && !std::mem::replace(&mut room.touched, true)
        {
            self.touched.push(place);
        }
    }

    fn advance(&mut self, now: Instant, place: u32) {
        let Some(room) = room(&mut self.rooms, place) else { return };
        room.touched = false;
        room.advance(now, &mut self.outbox);
        if let Some(gone) = room.sweep(now, &mut self.outbox) {
            // There may be more.
            self.close(gone);
            self.touch(place);
            return;
        }
        match room.due() {
            Some(due) => room.turn = Some(self.wheel.set(now, place, room.turn, due)),
            None => self.forget(place),
        }
    }

    /// Forgets a room in which nobody is any more.
    fn forget(&mut self, place: u32) {
        let Some(room) = self.rooms.get_mut(place as usize).and_then(Option::take) else { return };
        if let Some(turn) = room.turn {
            self.wheel.remove(place, turn);
        }
        self.visits.remove(&room.visit);
        self.touched.retain(|touched| *touched != place);
        self.free.push(place);
    }

    fn close(&mut self, mut session: Session) {
        let (ufrag, _) = session.credentials();
        self.by_ufrag.remove(ufrag);
        for address in &session.addresses {
            // Unless someone else has it by now.
            if self.by_address.get(address).is_some_and(|place| place.session == session.id) {
                self.by_address.remove(address);
            }
        }
        session.close(&mut self.outbox.arena);
    }

    /// A client has proven to be at an address.
    fn learn(&mut self, address: SocketAddr, place: Place) {
        if self.by_address.get(&address) == Some(&place) {
            return;
        }
        let session = room(&mut self.rooms, place.room).and_then(|room| room.session(place.session));
        let Some(forgotten) = session.map(|session| session.learn(address)) else { return };
        if let Some(forgotten) = forgotten
            && self.by_address.get(&forgotten) == Some(&place)
        {
            self.by_address.remove(&forgotten);
        }
        self.by_address.insert(address, place);
    }
}

/// What a connection's offer is answered with.
fn answer(config: &Config, identity: &Identity, session: &Session, offer: &Offer) -> Answer {
    let (ufrag, password) = session.credentials();
    let streams: Vec<(u32, u32)> = session.slots.iter().map(|slot| (slot.out.ssrc, slot.out.repair_ssrc)).collect();
    let own = Own {
        ufrag,
        password,
        fingerprint: identity.fingerprint(),
        candidates: config,
        streams: &streams,
        session: session.id,
        version: session.answers,
    };
    Answer { sdp: sdp::answer(offer, &own) }
}

fn room(rooms: &mut [Option<Box<Room>>], place: u32) -> Option<&mut Room> {
    rooms.get_mut(place as usize)?.as_deref_mut()
}
