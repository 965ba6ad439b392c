//! A visit on this server: its rules, and what of its people is in memory only. Nothing here outlives the visit.

use std::collections::HashMap;

use store::{StoredSeat, StoredVisit};
use visit::ids::{Opaque, SeatId, StaffId};
use visit::wire::{DeskSeat, DeskVisit, Receipt, Role, TaggedKeyPackage};
use visit::{Seat, Time, Visit};

/// What a person sent that is needed later, in memory only.
#[derive(Default)]
pub(crate) struct Ephemeral {
    pub(crate) card: Option<Opaque>,
    pub(crate) key_package: Option<TaggedKeyPackage>,
    pub(crate) offer: Option<String>,
}

/// What is kept of a seat besides its state.
struct KeptSeat {
    token_hash: Option<Vec<u8>>,
    sealed_secret: Option<Opaque>,
    consent_version: Option<u32>,
}

/// A visit on this server.
pub(crate) struct Room {
    pub(crate) visit: Visit,
    pub(crate) host: StaffId,
    pub(crate) delay_minutes: Option<u16>,
    sensitive: bool,
    kept: HashMap<SeatId, KeptSeat>,
    ephemeral: HashMap<SeatId, Ephemeral>,
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
                state: seat.state(),
                token_hash: kept.and_then(|kept| kept.token_hash.clone()),
                sealed_secret: kept.and_then(|kept| kept.sealed_secret.clone()),
                consent_version: kept.and_then(|kept| kept.consent_version),
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
    pub(crate) fn ephemeral(&mut self, seat: &SeatId) -> &mut Ephemeral {
        self.ephemeral.entry(seat.clone()).or_default()
    }

    /// Notes the consent text a person agreed to.
    pub(crate) fn consented(&mut self, seat: &SeatId, version: u32) {
        if let Some(kept) = self.kept.get_mut(seat) {
            kept.consent_version = Some(version);
        }
    }

    /// Keeps a new invitation.
    pub(crate) fn invited(&mut self, seat: SeatId, token_hash: Vec<u8>, sealed_secret: Opaque) {
        let kept = KeptSeat { token_hash: Some(token_hash), sealed_secret: Some(sealed_secret), consent_version: None };
        self.kept.insert(seat, kept);
    }

    /// Forgets what must not outlive the visit; the store does the same with its part.
    pub(crate) fn forget(&mut self) {
        self.ephemeral.clear();
        self.delay_minutes = None;
        for kept in self.kept.values_mut() {
            kept.sealed_secret = None;
        }
    }

    /// The visit as the clinician's desk sees it.
    pub(crate) fn for_desk(&self) -> DeskVisit {
        let plan = self.visit.plan();
        DeskVisit {
            visit: plan.visit.clone(),
            state: self.visit.state(),
            starts_at: plan.starts_at.wire(),
            minutes: plan.minutes,
            sensitive: self.sensitive,
            capacity: plan.capacity,
            delay_minutes: self.delay_minutes,
            seats: self.visit.seats().iter().map(|seat| self.desk_seat(seat)).collect(),
        }
    }

    fn desk_seat(&self, seat: &Seat) -> DeskSeat {
        let memory = self.ephemeral.get(seat.id());
        DeskSeat {
            seat: seat.id().clone(),
            role: seat.role(),
            state: seat.state(),
            online: seat.online(),
            waiting_since: seat.waiting_since().map(Time::wire),
            card: memory.and_then(|memory| memory.card.clone()),
            key_package: memory.and_then(|memory| memory.key_package.clone()),
            sealed_secret: self.kept.get(seat.id()).and_then(|kept| kept.sealed_secret.clone()),
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
