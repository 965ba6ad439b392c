//! One RTP stream at a time: what came in and is kept for a moment, what is missing, what is reported. Who gets it is decided in `room`.

pub(crate) mod incoming;
pub(crate) mod missing;
pub(crate) mod reception;
pub(crate) mod ring;
