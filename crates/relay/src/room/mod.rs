//! One visit's media: who is there, which slot shows whom, what goes from one to the others. Addresses live in `relay`.

mod events;
mod media;
mod plan;

use std::time::{Duration, Instant};

use visit::ids::{SeatId, VisitId};
use visit::wire::{self, MediaKind};

use crate::outbox::{Event, Outbox};
use crate::sdp::SEND as KINDS;
use crate::session::{Happened, Queued, Session};
use crate::slot::Shown;
use crate::source::Tracks;
use crate::wheel::Turn;

/// How often layers are chosen anew and lost requests repeated. Shorter costs work; longer shows changes later.
const TICK: Duration = Duration::from_millis(100);

/// A shared screen without a packet for this long is over. Browsers repeat a still screen once a second.
const SCREEN_SILENCE: Duration = Duration::from_secs(5);

/// From joining to connected, or from lost to gone. Shorter gives up on slow links; longer keeps dead connections.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Packets taken in before they are handed on at the latest. More make larger messages; fewer come sooner.
const MAX_PENDING: usize = 128;

/// A packet that came in and was not handed on yet: where it is kept. Its slot and new numbers are each receiver's.
type Pending = Queued;

pub(crate) struct Room {
    pub(crate) visit: VisitId,
    people: Vec<Session>,
    /// What each of them sends, in the same order.
    tracks: Vec<Tracks>,
    pending: Vec<Pending>,
    /// Something happened since the room was last advanced.
    pub(crate) touched: bool,
    /// Where the room is in the relay's wheel.
    pub(crate) turn: Option<Turn>,
    /// When something is due.
    due: Option<Instant>,
    /// When the slots were last looked after.
    ticked: Option<Instant>,
    /// Counts freed slots.
    frees: u64,
    happened: Vec<Happened>,
}

impl Room {
    pub(crate) fn new(visit: VisitId) -> Self {
        Self {
            visit,
            people: vec![],
            tracks: vec![],
            pending: vec![],
            touched: false,
            turn: None,
            due: None,
            ticked: None,
            frees: 0,
            happened: vec![],
        }
    }

    /// The connection with this number.
    pub(crate) fn session(&mut self, id: u64) -> Option<&mut Session> {
        self.people.iter_mut().find(|session| session.id == id)
    }

    /// The connection of someone.
    pub(crate) fn session_of(&mut self, seat: &SeatId) -> Option<&mut Session> {
        self.people.iter_mut().find(|session| session.seat == *seat)
    }

    /// Takes a person in. Returns the connection it replaces, which is to be closed.
    pub(crate) fn join(
        &mut self,
        now: Instant,
        newcomer: Session,
        tracks: Tracks,
        out: &mut Outbox,
    ) -> Option<Session> {
        let (id, seat) = (newcomer.id, newcomer.seat.clone());
        let old = self.people.iter().position(|other| other.seat == seat).map(|place| self.take(now, place, out));
        let mut told = vec![];
        let mut newcomer = newcomer;
        for (other, sends) in self.people.iter_mut().zip(&self.tracks) {
            match &old {
                Some(old) => other.slots.iter_mut().for_each(|slot| slot.follow(old.id, id)),
                None => {
                    let slots = [MediaKind::Microphone, MediaKind::Camera].map(|kind| show(other, id, &seat, kind));
                    out.slots(&self.visit, &other.seat, slots.into_iter().flatten().collect());
                }
            }
            let flows = !sends[2].silent(now, SCREEN_SILENCE);
            for kind in KINDS.into_iter().filter(|kind| *kind != MediaKind::Screen || flows) {
                told.extend(show(&mut newcomer, other.id, &other.seat, kind));
            }
        }
        out.slots(&self.visit, &seat, told);
        self.people.push(newcomer);
        self.tracks.push(tracks);
        self.route();
        self.due = Some(now);
        old
    }

    /// Takes a person out and frees the slots that showed them.
    pub(crate) fn leave(&mut self, now: Instant, seat: &SeatId, out: &mut Outbox) -> Option<Session> {
        let place = self.people.iter().position(|session| session.seat == *seat)?;
        let gone = self.take(now, place, out);
        self.hide(gone.id, |_| true, out);
        Some(gone)
    }

    /// Takes everyone out.
    pub(crate) fn end(&mut self) -> impl Iterator<Item = Session> + '_ {
        self.tracks.clear();
        self.people.drain(..)
    }

    /// Takes out who is gone: closed by the client, failed, or not heard for too long.
    pub(crate) fn sweep(&mut self, now: Instant, out: &mut Outbox) -> Option<Session> {
        let place = self.people.iter().position(|session| {
            let since = if session.connected { session.lost } else { Some(session.joined) };
            session.finished || since.is_some_and(|since| now.saturating_duration_since(since) >= PATIENCE)
        })?;
        let session = self.take(now, place, out);
        out.statistics.failures += u64::from(session.failed);
        self.hide(session.id, |_| true, out);
        out.event(Event::Gone { visit: self.visit.clone(), seat: session.seat.clone() });
        Some(session)
    }

    /// Says what a receiver shows of a picture.
    pub(crate) fn want(
        &mut self,
        now: Instant,
        receiver: &SeatId,
        of: &SeatId,
        kind: MediaKind,
        height: u16,
        out: &mut Outbox,
    ) {
        // Only people who are here, so that nothing grows with what a client names.
        if kind == MediaKind::Microphone || !self.people.iter().any(|session| session.seat == *of) {
            return;
        }
        if let Some(place) = self.people.iter().position(|session| session.seat == *receiver) {
            self.people[place].wants.insert((of.clone(), kind), height);
            self.plan(now, place);
            self.ask_for_key_frames(now, out);
        }
    }

    /// Lets time pass: what is due is done, what came in is handed on.
    pub(crate) fn advance(&mut self, now: Instant, out: &mut Outbox) {
        if self.due.is_some_and(|due| due <= now) {
            if self.ticked.is_none_or(|ticked| now.saturating_duration_since(ticked) >= TICK) {
                self.ticked = Some(now);
                self.tick(now, out);
            }
            for place in 0..self.people.len() {
                if self.people[place].deadline().is_some_and(|deadline| deadline <= now) {
                    let mut happened = std::mem::take(&mut self.happened);
                    self.people[place].advance(now, &mut self.tracks[place], out, &mut happened);
                    self.happened = happened;
                    self.act(now, place, out);
                }
            }
            let tick = self.ticked.map(|ticked| ticked + TICK).filter(|_| !self.people.is_empty());
            self.due = self.people.iter().filter_map(Session::deadline).chain(tick).min();
        }
        self.flush(now, out);
    }

    /// When to call [`Self::advance`] next, if nothing comes in before.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.people.is_empty())
    }

    /// What a person does next may be earlier than thought.
    fn hurry(&mut self, place: usize) {
        let deadline = self.people.get(place).and_then(Session::deadline);
        self.due = [self.due, deadline].into_iter().flatten().min();
    }

    fn place(&self, id: u64) -> Option<usize> {
        self.people.iter().position(|session| session.id == id)
    }

    /// Takes one out. What waited of theirs goes nowhere any more.
    fn take(&mut self, now: Instant, place: usize, out: &mut Outbox) -> Session {
        self.flush(now, out);
        self.tracks.remove(place);
        let gone = self.people.remove(place);
        self.people.iter_mut().for_each(|other| other.forget_sender(place));
        self.route();
        gone
    }

    fn tick(&mut self, now: Instant, out: &mut Outbox) {
        for place in 0..self.people.len() {
            let tracks = &mut self.tracks[place];
            tracks.iter_mut().flat_map(|source| &mut source.layers).for_each(|layer| layer.rest(now));
            let over = tracks[2].silent(now, SCREEN_SILENCE);
            if over {
                self.hide(self.people[place].id, |kind| kind == MediaKind::Screen, out);
            }
            self.plan(now, place);
        }
        self.ask_for_key_frames(now, out);
    }

    fn show_screen(&mut self, place: usize, out: &mut Outbox) {
        let (id, seat) = (self.people[place].id, self.people[place].seat.clone());
        for other in self.people.iter_mut().filter(|other| other.id != id) {
            if !other.slots.iter().any(|slot| slot.shows(id, MediaKind::Screen)) {
                let shown = show(other, id, &seat, MediaKind::Screen);
                out.slots(&self.visit, &other.seat, shown.into_iter().collect());
            }
        }
        self.route();
    }

    fn hide(&mut self, id: u64, which: impl Fn(MediaKind) -> bool, out: &mut Outbox) {
        let mut hidden = false;
        for other in &mut self.people {
            let mut told = vec![];
            for slot in &mut other.slots {
                if slot.shown.as_ref().is_some_and(|shown| shown.session == id && which(shown.kind)) {
                    self.frees += 1;
                    told.extend(slot.free(self.frees));
                }
            }
            hidden |= !told.is_empty();
            out.slots(&self.visit, &other.seat, told);
        }
        if hidden {
            self.route();
        }
    }
}

/// Puts a track into the slot of `receiver` that was free for longest; `None` if all are taken.
fn show(receiver: &mut Session, sender: u64, seat: &SeatId, kind: MediaKind) -> Option<wire::Slot> {
    let free = receiver.slots.iter_mut().filter(|slot| slot.shown.is_none() && slot.fits(kind));
    Some(free.min_by_key(|slot| slot.freed)?.show(Shown { session: sender, seat: seat.clone(), kind }))
}
