//! A simulated one-way link: bottleneck, queue, propagation, loss in bursts or not, jitter. Time is in microseconds.

/// Xorshift64*: enough for coins, and the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to 1, without 1.
    pub(super) fn roll(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[derive(Clone)]
pub(super) struct Link {
    /// From which second on, how many bits per second; 0: nothing arrives.
    pub(super) rates: Vec<(f64, f64)>,
    /// What the queue holds, in ms at the present rate.
    pub(super) queue_ms: f64,
    /// Propagation, in ms.
    pub(super) delay_ms: f64,
    /// Up to so much more per packet, in ms; packets do not overtake each other by it.
    pub(super) jitter_ms: f64,
    /// Part lost, whatever is sent.
    pub(super) loss: f64,
    /// Packets lost in a row, on average.
    pub(super) burst: f64,
    /// Part that is overtaken: held back for 20 ms.
    pub(super) reordered: f64,
}

impl Link {
    /// A steady link with 300 ms of queue, 20 ms of propagation, and nothing wrong with it.
    pub(super) fn steady(bps: f64) -> Self {
        Self {
            rates: vec![(0.0, bps)],
            queue_ms: 300.0,
            delay_ms: 20.0,
            jitter_ms: 0.0,
            loss: 0.0,
            burst: 1.0,
            reordered: 0.0,
        }
    }

    pub(super) fn rate(&self, at_us: i64) -> f64 {
        let seconds = at_us as f64 / 1e6;
        self.rates.iter().rev().find(|(from, _)| seconds >= *from).map_or(0.0, |(_, bps)| *bps)
    }
}

pub(super) struct Wire {
    pub(super) link: Link,
    dice: Dice,
    free_us: f64,
    last_us: i64,
    losing: bool,
}

impl Wire {
    pub(super) fn new(link: Link, seed: u64) -> Self {
        Self { link, dice: Dice::new(seed), free_us: 0.0, last_us: 0, losing: false }
    }

    /// When a packet arrives, and how long it stood in the queue; `None` if it does not.
    pub(super) fn send(&mut self, now_us: i64, size: usize) -> Option<(i64, i64)> {
        let rate = self.link.rate(now_us);
        if rate == 0.0 {
            return None;
        }
        let waits_us = (self.free_us - now_us as f64).max(0.0);
        if waits_us > self.link.queue_ms * 1e3 {
            return None;
        }
        self.free_us = now_us as f64 + waits_us + size as f64 * 8e6 / rate;
        // Two states: in the losing one all is lost; both last so that `loss` and `burst` come out.
        let leaves = 1.0 / self.link.burst;
        let enters = leaves * self.link.loss / (1.0 - self.link.loss);
        self.losing = self.dice.roll() < if self.losing { 1.0 - leaves } else { enters };
        if self.losing {
            return None;
        }
        let jitter_us = self.dice.roll() * self.link.jitter_ms * 1e3;
        let mut at_us = (self.free_us + self.link.delay_ms * 1e3 + jitter_us) as i64;
        if self.dice.roll() < self.link.reordered {
            return Some((at_us + 20_000, waits_us as i64));
        }
        at_us = at_us.max(self.last_us);
        self.last_us = at_us;
        Some((at_us, waits_us as i64))
    }
}
