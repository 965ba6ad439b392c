//! How many datagrams one connection may send. What happens to the rest is decided elsewhere.

use std::time::Instant;

/// Datagrams per second that are taken, and at once. A person with three layers, a screen, and sixteen people's feedback
/// sends about 1,500. Lower drops media of an honest client in a burst; higher lets one client take more of the relay.
const PER_SECOND: f64 = 5_000.0;

/// A bucket that fills with time.
#[derive(Default)]
pub(crate) struct Allowance {
    spent: f64,
    at: Option<Instant>,
}

impl Allowance {
    /// Whether one more is fine.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        if let Some(at) = self.at {
            let elapsed = now.saturating_duration_since(at).as_secs_f64();
            self.spent = (self.spent - elapsed * PER_SECOND).max(0.0);
        }
        self.at = Some(now);
        let fine = self.spent + 1.0 <= PER_SECOND;
        if fine {
            self.spent += 1.0;
        }
        fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_time::{at, start};

    #[test]
    fn a_burst_is_fine_and_a_flood_is_not() {
        let mut allowance = Allowance::default();
        let begin = start();
        assert_eq!((0..6_000).filter(|_| allowance.take(begin)).count(), 5_000);
        assert_eq!((0..6_000).filter(|_| allowance.take(at(begin, 100))).count(), 500);
    }
}
