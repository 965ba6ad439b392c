//! One person's place in a visit: where they are, and what of them is connected.

use crate::ids::SeatId;
use crate::time::Time;
use crate::wire::{Person, Role, SeatState};

/// One person's place in a visit.
#[derive(Clone, Debug)]
pub struct Seat {
    pub(crate) id: SeatId,
    pub(crate) role: Role,
    pub(crate) state: SeatState,
    /// When the state began.
    pub(crate) since: Time,
    /// Since when they wait; kept through lost connections, so that nobody loses their place.
    pub(crate) waiting_since: Option<Time>,
    /// Order of admission, for the roster.
    pub(crate) order: u32,
    pub(crate) signalling: bool,
    pub(crate) media: bool,
    /// Whether the MLS group of the current generation holds them.
    pub(crate) in_group: bool,
}

impl Seat {
    pub(crate) fn new(id: SeatId, role: Role, state: SeatState, now: Time) -> Self {
        let waiting_since = (state == SeatState::Arrived).then_some(now);
        Self { id, role, state, since: now, waiting_since, order: 0, signalling: false, media: false, in_group: false }
    }

    /// Its identifier.
    pub fn id(&self) -> &SeatId {
        &self.id
    }

    /// Its role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Where the person is.
    pub fn state(&self) -> SeatState {
        self.state
    }

    /// Since when they wait.
    pub fn waiting_since(&self) -> Option<Time> {
        self.waiting_since
    }

    /// Whether their page is connected right now.
    pub fn online(&self) -> bool {
        self.signalling
    }

    /// Whether a clinician let them in, and they have not gone since.
    pub fn in_call(&self) -> bool {
        matches!(self.state, SeatState::Admitted | SeatState::Connected | SeatState::Reconnecting)
    }

    /// Whether messages of the current group reach them.
    pub fn in_group(&self) -> bool {
        self.in_group
    }

    /// Whether the seat counts against the visit's capacity. The clinician's always does: they may come back.
    pub(crate) fn holds_place(&self) -> bool {
        self.role == Role::Clinician || !matches!(self.state, SeatState::Left | SeatState::Refused | SeatState::Removed)
    }

    pub(crate) fn person(&self) -> Person {
        Person { seat: self.id.clone(), role: self.role, state: self.state }
    }

    pub(crate) fn become_state(&mut self, state: SeatState, now: Time) {
        if self.state == state {
            return;
        }
        self.state = state;
        self.since = now;
        if !self.in_call() {
            self.media = false;
            self.in_group = false;
        }
        self.waiting_since = match state {
            SeatState::Arrived => Some(now),
            _ => None,
        };
    }

    /// `Connected` when both page and media are there, `Reconnecting` when one was lost.
    pub(crate) fn settle(&mut self, now: Time) {
        match self.state {
            SeatState::Admitted | SeatState::Reconnecting if self.signalling && self.media => {
                self.become_state(SeatState::Connected, now);
            }
            SeatState::Connected if !(self.signalling && self.media) => {
                self.become_state(SeatState::Reconnecting, now);
            }
            SeatState::Admitted if !self.signalling => self.become_state(SeatState::Reconnecting, now),
            _ => {}
        }
    }
}
