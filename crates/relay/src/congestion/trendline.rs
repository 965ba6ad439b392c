//! Whether the queue on the way grows: the slope of the delay, against a threshold that adapts. What to do about it is `aimd`'s.
//!
//! draft-ietf-rmcat-gcc-02 §5.4 and §5.5, with libwebrtc's least squares (`trendline_estimator.cc`) instead of the Kalman filter of §5.3.

use super::groups::Apart;

/// Groups that the slope is fitted to: `kDefaultTrendlineWindowSize`. Fewer is quicker and mistakes jitter for a queue.
const WINDOW: usize = 20;

/// How much of the smoothed delay stays with each group: `kDefaultTrendlineSmoothingCoeff`.
const SMOOTHING: f64 = 0.9;

/// What the slope is multiplied with to compare it: `kDefaultTrendlineThresholdGain`.
const GAIN: f64 = 4.0;

/// Groups from where on the slope counts in full: `kMinNumDeltas`.
const FULL_TRUST: u32 = 60;

/// For how long the slope must be too steep, in ms of sending: `kOverUsingTimeThreshold`.
const OVERUSE_MS: f64 = 10.0;

/// The threshold at first, and its bounds: the draft's `del_var_th(0)` and its range.
const THRESHOLD: f64 = 12.5;
const THRESHOLD_RANGE: (f64, f64) = (6.0, 600.0);

/// How fast the threshold follows a steeper, and a flatter slope, per ms: the draft's `K_u`, `K_d` as in libwebrtc.
const UP: f64 = 0.0087;
const DOWN: f64 = 0.039;

/// Slopes further than this beyond the threshold do not move it: `kMaxAdaptOffsetMs`.
const SPIKE: f64 = 15.0;

/// The longest step of the adaption, in ms: `kMaxTimeDeltaMs`.
const LONGEST_STEP_MS: f64 = 100.0;

/// The draft's signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Usage {
    /// The queue grows.
    Over,
    /// Neither.
    #[default]
    Normal,
    /// The queue shrinks.
    Under,
}

pub(super) struct Trendline {
    /// Arrival and smoothed delay, in ms; a ring.
    points: [(f64, f64); WINDOW],
    place: usize,
    /// Groups so far, up to what `FULL_TRUST` asks.
    taken: u32,
    arrived_ms: f64,
    delay_ms: f64,
    smoothed_ms: f64,
    slope: f64,
    threshold: f64,
    adapted_us: Option<i64>,
    /// For how long the slope has been too steep, in ms of sending, and in how many groups.
    over: Option<(f64, u32)>,
    usage: Usage,
}

impl Default for Trendline {
    fn default() -> Self {
        Self {
            points: [(0.0, 0.0); WINDOW],
            place: 0,
            taken: 0,
            arrived_ms: 0.0,
            delay_ms: 0.0,
            smoothed_ms: 0.0,
            slope: 0.0,
            threshold: THRESHOLD,
            adapted_us: None,
            over: None,
            usage: Usage::Normal,
        }
    }
}

impl Trendline {
    pub(super) fn usage(&self) -> Usage {
        self.usage
    }

    pub(super) fn take(&mut self, now_us: i64, apart: Apart) {
        let (sent_ms, arrived_ms) = (apart.sent_us as f64 / 1e3, apart.arrived_us as f64 / 1e3);
        self.arrived_ms += arrived_ms;
        self.delay_ms += arrived_ms - sent_ms;
        self.smoothed_ms = SMOOTHING * self.smoothed_ms + (1.0 - SMOOTHING) * self.delay_ms;
        self.points[self.place] = (self.arrived_ms, self.smoothed_ms);
        self.place = (self.place + 1) % WINDOW;
        self.taken = (self.taken + 1).min(FULL_TRUST);
        let slope = if self.taken as usize >= WINDOW { self.fit().unwrap_or(self.slope) } else { 0.0 };
        self.judge(now_us, sent_ms, slope);
    }

    /// The slope of the least squares' line through the points; `None` if all arrived at once.
    fn fit(&self) -> Option<f64> {
        let count = WINDOW as f64;
        let (x, y) = self.points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let (x, y) = (x / count, y / count);
        let (up, along) = self.points.iter().fold((0.0, 0.0), |sum, point| {
            let (dx, dy) = (point.0 - x, point.1 - y);
            (sum.0 + dx * dy, sum.1 + dx * dx)
        });
        (along > 0.0).then(|| up / along)
    }

    fn judge(&mut self, now_us: i64, sent_ms: f64, slope: f64) {
        let weighed = f64::from(self.taken) * slope * GAIN;
        if weighed > self.threshold {
            // At first: as if it had been too steep for half of the time since the group before.
            let (for_ms, groups) =
                self.over.map_or((sent_ms / 2.0, 1), |(for_ms, groups)| (for_ms + sent_ms, groups + 1));
            self.over = Some((for_ms, groups));
            if for_ms > OVERUSE_MS && groups > 1 && slope >= self.slope {
                self.over = None;
                self.usage = Usage::Over;
            }
        } else {
            self.over = None;
            self.usage = if weighed < -self.threshold { Usage::Under } else { Usage::Normal };
        }
        self.slope = slope;
        self.adapt(now_us, weighed.abs());
    }

    fn adapt(&mut self, now_us: i64, weighed: f64) {
        let since_ms = (now_us - self.adapted_us.unwrap_or(now_us)) as f64 / 1e3;
        self.adapted_us = Some(now_us);
        if weighed > self.threshold + SPIKE {
            return;
        }
        let speed = if weighed < self.threshold { DOWN } else { UP };
        self.threshold += speed * (weighed - self.threshold) * since_ms.clamp(0.0, LONGEST_STEP_MS);
        self.threshold = self.threshold.clamp(THRESHOLD_RANGE.0, THRESHOLD_RANGE.1);
    }
}
