//! The selective forwarding unit: datagrams and time in, datagrams and events out. No socket, no clock, no task lives here.
//!
//! ```text
//! loop {
//!     while not Wait { relay.poll() }                    // send datagrams, pass events on
//!     wait for a datagram → relay.datagram(now, …)       // or several
//!           or the instant → relay.timeout(now)
//!           or a command  → relay.join / leave / end / want
//! }
//! ```
//!
//! The one rule: after each call, or each handful of datagrams, [`Relay::poll`] until it says [`Output::Wait`].
//!
//! What is not here: anything that could open a payload ([`Sealed`]), anything that writes one anywhere but to a receiver,
//! and a way in without an [`visit::Admission`].

mod allocate;
mod allowance;
mod engine;
mod keyframes;
mod offer;
mod outbox;
mod quality;
mod relay;
mod rewrite;
mod room;
mod sealed;
mod session;
mod slot;
mod source;
mod statistics;
#[cfg(test)]
mod test_time;
pub mod ways;

pub use offer::{Blame, MAX_OFFER_BYTES, OfferError};
pub use outbox::{Event, Output};
pub use relay::{Answer, Config, ConfigError, MAX_DATAGRAM_BYTES, Relay};
pub use sealed::Sealed;
pub use statistics::Statistics;
