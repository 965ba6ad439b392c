//! The sender's door by itself: pacing, silence, peers without feedback, and what is not to be believed.

use std::time::{Duration, Instant};

use super::super::{Class, Demand, Sender};
use crate::test_time::{at, start};

/// Sends as much as may go at each millisecond, and gives the bytes of each.
fn drain(sender: &mut Sender, begin: Instant, ms: std::ops::Range<u64>, size: usize) -> Vec<usize> {
    ms.map(|ms| {
        let now = at(begin, ms);
        let mut bytes = 0;
        while sender.budget(now, Class::Video) > 0 {
            sender.sent(now, size, Class::Video);
            bytes += size;
        }
        bytes
    })
    .collect()
}

#[test]
fn pictures_leave_ahead_of_the_estimate_but_not_for_long() {
    let begin = start();
    let mut sender = Sender::new(begin, 1_000_000);
    let sent = drain(&mut sender, begin, 0..2_000, 1_200);
    let (first, all): (usize, usize) = (sent[..200].iter().sum(), sent.iter().sum());
    // 1.5 times 25 kB in the first fifth of a second; in two seconds, 250 kB and half a second's ahead.
    assert!((36_000..=41_000).contains(&first), "{first}");
    assert!((300_000..=318_000).contains(&all), "{all}");
    assert!(sent.iter().all(|&bytes| bytes <= 4_800), "{:?}", sent.iter().max());
}

#[test]
fn a_burst_is_worth_a_message() {
    let begin = start();
    let mut sender = Sender::new(begin, 4_000_000);
    let mut now = at(begin, 100);
    let mut bursts = 0;
    while now < at(begin, 300) {
        let mut packets = 0;
        while sender.budget(now, Class::Video) > 0 {
            sender.sent(now, 1_200, Class::Video);
            packets += 1;
        }
        // 5 ms at 6 Mbit/s are 3,750 bytes.
        assert!(bursts == 0 || packets >= 3, "{packets}");
        bursts += 1;
        assert!(sender.resume(now) > now);
        now = sender.resume(now);
    }
    assert!((30..=45).contains(&bursts), "{bursts}");
}

#[test]
fn voices_never_wait_and_are_paid_for() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    drain(&mut sender, begin, 0..1_000, 1_200);
    let now = at(begin, 1_000);
    assert_eq!(sender.budget(now, Class::Audio), usize::MAX);
    let before = sender.resume(now);
    sender.sent(now, 1_000, Class::Audio);
    assert!(sender.resume(now) >= before + Duration::from_millis(10));
}

/// Feedback that says: of `count` packets from `base` on, all arrived, `gap` ticks apart.
fn all_arrived(base: u16, count: u8, reference: u8, gap: u8) -> Vec<u8> {
    let mut fci = vec![(base >> 8) as u8, base as u8, 0, count, 0, 0, reference, 0, 0x20, count];
    fci.extend(std::iter::repeat_n(gap, usize::from(count)));
    fci
}

#[test]
fn a_pause_is_no_outage() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    for n in 0..10 {
        sender.sent(at(begin, n), 1_000, Class::Video);
    }
    assert_eq!(sender.feedback(at(begin, 60), &all_arrived(0, 10, 1, 4)), Ok(()));
    sender.sent(at(begin, 61), 1_000, Class::Video);
    for ms in 0..200 {
        sender.timeout(at(begin, 100 + ms * 100));
    }
    assert_eq!(sender.estimate_bps(), 300_000);
    // But when packets go out and nothing comes back, it is.
    for ms in 0..2_000 {
        let now = at(begin, 30_000 + ms);
        sender.sent(now, 100, Class::Audio);
        if sender.deadline().is_some_and(|due| now >= due) {
            sender.timeout(now);
        }
    }
    assert!((80_000..=220_000).contains(&sender.estimate_bps()), "{}", sender.estimate_bps());
}

#[test]
fn a_peer_without_feedback_is_believed_its_remb_and_its_loss() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    sender.remb(begin, 900_000);
    assert_eq!(sender.estimate_bps(), 900_000);
    for second in 1..=20u64 {
        for n in 0..80 {
            sender.sent(at(begin, second * 1_000 + n * 12), 1_200, Class::Video);
        }
        sender.remb(at(begin, second * 1_000 + 990), 900_000);
        sender.receiver_report(at(begin, second * 1_000 + 999), 0.5, Some(Duration::from_millis(80)));
    }
    assert!(sender.estimate_bps() < 250_000, "{}", sender.estimate_bps());
    assert_eq!(sender.round_trip(), Some(Duration::from_millis(80)));
    assert!((sender.lost() - 0.5).abs() < 0.01);
}

#[test]
fn reports_alone_let_the_estimate_grow_slowly() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    for second in 0..10u64 {
        for n in 0..30 {
            sender.sent(at(begin, second * 1_000 + n * 33), 1_200, Class::Video);
        }
        sender.receiver_report(at(begin, second * 1_000 + 999), 0.0, None);
    }
    assert!((400_000..=700_000).contains(&sender.estimate_bps()), "{}", sender.estimate_bps());
}

#[test]
fn remb_counts_only_without_feedback() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    for n in 0..10 {
        sender.sent(at(begin, n), 1_000, Class::Video);
    }
    assert_eq!(sender.feedback(at(begin, 60), &all_arrived(0, 10, 1, 4)), Ok(()));
    sender.remb(at(begin, 70), 5_000_000);
    assert_eq!(sender.estimate_bps(), 300_000);
}

#[test]
fn what_was_never_sent_changes_nothing() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    sender.want(begin, Demand { next_bps: 1_000_000, desired_bps: 1_000_000 });
    assert_eq!(sender.deadline(), None);
    for round in 0..100 {
        assert_eq!(sender.feedback(at(begin, round * 50), &all_arrived(0, 200, round as u8, 1)), Ok(()));
    }
    assert_eq!((sender.estimate_bps(), sender.round_trip()), (300_000, None));
}

#[test]
fn a_probe_asks_for_padding_and_ends() {
    let begin = start();
    let mut sender = Sender::new(begin, 300_000);
    sender.sent(begin, 100, Class::Audio);
    assert_eq!(sender.budget(begin, Class::Padding), 0);
    sender.want(begin, Demand { next_bps: 1_000_000, desired_bps: 2_000_000 });
    let mut padding = 0;
    for ms in 1..100 {
        let now = at(begin, ms);
        sender.timeout(now);
        while sender.budget(now, Class::Padding) > 0 {
            sender.sent(now, 500, Class::Padding);
            padding += 500;
        }
    }
    // 30 ms at three times the estimate, and the last packet's rest.
    assert!((3_375..=4_400).contains(&padding), "{padding}");
    // Nobody answers: no further one.
    assert_eq!(sender.budget(at(begin, 2_000), Class::Padding), 0);
}

#[test]
fn repairs_and_pictures_share_a_budget_and_padding_has_none_of_it() {
    let begin = start();
    let mut sender = Sender::new(begin, 1_000_000);
    let now = at(begin, 100);
    let before = sender.budget(now, Class::Repair);
    assert!(before > 1_000);
    assert_eq!(sender.budget(now, Class::Video), before);
    assert_eq!(sender.budget(now, Class::Padding), 0);
    sender.sent(now, 600, Class::Repair);
    assert_eq!(sender.budget(now, Class::Video), before - 600);
}
