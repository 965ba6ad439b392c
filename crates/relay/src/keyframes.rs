//! When to ask a sender for a key frame: many receivers' wishes become few requests. Who wishes is decided elsewhere.

use std::time::{Duration, Instant};

/// Shortest time between two requests for one layer. Lower costs the sender bandwidth when several people join or lose
/// packets at once; higher leaves someone longer with a frozen picture when a key frame was lost.
pub(crate) const REQUEST_INTERVAL: Duration = Duration::from_millis(400);

/// The wish for a key frame of one layer.
#[derive(Default)]
pub(crate) struct KeyFrames {
    wanted: bool,
    asked: Option<Instant>,
}

impl KeyFrames {
    /// Someone needs a key frame.
    pub(crate) fn want(&mut self) {
        self.wanted = true;
    }

    /// A key frame came in.
    pub(crate) fn arrived(&mut self) {
        self.wanted = false;
    }

    /// Whether to ask the sender now; says so once per [`REQUEST_INTERVAL`] until a key frame came in.
    pub(crate) fn ask(&mut self, now: Instant) -> bool {
        let rested = self.asked.is_none_or(|asked| now.saturating_duration_since(asked) >= REQUEST_INTERVAL);
        let ask = self.wanted && rested;
        if ask {
            self.asked = Some(now);
        }
        ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_time::{at, start};

    #[test]
    fn many_wishes_are_one_request() {
        let mut frames = KeyFrames::default();
        let begin = start();
        assert!(!frames.ask(begin), "nobody wants one");
        for _ in 0..16 {
            frames.want();
        }
        assert!(frames.ask(begin));
        assert!(!frames.ask(at(begin, 399)), "asked a moment ago");
        assert!(frames.ask(at(begin, 400)), "none came: the request may be lost");
        frames.arrived();
        assert!(!frames.ask(at(begin, 2_000)));
    }
}
