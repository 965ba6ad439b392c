//! What was sent and is not yet accounted for, by transport-wide sequence number. No payloads, and no conclusions.

use std::collections::VecDeque;

/// Most packets remembered. Two seconds at 4,000 packets a second; fewer would forget packets before a slow peer speaks of them,
/// more costs 24 bytes each, on such connections only.
const MOST: usize = 8_192;

/// For how long a packet is remembered. Shorter would take packets behind a long queue for never sent; longer keeps memory.
const REMEMBERED_US: i64 = 4_000_000;

/// One packet on its way, or known to be lost.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// When, on the connection's clock.
    pub(super) at_us: i64,
    /// Bytes on the wire.
    pub(super) size: u32,
    /// The probe it belongs to.
    pub(super) probe: Option<u8>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Flying,
    Lost,
    Arrived,
}

/// What a packet's status tells that was not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum News {
    /// It arrived.
    Arrived,
    /// It arrived, although it was called lost before: it was overtaken.
    Late,
    /// It is lost.
    Lost,
}

/// A ring from the oldest packet remembered to the latest.
#[derive(Default)]
pub(super) struct History {
    /// The sequence number of the ring's first, without wrapping.
    first: u64,
    ring: VecDeque<Sent>,
    /// One more than the latest that was spoken of.
    spoken_of: u64,
}

impl History {
    /// Remembers a packet and numbers it.
    pub(super) fn push(&mut self, at_us: i64, size: u32, probe: Option<u8>) -> u16 {
        let over = |sent: &Sent| sent.state == State::Arrived || at_us - sent.at_us > REMEMBERED_US;
        while self.ring.len() >= MOST || self.ring.front().is_some_and(over) {
            self.ring.pop_front();
            self.first += 1;
        }
        let sequence = self.next();
        self.ring.push_back(Sent { at_us, size, probe, state: State::Flying });
        sequence as u16
    }

    /// The number of the next packet.
    pub(super) fn next(&self) -> u64 {
        self.first + self.ring.len() as u64
    }

    /// When the first of at least `least` packets was sent that are later than all that was spoken of.
    pub(super) fn waiting_since_us(&self, least: u64) -> Option<i64> {
        let from = self.spoken_of.max(self.first);
        let place = usize::try_from(from - self.first).ok()?;
        self.ring.get(place).filter(|_| self.next() >= from + least).map(|sent| sent.at_us)
    }

    /// The whole number of a packet from its 16 bits: the latest of those sent; `None` if there was none in the last 32,768.
    pub(super) fn whole(&self, sequence: u16) -> Option<u64> {
        let back = (self.next() as u16).wrapping_sub(sequence);
        // The number that comes next, or one just beyond, was not sent; it would otherwise be one of 65,536 ago.
        if back == 0 || back > 1 << 15 { None } else { self.next().checked_sub(u64::from(back)) }
    }

    /// Notes what became of a packet; `None` if that is no news, or the packet is none that is remembered.
    pub(super) fn note(&mut self, whole: u64, arrived: bool) -> Option<(Sent, News)> {
        let place = usize::try_from(whole.checked_sub(self.first)?).ok()?;
        let sent = self.ring.get_mut(place)?;
        let (state, news) = match (sent.state, arrived) {
            (State::Flying, true) => (State::Arrived, News::Arrived),
            (State::Lost, true) => (State::Arrived, News::Late),
            (State::Flying, false) => (State::Lost, News::Lost),
            (State::Arrived, _) | (State::Lost, false) => return None,
        };
        sent.state = state;
        self.spoken_of = self.spoken_of.max(whole + 1);
        Some((*sent, news))
    }

    /// Room for how many packets the ring has.
    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.ring.capacity()
    }
}
