//! The clinic: one task that owns all visits and sessions, so that what happens has one order. Sockets talk to it by [`Command`].

pub(crate) mod audit;
mod door;
mod effects;
mod limits;
mod messages;
mod room;
mod session;
mod snapshots;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use ::audit::{Act, Addition, Checkpoint, Client, LogKey, Record};
use store::{Desk, Store, StoreError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use visit::ids::{SeatId, StaffId, Token, VisitId};
use visit::wire::{
    Credential, DeskInfo, ErrorCategory, ErrorCode, FromClient, InvitationInfo, PracticeInfo, Resume, ServerMessage,
};
use visit::{Event, Span, Time};

use crate::edge;
use crate::media::{Media, MediaCommand, MediaEvent};
use room::Room;
use session::Session;
pub(crate) use session::{Connection, ConnectionId, Outgoing};

/// How often time is looked at. Lower notices the absent sooner; higher does less when nothing happens.
const TICK: Duration = Duration::from_secs(1);

/// How often a desk is told what has changed. Lower shows arrivals sooner; higher bounds what many changes cost.
const DESK_TICK: Duration = Duration::from_millis(200);

/// What the clinic is told.
pub(crate) enum Command {
    /// A connection introduces itself.
    Hello { connection: Connection, ack: u32, credential: Credential, resume: Option<Resume> },
    /// A connection says something.
    Message { connection: ConnectionId, message: FromClient },
    /// A connection is gone.
    Closed { connection: ConnectionId },
    /// What is behind an invitation link?
    Invitation { token: Token, client: Client, reply: oneshot::Sender<Result<InvitationInfo, ErrorCode>> },
    /// What is behind a desk link?
    Desk { token: Token, client: Client, reply: oneshot::Sender<Result<DeskInfo, ErrorCode>> },
    /// The relay says something.
    Media(MediaEvent),
    /// The server stops: tell everyone, write everything.
    Stop { done: oneshot::Sender<()> },
}

/// What a session is for.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Place {
    /// A guest's seat.
    Seat(VisitId, SeatId),
    /// A clinician's desk.
    Desk(StaffId),
}

/// Someone who asks for a place that is taken.
struct Challenger {
    connection: Connection,
    /// When the place is given to them without an answer; set once they ask.
    deadline: Option<Time>,
}

/// All visits of a practice on this server, and everyone connected to them.
pub(crate) struct Clinic {
    store: Store,
    log_key: LogKey,
    log_retention: Span,
    media: Media,
    practice: PracticeInfo,
    retention_days: u16,
    desks: HashMap<StaffId, Desk>,
    rooms: HashMap<VisitId, Room>,
    /// Which room a clinician is in.
    inside: HashMap<StaffId, VisitId>,
    /// SHA-256 of a token, to what it opens.
    tokens: HashMap<Vec<u8>, Place>,
    sessions: HashMap<Place, Session>,
    challengers: HashMap<Place, Challenger>,
    connections: HashMap<ConnectionId, Place>,
    /// Desks that have not been told of a change yet.
    stale_desks: HashSet<StaffId>,
    swept_at: Time,
    lately: audit::Lately,
}

impl Clinic {
    /// Takes up what the store holds, and writes into the audit log that it does; visits that ended without being erased are erased now.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read or written.
    pub(crate) async fn open(
        store: Store,
        log_key: LogKey,
        log_retention: Span,
        media: Media,
    ) -> Result<Option<Self>, StoreError> {
        let Some((practice, retention_days)) = store.practice().await? else { return Ok(None) };
        let now = edge::now();
        let mut clinic = Self {
            practice,
            retention_days,
            desks: HashMap::new(),
            rooms: HashMap::new(),
            inside: HashMap::new(),
            tokens: HashMap::new(),
            sessions: HashMap::new(),
            challengers: HashMap::new(),
            connections: HashMap::new(),
            stale_desks: HashSet::new(),
            swept_at: Time::default(),
            lately: audit::Lately::default(),
            media,
            log_key,
            log_retention,
            store,
        };
        clinic.begin_log(now).await?;
        for desk in clinic.store.desks().await? {
            clinic.tokens.insert(desk.token_hash.clone(), Place::Desk(desk.staff.clone()));
            clinic.desks.insert(desk.staff.clone(), desk);
        }
        for stored in clinic.store.visits().await? {
            let visit = stored.plan.visit.clone();
            for seat in &stored.seats {
                if let Some(hash) = &seat.token_hash {
                    clinic.tokens.insert(hash.clone(), Place::Seat(visit.clone(), seat.seat.clone()));
                }
            }
            clinic.rooms.insert(visit, Room::restore(stored, now));
        }
        clinic.tick(now).await;
        Ok(Some(clinic))
    }

    /// Runs until told to stop.
    pub(crate) async fn run(mut self, mut inbox: UnboundedReceiver<Command>) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut desk_tick = tokio::time::interval(DESK_TICK);
        desk_tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                command = inbox.recv() => match command {
                    Some(Command::Stop { done }) => {
                        self.stop().await;
                        let _ = done.send(());
                        return;
                    }
                    Some(command) => self.obey(command).await,
                    None => return,
                },
                _ = tick.tick() => self.tick(edge::now()).await,
                _ = desk_tick.tick() => self.refresh_desks(),
            }
        }
    }

    async fn obey(&mut self, command: Command) {
        let now = edge::now();
        match command {
            Command::Hello { connection, ack, credential, resume } => {
                self.hello(now, connection, ack, &credential, resume.as_ref()).await;
            }
            Command::Message { connection, message } => self.message(now, connection, message).await,
            Command::Closed { connection } => self.closed(now, connection).await,
            Command::Invitation { token, client, reply } => {
                let _ = reply.send(self.open_invitation(now, &token, &client).await);
            }
            Command::Desk { token, client, reply } => {
                let _ = reply.send(self.open_desk(now, &token, &client).await);
            }
            Command::Media(event) => self.media_event(now, event).await,
            Command::Stop { .. } => {}
        }
    }

    async fn tick(&mut self, now: Time) {
        let visits: Vec<VisitId> = self.rooms.keys().cloned().collect();
        for visit in visits {
            // An erased visit has nothing left to do.
            if let Some(room) = self.rooms.get(&visit)
                && room.visit.state() != visit::wire::VisitState::Erased
            {
                // The passing of time is never refused.
                let _ = self.happen(now, &visit, Event::Tick, None).await;
            }
        }
        self.settle_challenges(now).await;
        self.drop_old_sessions(now);
        self.lately.forget(now);
        self.sweep(now).await;
    }

    /// Once an hour: forgets what its retention says.
    async fn sweep(&mut self, now: Time) {
        if now.since(self.swept_at) < Span::minutes(60) {
            return;
        }
        self.swept_at = now;
        let told = |visit| audit::by_server(now, Act::Forget, Record::Visit(visit));
        match self.store.sweep(now, self.retention_days, &self.log_key, told).await {
            Ok(forgotten) => {
                for visit in forgotten {
                    self.rooms.remove(&visit);
                    self.tokens.retain(|_, place| !matches!(place, Place::Seat(of, _) if *of == visit));
                }
            }
            Err(error) => tracing::error!(%error, "the retention could not be executed; it is tried again in an hour"),
        }
        let limit = Time(now.0.saturating_sub(self.log_retention.0));
        let told = |before| audit::by_server(now, Act::DropContents, Record::Entries { before });
        if let Err(error) = self.store.drop_audit_contents(limit, &self.log_key, told).await {
            tracing::error!(%error, "the audit log's retention could not be executed; it is tried again in an hour");
        }
    }

    /// Goes on with the audit log: nothing begins before it says so.
    async fn begin_log(&mut self, now: Time) -> Result<(), StoreError> {
        let mut entries = vec![audit::by_server(now, Act::Start, Record::Practice)];
        let last = self.store.audit_checkpoint().await?;
        let keys = [self.log_key.public().clone()];
        if let Some(Err(trouble)) = last.map(|last| Checkpoint::open(&last.note, &keys)) {
            tracing::warn!(
                "the last checkpoint of the audit log {trouble}; the log goes on, and `curtain audit verify` will say so"
            );
            entries.insert(0, audit::by_server(now, Act::NewKey, Record::Log));
        }
        self.store.record(&Addition { key: &self.log_key, entries: &entries }).await
    }

    async fn stop(&mut self) {
        let goodbye = ServerMessage::Error {
            code: ErrorCode::ShuttingDown,
            category: ErrorCategory::Server,
            about: 0,
            fatal: true,
        };
        for session in self.sessions.values() {
            if let Some(connection) = &session.connection {
                connection.send_uncounted(&goodbye, session.received());
                connection.close();
            }
        }
        let visits: Vec<VisitId> = self.rooms.keys().cloned().collect();
        for visit in visits {
            let _ = self.media.send(MediaCommand::End { visit });
        }
        // Should it fail, the log lacks its last line, as after a crash, and that was said.
        let _ = self.write(&[audit::by_server(edge::now(), Act::Stop, Record::Practice)]).await;
        if let Err(error) = self.store.clone().close().await {
            tracing::error!(%error, "the database could not be closed cleanly; nothing acknowledged is lost");
        }
    }

    /// The session of a person in a visit, the clinician's being that of the desk.
    fn session_of(&mut self, visit: &VisitId, seat: &SeatId) -> Option<&mut Session> {
        let room = self.rooms.get(visit)?;
        let place =
            if room.is_host(seat) { Place::Desk(room.host.clone()) } else { Place::Seat(visit.clone(), seat.clone()) };
        self.sessions.get_mut(&place)
    }

    fn tell(&mut self, visit: &VisitId, seat: &SeatId, message: &ServerMessage) {
        if let Some(session) = self.session_of(visit, seat) {
            session.send(message);
        }
    }
}

/// The way to the clinic.
pub(crate) type ClinicHandle = UnboundedSender<Command>;
