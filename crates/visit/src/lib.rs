//! The rules of a visit, from invitation to erasure, and the messages that travel. Pure: no I/O, no clock, no randomness.

mod admission;
pub mod ids;
pub mod wire;

pub use admission::Admission;
#[cfg(feature = "testing")]
pub use admission::testing;
