//! Feedback on the wire: what one side writes, another reads, here and in str0m; and what nobody should have written.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use str0m::rtp::rtcp::Twcc;

use super::super::arrivals::{Arrivals, Written};
use super::super::feedback::Malformed;
use super::super::feedback::{Feedback, REFERENCE_TICKS, TICK_US};
use super::super::{Class, Sender};
use crate::test_time::start;

/// When each packet arrived, in microseconds after the epoch, as one message says; whole sequence numbers near `around`.
type Told = BTreeMap<u64, Option<i64>>;

fn ours(fci: &[u8], around: u64) -> Told {
    let message = Feedback::read(fci).expect("well formed");
    let reference = i64::from(message.reference) * REFERENCE_TICKS;
    let first = whole(message.base, around);
    (first..)
        .zip(message.arrivals())
        .map(|(seq, ticks)| (seq, ticks.map(|ticks| (reference + ticks) * TICK_US)))
        .collect()
}

/// The same by str0m's reader.
fn theirs(fci: &[u8], around: u64, epoch: Instant) -> Told {
    let mut packet = vec![0; 8];
    packet.extend_from_slice(fci);
    let message = Twcc::try_from(&packet[..]).expect("well formed");
    let first = whole(message.base_seq, around);
    let count = usize::from(message.status_count);
    let told: Vec<_> = message.into_iter(epoch, first.into()).collect();
    assert_eq!(told.len(), count);
    let us = |at: Instant| i64::try_from(at.saturating_duration_since(epoch).as_micros()).expect("small");
    told.into_iter().map(|(seq, _, at)| (*seq, at.map(us))).collect()
}

fn whole(sequence: u16, around: u64) -> u64 {
    (around as i64 + i64::from(sequence.wrapping_sub(around as u16) as i16)) as u64
}

fn write(arrivals: &mut Arrivals, now: Instant, room: usize) -> Option<Vec<u8>> {
    let mut buffer = vec![0xaa; room];
    let Written { bytes, padding } = arrivals.write(now, &mut buffer)?;
    assert_eq!(bytes % 4, 0);
    assert!(padding < 4);
    assert!(padding == 0 || buffer[bytes - 1] == padding);
    buffer.truncate(bytes);
    Some(buffer)
}

fn after(epoch: Instant, us: i64) -> Instant {
    epoch + Duration::from_micros(us as u64)
}

/// Packets that come and go: how many sequence numbers later, how much later in microseconds; and whether feedback is written after it.
fn traffic() -> impl Strategy<Value = Vec<(i64, i64, bool)>> {
    let step = prop_oneof![8 => Just(1i64), 2 => 2i64..20, 1 => 20i64..150, 1 => -12i64..0];
    let wait =
        prop_oneof![40 => 0i64..2_000, 20 => 0i64..70_000, 1 => 60_000i64..400_000, 1 => 8_000_000i64..20_000_000];
    prop::collection::vec((step, wait, prop::bool::weighted(0.1)), 1..400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever arrived is told, once or again, in time rounded to 250 µs; what did not, is told as that; both readers agree.
    #[test]
    fn what_is_written_is_read(first in 0u64..65_536, traffic in traffic(), room in 64usize..1_200) {
        let epoch = start();
        let mut arrivals = Arrivals::new(epoch);
        // Far enough from zero for packets before the first.
        let (mut sequence, mut at_us) = (65_536 + first as i64, 0);
        let mut actual: BTreeMap<u64, i64> = BTreeMap::new();
        let mut owed = Vec::new();
        let (mut first_of_all, mut paused) = (None, false);
        let mut told = Told::new();
        for (step, wait, tells) in traffic {
            sequence += step;
            at_us += wait;
            // After a pause, a message forgets all but the last.
            paused |= wait > 100_000;
            let earliest = first_of_all.get_or_insert(sequence);
            let fresh = actual.last_key_value().is_none_or(|(&last, &at)| sequence > last as i64 || at_us - at < 400_000 && !paused);
            arrivals.arrived(after(epoch, at_us), sequence as u16, 1_000);
            actual.entry(sequence as u64).or_insert(at_us);
            // What comes much too late, or lies before what is forgotten, may be told or not; what the very first overtook is not.
            if fresh && sequence >= *earliest {
                owed.push(sequence as u64);
            }
            while tells && let Some(fci) = write(&mut arrivals, after(epoch, at_us), room) {
                let message = ours(&fci, sequence as u64);
                prop_assert_eq!(&message, &theirs(&fci, sequence as u64, epoch));
                for (sequence, at) in message {
                    let told = told.entry(sequence).or_default();
                    *told = told.or(at);
                }
            }
        }
        while let Some(fci) = write(&mut arrivals, after(epoch, at_us), room) {
            for (sequence, at) in ours(&fci, sequence as u64) {
                let told = told.entry(sequence).or_default();
                *told = told.or(at);
            }
        }
        prop_assert_eq!(arrivals.deadline(), None);
        for (sequence, at) in &told {
            prop_assert!(at.is_none() || *at == actual.get(sequence).map(|us| us / TICK_US * TICK_US), "{}", sequence);
        }
        for sequence in owed {
            prop_assert!(told.get(&sequence).is_some_and(|at| at.is_some()), "{}", sequence);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(mut messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..120), 1..20), plausible: bool) {
        let epoch = start();
        let mut sender = Sender::new(epoch, 300_000);
        for (round, message) in messages.iter_mut().enumerate() {
            let now = after(epoch, round as i64 * 50_000);
            (0..20).for_each(|_| {
                sender.sent(now, 1_000, Class::Video);
            });
            if plausible && message.len() > 8 {
                // Speaks of what was sent, so that it gets further.
                message[0..2].copy_from_slice(&(round as u16 * 20).to_be_bytes());
                message[2..4].copy_from_slice(&30u16.to_be_bytes());
            }
            let _ = sender.feedback(now, message);
            sender.timeout(now);
            prop_assert!((super::super::LEAST_BPS..=super::super::MOST_BPS).contains(&sender.estimate_bps()));
        }
    }
}

#[track_caller]
fn refuses(fci: &[u8], why: Malformed) {
    let mut sender = Sender::new(start(), 300_000);
    assert_eq!(sender.feedback(start(), fci), Err(why));
}

#[test]
fn what_is_malformed_is_refused_by_reason() {
    refuses(&[0; 7], Malformed::Short);
    refuses(&[0; 8], Malformed::Empty);
    refuses(&[0, 0, 0xff, 0xff, 0, 0, 0, 0, 0x1f, 0xff], Malformed::TooMany);
    refuses(&[0, 0, 0, 9, 0, 0, 0, 0, 0, 8], Malformed::Chunks);
    refuses(&[0, 0, 0, 8, 0, 0, 0, 0, 0x60, 8], Malformed::Reserved);
    refuses(&[0, 0, 0, 2, 0, 0, 0, 0, 0x20, 2, 1], Malformed::Deltas);
}

/// The examples of the draft's §3.1.3 and §3.1.4: a run of 221 not received; 0 1 1 1 1 1 0 0 0 1 1 1 0 0; and not, five times
/// without a large delta, not, not.
#[test]
fn the_drafts_examples_are_read() {
    let statuses = |count: u8, chunk: u16, deltas: &[u8]| -> Vec<bool> {
        let mut fci = vec![0, 0, 0, count, 0, 0, 0, 0];
        fci.extend_from_slice(&chunk.to_be_bytes());
        fci.extend_from_slice(deltas);
        Feedback::read(&fci).expect("well formed").arrivals().map(|arrival| arrival.is_some()).collect()
    };
    assert_eq!(statuses(221, 0b0000_0000_1101_1101, &[]), vec![false; 221]);
    assert_eq!(statuses(24, 0b0110_0000_0001_1000 & 0x3fff, &[0; 24]), vec![true; 24]);
    let bits = [0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0].map(|bit| bit == 1);
    assert_eq!(statuses(14, 0b1001_1111_0001_1100, &[0; 8]), bits);
    let two = [0, 2, 1, 1, 1, 0, 0].map(|bit| bit > 0);
    assert_eq!(statuses(7, 0b1100_1001_0101_0000, &[0; 5]), two);
}

#[test]
fn feedback_is_rarer_when_little_arrives() {
    let count = |bytes: usize, every_ms: i64| {
        let epoch = start();
        let mut arrivals = Arrivals::new(epoch);
        let mut written = 0;
        for ms in 0..2_000 {
            let now = after(epoch, ms * 1_000);
            if ms % every_ms == 0 {
                arrivals.arrived(now, (ms / every_ms) as u16, bytes);
            }
            if arrivals.deadline().is_some_and(|due| now >= due) {
                assert!(write(&mut arrivals, now, 1_200).is_some());
                written += 1;
            }
        }
        written
    };
    assert!((35..=40).contains(&count(1_200, 2)), "{}", count(1_200, 2));
    assert!((16..=20).contains(&count(110, 20)), "{}", count(110, 20));
}

#[test]
fn a_ring_that_nobody_empties_stays_small() {
    let epoch = start();
    let mut arrivals = Arrivals::new(epoch);
    for n in 0..100_000u32 {
        arrivals.arrived(after(epoch, i64::from(n) * 100), n as u16, 1_000);
    }
    let mut told = 0;
    while let Some(fci) = write(&mut arrivals, after(epoch, 10_000_000), 1_200) {
        told += Feedback::read(&fci).expect("well formed").arrivals().flatten().count();
    }
    assert!((4_000..=10_000).contains(&told), "{told}");
}

/// A sender's numbers wrap every 65,536 packets, its peer's clock every twelve days; neither is noticed.
#[test]
fn what_wraps_goes_on() {
    let epoch = start();
    // Five seconds before the clock wraps.
    let offset_us = (64_000 << 24) - 5_000_000;
    let (mut arrivals, mut sender) = (Arrivals::new(epoch), Sender::new(epoch, 1_000_000));
    for n in 0..70_000i64 {
        let now = after(epoch, n * 1_000);
        let sequence = sender.sent(now, 125, Class::Video);
        assert_eq!(sequence, n as u16);
        arrivals.arrived(after(epoch, offset_us + n * 1_000 + 20_000), sequence, 125);
        if n % 50 == 0
            && let Some(fci) = write(&mut arrivals, after(epoch, offset_us + n * 1_000), 1_200)
        {
            assert_eq!(sender.feedback(now, &fci), Ok(()));
        }
        assert!(n < 1_000 || sender.estimate_bps() >= 1_000_000, "{n}: {}", sender.estimate_bps());
    }
    assert!(sender.lost() < 1e-9);
    assert!(sender.remembered() < 300, "{}", sender.remembered());
}
