//! What a client may say.

use serde::{Deserialize, Serialize};

use super::{Binding, MediaKind, Role};
use crate::ids::{Opaque, SeatId, SessionId, Token, VisitId};

/// One message to the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FromClient {
    /// 1, 2, 3, … within a session; 0 for `hello`, `ping` and `ack`, which are not counted, and are never sent again.
    pub seq: u32,
    /// The highest `seq` received from the server so far; the server forgets messages up to it.
    pub ack: u32,
    /// The message.
    pub body: ClientMessage,
}

/// What makes the server believe who is speaking.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Credential {
    /// The token of an invitation link.
    Invitation {
        /// From the link's path.
        token: Token,
    },
    /// The token of a clinician's desk link.
    Desk {
        /// From the link's path.
        token: Token,
    },
    /// The account that the connection's session is signed in to.
    Account,
}

/// A session to be taken up again after its connection was lost.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Resume {
    /// The session of an earlier `welcome`.
    pub session: SessionId,
    /// The secret given with it.
    pub key: Token,
    /// Whether the page still holds its state; `false` after a reload: then nothing is replayed, and the server tells all from the start.
    pub intact: bool,
}

/// Why someone is turned away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RefusalReason {
    /// The clinician does not expect this person.
    NotExpected,
    /// The visit will be at another time; the practice will be in touch.
    AnotherTime,
    /// No reason given.
    Unspecified,
}

/// Why a marked visit is opened: one of these, so that no free text gets into the audit log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AccessReason {
    /// To hold the visit, or to prepare it.
    Treatment,
    /// The person asked for it.
    PatientAsked,
    /// Someone's health is in danger.
    Emergency,
    /// To move, correct or close the visit.
    Administration,
}

impl AccessReason {
    /// All of them.
    pub const ALL: [AccessReason; 4] = [Self::Treatment, Self::PatientAsked, Self::Emergency, Self::Administration];
}

/// A change of the MLS group that its committer asks the server to order (RFC 9420 §12.4, §14).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupCommit {
    /// Which group of the visit; a clinician who enters anew starts a new one.
    pub generation: u32,
    /// The epoch that this commit ends.
    pub epoch: u32,
    /// The MLS message.
    pub commit: Opaque,
}

/// An MLS Welcome with the creator's proof (`docs/protocol.md` §2.4).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TaggedWelcome {
    /// The MLS Welcome.
    pub welcome: Opaque,
    /// The signature public key of the group's creator, 32 bytes.
    pub creator: Opaque,
    /// `HMAC(k_welcome, …)`, 32 bytes.
    pub tag: Opaque,
}

/// An MLS KeyPackage with the joiner's proof (`docs/protocol.md` §2.3).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TaggedKeyPackage {
    /// The MLS KeyPackage.
    pub key_package: Opaque,
    /// `HMAC(k_join, …)`, 32 bytes.
    pub tag: Opaque,
}

/// A new invitation, made in the inviter's browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewInvitation {
    /// The invited person's seat.
    pub seat: SeatId,
    /// The invited person's role; never `clinician`.
    pub role: Role,
    /// SHA-256 of the token's 16 bytes. The server never sees the link's fragment.
    pub token_hash: Opaque,
    /// The invitation secret, sealed to the account key of the staff member who holds the visit.
    pub sealed_secret: Opaque,
}

/// How large a receiver shows a picture, so that the relay sends no more than is seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Want {
    /// Whose picture.
    pub seat: SeatId,
    /// `camera` or `screen`.
    pub kind: MediaKind,
    /// Height shown, in device pixels; 0 when it is not shown at all.
    pub height: u16,
}

/// A message from a client.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClientMessage {
    /// First on every connection.
    Hello {
        /// [`super::PROTOCOL`].
        protocol: u16,
        /// Who is speaking.
        credential: Credential,
        /// The session to take up again, if there was one.
        resume: Option<Resume>,
    },
    /// Keeps the connection alive; answered by `pong`.
    Ping,
    /// Nothing but the envelope's `ack`.
    Ack,
    /// After `taken`: asks the one who holds the seat to let go.
    TakeSeat,
    /// After `contested`: keeps the seat.
    KeepSeat,
    /// After `contested`: lets the other browser have it.
    YieldSeat,

    /// Enters the waiting room. Guests only.
    Arrive {
        /// The version of the practice's consent text that was agreed to.
        consent_version: u32,
        /// Name and surroundings, sealed under the invitation secret (`docs/protocol.md` §2.5).
        card: Opaque,
        /// For the group of `generation`.
        key_package: TaggedKeyPackage,
    },
    /// A fresh KeyPackage after `regroup`, or after a reload while admitted.
    Rejoin {
        /// The fresh KeyPackage.
        key_package: TaggedKeyPackage,
    },
    /// An SDP offer (RFC 9429) with all send tracks and receive slots (`docs/protocol.md` §5). Kept until admission, answered at once afterwards.
    Offer {
        /// The session description.
        sdp: String,
    },
    /// How large the receiver shows each picture.
    Want {
        /// One row per picture; a picture not named is wanted at full size.
        wants: Vec<Want>,
    },
    /// A commit that changes nobody's place: rekeying on a timer.
    Update {
        /// The commit.
        commit: GroupCommit,
    },
    /// An MLS application message for all other members.
    Application {
        /// Which group.
        generation: u32,
        /// The MLS message.
        message: Opaque,
    },
    /// Takes the leaf of a person who is gone out of the group. Any member may; the first in the roster does.
    Evict {
        /// Whose leaf.
        seat: SeatId,
        /// The commit.
        commit: GroupCommit,
    },
    /// Leaves the visit.
    Leave,

    /// Plans a visit that the speaker will hold. Clinician only, as all that follow; it shows in the next `desk`.
    Plan {
        /// The visit.
        visit: VisitId,
        /// The speaker's own seat in it.
        host_seat: SeatId,
        /// Planned start, in Unix milliseconds.
        starts_at: f64,
        /// Planned length, in minutes: 5 to 480.
        minutes: u16,
        /// Whether neutral words are used outside the call.
        sensitive: bool,
        /// Whether the person must not be recognisable in lists; the speaker has it open.
        marked: bool,
        /// Most people it may hold, 2 to 16.
        capacity: u8,
        /// Whom it is for.
        invitation: NewInvitation,
    },
    /// Gives the speaker's word for the keys of a patient's account.
    BindPatient {
        /// Which visit.
        visit: VisitId,
        /// Whose seat.
        seat: SeatId,
        /// The word.
        binding: Binding,
    },
    /// Erases a patient's account whose keys were not made with the whole link, so that its owner can make theirs. Refused with
    /// `conflict` once there is a word for its keys: then it is its owner's alone.
    DiscardPatient {
        /// Which visit.
        visit: VisitId,
        /// Whose seat.
        seat: SeatId,
    },
    /// Steps into a visit's room and starts a new group.
    Enter {
        /// Which visit.
        visit: VisitId,
    },
    /// Steps out and leaves the visit running.
    Exit,
    /// Lets a waiting person in, or an admitted one back in after a reload.
    Admit {
        /// Whom.
        seat: SeatId,
        /// The commit that adds them.
        commit: GroupCommit,
        /// Their way into the group.
        welcome: TaggedWelcome,
    },
    /// Turns a waiting person away.
    Refuse {
        /// Which visit.
        visit: VisitId,
        /// Whom.
        seat: SeatId,
        /// What they are told.
        reason: RefusalReason,
    },
    /// Takes a person out of the call, and their leaf out of the group.
    Remove {
        /// Whom.
        seat: SeatId,
        /// The commit.
        commit: GroupCommit,
    },
    /// Sends a waiting person a message, sealed under their invitation secret.
    Note {
        /// Which visit.
        visit: VisitId,
        /// Whom.
        seat: SeatId,
        /// The message.
        note: Opaque,
    },
    /// Tells those who wait how long it may take.
    Delay {
        /// Which visit.
        visit: VisitId,
        /// Expected minutes from now; absent: not known.
        minutes: Option<u16>,
    },
    /// Invites one more person into the visit.
    Invite {
        /// Which visit.
        visit: VisitId,
        /// The invitation.
        invitation: NewInvitation,
    },
    /// Marks a visit, so that its person is not recognisable in lists, or takes the mark away. Who marks it has it open.
    Mark {
        /// Which visit.
        visit: VisitId,
        /// Whether it is marked from now on.
        marked: bool,
    },
    /// Opens a marked visit for this desk session. The officer is told, and the patient will be able to read it.
    OpenMarked {
        /// Which visit.
        visit: VisitId,
        /// Why.
        reason: AccessReason,
    },
    /// Ends the visit for everyone.
    End {
        /// Which visit.
        visit: VisitId,
    },
}
