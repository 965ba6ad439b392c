//! Moments and spans as the rules see them. Nobody here reads a clock.

use std::ops::Add;

/// A moment, in Unix milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Time(pub u64);

impl Time {
    /// As the wire carries it: a JSON number that JavaScript holds exactly.
    pub fn wire(self) -> f64 {
        self.0 as f64
    }

    /// How long ago `earlier` was; zero if a clock jumped back.
    pub fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// A length of time, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Span(pub u64);

impl Span {
    /// Whole seconds.
    pub const fn seconds(n: u64) -> Span {
        Span(n.saturating_mul(1_000))
    }

    /// Whole minutes.
    pub const fn minutes(n: u64) -> Span {
        Span(n.saturating_mul(60_000))
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}
