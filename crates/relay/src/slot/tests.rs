//! What goes into a slot from several layers comes out as one stream, whatever the order.

use proptest::prelude::*;

use super::*;
use crate::packet::vp8::Descriptor;
use crate::test_time::{at, start};

/// One layer, as its sender makes it.
struct Maker {
    ssrc: u32,
    seq: u64,
    time: u32,
    picture: u16,
}

impl Maker {
    fn make(&mut self, now: Instant, key: bool) -> Packet {
        self.seq += 1;
        self.time = self.time.wrapping_add(3_000);
        self.picture = (self.picture + 1) & 0x7fff;
        picture(self.ssrc, self.seq, self.time, self.picture, key, now)
    }
}

/// A packet with a 15-bit picture number and TL0PICIDX.
fn picture(ssrc: u32, seq: u64, time: u32, picture: u16, starts_key_frame: bool, arrived: Instant) -> Packet {
    let [high, low] = picture.to_be_bytes();
    let bytes = [0x90, 0xe0, 0x80 | high, low, picture as u8, 0x20, u8::from(!starts_key_frame), 7];
    let descriptor = Descriptor::parse(&bytes).unwrap();
    assert_eq!(descriptor.starts_key_frame(&bytes), starts_key_frame);
    Packet::new(ssrc, seq, time, true, arrived, Some((descriptor, starts_key_frame)))
}

fn voice(ssrc: u32, seq: u64, time: u32, arrived: Instant) -> Packet {
    Packet::new(ssrc, seq, time, false, arrived, None)
}

fn slot(audio: bool) -> Slot {
    let line = Line {
        mid: "4".to_owned(),
        audio,
        payload_type: 96,
        repair_type: None,
        feedback: vec![],
        extensions: vec![],
        streams: vec![],
    };
    Slot::new(&line, &ExtensionIds::default(), (1, 2))
}

/// What came out: new numbers, and the packet as it was.
type Sent = Vec<(Rewritten, Packet)>;

fn offer(slot: &mut Slot, layer: usize, packet: &Packet, overtook: &[Packet], sent: &mut Sent) {
    slot.offer(layer, packet, overtook.iter(), |rewritten, packet| sent.push((rewritten, *packet)));
}

#[derive(Clone, Debug)]
enum Step {
    /// A layer makes a picture; it arrives so many milliseconds later, perhaps after the next one of the same layer.
    Picture { layer: usize, key: bool, ms: u64, late: bool },
    /// Another layer is wanted, or none.
    Aim(Option<usize>),
    /// A sender's stream starts anew, with other numbers.
    Anew { layer: usize, seq: u64, time: u32, picture: u16 },
}

fn step() -> impl Strategy<Value = Step> {
    let picture = (0usize..3, prop::bool::weighted(0.2), 0u64..60, prop::bool::weighted(0.1));
    prop_oneof![
        12 => picture.prop_map(|(layer, key, ms, late)| Step::Picture { layer, key, ms, late }),
        2 => prop::option::weighted(0.9, 0usize..3).prop_map(Step::Aim),
        1 => (0usize..3, 0u64..200_000, any::<u32>(), 0u16..0x8000)
            .prop_map(|(layer, seq, time, picture)| Step::Anew { layer, seq, time, picture }),
    ]
}

proptest! {
    #[test]
    fn many_layers_come_out_as_one_stream(steps in prop::collection::vec(step(), 1..300)) {
        let mut makers = [0, 1, 2].map(|layer| Maker { ssrc: 100 + layer, seq: 65_530, time: u32::MAX - 5_000, picture: 0x7ffe });
        let (mut slot, mut sent, mut now, mut ssrc) = (slot(false), Sent::new(), start(), 200);
        let mut waiting: [Option<Packet>; 3] = [None, None, None];
        for step in steps {
            match step {
                Step::Aim(layer) => slot.aim(now, layer),
                Step::Anew { layer, seq, time, picture } => {
                    ssrc += 1;
                    makers[layer] = Maker { ssrc, seq, time, picture };
                }
                Step::Picture { layer, key, ms, late } => {
                    now = at(now, ms);
                    let packet = makers[layer].make(now, key);
                    let overtaken = waiting[layer].take();
                    if late {
                        waiting[layer] = Some(packet);
                    } else {
                        offer(&mut slot, layer, &packet, &[], &mut sent);
                    }
                    if let Some(packet) = overtaken {
                        offer(&mut slot, layer, &packet, &[], &mut sent);
                    }
                }
            }
        }
        check(&slot, sent)?;
    }

    #[test]
    fn voices_come_out_as_one_stream(packets in prop::collection::vec((0u32..3, 0u64..5_000, any::<u32>(), 0u64..100), 1..100)) {
        let (mut slot, mut sent, mut now) = (slot(true), Sent::new(), start());
        for (ssrc, seq, time, ms) in packets {
            now = at(now, ms);
            offer(&mut slot, 0, &voice(ssrc, seq, time, now), &[], &mut sent);
        }
        let furthest = sent.iter().map(|(rewritten, _)| rewritten.seq).max().unwrap_or(0);
        prop_assert!(furthest < 1_000_000, "no sender drives the counter away");
        let mut highest = 0;
        for (rewritten, _) in &sent {
            prop_assert!(rewritten.seq <= highest + 3_001, "no jump that loses the rollover counter");
            highest = highest.max(rewritten.seq);
        }
    }
}

/// Each picture is one packet here, so picture numbers and TL0PICIDX move as sequence numbers do.
fn check(slot: &Slot, mut sent: Sent) -> Result<(), TestCaseError> {
    sent.sort_by_key(|(rewritten, _)| rewritten.seq);
    let Some((first, key)) = sent.first() else { return Ok(()) };
    prop_assert_eq!(first.seq, 1);
    prop_assert!(key.starts_key_frame);
    let began = key.vp8.ok_or_else(|| TestCaseError::fail("all are pictures"))?;
    for (rewritten, _) in &sent {
        let steps = rewritten.seq - 1;
        prop_assert_eq!(rewritten.picture, began.picture_id().wrapping_add(steps as u16) & 0x7fff);
        prop_assert_eq!(rewritten.tl0, began.tl0().wrapping_add(steps as u8));
    }
    // What is asked for again is found, with the numbers it went out with.
    let asked = sent
        .iter()
        .filter_map(|(rewritten, packet)| Some((rewritten, packet, slot.rewriter.origin(rewritten.seq as u16)?)));
    for (rewritten, packet, origin) in asked {
        prop_assert_eq!(origin, (packet.ssrc, packet.seq));
        prop_assert_eq!(slot.rewriter.again(packet), Some(*rewritten));
    }
    for pair in sent.windows(2) {
        let [(before, other), (after, packet)] = pair else { return Err(TestCaseError::fail("windows of two")) };
        let steps = after.seq - before.seq;
        prop_assert!(steps >= 1, "twice the same number");
        let step = after.time.wrapping_sub(before.time);
        // The same source went on if its own steps are kept; otherwise this is a change.
        let contiguous = other.ssrc == packet.ssrc && packet.seq == other.seq + steps;
        if !contiguous || step != packet.time.wrapping_sub(other.time) {
            prop_assert!(packet.starts_key_frame, "a new source starts with a key frame");
            prop_assert_eq!(steps, 1);
            prop_assert!((1..0x4000_0000).contains(&step), "time goes from {} to {}", before.time, after.time);
        }
    }
    Ok(())
}

#[test]
fn what_overtook_its_key_frame_is_not_lost() {
    let (mut slot, mut sent, now) = (slot(false), Sent::new(), start());
    slot.aim(now, Some(0));
    let overtook: Vec<Packet> = (11..14).map(|seq| picture(5, seq, 90, 1, false, now)).collect();
    for packet in &overtook {
        offer(&mut slot, 0, packet, &[], &mut sent);
    }
    assert!(sent.is_empty(), "nothing before the key frame");
    offer(&mut slot, 0, &picture(5, 10, 90, 1, true, now), &overtook, &mut sent);
    assert_eq!(sent.iter().map(|(rewritten, _)| rewritten.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn a_slot_says_who_is_in_it() {
    let seat = SeatId::try_from("a").unwrap();
    let mut slot = slot(false);
    assert!(slot.fits(MediaKind::Camera) && slot.fits(MediaKind::Screen) && !slot.fits(MediaKind::Microphone));
    assert_eq!(slot.free(1), None);
    let told = slot.show(Shown { session: 7, seat: seat.clone(), kind: MediaKind::Screen });
    assert_eq!((told.mid.as_str(), told.seat), ("4", Some(seat)));
    slot.follow(7, 8);
    assert!(slot.shows(8, MediaKind::Screen) && !slot.shows(7, MediaKind::Screen));
    assert_eq!(slot.free(2).and_then(|told| told.seat), None);
    assert!(!slot.shows(8, MediaKind::Screen));
}
