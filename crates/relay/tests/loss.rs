//! Bad networks: what is lost is repaired, what is late is used, and the streams stay whole. Seeds are fixed.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Link, Shape, World};
use visit::wire::MediaKind;

const SECOND: Duration = Duration::from_secs(1);

/// Runs two people over `link`; returns how many out of a thousand picture packets never came, and how many were lost on the way.
fn missing(seed: u64, link: Link) -> u64 {
    let mut world = World::new(seed, link);
    world.gather(2, Shape { capacity: 2, simulcast: false });
    world.run(10 * SECOND);
    let slot = world.clients[0].slot_of("p1", MediaKind::Camera).unwrap();
    let received = world.clients[0].in_slot(&slot);
    let mut numbers: Vec<u64> = received.iter().map(|one| one.seq).collect();
    let count = numbers.len() as u64;
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len() as u64, count, "each packet comes out once");
    // The very last ones may still be on their way.
    numbers.truncate(numbers.len() - 50);
    let count = numbers.len() as u64;
    assert!(count > 400, "{count}");
    // Each repaired packet is what its neighbours say it is.
    for one in &received {
        assert_eq!(one.sender(), "p1");
    }
    let all = numbers[numbers.len() - 1] - numbers[0] + 1;
    1_000 - count * 1_000 / all
}

#[test]
fn losses_are_repaired_both_ways() {
    for seed in 0..4 {
        let missing = missing(seed, Link { lost: 50, ..Link::PERFECT });
        // Each packet crosses two links: without repairs about 97 of 1,000 would be missing.
        assert!(missing <= 5, "{missing} of 1,000");
    }
}

#[test]
fn reordering_and_doubling_do_no_harm() {
    for seed in 0..4 {
        let missing = missing(seed, Link { lost: 0, doubled: 100, jitter: Duration::from_millis(15), ..Link::PERFECT });
        assert_eq!(missing, 0);
    }
}

#[test]
fn a_rough_network_is_survived() {
    for seed in 0..4 {
        let missing = missing(seed, Link::ROUGH);
        assert!(missing <= 10, "{missing} of 1,000");
    }
}

#[test]
fn speech_comes_through_a_rough_network() {
    let mut world = World::new(7, Link::ROUGH);
    world.gather(3, Shape::FOUR);
    world.run(10 * SECOND);
    for me in 0..3 {
        for other in (0..3).filter(|other| *other != me) {
            let slot = world.clients[me].slot_of(&format!("p{other}"), MediaKind::Microphone).unwrap();
            let heard = world.clients[me].in_slot(&slot).len();
            // 500 were said; each crosses two links that lose 5 of 100 each, and Opus conceals the rest.
            assert!(heard > 430, "{heard}");
        }
    }
}
