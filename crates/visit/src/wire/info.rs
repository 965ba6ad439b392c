//! What a link's holder may read before joining: answers of `POST /api/invitation` and `POST /api/desk`.

use serde::{Deserialize, Serialize};

use super::{Role, SeatState, VisitState};
use crate::ids::{Opaque, SeatId, StaffId, Token, VisitId};

/// The request of `POST /api/invitation` and `POST /api/desk`: tokens travel in bodies, not in paths that proxies log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LinkRequest {
    /// From the link's path.
    pub token: Token,
}

/// The practice, as everyone may know it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PracticeInfo {
    /// Its name.
    pub name: String,
    /// The number to call when video does not work.
    pub telephone: Option<String>,
    /// The public half of the root key (Ed25519, 32 bytes); the client compares its fingerprint with the link's.
    pub root_key: Opaque,
    /// The consent text for video care, per language (`en`, `nl`).
    pub consent: ConsentText,
}

/// What the practice asks a person to agree to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConsentText {
    /// Grows with each change of the text.
    pub version: u32,
    /// English.
    pub en: String,
    /// Dutch.
    pub nl: String,
}

/// A staff member's certificate: what the practice's root key says of them (`docs/protocol.md` §2.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Certificate {
    /// The signed bytes (UTF-8 JSON).
    pub body: Opaque,
    /// Ed25519 signature, 64 bytes.
    pub signature: Opaque,
}

/// An invitation, as its holder may know it. Reading it changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InvitationInfo {
    /// The practice.
    pub practice: PracticeInfo,
    /// The certificate of the clinician who holds the visit.
    pub host: Certificate,
    /// The visit.
    pub visit: VisitId,
    /// Where it is.
    pub visit_state: VisitState,
    /// Planned start, in Unix milliseconds.
    pub starts_at: f64,
    /// Planned length, in minutes.
    pub minutes: u16,
    /// Most people it may hold.
    pub capacity: u8,
    /// The invited person's seat.
    pub seat: SeatId,
    /// Their role.
    pub role: Role,
    /// Where they are.
    pub state: SeatState,
    /// Whether the link travelled through the server's own mail, so that the spoken code is asked for.
    pub compare_code: bool,
    /// Whether an account can be made with the link: the person is a patient, has none, and the visit is not over.
    pub may_have_account: bool,
}

/// A clinician's desk before its vault is opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskInfo {
    /// The practice.
    pub practice: PracticeInfo,
    /// The staff member.
    pub staff: StaffId,
    /// Their certificate.
    pub certificate: Certificate,
    /// The vault, sealed under the secret of the desk link (`docs/protocol.md` §2.6).
    pub vault: Opaque,
}

/// What an administrator's device hands to a server for a first or a demonstration practice: public and sealed things only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PracticeSetup {
    /// The practice.
    pub practice: PracticeInfo,
    /// Its staff.
    pub staff: Vec<StaffSetup>,
    /// Its visits.
    pub visits: Vec<VisitSetup>,
}

/// One staff member of a [`PracticeSetup`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StaffSetup {
    /// Who.
    pub staff: StaffId,
    /// SHA-256 of the desk link's token.
    pub token_hash: Opaque,
    /// Their certificate.
    pub certificate: Certificate,
    /// Their vault, sealed.
    pub vault: Opaque,
}

/// One visit of a [`PracticeSetup`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VisitSetup {
    /// The visit.
    pub visit: VisitId,
    /// Who holds it.
    pub host: StaffId,
    /// The host's seat.
    pub host_seat: SeatId,
    /// Planned start, in Unix milliseconds.
    pub starts_at: f64,
    /// Planned length, in minutes.
    pub minutes: u16,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// Most people it may hold, 2 to 16.
    pub capacity: u8,
    /// Whom it is for.
    pub invitations: Vec<super::NewInvitation>,
}
