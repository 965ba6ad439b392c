//! A further offer of a connection looks for another way (ICE restart), and everything else goes on.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::net::SocketAddr;
use std::time::Duration;

use common::{Shape, World, assert_continuous};
use relay::Event;
use visit::wire::MediaKind;

const SECOND: Duration = Duration::from_secs(1);

fn elsewhere() -> SocketAddr {
    SocketAddr::from(([203, 0, 113, 9], 4_000))
}

fn gathered() -> World {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(5 * SECOND);
    world
}

/// The relay's username fragment in an answer.
fn fragment(answer: &str) -> &str {
    answer.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:")).unwrap()
}

#[test]
fn a_way_from_elsewhere_is_found_and_nothing_begins_anew() {
    let mut world = gathered();
    let (told, slots) = (world.events.len(), world.clients[1].slots.clone());
    let old = fragment(&world.clients[1].answer).to_owned();
    let voice = world.clients[1].slot_of("p0", MediaKind::Microphone).unwrap();
    let heard = |world: &World| world.clients[1].in_slot(&voice).len();

    let before = heard(&world);
    world.restart(1, elsewhere());
    assert_ne!(fragment(&world.clients[1].answer), old);
    world.run(5 * SECOND);
    let after = heard(&world);
    // 50 packets a second, of which the first tenth of a second went to where the client was.
    assert!(after - before > 240, "{} packets in 5 seconds", after - before);
    // Numbers go on as they were: the streams are the same, and so are the keys.
    let picture = world.clients[1].slot_of("p0", MediaKind::Camera).unwrap();
    assert_continuous(&world.clients[1].in_slot(&picture));
    assert_eq!(world.clients[1].slots, slots);
    let events = &world.events[told..];
    assert!(!events.iter().any(|event| matches!(event, Event::Slots { .. } | Event::Gone { .. })), "{events:?}");
    // The other way around, too.
    let sent = world.clients[0].received.iter().filter(|received| received.sender() == "p1");
    assert!(sent.filter(|received| received.at > world.now - SECOND).count() > 40);
}

#[test]
fn media_goes_where_it_went_until_there_is_another_way() {
    let mut world = gathered();
    let address = world.clients[1].address;
    // Nothing comes from where the client seems to look.
    let offer = world.clients[1].restart(elsewhere());
    world.clients[1].address = address;
    let admission = visit::testing::admission(common::visit("v"), common::seat("p1"), visit::wire::Role::Patient, 2);
    world.relay.join(world.now, admission, &offer).unwrap();
    let before = world.clients[1].received.len();
    world.run(2 * SECOND);
    assert!(world.clients[1].received.len() > before + 100);
}

#[test]
fn another_connection_of_the_seat_replaces_the_one_before() {
    let mut world = gathered();
    let told = world.events.len();
    world.join("v", "p1", Shape::PAIR);
    world.run(5 * SECOND);
    assert!(world.clients[1].closed, "the old one was told");
    assert!(world.events[told..].iter().any(|event| matches!(event, Event::Slots { .. })));
}

#[test]
fn restarts_in_a_row_leave_one_way() {
    let mut world = gathered();
    for port in 1..20 {
        world.restart(1, SocketAddr::from(([203, 0, 113, 9], port)));
    }
    world.run(5 * SECOND);
    let voice = world.clients[1].slot_of("p0", MediaKind::Microphone).unwrap();
    let recent = world.clients[1].in_slot(&voice).into_iter().filter(|received| received.at > world.now - SECOND);
    assert!(recent.count() > 40);
}
