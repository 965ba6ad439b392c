//! What each message of a client does. Who may say it is decided here; what it means to a visit, by its rules.

use std::collections::HashSet;

use audit::{Act, Entry, Reason, Record};
use visit::ids::{Opaque, SeatId, StaffId, VisitId};
use visit::wire::{
    ClientMessage, ErrorCategory, ErrorCode, FromClient, GroupCommit, MAX_PEOPLE, NewInvitation, SeatState,
    ServerMessage, TaggedKeyPackage, VisitState, Want,
};
use visit::{CommitAt, Event, Refusal, Time};

use super::audit::NotWritten;
use super::effects::{Payload, Trouble};
use super::limits::{self, Bounded};
use super::room::Room;
use super::session::{ConnectionId, Incoming};
use super::{Clinic, Place};
use crate::media::MediaCommand;

/// Why a message was not obeyed.
pub(super) struct Fault(ErrorCode, ErrorCategory);

const NOT_ALLOWED: Fault = Fault(ErrorCode::NotAllowed, ErrorCategory::Client);
pub(super) const NOT_FOUND: Fault = Fault(ErrorCode::NotFound, ErrorCategory::Client);
pub(super) const CONFLICT: Fault = Fault(ErrorCode::Conflict, ErrorCategory::Client);
const TOO_LARGE: Fault = Fault(ErrorCode::TooLarge, ErrorCategory::Client);
pub(super) const TOO_MANY: Fault = Fault(ErrorCode::TooMany, ErrorCategory::Client);
pub(super) const MALFORMED: Fault = Fault(ErrorCode::Malformed, ErrorCategory::Client);
pub(super) const NOT_WRITTEN: Fault = Fault(ErrorCode::Internal, ErrorCategory::Server);

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let (code, category) = refusal.wire();
        Fault(code, category)
    }
}

impl From<NotWritten> for Fault {
    fn from(_: NotWritten) -> Self {
        NOT_WRITTEN
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(refusal) => refusal.into(),
            Trouble::NotWritten(error) => error.into(),
        }
    }
}

pub(super) type Outcome = Result<(), Fault>;

fn at(commit: &GroupCommit) -> CommitAt {
    CommitAt { generation: commit.generation, epoch: commit.epoch }
}

fn bounded(thing: &impl Bounded) -> Outcome {
    if thing.fits() { Ok(()) } else { Err(TOO_LARGE) }
}

pub(super) fn ensure(fits: bool) -> Outcome {
    if fits { Ok(()) } else { Err(TOO_LARGE) }
}

impl Clinic {
    pub(super) async fn message(&mut self, now: Time, connection: ConnectionId, message: FromClient) {
        let Some(place) = self.connections.get(&connection).cloned() else { return };
        if self.challenges(&place, connection) {
            match message.body {
                ClientMessage::TakeSeat => self.take_seat(now, &place).await,
                ClientMessage::Ping => self.answer_challenger(&place),
                _ => {}
            }
            return;
        }
        let client =
            self.sessions.get(&place).and_then(|session| session.connection.as_ref()).map(|c| c.client.clone());
        let entry = client.and_then(|client| self.entry_for(now, &place, &client, &message.body));
        let Some(session) = self.sessions.get_mut(&place) else { return };
        session.acknowledge(message.ack);
        let outcome = match (message.seq, message.body) {
            (0, ClientMessage::Ping) => {
                if let Some(connection) = &session.connection {
                    connection.send_uncounted(&ServerMessage::Pong, session.received());
                }
                Ok(())
            }
            (0, ClientMessage::Ack) => Ok(()),
            (0, _) => Err(MALFORMED),
            (seq, body) => match session.count(seq) {
                Incoming::Next => self.say(now, &place, body, entry.clone()).await,
                Incoming::Again => Ok(()),
                Incoming::Gap => {
                    if let Some(connection) = &session.connection {
                        connection.close();
                    }
                    Ok(())
                }
            },
        };
        let Err(Fault(code, category)) = outcome else { return };
        if let Some(entry) = entry {
            self.write_denied(now, entry, code, category).await;
        }
        if let Some(session) = self.sessions.get_mut(&place) {
            session.send(&ServerMessage::Error { code, category, about: message.seq, fatal: false });
        }
    }

    /// Obeys a message, and writes its entry before anyone is told.
    async fn say(&mut self, now: Time, place: &Place, body: ClientMessage, entry: Option<Entry>) -> Outcome {
        if let Place::Desk(staff) = place {
            self.permit(staff, &body)?;
        }
        match body {
            ClientMessage::KeepSeat => Ok(self.keep_seat(place, entry).await?),
            ClientMessage::YieldSeat => Ok(self.yield_seat(now, place, entry).await?),
            ClientMessage::Hello { .. } | ClientMessage::Ping | ClientMessage::Ack | ClientMessage::TakeSeat => {
                Err(MALFORMED)
            }
            ClientMessage::Offer { .. }
            | ClientMessage::Want { .. }
            | ClientMessage::Update { .. }
            | ClientMessage::Application { .. }
            | ClientMessage::Evict { .. } => {
                let (visit, seat) = self.seats_of(place).pop().ok_or(NOT_ALLOWED)?;
                self.say_in_visit(now, visit, seat, body).await
            }
            body => match place {
                Place::Seat(visit, seat) => self.say_as_guest(now, visit, seat, body, entry).await,
                Place::Desk(staff) => self.say_at_desk(now, staff, body, entry).await,
            },
        }
    }

    /// What guests and clinicians both say.
    async fn say_in_visit(&mut self, now: Time, visit: VisitId, seat: SeatId, body: ClientMessage) -> Outcome {
        match body {
            ClientMessage::Offer { sdp } => {
                let room = self.rooms.get_mut(&visit).ok_or(NOT_FOUND)?;
                ensure(sdp.len() <= relay::MAX_OFFER_BYTES)?;
                let memory = room.ephemeral(&seat, now);
                if !memory.may_cost(now) {
                    return Err(TOO_MANY);
                }
                memory.offer = Some(sdp);
                self.happen(now, &visit, Event::Offer(seat), None).await?;
            }
            ClientMessage::Want { wants } => self.want(&visit, &seat, wants)?,
            ClientMessage::Update { commit } => {
                bounded(&commit)?;
                let event = Event::Update(seat, at(&commit));
                self.happen_with(now, &visit, event, None, Payload { commit: Some(commit), welcome: None }).await?;
            }
            ClientMessage::Evict { seat: gone, commit } => {
                bounded(&commit)?;
                let event = Event::Evict { by: seat, gone, at: at(&commit) };
                self.happen_with(now, &visit, event, None, Payload { commit: Some(commit), welcome: None }).await?;
            }
            ClientMessage::Application { generation, message } => {
                self.forward(&visit, &seat, generation, message)?;
            }
            _ => return Err(NOT_ALLOWED),
        }
        Ok(())
    }

    fn want(&mut self, visit: &VisitId, receiver: &SeatId, wants: Vec<Want>) -> Outcome {
        ensure(wants.len() <= 2 * MAX_PEOPLE)?;
        for Want { seat: of, kind, height } in wants {
            let command = MediaCommand::Want { visit: visit.clone(), receiver: receiver.clone(), of, kind, height };
            self.media.tell(command);
        }
        Ok(())
    }

    /// Passes a sealed message to the other members of the group.
    fn forward(&mut self, visit: &VisitId, from: &SeatId, generation: u32, message: Opaque) -> Outcome {
        ensure(limits::application_fits(&message))?;
        let room = self.rooms.get(visit).ok_or(NOT_FOUND)?;
        let member = room.visit.seat(from).is_some_and(visit::Seat::in_group);
        if !member || generation != room.visit.generation() {
            return Err(NOT_ALLOWED);
        }
        let others: Vec<SeatId> = room.visit.members().filter(|seat| *seat != from).cloned().collect();
        let message = ServerMessage::Application { generation, from: from.clone(), message };
        for seat in others {
            self.tell(visit, &seat, &message);
        }
        Ok(())
    }

    async fn say_as_guest(
        &mut self,
        now: Time,
        visit: &VisitId,
        seat: &SeatId,
        body: ClientMessage,
        entry: Option<Entry>,
    ) -> Outcome {
        match body {
            ClientMessage::Arrive { consent_version, card, key_package } => {
                ensure(limits::card_fits(&card))?;
                bounded(&key_package)?;
                if consent_version != self.practice.consent.version {
                    return Err(Fault(ErrorCode::ConsentOutdated, ErrorCategory::Visit));
                }
                let room = self.rooms.get_mut(visit).ok_or(NOT_FOUND)?;
                if room.visit.over() {
                    return Err(Fault(ErrorCode::VisitEnded, ErrorCategory::Visit));
                }
                let memory = room.ephemeral(seat, now);
                if !memory.may_cost(now) {
                    return Err(TOO_MANY);
                }
                memory.card = Some(card);
                memory.key_package = Some(key_package);
                let notes = memory.notes();
                room.consented(seat, consent_version);
                self.happen(now, visit, Event::Arrive(seat.clone()), entry).await?;
                if let Some(session) = self.session_of(visit, seat).filter(|session| !session.notes_told) {
                    session.notes_told = true;
                    notes.into_iter().for_each(|note| session.send(&ServerMessage::Note { note }));
                }
            }
            ClientMessage::Rejoin { key_package } => self.rejoin(now, visit, seat, key_package, entry).await?,
            ClientMessage::Leave => self.happen(now, visit, Event::Leave(seat.clone()), entry).await?,
            _ => return Err(NOT_ALLOWED),
        }
        Ok(())
    }

    /// An admitted person whose page forgot the group asks the clinician's page to add them again.
    async fn rejoin(
        &mut self,
        now: Time,
        visit: &VisitId,
        seat: &SeatId,
        key_package: TaggedKeyPackage,
        entry: Option<Entry>,
    ) -> Outcome {
        bounded(&key_package)?;
        let room = self.rooms.get_mut(visit).ok_or(NOT_FOUND)?;
        if !room.visit.seat(seat).is_some_and(visit::Seat::in_call) {
            return Err(NOT_ALLOWED);
        }
        let host = room.visit.plan().host.clone();
        let memory = room.ephemeral(seat, now);
        if !memory.may_cost(now) {
            return Err(TOO_MANY);
        }
        memory.key_package = Some(key_package.clone());
        let (inside, staff) = (room.visit.host_inside(), room.host.clone());
        self.happen(now, visit, Event::Forgot(seat.clone()), entry).await?;
        if inside && !self.is_locked_at(&staff, visit) {
            // A page that was just reloaded has not seen the visits yet.
            self.refresh_desks();
            self.tell(visit, &host, &ServerMessage::Rejoin { seat: seat.clone(), key_package });
        }
        Ok(())
    }

    /// The visit, if it is one of this clinician's.
    pub(super) fn own(&self, staff: &StaffId, visit: &VisitId) -> Outcome {
        let own = self.rooms.get(visit).is_some_and(|room| room.host == *staff);
        if own { Ok(()) } else { Err(NOT_FOUND) }
    }

    async fn say_at_desk(&mut self, now: Time, staff: &StaffId, body: ClientMessage, entry: Option<Entry>) -> Outcome {
        match body {
            ClientMessage::Plan { .. } => self.plan(now, staff, body, entry).await,
            ClientMessage::Enter { visit } => self.enter(now, staff, visit, entry).await,
            ClientMessage::Exit => {
                let visit = self.inside.get(staff).cloned().ok_or(NOT_ALLOWED)?;
                let outcome = self.happen(now, &visit, Event::Exit, entry).await;
                if !matches!(outcome, Err(Trouble::NotWritten(_))) {
                    self.inside.remove(staff);
                }
                Ok(outcome?)
            }
            ClientMessage::Admit { seat, commit, welcome } => {
                bounded(&commit)?;
                bounded(&welcome)?;
                let visit = self.inside.get(staff).cloned().ok_or(NOT_ALLOWED)?;
                let event = Event::Admit(seat, at(&commit));
                let payload = Payload { commit: Some(commit), welcome: Some(welcome) };
                Ok(self.happen_with(now, &visit, event, entry, payload).await?)
            }
            ClientMessage::Remove { seat, commit } => {
                bounded(&commit)?;
                let visit = self.inside.get(staff).cloned().ok_or(NOT_ALLOWED)?;
                let event = Event::Remove(seat, at(&commit));
                let payload = Payload { commit: Some(commit), welcome: None };
                Ok(self.happen_with(now, &visit, event, entry, payload).await?)
            }
            ClientMessage::Refuse { visit, seat, reason } => {
                self.own(staff, &visit)?;
                let entry = entry.map(|entry| entry.turned(audit::Outcome::Done, Reason::of(reason)));
                Ok(self.happen(now, &visit, Event::Refuse(seat, reason), entry).await?)
            }
            ClientMessage::Note { visit, seat, note } => {
                self.own(staff, &visit)?;
                ensure(limits::note_fits(&note))?;
                self.note(now, &visit, &seat, note, entry).await
            }
            ClientMessage::Delay { visit, minutes } => {
                self.own(staff, &visit)?;
                self.write(entry.as_slice()).await?;
                if let Some(room) = self.rooms.get_mut(&visit).filter(|room| !room.visit.over()) {
                    room.delay_minutes = minutes;
                }
                self.refresh_host(staff);
                Ok(())
            }
            ClientMessage::Invite { visit, invitation } => self.invite(now, staff, visit, invitation, entry).await,
            ClientMessage::BindPatient { visit, seat, binding } => {
                self.bind_patient(staff, &visit, &seat, binding, entry).await
            }
            ClientMessage::DiscardPatient { visit, seat } => self.discard_patient(staff, &visit, &seat, entry).await,
            ClientMessage::Mark { visit, marked } => self.mark(now, staff, &visit, marked, entry).await,
            ClientMessage::OpenMarked { visit, reason } => self.open_marked(now, staff, visit, reason, entry).await,
            ClientMessage::End { visit } => {
                self.own(staff, &visit)?;
                Ok(self.happen(now, &visit, Event::End, entry).await?)
            }
            _ => Err(NOT_ALLOWED),
        }
    }

    /// A note reaches whoever waits, now or once their page is back.
    async fn note(&mut self, now: Time, visit: &VisitId, seat: &SeatId, note: Opaque, entry: Option<Entry>) -> Outcome {
        let room = self.rooms.get(visit).ok_or(NOT_FOUND)?;
        if room.visit.seat(seat).ok_or(NOT_FOUND)?.state() != SeatState::Arrived {
            return Err(NOT_ALLOWED);
        }
        self.write(entry.as_slice()).await?;
        let room = self.rooms.get_mut(visit).ok_or(NOT_FOUND)?;
        room.ephemeral(seat, now).keep_note(note.clone());
        self.tell(visit, seat, &ServerMessage::Note { note });
        Ok(())
    }

    async fn enter(&mut self, now: Time, staff: &StaffId, visit: VisitId, entry: Option<Entry>) -> Outcome {
        self.own(staff, &visit)?;
        if !self.is_running(&visit) {
            return Err(Fault(ErrorCode::VisitEnded, ErrorCategory::Visit));
        }
        if !self.has_room_for(&visit) {
            return Err(Fault(ErrorCode::ServerFull, ErrorCategory::Server));
        }
        if let Some(other) = self.inside.get(staff).filter(|other| **other != visit).cloned() {
            // Stepping into one room is stepping out of the other.
            let left = entry.clone().map(|mut entry| {
                (entry.act, entry.record) = (Act::Exit, Record::Visit(other.clone()));
                entry
            });
            if let Err(Trouble::NotWritten(error)) = self.happen(now, &other, Event::Exit, left).await {
                return Err(error.into());
            }
        }
        // The page must hear that it entered before it hears who is there, so the entry is written ahead of the change.
        self.write(entry.as_slice()).await?;
        self.inside.insert(staff.clone(), visit.clone());
        if let Some(room) = self.rooms.get(&visit) {
            let plan = room.visit.plan();
            let entered = ServerMessage::Entered {
                visit: visit.clone(),
                seat: plan.host.clone(),
                generation: room.visit.generation() + 1,
                capacity: plan.capacity,
                ice_servers: self.media.ice_servers(&visit, &plan.host),
            };
            if let Some(session) = self.sessions.get_mut(&Place::Desk(staff.clone())) {
                session.forget_snapshots();
                session.send(&entered);
            }
        }
        Ok(self.happen(now, &visit, Event::Enter, None).await?)
    }

    /// Whether the relay can take the people of a visit beside those of the visits that have begun. One that has begun goes on.
    fn has_room_for(&self, visit: &VisitId) -> bool {
        let places = |room: &Room| room.visit.seats().len().min(room.visit.plan().capacity.into());
        let entered: HashSet<&VisitId> = self.inside.values().collect();
        let begun = |room: &Room| room.visit.state() == VisitState::InSession || entered.contains(room.visit.id());
        let Some(room) = self.rooms.get(visit).filter(|room| !begun(room)) else { return true };
        let taken: usize = self.rooms.iter().filter(|other| begun(other)).map(places).sum();
        taken + places(room) <= self.media.places
    }

    async fn invite(
        &mut self,
        now: Time,
        staff: &StaffId,
        visit: VisitId,
        invitation: NewInvitation,
        entry: Option<Entry>,
    ) -> Outcome {
        self.own(staff, &visit)?;
        let NewInvitation { seat, role, token_hash, sealed_secret } = invitation;
        ensure(limits::secret_fits(&sealed_secret, &token_hash))?;
        let hash = token_hash.as_bytes().to_vec();
        if self.tokens.contains_key(&hash) {
            return Err(NOT_ALLOWED);
        }
        let room = self.rooms.get_mut(&visit).ok_or(NOT_FOUND)?;
        let is_new = room.visit.seat(&seat).is_none();
        if is_new {
            room.invited(seat.clone(), hash.clone(), sealed_secret);
        }
        let outcome = self.happen(now, &visit, Event::Invite(seat.clone(), role), entry).await;
        if outcome.is_err()
            && is_new
            && let Some(room) = self.rooms.get_mut(&visit)
        {
            room.uninvited(&seat);
        }
        outcome?;
        self.tokens.insert(hash, Place::Seat(visit, seat));
        Ok(())
    }
}
