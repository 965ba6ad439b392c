//! Accounts of patients: made with an invitation's link, bound by a clinician, read in whole and erased by their owner (`docs/protocol.md` §2.10).

use serde::{Deserialize, Serialize};

use super::{AccountInfo, Certificate, ClaimedKeys, VisitState};
use crate::ids::{Opaque, StaffId, VisitId};

/// Contact data, sealed once for each who may read it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SealedContact {
    /// For its owner.
    pub own: Opaque,
    /// For the clinician.
    pub clinician: Opaque,
}

/// A clinician's word for a patient's keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Binding {
    /// The signed bytes (UTF-8 JSON).
    pub body: Opaque,
    /// Ed25519 signature, 64 bytes.
    pub signature: Opaque,
}

/// What a patient's account has beside what every account has.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PatientInfo {
    /// The contact data, sealed to the account itself.
    pub contact: Opaque,
    /// The certificate of the clinician in whose visit it was made, to whom contact data is sealed too.
    pub clinician: Certificate,
    /// Their word for the account's keys; absent until their device has given it.
    pub binding: Option<Binding>,
}

/// Other contact data; `POST /api/account/contact`, answered by [`AccountInfo`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ContactChange {
    /// In place of the earlier one.
    pub contact: SealedContact,
}

/// A visit that a patient with an account was invited to, as long as the practice remembers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeldVisit {
    /// The visit.
    pub visit: VisitId,
    /// Planned start, in Unix milliseconds.
    pub starts_at: f64,
    /// Planned length, in minutes.
    pub minutes: u16,
    /// Where it is.
    pub state: VisitState,
    /// The name of the clinician who holds it.
    pub clinician: String,
    /// The consent text that was agreed to, by its version.
    pub consent_version: Option<u32>,
}

/// Something that was done to the account or one of its visits, as the audit log tells it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeldEntry {
    /// When, in Unix milliseconds.
    pub at: f64,
    /// The name of the member of staff who did it; absent where it was the patient, another guest or the server.
    pub staff: Option<String>,
    /// The role in which it was done, as in the audit log.
    pub role: String,
    /// What, as in the audit log.
    pub act: String,
    /// How it went, as in the audit log.
    pub outcome: String,
    /// Why, as in the audit log.
    pub reason: Option<String>,
}

/// Everything that the practice holds about a patient with an account; answers `GET /api/account/held`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Held {
    /// The account.
    pub account: AccountInfo,
    /// When it was made, in Unix milliseconds.
    pub made_at: f64,
    /// Its visits, the latest first; none before there is a clinician's word for its keys.
    pub visits: Vec<HeldVisit>,
    /// What the audit log has about the account and those visits, the latest first, 1,000 at most; of the visits as above.
    pub entries: Vec<HeldEntry>,
}

/// A patient's account as the clinician's desk sees it, beside the seat it was made in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskPatient {
    /// The account.
    pub account: StaffId,
    /// The keys it claims; until the clinician's word is there.
    pub keys: Option<ClaimedKeys>,
    /// The clinician's word.
    pub binding: Option<Binding>,
    /// The contact data, sealed to the clinician.
    pub contact: Opaque,
}
