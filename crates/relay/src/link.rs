//! What a connection's way carries, from both ends: `congestion` for a client that tells enough, a rule of thumb for one that does not.

use std::time::{Duration, Instant};

use crate::congestion::{Arrivals, Class, Demand, Sender};
use crate::sdp::Offer;

/// What the way to a new receiver is taken to carry, in bits per second. Lower: coarse pictures for the first seconds;
/// higher: a weak link chokes on them.
pub(crate) const FIRST_ESTIMATE_BPS: u64 = 1_000_000;

/// Taken to be there when a client measures nothing (no feedback was negotiated).
const UNMEASURED_BPS: u64 = 4_000_000;

/// Longest message about arrivals, in bytes; with its headers it fits any path.
const MESSAGE_BYTES: usize = 1_100;

/// One connection's way.
pub(crate) struct Link {
    sender: Sender,
    arrivals: Arrivals,
    /// The client tells how its packets fare.
    measured: bool,
    message: Box<[u8]>,
}

impl Link {
    pub(crate) fn new(now: Instant, offer: &Offer) -> Self {
        let tells =
            |line: &crate::sdp::Line| line.feedback.iter().any(|kind| ["transport-cc", "goog-remb"].contains(kind));
        Self {
            sender: Sender::new(now, FIRST_ESTIMATE_BPS),
            arrivals: Arrivals::new(now),
            measured: offer.lines.iter().any(tells),
            message: vec![0; MESSAGE_BYTES].into(),
        }
    }

    /// Takes note of a packet that goes out; returns its transport-wide number.
    pub(crate) fn sent(&mut self, now: Instant, bytes: usize, class: Class) -> u16 {
        self.sender.sent(now, bytes, class)
    }

    /// Whether a packet of this class may go now.
    pub(crate) fn may_send(&self, now: Instant, class: Class) -> bool {
        if self.measured { self.sender.budget(now, class) > 0 } else { class != Class::Padding }
    }

    /// When what waits may go on.
    pub(crate) fn resume(&self, now: Instant) -> Instant {
        self.sender.resume(now)
    }

    /// What the receiver believes to get (REMB).
    pub(crate) fn remb(&mut self, now: Instant, bps: u64) {
        self.sender.remb(now, bps);
    }

    /// Which packets the client got when.
    pub(crate) fn feedback(&mut self, now: Instant, fci: &[u8]) {
        // A message that makes no sense harms its sender alone.
        let _ = self.sender.feedback(now, fci);
    }

    /// What the client reports: the part of its packets that was lost, and the round trip, if it tells.
    pub(crate) fn report(&mut self, now: Instant, lost: f32, rtt: Option<Duration>) {
        self.sender.receiver_report(now, lost, rtt);
    }

    /// Takes note of a packet of the client's with a transport-wide number.
    pub(crate) fn arrived(&mut self, now: Instant, seq: u16, bytes: usize) {
        self.arrivals.arrived(now, seq, bytes);
    }

    /// A message that tells the client when its packets arrived, if one is due; and how many of its bytes are padding.
    pub(crate) fn arrivals(&mut self, now: Instant) -> Option<(&[u8], u8)> {
        self.arrivals.deadline().filter(|due| *due <= now)?;
        let written = self.arrivals.write(now, &mut self.message)?;
        Some((self.message.get(..written.bytes)?, written.padding))
    }

    /// When to look again.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let estimate = self.sender.deadline().filter(|_| self.measured);
        [estimate, self.arrivals.deadline()].into_iter().flatten().min()
    }

    /// Lets time pass.
    pub(crate) fn timeout(&mut self, now: Instant) {
        if self.measured && self.sender.deadline().is_some_and(|due| due <= now) {
            self.sender.timeout(now);
        }
    }

    /// What the choice of layers would do with more.
    pub(crate) fn want(&mut self, now: Instant, demand: Demand) {
        self.sender.want(now, demand);
    }

    /// Bits per second that the way carries.
    pub(crate) fn estimate_bps(&self) -> u64 {
        if self.measured { self.sender.estimate_bps() } else { UNMEASURED_BPS }
    }

    /// The part of the packets that was lost lately, for a client that tells it of each.
    pub(crate) fn lost(&self) -> Option<f32> {
        self.measured.then(|| self.sender.lost() as f32)
    }

    /// The round trip; `None` until one was measured.
    pub(crate) fn round_trip(&self) -> Option<Duration> {
        self.sender.round_trip()
    }
}
