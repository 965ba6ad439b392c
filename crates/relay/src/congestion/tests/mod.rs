//! Tests of congestion control: over simulated links, in virtual time, with seeds; and of the wire format, against another reader.

mod call;
mod changes;
mod door;
mod link;
mod shares;
mod wire;

use call::{Call, Pictures};
use link::{Dice, Link};

/// Per kind of link. More finds rarer trouble; these are 900 calls and take seconds.
const SEEDS: u64 = 50;

/// What the relay starts with.
const FIRST_BPS: u64 = 300_000;

const ELASTIC: Pictures = Pictures::Elastic(3e6);
const CAMERA: Pictures = Pictures::Camera([150_000, 500_000, 1_700_000]);

/// A call over each seed's variant of a link, for so many seconds, and what must hold then: a name, and whether it does.
#[track_caller]
fn over(
    link: impl Fn(&mut Dice) -> Link,
    pictures: Pictures,
    seconds: f64,
    holds: impl Fn(&Call) -> Vec<(&'static str, f64, bool)>,
) {
    let mut failed = Vec::new();
    for seed in 1..=SEEDS {
        let mut dice = Dice::new(seed + 500);
        let mut link = link(&mut dice);
        link.delay_ms += 60.0 * dice.roll();
        let mut call = Call::new(link, pictures, FIRST_BPS, seed);
        call.run(seconds);
        // Probes wake the plane every 5 ms for a moment; nothing else is frequent.
        let woken = within("timeouts a second", call.timeouts as f64 / seconds, 0.0, 10.0);
        for (name, value, held) in holds(&call).into_iter().chain([woken]) {
            if !held {
                failed.push(format!("seed {seed}: {name}: {value}"));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// A name, a value, and its bounds.
fn within(name: &'static str, value: f64, least: f64, most: f64) -> (&'static str, f64, bool) {
    (name, value, (least..=most).contains(&value))
}
