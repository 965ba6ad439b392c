//! Which acts write an entry into the audit log, and what it says: the only place that decides it.
//!
//! A change is written in the transaction that makes it, before anyone is told. What is only read, and what is denied, is written by itself;
//! where the same happens again within [`AGAIN_WITHIN`], one entry stands for all of it, so that nobody fills the log by reloading a page.

use std::collections::HashMap;

use ::audit::{Act, Addition, Checkpoint, Client, Entry, LogKey, Outcome, Party, Reason, Record, Role, SALT_BYTES};
use store::{Store, StoreError};
use visit::ids::{SeatId, VisitId};
use visit::wire::{ClientMessage, ErrorCategory, ErrorCode};
use visit::{Effect, Span, Time};

use super::{Clinic, Place};
use crate::edge;

/// For how long a repeated reading or a repeated failure is covered by its first entry. Lower lets one person fill the log; higher hides how often.
const AGAIN_WITHIN: Span = Span::minutes(1);

/// An entry was not written, so what it tells of must not be done.
pub(super) struct NotWritten;

/// What the log says of a message that was obeyed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Treatment {
    /// An entry.
    Written(Act),
    /// Nothing, for this reason.
    Unwritten(&'static str),
}

/// The treatment of each message. One that is not named here does not compile.
pub(super) fn of_message(message: &ClientMessage) -> Treatment {
    use Treatment::{Unwritten, Written};
    match message {
        ClientMessage::Hello { .. } => Written(Act::Connect),
        ClientMessage::TakeSeat => Written(Act::AskForPlace),
        ClientMessage::KeepSeat => Written(Act::KeepPlace),
        ClientMessage::YieldSeat => Written(Act::YieldPlace),
        ClientMessage::Arrive { .. } => Written(Act::Arrive),
        ClientMessage::Rejoin { .. } => Written(Act::Rejoin),
        ClientMessage::Leave => Written(Act::Leave),
        ClientMessage::Plan { .. } => Written(Act::Plan),
        ClientMessage::Enter { .. } => Written(Act::Enter),
        ClientMessage::Exit => Written(Act::Exit),
        ClientMessage::Admit { .. } => Written(Act::Admit),
        ClientMessage::Refuse { .. } => Written(Act::Refuse),
        ClientMessage::Remove { .. } => Written(Act::Remove),
        ClientMessage::Note { .. } => Written(Act::SendNote),
        ClientMessage::Delay { .. } => Written(Act::TellDelay),
        ClientMessage::Invite { .. } => Written(Act::Invite),
        ClientMessage::BindPatient { .. } => Written(Act::BindPatient),
        ClientMessage::DiscardPatient { .. } => Written(Act::EraseAccount),
        ClientMessage::Mark { .. } => Written(Act::Mark),
        ClientMessage::OpenMarked { .. } => Written(Act::OpenMarked),
        ClientMessage::End { .. } => Written(Act::End),
        ClientMessage::Ping | ClientMessage::Ack => Unwritten("it keeps the connection alive"),
        ClientMessage::Offer { .. } => Unwritten("media follows from the admission, which is written"),
        ClientMessage::Want { .. } => Unwritten("it says how large a picture is shown"),
        ClientMessage::Update { .. } => Unwritten("it changes keys and nobody's place"),
        ClientMessage::Evict { .. } => Unwritten("it follows from a departure, which is written"),
        ClientMessage::Application { .. } => {
            Unwritten("sealed words pass and are not kept; how often people speak is theirs")
        }
    }
}

/// What makes a reading or a failure the same as an earlier one.
type Same = (Party, Act, Record, Client, Outcome, Option<Reason>);

/// What was read or denied lately, and when it was written.
#[derive(Default)]
pub(crate) struct Lately(HashMap<Same, Time>);

impl Lately {
    /// Whether an entry for this stands already.
    pub(crate) fn covers(&self, entry: &Entry, now: Time) -> bool {
        self.0.get(&Self::key(entry)).is_some_and(|at| now.since(*at) < AGAIN_WITHIN)
    }

    pub(crate) fn remember(&mut self, entry: &Entry, now: Time) {
        self.0.insert(Self::key(entry), now);
    }

    fn key(entry: &Entry) -> Same {
        let Entry { who, act, record, client, outcome, reason, .. } = entry.clone();
        (who, act, record, client, outcome, reason)
    }

    /// Forgets what is too long ago to cover anything.
    pub(crate) fn forget(&mut self, now: Time) {
        self.0.retain(|_, at| now.since(*at) < AGAIN_WITHIN);
    }
}

/// Fresh bytes that make an entry's hash tell nothing of it once its content is gone.
pub(crate) fn salt() -> [u8; SALT_BYTES] {
    // Without randomness there are no sessions either, and nobody acts; the server's own entries name nobody.
    edge::token().map(|token| *token.as_bytes()).unwrap_or_default()
}

/// Something the server did by itself.
pub(crate) fn by_server(now: Time, act: Act, record: Record) -> Entry {
    Entry::by_server(now.0, act, record, salt())
}

/// Goes on with the log: nothing begins before it says so.
///
/// # Errors
/// [`StoreError`] if it cannot be read or written.
pub(crate) async fn begin(now: Time, store: &Store, key: &LogKey) -> Result<(), StoreError> {
    let mut entries = vec![by_server(now, Act::Start, Record::Practice)];
    let last = store.audit_checkpoint().await?;
    if let Some(Err(trouble)) = last.map(|last| Checkpoint::open(&last.note, &[key.public().clone()])) {
        tracing::warn!(
            "the last checkpoint of the audit log {trouble}; the log goes on, and `curtain audit verify` will say so"
        );
        entries.insert(0, by_server(now, Act::NewKey, Record::Log));
    }
    store.record(&Addition { key, entries: &entries }).await
}

/// What follows from the passing of time: places given up, a visit ended.
pub(super) fn of_time(now: Time, visit: &VisitId, ended: bool, effects: &[Effect]) -> Vec<Entry> {
    let gave_up = effects.iter().filter_map(|effect| match effect {
        Effect::GiveUp(seat) => Some(by_server(now, Act::GiveUp, seat_record(visit, seat))),
        _ => None,
    });
    gave_up.chain(ended.then(|| by_server(now, Act::End, Record::Visit(visit.clone())))).collect()
}

fn seat_record(visit: &VisitId, seat: &SeatId) -> Record {
    Record::Seat { visit: visit.clone(), seat: seat.clone() }
}

/// The record that a place is.
fn record_of(place: &Place) -> Record {
    match place {
        Place::Seat(visit, seat) => seat_record(visit, seat),
        Place::Desk(staff) => Record::Desk(staff.clone()),
    }
}

impl Clinic {
    /// Something that whoever holds a place did to it.
    pub(super) fn entry(&self, now: Time, place: &Place, client: &Client, act: Act) -> Entry {
        let (who, role) = match place {
            Place::Desk(staff) => (Party::Staff(staff.clone()), Role::Clinician),
            Place::Seat(visit, seat) => {
                let role = self.rooms.get(visit).and_then(|room| room.visit.seat(seat)).map(visit::Seat::role);
                let who = Party::Guest { visit: visit.clone(), seat: seat.clone() };
                (who, role.map_or(Role::Patient, Role::from))
            }
        };
        Entry::new(now.0, who, role, act, record_of(place), client.clone(), salt())
    }

    /// The entry for a message that is obeyed; none where its treatment says so.
    pub(super) fn entry_for(
        &self,
        now: Time,
        place: &Place,
        client: &Client,
        message: &ClientMessage,
    ) -> Option<Entry> {
        let Treatment::Written(act) = of_message(message) else { return None };
        let mut entry = self.entry(now, place, client, act);
        if let Some(record) = self.named(place, message) {
            entry.record = record;
        }
        Some(entry)
    }

    /// The record that a message names, if there is one: what a client made up never gets into the log.
    fn named(&self, place: &Place, message: &ClientMessage) -> Option<Record> {
        let inside = match place {
            Place::Desk(staff) => self.inside.get(staff),
            Place::Seat(..) => None,
        };
        let (visit, seat) = match message {
            ClientMessage::Exit => (inside?, None),
            ClientMessage::Admit { seat, .. } | ClientMessage::Remove { seat, .. } => (inside?, Some(seat)),
            ClientMessage::Refuse { visit, seat, .. } | ClientMessage::Note { visit, seat, .. } => (visit, Some(seat)),
            ClientMessage::BindPatient { visit, seat, .. } | ClientMessage::DiscardPatient { visit, seat } => {
                (visit, Some(seat))
            }
            ClientMessage::Enter { visit }
            | ClientMessage::Delay { visit, .. }
            | ClientMessage::Mark { visit, .. }
            | ClientMessage::OpenMarked { visit, .. }
            | ClientMessage::End { visit } => (visit, None),
            ClientMessage::Invite { visit, invitation } => (visit, Some(&invitation.seat)),
            _ => return None,
        };
        let room = self.rooms.get(visit)?;
        let invited = matches!(message, ClientMessage::Invite { .. }) && matches!(place, Place::Desk(_));
        Some(match seat.filter(|seat| invited || room.visit.seat(seat).is_some()) {
            Some(seat) => seat_record(visit, seat),
            None => Record::Visit(visit.clone()),
        })
    }

    /// Writes entries of what changes nothing that is stored.
    pub(super) async fn write(&mut self, entries: &[Entry]) -> Result<(), NotWritten> {
        if entries.is_empty() {
            return Ok(());
        }
        self.store.record(&Addition { key: &self.log_key, entries }).await.map_err(|error| {
            tracing::error!(%error, "the audit log could not be written, so what it would have told of was not done");
            NotWritten
        })
    }

    /// Writes that something was read, unless that stands there already.
    pub(super) async fn write_once(&mut self, now: Time, entry: Entry) -> Result<(), NotWritten> {
        if self.lately.covers(&entry, now) {
            return Ok(());
        }
        self.write(std::slice::from_ref(&entry)).await?;
        self.lately.remember(&entry, now);
        Ok(())
    }

    /// Writes that something was not done, and why.
    pub(super) async fn write_denied(&mut self, now: Time, entry: Entry, code: ErrorCode, category: ErrorCategory) {
        let outcome = if category == ErrorCategory::Server { Outcome::Failed } else { Outcome::Denied };
        // It was not done, so nothing was acknowledged that the log does not have.
        let _ = self.write_once(now, entry.turned(outcome, Reason::of(code))).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use visit::ids::StaffId;

    fn read(now: u64) -> Entry {
        let staff = StaffId::try_from("dr").unwrap();
        let (who, record) = (Party::Staff(staff.clone()), Record::Desk(staff));
        Entry::new(now, who, Role::Clinician, Act::OpenDesk, record, Client::server(), salt())
    }

    #[test]
    fn one_entry_stands_for_a_minute_of_the_same() {
        let mut lately = Lately::default();
        assert!(!lately.covers(&read(0), Time(0)));
        lately.remember(&read(0), Time(0));
        assert!(lately.covers(&read(59_999), Time(59_999)));
        assert!(!lately.covers(&read(60_000), Time(60_000)));
        assert!(!lately.covers(&read(5).turned(Outcome::Denied, None), Time(5)), "another outcome is another entry");
        lately.forget(Time(60_000));
        assert!(lately.0.is_empty());
    }

    #[test]
    fn every_entry_has_salt_of_its_own() {
        assert_ne!(salt(), salt());
    }
}
