//! When how many bytes may go. The queues are the plane's.

/// How much faster than the estimate pictures leave. libwebrtc's `kDefaultPaceMultiplier` is 2.5, for an encoder that keeps its rate.
/// A relay's change of layer begins with a key frame: at 2.5 that builds a queue for which the estimate, and the layer with it, falls again.
/// Lower holds the packets of a key frame back for longer.
const FACTOR: f64 = 1.5;

/// For how long they may leave faster than the estimate. The smallest picture is sent however weak the link is: without this
/// bound it would crowd out the voices there. Shorter holds back key frames; longer fills the queues of weak links.
const AHEAD_US: f64 = 500_000.0;

/// What a burst is, in time at the pacing rate. Longer makes larger GSO messages and a rougher queue on the way.
pub(super) const BURST_US: i64 = 5_000;

/// What may be saved up, so that a timer that comes late costs nothing.
const SAVED_US: f64 = 2.0 * BURST_US as f64;

/// The deepest debt: what voices and the last packet of a burst may overdraw. Deeper stops pictures for longer after it.
const DEBT_US: f64 = 200_000.0;
const DEBT_BYTES: f64 = 4_000.0;

pub(super) struct Pacer {
    at_us: i64,
    /// Bytes per microsecond by the estimate.
    per_us: f64,
    /// Bytes that may go at the pace of `FACTOR`; negative: overdrawn.
    quick: f64,
    /// Bytes that may go at the estimate's own pace.
    steady: f64,
}

impl Pacer {
    pub(super) fn new(estimate_bps: f64) -> Self {
        let per_us = estimate_bps / 8e6;
        Self { at_us: 0, per_us, quick: 0.0, steady: per_us * AHEAD_US }
    }

    /// Paces by another estimate from now on.
    pub(super) fn follow(&mut self, now_us: i64, estimate_bps: f64) {
        (self.quick, self.steady) = (self.quick_at(now_us), self.steady_at(now_us));
        self.at_us = self.at_us.max(now_us);
        self.per_us = estimate_bps / 8e6;
    }

    /// Pays for a packet.
    pub(super) fn pay(&mut self, now_us: i64, size: u32) {
        let size = f64::from(size);
        let deepest = (self.per_us * DEBT_US).max(DEBT_BYTES);
        self.quick = (self.quick_at(now_us) - size).max(-deepest);
        self.steady = (self.steady_at(now_us) - size).max(-deepest);
        self.at_us = self.at_us.max(now_us);
    }

    /// Bytes that may go now.
    pub(super) fn budget(&self, now_us: i64) -> usize {
        self.quick_at(now_us).min(self.steady_at(now_us)).max(0.0) as usize
    }

    /// When a burst may go.
    pub(super) fn resume_us(&self, now_us: i64) -> i64 {
        let burst = (self.per_us * FACTOR * BURST_US as f64).max(1.0);
        let quick_us = (burst - self.quick_at(now_us)) / (self.per_us * FACTOR);
        let steady_us = (burst - self.steady_at(now_us)) / self.per_us;
        now_us + quick_us.max(steady_us).max(0.0).ceil() as i64
    }

    fn quick_at(&self, now_us: i64) -> f64 {
        let per_us = self.per_us * FACTOR;
        (self.quick + self.since(now_us) * per_us).min((per_us * SAVED_US).max(1.0))
    }

    fn steady_at(&self, now_us: i64) -> f64 {
        (self.steady + self.since(now_us) * self.per_us).min(self.per_us * AHEAD_US)
    }

    fn since(&self, now_us: i64) -> f64 {
        (now_us - self.at_us).max(0) as f64
    }
}
