//! A visit that is told what clients say, as the server would, and watched: the rules of `crates/visit/tests/rules.rs` hold after each event.

use std::collections::BTreeSet;

use visit::ids::{SeatId, VisitId};
use visit::wire::{ClientMessage, GroupCommit, Role, SeatState, VisitState};
use visit::{CommitAt, Effect, Event, Plan, Span, Time, Visit};

const START: Time = Time(1_800_000_000_000);
const CAPACITY: u8 = 4;

/// A visit of four, to which two people are invited.
pub struct Watched {
    visit: Visit,
    now: Time,
    let_in: BTreeSet<SeatId>,
    put_out: BTreeSet<SeatId>,
    generation: u32,
}

impl Watched {
    pub fn new() -> Self {
        let (id, host) = (VisitId::try_from("v1").expect("an id"), seat("host"));
        let plan = Plan { visit: id, host, starts_at: START, minutes: 30, capacity: CAPACITY, marked: false };
        let visit = Visit::new(plan, START);
        let mut watched = Self { visit, now: START, let_in: BTreeSet::new(), put_out: BTreeSet::new(), generation: 0 };
        watched.happen(Event::Invite(seat("ann"), Role::Patient));
        watched.happen(Event::Invite(seat("bob"), Role::Companion));
        watched
    }

    /// A client said something that could be read.
    pub fn hear(&mut self, who: &SeatId, message: ClientMessage) {
        let at = |commit: &GroupCommit| CommitAt { generation: commit.generation, epoch: commit.epoch };
        let event = match message {
            ClientMessage::Arrive { .. } => Event::Arrive(who.clone()),
            ClientMessage::Rejoin { .. } => Event::Forgot(who.clone()),
            ClientMessage::Offer { .. } => Event::Offer(who.clone()),
            ClientMessage::Update { commit } => Event::Update(who.clone(), at(&commit)),
            ClientMessage::Evict { seat, commit } => Event::Evict { by: who.clone(), gone: seat, at: at(&commit) },
            ClientMessage::Leave => Event::Leave(who.clone()),
            // What follows is the clinician's to say.
            _ if *who != seat("host") => return,
            ClientMessage::Enter { .. } => Event::Enter,
            ClientMessage::Exit => Event::Exit,
            ClientMessage::Admit { seat, commit, .. } => Event::Admit(seat, at(&commit)),
            ClientMessage::Refuse { seat, reason, .. } => Event::Refuse(seat, reason),
            ClientMessage::Remove { seat, commit } => Event::Remove(seat, at(&commit)),
            ClientMessage::Invite { invitation, .. } => Event::Invite(invitation.seat, invitation.role),
            ClientMessage::End { .. } => Event::End,
            _ => return,
        };
        self.happen(event);
    }

    /// Something happened to a connection, or to the visit; `later` is ten minutes and a tick.
    pub fn notice(&mut self, who: &SeatId, what: &str) {
        let who = who.clone();
        let event = match what {
            "online" => Event::Online(who),
            "offline" => Event::Offline(who),
            "forgot" => Event::Forgot(who),
            "media" => Event::MediaUp(who),
            "silence" => Event::MediaDown(who),
            "vacate" => Event::Vacate(who),
            "cancel" => Event::Cancel,
            "erased" => Event::Erased,
            "later" => Event::Tick,
            _ => return,
        };
        if matches!(event, Event::Tick) {
            self.now = self.now + Span::minutes(10);
        }
        self.happen(event);
    }

    /// Everyone loses their connection: then time alone ends and erases the visit.
    pub fn pass_away(mut self) {
        let seats: Vec<SeatId> = self.visit.seats().iter().map(|seat| seat.id().clone()).collect();
        seats.into_iter().for_each(|seat| self.happen(Event::Offline(seat)));
        for _ in 0..4 {
            self.now = self.now + Span::minutes(240);
            self.happen(Event::Tick);
        }
        self.happen(Event::Erased);
        assert_eq!(self.visit.state(), VisitState::Erased);
    }

    fn happen(&mut self, event: Event) {
        let was_over = self.visit.over();
        let before = self.visit.clone();
        match self.visit.handle(self.now, event.clone()) {
            Err(_) => {
                assert_eq!(format!("{before:?}"), format!("{:?}", self.visit), "a refused event changed something")
            }
            Ok(effects) => self.followed(&event, &effects, was_over),
        }
        for seat in self.visit.seats() {
            if seat.in_call() {
                assert!(self.let_in.contains(seat.id()), "in the call without a clinician's act");
                assert!(!self.put_out.contains(seat.id()), "in the call, and put out");
                assert!(!self.visit.over(), "an ended visit has somebody in it");
            }
            assert!(!seat.in_group() || seat.in_call(), "in the group and not in the call");
            assert!(seat.state() != SeatState::Connected || seat.online());
        }
        let here = self.visit.seats().iter().filter(|seat| seat.in_call() || seat.state() == SeatState::Arrived);
        assert!(here.count() <= usize::from(CAPACITY));
        assert!(self.visit.generation() >= self.generation);
        self.generation = self.visit.generation();
    }

    fn followed(&mut self, event: &Event, effects: &[Effect], was_over: bool) {
        let stale = effects.iter().any(|effect| matches!(effect, Effect::Stale(_)));
        match event {
            Event::Enter => drop(self.let_in.insert(seat("host"))),
            Event::Admit(seat, _) if !stale => {
                assert!(self.visit.host_inside(), "let in while the clinician is outside");
                self.let_in.insert(seat.clone());
            }
            Event::Remove(seat, _) | Event::Refuse(seat, _) => drop(self.put_out.insert(seat.clone())),
            _ => {}
        }
        for effect in effects {
            if let Effect::OpenMedia(admission) = effect {
                assert!(self.let_in.contains(admission.seat()), "media without a clinician's act");
                assert!(!was_over && !self.put_out.contains(admission.seat()), "media after the end");
            }
        }
    }
}

fn seat(name: &str) -> SeatId {
    SeatId::try_from(name).expect("an id")
}
