//! Marked visits: what a desk that has not opened one with a reason sees of it, and may do to it. Who opened what is the server's to remember.

use crate::event::Refusal;
use crate::ids::VisitId;
use crate::machine::Visit;
use crate::wire::ClientMessage;

/// Which visit a message of a desk is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About<'a> {
    /// None.
    Nothing,
    /// The one it names.
    Named(&'a VisitId),
    /// The one whose room the clinician is in.
    Entered,
}

impl<'a> About<'a> {
    /// Which one. A message that is not named here does not compile.
    pub fn of(message: &'a ClientMessage) -> About<'a> {
        match message {
            ClientMessage::Enter { visit }
            | ClientMessage::Refuse { visit, .. }
            | ClientMessage::Note { visit, .. }
            | ClientMessage::Delay { visit, .. }
            | ClientMessage::Invite { visit, .. }
            | ClientMessage::BindPatient { visit, .. }
            | ClientMessage::DiscardPatient { visit, .. }
            | ClientMessage::Mark { visit, .. }
            | ClientMessage::OpenMarked { visit, .. }
            | ClientMessage::End { visit } => About::Named(visit),
            ClientMessage::Offer { .. }
            | ClientMessage::Want { .. }
            | ClientMessage::Update { .. }
            | ClientMessage::Application { .. }
            | ClientMessage::Evict { .. }
            | ClientMessage::Admit { .. }
            | ClientMessage::Remove { .. }
            | ClientMessage::Exit => About::Entered,
            // Of the session, of a guest's own place, or of a visit that is not there yet.
            ClientMessage::Hello { .. }
            | ClientMessage::Ping
            | ClientMessage::Ack
            | ClientMessage::TakeSeat
            | ClientMessage::KeepSeat
            | ClientMessage::YieldSeat
            | ClientMessage::Arrive { .. }
            | ClientMessage::Rejoin { .. }
            | ClientMessage::Leave
            | ClientMessage::Plan { .. } => About::Nothing,
        }
    }
}

impl Visit {
    /// Whether nothing sealed of it may be told to a desk: it is marked, goes on, and the desk has not `opened` it.
    pub fn is_locked(&self, opened: bool) -> bool {
        self.plan().marked && !self.over() && !opened
    }

    /// Whether a desk may do what a message about this visit asks for. All but opening it, and stepping out of it, needs it open.
    ///
    /// # Errors
    /// [`Refusal::ReasonNeeded`] if the desk has to open it first.
    pub fn permit(&self, opened: bool, message: &ClientMessage) -> Result<(), Refusal> {
        let free = matches!(message, ClientMessage::OpenMarked { .. } | ClientMessage::Exit);
        if free || !self.is_locked(opened) { Ok(()) } else { Err(Refusal::ReasonNeeded) }
    }

    /// Whether there is something to open.
    ///
    /// # Errors
    /// [`Refusal::Ended`] or [`Refusal::Cancelled`] once it is over; [`Refusal::NotAllowed`] if it is not marked.
    pub fn openable(&self) -> Result<(), Refusal> {
        self.check_running()?;
        if self.plan().marked { Ok(()) } else { Err(Refusal::NotAllowed) }
    }
}
