//! Accounts of patients as visits know them: with which link one may be made, the clinician's word for it, what the desk is told. How their
//! owners sign in is `accounts`' business.

use audit::{Act, Addition, Client, Entry, Record};
use serde::Deserialize;
use store::{FirstSignIn, StoreError, StoredPatient};
use visit::Time;
use visit::ids::{Opaque, SeatId, StaffId, Token, VisitId};
use visit::wire::{Binding, Certificate, ClaimedKeys, ErrorCategory, ErrorCode, PracticeInfo, Role, SealedContact};

use super::door::RECENT;
use super::limits;
use super::messages::{CONFLICT, MALFORMED, NOT_FOUND, NOT_WRITTEN, Outcome, ensure};
use super::{Clinic, Place};
use crate::edge;

/// An Ed25519 signature.
const SIGNATURE_BYTES: usize = 64;

/// Where a patient may make an account.
pub(crate) struct PatientPlace {
    pub(crate) practice: PracticeInfo,
    /// Of the clinician who holds the visit.
    pub(crate) host: Certificate,
    pub(crate) visit: VisitId,
    pub(crate) seat: SeatId,
}

/// A patient's account that is ready to be made.
pub(crate) struct PatientEnrolment {
    pub(crate) token: Token,
    pub(crate) account: StaffId,
    pub(crate) keys: ClaimedKeys,
    pub(crate) contact: SealedContact,
    pub(crate) first: FirstSignIn,
    pub(crate) client: Client,
}

/// What a clinician's word is about, as far as the server looks into it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    account: StaffId,
    sign_key: Opaque,
    seal_key: Opaque,
    visit: VisitId,
    seat: SeatId,
}

impl Said {
    /// Whether it is about this account, its seat, and the keys that it claims. Who signed it, the patient's client looks at.
    fn is_of(&self, patient: &StoredPatient, keys: &ClaimedKeys) -> bool {
        let place = (&self.account, &self.visit, &self.seat) == (&patient.account, &patient.visit, &patient.seat);
        place && (&self.sign_key, &self.seal_key) == (&keys.sign_key, &keys.seal_key)
    }
}

impl Clinic {
    /// Whether the person in a seat may make an account: a patient who has none, in a visit that is not over, and who was not turned away.
    pub(super) fn may_have_account(&self, visit: &VisitId, seat: &SeatId) -> bool {
        let Some(room) = self.rooms.get(visit) else { return false };
        let patient = room.visit.seat(seat).is_some_and(|seat| seat.role() == Role::Patient);
        let open = self.closed_door(&Place::Seat(visit.clone(), seat.clone())).is_none();
        patient && open && room.patient(seat).is_none()
    }

    fn patient_place(&self, now: Time, token: &Token) -> Result<PatientPlace, ErrorCode> {
        let Some(Place::Seat(visit, seat)) = self.tokens.get(&edge::token_hash(token)) else {
            return Err(ErrorCode::UnknownLink);
        };
        let room = self.rooms.get(visit).ok_or(ErrorCode::UnknownLink)?;
        let host = self.certificates.get(&room.host).ok_or(ErrorCode::Internal)?;
        if room.visit.ended_at().is_some_and(|ended| now.since(ended) > RECENT) {
            return Err(ErrorCode::ExpiredLink);
        }
        if !self.may_have_account(visit, seat) {
            return Err(ErrorCode::Conflict);
        }
        let (practice, host) = (self.practice.clone(), host.clone());
        Ok(PatientPlace { practice, host, visit: visit.clone(), seat: seat.clone() })
    }

    /// Where the link of an invitation lets a patient make an account, for an act of which the log tells: always where it was refused, and
    /// where it is only a look.
    pub(super) async fn patient_link(
        &mut self,
        now: Time,
        token: &Token,
        client: &Client,
        act: Act,
    ) -> Result<PatientPlace, ErrorCode> {
        let found = self.patient_place(now, token);
        if found.is_ok() && act != Act::OpenEnrolment {
            return found;
        }
        self.opened(now, token, client, act, found).await
    }

    /// Makes a patient's account. Whatever happened since its owner was asked for it, their visit goes on, and nobody was faster.
    pub(super) async fn enrol_patient(&mut self, now: Time, enrolment: PatientEnrolment) -> Result<(), ErrorCode> {
        let PatientEnrolment { token, account, keys, contact, first, client } = enrolment;
        let PatientPlace { visit, seat, .. } = self.patient_link(now, &token, &client, Act::Enrol).await?;
        let room = self.rooms.get_mut(&visit).ok_or(ErrorCode::UnknownLink)?;
        let clinician = room.host.clone();
        let (keys, binding) = (Some(keys), None);
        let place = Place::Seat(visit.clone(), seat.clone());
        let patient = StoredPatient { account, visit, seat, clinician, keys, contact, binding, made_at: now };
        let mut entry = self.entry(now, &place, &client, Act::Enrol);
        entry.record = Record::Account(patient.account.clone());
        let entries = [entry];
        let done =
            self.store.enrol_patient(&patient, &first, &Addition { key: &self.log_key, entries: &entries }).await;
        let [entry] = entries;
        let code = match done {
            Ok(true) => {
                let host = patient.clinician.clone();
                if let Some(room) = self.rooms.get_mut(&patient.visit) {
                    room.keep_patient(patient);
                }
                self.refresh_host(&host);
                return Ok(());
            }
            Ok(false) => ErrorCode::Conflict,
            Err(StoreError::UserNameTaken) => ErrorCode::UserNameTaken,
            Err(error) => {
                tracing::error!(%error, "a patient's account could not be written");
                ErrorCode::Internal
            }
        };
        let category = if code == ErrorCode::Internal { ErrorCategory::Server } else { ErrorCategory::Link };
        self.write_denied(now, entry, code, category).await;
        Err(code)
    }

    /// A clinician gives their word for the keys of the account that was made with a seat's link, once.
    pub(super) async fn bind_patient(
        &mut self,
        staff: &StaffId,
        visit: &VisitId,
        seat: &SeatId,
        binding: Binding,
        entry: Option<Entry>,
    ) -> Outcome {
        self.own(staff, visit)?;
        ensure(limits::binding_fits(&binding))?;
        if binding.signature.as_bytes().len() != SIGNATURE_BYTES {
            return Err(MALFORMED);
        }
        let patient = self.rooms.get(visit).and_then(|room| room.patient(seat)).ok_or(NOT_FOUND)?;
        let said: Said = serde_json::from_slice(binding.body.as_bytes()).map_err(|_| MALFORMED)?;
        let keys = patient.keys.as_ref().ok_or(CONFLICT)?;
        if !said.is_of(patient, keys) {
            return Err(CONFLICT);
        }
        let account = patient.account.clone();
        let mut entries: Vec<Entry> = entry.into_iter().collect();
        entries.iter_mut().for_each(|entry| entry.record = Record::Account(account.clone()));
        let addition = Addition { key: &self.log_key, entries: &entries };
        match self.store.bind_patient(&account, &binding, &addition).await {
            Ok(true) => {}
            // Its owner had it erased a moment ago.
            Ok(false) => return Err(CONFLICT),
            Err(error) => {
                tracing::error!(%visit, %error, "a word for a patient's keys could not be written");
                return Err(NOT_WRITTEN);
            }
        }
        if let Some(room) = self.rooms.get_mut(visit) {
            room.bind_patient(seat, binding);
        }
        self.refresh_host(staff);
        Ok(())
    }

    /// A clinician has an account erased that somebody made without the whole link. One for which there is a word is its owner's alone.
    pub(super) async fn discard_patient(
        &mut self,
        staff: &StaffId,
        visit: &VisitId,
        seat: &SeatId,
        entry: Option<Entry>,
    ) -> Outcome {
        self.own(staff, visit)?;
        let patient = self.rooms.get(visit).and_then(|room| room.patient(seat)).ok_or(NOT_FOUND)?;
        if patient.binding.is_some() {
            return Err(CONFLICT);
        }
        let account = patient.account.clone();
        let mut entries: Vec<Entry> = entry.into_iter().collect();
        entries.iter_mut().for_each(|entry| entry.record = Record::Account(account.clone()));
        match self.store.erase_patient(&account, &Addition { key: &self.log_key, entries: &entries }).await {
            // Where its owner was faster, it is gone as well.
            Ok(_) => self.patient_erased(&account),
            Err(error) => {
                tracing::error!(%visit, %error, "a patient's account could not be erased");
                return Err(NOT_WRITTEN);
            }
        }
        Ok(())
    }

    /// A patient has other contact data.
    pub(super) fn contact_changed(&mut self, account: &StaffId, contact: &SealedContact) {
        let mut told = Vec::new();
        for room in self.rooms.iter_mut() {
            if room.change_contact(account, contact) {
                told.push(room.host.clone());
            }
        }
        told.iter().for_each(|host| self.refresh_host(host));
    }

    /// A patient's account is no more.
    pub(super) fn patient_erased(&mut self, account: &StaffId) {
        let mut told = Vec::new();
        for room in self.rooms.iter_mut() {
            if room.forget_patient(account) {
                told.push(room.host.clone());
            }
        }
        told.iter().for_each(|host| self.refresh_host(host));
    }
}
