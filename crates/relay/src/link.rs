//! What a connection's way carries: how much may be sent, and when. The place where congestion control goes in.

use std::time::{Duration, Instant};

use crate::packet::rtcp::Block;

/// What the way to a new receiver is taken to carry, in bits per second. Lower: coarse pictures for the first seconds;
/// higher: a weak link chokes on them.
pub(crate) const FIRST_ESTIMATE_BPS: u64 = 1_000_000;

/// Taken to be there when a browser measures nothing (no feedback was negotiated).
const UNMEASURED_BPS: u64 = 4_000_000;

/// What a packet is for; the order is that of who goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A voice. Never delayed.
    Audio,
    /// A retransmission that was asked for.
    Repair,
    /// A picture.
    Video,
}

/// One connection's way.
#[derive(Default)]
pub(crate) struct Link {
    sent: u16,
    remb_bps: Option<u64>,
}

impl Link {
    /// Takes note of a packet that goes out; returns its transport-wide number.
    pub(crate) fn sent(&mut self, _now: Instant, _bytes: usize, _class: Class) -> u16 {
        self.sent = self.sent.wrapping_add(1);
        self.sent
    }

    /// Whether a packet of this class may go now.
    pub(crate) fn may_send(&mut self, _now: Instant, _class: Class) -> bool {
        true
    }

    /// What the receiver believes to get (REMB).
    pub(crate) fn remb(&mut self, _now: Instant, bps: u64) {
        self.remb_bps = Some(bps);
    }

    /// Takes note of a packet of the client's with a transport-wide number.
    pub(crate) fn arrived(&mut self, _now: Instant, _seq: u16, _bytes: usize) {}

    /// Which packets the client got when; says whether the estimate changed.
    pub(crate) fn feedback(&mut self, _now: Instant, _fci: &[u8]) -> bool {
        false
    }

    /// What the client says of one stream.
    pub(crate) fn report(&mut self, _now: Instant, _block: &Block, _rtt: Option<Duration>) {}

    /// A message that tells the client when its packets arrived, if one is due.
    pub(crate) fn arrivals(&mut self, _now: Instant) -> Option<&[u8]> {
        None
    }

    /// When to look again.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        None
    }

    /// Lets time pass; says whether the estimate changed.
    pub(crate) fn timeout(&mut self, _now: Instant) -> bool {
        false
    }

    /// What the choice of layers would do with more: bits per second of the next better one, and of all that is shown.
    pub(crate) fn want(&mut self, _next_bps: u64, _desired_bps: u64) {}

    /// Bits per second that the way carries.
    pub(crate) fn estimate_bps(&self) -> u64 {
        self.remb_bps.unwrap_or(UNMEASURED_BPS)
    }
}
