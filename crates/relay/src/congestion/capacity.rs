//! What the link carried when it was full, and how sure that is. As libwebrtc's `link_capacity_estimator.cc`.

/// Weight of a rate seen at overuse, and of a probe's result.
const OVERUSE: f64 = 0.05;
const PROBE: f64 = 0.5;

/// Bounds of the normalised variance: 0.4 is 14 kbit/s at 500 kbit/s, 2.5 is 35 kbit/s.
const VARIANCE: (f64, f64) = (0.4, 2.5);

/// Rates further than this many deviations from the estimate are of another link.
const DEVIATIONS: f64 = 3.0;

/// How much faster is much.
const MUCH: f64 = 1.2;

pub(super) struct Capacity {
    kbps: Option<f64>,
    variance: f64,
    /// What it was when the link was last full.
    known: Option<f64>,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { kbps: None, variance: VARIANCE.0, known: None }
    }
}

impl Capacity {
    pub(super) fn bps(&self) -> Option<f64> {
        self.kbps.map(|kbps| kbps * 1e3)
    }

    /// At which rate the link was last full, as long as nothing speaks against it.
    pub(super) fn known_bps(&self) -> Option<f64> {
        self.known.map(|kbps| kbps * 1e3)
    }

    /// The link was full at this rate.
    pub(super) fn full_at(&mut self, bps: f64) {
        self.take(bps, OVERUSE);
        self.known = self.kbps;
    }

    /// A probe measured this rate.
    pub(super) fn probed(&mut self, bps: f64) {
        self.take(bps, PROBE);
    }

    /// Forgets what it knows if the link must have become faster. Returns, once, whether it is much faster than it was when it was full.
    pub(super) fn doubt_if_above(&mut self, bps: f64) -> bool {
        if self.kbps.is_some_and(|kbps| bps / 1e3 > kbps + self.margin()) {
            self.kbps = None;
        }
        self.known.take_if(|known| bps / 1e3 > *known * MUCH).is_some()
    }

    /// Forgets what it knows if the link must have become slower.
    pub(super) fn doubt_if_below(&mut self, bps: f64) {
        if self.kbps.is_some_and(|kbps| bps / 1e3 < kbps - self.margin()) {
            self.kbps = None;
        }
    }

    fn take(&mut self, bps: f64, weight: f64) {
        let sample = bps / 1e3;
        let kbps = self.kbps.map_or(sample, |kbps| (1.0 - weight) * kbps + weight * sample);
        let error = (kbps - sample) * (kbps - sample) / kbps.max(1.0);
        self.variance = ((1.0 - weight) * self.variance + weight * error).clamp(VARIANCE.0, VARIANCE.1);
        self.kbps = Some(kbps);
    }

    fn margin(&self) -> f64 {
        DEVIATIONS * (self.variance * self.kbps.unwrap_or(0.0)).sqrt()
    }
}
