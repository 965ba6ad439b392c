//! One visit's media: who is there, which slot shows whom, what goes from one to the others. Addresses live in `relay`.

use std::time::{Duration, Instant};

use str0m::media::Mid;
use str0m::net::Receive;

use visit::ids::{SeatId, VisitId};
use visit::wire::{self, MediaKind};

use crate::allocate::{Picture, allocate};
use crate::outbox::{Event, Outbox};
use crate::quality::quality;
use crate::sealed::Packet;
use crate::session::{Happened, Session};
use crate::slot::Shown;

/// How often layers are chosen anew and lost requests repeated. Shorter costs work; longer shows changes later.
const TICK: Duration = Duration::from_millis(100);

/// A shared screen without a packet for this long is over. Browsers repeat a still screen once a second.
const SCREEN_SILENCE: Duration = Duration::from_secs(5);

/// From joining to connected, or from lost to gone. Shorter gives up on slow links; longer keeps dead connections.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// For how long pictures must be worse than they could be to count against a connection. Each starts low and rises.
const COARSE_FOR: Duration = Duration::from_secs(6);

/// Height taken to be shown until the receiver says otherwise.
const FULL_HEIGHT: u16 = 720;

/// The sources of a session, by place.
const KINDS: [MediaKind; 3] = [MediaKind::Microphone, MediaKind::Camera, MediaKind::Screen];

pub(crate) struct Room {
    pub(crate) visit: VisitId,
    sessions: Vec<Session>,
    /// When the slots were last looked after.
    ticked: Option<Instant>,
    /// Counts freed slots.
    turn: u64,
    happened: Vec<Happened>,
}

impl Room {
    pub(crate) fn new(visit: VisitId) -> Self {
        Self { visit, sessions: vec![], ticked: None, turn: 0, happened: vec![] }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Takes a person in. Returns the connection it replaces, which is to be closed.
    pub(crate) fn join(&mut self, now: Instant, session: Session, out: &mut Outbox) -> Option<Session> {
        let (id, seat) = (session.id, session.seat.clone());
        let old = self.sessions.iter().position(|other| other.seat == seat).map(|place| self.sessions.remove(place));
        let mut told = vec![];
        let mut newcomer = session;
        for other in &mut self.sessions {
            match &old {
                Some(old) => other.slots.iter_mut().for_each(|slot| slot.follow(old.id, id)),
                None => {
                    let slots = [MediaKind::Microphone, MediaKind::Camera].map(|kind| show(other, id, &seat, kind));
                    out.slots(&self.visit, &other.seat, slots.into_iter().flatten().collect());
                }
            }
            let flows = !other.sources[2].silent(now, SCREEN_SILENCE);
            for kind in KINDS.into_iter().filter(|kind| *kind != MediaKind::Screen || flows) {
                told.extend(show(&mut newcomer, other.id, &other.seat, kind));
            }
        }
        out.slots(&self.visit, &seat, told);
        self.sessions.push(newcomer);
        old
    }

    /// Takes a person out and frees the slots that showed them.
    pub(crate) fn leave(&mut self, seat: &SeatId, out: &mut Outbox) -> Option<Session> {
        let place = self.sessions.iter().position(|session| session.seat == *seat)?;
        let gone = self.sessions.remove(place);
        self.hide(gone.id, |_| true, out);
        Some(gone)
    }

    /// Takes everyone out.
    pub(crate) fn end(&mut self) -> impl Iterator<Item = Session> + '_ {
        self.sessions.drain(..)
    }

    /// Takes out who is gone: closed by the client, given up by the engine, or not heard for too long.
    pub(crate) fn sweep(&mut self, now: Instant, out: &mut Outbox) -> Vec<Session> {
        let mut gone = vec![];
        while let Some(place) = self.sessions.iter().position(|session| {
            let since = if session.connected { session.lost } else { Some(session.joined) };
            session.finished || since.is_some_and(|since| now.saturating_duration_since(since) >= PATIENCE)
        }) {
            let session = self.sessions.remove(place);
            out.statistics.failures += u64::from(session.failed);
            self.hide(session.id, |_| true, out);
            out.event(Event::Gone { visit: self.visit.clone(), seat: session.seat.clone() });
            gone.push(session);
        }
        gone
    }

    /// A datagram for one of the connections; see [`Session::receive`].
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        id: u64,
        datagram: Receive<'_>,
        proven: bool,
        out: &mut Outbox,
    ) -> bool {
        let Some(place) = self.place(id) else { return false };
        let taken = self.sessions[place].receive(now, datagram, proven);
        if taken {
            self.pump(now, place, out);
        }
        taken
    }

    /// Says what a receiver shows of a picture.
    pub(crate) fn want(&mut self, now: Instant, receiver: &SeatId, of: &SeatId, kind: MediaKind, height: u16) {
        // Only people who are here, so that nothing grows with what a client names.
        if kind == MediaKind::Microphone || !self.sessions.iter().any(|session| session.seat == *of) {
            return;
        }
        if let Some(place) = self.sessions.iter().position(|session| session.seat == *receiver) {
            self.sessions[place].wants.insert((of.clone(), kind), height);
            self.plan(now, place);
        }
    }

    /// Lets time pass: what is due is done, what was written goes out.
    pub(crate) fn advance(&mut self, now: Instant, out: &mut Outbox) {
        if self.ticked.is_none_or(|ticked| now.saturating_duration_since(ticked) >= TICK) {
            self.ticked = Some(now);
            self.tick(now, out);
        }
        while let Some(place) = self.sessions.iter().position(|session| session.dirty || session.deadline <= now) {
            self.sessions[place].advance(now);
            self.pump(now, place, out);
        }
    }

    /// When to call [`Self::advance`] next, if nothing comes in before.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let tick = self.ticked.map(|ticked| ticked + TICK);
        self.sessions.iter().map(|session| session.deadline).chain(tick.filter(|_| !self.sessions.is_empty())).min()
    }

    fn place(&self, id: u64) -> Option<usize> {
        self.sessions.iter().position(|session| session.id == id)
    }

    /// Takes what a connection has to say, and acts on it.
    fn pump(&mut self, now: Instant, place: usize, out: &mut Outbox) {
        let mut happened = std::mem::take(&mut self.happened);
        self.sessions[place].drain(now, |to, datagram| out.transmit(to, datagram), &mut happened);
        for event in happened.drain(..) {
            let (visit, seat) = (&self.visit, &self.sessions[place].seat);
            match event {
                Happened::Media { source, layer, packet } => {
                    out.statistics.media_in += 1;
                    self.forward(now, place, source, layer, packet, out);
                }
                Happened::Refused => out.statistics.media_refused += 1,
                Happened::KeyFrameWanted(slot) => self.want_key_frame(place, slot),
                Happened::Estimate(bps) => {
                    self.sessions[place].estimate(bps);
                    self.plan(now, place);
                }
                Happened::Connected => {
                    out.event(Event::Connected { visit: visit.clone(), seat: seat.clone() });
                    self.plan(now, place);
                }
                Happened::Back => out.event(Event::Connected { visit: visit.clone(), seat: seat.clone() }),
                Happened::Lost => out.event(Event::Disconnected { visit: visit.clone(), seat: seat.clone() }),
                Happened::Measured(_) if !self.sessions[place].connected => {}
                Happened::Measured(mut measured) => {
                    let lasting = |since: Option<Instant>| {
                        since.is_some_and(|since| now.saturating_duration_since(since) >= COARSE_FOR)
                    };
                    measured.coarse = lasting(self.sessions[place].coarse);
                    measured.missing = lasting(self.sessions[place].missing);
                    let quality = quality(self.sessions[place].measure(now, measured));
                    if self.sessions[place].quality.replace(quality) != Some(quality) {
                        let (visit, seat) = (visit.clone(), self.sessions[place].seat.clone());
                        out.event(Event::Quality { visit, seat, quality });
                    }
                }
            }
        }
        self.happened = happened;
        self.ask_for_key_frames(now, out);
    }

    /// Hands a packet on to everyone who has a slot for it.
    fn forward(&mut self, now: Instant, place: usize, source: usize, layer: usize, packet: Packet, out: &mut Outbox) {
        let sender = &mut self.sessions[place];
        let (id, kind) = (sender.id, KINDS[source]);
        if sender.sources[source].layers[layer].count(now, &packet) {
            if kind == MediaKind::Screen {
                self.show_screen(place, out);
            }
            if kind != MediaKind::Microphone {
                (0..self.sessions.len()).for_each(|other| self.plan(now, other));
            }
        }
        let kept = std::mem::take(&mut self.sessions[place].sources[source].layers[layer].kept);
        for receiver in self.sessions.iter_mut().filter(|receiver| receiver.id != id && receiver.connected) {
            let Some(place) = receiver.slots.iter().position(|slot| slot.shows(id, kind)) else { continue };
            let slot = &mut receiver.slots[place];
            let stream = slot.ssrc;
            let mut writes = Writes::default();
            let switched = slot.offer(layer, &packet, &kept, |rewritten, packet| writes.push(rewritten, packet));
            out.statistics.switches += u64::from(switched);
            out.statistics.media_out += writes.0.len() as u64;
            for (rewritten, packet) in writes.0 {
                receiver.write(stream, kind == MediaKind::Microphone, rewritten, &packet);
            }
        }
        let layer = &mut self.sessions[place].sources[source].layers[layer];
        layer.kept = kept;
        if kind != MediaKind::Microphone {
            layer.keep(now, packet);
        }
    }

    fn show_screen(&mut self, place: usize, out: &mut Outbox) {
        let (id, seat) = (self.sessions[place].id, self.sessions[place].seat.clone());
        for other in self.sessions.iter_mut().filter(|other| other.id != id) {
            if !other.slots.iter().any(|slot| slot.shows(id, MediaKind::Screen)) {
                let shown = show(other, id, &seat, MediaKind::Screen);
                out.slots(&self.visit, &other.seat, shown.into_iter().collect());
            }
        }
    }

    fn hide(&mut self, id: u64, which: impl Fn(MediaKind) -> bool, out: &mut Outbox) {
        for other in &mut self.sessions {
            let mut told = vec![];
            for slot in &mut other.slots {
                if slot.shown.as_ref().is_some_and(|shown| shown.session == id && which(shown.kind)) {
                    self.turn += 1;
                    told.extend(slot.free(self.turn));
                }
            }
            out.slots(&self.visit, &other.seat, told);
        }
    }

    fn tick(&mut self, now: Instant, out: &mut Outbox) {
        for place in 0..self.sessions.len() {
            let session = &mut self.sessions[place];
            session.sources.iter_mut().flat_map(|source| &mut source.layers).for_each(|layer| layer.forget(now));
            let (id, over) = (session.id, session.sources[2].silent(now, SCREEN_SILENCE));
            if over {
                self.hide(id, |kind| kind == MediaKind::Screen, out);
            }
            self.plan(now, place);
        }
        self.ask_for_key_frames(now, out);
    }

    /// Chooses the layers that one receiver gets.
    fn plan(&mut self, now: Instant, place: usize) {
        if !self.sessions[place].connected {
            return;
        }
        let receiver = &self.sessions[place];
        let mut pictures = vec![];
        for (slot_place, slot) in receiver.slots.iter().enumerate() {
            let Some(shown) = slot.shown.as_ref().filter(|shown| shown.kind != MediaKind::Microphone) else { continue };
            let Some(sender) = self.sessions.iter().find(|session| session.id == shown.session) else { continue };
            let Some(source) = sender.sources.iter().find(|source| source.kind == shown.kind) else { continue };
            let wanted = receiver.wants.get(&(shown.seat.clone(), shown.kind));
            let picture = Picture {
                kind: shown.kind,
                height: wanted.copied().unwrap_or(FULL_HEIGHT),
                rates: source.rates(now),
                current: slot.current(),
                may_rise: slot.may_rise(now),
            };
            pictures.push((slot_place, shown.session, picture));
        }
        let voices = self.sessions.len() - 1;
        let shapes: Vec<Picture> = pictures.iter().map(|(_, _, picture)| *picture).collect();
        let plan = allocate(receiver.budget_bps(now), voices, &shapes);
        for ((slot, sender, picture), layer) in pictures.into_iter().zip(plan.layers) {
            let slot = &mut self.sessions[place].slots[slot];
            slot.aim(now, layer);
            if let Some(layer) = slot.awaits() {
                self.want_layer(sender, picture.kind, layer);
            }
        }
        let receiver = &mut self.sessions[place];
        receiver.coarse = plan.coarse.then(|| receiver.coarse.unwrap_or(now));
        receiver.missing = plan.missing.then(|| receiver.missing.unwrap_or(now));
        receiver.aim_for(plan.next_bps, plan.desired_bps);
    }

    /// A receiver's decoder needs a key frame.
    fn want_key_frame(&mut self, place: usize, slot: Mid) {
        let Some(slot) = self.sessions[place].slots.iter().find(|candidate| candidate.mid == slot) else { return };
        let Some((shown, layer)) = slot.shown.clone().zip(slot.awaits().or(slot.current())) else { return };
        self.want_layer(shown.session, shown.kind, layer);
    }

    fn want_layer(&mut self, sender: u64, kind: MediaKind, layer: usize) {
        let Some(sender) = self.sessions.iter_mut().find(|session| session.id == sender) else { return };
        let source = sender.sources.iter_mut().find(|source| source.kind == kind);
        if let Some(layer) = source.and_then(|source| source.layers.get_mut(layer)) {
            layer.key_frames.want();
        }
    }

    fn ask_for_key_frames(&mut self, now: Instant, out: &mut Outbox) {
        for session in &mut self.sessions {
            for source in 1..KINDS.len() {
                for layer in 0..session.sources[source].layers.len() {
                    if session.sources[source].layers[layer].key_frames.ask(now)
                        && session.request_key_frame(source, layer)
                    {
                        out.statistics.key_frame_requests += 1;
                    }
                }
            }
        }
    }
}

/// Packets to write, with their new numbers. Almost always one.
#[derive(Default)]
struct Writes(Vec<(crate::rewrite::Rewritten, Packet)>);

impl Writes {
    fn push(&mut self, rewritten: crate::rewrite::Rewritten, packet: &Packet) {
        self.0.push((rewritten, packet.clone()));
    }
}

/// Puts a track into the slot of `receiver` that was free for longest; `None` if all are taken.
fn show(receiver: &mut Session, sender: u64, seat: &SeatId, kind: MediaKind) -> Option<wire::Slot> {
    let free = receiver.slots.iter_mut().filter(|slot| slot.shown.is_none() && slot.fits(kind));
    Some(free.min_by_key(|slot| slot.freed)?.show(Shown { session: sender, seat: seat.clone(), kind }))
}
