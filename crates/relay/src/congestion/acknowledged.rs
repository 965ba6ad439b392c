//! At which rate packets arrive, from their feedback: a Bayesian estimate of samples. Not what the link could carry.
//!
//! As libwebrtc's `bitrate_estimator.cc`, but for the samples: a window ends with a packet, never between two, and is stretched
//! until it holds a few, so that rates at which a packet takes longer than the window are measured, too.

/// How long a sample is, at first and later: `initial_window_ms` and `noninitial_window_ms`.
const FIRST_WINDOW_US: i64 = 500_000;
const WINDOW_US: i64 = 150_000;

/// Packets that a sample has at least, unless it would grow longer than `LONGEST_US`. Fewer makes weak links' rates jump.
const PACKETS: u32 = 4;
const LONGEST_US: i64 = 600_000;

/// A pause is no rate: a window does not reach over one. Longer takes a sender's silence for a weak link.
const PAUSE_US: i64 = 1_000_000;

/// So much of a window is a rate already, where the latest is asked for. Less takes one burst for a rate.
const PART_US: i64 = 60_000;

/// How doubtful a sample is per part that it differs from the estimate: `uncertainty_scale`, and `uncertainty_scale_in_alr` for
/// one below the estimate while the sender itself sends less.
const DOUBT: f64 = 10.0;
const DOUBT_LIMITED: f64 = 20.0;

/// By how much the estimate's variance grows per sample, in (kbit/s)², at first, and when a fast change is expected.
const DRIFT: f64 = 5.0;
const FIRST_VARIANCE: f64 = 50.0;
const FAST_CHANGE: f64 = 200.0;

#[derive(Default)]
pub(super) struct Acknowledged {
    began_us: Option<i64>,
    last_us: i64,
    bytes: u64,
    packets: u32,
    kbps: Option<f64>,
    variance: f64,
    /// The latest sample, in kbit/s.
    latest: f64,
}

impl Acknowledged {
    /// Bits per second; `None` until half a second was measured.
    pub(super) fn bps(&self) -> Option<f64> {
        self.kbps.map(|kbps| kbps * 1e3)
    }

    /// The same, or more if more arrived in the last moments: when a sender that sent little begins to send much, the estimate lags behind.
    pub(super) fn latest_bps(&self) -> Option<f64> {
        let took_us = self.last_us - self.began_us?;
        let part = if took_us < PART_US { 0.0 } else { self.bytes as f64 * 8e3 / took_us as f64 };
        self.kbps.map(|kbps| kbps.max(self.latest).max(part) * 1e3)
    }

    /// Takes a packet that arrived; `limited`: the sender sends less than it may.
    pub(super) fn take(&mut self, arrived_us: i64, size: u32, limited: bool) {
        let Some(began_us) = self.began_us.filter(|_| (arrived_us - self.last_us).abs() < PAUSE_US) else {
            self.begin(arrived_us);
            return;
        };
        self.bytes += u64::from(size);
        self.packets += 1;
        self.last_us = self.last_us.max(arrived_us);
        let took_us = self.last_us - began_us;
        let least = if self.kbps.is_some() { WINDOW_US } else { FIRST_WINDOW_US };
        if took_us < least || (self.packets < PACKETS && took_us < LONGEST_US) {
            return;
        }
        let sample = self.bytes as f64 * 8e3 / took_us as f64;
        self.begin(self.last_us);
        self.latest = sample;
        self.weigh(sample, limited);
    }

    /// The sender began to use what it may: what it sent before says little.
    pub(super) fn expect_change(&mut self) {
        self.variance += FAST_CHANGE;
    }

    fn begin(&mut self, at_us: i64) {
        (self.began_us, self.last_us, self.bytes, self.packets) = (Some(at_us), at_us, 0, 0);
    }

    fn weigh(&mut self, sample: f64, limited: bool) {
        let Some(kbps) = self.kbps else {
            (self.kbps, self.variance) = (Some(sample), FIRST_VARIANCE);
            return;
        };
        let doubt = if limited && sample < kbps { DOUBT_LIMITED } else { DOUBT };
        let uncertainty = doubt * (kbps - sample).abs() / kbps.max(1.0);
        let (of_sample, predicted) = (uncertainty * uncertainty, self.variance + DRIFT);
        self.kbps = Some((of_sample * kbps + predicted * sample) / (of_sample + predicted));
        self.variance = of_sample * predicted / (of_sample + predicted);
    }
}
