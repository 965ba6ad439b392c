//! A simulated visit: str0m clients, a seeded network, virtual time. Assertions live in the tests.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(unreachable_pub, reason = "compiled into each test file")]

mod client;
mod network;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use relay::{Answer, Config, Event, OfferError, Output, Relay};
use visit::ids::{SeatId, VisitId};
use visit::wire::{MediaKind, Role};

#[allow(unused_imports, reason = "each test file uses a part")]
pub use client::{Client, Received, Shape};
#[allow(unused_imports, reason = "each test file uses a part")]
pub use network::{Link, Network, Random};

/// How often clients make media: an audio packet each time, a picture every second time.
const MEDIA_INTERVAL: Duration = Duration::from_millis(20);

/// A relay, its clients, and what is between them.
pub struct World {
    pub relay: Relay,
    pub clients: Vec<Client>,
    pub events: Vec<Event>,
    pub network: Network,
    pub now: Instant,
    pub start: Instant,
    next_media: Instant,
}

pub fn relay_address() -> SocketAddr {
    SocketAddr::from(([192, 0, 2, 1], 3478))
}

pub fn visit(name: &str) -> VisitId {
    VisitId::try_from(name).unwrap()
}

pub fn seat(name: &str) -> SeatId {
    SeatId::try_from(name).unwrap()
}

#[allow(clippy::disallowed_methods, reason = "an `Instant` cannot be made from a number; time itself is virtual")]
pub fn some_instant() -> Instant {
    Instant::now()
}

impl World {
    pub fn new(seed: u64, link: Link) -> Self {
        let start = some_instant();
        let relay = Relay::new(Config { udp: vec![relay_address()], tcp: vec![] }).unwrap();
        let network = Network::new(seed, link);
        Self { relay, clients: vec![], events: vec![], network, now: start, start, next_media: start }
    }

    /// A perfect network.
    pub fn perfect() -> Self {
        Self::new(1, Link::PERFECT)
    }

    /// Lets a new client join; returns its place among the clients.
    pub fn join(&mut self, visit_name: &str, seat_name: &str, shape: Shape) -> usize {
        self.try_join(visit_name, seat_name, shape).unwrap()
    }

    pub fn try_join(&mut self, visit_name: &str, seat_name: &str, shape: Shape) -> Result<usize, OfferError> {
        let place = self.clients.len();
        let address = SocketAddr::from(([198, 51, 100, 1], 10_000 + place as u16));
        let (mut client, offer) = Client::new(self.now, address, visit_name, seat_name, shape);
        let admission = visit::testing::admission(visit(visit_name), seat(seat_name), Role::Patient, shape.capacity);
        let Answer { sdp } = self.relay.join(self.now, admission, &offer)?;
        client.answered(self.now, &sdp);
        self.clients.push(client);
        self.settle();
        Ok(place)
    }

    /// Joins people named `p0`, `p1`, … into the visit `v`, and waits until all are connected.
    pub fn gather(&mut self, people: usize, shape: Shape) {
        for person in 0..people {
            self.join("v", &format!("p{person}"), shape);
        }
        self.run_until(Duration::from_secs(10), |world| world.clients.iter().all(|client| client.connected));
    }

    /// Lets a client look for a way anew, from an address.
    pub fn restart(&mut self, place: usize, from: SocketAddr) {
        let client = &mut self.clients[place];
        let (offer, seat, shape) = (client.restart(from), client.seat.clone(), client.capacity);
        let admission = visit::testing::admission(visit("v"), seat, Role::Patient, shape);
        let Answer { sdp } = self.relay.join(self.now, admission, &offer).unwrap();
        self.clients[place].answered(self.now, &sdp);
        self.settle();
    }

    pub fn leave(&mut self, visit_name: &str, seat_name: &str) {
        self.relay.leave(self.now, &visit(visit_name), &seat(seat_name));
        self.settle();
    }

    pub fn end(&mut self, visit_name: &str) {
        self.relay.end(self.now, &visit(visit_name));
        self.settle();
    }

    pub fn want(&mut self, receiver: &str, of: &str, kind: MediaKind, height: u16) {
        self.relay.want(self.now, &visit("v"), &seat(receiver), &seat(of), kind, height);
        self.settle();
    }

    /// Hands the relay a datagram that no client sent.
    pub fn inject(&mut self, source: SocketAddr, datagram: &[u8]) {
        self.relay.datagram(self.now, source, SocketAddr::from(([0, 0, 0, 0], 3478)), &mut datagram.to_vec());
        self.settle();
    }

    /// Lets virtual time pass.
    pub fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.step(end) {}
        self.now = end;
    }

    /// Lets time pass until `done`; panics if it takes longer than `most`.
    #[track_caller]
    pub fn run_until(&mut self, most: Duration, done: impl Fn(&World) -> bool) {
        let end = self.now + most;
        while !done(self) {
            assert!(self.step(end), "not after {most:?}");
        }
    }

    /// Goes to the next thing that is due before `end`, and does it.
    fn step(&mut self, end: Instant) -> bool {
        let relay_due = match self.relay.poll() {
            Output::Wait(due) => due,
            _ => unreachable!("settled after each change"),
        };
        let clients_due = self.clients.iter().filter_map(|client| client.deadline());
        let due = relay_due.into_iter().chain(clients_due).chain(self.network.due()).chain([self.next_media]).min();
        let Some(due) = due.filter(|due| *due <= end) else { return false };
        self.now = self.now.max(due);

        if self.next_media <= self.now {
            self.next_media += MEDIA_INTERVAL;
            self.clients.iter_mut().for_each(|client| client.make_media(self.now));
        }
        while let Some((from, to, mut datagram)) = self.network.arrived(self.now) {
            if to == relay_address() {
                self.relay.datagram(self.now, from, to, &mut datagram);
            } else if let Some(client) = self.clients.iter_mut().rfind(|client| client.address == to) {
                client.receive(self.now, from, &datagram);
            }
        }
        self.relay.timeout(self.now);
        for client in &mut self.clients {
            client.advance(self.now);
        }
        self.settle();
        true
    }

    /// Takes out what there is.
    pub fn settle(&mut self) {
        for client in &mut self.clients {
            for datagram in client.outgoing.drain(..) {
                self.network.send(self.now, client.address, relay_address(), datagram);
            }
        }
        while let Output::Event(event) = self.relay.poll() {
            if let Event::Slots { to, slots, .. } = &event {
                for client in self.clients.iter_mut().filter(|client| client.seat == *to) {
                    client.told(slots);
                }
            }
            self.events.push(event);
        }
        for message in self.relay.outgoing() {
            for datagram in message.datagrams() {
                self.network.send(self.now, relay_address(), message.destination, datagram.to_vec());
            }
        }
        self.relay.sent();
    }
}

/// What a receiver's decoder needs: numbers that follow each other, timestamps that grow with time, whole pictures that
/// begin with a key frame wherever the source changes.
#[track_caller]
pub fn assert_continuous(stream: &[&Received]) {
    assert!(stream.len() > 10, "{} packets", stream.len());
    let mut sorted = stream.to_vec();
    sorted.sort_by_key(|received| received.seq);
    assert!(sorted[0].starts_key_frame());
    for pair in sorted.windows(2) {
        let [before, after] = pair else { unreachable!("windows of two") };
        assert_eq!(after.seq, before.seq + 1, "a number is missing or there twice");
        let step = after.time.wrapping_sub(before.time);
        let elapsed = after.at.saturating_duration_since(before.at).as_millis() as u32 * 90;
        assert!(step <= elapsed + 90_000, "the clock jumps by {step}");
        let pictures = after.picture_id().wrapping_sub(before.picture_id()) & 0x7fff;
        let origin = |received: &Received| received.content().split(':').take(3).collect::<Vec<_>>().join(":");
        let same_frame = origin(before) == origin(after);
        assert_eq!(pictures, u16::from(!same_frame), "{} then {}", before.content(), after.content());
        assert_eq!(after.tl0().wrapping_sub(before.tl0()), u8::from(!same_frame));
        assert_eq!(step == 0, same_frame);
        if before.sender() != after.sender() || before.layer() != after.layer() {
            assert!(after.starts_key_frame(), "{} then {}", before.content(), after.content());
        }
    }
}
