//! From a publisher: which packets arrived when, and the feedback that tells it. What the publisher makes of it is its own matter.
//!
//! draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1; the timing as in libwebrtc's `transport_sequence_number_feedback_generator.cc`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::feedback::{LARGE, LOST, REFERENCE_TICKS, SMALL, TICK_US};

/// Between two messages: bounds, and the part of the incoming rate that they may cost, when one is taken for `MESSAGE_BITS`. Rarer
/// makes the publisher slow to see a queue; more often costs its downlink.
const SHORTEST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_millis(100);
const SHARE: f64 = 0.05;
const MESSAGE_BITS: f64 = 68.0 * 8.0;

/// For how long a reported packet is remembered, so that one it overtook can still be told of: `kBackWindow`.
const BACK: i64 = 500_000 / TICK_US;

/// A sequence number that leaps further begins anew. Five seconds of all that a client may send would be 25,000; an outage of that length
/// leaves nothing worth reporting. Higher lets one datagram cost more.
const LEAP: u64 = 2_048;

/// Most packets remembered, should nobody write; and most that one message speaks of.
const MOST: usize = 8_192;
const MESSAGE: usize = 4_096;

/// Bytes before the chunks, and the most of padding after the arrival times.
const HEADER: usize = 8;
const PADDING: usize = 3;

/// The longest run in one chunk, and the packets of a chunk of one-bit and of two-bit statuses.
const RUN: usize = 0x1fff;
const ONE_BIT: usize = 14;
const TWO_BITS: usize = 7;

/// Not arrived.
const MISSING: i64 = i64::MIN;

/// A message that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its length in bytes, a multiple of four.
    pub(crate) bytes: usize,
    /// How many of them are padding; the last one says so. If there are any, the RTCP header's P bit is to be set.
    pub(crate) padding: u8,
}

/// What arrived from one publisher's connection.
pub(crate) struct Arrivals {
    epoch: Instant,
    /// The sequence number of the ring's first, without wrapping. None is 0, so that the first may have been overtaken.
    first: u64,
    /// When each arrived, in ticks since the epoch, or `MISSING`. The last arrived.
    ring: VecDeque<i64>,
    /// The place of the next to report.
    from: usize,
    /// Messages written, which wraps.
    count: u8,
    due: Option<Instant>,
    written: Option<Instant>,
    /// Bytes since the last message.
    bytes: u64,
    /// Between two messages, at the rate at which packets come.
    interval: Duration,
}

impl Arrivals {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            epoch: now,
            first: 0,
            ring: VecDeque::new(),
            from: 0,
            count: 0,
            due: None,
            written: None,
            bytes: 0,
            interval: LONGEST,
        }
    }

    /// Notes a packet of `size` bytes. One that comes twice counts as it came first.
    pub(crate) fn arrived(&mut self, now: Instant, sequence: u16, size: usize) {
        let micros = now.saturating_duration_since(self.epoch).as_micros();
        let ticks = i64::try_from(micros).unwrap_or(i64::MAX / 2) / TICK_US;
        self.bytes = self.bytes.saturating_add(size as u64);
        if self.place(sequence, ticks) && self.due.is_none() {
            self.due = Some(now.max(self.written.unwrap_or(now) + self.interval));
        }
    }

    /// When to write; `None` while there is nothing to tell.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.due
    }

    /// Writes the FCI of one message: as much as there is to tell and the buffer holds; 64 bytes always hold some. What did not fit
    /// is due at once. `None` if there is nothing to tell, or too little room.
    pub(crate) fn write(&mut self, now: Instant, buffer: &mut [u8]) -> Option<Written> {
        if buffer.len() < HEADER || self.from >= self.ring.len() {
            self.due = None;
            return None;
        }
        let arrived = *self.ring.range(self.from..).find(|&&ticks| ticks != MISSING)?;
        let reference = arrived.div_euclid(REFERENCE_TICKS);
        let base = reference * REFERENCE_TICKS;
        let (until, mut at) = self.write_chunks(base, buffer)?;
        at = self.write_deltas(base, until, buffer, at);
        let padding = at.next_multiple_of(4) - at;
        buffer.get_mut(at..at + padding)?.fill(0);
        at += padding;
        if padding > 0 {
            buffer[at - 1] = padding as u8;
        }
        buffer[0..2].copy_from_slice(&((self.first + self.from as u64) as u16).to_be_bytes());
        buffer[2..4].copy_from_slice(&((until - self.from) as u16).to_be_bytes());
        buffer[4..7].copy_from_slice(&(reference as u32).to_be_bytes()[1..]);
        buffer[7] = self.count;

        self.count = self.count.wrapping_add(1);
        self.from = until;
        self.interval = self.interval_after(now);
        self.written = Some(now);
        self.bytes = 0;
        self.due = (until < self.ring.len()).then_some(now);
        self.forget();
        Some(Written { bytes: at, padding: padding as u8 })
    }

    /// Puts an arrival into the ring; whether that is news.
    fn place(&mut self, sequence: u16, ticks: i64) -> bool {
        let next = self.first + self.ring.len() as u64;
        // How far beyond the next, or, if negative, before it.
        let ahead = i64::from(sequence.wrapping_sub(next as u16) as i16);
        if self.ring.is_empty() && self.first == 0 || ahead.unsigned_abs() > LEAP {
            // Begins, or begins anew, with this one; whole numbers go on from a multiple of 65,536, so that none is negative.
            self.first = (next | 0xffff) + 1 + u64::from(sequence);
            self.ring.clear();
            self.from = 0;
            self.ring.push_back(ticks);
            return true;
        }
        if ahead >= 0 {
            (0..ahead).for_each(|_| self.ring.push_back(MISSING));
            self.ring.push_back(ticks);
            while self.ring.len() > MOST {
                self.drop_first();
            }
            return true;
        }
        // Overtaken: told of with everything after it, once more.
        let Some(place) = self.ring.len().checked_sub(ahead.unsigned_abs() as usize) else { return false };
        match self.ring.get_mut(place) {
            Some(known) if *known == MISSING => *known = ticks,
            _ => return false,
        }
        self.from = self.from.min(place);
        true
    }

    /// Forgets what was reported and is too old to be told of again.
    fn forget(&mut self) {
        let Some(&latest) = self.ring.back() else { return };
        // The last stays, so that it is known what comes next.
        while self.from > 0
            && self.ring.len() > 1
            && self.ring.front().is_some_and(|&ticks| ticks == MISSING || latest - ticks > BACK)
        {
            self.drop_first();
        }
    }

    fn drop_first(&mut self) {
        self.ring.pop_front();
        self.first += 1;
        self.from = self.from.saturating_sub(1);
    }

    /// Writes chunks for as many packets as fit with their deltas. Gives the place after the last packet, and of the first delta.
    fn write_chunks(&self, base: i64, buffer: &mut [u8]) -> Option<(usize, usize)> {
        let most = buffer.len() - PADDING.min(buffer.len());
        let (mut at, mut deltas) = (HEADER, 0);
        let mut statuses = Statuses { ring: &self.ring, place: self.from, last: base };
        loop {
            let mut ahead = statuses.clone();
            let mut coming = [LOST; ONE_BIT];
            let mut count = 0;
            while let (true, Some(status)) = (count < ONE_BIT, ahead.next()) {
                coming[count] = status;
                count += 1;
            }
            let Some((form, mut covered)) = chunk(&coming[..count]) else { break };
            let room = most.saturating_sub(at + 2 + deltas);
            if form == Form::Run {
                let status = coming[0];
                let fit = room.checked_div(usize::from(status)).unwrap_or(RUN).min(RUN);
                covered = statuses.clone().take(fit).take_while(|&coming| coming == status).count();
            }
            covered = covered.min(MESSAGE.saturating_sub(statuses.place - self.from));
            let bytes: usize = statuses.clone().take(covered).map(usize::from).sum();
            if covered == 0 || at + 2 + deltas + bytes > most {
                break;
            }
            let word = match form {
                Form::Run => u16::from(coming[0]) << 13 | covered as u16,
                _ => vector(form, &coming[..covered]),
            };
            buffer[at..at + 2].copy_from_slice(&word.to_be_bytes());
            (at, deltas) = (at + 2, deltas + bytes);
            statuses.by_ref().take(covered).for_each(drop);
        }
        (statuses.place > self.from).then_some((statuses.place, at))
    }

    fn write_deltas(&self, base: i64, until: usize, buffer: &mut [u8], mut at: usize) -> usize {
        let mut last = base;
        for &ticks in self.ring.range(self.from..until).filter(|&&ticks| ticks != MISSING) {
            let delta = ticks - last;
            last = ticks;
            if let Ok(small) = u8::try_from(delta) {
                buffer[at] = small;
                at += 1;
            } else {
                buffer[at..at + 2].copy_from_slice(&(delta as i16).to_be_bytes());
                at += 2;
            }
        }
        at
    }

    fn interval_after(&self, now: Instant) -> Duration {
        let since = self.written.map_or(LONGEST, |written| now.saturating_duration_since(written)).max(SHORTEST);
        let rate = self.bytes as f64 * 8.0 / since.as_secs_f64();
        let seconds = MESSAGE_BITS / (rate * SHARE).max(1.0);
        Duration::from_secs_f64(seconds.clamp(SHORTEST.as_secs_f64(), LONGEST.as_secs_f64()))
    }
}

/// Goes through the statuses of packets, up to one whose delta no status can hold.
#[derive(Clone)]
struct Statuses<'a> {
    ring: &'a VecDeque<i64>,
    place: usize,
    last: i64,
}

impl Iterator for Statuses<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let ticks = *self.ring.get(self.place)?;
        let status = if ticks == MISSING {
            LOST
        } else {
            let delta = ticks - self.last;
            let status = if u8::try_from(delta).is_ok() { SMALL } else { LARGE };
            i16::try_from(delta).ok()?;
            self.last = ticks;
            status
        };
        self.place += 1;
        Some(status)
    }
}

/// The forms of a chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Run,
    OneBit,
    TwoBits,
}

/// The form that covers most of what comes, and how many that is; `None` if nothing comes. A vector that is not full ends the message.
fn chunk(coming: &[u8]) -> Option<(Form, usize)> {
    let first = *coming.first()?;
    let same = coming.iter().take_while(|&&status| status == first).count();
    let narrow = coming.iter().all(|&status| status != LARGE);
    let wide = coming.len().min(TWO_BITS);
    if same == coming.len() || (same >= wide && !narrow) {
        Some((Form::Run, same))
    } else if narrow {
        Some((Form::OneBit, coming.len()))
    } else {
        Some((Form::TwoBits, wide))
    }
}

/// A chunk of statuses one by one. Those beyond the last packet are 'not received', and not looked at.
fn vector(form: Form, statuses: &[u8]) -> u16 {
    let (head, bits, most) = if form == Form::TwoBits { (3 << 14, 2, TWO_BITS) } else { (2 << 14, 1, ONE_BIT) };
    statuses.iter().zip(1..).fold(head, |word, (&status, place): (_, usize)| {
        word | u16::from(status) << (bits * most.saturating_sub(place))
    })
}
