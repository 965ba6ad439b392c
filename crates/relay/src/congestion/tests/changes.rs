//! What a receiver gets while its link changes: drops, outages, others on it, feedback that is lost.

use super::call::Call;
use super::link::Link;
use super::{CAMERA, ELASTIC, FIRST_BPS, SEEDS, over, within};

const MBPS: f64 = 1e6;

#[test]
fn a_drop_is_followed_and_a_rise_too() {
    let link = |_: &mut _| Link {
        rates: vec![(0.0, 2.0 * MBPS), (15.0, 0.25 * MBPS), (35.0, 2.0 * MBPS)],
        ..Link::steady(0.0)
    };
    over(link, ELASTIC, 60.0, |call| {
        vec![
            within("before", call.mean(5.0, 15.0, |tenth| tenth.estimate) / MBPS, 1.5, 2.3),
            within("seconds down", call.first(15.0, |tenth| tenth.estimate <= 0.28 * MBPS), 0.0, 3.5),
            within("low", call.mean(18.0, 35.0, |tenth| tenth.estimate) / MBPS, 0.17, 0.27),
            within("queue in ms", call.mostly(22.0, 35.0, |tenth| tenth.queued_ms), 0.0, 250.0),
            within("seconds up", call.first(35.0, |tenth| tenth.estimate >= 1.5 * MBPS), 0.0, 8.0),
        ]
    });
}

#[test]
fn a_camera_follows_a_drop_and_a_rise() {
    let link = |_: &mut _| Link {
        rates: vec![(0.0, 3.0 * MBPS), (10.0, 0.3 * MBPS), (30.0, 3.0 * MBPS)],
        ..Link::steady(0.0)
    };
    over(link, CAMERA, 60.0, |call| {
        vec![
            within("seconds to the lowest layer", call.first(10.0, |tenth| tenth.layer == Some(0)), 0.0, 2.5),
            within("seconds to the best", call.first(30.0, |tenth| tenth.layer == Some(2)), 0.0, 25.0),
        ]
    });
}

#[test]
fn an_outage_is_bounded_and_soon_forgotten() {
    let link =
        |_: &mut _| Link { rates: vec![(0.0, 2.0 * MBPS), (15.0, 0.0), (20.0, 2.0 * MBPS)], ..Link::steady(0.0) };
    over(link, ELASTIC, 30.0, |call| {
        let before = call.mean(13.0, 15.0, |tenth| tenth.estimate);
        vec![
            within("left at its end", call.tenths[199].estimate / before, 0.1, 0.25),
            within("seconds back", call.first(20.0, |tenth| tenth.estimate >= 0.6 * before), 0.0, 2.0),
            within("loss remembered", call.sender.lost(), 0.0, 0.02),
        ]
    });
}

#[test]
fn others_on_the_link_are_made_room_for() {
    let link = |dice: &mut super::Dice| {
        let rates = (0..12).map(|step| (f64::from(step) * 5.0, (0.3 + 1.7 * dice.roll()) * MBPS)).collect();
        Link { rates, jitter_ms: 5.0, loss: 0.005, ..Link::steady(0.0) }
    };
    over(link, ELASTIC, 60.0, |call| {
        let carried: f64 = (0..600).map(|tenth| call.link().rate(tenth * 100_000)).sum::<f64>() / 600.0;
        vec![
            within("share", call.mean(0.0, 60.0, |tenth| tenth.arrived) / carried, 0.5, 1.0),
            within("mean queue in ms", call.mean(0.0, 60.0, |tenth| tenth.queued_ms), 0.0, 100.0),
        ]
    });
}

#[test]
fn lost_feedback_is_survived() {
    for seed in 1..=SEEDS {
        let mut call = Call::new(Link::steady(1.5 * MBPS), ELASTIC, FIRST_BPS, seed);
        call.feedback_loss = 0.1;
        call.run(30.0);
        let share = call.mean(8.0, 30.0, |tenth| tenth.arrived) / (1.5 * MBPS);
        assert!(share > 0.6, "seed {seed}: {share}");
    }
}

/// Without padding there are no probes beyond what media makes of them; nothing waits for them either.
#[test]
fn a_plane_that_cannot_pad_is_not_kept_busy() {
    for seed in 1..=SEEDS {
        let mut call = Call::new(Link::steady(3.0 * MBPS), CAMERA, FIRST_BPS, seed);
        call.pads = false;
        call.run(30.0);
        assert!(call.timeouts < 1_500, "seed {seed}: {} timeouts", call.timeouts);
    }
}

#[test]
fn memory_follows_the_rate() {
    let mut call = Call::new(Link::steady(1.5 * MBPS), ELASTIC, FIRST_BPS, 1);
    call.run(30.0);
    assert!(call.sender.remembered() <= 512, "{}", call.sender.remembered());
}

/// A way that becomes longer, as when a phone changes networks, is no queue that stands.
#[test]
fn a_longer_way_is_not_drained_for_ever() {
    for seed in 1..=SEEDS {
        let mut call = Call::new(Link::steady(1.5 * MBPS), ELASTIC, FIRST_BPS, seed);
        call.run(15.0);
        call.lengthen(150.0);
        call.run(50.0);
        let share = call.mean(35.0, 50.0, |tenth| tenth.arrived) / (1.5 * MBPS);
        assert!(share > 0.7, "seed {seed}: {share}");
    }
}
