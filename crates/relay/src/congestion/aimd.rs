//! The delay-based estimate: up while the queue does not grow, down to what arrives when it does.
//!
//! draft-ietf-rmcat-gcc-02 §5.5 (state machine) and §5.6 (increase, decrease); constants as in libwebrtc's `aimd_rate_control.cc`.

use super::capacity::Capacity;
use super::trendline::Usage;
use super::{LEAST_BPS, MOST_BPS};

/// What is left of the arriving rate after overuse: the draft's beta. Lower drains a queue sooner and wastes more.
const BETA: f64 = 0.85;

/// What is left at least if less was sent than might be: what arrives is then what was sent, and a key frame's queue must not cost more. If the
/// link became slower indeed, the next decrease follows at once. (libwebrtc makes no difference; its encoders fill what they may.)
const BETA_LIMITED: f64 = 0.7;

/// Taken off further, in bits per second: `kSubtractAdditionalBackoff…`; drains a queue on the weakest links.
const BETA_EXTRA_BPS: f64 = 5_000.0;

/// Growth per second while the link's capacity is unknown: the draft's eta.
const ETA: f64 = 1.08;

/// How far beyond what arrives the estimate may grow: the draft's 1.5, and 10 kbit/s.
const BEYOND: f64 = 1.5;
const BEYOND_BPS: f64 = 10_000.0;

/// Near capacity: one packet per twice the response time, but so much per second at least: `kMinIncreaseRateBps`.
const LEAST_GROWTH_BPS: f64 = 4_000.0;

/// No more than a second's growth at once, however long nothing was heard.
const LONGEST_STEP: f64 = 1.0;

/// What a change takes to show, besides the round trip: the draft's 100 ms, for feedback and filters.
const RESPONSE_US: f64 = 100_000.0;

/// Size of packets and number of pictures a second that growth near capacity counts with.
const PACKET_BITS: f64 = 1_200.0 * 8.0;
const PICTURES: f64 = 30.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Increase,
    Hold,
}

/// What came of a signal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Followed {
    /// The estimate was decreased.
    Decreased,
    /// More arrives than the link was known to carry: it must have become faster.
    Faster,
    /// Neither.
    Calmly,
}

pub(super) struct Aimd {
    bps: f64,
    state: State,
    changed_us: Option<i64>,
    capacity: Capacity,
}

impl Aimd {
    pub(super) fn new(bps: f64) -> Self {
        Self { bps, state: State::Increase, changed_us: None, capacity: Capacity::default() }
    }

    pub(super) fn bps(&self) -> f64 {
        self.bps
    }

    /// Follows a signal. `arriving`: the acknowledged rate; `limited`: more could be sent than is.
    pub(super) fn follow(
        &mut self,
        now_us: i64,
        usage: Usage,
        arriving: Option<f64>,
        limited: bool,
        rtt_us: i64,
    ) -> Followed {
        match usage {
            Usage::Over => {
                if !self.may_decrease(now_us, arriving, rtt_us) {
                    return Followed::Calmly;
                }
                self.decrease(now_us, arriving, limited);
                return Followed::Decreased;
            }
            Usage::Under => self.state = State::Hold,
            Usage::Normal if self.state == State::Hold => {
                self.state = State::Increase;
                self.changed_us = Some(now_us);
            }
            Usage::Normal => {
                if self.increase(now_us, arriving, limited, rtt_us) {
                    return Followed::Faster;
                }
            }
        }
        Followed::Calmly
    }

    /// At which rate the link was last full, as long as nothing speaks against it.
    pub(super) fn full_bps(&self) -> Option<f64> {
        self.capacity.known_bps()
    }

    /// A probe went through at this rate.
    pub(super) fn probed(&mut self, now_us: i64, bps: f64) {
        self.capacity.probed(bps);
        if bps > self.bps {
            self.set(now_us, bps);
        }
    }

    /// Sets the estimate from outside: silence, or a peer's own estimate.
    pub(super) fn set(&mut self, now_us: i64, bps: f64) {
        self.bps = bps.clamp(LEAST_BPS as f64, MOST_BPS as f64);
        self.changed_us = Some(now_us);
    }

    /// Not more often than a round trip, unless less than half of the estimate arrives.
    fn may_decrease(&self, now_us: i64, arriving: Option<f64>, rtt_us: i64) -> bool {
        let since = self.changed_us.map_or(i64::MAX, |changed| now_us - changed);
        since >= rtt_us.clamp(10_000, 200_000) || arriving.is_some_and(|bps| bps < self.bps * 0.5)
    }

    fn decrease(&mut self, now_us: i64, arriving: Option<f64>, limited: bool) {
        // Nothing measured yet: half, as libwebrtc.
        let Some(arriving) = arriving else {
            self.set(now_us, self.bps / 2.0);
            return;
        };
        let mut left = (arriving * BETA - BETA_EXTRA_BPS).max(0.0);
        if left > self.bps {
            left = self.capacity.bps().map_or(left, |capacity| capacity * BETA);
        }
        if limited {
            left = left.max(self.bps * BETA_LIMITED);
        } else {
            self.capacity.doubt_if_below(arriving);
            self.capacity.full_at(arriving);
        }
        self.state = State::Hold;
        self.set(now_us, left.min(self.bps));
    }

    /// Returns whether the link must have become faster.
    fn increase(&mut self, now_us: i64, arriving: Option<f64>, limited: bool, rtt_us: i64) -> bool {
        let elapsed = ((now_us - self.changed_us.unwrap_or(now_us)) as f64 / 1e6).min(LONGEST_STEP);
        self.changed_us = Some(now_us);
        let Some(arriving) = arriving else { return false };
        let faster = self.capacity.doubt_if_above(arriving);
        // Who sends less than it may learns nothing of what it may: that is what probes are for.
        let limit = if limited { self.bps } else { arriving * BEYOND + BEYOND_BPS };
        if self.bps >= limit {
            return faster;
        }
        let growth = match self.capacity.bps() {
            Some(_) => self.growth_bps(rtt_us) * elapsed,
            None => (self.bps * (ETA.powf(elapsed) - 1.0)).max(1_000.0 * elapsed),
        };
        self.set(now_us, (self.bps + growth).min(limit));
        faster
    }

    /// Growth per second near capacity: half a packet per response time, of packets as pictures of this rate have.
    fn growth_bps(&self, rtt_us: i64) -> f64 {
        let picture = self.bps / PICTURES;
        let packet = picture / (picture / PACKET_BITS).ceil().max(1.0);
        let response = (rtt_us as f64 + RESPONSE_US) * 2.0 / 1e6;
        (packet / response).max(LEAST_GROWTH_BPS)
    }
}
