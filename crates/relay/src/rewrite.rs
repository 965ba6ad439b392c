//! Making one continuous RTP stream out of many: sequence numbers, timestamps, VP8 picture numbers. When to change the source is decided elsewhere.

use std::time::Instant;

use crate::srtp::extend;
use crate::stream::ring::Packet;

/// Furthest a source may jump ahead and still count as the same stream, in packets. Higher lets a sender drive its
/// receivers' rollover counters out of step (they follow up to 32,768); lower mistakes a long burst of loss for a new stream.
const MAX_JUMP: u64 = 3_000;

/// VP8 picture numbers have at most 15 bits (RFC 7741 §4.2).
const PICTURE_MASK: u16 = 0x7fff;

/// A packet's new numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rewritten {
    /// Extended sequence number.
    pub(crate) seq: u64,
    /// RTP timestamp.
    pub(crate) time: u32,
    /// Number of the picture, of which a descriptor carries 15 bits or 7, or nothing.
    pub(crate) picture: u16,
    /// TL0PICIDX, for a descriptor that has it.
    pub(crate) tl0: u8,
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
    ssrc: u32,
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
        let rewritten = next.rewritten();
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
        Some(before.apply(packet).rewritten())
    }

    /// Which packet of which source went out with this number, if it is of the present source or the one before: for repairs.
    pub(crate) fn origin(&self, seq: u16) -> Option<(u32, u64)> {
        let seq = extend(self.last.as_ref()?.seq, seq)?;
        [&self.source, &self.before].into_iter().flatten().find_map(|source| {
            let theirs = seq.wrapping_sub(source.seq);
            (source.first_seq..=source.highest_seq).contains(&theirs).then_some((source.ssrc, theirs))
        })
    }

    /// The packet of the present source that is furthest ahead of those that went out.
    pub(crate) fn latest(&self) -> Option<(u32, u64)> {
        self.source.as_ref().map(|source| (source.ssrc, source.highest_seq))
    }

    /// The numbers with which a packet went out that [`Self::origin`] named.
    pub(crate) fn again(&self, packet: &Packet) -> Option<Rewritten> {
        let mut sources = [&self.source, &self.before].into_iter().flatten();
        let source = sources.find(|source| {
            source.ssrc == packet.ssrc && (source.first_seq..=source.highest_seq).contains(&packet.seq)
        })?;
        Some(source.apply(packet).rewritten())
    }

    /// The stream's timestamp of `now`, for a sender report; `None` before anything went out.
    pub(crate) fn clock(&self, now: Instant) -> Option<u32> {
        let last = self.last.as_ref()?;
        let elapsed = now.saturating_duration_since(last.at).as_micros();
        Some(last.time.wrapping_add((elapsed * u128::from(self.clock_rate) / 1_000_000) as u32))
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

impl Last {
    fn rewritten(&self) -> Rewritten {
        Rewritten { seq: self.seq, time: self.time, picture: self.picture, tl0: self.tl0 }
    }
}

fn numbers(packet: &Packet) -> (u16, u8) {
    packet.vp8.map_or((0, 0), |vp8| (vp8.picture_id(), vp8.tl0()))
}
