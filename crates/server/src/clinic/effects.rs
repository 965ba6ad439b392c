//! Carries out what the rules of a visit demand: media, messages, rows, erasure.

use audit::{Act, Addition, Entry, Outcome, Reason, Record};
use relay::Event as RelayEvent;
use visit::ids::{SeatId, VisitId};
use visit::wire::{ErrorCategory, ErrorCode, GroupCommit, SeatQuality, ServerMessage, TaggedWelcome, VisitState};
use visit::{Effect, Event, Refusal, Time};

use super::audit::{NotWritten, by_server, of_time};
use super::{Clinic, Place};
use crate::media::{MediaCommand, MediaEvent};

/// What came with an event and is passed on by its effects.
#[derive(Default)]
pub(super) struct Payload {
    pub(super) commit: Option<GroupCommit>,
    pub(super) welcome: Option<TaggedWelcome>,
}

/// Why something did not happen to a visit; nothing has changed.
pub(super) enum Trouble {
    /// Its rules refuse.
    Refused(Refusal),
    /// The change and its audit entry were not written.
    NotWritten(NotWritten),
}

impl From<NotWritten> for Trouble {
    fn from(error: NotWritten) -> Self {
        Trouble::NotWritten(error)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Trouble::Refused(refusal)
    }
}

impl Clinic {
    /// Lets something happen to a visit, and carries out what follows. The entry says it in the audit log.
    pub(super) async fn happen(
        &mut self,
        now: Time,
        visit: &VisitId,
        event: Event,
        entry: Option<Entry>,
    ) -> Result<(), Trouble> {
        self.happen_with(now, visit, event, entry, Payload::default()).await
    }

    /// The same, with what came along.
    pub(super) async fn happen_with(
        &mut self,
        now: Time,
        visit: &VisitId,
        event: Event,
        entry: Option<Entry>,
        payload: Payload,
    ) -> Result<(), Trouble> {
        let room = self.rooms.get_mut(visit).ok_or(Refusal::NoSuchSeat)?;
        let unchanged = room.visit.clone();
        let before = unchanged.state();
        let by_time = matches!(event, Event::Tick);
        let effects = room.visit.handle(now, event)?;
        let mut entries: Vec<Entry> = entry.into_iter().collect();
        // Another commit was first: nobody was let in, and the client tries again.
        if let [Effect::Stale(_)] = effects[..] {
            let reason = Reason::of(ErrorCode::StaleCommit);
            entries = entries.into_iter().map(|entry| entry.turned(Outcome::Failed, reason.clone())).collect();
        }
        if by_time {
            entries.extend(of_time(now, visit, room.visit.state() != before, &effects));
        }
        // Written before anyone is told: what was acknowledged survives a crash, and stands in the audit log.
        if let Err(error) = self.save(visit, &entries).await
            && !entries.is_empty()
        {
            if let Some(room) = self.rooms.get_mut(visit) {
                room.visit = unchanged;
            }
            return Err(error.into());
        }
        let uneventful = by_time && effects.is_empty();
        let mut erase = false;
        for effect in effects {
            erase |= matches!(effect, Effect::Erase);
            self.carry_out(now, visit, effect, &payload);
        }
        if erase {
            self.erase(now, visit).await;
        }
        let room = self.rooms.get(visit);
        if let Some(after) = room.map(|room| room.visit.state()).filter(|after| *after != before) {
            tracing::info!(%visit, ?after, "visit");
        }
        // To tell of a visit takes a look at all of them, which every visit every second would be too many of.
        if !uneventful {
            self.refresh(visit);
        }
        Ok(())
    }

    /// Writes a visit if it has changed, and the entries that say why, both or neither.
    pub(super) async fn save(&mut self, visit: &VisitId, entries: &[Entry]) -> Result<(), NotWritten> {
        let Some(room) = self.rooms.get_mut(visit) else { return Ok(()) };
        let current = room.to_store();
        if current == room.saved {
            return self.write(entries).await;
        }
        match self.store.save_visit(&current, &Addition { key: &self.log_key, entries }).await {
            Ok(()) => {
                room.saved = current;
                Ok(())
            }
            Err(error) => {
                tracing::error!(%visit, %error, "a visit could not be written; the next change tries again");
                Err(NotWritten)
            }
        }
    }

    async fn erase(&mut self, now: Time, visit: &VisitId) {
        self.media.tell(MediaCommand::End { visit: visit.clone() });
        self.inside.retain(|_, inside| inside != visit);
        let Some(room) = self.rooms.get_mut(visit) else { return };
        room.forget();
        let host = Place::Desk(room.host.clone());
        if let Some(session) = self.sessions.get_mut(&host) {
            session.openings.lock(visit);
            session.forget_words();
        }
        let current = room.to_store();
        let entries = [by_server(now, Act::Erase, Record::Visit(visit.clone()))];
        match self.store.erase_visit(&current, &Addition { key: &self.log_key, entries: &entries }).await {
            Ok(()) => {
                // Only a visit that is over asks for erasure, so this is not refused.
                let _ = room.visit.handle(now, Event::Erased);
                room.saved = room.to_store();
            }
            Err(error) => {
                tracing::error!(%visit, %error, "a visit could not be erased; it is tried again every second")
            }
        }
    }

    fn carry_out(&mut self, now: Time, visit: &VisitId, effect: Effect, payload: &Payload) {
        let Some(room) = self.rooms.get_mut(visit) else { return };
        let generation = room.visit.generation();
        match effect {
            Effect::OpenMedia(admission) => {
                // Whoever has not offered yet does so in a moment, and is connected then.
                if let Some(offer) = room.ephemeral(admission.seat(), now).offer.take() {
                    self.media.tell(MediaCommand::Join { admission, offer });
                }
            }
            Effect::CloseMedia(seat) => {
                self.media.tell(MediaCommand::Leave { visit: visit.clone(), seat });
            }
            Effect::Welcome(seat) => {
                let Some(welcome) = payload.welcome.clone() else { return };
                if let Some(session) = self.session_of(visit, &seat) {
                    session.forget_snapshots();
                    session.send(&ServerMessage::Admitted { generation, welcome });
                }
            }
            Effect::Regroup(seats) => {
                for seat in seats {
                    self.tell(visit, &seat, &ServerMessage::Regroup { generation });
                }
            }
            Effect::Commit { by, to, added } => {
                let Some(commit) = &payload.commit else { return };
                let (epoch, bytes) = (commit.epoch, commit.commit.clone());
                self.tell(visit, &by, &ServerMessage::CommitAccepted { generation, epoch });
                let message = ServerMessage::Commit { generation, epoch, by, added, commit: bytes };
                for seat in to {
                    self.tell(visit, &seat, &message);
                }
            }
            Effect::Stale(seat) => {
                let Some(commit) = &payload.commit else { return };
                let message = ServerMessage::CommitStale { generation: commit.generation, epoch: commit.epoch };
                self.tell(visit, &seat, &message);
            }
            Effect::TellRefused(seat, reason) => self.finish(visit, &seat, &ServerMessage::Refused { reason }),
            Effect::TellRemoved(seat) => self.finish(visit, &seat, &ServerMessage::Removed),
            Effect::TellEnded(seat) => {
                let receipt = room.receipt(&seat, now, self.retention_days);
                let host = room.is_host(&seat);
                let ended = ServerMessage::Ended { receipt };
                if host { self.tell(visit, &seat, &ended) } else { self.finish(visit, &seat, &ended) }
            }
            Effect::GiveUp(seat) => self.give_up(visit, &seat),
            Effect::Erase => {}
        }
    }

    /// Forgets the session of someone who was away for too long: if they come back, they start anew and are told where they stand.
    fn give_up(&mut self, visit: &VisitId, seat: &SeatId) {
        let Some(room) = self.rooms.get(visit) else { return };
        let place = if room.is_host(seat) {
            let host = room.host.clone();
            self.inside.remove(&host);
            Place::Desk(host)
        } else {
            Place::Seat(visit.clone(), seat.clone())
        };
        if let Some(connection) = self.sessions.remove(&place).and_then(|session| session.connection) {
            self.connections.remove(&connection.id);
            connection.close();
        }
    }

    fn finish(&mut self, visit: &VisitId, seat: &SeatId, message: &ServerMessage) {
        if let Some(session) = self.session_of(visit, seat) {
            session.finish(message);
        }
    }

    pub(super) async fn media_event(&mut self, now: Time, event: MediaEvent) {
        match event {
            MediaEvent::Answered { visit, seat, answer } => {
                let message = match answer {
                    Ok(answer) => ServerMessage::Answer { sdp: answer.sdp },
                    Err(error) => {
                        tracing::warn!(%visit, %error, "an offer could not be answered");
                        ServerMessage::Error {
                            code: ErrorCode::BadOffer,
                            category: ErrorCategory::Client,
                            about: 0,
                            fatal: false,
                        }
                    }
                };
                self.tell(&visit, &seat, &message);
            }
            MediaEvent::Relay(RelayEvent::Connected { visit, seat }) => {
                let _ = self.happen(now, &visit, Event::MediaUp(seat), None).await;
            }
            MediaEvent::Relay(RelayEvent::Disconnected { visit, seat } | RelayEvent::Gone { visit, seat }) => {
                let _ = self.happen(now, &visit, Event::MediaDown(seat), None).await;
            }
            MediaEvent::Relay(RelayEvent::Slots { visit, to, slots }) => {
                self.tell(&visit, &to, &ServerMessage::Slots { slots });
            }
            MediaEvent::Relay(RelayEvent::Quality { visit, seat, quality }) => {
                let message = ServerMessage::Quality { seats: vec![SeatQuality { seat, quality }] };
                for person in self.rooms.get(&visit).map(|room| room.visit.roster()).unwrap_or_default() {
                    self.tell(&visit, &person.seat, &message);
                }
            }
        }
    }

    /// Whether a visit still takes part in anything.
    pub(super) fn is_running(&self, visit: &VisitId) -> bool {
        self.rooms.get(visit).is_some_and(|room| {
            matches!(room.visit.state(), VisitState::Scheduled | VisitState::Open | VisitState::InSession)
        })
    }
}
