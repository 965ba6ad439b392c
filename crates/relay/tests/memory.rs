//! What the relay asks of the allocator: nothing for a packet once it is warm, little for time, and no more than a bound for a person.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::alloc::System;
use std::sync::Mutex;
use std::time::Duration;

use common::{Shape, World, relay_address, visit};
use relay::Output;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

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
