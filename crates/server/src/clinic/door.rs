//! Who comes in on a connection: links, sessions taken up again, and two browsers with one link.

use audit::{Act, Client, Entry, Outcome, Reason};
use visit::ids::Token;
use visit::wire::{
    Credential, DeskInfo, ErrorCategory, ErrorCode, InvitationInfo, Resume, SeatState, ServerMessage, VisitState,
};
use visit::{Event, Span, Time};

use super::audit::NotWritten;
use super::effects::Trouble;
use super::marked::Openings;
use super::session::{Connection, ConnectionId, Session};
use super::{Challenger, Clinic, Place};
use crate::edge;

/// How long the holder of a seat has to answer someone who asks for it. Lower takes seats from people who look away; higher lets others wait.
const ANSWER_WITHIN: Span = Span::seconds(20);
/// The same where the holder's connection is lost, and nobody may be there to answer.
const ANSWER_WITHIN_WHEN_AWAY: Span = Span::seconds(10);
/// How long a finished session is kept for a client that was away when it ended.
const KEEP_FINISHED: Span = Span::minutes(10);
/// How long a session is kept for a client that does not come back.
const KEEP_LOST: Span = Span::minutes(120);
/// How long after its end a visit's link still says that it ended, rather than that it is too old.
pub(super) const RECENT: Span = Span::minutes(24 * 60);

pub(super) fn fatal(connection: &Connection, code: ErrorCode, category: ErrorCategory) {
    connection.send_uncounted(&ServerMessage::Error { code, category, about: 0, fatal: true }, 0);
    connection.close();
}

impl Clinic {
    /// Tells what is behind an invitation's link, once the audit log says that it was opened.
    pub(super) async fn open_invitation(
        &mut self,
        now: Time,
        token: &Token,
        client: &Client,
    ) -> Result<InvitationInfo, ErrorCode> {
        let info = self.invitation(token);
        self.opened(now, token, client, Act::OpenLink, info).await
    }

    /// Tells what is behind a desk's link, once the audit log says that it was opened.
    pub(super) async fn open_desk(&mut self, now: Time, token: &Token, client: &Client) -> Result<DeskInfo, ErrorCode> {
        let info = self.desk_info(token);
        self.opened(now, token, client, Act::OpenDesk, info).await
    }

    /// Writes that a link was opened. One that leads nowhere names no record, and is not written.
    pub(super) async fn opened<T>(
        &mut self,
        now: Time,
        token: &Token,
        client: &Client,
        act: Act,
        info: Result<T, ErrorCode>,
    ) -> Result<T, ErrorCode> {
        let Some(place) = self.tokens.get(&edge::token_hash(token)).cloned() else { return info };
        let entry = self.entry(now, &place, client, act);
        match info {
            Ok(info) => match self.write_once(now, entry).await {
                Ok(()) => Ok(info),
                Err(NotWritten) => Err(ErrorCode::Internal),
            },
            Err(code) => {
                self.write_denied(now, entry, code, ErrorCategory::Link).await;
                Err(code)
            }
        }
    }

    fn invitation(&self, token: &Token) -> Result<InvitationInfo, ErrorCode> {
        let Some(Place::Seat(visit, seat)) = self.tokens.get(&edge::token_hash(token)) else {
            return Err(ErrorCode::UnknownLink);
        };
        let room = self.rooms.get(visit).ok_or(ErrorCode::UnknownLink)?;
        let seat = room.visit.seat(seat).ok_or(ErrorCode::UnknownLink)?;
        let host = self.certificates.get(&room.host).ok_or(ErrorCode::Internal)?;
        if room.visit.ended_at().is_some_and(|ended| edge::now().since(ended) > RECENT) {
            return Err(ErrorCode::ExpiredLink);
        }
        let plan = room.visit.plan();
        Ok(InvitationInfo {
            practice: self.practice.clone(),
            host: host.clone(),
            visit: visit.clone(),
            visit_state: room.visit.state(),
            starts_at: plan.starts_at.wire(),
            minutes: plan.minutes,
            capacity: plan.capacity,
            seat: seat.id().clone(),
            role: seat.role(),
            state: seat.state(),
            compare_code: false,
            may_have_account: self.may_have_account(visit, seat.id()),
        })
    }

    fn desk_info(&self, token: &Token) -> Result<DeskInfo, ErrorCode> {
        let Some(Place::Desk(staff)) = self.tokens.get(&edge::token_hash(token)) else {
            return Err(ErrorCode::UnknownLink);
        };
        let desk = self.certificates.get(staff).zip(self.vaults.get(staff));
        let (certificate, vault) = desk.ok_or(ErrorCode::UnknownLink)?;
        Ok(DeskInfo {
            practice: self.practice.clone(),
            staff: staff.clone(),
            certificate: certificate.clone(),
            vault: vault.clone(),
        })
    }

    pub(super) async fn hello(
        &mut self,
        now: Time,
        connection: Connection,
        ack: u32,
        credential: &Credential,
        resume: Option<&Resume>,
    ) {
        let place = match self.place_of(credential, &connection) {
            Ok(place) => place,
            Err((code, category)) => return fatal(&connection, code, category),
        };
        let known = self.sessions.get(&place);
        // A page that held the seat before the server was restarted, or before it was given up.
        let held_before = known.is_none() && resume.is_some_and(|resume| self.held_before(&place, &resume.key));
        let same =
            known.zip(resume).filter(|(session, resume)| session.id == resume.session && session.key == resume.key);
        let openings = same.map(|(session, _)| session.openings.clone());
        match same {
            Some((_, resume)) if resume.intact => return self.take_up(now, place, connection, ack).await,
            Some((session, _)) if !session.finished() => {}
            _ => {
                let held = known.is_some_and(|session| {
                    !session.finished()
                        && (session.connection.is_some() || now.since(session.offline_since) < ANSWER_WITHIN)
                });
                let entry = self.entry(now, &place, &connection.client, Act::Connect);
                if let Some(code) = self.closed_door(&place) {
                    self.write_denied(now, entry, code, ErrorCategory::Visit).await;
                    return fatal(&connection, code, ErrorCategory::Visit);
                }
                if held {
                    // Nothing is told but that someone is there. Should this not be written, asking for the place is.
                    let _ = self.write_once(now, entry.turned(Outcome::Denied, Reason::of("taken"))).await;
                    return self.ask_for(place, connection);
                }
                if !held_before && self.vacate(now, &place, &connection.client).await.is_err() {
                    return fatal(&connection, ErrorCode::Internal, ErrorCategory::Server);
                }
            }
        }
        self.seat_anew(now, place, connection, Act::Connect, openings).await;
    }

    /// Where a credential leads.
    fn place_of(&self, credential: &Credential, connection: &Connection) -> Result<Place, (ErrorCode, ErrorCategory)> {
        let (token, at_desk) = match credential {
            Credential::Invitation { token } => (token, false),
            Credential::Desk { token } => (token, true),
            Credential::Account => {
                let account = connection.account.as_ref();
                let staff = account.map(|account| &account.staff).filter(|staff| self.certificates.contains_key(staff));
                return match staff {
                    Some(staff) => Ok(Place::Desk(staff.clone())),
                    None => Err((ErrorCode::NotSignedIn, ErrorCategory::Client)),
                };
            }
        };
        let place = self.tokens.get(&edge::token_hash(token)).cloned();
        let place = place.filter(|place| matches!(place, Place::Desk(_)) == at_desk);
        place.ok_or((ErrorCode::UnknownLink, ErrorCategory::Link))
    }

    fn held_before(&self, place: &Place, key: &Token) -> bool {
        match place {
            Place::Desk(_) => true,
            Place::Seat(visit, seat) => {
                self.rooms.get(visit).is_some_and(|room| room.was_held_by(seat, &edge::token_hash(key)))
            }
        }
    }

    /// Someone comes in with the link but without the key of the page that holds the seat: if that was in a call, they have to be let in anew.
    async fn vacate(&mut self, now: Time, place: &Place, client: &Client) -> Result<(), NotWritten> {
        let Place::Seat(visit, seat) = place else { return Ok(()) };
        let entry = self.entry(now, place, client, Act::Vacate);
        match self.happen(now, visit, Event::Vacate(seat.clone()), Some(entry)).await {
            Err(Trouble::NotWritten(error)) => Err(error),
            // Refused where nobody is in the call: then there is nothing to vacate.
            Ok(()) | Err(Trouble::Refused(_)) => Ok(()),
        }
    }

    /// Why nobody gets in here any more, if so.
    pub(super) fn closed_door(&self, place: &Place) -> Option<ErrorCode> {
        let Place::Seat(visit, seat) = place else { return None };
        let room = self.rooms.get(visit)?;
        match (room.visit.state(), room.visit.seat(seat)?.state()) {
            (VisitState::Cancelled, _) => Some(ErrorCode::VisitCancelled),
            _ if room.visit.over() => Some(ErrorCode::VisitEnded),
            (_, SeatState::Refused) => Some(ErrorCode::AlreadyRefused),
            (_, SeatState::Removed) => Some(ErrorCode::AlreadyRemoved),
            _ => None,
        }
    }

    fn welcome(&self, place: &Place, session: &Session, resumed: bool) -> ServerMessage {
        let (seat, state, ice_servers) = match place {
            Place::Desk(_) => (None, None, vec![]),
            Place::Seat(visit, seat) => {
                let state = self.rooms.get(visit).and_then(|room| room.visit.seat(seat)).map(visit::Seat::state);
                (Some(seat.clone()), state, self.media.ice_servers(visit, seat))
            }
        };
        let (session, key) = (session.id.clone(), session.key.clone());
        ServerMessage::Welcome { session, key, resumed, seat, state, ice_servers }
    }

    /// The same page on a new connection: nothing is lost.
    async fn take_up(&mut self, now: Time, place: Place, connection: Connection, ack: u32) {
        let Some(mut session) = self.sessions.remove(&place) else { return };
        let welcome = self.welcome(&place, &session, true);
        if let Some(old) = &session.connection {
            self.connections.remove(&old.id);
        }
        self.connections.insert(connection.id, place.clone());
        session.attach(connection, ack, &welcome);
        self.sessions.insert(place.clone(), session);
        if let Place::Desk(staff) = &place {
            self.leave_locked_room(now, staff).await;
        }
        self.online(now, &place, false).await;
    }

    /// A new page, or a new browser: everything is told from the start, once the audit log says that it is there.
    /// `openings` are those of the same page, which was loaded anew; another browser's page has none.
    async fn seat_anew(
        &mut self,
        now: Time,
        place: Place,
        connection: Connection,
        act: Act,
        openings: Option<Openings>,
    ) {
        let Some((id, key)) = edge::session_id().zip(edge::token()) else {
            return fatal(&connection, ErrorCode::Internal, ErrorCategory::Server);
        };
        let entries = [self.entry(now, &place, &connection.client, act)];
        let written = match &place {
            Place::Seat(visit, seat) => {
                if let Some(room) = self.rooms.get_mut(visit) {
                    room.held_by(seat, edge::token_hash(&key));
                }
                self.save(visit, &entries).await
            }
            Place::Desk(_) => self.write(&entries).await,
        };
        if written.is_err() {
            return fatal(&connection, ErrorCode::Internal, ErrorCategory::Server);
        }
        if let Some(old) = self.sessions.remove(&place).and_then(|old| old.connection) {
            self.connections.remove(&old.id);
            old.close();
        }
        let mut session = Session::new(id, key, connection.clone(), now);
        if let Some(mut openings) = openings {
            openings.carry_over(&connection);
            session.openings = openings;
        }
        connection.send_uncounted(&self.welcome(&place, &session, false), 0);
        self.connections.insert(connection.id, place.clone());
        self.sessions.insert(place.clone(), session);
        if let Place::Desk(staff) = &place {
            self.leave_locked_room(now, staff).await;
        }
        self.online(now, &place, true).await;
    }

    /// Tells the rules that a page is there again; `anew` if it knows nothing of before.
    async fn online(&mut self, now: Time, place: &Place, anew: bool) {
        for (visit, seat) in self.seats_of(place) {
            if anew {
                let _ = self.happen(now, &visit, Event::Forgot(seat.clone()), None).await;
            }
            let _ = self.happen(now, &visit, Event::Online(seat), None).await;
        }
        if let Place::Desk(staff) = place {
            self.refresh_host(staff);
        }
    }

    /// Which seats a session speaks for: a guest's own, or the clinician's in the room they are in.
    pub(super) fn seats_of(&self, place: &Place) -> Vec<(visit::ids::VisitId, visit::ids::SeatId)> {
        match place {
            Place::Seat(visit, seat) => vec![(visit.clone(), seat.clone())],
            Place::Desk(staff) => self
                .inside
                .get(staff)
                .and_then(|visit| self.rooms.get(visit))
                .map(|room| (room.visit.id().clone(), room.visit.plan().host.clone()))
                .into_iter()
                .collect(),
        }
    }

    /// Another browser holds the place: this one may ask for it.
    fn ask_for(&mut self, place: Place, connection: Connection) {
        connection.send_uncounted(&ServerMessage::Taken, 0);
        self.connections.insert(connection.id, place.clone());
        if let Some(earlier) = self.challengers.insert(place, Challenger { connection, deadline: None }) {
            self.connections.remove(&earlier.connection.id);
            earlier.connection.send_uncounted(&ServerMessage::SeatKept, 0);
            earlier.connection.close();
        }
    }

    /// Whether this connection only asks for a place.
    pub(super) fn challenges(&self, place: &Place, connection: ConnectionId) -> bool {
        self.challengers.get(place).is_some_and(|challenger| challenger.connection.id == connection)
    }

    /// Tells someone who waits for a seat that the connection lives.
    pub(super) fn answer_challenger(&self, place: &Place) {
        if let Some(challenger) = self.challengers.get(place) {
            challenger.connection.send_uncounted(&ServerMessage::Pong, 0);
        }
    }

    pub(super) async fn take_seat(&mut self, now: Time, place: &Place) {
        let Some(challenger) = self.challengers.get(place).filter(|challenger| challenger.deadline.is_none()) else {
            return;
        };
        let entry = self.entry(now, place, &challenger.connection.client, Act::AskForPlace);
        if self.write(&[entry]).await.is_err() {
            return;
        }
        let Some(challenger) = self.challengers.get_mut(place) else { return };
        let Some(session) = self.sessions.get_mut(place) else {
            challenger.deadline = Some(now);
            return;
        };
        let span = if session.connection.is_some() { ANSWER_WITHIN } else { ANSWER_WITHIN_WHEN_AWAY };
        challenger.deadline = Some(now + span);
        session.mention(&ServerMessage::Contested { seconds: u16::try_from(span.0 / 1000).unwrap_or(u16::MAX) });
    }

    pub(super) async fn keep_seat(&mut self, place: &Place, entry: Option<Entry>) -> Result<(), NotWritten> {
        if self.challengers.contains_key(place) {
            self.write(entry.as_slice()).await?;
        }
        if let Some(challenger) = self.challengers.remove(place) {
            self.connections.remove(&challenger.connection.id);
            challenger.connection.send_uncounted(&ServerMessage::SeatKept, 0);
            challenger.connection.close();
        }
        Ok(())
    }

    /// Gives a place to whoever asks for it; without an entry, because its holder did not answer.
    pub(super) async fn yield_seat(
        &mut self,
        now: Time,
        place: &Place,
        entry: Option<Entry>,
    ) -> Result<(), NotWritten> {
        let Some(client) = self.challengers.get(place).map(|challenger| challenger.connection.client.clone()) else {
            return Ok(());
        };
        self.write(entry.as_slice()).await?;
        self.vacate(now, place, &client).await?;
        let Some(challenger) = self.challengers.remove(place) else { return Ok(()) };
        if let Some(mut session) = self.sessions.remove(place) {
            session.finish(&ServerMessage::Moved);
            if let Some(old) = session.connection {
                self.connections.remove(&old.id);
                old.close();
            }
        }
        self.seat_anew(now, place.clone(), challenger.connection, Act::TakePlace, None).await;
        Ok(())
    }

    pub(super) async fn settle_challenges(&mut self, now: Time) {
        let due = |challenger: &Challenger| challenger.deadline.is_some_and(|deadline| deadline <= now);
        let places: Vec<Place> =
            self.challengers.iter().filter(|(_, c)| due(c)).map(|(place, _)| place.clone()).collect();
        for place in places {
            // Tried again at the next look.
            let _ = self.yield_seat(now, &place, None).await;
        }
    }

    pub(super) async fn closed(&mut self, now: Time, connection: ConnectionId) {
        let Some(place) = self.connections.remove(&connection) else { return };
        if self.challenges(&place, connection) {
            self.challengers.remove(&place);
            if let Some(session) = self.sessions.get(&place) {
                session.mention(&ServerMessage::Contested { seconds: 0 });
            }
            return;
        }
        let Some(session) = self.sessions.get_mut(&place) else { return };
        session.connection = None;
        session.offline_since = now;
        for (visit, seat) in self.seats_of(&place) {
            let _ = self.happen(now, &visit, Event::Offline(seat), None).await;
        }
        if let Place::Desk(staff) = &place {
            self.refresh_host(staff);
        }
    }

    pub(super) fn drop_old_sessions(&mut self, now: Time) {
        self.sessions.retain(|_, session| {
            let limit = if session.finished() { KEEP_FINISHED } else { KEEP_LOST };
            match &session.connection {
                None => !session.overflown() && now.since(session.offline_since) < limit,
                // Its reader reports the end, and the session goes at the next look.
                Some(connection) => {
                    if session.overflown() {
                        connection.close();
                    }
                    true
                }
            }
        });
    }
}
