//! What can happen to a visit, what follows from it, and why it may be refused.

use crate::admission::Admission;
use crate::ids::SeatId;
use crate::wire::{ErrorCategory, ErrorCode, RefusalReason, Role};

/// Which commit of which group; the rules order commits and never see inside one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommitAt {
    /// The group.
    pub generation: u32,
    /// The epoch it ends.
    pub epoch: u32,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A guest enters the waiting room.
    Arrive(SeatId),
    /// A person's page is connected.
    Online(SeatId),
    /// A person's page lost its connection.
    Offline(SeatId),
    /// A person's page was loaded anew: it knows nothing of the group any more.
    Forgot(SeatId),
    /// A person offers media.
    Offer(SeatId),
    /// Media flows between a person and the relay.
    MediaUp(SeatId),
    /// Media stopped.
    MediaDown(SeatId),
    /// The clinician steps into the room.
    Enter,
    /// The clinician steps out; the visit goes on.
    Exit,
    /// The clinician lets someone in, or back into the group.
    Admit(SeatId, CommitAt),
    /// The clinician turns someone away.
    Refuse(SeatId, RefusalReason),
    /// The clinician takes someone out.
    Remove(SeatId, CommitAt),
    /// A member takes the leaf of someone who is gone out of the group.
    Evict {
        /// The member.
        by: SeatId,
        /// Who is gone.
        gone: SeatId,
        /// The commit.
        at: CommitAt,
    },
    /// A member rekeys.
    Update(SeatId, CommitAt),
    /// The clinician invites one more person.
    Invite(SeatId, Role),
    /// The clinician marks the visit, or takes the mark away.
    Mark(bool),
    /// A guest leaves.
    Leave(SeatId),
    /// Another browser took a person's seat over: whoever it is must be let in anew.
    Vacate(SeatId),
    /// The clinician ends the visit.
    End,
    /// The practice calls the visit off.
    Cancel,
    /// Time passed.
    Tick,
    /// Everything ephemeral was erased.
    Erased,
}

/// Something the server has to do. Snapshots (roster, queue, desk) are not effects: they are read from the visit and sent when they differ.
#[derive(Debug)]
pub enum Effect {
    /// Connect this person's latest offer to the relay.
    OpenMedia(Admission),
    /// Close this person's connection to the relay.
    CloseMedia(SeatId),
    /// Hand this person the Welcome that came with the admission.
    Welcome(SeatId),
    /// Ask these people for fresh KeyPackages: a new group begins.
    Regroup(Vec<SeatId>),
    /// Forward the commit to these members, and tell its sender that it was first.
    Commit {
        /// Whose.
        by: SeatId,
        /// To whom.
        to: Vec<SeatId>,
        /// Who is new in the group.
        added: Option<SeatId>,
    },
    /// Tell the sender that another commit was first.
    Stale(SeatId),
    /// Tell this person that they were turned away.
    TellRefused(SeatId, RefusalReason),
    /// Tell this person that they were taken out.
    TellRemoved(SeatId),
    /// Tell this person that it is over for them.
    TellEnded(SeatId),
    /// This person was away for too long: forget their session, so that they start anew if they come back.
    GiveUp(SeatId),
    /// Erase what is ephemeral, then report [`Event::Erased`].
    Erase,
}

/// Why an event was refused; nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// The visit is over.
    #[error("the visit has ended")]
    Ended,
    /// The visit was called off.
    #[error("the visit was cancelled")]
    Cancelled,
    /// The person was turned away before.
    #[error("the person was refused")]
    Refused,
    /// The person was taken out before.
    #[error("the person was removed")]
    Removed,
    /// As many people as it may hold.
    #[error("the visit is full")]
    Full,
    /// Nobody has this seat.
    #[error("there is no such seat")]
    NoSuchSeat,
    /// Not in this state, or not by this role.
    #[error("not allowed now")]
    NotAllowed,
    /// The visit is marked, and was not opened with a reason.
    #[error("a reason is needed")]
    ReasonNeeded,
}

impl Refusal {
    /// The code and category a client is told.
    pub fn wire(self) -> (ErrorCode, ErrorCategory) {
        match self {
            Refusal::Ended => (ErrorCode::VisitEnded, ErrorCategory::Visit),
            Refusal::Cancelled => (ErrorCode::VisitCancelled, ErrorCategory::Visit),
            Refusal::Refused => (ErrorCode::AlreadyRefused, ErrorCategory::Visit),
            Refusal::Removed => (ErrorCode::AlreadyRemoved, ErrorCategory::Visit),
            Refusal::Full => (ErrorCode::VisitFull, ErrorCategory::Visit),
            Refusal::NoSuchSeat => (ErrorCode::NotFound, ErrorCategory::Client),
            Refusal::NotAllowed => (ErrorCode::NotAllowed, ErrorCategory::Client),
            Refusal::ReasonNeeded => (ErrorCode::ReasonNeeded, ErrorCategory::Visit),
        }
    }
}
