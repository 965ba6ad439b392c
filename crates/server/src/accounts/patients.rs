//! `POST /api/account/contact`, `…/delete`, `GET /api/account/held`: what is a patient's own; and the making of their account, which `enrolment` begins.

use std::sync::Arc;

use audit::{Act, Client, Entry, Party, Record};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::{FirstSignIn, StoredPatient, StoredStaff};
use tokio::sync::oneshot;
use visit::ids::{StaffId, Token, VisitId};
use visit::wire::{
    AccountInfo, ClaimedKeys, ContactChange, EnrolmentInfo, ErrorCode, Held, HeldEntry, PatientInfo, SealedContact,
};
use visit::{Permission, Time};

use super::sign_in::Nothing;
use super::{Accounts, failed, limits, lock, passkeys, sessions};
use crate::clinic::{Command, PatientEnrolment, PatientPlace};
use crate::edge;
use crate::routes::refusal::{Body, Refusal, read};

/// Most entries of the audit log that are told at once, the latest. Lower hides more of a long time; higher makes the answer longer.
const MOST_ENTRIES: u32 = 1_000;

/// The link of an invitation with which a patient may make an account.
pub(super) struct PatientLink {
    /// The account that is made if they do.
    pub(super) account: StaffId,
    pub(super) place: PatientPlace,
}

impl PatientLink {
    pub(super) fn info(&self) -> EnrolmentInfo {
        let PatientPlace { practice, host, visit, seat } = &self.place;
        let (practice, account, host) = (practice.clone(), self.account.clone(), host.clone());
        EnrolmentInfo::Patient { practice, account, host, visit: visit.clone(), seat: seat.clone() }
    }
}

/// Other contact data.
pub(crate) async fn contact(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<ContactChange>,
) -> Result<Json<AccountInfo>, Refusal> {
    let ContactChange { contact } = read(body)?;
    let now = edge::now();
    // So that the clinic hears of changes in the order in which they were made.
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let own = who.member.staff.clone();
    let record = Record::Account(own.clone());
    let entry = accounts.permit(now, &who, Permission::OwnRecord, Act::ChangeContact, record).await?;
    limits::contact(&contact)?;
    if !accounts.store.change_contact(&own, &contact, &accounts.addition(&[entry])).await.map_err(failed)? {
        return Err(ErrorCode::NotSignedIn.into());
    }
    // Without a clinic there is no desk to tell.
    let _ = accounts.clinic.send(Command::ContactChanged { account: own, contact });
    Ok(Json(accounts.info(&who.member, &who.hash).await?))
}

/// Everything that is held about who asks.
pub(crate) async fn held(State(accounts): State<Arc<Accounts>>, headers: HeaderMap) -> Result<Json<Held>, Refusal> {
    let now = edge::now();
    let (who, _) = accounts.still_signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    let entry = accounts.permit(now, &who, Permission::OwnRecord, Act::ReadHeld, record).await?;
    let patient = accounts.store.patient(&who.member.staff).await.map_err(failed)?.ok_or(ErrorCode::NotSignedIn)?;
    accounts.write_once(now, entry).await?;
    Ok(Json(accounts.held(&who.member, &who.hash, patient).await?))
}

/// The account is erased, and whoever asked is signed out.
pub(crate) async fn erase(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<Nothing>,
) -> Result<Response, Refusal> {
    let Nothing {} = read(body)?;
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let own = who.member.staff.clone();
    let record = Record::Account(own.clone());
    let entry = accounts.permit(now, &who, Permission::EraseAccount, Act::EraseAccount, record).await?;
    let ended = accounts.sessions_but(&own, None).await?;
    if !accounts.store.erase_patient(&own, &accounts.addition(&[entry])).await.map_err(failed)? {
        return Err(ErrorCode::NotSignedIn.into());
    }
    accounts.tell_ended(ended);
    let _ = accounts.clinic.send(Command::PatientErased { account: own });
    Ok(([(SET_COOKIE, sessions::no_cookie())], Json(serde_json::json!({}))).into_response())
}

impl Accounts {
    /// The account that can be made with an invitation's link, if there is one: always the same until it is made or nobody asks any more, so
    /// that an authenticator that made a passkey for it replaces that one.
    pub(super) async fn patient_link(
        &self,
        now: Time,
        token: &Token,
        client: &Client,
        act: Act,
    ) -> Result<PatientLink, ErrorCode> {
        let (reply, answer) = oneshot::channel();
        let asked = Command::PatientLink { token: token.clone(), client: client.clone(), act, reply };
        self.clinic.send(asked).map_err(|_| ErrorCode::Internal)?;
        let place = answer.await.map_err(|_| ErrorCode::Internal)??;
        let hash = edge::token_hash(token);
        let account = {
            let mut offered = lock(&self.offered);
            let known = offered.take(now, &hash);
            let account = known.or_else(passkeys::new_account).ok_or(ErrorCode::Internal)?;
            offered.begin(now, hash, account.clone());
            account
        };
        if !lock(&self.pace).allows(now, &account) {
            return Err(ErrorCode::TooMany);
        }
        Ok(PatientLink { account, place })
    }

    /// Makes a patient's account, which the clinic does between two things that happen to their visit.
    pub(super) async fn enrol_patient(
        &self,
        token: Token,
        link: PatientLink,
        (account, keys, contact): (StaffId, ClaimedKeys, SealedContact),
        first: FirstSignIn,
        client: &Client,
    ) -> Result<StoredStaff, ErrorCode> {
        limits::keys(&keys)?;
        limits::contact(&contact)?;
        // What was made is sealed for the account that it names: another one, or one of long ago, cannot be made of it.
        if account != link.account {
            // Unless somebody was faster, which says more.
            self.patient_link(edge::now(), &token, client, Act::Enrol).await?;
            return Err(ErrorCode::BadCredential);
        }
        let hash = edge::token_hash(&token);
        let enrolment =
            PatientEnrolment { token, account: account.clone(), keys, contact, first, client: client.clone() };
        let (reply, answer) = oneshot::channel();
        let asked = Command::EnrolPatient { enrolment: Box::new(enrolment), reply };
        self.clinic.send(asked).map_err(|_| ErrorCode::Internal)?;
        answer.await.map_err(|_| ErrorCode::Internal)??;
        lock(&self.offered).take(edge::now(), &hash);
        self.store.member(&account).await.map_err(failed)?.ok_or(ErrorCode::Internal)
    }

    /// What a patient's account has beside; nothing for staff.
    pub(super) async fn patient_info(&self, member: &StoredStaff) -> Result<Option<PatientInfo>, ErrorCode> {
        if !member.is_patient() {
            return Ok(None);
        }
        let patient = self.store.patient(&member.staff).await.map_err(failed)?.ok_or(ErrorCode::Internal)?;
        let clinician = self.store.member(&patient.clinician).await.map_err(failed)?;
        let clinician = clinician.and_then(|clinician| clinician.certificate).ok_or(ErrorCode::Internal)?;
        Ok(Some(PatientInfo { contact: patient.contact.own, clinician, binding: patient.binding }))
    }

    async fn held(&self, member: &StoredStaff, own: &[u8], patient: StoredPatient) -> Result<Held, ErrorCode> {
        // Until a clinician has given their word, whoever made the account may know no more of the link than its token.
        let bound = patient.binding.is_some();
        let visits = if bound { self.store.visits_of(&member.staff).await.map_err(failed)? } else { Vec::new() };
        let mut known: Vec<VisitId> = visits.iter().map(|held| held.visit.clone()).collect();
        if bound && !known.contains(&patient.visit) {
            known.push(patient.visit);
        }
        let entries = self.store.audit_about(&member.staff, &known, MOST_ENTRIES).await.map_err(failed)?;
        let staff = self.store.staff().await.map_err(failed)?;
        let name = |of: &StaffId| {
            let known = staff.iter().find(|one| one.staff == *of).map(|one| one.name.clone());
            // Whom the practice has forgotten, the log still tells apart.
            known.unwrap_or_else(|| of.to_string())
        };
        let entries = entries.into_iter().map(|entry| told(entry, name)).collect();
        let account = self.info(member, own).await?;
        Ok(Held { account, made_at: patient.made_at.wire(), visits, entries })
    }

    /// What an authenticator is told that a passkey is for. Of a patient the server knows no name, so their page puts it in.
    pub(super) async fn name_for_passkey(&self, member: &StoredStaff) -> Result<String, ErrorCode> {
        if !member.is_patient() {
            return Ok(member.name.clone());
        }
        let (practice, _) = self.store.practice().await.map_err(failed)?.ok_or(ErrorCode::Internal)?;
        Ok(practice.name)
    }
}

/// An entry as the patient is told of it.
fn told(entry: Entry, name: impl Fn(&StaffId) -> String) -> HeldEntry {
    let staff = match &entry.who {
        Party::Staff(staff) => Some(name(staff)),
        Party::Patient(_) | Party::Guest { .. } | Party::Practice | Party::Server => None,
    };
    HeldEntry {
        at: Time(entry.at).wire(),
        staff,
        role: word(entry.role),
        act: word(entry.act),
        outcome: word(entry.outcome),
        reason: entry.reason.map(|reason| reason.as_str().to_owned()),
    }
}

/// A value without fields as the log spells it.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
