//! How an incoming stream fares: what a receiver report says of it (RFC 3550 §6.4.1, appendix A.3 and A.8). Sending reports lives in `session`.

use std::time::Instant;

use crate::packet::rtcp::Block;

/// The sums of one stream.
pub(crate) struct Reception {
    clock_rate: u32,
    first: u64,
    highest: u64,
    received: u64,
    /// At the last report: expected, received.
    reported: (u64, u64),
    /// At the last look: expected, received.
    looked: (u64, u64),
    /// In timestamp units, times 16.
    jitter: u32,
    /// Arrival in timestamp units minus timestamp, of the packet before; wraps.
    transit: Option<u32>,
    /// The middle of the NTP time in the latest sender report, and when that came.
    last_report: Option<(u32, Instant)>,
}

impl Reception {
    pub(crate) fn new(clock_rate: u32, first: u64) -> Self {
        Self {
            clock_rate,
            first,
            highest: first,
            received: 0,
            reported: (0, 0),
            looked: (0, 0),
            jitter: 0,
            transit: None,
            last_report: None,
        }
    }

    /// Takes note of a packet. `start` is any instant that stays the same.
    pub(crate) fn count(&mut self, start: Instant, now: Instant, seq: u64, time: u32) {
        self.first = self.first.min(seq);
        self.highest = self.highest.max(seq);
        self.received += 1;
        let micros = now.saturating_duration_since(start).as_micros();
        let transit = ((micros * u128::from(self.clock_rate) / 1_000_000) as u32).wrapping_sub(time);
        if let Some(before) = self.transit.replace(transit) {
            let change = (transit.wrapping_sub(before) as i32).unsigned_abs();
            // A step of seconds is another clock, not jitter.
            if change < self.clock_rate {
                self.jitter = self.jitter + change - ((self.jitter + 8) >> 4);
            }
        }
    }

    /// Takes note of a sender report.
    pub(crate) fn reported(&mut self, now: Instant, ntp: u64) {
        self.last_report = Some(((ntp >> 16) as u32, now));
    }

    /// What to report of `ssrc`.
    pub(crate) fn block(&mut self, now: Instant, ssrc: u32) -> Block {
        let (expected, received) = (self.expected(), self.received);
        let (more_expected, more_received) = (expected - self.reported.0, received - self.reported.1);
        self.reported = (expected, received);
        let lost = more_expected.saturating_sub(more_received);
        let fraction = (lost * 256).checked_div(more_expected).map_or(0, |share| share.min(255) as u8);
        let since = |at: Instant| (now.saturating_duration_since(at).as_micros() * 65_536 / 1_000_000) as u32;
        Block {
            ssrc,
            fraction,
            lost: (expected as i64 - received as i64).clamp(-0x80_0000, 0x7f_ffff) as i32,
            highest: self.highest as u32,
            jitter: self.jitter >> 4,
            last_report: self.last_report.map_or(0, |(ntp, _)| ntp),
            since_report: self.last_report.map_or(0, |(_, at)| since(at)),
        }
    }

    /// Packets that should have come since the last look, and those that did not.
    pub(crate) fn look(&mut self) -> (u64, u64) {
        let (expected, received) = (self.expected(), self.received);
        let (more_expected, more_received) = (expected - self.looked.0, received - self.looked.1);
        self.looked = (expected, received);
        (more_expected, more_expected.saturating_sub(more_received))
    }

    fn expected(&self) -> u64 {
        self.highest - self.first + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_time::{at, start};

    #[test]
    fn loss_and_jitter_are_reported() {
        let begin = start();
        let mut reception = Reception::new(48_000, 65_530);
        for place in (0..100u64).filter(|place| place % 4 != 3) {
            // Every second packet is 2 ms late.
            let arrived = at(begin, place * 20 + place % 2 * 2);
            reception.count(begin, arrived, 65_530 + place, place as u32 * 960);
        }
        reception.reported(at(begin, 1_900), 0x0123_4567_89ab_cdef);
        let block = reception.block(at(begin, 2_000), 9);
        assert_eq!((block.ssrc, block.highest, block.lost), (9, 65_628, 24));
        // 24 of 99.
        assert_eq!(block.fraction, 62);
        assert!((50..96).contains(&block.jitter), "{}", block.jitter);
        assert_eq!((block.last_report, block.since_report), (0x4567_89ab, 6_553));
        assert_eq!(reception.look(), (99, 24));
        reception.count(begin, at(begin, 2_000), 65_630, 96_000);
        assert_eq!(reception.look(), (2, 1));
        assert_eq!(reception.block(at(begin, 2_010), 9).fraction, 128);
        assert_eq!(reception.block(at(begin, 2_020), 9).fraction, 0);
    }

    #[test]
    fn doubles_make_loss_negative() {
        let begin = start();
        let mut reception = Reception::new(90_000, 7);
        (0..3).for_each(|_| reception.count(begin, begin, 7, 1));
        let block = reception.block(begin, 1);
        assert_eq!((block.lost, block.fraction, block.jitter, block.last_report), (-2, 0, 0, 0));
    }
}
