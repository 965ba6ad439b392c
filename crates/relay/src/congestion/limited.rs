//! Whether the sender sends less than it may, so that what arrives says nothing of the link. As libwebrtc's `alr_detector.cc`.

/// Part of the estimate that counts as using it: `kBandwidthUsageRatio`. Higher finds more senders limited, and probes more.
const USED: f64 = 0.65;

/// Unused part of half a second's budget from where on, and until where, the sender is limited: `start…` and `stop_budget_level_ratio`.
const FROM: f64 = 0.80;
const UNTIL: f64 = 0.50;

/// The budget's length: `kWindowMs`.
const WINDOW_US: f64 = 500_000.0;

/// How long the end of it matters: until the acknowledged rate has followed.
const LATELY_US: i64 = 1_000_000;

#[derive(Default)]
pub(super) struct Limited {
    left: f64,
    last_us: Option<i64>,
    limited: bool,
    until_us: Option<i64>,
}

impl Limited {
    /// Whether it was until just now: what arrived until then was what was sent.
    pub(super) fn was_lately(&self, now_us: i64) -> bool {
        self.limited || self.until_us.is_some_and(|at| now_us - at < LATELY_US)
    }

    pub(super) fn is(&self) -> bool {
        self.limited
    }

    /// Counts bytes sent, or, with 0, only time. Returns whether the sender has just begun to use what it may.
    pub(super) fn take(&mut self, now_us: i64, bytes: u32, estimate_bps: f64) -> bool {
        let per_us = estimate_bps * USED / 8e6;
        let most = per_us * WINDOW_US;
        let elapsed = (now_us - self.last_us.unwrap_or(now_us)).max(0) as f64;
        self.last_us = Some(now_us);
        self.left = (self.left - f64::from(bytes)).max(-most);
        self.left = (self.left + per_us * elapsed).min(most);
        let was = self.limited;
        if self.left > FROM * most {
            self.limited = true;
        } else if self.left < UNTIL * most {
            self.limited = false;
        }
        let ended = was && !self.limited;
        if ended {
            self.until_us = Some(now_us);
        }
        ended
    }
}
