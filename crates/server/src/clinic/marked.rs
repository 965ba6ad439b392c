//! Which marked visits a desk's session has open, and how one is marked and opened. What a locked one withholds is `visit`'s to say.

use std::collections::HashSet;

use audit::{Act, Addition, Entry, Outcome as Went, Reason};
use store::StoredAccess;
use visit::ids::{StaffId, VisitId};
use visit::wire::{AccessReason, ClientMessage};
use visit::{About, Event, StaffRole, Time};

use super::messages::{NOT_FOUND, NOT_WRITTEN, Outcome};
use super::session::{Connection, DeskAccount};
use super::{Clinic, Place};
use crate::edge;

/// The marked visits that a page has opened, for as long as it is signed in as it was then.
#[derive(Clone, Default)]
pub(crate) struct Openings {
    /// The account's session that they belong to; none at a desk that was opened by a link.
    account: Option<DeskAccount>,
    visits: HashSet<VisitId>,
}

impl Openings {
    /// None yet, of whoever speaks on this connection.
    pub(crate) fn none(connection: &Connection) -> Openings {
        Openings { account: connection.account.clone(), visits: HashSet::new() }
    }

    /// The same where the page comes back on another connection; none if it is signed in anew. Says whether something was locked by that.
    pub(crate) fn carry_over(&mut self, connection: &Connection) -> bool {
        let session = |account: &Option<DeskAccount>| account.as_ref().map(|account| account.session.clone());
        let stays = session(&self.account) == session(&connection.account);
        let locks = !stays && !self.visits.is_empty();
        if !stays {
            *self = Openings::none(connection);
        }
        locks
    }

    pub(crate) fn belong_to(&self, ends: impl Fn(&DeskAccount) -> bool) -> bool {
        self.account.as_ref().is_some_and(ends)
    }

    pub(crate) fn have(&self, visit: &VisitId) -> bool {
        self.visits.contains(visit)
    }

    pub(crate) fn open(&mut self, visit: VisitId) {
        self.visits.insert(visit);
    }

    pub(crate) fn lock(&mut self, visit: &VisitId) {
        self.visits.remove(visit);
    }

    pub(crate) fn lock_all(&mut self) {
        self.visits.clear();
    }
}

impl Clinic {
    /// Whether a clinician's desk has a visit open.
    pub(super) fn has_open(&self, staff: &StaffId, visit: &VisitId) -> bool {
        self.sessions.get(&Place::Desk(staff.clone())).is_some_and(|session| session.openings.have(visit))
    }

    /// Whether a visit is marked, and not open at this desk.
    pub(super) fn is_locked_at(&self, staff: &StaffId, visit: &VisitId) -> bool {
        let opened = self.has_open(staff, visit);
        self.rooms.get(visit).is_some_and(|room| room.visit.is_locked(opened))
    }

    /// Whether this desk may do what a message asks for. Of a colleague's visit it hears nothing, not even that it is marked.
    pub(super) fn permit(&self, staff: &StaffId, message: &ClientMessage) -> Outcome {
        let visit = match About::of(message) {
            About::Nothing => return Ok(()),
            About::Named(visit) => visit,
            About::Entered => match self.inside.get(staff) {
                Some(visit) => visit,
                None => return Ok(()),
            },
        };
        match self.rooms.get(visit).filter(|room| room.host == *staff) {
            Some(room) => Ok(room.visit.permit(self.has_open(staff, visit), message)?),
            None => Ok(()),
        }
    }

    /// Has a visit open at this desk from now on.
    pub(super) fn keep_open(&mut self, staff: &StaffId, visit: &VisitId) {
        if let Some(session) = self.sessions.get_mut(&Place::Desk(staff.clone())) {
            session.openings.open(visit.clone());
        }
    }

    /// Marks a visit, or takes the mark away.
    pub(super) async fn mark(
        &mut self,
        now: Time,
        staff: &StaffId,
        visit: &VisitId,
        marked: bool,
        entry: Option<Entry>,
    ) -> Outcome {
        self.own(staff, visit)?;
        let reason = Reason::of(if marked { "marked" } else { "unmarked" });
        let entry = entry.map(|entry| entry.turned(Went::Done, reason));
        self.happen(now, visit, Event::Mark(marked), entry).await?;
        if marked {
            self.keep_open(staff, visit);
        }
        Ok(())
    }

    /// Opens a marked visit: once the audit log and the officer's list have it, this desk is told what is sealed in it.
    pub(super) async fn open_marked(
        &mut self,
        now: Time,
        staff: &StaffId,
        visit: VisitId,
        reason: AccessReason,
        entry: Option<Entry>,
    ) -> Outcome {
        self.own(staff, &visit)?;
        self.rooms.get(&visit).ok_or(NOT_FOUND)?.visit.openable()?;
        let id = String::from(edge::token().ok_or(NOT_WRITTEN)?);
        let access = StoredAccess {
            id,
            visit: visit.clone(),
            staff: staff.clone(),
            role: StaffRole::Clinician,
            reason,
            at: now,
        };
        let entries: Vec<Entry> = entry.into_iter().map(|entry| entry.turned(Went::Done, Reason::of(reason))).collect();
        if let Err(error) = self.store.add_access(&access, &Addition { key: &self.log_key, entries: &entries }).await {
            tracing::error!(%visit, %error, "an opening could not be written, so the visit stays locked");
            return Err(NOT_WRITTEN);
        }
        self.keep_open(staff, &visit);
        self.refresh_host(staff);
        Ok(())
    }

    /// A page that has not opened the marked visit whose room its clinician is in steps out of it.
    pub(super) async fn leave_locked_room(&mut self, now: Time, staff: &StaffId) {
        let Some(visit) = self.inside.get(staff).cloned() else { return };
        if !self.is_locked_at(staff, &visit) {
            return;
        }
        let place = Place::Desk(staff.clone());
        let client =
            self.sessions.get(&place).and_then(|session| session.connection.as_ref()).map(|c| c.client.clone());
        let entry = client.map(|client| {
            let mut entry = self.entry(now, &place, &client, Act::Exit);
            entry.record = audit::Record::Visit(visit.clone());
            entry
        });
        // Where it is not written, the room is still theirs, and still locked.
        if self.happen(now, &visit, Event::Exit, entry).await.is_ok() {
            self.inside.remove(staff);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::session::ConnectionId;
    use tokio::sync::mpsc::unbounded_channel;

    fn connection(session: Option<u8>) -> Connection {
        let account = session.map(|byte| DeskAccount { staff: "dr".try_into().unwrap(), session: vec![byte; 32] });
        Connection { id: ConnectionId(1), client: audit::Client::server(), account, out: unbounded_channel().0 }
    }

    #[test]
    fn what_is_open_stays_open_for_the_same_signing_in_only() {
        let visit = VisitId::try_from("v1").unwrap();
        for (first, second, stays) in
            [(Some(1), Some(1), true), (Some(1), Some(2), false), (Some(1), None, false), (None, None, true)]
        {
            let mut openings = Openings::none(&connection(first));
            assert!(!openings.have(&visit));
            openings.open(visit.clone());
            assert_eq!(openings.carry_over(&connection(second)), !stays);
            assert_eq!(openings.have(&visit), stays, "{first:?} then {second:?}");
        }
    }

    #[test]
    fn they_belong_to_one_signing_in() {
        let openings = Openings::none(&connection(Some(1)));
        assert!(openings.belong_to(|account| account.session == [1; 32]));
        assert!(!openings.belong_to(|account| account.session == [2; 32]));
        assert!(!Openings::none(&connection(None)).belong_to(|_| true));
    }
}
