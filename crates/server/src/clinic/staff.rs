//! Desks that come and go while the server runs: staff taken up at the start, sessions that end, colleagues who leave.

use audit::{Act, Record};
use store::StoreError;
use visit::ids::{StaffId, VisitId};
use visit::wire::{ErrorCategory, ErrorCode, ServerMessage, StaffState, VisitState};
use visit::{Event, Permission, Time};

use super::audit::by_server;
use super::session::{Connection, DeskAccount};
use super::{Clinic, Place};

/// Tells a page that nobody is signed in there any more, and closes its connection.
fn dismiss(connection: &Connection, received: u32) {
    let (code, category) = (ErrorCode::NotSignedIn, ErrorCategory::Client);
    connection.send_uncounted(&ServerMessage::Error { code, category, about: 0, fatal: true }, received);
    connection.close();
}

impl Clinic {
    /// Takes up who has a desk, and by which link where there is one. Returns who has left.
    pub(super) async fn take_up_staff(&mut self) -> Result<Vec<StaffId>, StoreError> {
        let mut left = Vec::new();
        for member in self.store.staff().await? {
            let holds_visits = Permission::HoldVisits.is_given_to(&member.roles);
            if member.state == StaffState::Left {
                left.push(member.staff.clone());
            }
            if let Some(certificate) = member.certificate.filter(|_| holds_visits) {
                self.certificates.insert(member.staff, certificate);
            }
        }
        for link in self.store.desk_links().await? {
            self.tokens.insert(link.token_hash, Place::Desk(link.staff.clone()));
            self.vaults.insert(link.staff, link.vault);
        }
        Ok(left)
    }

    /// Closes the connections of accounts that this concerns; their places are as if their network had gone.
    pub(super) async fn close_desks(&mut self, now: Time, ends: impl Fn(&DeskAccount) -> bool) {
        let of_sessions =
            self.sessions.values().filter_map(|session| Some((session.connection.as_ref()?, session.received())));
        let of_challengers = self.challengers.values().map(|challenger| (&challenger.connection, 0));
        let mut closed = Vec::new();
        for (connection, received) in of_sessions.chain(of_challengers) {
            if connection.account.as_ref().is_some_and(&ends) {
                dismiss(connection, received);
                closed.push(connection.id);
            }
        }
        for session in self.sessions.values_mut().filter(|session| session.openings.belong_to(&ends)) {
            session.openings.lock_all();
            session.forget_words();
        }
        for connection in closed {
            // At once, so that nothing that is still under way from there is obeyed.
            self.closed(now, connection).await;
        }
    }

    /// Colleagues have left: their pages are closed and forgotten, and their visits called off.
    pub(super) async fn depart(&mut self, now: Time, staff: &[StaffId]) {
        self.close_desks(now, |account| staff.contains(&account.staff)).await;
        for one in staff {
            self.sessions.remove(&Place::Desk(one.clone()));
            self.challengers.remove(&Place::Desk(one.clone()));
            self.vaults.remove(one);
            self.tokens.retain(|_, place| !matches!(place, Place::Desk(of) if of == one));
        }
        self.call_off(now, staff).await;
    }

    /// Ends the visits of people who have left, so that nobody waits for them.
    pub(super) async fn call_off(&mut self, now: Time, hosts: &[StaffId]) {
        let theirs = self.rooms.values().filter(|room| hosts.contains(&room.host) && !room.visit.over());
        let visits: Vec<(VisitId, VisitState)> =
            theirs.map(|room| (room.visit.id().clone(), room.visit.state())).collect();
        for (visit, state) in visits {
            let event = if state == VisitState::Scheduled { Event::Cancel } else { Event::End };
            let entry = by_server(now, Act::End, Record::Visit(visit.clone()));
            // Where it is not written, the next start tries again; until then, nobody can hold it.
            let _ = self.happen(now, &visit, event, Some(entry)).await;
        }
    }
}
