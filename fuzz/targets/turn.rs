//! TURN: whatever comes on a stream, with credentials or without, the relay's own addresses are all that is reached, and without them there is only an error. Each step is a byte that says how the next ones are meant.
#![no_main]

// The relay's tests look for the same.
#[path = "../../crates/relay/tests/streams/mod.rs"]
mod streams;

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use relay::ways::framing::write_channel_data;
use relay::ways::{Framing, Ways};
use streams::{Client, World, candidates, message};

fuzz_target!(|data: &[u8]| {
    let mut world = World::new(Instant::now());
    let mut client = world.client("p");
    let mut stranger = Client::new(&mut world, "q");
    stranger.greet(&mut world);
    stranger.password = "guess".to_owned();
    let mut own = vec![client.address.expect("an address")];

    let mut rest = data;
    while let [how, length, more @ ..] = rest {
        let (bytes, after) = more.split_at(usize::from(*length).min(more.len()));
        rest = after;
        let (kind, attributes) = split(bytes);
        match how % 8 {
            // The stream's bytes as they are.
            0 => world.say(client.stream, bytes),
            1 => world.say(stranger.stream, bytes),
            // Attributes in a message, without and with credentials.
            2 => world.say(client.stream, &message(kind, &attributes)),
            3 => world.say(client.stream, &client.signed(kind, &attributes)),
            4 => world.say(stranger.stream, &stranger.signed(kind, &attributes)),
            5 => {
                let mut frame = vec![];
                write_channel_data(&mut frame, 0x4000 | kind & 0x3fff, bytes).expect("a length");
                world.say(client.stream, &frame);
            }
            // Datagrams of the relay, and time.
            6 => own.iter().for_each(|address| world.ways.send(world.now, *address, bytes)),
            _ => world.wait(Duration::from_secs(u64::from(kind) / 16)),
        }
        world.settle();
        for (from, to, datagram) in world.heard.drain(..) {
            assert!(candidates().contains(&to) && own.contains(&from), "{from} reached {to}");
            assert_eq!(Ways::lane(from), Some(5));
            assert!((1..=relay::MAX_DATAGRAM_BYTES).contains(&datagram.len()));
        }
        for frame in world.frames(client.stream, Framing::Turn) {
            // An allocation, which has an address of its own.
            if frame[..2] == [0x01, 0x03] {
                own.extend(client.read(&frame).relayed);
            }
        }
        for frame in world.frames(stranger.stream, Framing::Turn) {
            assert_eq!((frame[0] & 1, frame[1] & 0x10), (1, 0x10), "a stranger is told an error");
        }
        if world.closed.iter().any(|(stream, _)| *stream == client.stream) {
            world.closed.clear();
            client = world.client("p");
            own = vec![client.address.expect("an address")];
        }
        assert!(world.ways.statistics().allocations <= 1);
    }
});

/// A message's type, and its attributes: each a byte of its kind, one of its length, and so many of its value.
fn split(bytes: &[u8]) -> (u16, Vec<(u16, Vec<u8>)>) {
    let Some((&[high, low], mut rest)) = bytes.split_first_chunk() else { return (0, vec![]) };
    let mut attributes = vec![];
    while let [kind, length, more @ ..] = rest {
        let (value, after) = more.split_at(usize::from(*length % 64).min(more.len()));
        attributes.push((u16::from(*kind) & 0x3f | (u16::from(*kind) & 0x40) << 9, value.to_vec()));
        rest = after;
    }
    (u16::from_be_bytes([high & 0x3f, low]), attributes)
}
