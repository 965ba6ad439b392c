//! Where the tests of this crate get their instants from. Compiled for tests only.

use std::time::{Duration, Instant};

/// Some instant to count from.
#[allow(clippy::disallowed_methods, reason = "an `Instant` cannot be made from a number; time itself is virtual")]
pub(crate) fn start() -> Instant {
    Instant::now()
}

/// `ms` milliseconds later.
pub(crate) fn at(start: Instant, ms: u64) -> Instant {
    start + Duration::from_millis(ms)
}
