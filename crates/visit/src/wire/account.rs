//! Accounts of staff: first start, enrolling, signing in, who works here. Bodies of the requests under `/api`, and their answers;
//! those of passwords are in `password`.
//!
//! What WebAuthn says (`options`, `credential`) is the JSON of WebAuthn Level 3, section 5.1.8 to 5.1.10, and is not looked into here.

use serde::{Deserialize, Serialize};

use super::{
    AccessReason, Certificate, NewPassword, PasswordChange, PasswordInfo, PatientInfo, PracticeInfo, SealedContact,
};
use crate::StaffRole;
use crate::ids::{Opaque, SeatId, StaffId, Token, VisitId};

/// An account's vault as the server keeps it: nothing in it can be opened without an authenticator (`docs/protocol.md` §2.8).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SealedAccount {
    /// The vault.
    pub vault: Opaque,
    /// The vault's key, once for each authenticator.
    pub keys: Vec<WrappedKey>,
}

/// A vault's key, wrapped for one authenticator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WrappedKey {
    /// Which.
    pub authenticator: String,
    /// The wrapped key.
    pub wrapped: Opaque,
}

/// What is behind an enrolment link; answers `POST /api/enrolment`, whose request is a `LinkRequest`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum EnrolmentInfo {
    /// The set-up link of an empty server: whoever holds it founds the practice.
    FirstStart {
        /// The first administrator's account.
        account: StaffId,
    },
    /// A colleague's link.
    Colleague {
        /// The practice.
        practice: PracticeInfo,
        /// The colleague's account.
        account: StaffId,
        /// Their name, as the inviter wrote it.
        name: String,
        /// What they may do.
        roles: Vec<StaffRole>,
        /// The certificate of the administrator who invites them.
        inviter: Certificate,
    },
    /// The link of an invitation: a patient may make an account with it (`docs/protocol.md` §2.10). Refused with `conflict` if they have one,
    /// or are no patient.
    Patient {
        /// The practice.
        practice: PracticeInfo,
        /// The patient's account.
        account: StaffId,
        /// The certificate of the clinician who holds the visit.
        host: Certificate,
        /// The visit.
        visit: VisitId,
        /// The patient's seat.
        seat: SeatId,
    },
}

/// Asks for what a passkey is made with; `POST /api/enrolment/passkey`, answered by [`PasskeyOptions`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EnrolmentPasskey {
    /// From the link's path.
    pub token: Token,
    /// The person's name, which the device shows beside the passkey.
    pub name: String,
}

/// What a passkey is made with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasskeyOptions {
    /// `CredentialCreationOptions`, as JSON.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub options: serde_json::Value,
}

/// A passkey that was just made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewPasskey {
    /// What its owner calls it, such as the device it is on.
    pub name: String,
    /// `RegistrationResponseJSON`, without the results of its extensions: the secret among them stays in the browser.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub credential: serde_json::Value,
}

/// The public keys of a new account, with the proof that the link's holder made them (`docs/protocol.md` §2.9).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClaimedKeys {
    /// Ed25519, 32 bytes.
    pub sign_key: Opaque,
    /// X-Wing, 1,216 bytes.
    pub seal_key: Opaque,
    /// `HMAC(k_enrol, …)`, 32 bytes.
    pub tag: Opaque,
}

/// Who enrols.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Enrolled {
    /// The first administrator, who founds the practice.
    Founder {
        /// The practice, with the root key that their browser made.
        practice: PracticeInfo,
        /// Their name.
        name: String,
        /// What they do: `administrator`, and `clinician` where they hold visits.
        roles: Vec<StaffRole>,
        /// Their own certificate.
        certificate: Certificate,
    },
    /// A colleague, whom an administrator's device certifies next.
    Colleague {
        /// Their keys.
        keys: ClaimedKeys,
    },
    /// A patient, for whose keys the device of the visit's clinician gives its word next.
    Patient {
        /// The account's identifier, as [`EnrolmentInfo::Patient`] said it.
        account: StaffId,
        /// Their keys.
        keys: ClaimedKeys,
        /// Their contact data.
        contact: SealedContact,
    },
}

/// Completes an enrolment and uses its link up; `POST /api/enrolment/finish`, answered by [`AccountInfo`] with a session.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Enrolment {
    /// From the link's path.
    pub token: Token,
    /// Who.
    pub who: Enrolled,
    /// Their keys, sealed.
    pub vault: SealedAccount,
    /// Their first passkey.
    pub passkey: Option<NewPasskey>,
    /// Their password; one of the two there must be.
    pub password: Option<NewPassword>,
    /// The public key of their recovery code, Ed25519, 32 bytes (`docs/protocol.md` §2.8).
    pub recovery_key: Opaque,
}

/// What a passkey signs in with; answers `POST /api/sign-in`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignInOptions {
    /// Names this attempt; valid once, for five minutes.
    pub ceremony: Token,
    /// `CredentialRequestOptions`, as JSON: for any passkey of this server.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub options: serde_json::Value,
}

/// Signs in; `POST /api/sign-in/finish`, answered by [`AccountInfo`] with a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignIn {
    /// Which attempt.
    pub ceremony: Token,
    /// `AuthenticationResponseJSON`, without the results of its extensions.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub credential: serde_json::Value,
}

/// Signs in with a recovery code; `POST /api/sign-in/code`, answered by [`AccountInfo`] with a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignInWithCode {
    /// Which attempt: its 16 bytes are the challenge.
    pub ceremony: Token,
    /// The code's public key, by which the account is found.
    pub key: Opaque,
    /// Its signature for the challenge, Ed25519, 64 bytes (`docs/protocol.md` §2.8).
    pub signature: Opaque,
}

/// A passkey of the account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasskeyInfo {
    /// Its WebAuthn identifier.
    pub credential: Opaque,
    /// What its owner calls it.
    pub name: String,
    /// When it was made, in Unix milliseconds.
    pub made_at: f64,
    /// When it was last used; absent if only made.
    pub used_at: Option<f64>,
}

/// Somewhere the account is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SessionInfo {
    /// Names it: SHA-256 of the cookie's token.
    pub session: Opaque,
    /// The kind of browser, such as `Firefox on Android`.
    pub client: String,
    /// Since when, in Unix milliseconds.
    pub began_at: f64,
    /// The last sign of life, in Unix milliseconds.
    pub seen_at: f64,
    /// Whether it is the one that asks.
    pub own: bool,
}

/// The account that is signed in; answers `GET /api/account` too.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AccountInfo {
    /// The practice.
    pub practice: PracticeInfo,
    /// The account.
    pub account: StaffId,
    /// Its owner's name.
    pub name: String,
    /// What they may do.
    pub roles: Vec<StaffRole>,
    /// What the practice's root key says of them; absent until an administrator's device has said it.
    pub certificate: Option<Certificate>,
    /// Their keys, sealed.
    pub vault: SealedAccount,
    /// Their passkeys, the oldest first.
    pub passkeys: Vec<PasskeyInfo>,
    /// Their password, if they have one.
    pub password: Option<PasswordInfo>,
    /// The practice's root private key, sealed to them by the administrator who certified them as one (`docs/protocol.md` §2.9).
    pub sealed_root: Option<Opaque>,
    /// What a patient's account has beside; absent for staff.
    pub patient: Option<PatientInfo>,
    /// Where they are signed in, the latest first.
    pub sessions: Vec<SessionInfo>,
}

/// Gives the account other ways in; `POST /api/account/ways`, answered by [`AccountInfo`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WaysChanged {
    /// SHA-256 of the vault that this one replaces: nothing is lost where two devices change it at once.
    pub was: Opaque,
    /// The new vault.
    pub vault: SealedAccount,
    /// A passkey to add, made with the options of `POST /api/account/passkey`.
    pub passkey: Option<NewPasskey>,
    /// Passkeys to remove, by their WebAuthn identifiers.
    pub remove: Vec<Opaque>,
    /// A password to set, or none from now on.
    pub password: Option<PasswordChange>,
    /// The public key of a new recovery code, which takes the old one's place.
    pub recovery_key: Option<Opaque>,
}

/// Ends this session, or all of this account's; `POST /api/sign-out`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignOut {
    /// On all devices.
    pub everywhere: bool,
}

/// Ends another session of this account; `POST /api/account/end-session`, answered by [`AccountInfo`].
///
/// Refused with `conflict` for the session that asks, which signs out, and with `notFound` for one that has ended or is not the account's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EndSession {
    /// Which one, as [`SessionInfo`] names it.
    pub session: Opaque,
}

/// Ends all sessions of a colleague, who may sign in again; `POST /api/staff/sign-out`.
///
/// Refused with `conflict` for oneself, and with `notFound` for nobody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StaffSignOut {
    /// Whose.
    pub account: StaffId,
}

/// Where a colleague is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StaffState {
    /// Has a link, and has not used it.
    Invited,
    /// Has made keys; an administrator's device has to certify them.
    Enrolled,
    /// Works here.
    Active,
    /// Has left.
    Left,
}

/// A colleague, as an administrator sees them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Colleague {
    /// Their account.
    pub account: StaffId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub roles: Vec<StaffRole>,
    /// Where they are.
    pub state: StaffState,
    /// Until when their link can be used, in Unix milliseconds; while `invited` only.
    pub expires_at: Option<f64>,
    /// The keys they made; while `enrolled` only.
    pub keys: Option<ClaimedKeys>,
    /// The link's secret, sealed to the administrator who invited; for that one, and while it can be needed.
    pub sealed_secret: Option<Opaque>,
}

/// Everyone who works here; answers `GET /api/staff`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StaffList {
    /// In order of their names.
    pub staff: Vec<Colleague>,
}

/// Invites a colleague; `POST /api/staff/invite`. Valid for seven days.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewColleague {
    /// Their account, 16 random bytes as b64.
    pub account: StaffId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub roles: Vec<StaffRole>,
    /// SHA-256 of the token's 16 bytes.
    pub token_hash: Opaque,
    /// The link's secret, sealed to the inviter's own account.
    pub sealed_secret: Opaque,
}

/// Certifies a colleague who has enrolled; `POST /api/staff/certify`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Certification {
    /// Whom.
    pub account: StaffId,
    /// The certificate.
    pub certificate: Certificate,
    /// The practice's root private key, sealed to whom the certificate makes an administrator.
    pub sealed_root: Option<Opaque>,
}

/// Ends a colleague's access at once, or takes an unused link back; `POST /api/staff/end`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Departure {
    /// Whose.
    pub account: StaffId,
}

/// One opening of a marked visit, as the officer sees it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Access {
    /// The visit.
    pub visit: VisitId,
    /// Who opened it.
    pub account: StaffId,
    /// Their name.
    pub name: String,
    /// In which role.
    pub role: StaffRole,
    /// Why.
    pub reason: AccessReason,
    /// When, in Unix milliseconds.
    pub at: f64,
    /// Whether an officer has looked at it.
    pub seen: bool,
}

/// Who opened marked visits; answers `GET /api/accesses`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AccessList {
    /// The latest first.
    pub accesses: Vec<Access>,
}

/// An officer has looked at the openings; `POST /api/accesses/seen`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AccessesSeen {
    /// Up to and including this moment, in Unix milliseconds.
    pub up_to: f64,
}
