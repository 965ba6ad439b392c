//! Making one continuous RTP stream out of many: sequence numbers, timestamps, VP8 picture numbers. When to change the source is decided elsewhere.

use std::time::Instant;

use str0m::rtp::{Ssrc, Vp8Patch};

use crate::sealed::Packet;

/// Furthest a source may jump ahead and still count as the same stream, in packets. Higher lets a sender drive its
/// receivers' rollover counters out of step (they follow up to 32,768); lower mistakes a long burst of loss for a new stream.
const MAX_JUMP: u64 = 3_000;

/// VP8 picture numbers have at most 15 bits (RFC 7741 §4.2).
const PICTURE_MASK: u16 = 0x7fff;

/// A packet's new numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rewritten {
    /// Extended sequence number.
    pub(crate) seq: u64,
    /// RTP timestamp.
    pub(crate) time: u32,
    /// What changes in the VP8 payload descriptor.
    pub(crate) patch: Option<Vp8Patch>,
}

/// The state of one outgoing stream, which outlives its sources.
pub(crate) struct Rewriter {
    /// Timestamp units per second.
    clock_rate: u32,
    /// Numbers of the furthest packet sent so far.
    last: Option<Last>,
    source: Option<Source>,
    /// The source before, for what was on its way when it changed.
    before: Option<Source>,
}

struct Last {
    seq: u64,
    time: u32,
    at: Instant,
    picture: u16,
    tl0: u8,
}

/// What to add to a source's numbers; all wrap.
struct Source {
    ssrc: Ssrc,
    first_seq: u64,
    highest_seq: u64,
    seq: u64,
    time: u32,
    picture: u16,
    tl0: u8,
}

impl Rewriter {
    pub(crate) fn new(clock_rate: u32) -> Self {
        Self { clock_rate, last: None, source: None, before: None }
    }

    /// Whether `packet` goes on with the present source, so that [`Self::rewrite`] is right and [`Self::start`] is not needed.
    pub(crate) fn continues(&self, packet: &Packet) -> bool {
        self.source.as_ref().is_some_and(|source| {
            source.ssrc == packet.ssrc && packet.seq <= source.highest_seq.saturating_add(MAX_JUMP)
        })
    }

    /// Forgets the source: nothing goes through until [`Self::start`].
    pub(crate) fn stop(&mut self) {
        self.source = None;
        self.before = None;
    }

    /// Lets the stream go on with a new source, whose first packet is `packet`.
    pub(crate) fn start(&mut self, packet: &Packet) {
        let (picture, tl0) = numbers(packet);
        self.before = self.source.take();
        self.source = Some(match &self.last {
            None => Source {
                ssrc: packet.ssrc,
                first_seq: packet.seq,
                highest_seq: packet.seq,
                // From 1, so that sender and receiver agree on the rollover counter (RFC 3711 §3.3.1).
                seq: 1u64.wrapping_sub(packet.seq),
                time: 0,
                picture: 0,
                tl0: 0,
            },
            Some(last) => {
                let elapsed = packet.arrived.saturating_duration_since(last.at).as_micros();
                let units = (elapsed * u128::from(self.clock_rate) / 1_000_000) as u32;
                Source {
                    ssrc: packet.ssrc,
                    first_seq: packet.seq,
                    highest_seq: packet.seq,
                    seq: (last.seq + 1).wrapping_sub(packet.seq),
                    time: last.time.wrapping_add(units.max(1)).wrapping_sub(packet.time),
                    picture: last.picture.wrapping_add(1).wrapping_sub(picture),
                    tl0: last.tl0.wrapping_add(1).wrapping_sub(tl0),
                }
            }
        });
    }

    /// The packet's new numbers; `None` if it belongs to no source, or to what was before the source's first packet.
    pub(crate) fn rewrite(&mut self, packet: &Packet) -> Option<Rewritten> {
        let source = self.source.as_mut().filter(|source| source.ssrc == packet.ssrc)?;
        if packet.seq < source.first_seq {
            return None;
        }
        source.highest_seq = source.highest_seq.max(packet.seq);
        let next = source.apply(packet);
        let rewritten = Rewritten { seq: next.seq, time: next.time, patch: patch(packet, &next) };
        match &mut self.last {
            Some(last) if last.seq >= next.seq => {}
            Some(last) if packet.vp8.is_none() => {
                // Padding and audio have no picture numbers to remember.
                *last = Last { picture: last.picture, tl0: last.tl0, ..next };
            }
            last => *last = Some(next),
        }
        Some(rewritten)
    }

    /// New numbers for a packet of the source before this one that comes late: its place was kept.
    pub(crate) fn rewrite_late(&self, packet: &Packet) -> Option<Rewritten> {
        let before = self.before.as_ref().filter(|before| before.ssrc == packet.ssrc)?;
        if !(before.first_seq..before.highest_seq).contains(&packet.seq) {
            return None;
        }
        let numbers = before.apply(packet);
        Some(Rewritten { seq: numbers.seq, time: numbers.time, patch: patch(packet, &numbers) })
    }
}

impl Source {
    fn apply(&self, packet: &Packet) -> Last {
        let (picture, tl0) = numbers(packet);
        Last {
            seq: packet.seq.wrapping_add(self.seq),
            time: packet.time.wrapping_add(self.time),
            at: packet.arrived,
            picture: picture.wrapping_add(self.picture) & PICTURE_MASK,
            tl0: tl0.wrapping_add(self.tl0),
        }
    }
}

fn numbers(packet: &Packet) -> (u16, u8) {
    packet.vp8.map_or((0, 0), |vp8| (vp8.picture_id().unwrap_or(0), vp8.tl0_pic_idx().unwrap_or(0)))
}

fn patch(packet: &Packet, numbers: &Last) -> Option<Vp8Patch> {
    let vp8 = packet.vp8?;
    let mut builder = vp8.patch();
    if vp8.tl0_pic_idx().is_some() {
        builder = builder.tl0_pic_idx(numbers.tl0);
    }
    if vp8.picture_id().is_none() {
        return builder.build().ok();
    }
    // A descriptor with the 7-bit form refuses a larger number.
    builder.picture_id(numbers.picture).build().or_else(|_| builder.picture_id(numbers.picture & 0x7f).build()).ok()
}
