//! Who gets whose media: everyone in the visit, nobody else; joining, leaving, coming back, sixteen people.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Link, Shape, World, seat, visit};
use relay::{Event, Output};
use visit::wire::{MediaKind, Quality};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn two_people_hear_and_see_each_other_and_nothing_else() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(2 * SECOND);
    for (me, other) in [(0, "p1"), (1, "p0")] {
        let client = &world.clients[me];
        let voice = client.in_slot(&client.slot_of(other, MediaKind::Microphone).unwrap());
        let picture = client.in_slot(&client.slot_of(other, MediaKind::Camera).unwrap());
        assert!(voice.len() > 80, "{}", voice.len());
        assert!(picture.len() > 40, "{}", picture.len());
        assert!(voice.iter().chain(&picture).all(|received| received.sender() == other));
        assert_eq!(client.received.len(), voice.len() + picture.len(), "and nothing else");
        assert!(picture[0].starts_key_frame());
    }
}

#[test]
fn everyone_gets_everyone_in_their_own_visit_only() {
    let mut world = World::perfect();
    for (visit, name) in [("v", "a"), ("v", "b"), ("v", "c"), ("w", "d"), ("w", "e")] {
        world.join(visit, name, Shape::FOUR);
    }
    world.run(3 * SECOND);
    for client in &world.clients {
        let mut senders: Vec<String> = client.received.iter().map(|received| received.sender()).collect();
        senders.sort();
        senders.dedup();
        let others = world.clients.iter().filter(|other| other.visit == client.visit && other.seat != client.seat);
        assert_eq!(senders, others.map(|other| other.seat.to_string()).collect::<Vec<_>>());
    }
}

#[test]
fn someone_who_did_not_join_gets_nothing_and_is_not_heard() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(SECOND);
    // Someone who saw the answer's username fragment but not its password; and someone who just sends.
    let stranger = ([203, 0, 113, 9], 9999).into();
    let media_before = world.relay.statistics().media_in;
    let mut rtp = vec![0x80, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7];
    rtp.extend([0; 100]);
    world.clients.iter_mut().for_each(|client| client.microphone_on = false);
    world.clients.iter_mut().for_each(|client| client.camera_on = false);
    world.run(SECOND / 10);
    let unknown_before = world.relay.statistics().dropped_unknown;
    world.inject(stranger, &rtp);
    world.inject(stranger, &[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    world.run(SECOND);
    assert_eq!(world.relay.statistics().dropped_unknown, unknown_before + 2);
    assert_eq!(world.network.sent_to.get(&stranger), None);
    assert!(world.relay.statistics().media_in < media_before + 20);
}

#[test]
fn leaving_frees_the_slots_and_says_goodbye() {
    let mut world = World::perfect();
    world.gather(3, Shape::FOUR);
    world.run(SECOND);
    world.leave("v", "p0");
    world.run(SECOND / 10);
    assert!(world.clients[0].closed, "the client is told over DTLS");
    for me in [1, 2] {
        assert_eq!(world.clients[me].slot_of("p0", MediaKind::Microphone), None);
        assert_eq!(world.clients[me].slot_of("p0", MediaKind::Camera), None);
        world.clients[me].received.clear();
    }
    world.run(SECOND);
    for me in [1, 2] {
        assert!(!world.clients[me].received.is_empty());
        assert!(world.clients[me].received.iter().all(|received| received.sender() != "p0"));
    }
    // Someone new finds a place, and is a continuous stream to the others even in a used slot.
    world.join("v", "p3", Shape::FOUR);
    world.join("v", "p4", Shape::FOUR);
    world.run(2 * SECOND);
    for me in [1, 2] {
        for other in ["p3", "p4"] {
            assert!(world.clients[me].video_from(other).len() > 20);
        }
    }
}

#[test]
fn ending_a_visit_leaves_nothing() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(SECOND);
    world.end("v");
    world.run(SECOND);
    assert!(world.clients.iter().all(|client| client.closed));
    assert!(matches!(world.relay.poll(), Output::Wait(None)), "nothing to wait for");
    let before = world.relay.statistics();
    world.inject(world.clients[0].address, &[0x80; 60]);
    assert_eq!(world.relay.statistics().dropped_unknown, before.dropped_unknown + 1);
}

#[test]
fn joining_again_replaces_the_old_connection_in_the_same_slots() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(SECOND);
    let slot = world.clients[0].slot_of("p1", MediaKind::Camera).unwrap();
    let events = world.events.len();
    world.join("v", "p1", Shape::PAIR);
    world.clients[1].microphone_on = false;
    world.run(2 * SECOND);
    assert!(world.clients[1].closed, "the old one is closed");
    assert!(world.clients[2].connected);
    assert_eq!(world.clients[0].slot_of("p1", MediaKind::Camera), Some(slot.clone()));
    assert!(!world.events[events..].iter().any(|event| matches!(event, Event::Slots { to, .. } if *to == seat("p0"))));
    assert!(!world.events.iter().any(|event| matches!(event, Event::Gone { .. })));
    common::assert_continuous(&world.clients[0].in_slot(&slot));
    assert!(world.clients[2].video_from("p0").len() > 20, "and the new one is shown the others");
}

#[test]
fn a_lost_network_is_told_and_comes_back() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(SECOND);
    let address = world.clients[1].address;
    world.network.links.insert(address, Link::DEAD);
    world.run_until(20 * SECOND, |world| {
        world.events.contains(&Event::Disconnected { visit: visit("v"), seat: seat("p1") })
    });
    world.events.clear();
    world.network.links.clear();
    world.run_until(10 * SECOND, |world| {
        world.events.contains(&Event::Connected { visit: visit("v"), seat: seat("p1") })
    });
    world.clients[0].received.clear();
    world.run(3 * SECOND);
    assert!(world.clients[0].video_from("p1").len() > 20);
}

#[test]
fn whoever_stays_away_is_gone() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.network.links.insert(world.clients[1].address, Link::DEAD);
    world.run(60 * SECOND);
    assert!(world.events.contains(&Event::Gone { visit: visit("v"), seat: seat("p1") }));
    assert_eq!(world.clients[0].slot_of("p1", MediaKind::Microphone), None);
}

#[test]
fn whoever_never_connects_is_gone() {
    let mut world = World::new(3, Link::DEAD);
    world.join("v", "p0", Shape::PAIR);
    world.run(31 * SECOND);
    assert_eq!(world.events, [Event::Gone { visit: visit("v"), seat: seat("p0") }]);
    assert!(matches!(world.relay.poll(), Output::Wait(None)));
}

#[test]
fn a_shared_screen_gets_a_slot_of_its_own_while_it_is_shared() {
    let mut world = World::perfect();
    world.gather(3, Shape::FOUR);
    world.run(SECOND);
    assert_eq!(world.clients[0].slot_of("p1", MediaKind::Screen), None);
    world.clients[1].screen_on = true;
    world.run(SECOND);
    for me in [0, 2] {
        let slot = world.clients[me].slot_of("p1", MediaKind::Screen).unwrap();
        let picture = world.clients[me].in_slot(&slot);
        assert!(picture.len() > 20);
        assert!(picture[0].starts_key_frame());
    }
    // Someone who comes later sees it too.
    let late = world.join("v", "p3", Shape::FOUR);
    world.run(2 * SECOND);
    let slot = world.clients[late].slot_of("p1", MediaKind::Screen).unwrap();
    assert!(world.clients[late].in_slot(&slot).len() > 20);
    world.clients[1].screen_on = false;
    world.run(7 * SECOND);
    assert!(world.clients.iter().all(|client| client.slot_of("p1", MediaKind::Screen).is_none()));
    assert!(world.clients.iter().skip(2).all(|client| client.slot_of("p1", MediaKind::Camera).is_some()));
}

#[test]
fn sixteen_people() {
    let mut world = World::perfect();
    let shape = Shape { capacity: 16, simulcast: true };
    world.gather(16, shape);
    world.run(3 * SECOND);
    for client in &world.clients {
        for other in world.clients.iter().filter(|other| other.seat != client.seat) {
            let slot = client.slot_of(other.seat.as_str(), MediaKind::Microphone).unwrap();
            assert!(client.in_slot(&slot).len() > 60, "voice of {} to {}", other.seat, client.seat);
        }
        let seen = world.clients.iter().filter(|other| !client.video_from(other.seat.as_str()).is_empty()).count();
        assert!(seen >= 10, "{seen}");
    }
}

#[test]
fn a_bad_link_is_called_poor_and_a_mended_one_good() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(3 * SECOND);
    let quality = |world: &World| {
        let mut told = world.events.iter().rev().filter_map(|event| match event {
            Event::Quality { seat: whose, quality, .. } if *whose == seat("p1") => Some(*quality),
            _ => None,
        });
        told.next()
    };
    assert_eq!(quality(&world), Some(Quality::Good));
    let bad = Link { lost: 250, ..Link::ROUGH };
    world.network.links.insert(world.clients[1].address, bad);
    world.run_until(10 * SECOND, |world| quality(world) == Some(Quality::Poor));
    world.network.links.clear();
    world.run_until(90 * SECOND, |world| quality(world) == Some(Quality::Good));
}

#[test]
fn an_ipv6_mapped_source_is_the_ipv4_one() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    let address = world.clients[0].address;
    let std::net::IpAddr::V4(v4) = address.ip() else { panic!("the clients are on IPv4") };
    let unknown = world.relay.statistics().dropped_unknown;
    world.inject((v4.to_ipv6_mapped(), address.port()).into(), &[0x80; 60]);
    assert_eq!(world.relay.statistics().dropped_unknown, unknown);
}
