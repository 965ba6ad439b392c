//! A native client of Curtain, the independent other side of the browsers in tests and measurements. Nothing of the product imports it.
//!
//! [`person::Person`] is someone in a visit: it knocks with a link ([`door`]), speaks with the server ([`signalling`]), is in the group by
//! `seal`, and has a connection to the relay by `str0m` ([`media`]). [`listen`] keeps what such a person was sent, for a decoder to try;
//! [`people`] fills a visit with them, whom a [`host::Host`] invites and lets in.
//! [`load`] is staff by the hundred, who read and sign in, but hold no visit.

pub mod clock;
pub mod containers;
pub mod convert;
pub mod door;
pub mod host;
pub mod listen;
pub mod load;
pub mod media;
pub mod people;
pub mod person;
pub mod signalling;
pub mod vp8;
