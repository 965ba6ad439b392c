//! A visit on this server: its rules, and what of its people is in memory only. Nothing here outlives the visit.

use std::collections::{HashMap, VecDeque};

use store::{StoredPatient, StoredSeat, StoredVisit};
use visit::ids::{Opaque, SeatId, StaffId};
use visit::wire::{
    Binding, DeskPatient, DeskSeat, DeskVisit, Receipt, Role, SealedContact, SeatState, TaggedKeyPackage,
};
use visit::{Seat, Time, Visit};

/// Costly messages (arrivals, KeyPackages, offers) that a person may send at once, …
const COSTLY_BURST: f64 = 10.0;
/// … and per second in the long run. A bad network causes one every few seconds.
const COSTLY_PER_SECOND: f64 = 0.5;
/// Notes to a waiting person that are told again after a reload.
const MAX_NOTES: usize = 8;

/// What a person sent that is needed later, in memory only.
pub(crate) struct Ephemeral {
    pub(crate) card: Option<Opaque>,
    pub(crate) key_package: Option<TaggedKeyPackage>,
    pub(crate) offer: Option<String>,
    notes: VecDeque<Opaque>,
    costly_left: f64,
    costly_at: Time,
}

impl Ephemeral {
    fn new(now: Time) -> Self {
        let notes = VecDeque::new();
        Self { card: None, key_package: None, offer: None, notes, costly_left: COSTLY_BURST, costly_at: now }
    }

    /// Whether one more costly message is within what a person can cause.
    pub(crate) fn may_cost(&mut self, now: Time) -> bool {
        let passed = now.since(self.costly_at).0 as f64 / 1000.0;
        self.costly_at = now;
        self.costly_left = (self.costly_left + passed * COSTLY_PER_SECOND).min(COSTLY_BURST);
        let within = self.costly_left >= 1.0;
        if within {
            self.costly_left -= 1.0;
        }
        within
    }

    /// Keeps a note for a page that is loaded anew.
    pub(crate) fn keep_note(&mut self, note: Opaque) {
        if self.notes.len() == MAX_NOTES {
            self.notes.pop_front();
        }
        self.notes.push_back(note);
    }

    /// The notes so far, oldest first.
    pub(crate) fn notes(&self) -> Vec<Opaque> {
        self.notes.iter().cloned().collect()
    }
}

/// What is kept of a seat besides its state.
struct KeptSeat {
    token_hash: Option<Vec<u8>>,
    sealed_secret: Option<Opaque>,
    consent_version: Option<u32>,
    session_hash: Option<Vec<u8>>,
}

/// A visit on this server.
pub(crate) struct Room {
    pub(crate) visit: Visit,
    pub(crate) host: StaffId,
    pub(crate) delay_minutes: Option<u16>,
    sensitive: bool,
    kept: HashMap<SeatId, KeptSeat>,
    ephemeral: HashMap<SeatId, Ephemeral>,
    /// The accounts that were made with its links, as the store has them.
    patients: HashMap<SeatId, StoredPatient>,
    /// As the store has it.
    pub(crate) saved: StoredVisit,
}

impl Room {
    /// Takes up what the store kept.
    pub(crate) fn restore(saved: StoredVisit, now: Time) -> Self {
        let kept = saved.seats.iter().map(|seat| {
            let kept = KeptSeat {
                token_hash: seat.token_hash.clone(),
                sealed_secret: seat.sealed_secret.clone(),
                consent_version: seat.consent_version,
                session_hash: seat.session_hash.clone(),
            };
            (seat.seat.clone(), kept)
        });
        Self {
            visit: Visit::restore(saved.plan.clone(), saved.kept(), now),
            host: saved.host.clone(),
            delay_minutes: None,
            sensitive: saved.sensitive,
            kept: kept.collect(),
            ephemeral: HashMap::new(),
            patients: HashMap::new(),
            saved,
        }
    }

    /// What the store should have.
    pub(crate) fn to_store(&self) -> StoredVisit {
        let seats = self.visit.seats().iter().map(|seat| {
            let kept = self.kept.get(seat.id());
            StoredSeat {
                seat: seat.id().clone(),
                role: seat.role(),
                state: lasting(seat.state()),
                token_hash: kept.and_then(|kept| kept.token_hash.clone()),
                sealed_secret: kept.and_then(|kept| kept.sealed_secret.clone()),
                consent_version: kept.and_then(|kept| kept.consent_version),
                session_hash: kept.and_then(|kept| kept.session_hash.clone()),
            }
        });
        StoredVisit {
            plan: self.visit.plan().clone(),
            host: self.host.clone(),
            sensitive: self.sensitive,
            state: self.visit.state(),
            generation: self.visit.generation(),
            began_at: self.visit.began_at(),
            ended_at: self.visit.ended_at(),
            seats: seats.collect(),
        }
    }

    /// What is in memory of a person; made on first use.
    pub(crate) fn ephemeral(&mut self, seat: &SeatId, now: Time) -> &mut Ephemeral {
        self.ephemeral.entry(seat.clone()).or_insert_with(|| Ephemeral::new(now))
    }

    /// Notes whose session holds a seat, so that this page is known again after a restart.
    pub(crate) fn held_by(&mut self, seat: &SeatId, session_hash: Vec<u8>) {
        if let Some(kept) = self.kept.get_mut(seat) {
            kept.session_hash = Some(session_hash);
        }
    }

    /// Whether a session key is that of the page that held the seat last.
    pub(crate) fn was_held_by(&self, seat: &SeatId, session_hash: &[u8]) -> bool {
        self.kept.get(seat).is_some_and(|kept| kept.session_hash.as_deref() == Some(session_hash))
    }

    /// SHA-256 of the tokens of its links.
    pub(super) fn token_hashes(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.kept.values().filter_map(|kept| kept.token_hash.as_ref())
    }

    /// Notes the consent text a person agreed to.
    pub(crate) fn consented(&mut self, seat: &SeatId, version: u32) {
        if let Some(kept) = self.kept.get_mut(seat) {
            kept.consent_version = Some(version);
        }
    }

    /// Keeps a new invitation.
    pub(crate) fn invited(&mut self, seat: SeatId, token_hash: Vec<u8>, sealed_secret: Opaque) {
        let kept = KeptSeat {
            token_hash: Some(token_hash),
            sealed_secret: Some(sealed_secret),
            consent_version: None,
            session_hash: None,
        };
        self.kept.insert(seat, kept);
    }

    /// Drops an invitation that the rules refused.
    pub(crate) fn uninvited(&mut self, seat: &SeatId) {
        self.kept.remove(seat);
    }

    /// The account that was made with a seat's link.
    pub(crate) fn patient(&self, seat: &SeatId) -> Option<&StoredPatient> {
        self.patients.get(seat)
    }

    /// Takes up an account that was made with a seat's link.
    pub(crate) fn keep_patient(&mut self, patient: StoredPatient) {
        self.patients.insert(patient.seat.clone(), patient);
    }

    /// Keeps a clinician's word in place of what it was given for.
    pub(crate) fn bind_patient(&mut self, seat: &SeatId, binding: Binding) {
        if let Some(patient) = self.patients.get_mut(seat) {
            patient.keys = None;
            patient.binding = Some(binding);
        }
    }

    /// Keeps other contact data; false if nobody here has this account.
    pub(crate) fn change_contact(&mut self, account: &StaffId, contact: &SealedContact) -> bool {
        let patient = self.patients.values_mut().find(|patient| patient.account == *account);
        patient.map(|patient| patient.contact = contact.clone()).is_some()
    }

    /// Forgets an account; false if nobody here had it.
    pub(crate) fn forget_patient(&mut self, account: &StaffId) -> bool {
        let before = self.patients.len();
        self.patients.retain(|_, patient| patient.account != *account);
        self.patients.len() < before
    }

    /// Forgets what must not outlive the visit; the store does the same with its part.
    pub(crate) fn forget(&mut self) {
        self.ephemeral.clear();
        self.delay_minutes = None;
        for kept in self.kept.values_mut() {
            kept.sealed_secret = None;
            kept.session_hash = None;
        }
        for patient in self.patients.values_mut() {
            patient.keys = None;
        }
    }

    /// The visit as the clinician's desk sees it, which has `opened` it or not.
    pub(crate) fn for_desk(&self, opened: bool) -> DeskVisit {
        let plan = self.visit.plan();
        let locked = self.visit.is_locked(opened);
        DeskVisit {
            visit: plan.visit.clone(),
            state: self.visit.state(),
            starts_at: plan.starts_at.wire(),
            minutes: plan.minutes,
            sensitive: self.sensitive,
            marked: plan.marked,
            locked,
            capacity: plan.capacity,
            delay_minutes: self.delay_minutes,
            seats: self.visit.seats().iter().map(|seat| self.desk_seat(seat, locked)).collect(),
        }
    }

    /// Without what is sealed where the visit is `locked`.
    fn desk_seat(&self, seat: &Seat, locked: bool) -> DeskSeat {
        let memory = self.ephemeral.get(seat.id()).filter(|_| !locked);
        let kept = self.kept.get(seat.id()).filter(|_| !locked);
        let patient = self.patients.get(seat.id()).filter(|_| !locked);
        DeskSeat {
            seat: seat.id().clone(),
            role: seat.role(),
            state: seat.state(),
            online: seat.online(),
            waiting_since: seat.waiting_since().map(Time::wire),
            card: memory.and_then(|memory| memory.card.clone()),
            key_package: memory.and_then(|memory| memory.key_package.clone()),
            sealed_secret: kept.and_then(|kept| kept.sealed_secret.clone()),
            patient: patient.map(|patient| DeskPatient {
                account: patient.account.clone(),
                keys: patient.keys.clone(),
                binding: patient.binding.clone(),
                contact: patient.contact.clinician.clone(),
            }),
        }
    }

    /// What was and was not kept, for one person.
    pub(crate) fn receipt(&self, seat: &SeatId, now: Time, retention_days: u16) -> Receipt {
        Receipt {
            visit: self.visit.id().clone(),
            began_at: self.visit.began_at().map(Time::wire),
            ended_at: now.wire(),
            people: self.visit.people(),
            retention_days,
            consent_version: self.kept.get(seat).and_then(|kept| kept.consent_version),
        }
    }

    /// Whether this seat is the clinician's.
    pub(crate) fn is_host(&self, seat: &SeatId) -> bool {
        self.visit.seat(seat).is_some_and(|seat| seat.role() == Role::Clinician)
    }
}

/// A state as it is written down: whoever is in the call comes back as one who is reconnecting, so how well connected they were is not worth a write.
fn lasting(state: SeatState) -> SeatState {
    match state {
        SeatState::Connected | SeatState::Reconnecting => SeatState::Admitted,
        other => other,
    }
}
