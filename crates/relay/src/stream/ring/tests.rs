//! What a ring says to have is what was put in; it keeps as long as it should, and no more than it may.

use super::*;
use crate::test_time::{at, start};
use proptest::prelude::*;

const KEEP: Duration = Duration::from_millis(700);

fn packet(seq: u64, arrived: Instant) -> Packet {
    Packet::new(1, seq, seq as u32, false, arrived, None)
}

fn bytes(ring: &Ring, seq: u64) -> Option<Vec<u8>> {
    let mut out = vec![];
    ring.payload(ring.get(seq)?)?.forward(&mut out);
    Some(out)
}

#[test]
fn a_stream_is_kept_for_its_time_without_more_memory_than_that() {
    let (mut ring, begin) = (Ring::new(KEEP), start());
    // 1.7 Mbit/s: a packet of 1,100 bytes each 5 ms.
    for seq in 0..2_000 {
        ring.push(packet(seq, at(begin, seq * 5)), &[seq as u8; 1_100]).unwrap();
        for age in [0, 100, 139] {
            let Some(old) = seq.checked_sub(age) else { continue };
            assert_eq!(bytes(&ring, old), Some(vec![old as u8; 1_100]), "{seq} {age}");
        }
    }
    assert!(ring.bytes.len() < 256 * 1024, "{}", ring.bytes.len());
    assert!(ring.packets.len() <= 512, "{}", ring.packets.len());
    let before = (ring.bytes.as_ptr(), ring.packets.as_ptr());
    for seq in 2_000..3_000 {
        ring.push(packet(seq, at(begin, seq * 5)), &[0; 1_100]).unwrap();
    }
    assert_eq!(before, (ring.bytes.as_ptr(), ring.packets.as_ptr()), "no memory is taken any more");
    ring.clear(true);
    assert_eq!((ring.bytes.capacity(), ring.packets.capacity()), (0, 0));
    assert!(ring.get(2_999).is_none());
}

#[test]
fn a_flood_finds_the_bounds() {
    let (mut ring, begin) = (Ring::new(KEEP), start());
    for seq in 0..20_000 {
        ring.push(packet(seq * 7, begin), &[1; 1_000]).unwrap();
    }
    assert!(ring.bytes.len() <= MAX_BYTES && ring.packets.len() <= MAX_PACKETS);
    assert!(ring.push(packet(1, begin), &[0; FIRST_BYTES + 1]).is_none());
}

#[test]
fn only_what_came_before_overtook() {
    let (mut ring, begin) = (Ring::new(KEEP), start());
    for seq in [12, 11, 14] {
        ring.push(packet(seq, begin), &[0]).unwrap();
    }
    let late = ring.push(packet(10, begin), &[0]).unwrap();
    ring.push(packet(13, begin), &[0]).unwrap();
    assert_eq!(ring.overtook(&late).map(|packet| packet.seq).collect::<Vec<_>>(), [11, 12, 14]);
}

proptest! {
    #[test]
    fn what_is_there_is_what_was_put_in(
        puts in prop::collection::vec((-40i64..60, 0usize..1_400, 0u64..30, prop::bool::weighted(0.01)), 1..600),
    ) {
        let (mut ring, mut now, mut seq) = (Ring::new(KEEP), start(), 1_000u64);
        let mut put = std::collections::BTreeMap::new();
        for (place, (step, len, ms, anew)) in puts.into_iter().enumerate() {
            now = at(now, ms);
            seq = seq.saturating_add_signed(step);
            if anew {
                ring.clear(place % 2 == 0);
                put.clear();
            }
            let payload = vec![place as u8; len];
            prop_assert!(ring.push(packet(seq, now), &payload).is_some());
            put.insert(seq, (payload, now));
            prop_assert_eq!(bytes(&ring, seq), put.get(&seq).map(|(payload, _)| payload.clone()));
            for (seq, (payload, arrived)) in &put {
                let there = bytes(&ring, *seq);
                if let Some(there) = &there {
                    prop_assert_eq!(there, payload);
                }
                // Numbers that differ by a multiple of the most packets share a place; nothing else pushes out what is young.
                if now.duration_since(*arrived) < KEEP && ring.bytes.len() < MAX_BYTES && ring.packets.len() < MAX_PACKETS {
                    prop_assert!(there.is_some(), "{seq} is gone");
                }
            }
        }
    }
}
