//! How values cross between Rust and JavaScript: the declared types, structured values as JSON, errors by name. No method lives here.

use std::collections::BTreeSet;

use js_sys::JSON;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::account::SealedAccount;
use crate::bytes::{Bytes, Id, unb64};
use crate::practice::Invitation;
use crate::{
    Certificate, ClaimedKeys, Error, GroupCommit, PasswordChange, Role, SealedContact, StaffMember, StaffRole,
    TaggedWelcome,
};

/// The types that the generated declarations name.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export type Role = "clinician" | "patient" | "companion";
export type MediaKind = "microphone" | "camera" | "screen";
export interface Certificate { body: string; signature: string }
export interface TaggedKeyPackage { keyPackage: string; tag: string }
export interface TaggedWelcome { welcome: string; creator: string; tag: string }
export interface GroupCommit { generation: number; epoch: number; commit: string }
export interface GroupMessage { generation: number; message: string }
export interface NewInvitation { seat: string; role: Role; tokenHash: string; sealedSecret: string }
export interface InvitationClaim { rootKey: string; host: Certificate; visit: string; seat: string; role: Role }
export interface DeskClaim { rootKey: string; staff: string; certificate: Certificate; vault: string }
export type StaffRole = "administrator" | "clinician" | "reception" | "officer" | "patient";
export interface StaffMember { staff: string; name: string; roles: StaffRole[]; notAfter: number }
export interface SealedAccount { vault: string; keys: { authenticator: string; wrapped: string }[] }
export interface ClaimedKeys { signKey: string; sealKey: string; tag: string }
export interface EnrolmentClaim { rootKey: string; inviter: Certificate; account: string }
export interface AccountClaim { account: string; rootKey: string; certificate: Certificate | null; vault: SealedAccount; seen: number }
export interface Founded { rootKey: string; certificate: Certificate; vault: SealedAccount; recoveryKey: string }
export interface Claimed { keys: ClaimedKeys; vault: SealedAccount; recoveryKey: string }
export interface WaysChange { addPasskey: boolean; remove: readonly string[]; password: "keep" | "set" | "remove"; renewCode: boolean }
export interface ChangedWays { vault: SealedAccount; recoveryCode: string | null; recoveryKey: string | null }
export interface PatientClaim { rootKey: string; host: Certificate; visit: string; seat: string; account: string }
export interface Contact { name: string; email: string | null; telephone: string | null }
export interface SealedContact { own: string; clinician: string }
export interface ClaimedPatient { keys: ClaimedKeys; vault: SealedAccount; recoveryKey: string; contact: SealedContact }
export interface Binding { body: string; signature: string }
export interface Certified { certificate: Certificate; sealedRoot: string | null }
export interface Colleague { account: string; name: string; roles: readonly StaffRole[] }
export interface MadeColleague { token: string; fragment: string; tokenHash: string; sealedSecret: string }
export interface Card { name: string; alone: boolean | null; headphones: boolean | null; camera: boolean }
export interface Note { text: string; at: number }
export interface Invited { token: string; fragment: string; invitation: NewInvitation }
export interface Admission { commit: GroupCommit; welcome: TaggedWelcome }
export interface Member { leaf: number; seat: string; role: Role; staff: string | null; name: string | null; self: boolean }
export type SpokenCode = { state: "alone" } | { state: "making" } | { state: "ready"; digits: string } | { state: "failed" };
export interface Change {
  generation: number; epoch: number; members: Member[]; membershipChanged: boolean;
  added: string[]; removed: string[]; selfRemoved: boolean; pendingDropped: boolean; code: SpokenCode; send: string[];
}
export interface Opened {
  seat: string; message: { type: string; [key: string]: unknown } | null; code: SpokenCode; send: string[];
}
export type ErrorName =
  | "linkDamaged" | "practiceMismatch" | "badCertificate" | "badVault" | "oldVault" | "badSecret" | "badProof" | "badSealed"
  | "badGroup" | "badCommit" | "badMessage" | "stale" | "busy" | "barred" | "notMember" | "notAllowed" | "noGroup"
  | "mistypedCode" | "wrongPassword" | "badArgument" | "internal";
"#;

/// A failure as JavaScript sees it: an `Error` whose `name` is the error's stable name.
pub struct Failure(pub(super) Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Failure> for JsValue {
    fn from(Failure(error): Failure) -> Self {
        let thrown = js_sys::Error::new(&error.to_string());
        thrown.set_name(error.name());
        thrown.into()
    }
}

pub(super) type Answer<T> = Result<T, Failure>;

/// A structured value as the JavaScript object of its JSON.
pub(super) fn give<T: Serialize>(value: &T) -> Answer<JsValue> {
    let json = serde_json::to_string(value).map_err(|_| Error::Internal)?;
    JSON::parse(&json).map_err(|_| Failure(Error::Internal))
}

/// A JavaScript object through its JSON.
pub(super) fn take<T: DeserializeOwned>(value: &JsValue) -> Answer<T> {
    let json = JSON::stringify(value).ok().and_then(|json| json.as_string()).ok_or(Error::BadArgument)?;
    serde_json::from_str(&json).map_err(|_| Failure(Error::BadArgument))
}

pub(super) fn id(text: &str) -> Answer<Id> {
    Id::try_from(text).map_err(Failure)
}

pub(super) fn ids(list: Vec<String>) -> Answer<BTreeSet<Id>> {
    list.into_iter().map(|seat| Id::try_from(seat).map_err(Failure)).collect()
}

pub(super) fn bytes(text: &str) -> Answer<Vec<u8>> {
    unb64(text).ok_or(Failure(Error::BadArgument))
}

pub(super) fn role(name: &str) -> Answer<Role> {
    match name {
        "clinician" => Ok(Role::Clinician),
        "patient" => Ok(Role::Patient),
        "companion" => Ok(Role::Companion),
        _ => Err(Failure(Error::BadArgument)),
    }
}

/// Unix milliseconds of a JavaScript number; what is no time becomes 0.
pub(super) fn ms(now: f64) -> u64 {
    now as u64
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvitationClaimIn {
    pub(super) root_key: Bytes,
    pub(super) host: Certificate,
    pub(super) visit: Id,
    pub(super) seat: Id,
    pub(super) role: Role,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeskClaimIn {
    pub(super) root_key: Bytes,
    pub(super) staff: Id,
    pub(super) certificate: Certificate,
    pub(super) vault: Bytes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnrolmentClaimIn {
    pub(super) root_key: Bytes,
    pub(super) inviter: Certificate,
    pub(super) account: Id,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountClaimIn {
    pub(super) account: Id,
    pub(super) root_key: Bytes,
    pub(super) certificate: Option<Certificate>,
    pub(super) vault: SealedAccount,
    pub(super) seen: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WaysChangeIn {
    pub(super) add_passkey: bool,
    pub(super) remove: Vec<Bytes>,
    pub(super) password: PasswordChange,
    pub(super) renew_code: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangedWaysOut {
    pub(super) vault: SealedAccount,
    pub(super) recovery_code: Option<String>,
    pub(super) recovery_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PatientClaimIn {
    pub(super) root_key: Bytes,
    pub(super) host: Certificate,
    pub(super) visit: Id,
    pub(super) seat: Id,
    pub(super) account: Id,
}

#[derive(Serialize)]
pub(super) struct SealedContactOut {
    pub(super) own: Bytes,
    pub(super) clinician: Bytes,
}

impl From<SealedContact> for SealedContactOut {
    fn from(SealedContact { own, clinician }: SealedContact) -> Self {
        Self { own, clinician }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClaimedPatientOut {
    pub(super) keys: ClaimedKeys,
    pub(super) vault: SealedAccount,
    pub(super) recovery_key: Bytes,
    pub(super) contact: SealedContactOut,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CertifiedOut {
    pub(super) certificate: Certificate,
    pub(super) sealed_root: Option<Bytes>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MadeColleagueOut {
    pub(super) token: String,
    pub(super) fragment: String,
    pub(super) token_hash: Bytes,
    pub(super) sealed_secret: Bytes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaffMemberOut {
    pub(super) staff: Id,
    pub(super) name: String,
    pub(super) roles: Vec<StaffRole>,
    pub(super) not_after: u64,
}

impl From<StaffMember> for StaffMemberOut {
    fn from(member: StaffMember) -> Self {
        let StaffMember { staff, name, roles, not_after, .. } = member;
        Self { staff, name, roles, not_after }
    }
}

#[derive(Serialize)]
pub(super) struct InvitedOut {
    pub(super) token: String,
    pub(super) fragment: String,
    pub(super) invitation: Invitation,
}

#[derive(Serialize)]
pub(super) struct AdmissionOut {
    pub(super) commit: GroupCommit,
    pub(super) welcome: TaggedWelcome,
}
