//! What only clients may do: the MLS group of a visit, SFrame, invitation tags, the spoken code, the vault.
//!
//! Begin at [`Guest`] (an invited person), [`Holder`] (whoever has an account), [`Desk`] (a clinician) and [`VisitClient`] (either, once in a group); [`practice`] is what an
//! administrator's device does. What they do is specified in `docs/protocol.md` §1–§3. Nothing here has a clock, a socket or a file:
//! time is a parameter, randomness is [`Crypto`]'s, and bytes go in and out. What comes from outside is a type of its own, or plain
//! bytes, until it was verified; nothing of it can make this crate panic.
//!
//! The server never links this crate (`cargo xtask tidy` checks it): the operator's program holds no code that could open sealed bytes.

pub mod account;
mod bytes;
mod certificate;
mod code;
mod colleague;
mod crypto;
mod desk;
mod error;
mod group;
mod guest;
mod holder;
mod identity;
mod invitation;
mod link;
mod media;
mod password;
mod patient;
pub mod practice;
mod replay;
mod secret;
mod sframe;
#[cfg(test)]
mod tests;
mod vault;
mod visit;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use bytes::{Bytes, Id, b64, unb64};
pub use certificate::{Certificate, StaffMember, StaffRole};
pub use code::SpokenCode;
pub use colleague::{ClaimedKeys, Colleague};
pub use crypto::Crypto;
pub use desk::{Desk, DeskClaim};
pub use error::Error;
pub use guest::{Guest, InvitationClaim};
pub use holder::{
    AccountClaim, Certified, ChangedWays, Claimed, ClaimedPatient, EnrolmentClaim, Founded, Holder, MadeColleague,
    PasswordChange, PatientClaim, SealedContact, WaysChange,
};
pub use identity::Member;
pub use invitation::{Card, Note, Role, TaggedKeyPackage, TaggedWelcome};
pub use link::{Link, RootKey};
pub use media::{GRACE_MS, MediaKind, OpenFrameError, SealFrameError};
pub use patient::{Binding, BoundPatient, Contact};
pub use secret::Place;
pub use visit::{Change, GroupCommit, GroupMessage, Opened, VisitClient};

/// Doors that only fuzzing has (`cfg(fuzzing)`): parsers that otherwise stand behind a proof.
#[cfg(fuzzing)]
pub mod fuzzing {
    /// Reads bytes as an MLSMessage whose sender proved nothing.
    pub fn read_unproved(bytes: &[u8]) {
        crate::group::read_unproved(bytes);
    }

    /// Reads bytes as what an account's vault holds.
    pub fn read_vault(bytes: &[u8]) {
        crate::account::read_body(bytes);
    }
}
