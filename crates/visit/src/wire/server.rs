//! What the server may say.

use serde::{Deserialize, Serialize};

use super::{DeskPatient, MediaKind, RefusalReason, Role, SeatState, TaggedKeyPackage, TaggedWelcome, VisitState};
use crate::ids::{Opaque, SeatId, SessionId, Token, VisitId};

/// One message to a client.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FromServer {
    /// 1, 2, 3, … within a session; 0 for `welcome`, `pong`, `taken` and errors before a session exists.
    pub seq: u32,
    /// The highest `seq` received from the client so far; the client forgets messages up to it.
    pub ack: u32,
    /// The message.
    pub body: ServerMessage,
}

/// One person in a visit, as everyone admitted may see them. Names travel sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Person {
    /// Their seat.
    pub seat: SeatId,
    /// Their role.
    pub role: Role,
    /// Where they are.
    pub state: SeatState,
}

/// Which person a receive slot shows from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Slot {
    /// The `a=mid` of the receive slot in the receiver's own offer.
    pub mid: String,
    /// Whose media; absent when the slot is free.
    pub seat: Option<SeatId>,
    /// What kind.
    pub kind: MediaKind,
}

/// How a person's connection to the relay fares.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Quality {
    /// Nothing to notice.
    Good,
    /// Picture may be coarse or late.
    Fair,
    /// Speech suffers.
    Poor,
}

/// One person's quality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SeatQuality {
    /// Whose.
    pub seat: SeatId,
    /// How it is.
    pub quality: Quality,
}

/// Where the clinician of a visit is, as those who wait may know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum HostState {
    /// Not signed in.
    Away,
    /// At the desk, and sees who waits.
    AtDesk,
    /// With someone else.
    InAnotherVisit,
    /// In this visit's room.
    Here,
}

/// A seat as the clinician's desk sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskSeat {
    /// The seat.
    pub seat: SeatId,
    /// Its role.
    pub role: Role,
    /// Where the person is.
    pub state: SeatState,
    /// Whether their page is connected right now (a phone may sleep while its owner waits).
    pub online: bool,
    /// Since when they wait, in Unix milliseconds.
    pub waiting_since: Option<f64>,
    /// Name and surroundings, sealed under the invitation secret.
    pub card: Option<Opaque>,
    /// Their latest KeyPackage, for admitting.
    pub key_package: Option<TaggedKeyPackage>,
    /// The invitation secret, sealed to this clinician.
    pub sealed_secret: Option<Opaque>,
    /// The account that the person has made with the link, if they have.
    pub patient: Option<DeskPatient>,
}

/// A visit as the clinician's desk sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskVisit {
    /// The visit.
    pub visit: VisitId,
    /// Where it is.
    pub state: VisitState,
    /// Planned start, in Unix milliseconds.
    pub starts_at: f64,
    /// Planned length, in minutes.
    pub minutes: u16,
    /// Whether the practice marked it as sensitive.
    pub sensitive: bool,
    /// Whether it is marked: its person is shown under an alias in lists.
    pub marked: bool,
    /// Whether it is marked and was not opened in this session: nothing sealed is told of it, and acts on it need `openMarked` first.
    pub locked: bool,
    /// Most people it may hold.
    pub capacity: u8,
    /// The delay told to those who wait, in minutes.
    pub delay_minutes: Option<u16>,
    /// The people, the clinician first, then in order of arrival.
    pub seats: Vec<DeskSeat>,
}

/// What was and was not kept of a visit (product row N10).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Receipt {
    /// The visit.
    pub visit: VisitId,
    /// Start of the session, in Unix milliseconds; absent if nobody was admitted.
    pub began_at: Option<f64>,
    /// End, in Unix milliseconds.
    pub ended_at: f64,
    /// How many people were in the session.
    pub people: u8,
    /// Days until the practice's server forgets that the visit took place.
    pub retention_days: u16,
    /// The version of the consent text the person agreed to, where one was asked.
    pub consent_version: Option<u32>,
}

/// Who can mend an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ErrorCategory {
    /// The link: expired, used up, unknown.
    Link,
    /// The client said something it should not have.
    Client,
    /// The visit's state does not allow it.
    Visit,
    /// The server: full, or something went wrong there.
    Server,
}

/// A stable code per error; the client has a text for each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ErrorCode {
    /// No invitation or desk has this token.
    UnknownLink,
    /// The invitation is too old, or its visit is long over.
    ExpiredLink,
    /// The visit has ended.
    VisitEnded,
    /// The visit was called off.
    VisitCancelled,
    /// The person was turned away earlier.
    AlreadyRefused,
    /// The person was taken out of the visit earlier.
    AlreadyRemoved,
    /// The visit holds as many people as it may.
    VisitFull,
    /// The client speaks another version of the protocol.
    WrongProtocol,
    /// Not JSON, or not one of the messages.
    Malformed,
    /// Longer than the limit.
    TooLarge,
    /// More messages than a person could cause.
    TooMany,
    /// Not allowed for this role, or not now.
    NotAllowed,
    /// The visit is marked, and this desk has not opened it with a reason.
    ReasonNeeded,
    /// Nobody is signed in here, or not any more.
    NotSignedIn,
    /// A passkey that is not known here, or whose answer does not verify.
    BadCredential,
    /// The password is right, and the code of its app is asked for as well.
    CodeNeeded,
    /// Who is signed in has to show again who they are, with `POST /api/account/proof`.
    ProofNeeded,
    /// Another account has this user name.
    UserNameTaken,
    /// What is there already, or still needed, forbids it.
    Conflict,
    /// The person or visit named is not there.
    NotFound,
    /// Another commit came first; the client takes it in and tries again.
    StaleCommit,
    /// The SDP offer cannot be answered.
    BadOffer,
    /// The session is not known any more; the client starts a new one.
    SessionGone,
    /// The person agreed to an older consent text than the practice uses now.
    ConsentOutdated,
    /// The relay holds as many people as it may, so that nobody in it is worse off.
    ServerFull,
    /// The server is being stopped.
    ShuttingDown,
    /// Something went wrong on the server.
    Internal,
}

/// A server by which the relay is reached where nothing else passes, as browsers take it (W3C WebRTC §4.2.4, `RTCIceServer`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IceServer {
    /// Such as `turns:clinic.example:443?transport=tcp` (RFC 7065).
    pub urls: Vec<String>,
    /// Good for this seat, and for a while.
    pub username: String,
    /// The password.
    pub credential: String,
}

/// A message from the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ServerMessage {
    /// Answers `hello`.
    Welcome {
        /// The session.
        session: SessionId,
        /// What to show to take the session up again.
        key: Token,
        /// Whether the earlier session goes on; if not, both sides count from 1 again.
        resumed: bool,
        /// The speaker's seat; absent at a desk.
        seat: Option<SeatId>,
        /// Where the speaker stands, for a page that was reloaded; absent at a desk.
        state: Option<SeatState>,
        /// Ways to the relay beside its candidates; none at a desk, to which `entered` tells them.
        ice_servers: Vec<IceServer>,
    },
    /// Answers `ping`.
    Pong,
    /// Someone else holds this seat in another browser; `takeSeat` asks for it.
    Taken,
    /// Another browser opened this link and asks for the seat.
    Contested {
        /// Seconds until it is given away without an answer.
        seconds: u16,
    },
    /// The seat went to another browser; this connection ends.
    Moved,
    /// The one who holds the seat keeps it; this connection ends.
    SeatKept,

    /// To a person in the waiting room, whenever it changes.
    Waiting {
        /// 1 for the next; counts those who wait for the same clinician.
        place: u16,
        /// Where the clinician is.
        host: HostState,
        /// The delay the practice expects, in minutes.
        delay_minutes: Option<u16>,
    },
    /// A message from the practice to a waiting person.
    Note {
        /// Sealed under the invitation secret.
        note: Opaque,
    },
    /// The person is in; the SDP answer follows as `answer`.
    Admitted {
        /// Which group.
        generation: u32,
        /// The way into it.
        welcome: TaggedWelcome,
    },
    /// The group starts anew (the clinician came back); send `rejoin`.
    Regroup {
        /// The new group.
        generation: u32,
    },
    /// Everyone in the call, whenever it changes.
    Roster {
        /// The clinician first, then in order of admission.
        people: Vec<Person>,
    },
    /// Answers `offer`.
    Answer {
        /// The session description.
        sdp: String,
    },
    /// Which person each receive slot shows, whenever it changes; slots not named stay.
    Slots {
        /// The changed slots.
        slots: Vec<Slot>,
    },
    /// Each person's connection, whenever it changes.
    Quality {
        /// The changed ones.
        seats: Vec<SeatQuality>,
    },
    /// A commit of another member, in order.
    Commit {
        /// Which group.
        generation: u32,
        /// The epoch it ends.
        epoch: u32,
        /// Whose commit.
        by: SeatId,
        /// Who is new in the group, if someone is.
        added: Option<SeatId>,
        /// The MLS message.
        commit: Opaque,
    },
    /// The client's own commit was first; its new epoch is in force.
    CommitAccepted {
        /// Which group.
        generation: u32,
        /// The epoch it ended.
        epoch: u32,
    },
    /// Another commit was first; the client takes that one in and tries again.
    CommitStale {
        /// Which group.
        generation: u32,
        /// The epoch the refused commit meant to end.
        epoch: u32,
    },
    /// An MLS application message of another member.
    Application {
        /// Which group.
        generation: u32,
        /// Whose.
        from: SeatId,
        /// The MLS message.
        message: Opaque,
    },
    /// Turned away; this connection ends.
    Refused {
        /// Why.
        reason: RefusalReason,
    },
    /// Taken out of the visit; this connection ends.
    Removed,
    /// The visit is over, or the person left it; this connection ends (a desk's stays).
    Ended {
        /// What was and was not kept.
        receipt: Receipt,
    },

    /// To a desk: the clinician's visits of today and the next ones after it, whenever something changes.
    Desk {
        /// In order of time.
        visits: Vec<DeskVisit>,
    },
    /// To a desk: answers `enter`.
    Entered {
        /// Which visit.
        visit: VisitId,
        /// The clinician's seat in it.
        seat: SeatId,
        /// The group to start.
        generation: u32,
        /// Most people it may hold.
        capacity: u8,
        /// Ways to the relay beside its candidates.
        ice_servers: Vec<IceServer>,
    },
    /// To the clinician in the room: an admitted person needs to be added again.
    Rejoin {
        /// Whom.
        seat: SeatId,
        /// Their fresh KeyPackage.
        key_package: TaggedKeyPackage,
    },

    /// Something could not be done.
    Error {
        /// Which.
        code: ErrorCode,
        /// Who can mend it.
        category: ErrorCategory,
        /// The `seq` of the client's message it is about; 0 if none.
        about: u32,
        /// Whether this connection ends.
        fatal: bool,
    },
}
