//! TURN on a stream, through the door that the server uses: what is granted, to whom, for how long, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
mod streams;

use std::net::SocketAddr;
use std::time::Duration;

use common::some_instant;
use relay::MAX_DATAGRAM_BYTES;
use relay::ways::framing::write_channel_data;
use relay::ways::{Full, MAX_ALLOCATIONS_PER_PERSON, Reason, Way, Ways};
use streams::*;

const SECOND: Duration = Duration::from_secs(1);
/// Datagrams by their first byte (RFC 7983): a check, a handshake, a report, and media.
const STUN: &[u8] = &[0, 1, 2, 3, 4];
const DTLS: &[u8] = &[22, 1, 2];
const MEDIA: &[u8] = &[0x90, 111, 3, 4, 5, 6];

fn world() -> World {
    World::new(some_instant())
}

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

#[test]
fn an_allocation_is_made_for_who_shows_credentials() {
    let mut world = world();
    let mut client = Client::new(&mut world, "p");
    let first = client.greet(&mut world);
    assert_eq!((first.kind, first.error, first.signed), (0x113, Some(401), false));
    let response = client.ask(&mut world, ALLOCATE, &[attribute(UDP)]);
    assert_eq!((response.kind, response.error, response.signed), (0x103, None, true));
    assert_eq!(response.lifetime, Some(600));
    let relayed = response.relayed.unwrap();
    assert_eq!(response.mapped, Some(relayed), "nobody is told where anyone is");
    assert_eq!(Ways::lane(relayed), Some(5));
    assert!(relayed.is_ipv4() && relayed.port().is_multiple_of(2));
    let statistics = world.ways.statistics();
    assert_eq!((statistics.streams, statistics.allocations, statistics.refused), (1, 1, 1));
    // Each has its own. What asks for an even port has one as all have.
    let mut other = Client::new(&mut world, "p");
    other.greet(&mut world);
    let even = other.ask(&mut world, ALLOCATE, &[attribute(UDP), (EVEN_PORT, vec![0])]);
    assert!(even.relayed.is_some() && even.relayed != Some(relayed));
}

#[test]
fn an_answer_has_a_fingerprint_if_the_request_has() {
    let mut world = world();
    let client = Client::new(&mut world, "p");
    let mut request = message(ALLOCATE, &[attribute(UDP)]);
    request[3] += 8;
    let sum = crc(&request) ^ 0x5354_554e;
    request.extend([0x80, 0x28, 0, 4]);
    request.extend(sum.to_be_bytes());
    world.say(client.stream, &request);
    let response = client.response(&mut world).bytes;
    let end = response.len() - 8;
    assert_eq!(response[end..end + 4], [0x80, 0x28, 0, 4]);
    assert_eq!(response[end + 4..], (crc(&response[..end]) ^ 0x5354_554e).to_be_bytes());
}

/// ITU-T V.42, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[test]
fn datagrams_go_to_the_relay_and_back() {
    let mut world = world();
    let mut client = world.client("p");
    let (own, [relay, other, _]) = (client.address.unwrap(), candidates());

    // Nothing before there is a permission.
    world.say(client.stream, &client.indication(relay, STUN));
    assert_eq!(world.heard, []);
    world.send(own, STUN);
    assert_eq!(client.received(&mut world), []);

    assert_eq!(client.ask(&mut world, CREATE_PERMISSION, &[peer(relay)]).error, None);
    world.say(client.stream, &client.indication(relay, STUN));
    assert_eq!(std::mem::take(&mut world.heard), [(own, relay, STUN.to_vec())]);
    world.send(own, DTLS);
    assert_eq!(client.received(&mut world), [(Ok(relay), DTLS.to_vec())]);

    // On a channel, with less around it, and its padding left out.
    assert_eq!(client.ask(&mut world, CHANNEL_BIND, &[channel(0x4001), peer(relay)]).error, None);
    let mut bytes = vec![];
    write_channel_data(&mut bytes, 0x4001, MEDIA).unwrap();
    assert_eq!(bytes.len(), 4 + 8);
    write_channel_data(&mut bytes, 0x4002, MEDIA).unwrap();
    world.say(client.stream, &bytes);
    assert_eq!(std::mem::take(&mut world.heard), [(own, relay, MEDIA.to_vec())], "the other channel is nobody's");
    world.send(own, MEDIA);
    world.send(own, DTLS);
    assert_eq!(client.received(&mut world), [(Err(0x4001), MEDIA.to_vec()), (Err(0x4001), DTLS.to_vec())]);

    // A check from elsewhere is answered there; media stays where it flows.
    world.say(client.stream, &client.indication(other, STUN));
    world.send(own, STUN);
    world.send(own, MEDIA);
    assert_eq!(client.received(&mut world), [(Ok(other), STUN.to_vec()), (Err(0x4001), MEDIA.to_vec())]);

    // Nothing empty, nothing longer than any datagram.
    world.heard.clear();
    world.say(client.stream, &client.indication(relay, &[]));
    world.say(client.stream, &client.indication(relay, &[0x90; MAX_DATAGRAM_BYTES + 1]));
    assert_eq!(world.heard, []);
    world.say(client.stream, &client.indication(relay, &[0x90; MAX_DATAGRAM_BYTES]));
    assert_eq!(world.heard.len(), 1);
    world.send(own, &[0x90; MAX_DATAGRAM_BYTES + 1]);
    assert_eq!(client.received(&mut world), []);
    assert_eq!(world.ways.statistics().dropped_unknown, 2);
}

#[test]
fn what_is_asked_wrongly_is_refused_as_the_rfc_says() {
    let mut world = world();
    let [relay, _, six] = candidates();
    let stranger = address("198.51.100.1:3478");
    let udp = || attribute(UDP);
    let family = |family| (REQUESTED_ADDRESS_FAMILY, vec![family, 0, 0, 0]);

    let mut new = Client::new(&mut world, "p");
    new.greet(&mut world);
    for (method, attributes, error) in [
        (REFRESH, vec![], 437),
        (CREATE_PERMISSION, vec![peer(relay)], 437),
        (CHANNEL_BIND, vec![peer(relay), channel(0x4000)], 437),
        (ALLOCATE, vec![], 400),
        (ALLOCATE, vec![(REQUESTED_TRANSPORT, vec![17])], 400),
        (ALLOCATE, vec![(REQUESTED_TRANSPORT, vec![6, 0, 0, 0])], 442),
        (ALLOCATE, vec![udp(), (LIFETIME, vec![0; 3])], 400),
        (ALLOCATE, vec![udp(), family(3)], 440),
        (ALLOCATE, vec![udp(), (REQUESTED_ADDRESS_FAMILY, vec![1])], 400),
        (ALLOCATE, vec![udp(), (EVEN_PORT, vec![0x80])], 508),
        (ALLOCATE, vec![udp(), (EVEN_PORT, vec![])], 400),
        (ALLOCATE, vec![udp(), (RESERVATION_TOKEN, vec![0; 8])], 508),
        (ALLOCATE, vec![udp(), (RESERVATION_TOKEN, vec![0; 8]), (EVEN_PORT, vec![0])], 400),
        (ALLOCATE, vec![udp(), (RESERVATION_TOKEN, vec![0; 8]), family(1)], 400),
        // PRIORITY is ICE's; USERHASH and PASSWORD-ALGORITHM are of other credentials.
        (ALLOCATE, vec![udp(), (0x0024, vec![0; 4]), (0x001e, vec![0; 32]), (0x001d, vec![0; 4])], 420),
    ] {
        let response = new.ask(&mut world, method, &attributes);
        assert_eq!((response.error, response.signed), (Some(error), true), "{method} {attributes:?}");
        assert_eq!(response.kind, method | 0x110);
        if error == 420 {
            let unknown = [0, 0x0a, 0, 6, 0, 0x24, 0, 0x1e, 0, 0x1d];
            assert!(response.bytes.windows(unknown.len()).any(|window| window == unknown));
        }
    }

    let mut client = world.client("p");
    for (method, attributes, error) in [
        (ALLOCATE, vec![udp()], 437),
        (REFRESH, vec![family(2)], 443),
        (REFRESH, vec![(LIFETIME, vec![])], 400),
        (CREATE_PERMISSION, vec![], 400),
        (CREATE_PERMISSION, vec![(XOR_PEER_ADDRESS, vec![0, 1, 2])], 400),
        (CREATE_PERMISSION, vec![peer(stranger)], 403),
        (CREATE_PERMISSION, vec![peer(address("127.0.0.1:3478"))], 403),
        (CREATE_PERMISSION, vec![peer(six)], 443),
        (CREATE_PERMISSION, vec![peer(relay), peer(stranger)], 403),
        (CHANNEL_BIND, vec![channel(0x4000)], 400),
        (CHANNEL_BIND, vec![peer(relay)], 400),
        (CHANNEL_BIND, vec![channel(0x3fff), peer(relay)], 400),
        (CHANNEL_BIND, vec![channel(0x8000), peer(relay)], 400),
        (CHANNEL_BIND, vec![channel(0x4000), peer(stranger)], 403),
        (CHANNEL_BIND, vec![channel(0x4000), peer(address("192.0.2.1:9"))], 403),
        (CHANNEL_BIND, vec![channel(0x4000), peer(six)], 443),
    ] {
        let response = client.ask(&mut world, method, &attributes);
        assert_eq!((response.error, response.signed), (Some(error), true), "{method} {attributes:?}");
    }
    // None of it opened anything.
    world.say(client.stream, &client.indication(relay, STUN));
    assert_eq!(world.heard, []);

    // One channel for each peer, one peer for each channel.
    let mut bind = |number, to| client.ask(&mut world, CHANNEL_BIND, &[channel(number), peer(to)]).error;
    assert_eq!(bind(0x4000, relay), None);
    assert_eq!(bind(0x4000, relay), None, "again, to renew it");
    assert_eq!(bind(0x4001, relay), Some(400));
    assert_eq!(bind(0x4000, candidates()[1]), Some(400));
    assert_eq!(bind(0x4001, candidates()[1]), None);
    assert_eq!(world.closed, []);
}

#[test]
fn a_permission_is_for_the_relays_addresses_only() {
    let mut world = world();
    let mut client = world.client("p");
    client.ask(&mut world, CREATE_PERMISSION, &[peer(candidates()[0])]);
    for to in ["192.0.2.1:9", "198.51.100.1:3478", "127.0.0.1:3478", "[2001:db8::1]:3478"] {
        world.say(client.stream, &client.indication(address(to), STUN));
    }
    assert_eq!(world.heard, []);
    let with_unknown = [peer(candidates()[0]), (DATA, STUN.to_vec()), (0x0024, vec![0; 4])];
    world.say(client.stream, &message(SEND, &with_unknown));
    assert_eq!(world.heard, []);
}

#[test]
fn ipv6_is_there_for_who_asks_and_if_the_relay_has_it() {
    let six = (REQUESTED_ADDRESS_FAMILY, vec![2, 0, 0, 0]);
    let mut world = world();
    let mut client = Client::new(&mut world, "p");
    client.greet(&mut world);
    let own = client.ask(&mut world, ALLOCATE, &[attribute(UDP), six.clone()]).relayed.unwrap();
    assert!(own.is_ipv6() && Ways::lane(own) == Some(5));
    assert_eq!(client.ask(&mut world, CREATE_PERMISSION, &[peer(candidates()[2])]).error, None);
    world.say(client.stream, &client.indication(candidates()[2], STUN));
    assert_eq!(world.heard, [(own, candidates()[2], STUN.to_vec())]);
    assert_eq!(client.ask(&mut world, CREATE_PERMISSION, &[peer(candidates()[0])]).error, Some(443));

    let mut world = World::with(some_instant(), candidates()[..1].to_vec());
    let mut client = Client::new(&mut world, "p");
    client.greet(&mut world);
    assert_eq!(client.ask(&mut world, ALLOCATE, &[attribute(UDP), six]).error, Some(440));
}

#[test]
fn without_the_right_credentials_there_is_only_401() {
    let mut world = world();
    let check = |change: fn(&mut Client), world: &mut World| {
        let mut client = Client::new(world, "p");
        client.greet(world);
        change(&mut client);
        let response = client.ask(world, ALLOCATE, &[attribute(UDP)]);
        assert_eq!((response.error, response.signed), (Some(401), false));
        assert!(response.realm.is_some() && response.nonce.is_some() && response.relayed.is_none());
    };
    check(|client| client.password.push('x'), &mut world);
    check(|client| client.username.insert(0, '9'), &mut world);
    check(|client| client.username = "p".to_owned(), &mut world);
    check(|client| client.realm.push('x'), &mut world);

    // With integrity and without what it is made of, there is nothing to try again with (RFC 8489 §9.2.4).
    let client = Client::new(&mut world, "p");
    world.say(client.stream, &client.sign(message(ALLOCATE, &[attribute(UDP)])));
    let response = client.response(&mut world);
    assert_eq!((response.error, response.nonce), (Some(400), None));
    assert_eq!(world.ways.statistics().allocations, 0);

    // Too old for an allocation; one that is there goes on.
    let mut early = world.client("p");
    let mut late = Client::new(&mut world, "p");
    world.wait(SECOND * 299);
    late.stream = world.open(Way::Turn);
    late.greet(&mut world);
    world.wait(SECOND);
    assert_eq!(late.ask(&mut world, ALLOCATE, &[attribute(UDP)]).error, Some(401));
    assert_eq!(early.ask(&mut world, REFRESH, &[]).error, None);
}

#[test]
fn who_keeps_failing_is_let_go() {
    let mut world = world();
    let mut client = Client::new(&mut world, "p");
    client.greet(&mut world);
    client.password.push('x');
    for _ in 0..15 {
        assert_eq!(client.ask(&mut world, ALLOCATE, &[attribute(UDP)]).error, Some(401));
    }
    world.say(client.stream, &client.signed(ALLOCATE, &[attribute(UDP)]));
    assert_eq!(world.closed, [(client.stream, Reason::Unauthenticated)]);

    let mut client = world.client("p");
    for _ in 0..198 {
        assert_eq!(client.ask(&mut world, REFRESH, &[]).error, None);
    }
    world.say(client.stream, &client.signed(REFRESH, &[]));
    assert_eq!(world.closed.pop(), Some((client.stream, Reason::Flood)));
    assert_eq!(world.ways.statistics().allocations, 0);
}

#[test]
fn nonces_are_for_one_stream_and_an_hour() {
    let mut world = world();
    let mut client = world.client("p");
    let mut other = Client::new(&mut world, "q");
    other.greet(&mut world);
    let own = std::mem::replace(&mut other.nonce, client.nonce.clone());
    let response = other.ask(&mut world, ALLOCATE, &[attribute(UDP)]);
    assert_eq!((response.error, response.nonce.as_ref()), (Some(438), Some(&own)));
    other.nonce = own;
    assert_eq!(other.ask(&mut world, ALLOCATE, &[attribute(UDP)]).error, None);

    assert_eq!(client.ask(&mut world, REFRESH, &[lifetime(3_600)]).error, None);
    world.wait(SECOND * 3_599);
    assert_eq!(client.ask(&mut world, REFRESH, &[]).error, None);
    world.wait(SECOND);
    let response = client.ask(&mut world, REFRESH, &[]);
    assert_eq!(response.error, Some(438));
    let nonce = response.nonce.unwrap();
    assert_ne!(nonce, client.nonce);
    client.nonce = nonce;
    assert_eq!(client.ask(&mut world, REFRESH, &[]).error, None);
}

#[test]
fn an_allocation_is_its_makers_and_its_streams() {
    let mut world = world();
    let mut client = world.client("p");
    let other = world.credentials("q");
    (client.username, client.password) = (other.username, other.password);
    assert_eq!(client.ask(&mut world, REFRESH, &[]).error, Some(441));
    assert_eq!(client.ask(&mut world, CREATE_PERMISSION, &[peer(candidates()[0])]).error, Some(441));
    assert_eq!(client.ask(&mut world, ALLOCATE, &[attribute(UDP)]).error, Some(437));
    let mut elsewhere = Client::new(&mut world, "p");
    elsewhere.greet(&mut world);
    assert_eq!(elsewhere.ask(&mut world, REFRESH, &[]).error, Some(437));
}

#[test]
fn there_are_so_many_for_one_and_so_many_for_all() {
    let mut world = world();
    let mut clients: Vec<Client> = (0..MAX_ALLOCATIONS_PER_PERSON).map(|_| world.client("p")).collect();
    let refused = |world: &mut World, seat: &str| {
        let mut client = Client::new(world, seat);
        client.greet(world);
        let error = client.ask(world, ALLOCATE, &[attribute(UDP)]).error;
        world.ways.closed(world.now, client.stream);
        error
    };
    assert_eq!(refused(&mut world, "p"), Some(486));
    clients.extend(["q", "r"].map(|seat| world.client(seat)));
    assert_eq!(refused(&mut world, "s"), Some(508));
    // What is given back can be had.
    world.ways.closed(world.now, clients[0].stream);
    assert_eq!(refused(&mut world, "s"), None);
    assert_eq!(refused(&mut world, "p"), None);
    assert_eq!(clients[1].ask(&mut world, REFRESH, &[lifetime(0)]).lifetime, Some(0));
    assert_eq!(refused(&mut world, "p"), None);
    assert_eq!(world.ways.statistics().allocations, 8);

    while world.ways.open(world.now, Way::Turn).is_ok() {}
    assert_eq!(world.ways.open(world.now, Way::Turn), Err(Full));
    assert_eq!(world.ways.statistics().streams, 20);
}

#[test]
fn an_allocation_lasts_as_long_as_it_is_refreshed() {
    let mut world = world();
    for (asked, granted) in [(None, 600), (Some(1), 600), (Some(700), 700), (Some(u32::MAX), 3_600)] {
        let mut client = world.client("p");
        let attributes: Vec<_> = asked.map(lifetime).into_iter().collect();
        assert_eq!(client.ask(&mut world, REFRESH, &attributes).lifetime, Some(granted));
        world.wait(SECOND * (granted - 1));
        assert_eq!(world.closed, []);
        world.wait(SECOND);
        assert_eq!(world.closed.pop(), Some((client.stream, Reason::Timeout)));
        assert_eq!(world.ways.statistics().allocations, 0);
        world.send(client.address.unwrap(), MEDIA);
        assert_eq!(world.ready, []);
    }
    // Who gives it back may have another on the same stream, soon.
    let mut client = world.client("p");
    assert_eq!(client.ask(&mut world, REFRESH, &[lifetime(0)]).lifetime, Some(0));
    assert_eq!(client.ask(&mut world, REFRESH, &[]).error, Some(437));
    let again = client.ask(&mut world, ALLOCATE, &[attribute(UDP)]).relayed;
    assert!(again.is_some() && again != client.address);
    client.ask(&mut world, REFRESH, &[lifetime(0)]);
    world.wait(SECOND * 10);
    assert_eq!(world.closed.pop(), Some((client.stream, Reason::Timeout)));
    assert_eq!(world.ways.deadline(), None);
}

#[test]
fn permissions_and_channels_end_if_they_are_not_renewed() {
    let mut world = world();
    let mut client = world.client("p");
    let (own, relay) = (client.address.unwrap(), candidates()[0]);
    client.ask(&mut world, REFRESH, &[lifetime(3_600)]);
    client.ask(&mut world, CREATE_PERMISSION, &[peer(relay)]);
    let heard = |world: &mut World, client: &Client| {
        world.heard.clear();
        world.say(client.stream, &client.indication(relay, STUN));
        world.send(own, STUN);
        (world.heard.len(), client.received(world).len())
    };
    world.wait(SECOND * 299);
    assert_eq!(heard(&mut world, &client), (1, 1));
    world.wait(SECOND);
    assert_eq!(heard(&mut world, &client), (0, 0));
    client.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(relay)]);
    world.wait(SECOND * 599);
    assert_eq!(heard(&mut world, &client), (1, 1), "a channel is as good");
    world.wait(SECOND);
    assert_eq!(heard(&mut world, &client), (0, 0));
    // Its number is free for another.
    assert_eq!(client.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(candidates()[1])]).error, None);
}
