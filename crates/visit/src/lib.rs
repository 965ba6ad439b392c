//! The rules of a visit, from invitation to erasure, and the messages that travel. Pure: no I/O, no clock, no randomness.

pub mod ids;
pub mod wire;
