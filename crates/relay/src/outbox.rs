//! What the relay has to say, in order, until it is asked. Nothing is decided here.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Instant;

use visit::ids::{SeatId, VisitId};
use visit::wire::{Quality, Slot};

use crate::statistics::Statistics;

/// What the server is to do next.
pub enum Output {
    /// Send a datagram from the media socket.
    Transmit {
        /// To whom.
        destination: SocketAddr,
        /// At most 1,500 bytes.
        datagram: Vec<u8>,
    },
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

/// Collects outputs and counts.
#[derive(Default)]
pub(crate) struct Outbox {
    queue: VecDeque<Output>,
    pub(crate) statistics: Statistics,
}

impl Outbox {
    pub(crate) fn transmit(&mut self, destination: SocketAddr, datagram: Vec<u8>) {
        self.statistics.datagrams_out += 1;
        self.statistics.bytes_out += datagram.len() as u64;
        self.queue.push_back(Output::Transmit { destination, datagram });
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.queue.push_back(Output::Event(event));
    }

    /// Tells of changed slots, if any.
    pub(crate) fn slots(&mut self, visit: &VisitId, to: &SeatId, slots: Vec<Slot>) {
        if !slots.is_empty() {
            self.event(Event::Slots { visit: visit.clone(), to: to.clone(), slots });
        }
    }

    pub(crate) fn next(&mut self) -> Option<Output> {
        self.queue.pop_front()
    }
}
