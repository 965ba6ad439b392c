//! VP8 out of RTP (RFC 7741): the payload descriptor, and frames put together from their packets. No decoding lives here.

use std::collections::BTreeMap;

use crate::media::Packet;

/// Packets kept while their frame is not whole. Lower loses frames whose packets are repaired late; higher keeps what will never be whole.
const KEPT: u64 = 512;

/// A frame as it was encoded, or sealed.
pub struct Frame {
    /// The extended sequence number of its first packet: orders frames.
    pub first: u64,
    /// RTP time, 1/90,000 s.
    pub time: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What follows a payload descriptor (RFC 7741 §4.2), and whether a frame begins with it; nothing if the descriptor is cut short.
pub fn part(payload: &[u8]) -> Option<(bool, &[u8])> {
    let (&first, mut rest) = payload.split_first()?;
    let starts = first & 0x10 != 0 && first & 0x07 == 0;
    if first & 0x80 != 0 {
        let (&extensions, after) = rest.split_first()?;
        rest = after;
        if extensions & 0x80 != 0 {
            let long = rest.first()? & 0x80 != 0;
            rest = rest.get(if long { 2 } else { 1 }..)?;
        }
        if extensions & 0x40 != 0 {
            rest = rest.get(1..)?;
        }
        if extensions & 0x30 != 0 {
            rest = rest.get(1..)?;
        }
    }
    Some((starts, rest))
}

/// Puts frames together, whatever the order of their packets.
#[derive(Default)]
pub struct Assembler {
    packets: BTreeMap<u64, Packet>,
}

impl Assembler {
    /// Takes a packet; gives the frame that is whole with it.
    pub fn push(&mut self, packet: Packet) -> Option<Frame> {
        let (seq, time) = (packet.seq, packet.time);
        self.packets.insert(seq, packet);
        let oldest = seq.saturating_sub(KEPT);
        self.packets = self.packets.split_off(&oldest);

        let first = self.edge(seq, time, |packet| part(&packet.payload).is_some_and(|(starts, _)| starts), -1)?;
        let last = self.edge(seq, time, |packet| packet.marker, 1)?;
        let mut bytes = Vec::new();
        for number in first..=last {
            let packet = self.packets.remove(&number)?;
            bytes.extend_from_slice(part(&packet.payload)?.1);
        }
        Some(Frame { first, time, bytes })
    }

    /// Walks over the packets of one frame without a gap, to the one that `ends` it.
    fn edge(&self, from: u64, time: u32, ends: impl Fn(&Packet) -> bool, step: i64) -> Option<u64> {
        let mut at = from;
        loop {
            let packet = self.packets.get(&at).filter(|packet| packet.time == time)?;
            if ends(packet) {
                return Some(at);
            }
            at = at.checked_add_signed(step)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(seq: u64, time: u32, marker: bool, payload: &[u8]) -> Packet {
        Packet { mid: "3".to_owned(), seq, time, marker, payload: payload.into() }
    }

    #[test]
    fn descriptors_of_every_length_are_passed_over() {
        assert_eq!(part(&[0x10, 7]), Some((true, &[7][..])));
        assert_eq!(part(&[0x11, 7]), Some((false, &[7][..])), "a later partition begins no frame");
        assert_eq!(part(&[0x90, 0x80, 0x05, 7]), Some((true, &[7][..])));
        assert_eq!(part(&[0x90, 0xe0, 0x81, 0x05, 9, 0x20, 7]), Some((true, &[7][..])));
        assert_eq!(part(&[0x80, 0x10, 3, 7]), Some((false, &[7][..])));
        for cut in [&[][..], &[0x80], &[0x90, 0x80], &[0x90, 0x80, 0x81], &[0x90, 0xe0, 0x01, 2]] {
            assert_eq!(part(cut), None);
        }
    }

    #[test]
    fn frames_are_whole_in_any_order_and_never_across_a_gap() {
        let mut assembler = Assembler::default();
        assert!(assembler.push(packet(12, 1, true, &[0x00, 3])).is_none());
        assert!(assembler.push(packet(10, 1, false, &[0x10, 1])).is_none());
        assert!(assembler.push(packet(13, 2, false, &[0x10, 4])).is_none());
        let frame = assembler.push(packet(11, 1, false, &[0x00, 2])).unwrap();
        assert_eq!((frame.first, frame.time, frame.bytes), (10, 1, vec![1, 2, 3]));
        assert!(assembler.push(packet(15, 2, true, &[0x00, 6])).is_none());
        let frame = assembler.push(packet(14, 2, false, &[0x00, 5])).unwrap();
        assert_eq!(frame.bytes, [4, 5, 6]);
    }
}
