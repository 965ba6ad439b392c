//! What the relay asks of the allocator: nothing for a packet once it is warm, little for time, and no more than a bound for a person.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
mod streams;

use std::alloc::System;
use std::sync::Mutex;
use std::time::Duration;

use common::{Shape, World, relay_address, some_instant, visit};
use relay::Output;
use relay::ways::framing::write_channel_data;
use relay::ways::{Datagram, Way};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use streams::{CHANNEL_BIND, CREATE_PERMISSION, candidates, channel, peer};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The allocator counts for the whole program, so one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

const SECOND: Duration = Duration::from_secs(1);

/// What was asked for while packets were handled, and while time passed.
#[derive(Debug, Default)]
struct Asked {
    packets: u64,
    for_packets: usize,
    for_time: usize,
}

/// How often memory was asked for, also to have more of it.
fn times(region: &Region<'_, System>) -> usize {
    let change = region.change();
    change.allocations + change.reallocations
}

/// Lets time pass as [`World::run`] does, and counts.
fn run(world: &mut World, time: Duration) -> Asked {
    let mut asked = Asked::default();
    let end = world.now + time;
    let mut next_media = world.now;
    while world.now < end {
        world.now += Duration::from_millis(1);
        if next_media <= world.now {
            next_media += Duration::from_millis(20);
            world.clients.iter_mut().for_each(|client| client.make_media(world.now));
        }
        let mut arrived = vec![];
        while let Some((from, to, datagram)) = world.network.arrived(world.now) {
            if to == relay_address() {
                arrived.push((from, datagram));
            } else if let Some(client) = world.clients.iter_mut().find(|client| client.address == to) {
                client.receive(world.now, from, &datagram);
            }
        }
        world.clients.iter_mut().for_each(|client| client.advance(world.now));

        let region = Region::new(ALLOCATOR);
        world.relay.timeout(world.now);
        assert!(matches!(world.relay.poll(), Output::Wait(_)), "nothing happens in this test");
        asked.for_time += times(&region);

        let region = Region::new(ALLOCATOR);
        for (from, datagram) in &mut arrived {
            world.relay.datagram(world.now, *from, relay_address(), datagram);
        }
        while !matches!(world.relay.poll(), Output::Wait(_)) {}
        let sent: usize = world.relay.outgoing().map(|message| message.datagrams().count()).sum();
        asked.for_packets += times(&region);
        asked.packets += (arrived.len() + sent) as u64;
        world.settle();
    }
    asked
}

#[test]
fn a_warm_relay_asks_for_nothing_per_packet() {
    let _alone = ALONE.lock().unwrap();
    let mut world = World::perfect();
    world.gather(4, Shape::FOUR);
    world.run(20 * SECOND);
    // Qualities are told, layers risen.
    world.settle();
    let asked = run(&mut world, 10 * SECOND);
    assert!(asked.packets > 30_000, "{asked:?}");
    assert_eq!(asked.for_packets, 0, "{asked:?}");
    // A choice of layers each tenth of a second for each of four.
    assert!(asked.for_time < 10 * 10 * 4 * 8, "{asked:?}");
}

#[test]
fn nothing_is_allocated_for_a_packet_once_it_runs() {
    let _alone = ALONE.lock().unwrap();
    let mut world = streams::World::new(some_instant());
    let mut bound = world.client("p");
    bound.ask(&mut world, CHANNEL_BIND, &[channel(0x4000), peer(candidates()[0])]);
    let mut plain = world.client("p");
    plain.ask(&mut world, CREATE_PERMISSION, &[peer(candidates()[0])]);
    let tcp = world.open(Way::IceTcp { candidate: candidates()[0] });
    world.say(tcp, &[0, 5, 0, 1, 2, 3, 4]);
    let third = world.heard.last().unwrap().0;

    let media = [0x90; 1_100];
    let mut on_channel = vec![];
    write_channel_data(&mut on_channel, 0x4000, &media).unwrap();
    let mut on_tcp = vec![0x04, 0x4c];
    on_tcp.extend(media);
    let pieces = [(bound.stream, on_channel), (plain.stream, plain.indication(candidates()[0], &media)), (tcp, on_tcp)];
    let to = [bound.address.unwrap(), plain.address.unwrap(), third];
    let mut received = 0;
    let mut scratch = vec![0; 2_048];
    let mut round = |world: &mut streams::World| {
        for (stream, bytes) in &pieces {
            // Cut in two, so that the beginning must be kept.
            for piece in [&bytes[..700], &bytes[700..]] {
                scratch[..piece.len()].copy_from_slice(piece);
                let count = |datagram: Datagram<'_>| received += datagram.bytes.len();
                world.ways.bytes(world.now, *stream, &mut scratch[..piece.len()], count);
            }
        }
        for to in to {
            for _ in 0..4 {
                world.ways.send(world.now, to, &media);
            }
        }
        while let Some(output) = world.ways.poll() {
            let relay::ways::Output::Write(stream) = output else { panic!("closed") };
            let length = world.ways.pending(stream).len();
            world.ways.written(stream, length);
        }
    };
    round(&mut world);
    round(&mut world);
    let region = Region::new(ALLOCATOR);
    (0..100).for_each(|_| round(&mut world));
    let asked = region.change();
    assert_eq!((asked.allocations, asked.reallocations), (0, 0));
    assert_eq!(received, 102 * 3 * media.len());
}

#[test]
fn a_person_costs_a_bounded_amount_of_memory() {
    let _alone = ALONE.lock().unwrap();
    for (people, shape, most_kb) in [(2, Shape::PAIR, 300), (8, Shape { capacity: 8, simulcast: true }, 300)] {
        let mut world = World::perfect();
        world.gather(people, shape);
        world.run(15 * SECOND);
        let now = world.now;
        let region = Region::new(ALLOCATOR);
        world.relay.end(now, &visit("v"));
        let change = region.change();
        let kb = change.bytes_deallocated.saturating_sub(change.bytes_allocated) / people / 1_024;
        assert!(kb < most_kb, "{kb} kB for each of {people}");
        assert!(kb > 10, "{kb} kB for each of {people} is not what was meant to be measured");
    }
}
