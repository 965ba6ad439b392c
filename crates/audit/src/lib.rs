//! The audit log: what an entry says, the Merkle tree over all entries, its signed checkpoints, and how a whole log is verified.
//! Pure: rows and moments come in as arguments; no clock, no socket, no SQL.
//!
//! The formats are C2SP's: [tlog-checkpoint](https://c2sp.org/tlog-checkpoint) in a
//! [signed note](https://c2sp.org/signed-note) over the tree of RFC 6962 §2.1 (the same as RFC 9162 §2.1).
//! `tlog_tiles` and `signed_note` hash, sign and parse; nothing here is cryptography of our own.

mod client;
mod entry;
mod fhir;
mod key;
mod log;
mod tree;
mod verify;

pub use client::Client;
pub use entry::{Act, Entry, Numbered, Outcome, Party, Reason, Record, Role, SALT_BYTES};
pub use fhir::{audit_event, json_line};
pub use key::{Checkpoint, LogKey, NoteTrouble, PublicKey};
pub use log::{Addition, LogError, Row, Stored, day};
pub use tree::{Head, leaf_hash};
pub use verify::{Check, Finding, Report, Whose};
