//! A visit whose people reach the relay by no other way than a stream: one over TURN, one over ICE-TCP. Each hears and sees the other.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
mod streams;

use std::net::SocketAddr;
use std::time::Duration;

use common::{Client, Shape, relay_address, seat, some_instant, visit};
use relay::ways::framing::{write_channel_data, write_ice_tcp};
use relay::ways::{Framing, StreamId, Way, Ways};
use relay::{Config, Event, Output, Relay};
use streams::{CHANNEL_BIND, World, channel, peer};
use visit::wire::Role;

const STEP: Duration = Duration::from_millis(5);

/// Someone in the visit, and their stream.
struct Person {
    client: Client,
    stream: StreamId,
    framing: Framing,
}

impl Person {
    fn new(world: &World, relay: &mut Relay, name: &str, at: SocketAddr, stream: StreamId, framing: Framing) -> Self {
        let (mut client, offer) = Client::new(world.now, at, "v", name, Shape::PAIR);
        let admission = visit::testing::admission(visit("v"), seat(name), Role::Patient, 2);
        let answer = relay.join(world.now, admission, &offer).unwrap();
        client.answered(world.now, &answer.sdp);
        Self { client, stream, framing }
    }

    /// What the client has to say, as bytes of its stream.
    fn says(&mut self) -> Vec<u8> {
        let mut bytes = vec![];
        for datagram in self.client.outgoing.drain(..) {
            match self.framing {
                Framing::IceTcp => write_ice_tcp(&mut bytes, &datagram).unwrap(),
                Framing::Turn => write_channel_data(&mut bytes, 0x4000, &datagram).unwrap(),
            }
        }
        bytes
    }
}

#[test]
fn people_on_streams_hear_and_see_each_other() {
    let mut world = World::with(some_instant(), vec![relay_address()]);
    let mut relay = Relay::new(Config { udp: vec![relay_address()], tcp: vec![] }).unwrap();

    let mut turn = world.client("p0");
    assert_eq!(turn.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(relay_address())]).error, None);
    let tcp = world.open(Way::IceTcp { candidate: relay_address() });
    let behind_a_firewall = SocketAddr::from(([198, 51, 100, 7], 9));
    let mut people = [
        Person::new(&world, &mut relay, "p0", turn.address.unwrap(), turn.stream, Framing::Turn),
        Person::new(&world, &mut relay, "p1", behind_a_firewall, tcp, Framing::IceTcp),
    ];

    for step in 0..1_600 {
        world.now += STEP;
        for person in &mut people {
            if step % 4 == 0 {
                person.client.make_media(world.now);
            }
            let bytes = person.says();
            world.say(person.stream, &bytes);
            for (from, to, mut datagram) in world.heard.drain(..) {
                relay.datagram(world.now, from, to, &mut datagram);
            }
        }
        relay.timeout(world.now);
        loop {
            match relay.poll() {
                Output::Event(Event::Slots { to, slots, .. }) => {
                    people.iter_mut().filter(|person| person.client.seat == to).for_each(|person| {
                        person.client.told(&slots);
                    });
                }
                Output::Event(_) => {}
                Output::Wait(_) => break,
            }
        }
        for message in relay.outgoing() {
            assert!(Ways::lane(message.destination).is_some(), "{} is nobody's stream", message.destination);
            for datagram in message.datagrams() {
                world.send(message.destination, datagram);
            }
        }
        relay.sent();
        for person in &mut people {
            for frame in world.frames(person.stream, person.framing) {
                let datagram = if person.framing == Framing::Turn { &frame[4..] } else { &frame };
                person.client.receive(world.now, relay_address(), datagram);
            }
            person.client.advance(world.now);
        }
    }
    for (person, other) in people.iter().zip(["p1", "p0"]) {
        assert!(person.client.connected && !person.client.closed);
        let theirs = |layer: fn(&str) -> bool| {
            person.client.received.iter().filter(|it| it.sender() == other && layer(&it.layer())).count()
        };
        let (voices, pictures) = (theirs(|layer| layer == "a"), theirs(|layer| layer != "a"));
        assert!(voices > 200 && pictures > 100, "{voices} packets of voice, {pictures} of pictures");
    }
    let statistics = world.ways.statistics();
    assert_eq!((statistics.dropped_backlog, statistics.dropped_unknown), (0, 0));
    assert_eq!(world.closed, []);
}
