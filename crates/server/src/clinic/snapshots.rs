//! What people see of a visit, sent whole whenever it differs: the roster, the queue, the desk.

use visit::Span;
use visit::ids::{SeatId, StaffId, VisitId};
use visit::wire::{HostState, ServerMessage};

use super::{Clinic, Place};
use crate::edge;

/// Which visits a desk shows: those planned from so long ago on, …
const DESK_BEHIND: Span = Span::minutes(12 * 60);
/// … until so far ahead, …
const DESK_AHEAD: Span = Span::minutes(24 * 60);
/// … and so many of those that come later, the next ones first. Lower hides what was planned; higher makes each change of a desk longer.
const DESK_LATER: usize = 100;

impl Clinic {
    /// Sends everyone what has changed with a visit.
    pub(super) fn refresh(&mut self, visit: &VisitId) {
        let Some(room) = self.rooms.get(visit) else { return };
        let host = room.host.clone();
        let people = room.visit.roster();
        let seats: Vec<SeatId> = people.iter().map(|person| person.seat.clone()).collect();
        let roster = ServerMessage::Roster { people };
        for seat in seats {
            if let Some(session) = self.session_of(visit, &seat) {
                session.send_snapshot("roster", &roster);
            }
        }
        self.refresh_host(&host);
    }

    /// Sends a clinician's desk, and those who wait for them, what has changed.
    pub(super) fn refresh_host(&mut self, host: &StaffId) {
        self.refresh_queue(host);
        self.stale_desks.insert(host.clone());
    }

    /// Tells the desks what has changed since they were told last.
    pub(super) fn refresh_desks(&mut self) {
        for host in std::mem::take(&mut self.stale_desks) {
            self.refresh_desk(&host);
        }
    }

    fn refresh_queue(&mut self, host: &StaffId) {
        let desk_online =
            self.sessions.get(&Place::Desk(host.clone())).is_some_and(|session| session.connection.is_some());
        let mut queue: Vec<_> = self
            .rooms
            .values()
            .filter(|room| room.host == *host)
            .flat_map(|room| room.visit.waiting().into_iter().map(move |seat| (seat.waiting_since(), room, seat)))
            .map(|(since, room, seat)| (since, room.visit.id().clone(), seat.id().clone(), room.delay_minutes))
            .collect();
        queue.sort();
        for (place, (_, visit, seat, delay_minutes)) in (1u16..).zip(queue) {
            let host = match self.inside.get(host) {
                _ if !desk_online => HostState::Away,
                Some(inside) if *inside == visit => HostState::Here,
                Some(_) => HostState::InAnotherVisit,
                None => HostState::AtDesk,
            };
            if let Some(session) = self.session_of(&visit, &seat) {
                session.send_snapshot("waiting", &ServerMessage::Waiting { place, host, delay_minutes });
            }
        }
    }

    fn refresh_desk(&mut self, host: &StaffId) {
        let now = edge::now();
        let mut visits: Vec<_> = self
            .rooms
            .values()
            .filter(|room| room.host == *host)
            .map(|room| (room.visit.plan().starts_at, room))
            .filter(|(starts_at, _)| *starts_at + DESK_BEHIND >= now)
            .collect();
        visits.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.visit.id().cmp(other.visit.id())));
        let soon = visits.partition_point(|(starts_at, _)| now + DESK_AHEAD >= *starts_at);
        let shown = visits.into_iter().take(soon + DESK_LATER).map(|(_, room)| room);
        let visits = shown.map(|room| room.for_desk(self.has_open(host, room.visit.id()))).collect();
        if let Some(session) = self.sessions.get_mut(&Place::Desk(host.clone())) {
            session.send_snapshot("desk", &ServerMessage::Desk { visits });
        }
    }
}
