//! The signalling messages between a client and the server: JSON text frames over one WebSocket (`docs/protocol.md` §4).
//! What travels inside `Opaque` is specified and opened by clients only.

mod account;
mod client;
mod info;
mod password;
mod patient;
mod server;

pub use account::*;
pub use client::*;
pub use info::*;
pub use password::*;
pub use patient::*;
pub use server::*;

use serde::{Deserialize, Serialize};

/// The version of this protocol; a server refuses any other.
pub const PROTOCOL: u16 = 1;

/// Longest WebSocket message accepted from a client, in bytes. Lower would split files into more pieces; higher lets one client hold more of the server's memory.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// Most people in one visit, the clinician included.
pub const MAX_PEOPLE: usize = 16;

/// A role in a visit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Role {
    /// Holds the visit: admits, removes, ends.
    Clinician,
    /// Whom the visit is for.
    Patient,
    /// An interpreter, relative, second clinician or trainee.
    Companion,
}

/// Where a person in a visit is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SeatState {
    /// Has a link and has not come yet.
    Invited,
    /// In the waiting room.
    Arrived,
    /// Let in by the clinician; not yet heard from in the call.
    Admitted,
    /// In the call.
    Connected,
    /// In the call, connection lost; the seat is kept.
    Reconnecting,
    /// Gone by their own act, or not back in time.
    Left,
    /// Turned away at the door.
    Refused,
    /// Taken out of the call by the clinician.
    Removed,
}

/// Where a visit is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum VisitState {
    /// Planned; nobody has come.
    Scheduled,
    /// Someone is in the waiting room, or the clinician is in the room.
    Open,
    /// At least one person was admitted.
    InSession,
    /// Over for everyone.
    Ended,
    /// Ended, and nothing ephemeral is left.
    Erased,
    /// Called off before anyone came.
    Cancelled,
    /// The clinician waited; nobody came, for no technical reason.
    Missed,
}

/// What kind of media a stream or slot carries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MediaKind {
    /// Opus from the microphone.
    Microphone,
    /// VP8 from the camera, up to three simulcast layers.
    Camera,
    /// VP8 from a shared screen.
    Screen,
}
