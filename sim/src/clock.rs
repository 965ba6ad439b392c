//! The edge's clocks: what time it is, read here and handed on.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "this is the edge: a client knows what time it is")]
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The monotonic clock.
#[expect(clippy::disallowed_methods, reason = "this is the edge: a client knows what time it is")]
pub fn now() -> Instant {
    Instant::now()
}

/// Waits until then; not at all if that was before.
#[expect(clippy::disallowed_methods, reason = "this is the edge: load comes at its own times")]
pub fn wait_until(then: Instant) {
    std::thread::sleep(then.saturating_duration_since(now()));
}
