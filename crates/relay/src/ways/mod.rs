//! The ways into the relay that are streams: ICE-TCP, and TURN over TCP or TLS. No socket, no clock, no task lives here, and no media is understood.
//!
//! Hospital networks let neither UDP nor unknown ports through. Their clients reach the relay over TCP, or over TLS on the
//! port of the pages, and the relay hears the same datagrams as from everyone else:
//!
//! ```text
//! the first bytes of a connection → Start::of            // HTTP, or one of ours?
//! ways.open(now, Way::Turn)                              // or Way::IceTcp
//! loop {
//!     bytes from a stream  → ways.bytes(now, stream, bytes, |datagram| relay.datagram(…))
//!     a datagram of the relay for an address with a Ways::lane → ways.send(now, destination, datagram)
//!     a stream is closed   → ways.closed(now, stream)
//!     ways.deadline() came → ways.timeout(now)
//!     while let Some(output) = ways.poll() {             // once for a handful of the above
//!         Write(stream) → write ways.pending(stream), then ways.written(stream, count)
//!         Close(stream, reason) → close it
//!     }
//! }
//! ```
//!
//! The less often it is polled under load, the more frames go in one write.
//!
//! What is not here: a way to anyone but the relay. An allocation of TURN has no socket and no port, and its only peers are
//! the relay's own candidates. Nor does this layer know where anyone is: each stream has a made-up address.

mod addresses;
mod allocation;
mod backlog;
mod credentials;
pub mod framing;
mod refusal;
mod streams;
mod turn;

pub use credentials::{Credentials, Issuer, Person};
pub use framing::{Framing, FramingError, MAX_FRAME_BYTES, Start};
pub use streams::{Datagram, Full, Output, Reason, StreamId, Way, Ways, WaysConfig, WaysStatistics};
pub use turn::MAX_ALLOCATIONS_PER_PERSON;
