//! A clinician plans a visit of their own, and invites whom it is for.

use audit::{Addition, Entry, Record};
use store::StoredVisit;
use visit::ids::StaffId;
use visit::wire::{ClientMessage, MAX_PEOPLE, Role};
use visit::{Plan, Span, Time};

use super::messages::{CONFLICT, MALFORMED, NOT_WRITTEN, Outcome, TOO_MANY, ensure};
use super::room::Room;
use super::{Clinic, Place, limits};

/// Shortest and longest visit, in minutes.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=480;
/// How long ago a visit may have been meant to begin. Lower refuses clocks that are slow; higher lets people plan the past.
const BEHIND: Span = Span::minutes(24 * 60);
/// How far ahead a visit may be planned.
const AHEAD: Span = Span::minutes(366 * 24 * 60);
/// Most visits of one clinician that are not over. Lower forbids a full year; higher lets one account fill the memory.
const MOST: usize = 5_000;

impl Clinic {
    pub(super) async fn plan(
        &mut self,
        now: Time,
        staff: &StaffId,
        body: ClientMessage,
        entry: Option<Entry>,
    ) -> Outcome {
        let ClientMessage::Plan { visit, host_seat, starts_at, minutes, sensitive, marked, capacity, invitation } =
            body
        else {
            return Err(MALFORMED);
        };
        ensure(limits::secret_fits(&invitation.sealed_secret, &invitation.token_hash))?;
        let people = 2..=MAX_PEOPLE;
        let invited = matches!(invitation.role, Role::Patient | Role::Companion) && invitation.seat != host_seat;
        if !MINUTES.contains(&minutes) || !people.contains(&usize::from(capacity)) || !invited {
            return Err(MALFORMED);
        }
        let starts_at = moment(starts_at).filter(|at| *at + BEHIND >= now && now + AHEAD >= *at).ok_or(MALFORMED)?;
        let hash = invitation.token_hash.as_bytes().to_vec();
        if self.rooms.contains_key(&visit) || self.tokens.contains_key(&hash) {
            return Err(CONFLICT);
        }
        if self.rooms.values().filter(|room| room.host == *staff && !room.visit.over()).count() >= MOST {
            return Err(TOO_MANY);
        }
        let plan = Plan { visit: visit.clone(), host: host_seat, starts_at, minutes, capacity, marked };
        let seat = invitation.seat.clone();
        let stored = StoredVisit::planned(plan, staff.clone(), sensitive, &[invitation]);
        let entries: Vec<Entry> = entry
            .into_iter()
            .map(|mut entry| {
                entry.record = Record::Visit(visit.clone());
                entry
            })
            .collect();
        if let Err(error) = self.store.save_visit(&stored, &Addition { key: &self.log_key, entries: &entries }).await {
            tracing::error!(%visit, %error, "a planned visit could not be written");
            return Err(NOT_WRITTEN);
        }
        self.tokens.insert(hash, Place::Seat(visit.clone(), seat));
        if marked {
            self.keep_open(staff, &visit);
        }
        self.rooms.insert(visit, Room::restore(stored, now));
        self.refresh_host(staff);
        Ok(())
    }
}

/// A moment as the wire carries it; nothing if it is none that a clock shows.
fn moment(at: f64) -> Option<Time> {
    // Beyond this, JavaScript has no dates either.
    const LAST: f64 = 8.64e15;
    (at.is_finite() && (0.0..=LAST).contains(&at)).then_some(Time(at as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_moments_that_a_clock_shows_are_moments() {
        assert_eq!(moment(1.5e12), Some(Time(1_500_000_000_000)));
        for none in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            assert_eq!(moment(none), None, "{none}");
        }
    }
}
