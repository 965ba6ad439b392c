//! Which layer a receiver gets, and that what comes out is one stream whatever goes in.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Link, Shape, World, assert_continuous};
use visit::wire::MediaKind;

const SECOND: Duration = Duration::from_secs(1);

fn pair() -> (World, String) {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(3 * SECOND);
    let slot = world.clients[0].slot_of("p1", MediaKind::Camera).unwrap();
    (world, slot)
}

fn latest_layer(world: &World, slot: &str) -> String {
    world.clients[0].in_slot(slot).last().unwrap().layer()
}

#[test]
fn the_layer_follows_the_height_shown() {
    let (mut world, slot) = pair();
    for (height, layer) in [(720, "h"), (90, "l"), (300, "m"), (720, "h"), (180, "l")] {
        world.want("p0", "p1", MediaKind::Camera, height);
        world.run_until(20 * SECOND, |world| latest_layer(world, &slot) == layer);
        world.run(SECOND);
        assert_eq!(latest_layer(&world, &slot), layer, "at {height}, and stays");
    }
    assert!(world.relay.statistics().switches >= 5);
    assert_continuous(&world.clients[0].in_slot(&slot));
}

#[test]
fn what_is_not_shown_is_not_sent() {
    let (mut world, slot) = pair();
    world.want("p0", "p1", MediaKind::Camera, 0);
    world.run(SECOND);
    world.clients[0].received.clear();
    world.run(2 * SECOND);
    assert!(world.clients[0].in_slot(&slot).is_empty());
    let voice = world.clients[0].slot_of("p1", MediaKind::Microphone).unwrap();
    assert!(world.clients[0].in_slot(&voice).len() > 80, "the voice stays");
    world.want("p0", "p1", MediaKind::Camera, 720);
    world.run(2 * SECOND);
    assert_continuous(&world.clients[0].in_slot(&slot));
}

#[test]
fn a_layer_that_the_sender_turns_off_is_left_for_another() {
    let (mut world, slot) = pair();
    world.clients[1].layers_on = [true, true, false];
    world.run_until(10 * SECOND, |world| latest_layer(world, &slot) == "m");
    world.clients[1].layers_on = [true; 3];
    world.run_until(20 * SECOND, |world| latest_layer(world, &slot) == "h");
    assert_continuous(&world.clients[0].in_slot(&slot));
}

#[test]
fn a_camera_without_simulcast_works() {
    let mut world = World::perfect();
    world.gather(2, Shape { capacity: 2, simulcast: false });
    world.run(3 * SECOND);
    let slot = world.clients[0].slot_of("p1", MediaKind::Camera).unwrap();
    assert_continuous(&world.clients[0].in_slot(&slot));
}

#[test]
fn switching_on_a_network_that_reorders_loses_nothing() {
    for seed in 0..4 {
        let link = Link { lost: 0, doubled: 30, ..Link::ROUGH };
        let mut world = World::new(seed, link);
        world.gather(2, Shape::PAIR);
        world.run(3 * SECOND);
        let slot = world.clients[0].slot_of("p1", MediaKind::Camera).unwrap();
        for height in [90, 720, 90, 720, 300] {
            world.want("p0", "p1", MediaKind::Camera, height);
            world.run(5 * SECOND);
        }
        assert!(world.relay.statistics().switches > 4);
        // The very last packets may still be on their way, and the client's own SRTP drops what the first one overtook.
        let mut arrived = world.clients[0].in_slot(&slot);
        arrived.sort_by_key(|received| received.seq);
        arrived.truncate(arrived.len() - 50);
        let first = arrived.iter().position(|received| received.starts_key_frame()).unwrap();
        assert!(arrived.len() - first > 500, "{first} of {}", arrived.len());
        assert_continuous(&arrived[first..]);
    }
}

#[test]
fn many_wishes_for_a_key_frame_become_few_requests() {
    let mut world = World::perfect();
    world.gather(4, Shape::FOUR);
    world.run(3 * SECOND);
    let before = world.clients[0].key_frame_requests.len();
    let start = world.now;
    // Everyone asks, again and again, for a second.
    for _ in 0..50 {
        for me in 1..4 {
            let slot = world.clients[me].slot_of("p0", MediaKind::Camera).unwrap();
            world.clients[me].request_key_frame(start, &slot);
        }
        world.run(SECOND / 50);
    }
    world.run(SECOND / 2);
    let requests = &world.clients[0].key_frame_requests[before..];
    let mut per_layer = std::collections::BTreeMap::<_, usize>::new();
    requests.iter().for_each(|(_, layer)| *per_layer.entry(layer.clone()).or_default() += 1);
    assert!(!requests.is_empty());
    assert!(per_layer.values().all(|count| *count <= 4), "{per_layer:?}");
}

#[test]
fn a_new_receiver_starts_with_a_key_frame_at_once() {
    let mut world = World::perfect();
    world.gather(2, Shape::FOUR);
    world.run(3 * SECOND);
    let late = world.join("v", "late", Shape::FOUR);
    world.run_until(5 * SECOND, |world| world.clients[late].connected);
    let connected = world.now;
    world.run_until(SECOND, |world| !world.clients[late].video_from("p0").is_empty());
    assert!(world.now - connected < SECOND / 2, "{:?}", world.now - connected);
    assert!(world.clients[late].video_from("p0")[0].starts_key_frame());
}
