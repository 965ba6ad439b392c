//! Narrow links: what is sent fits them, speech is not held up by pictures, and a link that widens is noticed.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Link, Shape, World};
use visit::wire::MediaKind;

const SECOND: Duration = Duration::from_secs(1);

fn narrow(rate_bps: u64) -> Link {
    Link { delay: Duration::from_millis(20), rate_bps: Some(rate_bps), ..Link::PERFECT }
}

/// Layers that the first person saw since the records were cleared, by their share of packets in percent.
fn share(world: &World, layer: &str) -> usize {
    let seen = world.clients[0].video_from("p1");
    seen.iter().filter(|received| received.layer() == layer).count() * 100 / seen.len().max(1)
}

/// How many voice packets of 50 a second arrived, and by how much the slowest was later than the fastest.
fn voices(world: &World, time: Duration) -> (u64, Duration) {
    let slot = world.clients[0].slot_of("p1", MediaKind::Microphone).unwrap();
    let heard = world.clients[0].in_slot(&slot);
    let spoken = |seq: u64| Duration::from_millis(20) * seq as u32;
    let lateness: Vec<Duration> =
        heard.iter().map(|voice| voice.at.duration_since(world.start) - spoken(voice.seq)).collect();
    let spread = lateness.iter().max().unwrap().saturating_sub(*lateness.iter().min().unwrap());
    (heard.len() as u64 * 100 / (50 * time.as_secs()), spread)
}

#[test]
fn a_narrow_link_gets_what_fits() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.network.links.insert(world.clients[0].address, narrow(700_000));
    world.clients[0].camera_on = false;
    world.run(15 * SECOND);
    world.clients[0].received.clear();
    world.run(20 * SECOND);
    // The large layer has about 900 kbit/s, the middle one 360.
    assert!(share(&world, "h") < 15, "{}% large", share(&world, "h"));
    assert!(world.clients[0].video_from("p1").len() > 400);
    let (heard, spread) = voices(&world, 20 * SECOND);
    assert!(heard >= 95, "{heard}% of speech");
    assert!(spread < Duration::from_millis(350), "{spread:?}");
}

#[test]
fn a_link_that_widens_is_noticed() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    let address = world.clients[0].address;
    world.network.links.insert(address, narrow(400_000));
    world.run(15 * SECOND);
    world.network.links.insert(address, narrow(20_000_000));
    world.run(40 * SECOND);
    world.clients[0].received.clear();
    world.run(5 * SECOND);
    assert!(share(&world, "h") > 90, "{}% large", share(&world, "h"));
}

#[test]
fn a_wide_link_gets_everything_soon() {
    let mut world = World::perfect();
    world.gather(4, Shape::FOUR);
    world.run(10 * SECOND);
    world.clients[0].received.clear();
    world.run(5 * SECOND);
    for other in ["p1", "p2", "p3"] {
        let seen = world.clients[0].video_from(other);
        let large = seen.iter().filter(|received| received.layer() == "h").count();
        assert!(large * 100 / seen.len() > 90, "{other}: {large} of {}", seen.len());
    }
}
