//! How fast one connection may talk. Who is faster is read more slowly, so nothing is lost and nobody else notices.

use std::time::{Duration, Instant};

/// Messages per second, in the long run. A person causes a few; sending a file, about fifty.
const MESSAGES_PER_SECOND: f64 = 100.0;
/// Messages at once, such as after a reconnection.
const MESSAGE_BURST: f64 = 400.0;
/// Bytes per second, in the long run. Lower sends files more slowly; higher lets one client fill other people's outboxes.
const BYTES_PER_SECOND: f64 = 1_500_000.0;
/// Bytes at once.
const BYTE_BURST: f64 = 4_000_000.0;

/// What one connection has left.
pub(super) struct Pace {
    messages: f64,
    bytes: f64,
    at: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { messages: MESSAGE_BURST, bytes: BYTE_BURST, at: now }
    }

    /// Counts a message, and says how long to wait before reading the next.
    pub(super) fn count(&mut self, now: Instant, bytes: usize) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        self.messages = (self.messages + passed * MESSAGES_PER_SECOND).min(MESSAGE_BURST) - 1.0;
        self.bytes = (self.bytes + passed * BYTES_PER_SECOND).min(BYTE_BURST) - bytes as f64;
        let debt = (-self.messages / MESSAGES_PER_SECOND).max(-self.bytes / BYTES_PER_SECOND).max(0.0);
        Duration::from_secs_f64(debt.min(60.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_never_waits_and_a_flood_is_slowed_to_the_rate() {
        let start = crate::edge::instant();
        let mut pace = Pace::new(start);
        for n in 0..600 {
            assert_eq!(pace.count(start + Duration::from_millis(20 * n), 500), Duration::ZERO);
        }
        let mut now = start;
        let mut pace = Pace::new(start);
        for _ in 0..2_400 {
            now += pace.count(now, 500);
        }
        let seconds = (now - start).as_secs_f64();
        assert!((19.0..21.0).contains(&seconds), "2,000 messages above the burst at 100 a second took {seconds} s");
    }

    #[test]
    fn large_messages_are_slowed_by_their_bytes() {
        let start = crate::edge::instant();
        let mut pace = Pace::new(start);
        let mut now = start;
        for _ in 0..100 {
            now += pace.count(now, 250_000);
        }
        assert!((now - start).as_secs_f64() > 4.0);
    }
}
