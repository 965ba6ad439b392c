//! Reads TWCC feedback: which packets arrived when. What follows from it is decided elsewhere.
//!
//! draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1. Everything is checked once, in `read`; nothing is allocated.

/// Bytes before the first chunk.
const HEADER: usize = 8;

/// Most packets that one message may speak of. A client sends feedback every 50 to 100 ms; fewer would drop honest feedback after
/// an outage, more lets 24 bytes make the relay walk through tens of thousands of statuses.
const MOST_STATUSES: u16 = 8_192;

/// The unit of arrival times.
pub(super) const TICK_US: i64 = 250;

/// The unit of the reference time, in ticks.
pub(super) const REFERENCE_TICKS: i64 = 256;

/// Why a feedback message was ignored. All are the peer's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// Shorter than its fixed part.
    Short,
    /// Speaks of no packet.
    Empty,
    /// Speaks of more packets than one message can honestly cover.
    TooMany,
    /// Ends before its chunks cover all packets.
    Chunks,
    /// Uses a status that the draft reserves.
    Reserved,
    /// Ends before all arrival times.
    Deltas,
}

/// A message that was checked.
#[derive(Clone, Copy)]
pub(super) struct Feedback<'a> {
    /// The first packet it speaks of.
    pub(super) base: u16,
    /// How many it speaks of.
    pub(super) count: u16,
    /// The peer's clock, in units of 64 ms, 24 bits that wrap.
    pub(super) reference: u32,
    chunks: &'a [u8],
    deltas: &'a [u8],
}

impl<'a> Feedback<'a> {
    /// `fci`: what follows the media source's SSRC. Bytes after the last arrival time are padding.
    pub(super) fn read(fci: &'a [u8]) -> Result<Self, Malformed> {
        let (header, rest) = fci.split_at_checked(HEADER).ok_or(Malformed::Short)?;
        let count = u16::from_be_bytes([header[2], header[3]]);
        match count {
            0 => return Err(Malformed::Empty),
            1..=MOST_STATUSES => {}
            _ => return Err(Malformed::TooMany),
        }
        let (mut left, mut chunks, mut deltas) = (count, 0, 0);
        while left > 0 {
            let chunk = Chunk::read(rest, chunks).ok_or(Malformed::Chunks)?;
            chunks += 2;
            let covered = chunk.length.min(left);
            left -= covered;
            deltas += chunk.deltas(covered).ok_or(Malformed::Reserved)?;
        }
        let (chunks, after) = rest.split_at_checked(chunks).ok_or(Malformed::Chunks)?;
        Ok(Self {
            base: u16::from_be_bytes([header[0], header[1]]),
            count,
            reference: u32::from_be_bytes([0, header[4], header[5], header[6]]),
            chunks,
            deltas: after.get(..deltas).ok_or(Malformed::Deltas)?,
        })
    }

    /// Per packet, in order from `base`: when it arrived, in ticks after the reference time; `None`: it did not.
    pub(super) fn arrivals(&self) -> impl Iterator<Item = Option<i64>> + 'a {
        let Self { count, chunks, deltas, .. } = *self;
        let mut chunk = Chunk { word: 0, length: 0 };
        let (mut next_chunk, mut within, mut next_delta, mut at) = (0, 0, 0, 0i64);
        (0..count).map_while(move |_| {
            while within == chunk.length {
                chunk = Chunk::read(chunks, next_chunk)?;
                (next_chunk, within) = (next_chunk + 2, 0);
            }
            let status = chunk.status(within);
            within += 1;
            let delta = match status {
                SMALL => i64::from(*deltas.get(next_delta)?),
                LARGE => i64::from(i16::from_be_bytes([*deltas.get(next_delta)?, *deltas.get(next_delta + 1)?])),
                _ => return Some(None),
            };
            next_delta += usize::from(status);
            at += delta;
            Some(Some(at))
        })
    }
}

/// Did not arrive.
pub(super) const LOST: u8 = 0;
/// Arrived; one byte of delta, unsigned.
pub(super) const SMALL: u8 = 1;
/// Arrived; two bytes of delta, signed.
pub(super) const LARGE: u8 = 2;

/// Sixteen bits of statuses.
#[derive(Clone, Copy)]
struct Chunk {
    word: u16,
    length: u16,
}

impl Chunk {
    fn read(from: &[u8], at: usize) -> Option<Self> {
        let word = u16::from_be_bytes([*from.get(at)?, *from.get(at + 1)?]);
        let length = match word >> 14 {
            0 | 1 => word & 0x1fff,
            2 => 14,
            _ => 7,
        };
        Some(Self { word, length })
    }

    /// The status of one of the `length` packets.
    fn status(self, place: u16) -> u8 {
        let bits = match self.word >> 14 {
            0 | 1 => self.word >> 13 & 3,
            2 => self.word >> (13 - place.min(13)) & 1,
            _ => self.word >> (12 - 2 * place.min(6)) & 3,
        };
        bits as u8
    }

    /// Bytes of arrival times of the first `covered` packets; `None` if a status among them is reserved.
    fn deltas(self, covered: u16) -> Option<usize> {
        if self.word >> 15 == 0 {
            let status = self.status(0);
            return (status <= LARGE).then(|| usize::from(status) * usize::from(covered));
        }
        (0..covered).try_fold(0, |bytes, place| {
            let status = self.status(place);
            (status <= LARGE).then(|| bytes + usize::from(status))
        })
    }
}
