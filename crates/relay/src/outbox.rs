//! What the relay has to say, in order, until it is asked. Nothing is decided here.

use std::collections::VecDeque;
use std::time::Instant;

use visit::ids::{SeatId, VisitId};
use visit::wire::{Quality, Slot};

use crate::arena::Arena;
use crate::statistics::Statistics;

/// What the server is to do next. Datagrams lie ready in [`crate::Relay::outgoing`] meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Something happened.
    Event(Event),
    /// Nothing, until this instant (then call [`crate::Relay::timeout`]) or a datagram; `None`: until a datagram or call.
    Wait(Option<Instant>),
}

/// What happened to people's media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Media flows, for the first time or again.
    Connected {
        /// In which visit.
        visit: VisitId,
        /// Whose.
        seat: SeatId,
    },
    /// Nothing is heard from a person; the connection may come back by itself.
    Disconnected {
        /// In which visit.
        visit: VisitId,
        /// Who.
        seat: SeatId,
    },
    /// A connection is over: closed by the client, failed, or silent for too long. Only a new offer helps.
    Gone {
        /// In which visit.
        visit: VisitId,
        /// Whose.
        seat: SeatId,
    },
    /// Receive slots of a person show someone else, or nobody, from now on.
    Slots {
        /// In which visit.
        visit: VisitId,
        /// Whose slots.
        to: SeatId,
        /// The changed ones.
        slots: Vec<Slot>,
    },
    /// A connection got better or worse.
    Quality {
        /// In which visit.
        visit: VisitId,
        /// Whose.
        seat: SeatId,
        /// How it is now.
        quality: Quality,
    },
}

/// Collects events and datagrams, and counts.
#[derive(Default)]
pub(crate) struct Outbox {
    events: VecDeque<Event>,
    pub(crate) arena: Arena,
    pub(crate) statistics: Statistics,
}

impl Outbox {
    pub(crate) fn event(&mut self, event: Event) {
        self.events.push_back(event);
    }

    /// Tells of changed slots, if any.
    pub(crate) fn slots(&mut self, visit: &VisitId, to: &SeatId, slots: Vec<Slot>) {
        if !slots.is_empty() {
            self.event(Event::Slots { visit: visit.clone(), to: to.clone(), slots });
        }
    }

    pub(crate) fn next(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Forgets the datagrams: they were sent.
    pub(crate) fn sent(&mut self) {
        for message in self.arena.messages() {
            self.statistics.datagrams_out += message.datagrams().count() as u64;
            self.statistics.bytes_out += message.bytes.len() as u64;
        }
        self.arena.clear();
    }
}
