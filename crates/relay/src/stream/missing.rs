//! Which packets of an incoming stream are missing, and when to ask for them again (RFC 4585 §6.2.1). Also tells what has been there before.

use std::time::{Duration, Instant};

/// How long a packet may be overtaken before it is asked for. Shorter asks for what is only late; longer repairs late.
const REORDERED: Duration = Duration::from_millis(10);

/// Time until a request is repeated, at least; the round trip and a half of it, if that is longer.
const REPEAT: Duration = Duration::from_millis(40);

/// How often a packet is asked for. More helps on links that lose a third; a frame is late by then.
const MOST_REQUESTS: u8 = 8;

/// Until when a packet is of use. Receivers freeze or ask for a key frame long before.
const MOST_AGE: Duration = Duration::from_millis(1_200);

/// Longest gap that is asked for. After a longer one a key frame is cheaper.
const MOST_MISSING: u64 = 256;

/// Packets before the first one seen that may still come: the first two of a stream may have changed places.
const BEFORE_FIRST: u64 = 8;

#[derive(Clone, Copy)]
struct Gap {
    seq: u64,
    since: Instant,
    due: Instant,
    requests: u8,
}

/// The gaps of one stream.
#[derive(Default)]
pub(crate) struct Missing {
    highest: Option<u64>,
    /// In order.
    gaps: Vec<Gap>,
}

/// What a packet turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// New.
    New,
    /// New, and so many before it are missing that they are given up.
    Torn,
    /// There before, or given up.
    Known,
}

impl Missing {
    /// Takes note of a packet.
    pub(crate) fn arrived(&mut self, now: Instant, seq: u64) -> Arrival {
        let Some(highest) = self.highest else {
            self.highest = Some(seq);
            // Never asked for, but taken.
            let gap = |seq| Gap { seq, since: now, due: now, requests: MOST_REQUESTS };
            self.gaps.extend((seq.saturating_sub(BEFORE_FIRST)..seq).map(gap));
            return Arrival::New;
        };
        if seq <= highest {
            let Ok(place) = self.gaps.binary_search_by_key(&seq, |gap| gap.seq) else { return Arrival::Known };
            self.gaps.remove(place);
            return Arrival::New;
        }
        self.highest = Some(seq);
        if seq - highest > MOST_MISSING {
            self.gaps.clear();
            return Arrival::Torn;
        }
        let gap = |seq| Gap { seq, since: now, due: now + REORDERED, requests: 0 };
        self.gaps.extend((highest + 1..seq).map(gap));
        let excess = self.gaps.len().saturating_sub(MOST_MISSING as usize);
        self.gaps.drain(..excess);
        Arrival::New
    }

    /// The full number of a repaired packet, of which 16 bits came.
    pub(crate) fn extend(&self, seq: u16) -> Option<u64> {
        self.highest.and_then(|highest| crate::srtp::extend(highest, seq))
    }

    /// Adds the numbers to ask for now to `wanted`, in order.
    pub(crate) fn ask(&mut self, now: Instant, rtt: Duration, wanted: &mut Vec<u16>) {
        let repeat = REPEAT.max(rtt + rtt / 2);
        self.gaps.retain(|gap| now.saturating_duration_since(gap.since) < MOST_AGE);
        for gap in self.gaps.iter_mut().filter(|gap| gap.requests < MOST_REQUESTS && gap.due <= now) {
            gap.requests += 1;
            gap.due = now + repeat;
            wanted.push(gap.seq as u16);
        }
    }

    /// When to [`Self::ask`] next.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.gaps.iter().filter(|gap| gap.requests < MOST_REQUESTS).map(|gap| gap.due).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_time::{at, start};
    use proptest::prelude::*;

    fn wanted(missing: &mut Missing, now: Instant) -> Vec<u16> {
        let mut wanted = vec![];
        missing.ask(now, Duration::from_millis(20), &mut wanted);
        wanted
    }

    #[test]
    fn a_gap_is_asked_for_until_it_is_filled() {
        let (mut missing, begin) = (Missing::default(), start());
        assert_eq!(missing.arrived(begin, 65_534), Arrival::New);
        assert_eq!(missing.deadline(), None);
        assert_eq!(missing.arrived(begin, 65_538), Arrival::New);
        assert_eq!(missing.deadline(), Some(at(begin, 10)));
        assert_eq!(wanted(&mut missing, at(begin, 9)), [0; 0]);
        assert_eq!(missing.arrived(at(begin, 9), 65_536), Arrival::New, "only late");
        assert_eq!(wanted(&mut missing, at(begin, 10)), [65_535, 1]);
        assert_eq!(wanted(&mut missing, at(begin, 49)), [0; 0]);
        assert_eq!(missing.extend(1), Some(65_537));
        assert_eq!(missing.arrived(at(begin, 49), 65_537), Arrival::New);
        assert_eq!(missing.arrived(at(begin, 49), 65_537), Arrival::Known);
        for round in 0..7 {
            assert_eq!(wanted(&mut missing, at(begin, 50 + 40 * round)), [65_535]);
        }
        assert_eq!(missing.deadline(), None, "asked for often enough");
        assert_eq!(missing.arrived(at(begin, 400), 65_535), Arrival::New, "and still of use");
    }

    #[test]
    fn what_came_before_the_first_is_taken_and_not_asked_for() {
        let (mut missing, begin) = (Missing::default(), start());
        missing.arrived(begin, 100);
        assert_eq!((missing.deadline(), missing.arrived(begin, 98)), (None, Arrival::New));
        assert_eq!(missing.arrived(begin, 90), Arrival::Known);
    }

    #[test]
    fn a_torn_stream_is_not_stitched() {
        let (mut missing, begin) = (Missing::default(), start());
        missing.arrived(begin, 1_000);
        assert_eq!(missing.arrived(begin, 1_300), Arrival::Torn);
        assert_eq!(missing.deadline(), None);
        assert_eq!(missing.arrived(begin, 1_200), Arrival::Known);
    }

    proptest! {
        #[test]
        fn nothing_is_new_twice(steps in prop::collection::vec((-20i64..40, 0u64..100), 1..300)) {
            let (mut missing, mut now, mut seq) = (Missing::default(), start(), 1_000u64);
            let mut seen = std::collections::BTreeSet::new();
            for (step, ms) in steps {
                now = at(now, ms);
                seq = seq.saturating_add_signed(step);
                if missing.arrived(now, seq) != Arrival::Known {
                    prop_assert!(seen.insert(seq));
                }
                let wanted = wanted(&mut missing, now);
                prop_assert!(wanted.len() as u64 <= MOST_MISSING);
                prop_assert!(wanted.iter().all(|seq| !seen.contains(&missing.extend(*seq).unwrap())));
            }
        }
    }
}
