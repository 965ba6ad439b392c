//! The clinic: one task that owns all visits and sessions, so that what happens has one order. Sockets talk to it by [`Command`].

pub(crate) mod audit;
mod door;
mod effects;
mod limits;
mod marked;
mod messages;
mod patients;
mod plan;
mod retention;
mod room;
mod rooms;
mod session;
mod snapshots;
mod staff;
pub(crate) mod vacant;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use ::audit::{Act, Client, LogKey, Record};
use store::{Store, StoreError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use visit::ids::{Opaque, SeatId, StaffId, Token, VisitId};
use visit::wire::{
    Certificate, Credential, DeskInfo, ErrorCategory, ErrorCode, FromClient, InvitationInfo, PracticeInfo, Resume,
    SealedContact, ServerMessage, VisitState,
};
use visit::{Event, Span, Time};

use crate::edge;
use crate::media::{Media, MediaCommand, MediaEvent};
pub(crate) use patients::{PatientEnrolment, PatientPlace};
use room::Room;
use rooms::Rooms;
use session::Session;
pub(crate) use session::{Connection, ConnectionId, DeskAccount, Outgoing};

/// How often time is looked at. Lower notices the absent sooner; higher does less when nothing happens.
const TICK: Duration = Duration::from_secs(1);

/// How often a desk is told what has changed. Lower shows arrivals sooner; higher bounds what many changes cost.
const DESK_TICK: Duration = Duration::from_millis(200);

/// Days until the server forgets that a visit took place, or that a colleague worked here, unless the practice says otherwise.
pub(crate) const RETENTION_DAYS: u16 = 30;

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
    /// With an invitation link, where may a patient make an account?
    PatientLink { token: Token, client: Client, act: Act, reply: oneshot::Sender<Result<PatientPlace, ErrorCode>> },
    /// A patient makes an account.
    EnrolPatient { enrolment: Box<PatientEnrolment>, reply: oneshot::Sender<Result<(), ErrorCode>> },
    /// A patient with an account has other contact data.
    ContactChanged { account: StaffId, contact: SealedContact },
    /// A patient's account was erased.
    PatientErased { account: StaffId },
    /// A colleague is certified, and has a desk from now on.
    Certified { staff: StaffId, certificate: Certificate },
    /// These sessions of staff have ended; what they hold open is closed.
    SignedOut { sessions: Vec<Vec<u8>> },
    /// These colleagues' access has ended.
    Departed { staff: Vec<StaffId> },
    /// There is a practice now, and the clinic opens; answered once it has.
    Open { reply: oneshot::Sender<()> },
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
    log_key: Arc<LogKey>,
    log_retention: Span,
    media: Media,
    practice: PracticeInfo,
    retention_days: u16,
    /// Who has a desk, or had one of which a visit is left, with what guests check.
    certificates: HashMap<StaffId, Certificate>,
    /// The vaults of those who open their desk by a link.
    vaults: HashMap<StaffId, Opaque>,
    rooms: Rooms,
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
    /// Takes up what the store holds, if there is a practice; visits that ended without being erased are erased now.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read or written.
    pub(crate) async fn open(
        store: Store,
        log_key: Arc<LogKey>,
        log_retention: Span,
        media: Media,
    ) -> Result<Option<Self>, StoreError> {
        let Some((practice, retention_days)) = store.practice().await? else { return Ok(None) };
        let now = edge::now();
        let mut clinic = Self {
            practice,
            retention_days,
            certificates: HashMap::new(),
            vaults: HashMap::new(),
            rooms: Rooms::default(),
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
        let left = clinic.take_up_staff().await?;
        for stored in clinic.store.visits().await? {
            let visit = stored.plan.visit.clone();
            for seat in &stored.seats {
                if let Some(hash) = &seat.token_hash {
                    clinic.tokens.insert(hash.clone(), Place::Seat(visit.clone(), seat.seat.clone()));
                }
            }
            clinic.rooms.insert(Room::restore(stored, now));
        }
        for patient in clinic.store.seated_patients().await? {
            if let Some(room) = clinic.rooms.get_mut(&patient.visit) {
                room.keep_patient(patient);
            }
        }
        // Where the server was killed between the end of someone's access and that of their visits.
        clinic.call_off(now, &left).await;
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
            Command::PatientLink { token, client, act, reply } => {
                let _ = reply.send(self.patient_link(now, &token, &client, act).await);
            }
            Command::EnrolPatient { enrolment, reply } => {
                let _ = reply.send(self.enrol_patient(now, *enrolment).await);
            }
            Command::ContactChanged { account, contact } => self.contact_changed(&account, &contact),
            Command::PatientErased { account } => self.patient_erased(&account),
            Command::Certified { staff, certificate } => {
                self.certificates.insert(staff, certificate);
            }
            Command::SignedOut { sessions } => {
                self.close_desks(now, |account| sessions.contains(&account.session)).await
            }
            Command::Departed { staff } => self.depart(now, &staff).await,
            Command::Media(event) => self.media_event(now, event).await,
            Command::Open { reply } => {
                let _ = reply.send(());
            }
            Command::Stop { .. } => {}
        }
    }

    async fn tick(&mut self, now: Time) {
        // An erased visit has nothing left to do.
        let left = self.rooms.iter().filter(|room| room.visit.state() != VisitState::Erased);
        let visits: Vec<VisitId> = left.map(|room| room.visit.id().clone()).collect();
        for visit in visits {
            // The passing of time is never refused.
            let _ = self.happen(now, &visit, Event::Tick, None).await;
        }
        // Which visits a desk shows depends on the time, too.
        let desks = self.sessions.keys().filter_map(|place| match place {
            Place::Desk(staff) => Some(staff.clone()),
            Place::Seat(..) => None,
        });
        self.stale_desks.extend(desks);
        self.settle_challenges(now).await;
        self.drop_old_sessions(now);
        self.lately.forget(now);
        self.execute_retention(now).await;
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
        let visits: Vec<VisitId> = self.rooms.iter().map(|room| room.visit.id().clone()).collect();
        for visit in visits {
            self.media.tell(MediaCommand::End { visit });
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
