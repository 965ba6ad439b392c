//! When how many bytes may go. The queues are the plane's.

/// How much faster than the estimate pictures leave: libwebrtc's `kDefaultPaceMultiplier`. Lower holds back the packets of a key
/// frame; higher lets a frame stand in the link's queue instead.
const FACTOR: f64 = 2.5;

/// What a burst is, in time at the pacing rate. Longer makes larger GSO messages and a rougher queue on the way.
pub(super) const BURST_US: i64 = 5_000;

/// What may be saved up, so that a timer that comes late costs nothing.
const SAVED_US: f64 = 2.0 * BURST_US as f64;

/// The deepest debt: what voices and the last packet of a burst may overdraw. Deeper stops pictures for longer after it.
const DEBT_US: f64 = 200_000.0;
const DEBT_BYTES: f64 = 4_000.0;

pub(super) struct Pacer {
    /// Bytes that may go; negative: overdrawn.
    balance: f64,
    at_us: i64,
    per_us: f64,
}

impl Pacer {
    pub(super) fn new(estimate_bps: f64) -> Self {
        Self { balance: 0.0, at_us: 0, per_us: estimate_bps * FACTOR / 8e6 }
    }

    /// Paces by another estimate from now on.
    pub(super) fn follow(&mut self, now_us: i64, estimate_bps: f64) {
        self.balance = self.at(now_us);
        self.at_us = self.at_us.max(now_us);
        self.per_us = estimate_bps * FACTOR / 8e6;
    }

    /// Pays for a packet.
    pub(super) fn pay(&mut self, now_us: i64, size: u32) {
        let deepest = (self.per_us * DEBT_US).max(DEBT_BYTES);
        self.balance = (self.at(now_us) - f64::from(size)).max(-deepest);
        self.at_us = self.at_us.max(now_us);
    }

    /// Bytes that may go now.
    pub(super) fn budget(&self, now_us: i64) -> usize {
        self.at(now_us).max(0.0) as usize
    }

    /// When a burst may go.
    pub(super) fn resume_us(&self, now_us: i64) -> i64 {
        let missing = (self.per_us * BURST_US as f64).max(1.0) - self.at(now_us);
        now_us + (missing.max(0.0) / self.per_us).ceil() as i64
    }

    fn at(&self, now_us: i64) -> f64 {
        let saved = (self.per_us * SAVED_US).max(1.0);
        (self.balance + (now_us - self.at_us).max(0) as f64 * self.per_us).min(saved)
    }
}
