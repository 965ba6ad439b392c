//! RTCP (RFC 3550 §6, RFC 4585, RFC 5104), read in place and written. When to say what is decided in `stream`.

use super::{u16_at, u32_at};

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const DESCRIPTION: u8 = 202;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;

/// Most report blocks in one packet (RFC 3550 §6.4.1).
pub(crate) const MAX_BLOCKS: usize = 31;

/// One packet of a compound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Packet<'a> {
    /// Where a sender's clock is.
    SenderReport {
        /// Whose.
        ssrc: u32,
        /// NTP time: seconds since 1900 in units of 2⁻³² s.
        ntp: u64,
        /// The same instant in the stream's timestamps.
        time: u32,
        /// What it receives.
        blocks: Blocks<'a>,
    },
    /// What someone receives.
    ReceiverReport {
        /// The reports.
        blocks: Blocks<'a>,
    },
    /// Packets asked for again.
    Nack {
        /// Of which stream.
        ssrc: u32,
        /// Which.
        lost: Lost<'a>,
    },
    /// A key frame asked for, by PLI or FIR.
    KeyFrame {
        /// Of which stream.
        ssrc: u32,
    },
    /// Arrival of packets by transport-wide number (draft-holmer-rmcat-transport-wide-cc-extensions-01): what follows the SSRCs.
    Arrivals {
        /// The message.
        fci: &'a [u8],
    },
    /// How much a receiver believes to get (draft-alvestrand-rmcat-remb-03).
    Remb {
        /// Bits per second.
        bps: u64,
    },
}

/// Report blocks (RFC 3550 §6.4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blocks<'a>(&'a [u8]);

/// What is said of one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Which stream.
    pub(crate) ssrc: u32,
    /// Lost since the last report, of 256.
    pub(crate) fraction: u8,
    /// Lost since the beginning; duplicates make it negative.
    pub(crate) lost: i32,
    /// Highest extended sequence number.
    pub(crate) highest: u32,
    /// In timestamp units.
    pub(crate) jitter: u32,
    /// The middle of the NTP time in the latest sender report; 0 without one.
    pub(crate) last_report: u32,
    /// Since then, in units of 2⁻¹⁶ s.
    pub(crate) since_report: u32,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let (block, rest) = self.0.split_at_checked(24)?;
        self.0 = rest;
        let fraction_and_lost = u32_at(block, 4)?;
        Some(Block {
            ssrc: u32_at(block, 0)?,
            fraction: (fraction_and_lost >> 24) as u8,
            // 24 bits with a sign.
            lost: (fraction_and_lost << 8) as i32 >> 8,
            highest: u32_at(block, 8)?,
            jitter: u32_at(block, 12)?,
            last_report: u32_at(block, 16)?,
            since_report: u32_at(block, 20)?,
        })
    }
}

/// Sequence numbers of a NACK (RFC 4585 §6.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost<'a> {
    items: &'a [u8],
    base: u16,
    mask: u16,
}

impl Iterator for Lost<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if self.mask == 0 {
            let (item, rest) = self.items.split_at_checked(4)?;
            self.items = rest;
            self.base = u16_at(item, 0)?;
            self.mask = u16_at(item, 2)?;
            return Some(self.base);
        }
        let place = self.mask.trailing_zeros();
        self.mask &= self.mask - 1;
        Some(self.base.wrapping_add(place as u16 + 1))
    }
}

/// Goes through an opened compound; stops where it stops making sense. What is of no use is passed over.
pub(crate) fn packets(compound: &[u8]) -> Packets<'_> {
    Packets { rest: compound, keyframes: &[] }
}

/// See [`packets`].
pub(crate) struct Packets<'a> {
    rest: &'a [u8],
    /// FIR items of a packet that are still to come.
    keyframes: &'a [u8],
}

impl<'a> Iterator for Packets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        loop {
            if let Some((item, rest)) = self.keyframes.split_at_checked(8) {
                self.keyframes = rest;
                return Some(Packet::KeyFrame { ssrc: u32_at(item, 0)? });
            }
            let (&first, &kind) = (self.rest.first()?, self.rest.get(1)?);
            let length = 4 * (usize::from(u16_at(self.rest, 2)?) + 1);
            if first >> 6 != 2 {
                return None;
            }
            let (packet, rest) = self.rest.split_at_checked(length)?;
            self.rest = rest;
            // Padding is counted by its last byte (RFC 3550 §6.4.1).
            let padding = if first & 0x20 != 0 { usize::from(*packet.last()?) } else { 0 };
            let packet = packet.get(..length.checked_sub(padding)?)?;
            if let Some(read) = self.read(kind, first & 0x1f, packet) {
                return Some(read);
            }
        }
    }
}

impl<'a> Packets<'a> {
    fn read(&mut self, kind: u8, count: u8, packet: &'a [u8]) -> Option<Packet<'a>> {
        let blocks = |at| packet.get(at..at + 24 * usize::from(count)).map(Blocks);
        match (kind, count) {
            (SENDER_REPORT, _) => Some(Packet::SenderReport {
                ssrc: u32_at(packet, 4)?,
                ntp: u64::from(u32_at(packet, 8)?) << 32 | u64::from(u32_at(packet, 12)?),
                time: u32_at(packet, 16)?,
                blocks: blocks(28)?,
            }),
            (RECEIVER_REPORT, _) => Some(Packet::ReceiverReport { blocks: blocks(8)? }),
            (TRANSPORT_FEEDBACK, 1) => {
                let lost = Lost { items: packet.get(12..)?, base: 0, mask: 0 };
                Some(Packet::Nack { ssrc: u32_at(packet, 8)?, lost })
            }
            (TRANSPORT_FEEDBACK, 15) => Some(Packet::Arrivals { fci: packet.get(12..)? }),
            (PAYLOAD_FEEDBACK, 1) => Some(Packet::KeyFrame { ssrc: u32_at(packet, 8)? }),
            (PAYLOAD_FEEDBACK, 4) => {
                self.keyframes = packet.get(12..)?;
                None
            }
            (PAYLOAD_FEEDBACK, 15) if packet.get(12..16)? == b"REMB" => {
                let value = u32_at(packet, 16)?;
                let (exponent, mantissa) = (value >> 18 & 0x3f, u64::from(value & 0x3_ffff));
                Some(Packet::Remb { bps: mantissa.checked_shl(exponent).unwrap_or(u64::MAX) })
            }
            _ => None,
        }
    }
}

/// Writes a sender report without blocks.
pub(crate) fn write_sender_report(out: &mut Vec<u8>, ssrc: u32, ntp: u64, time: u32, packets: u32, octets: u32) {
    head(out, 0, SENDER_REPORT, 6);
    out.extend_from_slice(&ssrc.to_be_bytes());
    out.extend_from_slice(&ntp.to_be_bytes());
    [time, packets, octets].iter().for_each(|word| out.extend_from_slice(&word.to_be_bytes()));
}

/// Writes a receiver report of at most [`MAX_BLOCKS`] streams.
pub(crate) fn write_receiver_report(out: &mut Vec<u8>, own: u32, blocks: &[Block]) {
    let blocks = &blocks[..blocks.len().min(MAX_BLOCKS)];
    head(out, blocks.len() as u8, RECEIVER_REPORT, 1 + 6 * blocks.len() as u16);
    out.extend_from_slice(&own.to_be_bytes());
    for block in blocks {
        let lost = (block.lost.clamp(-0x80_0000, 0x7f_ffff) as u32) & 0xff_ffff;
        let words = [
            block.ssrc,
            u32::from(block.fraction) << 24 | lost,
            block.highest,
            block.jitter,
            block.last_report,
            block.since_report,
        ];
        words.iter().for_each(|word| out.extend_from_slice(&word.to_be_bytes()));
    }
}

/// Writes the name that a stream's answer gives it; at most 200 bytes of it.
pub(crate) fn write_name(out: &mut Vec<u8>, ssrc: u32, name: &str) {
    let name = &name.as_bytes()[..name.len().min(200)];
    // The item, and at least one zero byte after it.
    let padded = (2 + name.len() + 1).next_multiple_of(4);
    head(out, 1, DESCRIPTION, 1 + padded as u16 / 4);
    out.extend_from_slice(&ssrc.to_be_bytes());
    out.extend_from_slice(&[1, name.len() as u8]);
    out.extend_from_slice(name);
    out.resize(out.len() + padded - 2 - name.len(), 0);
}

/// Asks for packets again; `lost` in order.
pub(crate) fn write_nack(out: &mut Vec<u8>, own: u32, ssrc: u32, lost: impl Iterator<Item = u16>) {
    let start = out.len();
    feedback_head(out, 1, TRANSPORT_FEEDBACK, own, ssrc);
    let mut item: Option<(u16, u16)> = None;
    for seq in lost {
        match &mut item {
            Some((base, mask)) if (1..=16).contains(&seq.wrapping_sub(*base)) => {
                *mask |= 1 << (seq.wrapping_sub(*base) - 1);
            }
            other => {
                if let Some(item) = other.replace((seq, 0)) {
                    write_item(out, item);
                }
            }
        }
    }
    if let Some(item) = item {
        write_item(out, item);
    }
    set_length(out, start);
}

fn write_item(out: &mut Vec<u8>, (base, mask): (u16, u16)) {
    out.extend_from_slice(&base.to_be_bytes());
    out.extend_from_slice(&mask.to_be_bytes());
}

/// Asks for a key frame.
pub(crate) fn write_pli(out: &mut Vec<u8>, own: u32, ssrc: u32) {
    feedback_head(out, 1, PAYLOAD_FEEDBACK, own, ssrc);
}

/// Tells which packets arrived when; `fci` is the message (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1), whole words
/// of which the last `padding` bytes say nothing.
pub(crate) fn write_arrivals(out: &mut Vec<u8>, own: u32, ssrc: u32, fci: &[u8], padding: u8) {
    let start = out.len();
    feedback_head(out, 15, TRANSPORT_FEEDBACK, own, ssrc);
    out.extend_from_slice(fci);
    if padding > 0 {
        out[start] |= 0x20;
    }
    set_length(out, start);
}

fn head(out: &mut Vec<u8>, count: u8, kind: u8, words: u16) {
    out.extend_from_slice(&[0x80 | count, kind]);
    out.extend_from_slice(&words.to_be_bytes());
}

fn feedback_head(out: &mut Vec<u8>, format: u8, kind: u8, own: u32, ssrc: u32) {
    head(out, format, kind, 2);
    out.extend_from_slice(&own.to_be_bytes());
    out.extend_from_slice(&ssrc.to_be_bytes());
}

fn set_length(out: &mut [u8], start: usize) {
    let words = ((out.len() - start) / 4 - 1) as u16;
    out[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_compound_is_read_as_it_was_written() {
        let block = Block {
            ssrc: 7,
            fraction: 3,
            lost: -2,
            highest: 70_000,
            jitter: 5,
            last_report: 0x1234_5678,
            since_report: 9,
        };
        let mut out = vec![];
        write_sender_report(&mut out, 1, 0x0102_0304_0506_0708, 9, 10, 11);
        write_name(&mut out, 1, "abc");
        write_receiver_report(&mut out, 2, &[block, Block { lost: 5, ..block }]);
        write_pli(&mut out, 2, 8);
        write_arrivals(&mut out, 2, 8, &[1, 2, 3, 4, 5, 6, 7, 8], 0);
        let read: Vec<Packet<'_>> = packets(&out).collect();
        assert_eq!(read[0], Packet::SenderReport { ssrc: 1, ntp: 0x0102_0304_0506_0708, time: 9, blocks: Blocks(&[]) });
        let Packet::ReceiverReport { blocks } = read[1].clone() else { panic!("{:?}", read[1]) };
        assert_eq!(blocks.collect::<Vec<_>>(), [block, Block { lost: 5, ..block }]);
        assert_eq!(read[2..], [Packet::KeyFrame { ssrc: 8 }, Packet::Arrivals { fci: &[1, 2, 3, 4, 5, 6, 7, 8] }]);
    }

    #[test]
    fn requests_of_other_makers_are_read() {
        // FIR for two streams, then REMB of 3 << 10 bits per second.
        let mut bytes = vec![0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5, 1, 0, 0, 0, 0, 0, 0, 6, 2, 0, 0, 0];
        bytes.extend([0x8f, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, b'R', b'E', b'M', b'B', 1, 10 << 2, 0, 3, 0, 0, 0, 9]);
        let read: Vec<_> = packets(&bytes).collect();
        assert_eq!(read, [Packet::KeyFrame { ssrc: 5 }, Packet::KeyFrame { ssrc: 6 }, Packet::Remb { bps: 3 << 10 }]);
    }

    #[test]
    fn padding_is_no_part_of_a_message() {
        let mut out = vec![];
        write_arrivals(&mut out, 1, 2, &[1, 2, 3, 4, 5, 0, 0, 3], 3);
        assert_eq!((out[0], out[3], out.len()), (0xaf, 4, 20));
        assert_eq!(packets(&out).collect::<Vec<_>>(), [Packet::Arrivals { fci: &[1, 2, 3, 4, 5] }]);
    }

    proptest! {
        #[test]
        fn what_is_lost_is_asked_for(first in any::<u16>(), steps in prop::collection::vec(1u16..40, 0..40)) {
            let mut lost = vec![first];
            lost.extend(steps.iter().scan(first, |at, step| { *at = at.wrapping_add(*step); Some(*at) }));
            let mut out = vec![];
            write_nack(&mut out, 1, 2, lost.iter().copied());
            let read: Vec<_> = packets(&out).collect();
            let [Packet::Nack { ssrc: 2, lost: read }] = &read[..] else { panic!("{read:?}") };
            prop_assert_eq!(read.clone().collect::<Vec<_>>(), lost);
        }

        #[test]
        fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..120), kind in 200u8..208, count in 0u8..32) {
            let mut bytes = bytes;
            if bytes.len() > 4 {
                bytes[..2].copy_from_slice(&[0x80 | count, kind]);
                bytes[2] = 0;
                bytes[3] %= 16;
            }
            for packet in packets(&bytes) {
                match packet {
                    Packet::SenderReport { blocks, .. } | Packet::ReceiverReport { blocks } => prop_assert!(blocks.count() <= MAX_BLOCKS),
                    Packet::Nack { lost, .. } => prop_assert!(lost.count() <= 17 * bytes.len()),
                    _ => {}
                }
            }
        }
    }
}
