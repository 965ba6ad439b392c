//! Whether a queue stands on the way that neither grows nor shrinks. The trendline sees only change; this is ours, not libwebrtc's.
//!
//! On a way with jitter, or with its queue full, delay stays high with no slope to see. So the least delay of the last half second is
//! compared with the least of the last twenty: far above it, the queue is drained by what overuse is answered with. If that does not
//! help after a few times, it was no queue: the way has become longer, and that is what is compared with from then on.

/// The spans over which the least is taken: of late, and, twice this, ever. Shorter forgets how short the way is while a queue stands.
const LATE_US: i64 = 500_000;
const EVER_US: i64 = 10_000_000;

/// From where on a queue is too long: ITU-T G.114 gives 400 ms one way to talk, most of which others need. Lower takes
/// what GCC does anyway for it.
const LONG_US: i64 = 100_000;

/// Between two answers, besides the round trip: what draining takes.
const PATIENCE_US: i64 = 1_000_000;

/// Answers without effect until the way is believed to be longer. Fewer give up on a queue that a great drop left; each costs a way that did
/// become longer a seventh, which probes bring back.
const TRIES: u8 = 5;

/// Part of the delay that must be gone for an answer to have had effect.
const EFFECT: f64 = 0.2;

/// The least of spans of time that follow each other.
#[derive(Clone, Copy, Default)]
struct Least {
    since_us: i64,
    last: Option<i64>,
    present: Option<i64>,
}

#[derive(Default)]
pub(super) struct Standing {
    late: Least,
    ever: Least,
    answered_us: Option<i64>,
    /// The queue at the last answer, and how many had no effect.
    tried: Option<(i64, u8)>,
}

impl Least {
    fn take(&mut self, now_us: i64, span_us: i64, delay_us: i64) {
        if now_us - self.since_us >= span_us {
            *self = Self { since_us: now_us, last: self.present, present: None };
        }
        self.present = Some(self.present.map_or(delay_us, |least| least.min(delay_us)));
    }
}

impl Standing {
    /// Takes a packet's delay: between two clocks, so that only differences mean anything.
    pub(super) fn take(&mut self, now_us: i64, delay_us: i64) {
        self.late.take(now_us, LATE_US, delay_us);
        self.ever.take(now_us, EVER_US, delay_us);
    }

    /// Whether the queue is to be drained now.
    pub(super) fn judge(&mut self, now_us: i64, rtt_us: i64) -> bool {
        // A whole span of late, not one that has just begun.
        let (Some(last), Some(present)) = (self.late.last, self.ever.present) else { return false };
        let late = self.late.present.map_or(last, |present| present.min(last));
        let queue_us = late - self.ever.last.map_or(present, |last| last.min(present));
        if queue_us < LONG_US {
            self.tried = None;
            return false;
        }
        if self.answered_us.is_some_and(|at| now_us - at < PATIENCE_US + rtt_us) {
            return false;
        }
        let before = self.tried.filter(|(before, _)| queue_us as f64 > *before as f64 * (1.0 - EFFECT));
        let tries = before.map_or(0, |(_, tries)| tries + 1);
        if tries >= TRIES {
            *self = Self { ever: Least { since_us: now_us, last: None, present: Some(late) }, ..Self::default() };
            return false;
        }
        self.tried = Some((queue_us, tries));
        self.answered_us = Some(now_us);
        true
    }
}
