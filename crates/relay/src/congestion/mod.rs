//! Congestion control: how much may go to a receiver, when, and what a publisher is told of its own packets' arrival. No payload, no socket.
//!
//! One [`Sender`] per receiver's connection, one [`Arrivals`] per publisher's. Time comes in as `Instant`; nothing is allocated
//! per packet once the rings have grown to what a connection needs, and no bytes of a feedback message can make it panic.
//!
//! # Towards a receiver
//!
//! ```text
//! packet to write:   seq = sender.sent(now, bytes on the wire, Class::…)     // goes into the header extension
//! TWCC feedback:     sender.feedback(now, fci)                               // RTPFB, FMT 15: what follows the media SSRC
//! REMB, RR:          sender.remb(now, bps), sender.receiver_report(now, …)   // for peers without TWCC; RTT for all
//! layers chosen:     sender.want(now, Demand { next_bps, desired_bps })
//! due:               sender.timeout(now) at sender.deadline()
//! how much:          sender.estimate_bps(), for the choice of layers
//! when:              sender.budget(now, Class::…), sender.resume(now)
//! ```
//!
//! The plane keeps its queues (indexes into the streams' rings) and empties them in this order, whenever something was queued,
//! and at `resume` and `deadline`:
//!
//! 1. [`Class::Audio`]: always at once; its bytes are paid for by the others.
//! 2. [`Class::Repair`], then [`Class::Video`]: packet by packet while `budget(now, class) > 0`, each told by `sent`, so that the
//!    last packet may overdraw. With packets left: come back at `resume(now)`, when a burst of about 5 ms may go, which is what
//!    makes one GSO message of several packets. A packet that finds budget goes at once, however small the budget.
//! 3. [`Class::Padding`]: while `budget(now, Class::Padding) > 0`, a repeated packet by RTX, or RTP padding. This is a probe: it
//!    asks for what media did not fill. Who cannot pad leaves it; the probe then ends by itself.
//!
//! Packets of any class sent during a probe belong to it: the plane need not know of probes beyond that.
//!
//! # From a publisher
//!
//! `arrivals.arrived(now, seq, bytes)` for each packet with the extension; at `arrivals.deadline()` (again while it says `Some`)
//! `arrivals.write(now, &mut buffer)` gives the FCI of one feedback packet.
//!
//! # Sources
//!
//! - Wire format: draft-holmer-rmcat-transport-wide-cc-extensions-01.
//! - Delay: draft-ietf-rmcat-gcc-02, with the trendline filter instead of the Kalman filter, and constants as in libwebrtc's
//!   `goog_cc` (`trendline_estimator.cc`, `inter_arrival_delta.cc`, `aimd_rate_control.cc`, `link_capacity_estimator.cc`).
//! - Loss: libwebrtc's `loss_based_bwe_v2.cc`, see [`loss`]; so loss that does not depend on the rate is told from congestion.
//! - Probes: libwebrtc's `probe_controller.cc` and `probe_bitrate_estimator.cc`, see [`probe`].

mod acknowledged;
mod aimd;
mod arrivals;
mod capacity;
mod estimate;
mod feedback;
mod groups;
mod history;
mod limited;
mod loss;
mod pacer;
mod probe;
mod sender;
mod standing;
#[cfg(test)]
mod tests;
mod trendline;

pub(crate) use arrivals::Arrivals;
pub(crate) use sender::Sender;

/// The least that is ever estimated, in bits per second: about one voice without its repairs. Lower would starve speech on a
/// link that is dead anyway; higher keeps a queue standing on the weakest links that still carry speech.
pub(crate) const LEAST_BPS: u64 = 30_000;

/// The most that is ever estimated. Beyond sixteen full pictures nothing is gained by knowing more.
pub(crate) const MOST_BPS: u64 = 50_000_000;

/// What a packet is for; the order is that of who goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// A voice. Never delayed. RTCP and STUN are not counted at all.
    Audio,
    /// A retransmission that was asked for.
    Repair,
    /// A picture.
    Video,
    /// Sent only to measure: RTX of something already delivered, or RTP padding.
    Padding,
}

/// What the choice of layers would do with more: see `allocate::Plan`, which has both numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Bits per second that would carry the next better layer; 0 if there is none. Probed for when just not affordable.
    pub(crate) next_bps: u64,
    /// Bits per second that would carry everything shown. Nothing beyond is probed for.
    pub(crate) desired_bps: u64,
}
