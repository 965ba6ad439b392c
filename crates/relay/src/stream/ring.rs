//! The latest packets of one incoming stream, for all who receive it: for forwarding, and for repairing their losses. Receivers keep none.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::packet::vp8::Descriptor;
use crate::sealed::Sealed;

/// Bytes kept of one stream at most. Fewer leave losses of a wide stream unrepaired; more hold memory that one client fills.
const MAX_BYTES: usize = 512 * 1024;

/// Packets kept of one stream at most.
const MAX_PACKETS: usize = 2_048;

/// What a stream begins with.
const FIRST_BYTES: usize = 4 * 1024;
const FIRST_PACKETS: usize = 32;

/// Length of a step when time is cut to know how old bytes are.
const STEP: Duration = Duration::from_millis(50);

/// One packet of a sender, with what the relay may know of it. The payload lies in the ring. No `Debug`.
#[derive(Clone, Copy)]
pub(crate) struct Packet {
    /// Extended sequence number, as the sender's connection counts it.
    pub(crate) seq: u64,
    /// RTP timestamp.
    pub(crate) time: u32,
    /// Which stream of the sender; a change means that the numbers above start anew.
    pub(crate) ssrc: u32,
    /// End of a frame (video).
    pub(crate) marker: bool,
    /// When it came in.
    pub(crate) arrived: Instant,
    /// Absent for audio, and for a packet of nothing but padding.
    pub(crate) vp8: Option<Descriptor>,
    /// Whether a key frame starts with this packet.
    pub(crate) starts_key_frame: bool,
    /// Place in the order of arrival.
    pub(crate) order: u64,
    /// Bytes of payload.
    pub(crate) len: u16,
    /// Where the payload begins, counted from the first byte that ever came.
    at: u64,
}

impl Packet {
    /// A packet that is in no ring yet.
    pub(crate) fn new(
        ssrc: u32,
        seq: u64,
        time: u32,
        marker: bool,
        arrived: Instant,
        vp8: Option<(Descriptor, bool)>,
    ) -> Self {
        Self {
            seq,
            time,
            ssrc,
            marker,
            arrived,
            vp8: vp8.map(|(descriptor, _)| descriptor),
            starts_key_frame: vp8.is_some_and(|(_, starts)| starts),
            order: 0,
            len: 0,
            at: 0,
        }
    }
}

/// The latest packets.
pub(crate) struct Ring {
    /// How long packets are to be kept, as long as the bounds allow.
    keep: Duration,
    bytes: Vec<u8>,
    /// By the low bits of their numbers.
    packets: Vec<Option<Packet>>,
    /// Bytes written so far, with those left out at the buffer's end.
    written: u64,
    /// Packets so far, and those of them that were forgotten.
    order: u64,
    forgotten: u64,
    highest: u64,
    /// How much had been written when; the oldest first.
    steps: VecDeque<(Instant, u64)>,
}

impl Ring {
    /// An empty one; it takes memory as packets come.
    pub(crate) fn new(keep: Duration) -> Self {
        Self {
            keep,
            bytes: vec![],
            packets: vec![],
            written: 0,
            order: 0,
            forgotten: 0,
            highest: 0,
            steps: VecDeque::new(),
        }
    }

    /// Forgets all packets: the stream began anew. `for_good` gives the memory back.
    pub(crate) fn clear(&mut self, for_good: bool) {
        self.forgotten = self.order;
        self.highest = 0;
        if for_good {
            self.packets = vec![];
            // What was written stays counted, so that nothing old looks new.
            self.bytes = vec![];
            self.steps = VecDeque::new();
        }
    }

    /// Takes a packet in; returns it as it is kept. A payload longer than any datagram is not kept.
    pub(crate) fn push(&mut self, packet: Packet, payload: &[u8]) -> Option<Packet> {
        let len = u16::try_from(payload.len()).ok().filter(|len| usize::from(*len) <= FIRST_BYTES)?;
        let young_from = self.young_from(packet.arrived);
        let at = self.room_for(payload.len(), young_from);
        let place = (at % self.bytes.len() as u64) as usize;
        self.bytes[place..place + payload.len()].copy_from_slice(payload);
        self.written = at + payload.len() as u64;

        self.order += 1;
        self.highest = self.highest.max(packet.seq);
        let packet = Packet { order: self.order, at, len, ..packet };
        self.place_for(packet.seq, young_from);
        let index = self.index(packet.seq);
        self.packets[index] = Some(packet);
        Some(packet)
    }

    /// The packet with this number, if it is still there.
    pub(crate) fn get(&self, seq: u64) -> Option<&Packet> {
        if self.packets.is_empty() {
            return None;
        }
        self.packets[self.index(seq)].as_ref().filter(|packet| packet.seq == seq && self.holds(packet))
    }

    /// The payload of a packet; `None` if it has been overwritten.
    pub(crate) fn payload(&self, packet: &Packet) -> Option<Sealed<'_>> {
        let start = (packet.at % self.bytes.len().max(1) as u64) as usize;
        let bytes = self.bytes.get(start..start + usize::from(packet.len))?;
        self.holds(packet).then(|| Sealed::new(bytes))
    }

    /// Packets that came before `packet`, and that it should have come before; in order of their numbers.
    pub(crate) fn overtook(&self, packet: &Packet) -> impl Iterator<Item = &Packet> {
        let (order, end) = (packet.order, self.highest.min(packet.seq + MOST_OVERTAKING));
        (packet.seq + 1..=end).filter_map(|seq| self.get(seq)).filter(move |other| other.order < order)
    }

    fn index(&self, seq: u64) -> usize {
        seq as usize & (self.packets.len() - 1)
    }

    fn holds(&self, packet: &Packet) -> bool {
        packet.order > self.forgotten && self.written - packet.at <= self.bytes.len() as u64
    }

    /// From where on bytes are to be kept.
    fn young_from(&mut self, now: Instant) -> u64 {
        let age = |at: Instant| now.saturating_duration_since(at);
        if self.steps.back().is_none_or(|(at, _)| age(*at) >= STEP) {
            self.steps.push_back((now, self.written));
        }
        while self.steps.len() > 1 && age(self.steps[0].0) > self.keep + STEP {
            self.steps.pop_front();
        }
        self.steps.front().map_or(self.written, |(_, written)| *written)
    }

    /// Where `len` bytes may be written, in one piece. Grows as long as that would overwrite what is to be kept.
    fn room_for(&mut self, len: usize, young_from: u64) -> u64 {
        if self.bytes.is_empty() {
            self.bytes = vec![0; FIRST_BYTES];
        }
        let size = self.bytes.len();
        let needed = (self.written - young_from) as usize + 2 * len;
        if needed > size && size < MAX_BYTES {
            self.grow((needed + needed / 4).next_multiple_of(FIRST_BYTES).min(MAX_BYTES));
        }
        let size = self.bytes.len() as u64;
        let left = size - self.written % size;
        if left < len as u64 { self.written + left } else { self.written }
    }

    /// Moves everything into a larger buffer.
    fn grow(&mut self, size: usize) {
        let mut order: Vec<Packet> =
            self.packets.iter().flatten().filter(|packet| self.holds(packet)).copied().collect();
        order.sort_by_key(|packet| packet.at);
        let mut bytes = vec![0; size];
        // Counting goes on from a place that is a multiple of the new size, so that nothing old looks new.
        let begin = (self.written + size as u64).next_multiple_of(size as u64);
        let mut end = 0;
        for packet in &mut order {
            let from = (packet.at % self.bytes.len() as u64) as usize;
            let len = usize::from(packet.len);
            let Some(place) = bytes.get_mut(end..end + len) else { break };
            place.copy_from_slice(&self.bytes[from..from + len]);
            packet.at = begin + end as u64;
            end += len;
            let index = self.index(packet.seq);
            self.packets[index] = Some(*packet);
        }
        // What is this young keeps being so: the steps are counted back from the new end.
        let moved = begin + end as u64;
        let written = self.written;
        self.steps.iter_mut().for_each(|(_, at)| *at = moved.saturating_sub(written - *at));
        self.bytes = bytes;
        self.written = moved;
    }

    /// Makes sure that a packet with this number takes no place of one that is to be kept, as far as there may be places.
    fn place_for(&mut self, seq: u64, young_from: u64) {
        if self.packets.is_empty() {
            self.packets = vec![None; FIRST_PACKETS];
        }
        while self.packets.len() < MAX_PACKETS {
            let taken = self.packets[self.index(seq)]
                .is_some_and(|other| other.seq != seq && other.at >= young_from && self.holds(&other));
            if !taken {
                return;
            }
            let larger = vec![None; self.packets.len() * 2];
            for packet in std::mem::replace(&mut self.packets, larger).into_iter().flatten() {
                let index = self.index(packet.seq);
                // Of two with the same place, the later one.
                if self.packets[index].is_none_or(|other| other.order < packet.order) {
                    self.packets[index] = Some(packet);
                }
            }
        }
    }
}

/// How far ahead of the first packet of a key frame others may have come. Fewer spoils a change of layer on a network that
/// reorders; more costs a search.
const MOST_OVERTAKING: u64 = 64;

#[cfg(test)]
mod tests;
