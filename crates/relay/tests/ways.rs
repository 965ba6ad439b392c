//! Streams into the relay, through the door that the server uses: ICE-TCP, what becomes of streams that misbehave, and what holds whatever comes.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
mod streams;

use std::net::SocketAddr;
use std::time::Duration;

use common::some_instant;
use proptest::prelude::*;
use relay::ways::framing::write_channel_data;
use relay::ways::{Framing, FramingError, Reason, Way, Ways};
use streams::*;

const SECOND: Duration = Duration::from_secs(1);
/// Datagrams by their first byte (RFC 7983): a check, a handshake, a report, and media.
const STUN: &[u8] = &[0, 1, 2, 3, 4];
const DTLS: &[u8] = &[22, 1, 2];
const MEDIA: &[u8] = &[0x90, 111, 3, 4, 5, 6];

fn world() -> World {
    World::new(some_instant())
}

#[test]
fn frames_of_one_round_go_in_one_write() {
    let mut world = world();
    let mut client = world.client("p");
    client.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(candidates()[0])]);
    for _ in 0..4 {
        world.ways.send(world.now, client.address.unwrap(), MEDIA);
    }
    world.settle();
    assert_eq!(world.ready, [client.stream]);
    assert_eq!(world.ways.pending(client.stream).len(), 4 * (4 + 8));
    // A part of it goes; the rest stays, and what comes later is told of.
    world.ways.written(client.stream, 7);
    assert_eq!(world.ways.pending(client.stream).len(), 4 * (4 + 8) - 7);
    world.send(client.address.unwrap(), MEDIA);
    assert_eq!(world.ready, [client.stream; 2]);
    assert_eq!(world.take(client.stream).len(), 5 * (4 + 8) - 7);
}

#[test]
fn who_leaves_is_let_go() {
    let mut world = world();
    let (leaving, staying) = (world.client("p"), world.client("q"));
    let person = world.person("p");
    world.ways.end(world.now, &person);
    world.settle();
    assert_eq!(world.closed, [(leaving.stream, Reason::Ended)]);
    assert_eq!(world.ways.statistics().allocations, 1);
    world.say(leaving.stream, &leaving.signed(REFRESH, &[]));
    assert_eq!(world.ready, []);
    world.ways.closed(world.now, staying.stream);
    assert_eq!(world.ways.statistics().streams, 0);
    assert_eq!(world.ways.deadline(), None);
}

#[test]
fn a_stream_that_is_none_is_closed() {
    let mut world = world();
    let mut damaged = message(ALLOCATE, &[attribute(UDP)]);
    damaged[23] = 200;
    for (bytes, reason) in [
        (&b"GET / HTTP/1.1\r\n\r\n"[..], Reason::Framing(FramingError::TooLong)),
        (&[0x16, 3, 1, 0, 1, 2, 3, 4], Reason::Framing(FramingError::Unknown)),
        (&damaged, Reason::Malformed),
    ] {
        let stream = world.open(Way::Turn);
        world.say(stream, bytes);
        assert_eq!(world.closed.pop(), Some((stream, reason)));
        assert!(world.ways.pending(stream).is_empty());
    }
    // Requests of other methods, and answers nobody asked for, are no reason, and get no answer.
    let stream = world.open(Way::Turn);
    for kind in [0x001, 0x00a, 0x101, 0x103, 0x017, 0x011] {
        world.say(stream, &message(kind, &[]));
    }
    assert_eq!((world.closed.pop(), world.ready.pop()), (None, None));
    world.wait(SECOND * 10);
    assert_eq!(world.closed, [(stream, Reason::Timeout)], "and no use");
}

#[test]
fn a_stream_that_takes_too_little_loses_media_and_then_itself() {
    let mut world = world();
    let client = {
        let mut client = world.client("p");
        client.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(candidates()[0])]);
        client
    };
    let own = client.address.unwrap();
    let (media, report, check) = ([0x90; 1_200], [&[0x80, 201][..], &[0; 1_198]].concat(), [0; 1_200]);
    for _ in 0..100 {
        world.send(own, &media);
    }
    let waiting = world.ways.pending(client.stream).len();
    assert!((60_000..=66_000).contains(&waiting), "{waiting}");
    let dropped = world.ways.statistics().dropped_backlog;
    assert_eq!(dropped, 100 - (waiting / 1_204) as u64);
    world.send(own, &report);
    world.send(own, &check);
    assert_eq!(world.ways.pending(client.stream).len(), waiting + 2 * 1_204);
    // Voices go on once there is room.
    world.ways.written(client.stream, 4 * 1_204);
    world.send(own, &media);
    assert_eq!(world.ways.statistics().dropped_backlog, dropped);
    // What connections stand on is never dropped; if it does not fit, it is over.
    while world.ways.pending(client.stream).len() + 1_204 <= 96 * 1_024 {
        world.send(own, &check);
    }
    world.send(own, &report);
    assert_eq!(world.ways.statistics().dropped_backlog, dropped + 1);
    assert_eq!(world.closed, []);
    world.send(own, &check);
    assert_eq!(world.closed, [(client.stream, Reason::Stuck)]);

    // Who asks and never listens.
    let client = world.client("p");
    let requests = client.signed(CREATE_PERMISSION, &[]).repeat(100);
    for _ in 0..20 {
        world.say(client.stream, &requests);
        world.wait(SECOND * 10);
    }
    assert_eq!(world.closed.pop(), Some((client.stream, Reason::Stuck)));
}

#[test]
fn ice_tcp_carries_datagrams_both_ways() {
    let mut world = world();
    let candidate = candidates()[0];
    let stream = world.open(Way::IceTcp { candidate });
    world.say(stream, &[0, 5, 0, 1, 2, 3, 4, 0, 0, 0, 3]);
    world.say(stream, &[22, 1, 2, 0]);
    let (own, ..) = world.heard[0];
    assert_eq!(Ways::lane(own), Some(5));
    assert_eq!(world.heard, [(own, candidate, STUN.to_vec()), (own, candidate, DTLS.to_vec())]);
    world.send(own, STUN);
    world.send(own, MEDIA);
    assert_eq!(world.frames(stream, Framing::IceTcp), [STUN, MEDIA]);
    // As long as something comes.
    for _ in 0..10 {
        world.wait(SECOND * 59);
        world.say(stream, &[0, 0]);
    }
    world.wait(SECOND * 60);
    assert_eq!(world.closed.pop(), Some((stream, Reason::Timeout)));

    let long = world.open(Way::IceTcp { candidate: candidates()[2] });
    world.say(long, &[0xff, 0xff]);
    assert_eq!(world.closed.pop(), Some((long, Reason::Framing(FramingError::TooLong))));
    // Whom the relay does not answer is nobody.
    let stranger = world.open(Way::IceTcp { candidate: candidates()[2] });
    world.say(stranger, &[0, 5, 0, 1, 2, 3, 4]);
    assert!(world.heard.last().unwrap().0.is_ipv6());
    world.wait(SECOND * 9);
    world.say(stranger, &[0, 5, 0, 1, 2, 3, 4]);
    world.wait(SECOND);
    assert_eq!(world.closed, [(stranger, Reason::Timeout)]);
}

/// What a client may say, well or badly.
fn attributes() -> impl Strategy<Value = Vec<(u16, Vec<u8>)>> {
    let candidate = prop::sample::select(candidates().to_vec());
    let anyone = any::<(std::net::IpAddr, u16)>().prop_map(|(ip, port)| SocketAddr::new(ip, port));
    let one = prop_oneof![
        4 => candidate.prop_map(peer),
        2 => anyone.prop_map(peer),
        2 => (0x3ffe..0x4004_u16).prop_map(channel),
        1 => any::<u32>().prop_map(lifetime),
        2 => Just(attribute(UDP)),
        3 => prop::collection::vec(any::<u8>(), 1..40).prop_map(|data| (DATA, data)),
        1 => (0..0x30_u16, prop::collection::vec(any::<u8>(), 0..24)),
    ];
    prop::collection::vec(one, 0..4)
}

const METHODS: [u16; 6] = [ALLOCATE, REFRESH, CREATE_PERMISSION, CHANNEL_BIND, SEND, 0x001];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_stranger_gets_a_401_and_nothing_else(
        messages in prop::collection::vec((prop::sample::select(METHODS.to_vec()), attributes(), 0..3_u8), 1..30),
    ) {
        let mut world = world();
        let mut stranger = Client::new(&mut world, "p");
        stranger.greet(&mut world);
        stranger.password = "guess".to_owned();
        for (method, attributes, how) in messages {
            let request = match how {
                0 => message(method, &attributes),
                1 => stranger.sign(message(method, &attributes)),
                _ => stranger.signed(method, &attributes),
            };
            world.say(stranger.stream, &request);
            for frame in world.frames(stranger.stream, Framing::Turn) {
                let error = stranger.read(&frame).error;
                prop_assert!(error == Some(401) || how == 1 && error == Some(400), "{:?}", error);
            }
        }
        prop_assert_eq!(world.heard, []);
        prop_assert_eq!(world.ways.statistics().allocations, 0);
    }

    #[test]
    fn a_client_reaches_the_relay_and_nobody_else(
        steps in prop::collection::vec((prop::sample::select(METHODS.to_vec()), attributes(), 0..400_u64), 1..40),
    ) {
        let mut world = world();
        let client = world.client("p");
        let mut own = vec![client.address.unwrap()];
        for (method, attributes, wait) in steps {
            let frame = if method == SEND { message(method, &attributes) } else { client.signed(method, &attributes) };
            world.say(client.stream, &frame);
            for number in 0x4000..0x4004 {
                let mut data = vec![];
                write_channel_data(&mut data, number, MEDIA).unwrap();
                world.say(client.stream, &data);
            }
            for frame in world.frames(client.stream, Framing::Turn) {
                own.extend(client.read(&frame).relayed);
            }
            for (from, to, _) in world.heard.drain(..) {
                prop_assert!(candidates().contains(&to), "{}", to);
                prop_assert!(own.contains(&from) && Ways::lane(from) == Some(5));
            }
            world.wait(Duration::from_secs(wait));
        }
    }

    #[test]
    fn any_bytes_are_no_panic_and_any_cut_is_the_same(
        frames in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..60),
                (any::<u16>(), attributes()).prop_map(|(kind, attributes)| message(kind & 0x3fff, &attributes)),
                (0x3fff..0x4003_u16).prop_map(|number| {
                    let mut data = vec![];
                    write_channel_data(&mut data, number, MEDIA).unwrap();
                    data
                }),
            ],
            0..12,
        ),
        cuts in prop::collection::vec(1..80_usize, 0..60),
        tcp in any::<bool>(),
    ) {
        let bytes = frames.concat();
        let run = |cuts: &[usize]| {
            let mut world = world();
            let stream = if tcp {
                world.open(Way::IceTcp { candidate: candidates()[0] })
            } else {
                let mut client = world.client("p");
                client.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(candidates()[0])]);
                client.stream
            };
            let (mut rest, mut cuts) = (&bytes[..], cuts.iter());
            while !rest.is_empty() {
                let (piece, after) = rest.split_at(cuts.next().map_or(rest.len(), |cut| *cut).min(rest.len()));
                world.say(stream, piece);
                rest = after;
            }
            let said = world.take(stream);
            (world.heard, said, world.closed)
        };
        prop_assert_eq!(run(&[]), run(&cuts));
    }
}
