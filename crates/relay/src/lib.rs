//! The selective forwarding unit: datagrams and time in, datagrams and events out. No socket, no clock, no task lives here.
//!
//! ```text
//! loop {
//!     while not Wait { relay.poll() }                    // pass events on
//!     send relay.outgoing(); relay.sent()
//!     wait for a datagram → relay.datagram(now, …)       // or several
//!           or the instant → relay.timeout(now)
//!           or a command  → relay.join / leave / end / want
//! }
//! ```
//!
//! The one rule: after each call, or each handful of datagrams, [`Relay::poll`] until it says [`Output::Wait`], then send what
//! is in [`Relay::outgoing`].
//!
//! What is not here: anything that could open a payload ([`Sealed`]), anything that writes one anywhere but to a receiver,
//! and a way in without an [`visit::Admission`]. `docs/relay.md` tells how it works.

mod allocate;
mod allowance;
mod arena;
mod congestion;
mod keyframes;
mod link;
mod outbox;
mod packet;
mod quality;
mod relay;
mod rewrite;
mod room;
mod sdp;
mod sealed;
mod session;
mod slot;
mod source;
mod srtp;
mod statistics;
mod stream;
#[cfg(test)]
mod test_time;
mod transport;
pub mod ways;
mod wheel;

pub use arena::Message;
pub use outbox::{Event, Output};
pub use relay::{Answer, Config, ConfigError, MAX_DATAGRAM_BYTES, Relay};
pub use sdp::{Blame, MAX_OFFER_BYTES, OfferError};
pub use sealed::Sealed;
pub use statistics::Statistics;
