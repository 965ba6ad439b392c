//! The state machine of a visit: events in, effects out. It knows who may be where, and nothing of sockets, keys or clocks.

use crate::admission::Admission;
use crate::event::{CommitAt, Effect, Event, Refusal};
use crate::ids::{SeatId, VisitId};
use crate::seat::Seat;
use crate::time::{Span, Time};
use crate::wire::{MAX_PEOPLE, Person, RefusalReason, Role, SeatState, VisitState};

/// How long a person in the call may be without connection before their seat is given up. Lower interrupts people in lifts; higher keeps a dead picture on the screen.
pub const RECONNECT_GRACE: Span = Span::minutes(2);
/// How long a waiting person's page may sleep before they lose their place. Lower punishes phones that lock; higher shows clinicians people who have gone.
pub const WAITING_GRACE: Span = Span::minutes(30);
/// How long a visit may stand empty after someone was in it, before it ends by itself.
pub const EMPTY_GRACE: Span = Span::minutes(30);
/// How long after its planned end a visit to which nobody came is closed.
pub const OVERDUE_GRACE: Span = Span::minutes(60);

/// How long after its planned end a visit is closed in which people wait or talk, but no clinician is. Lower sends away who waits for a clinician far behind schedule; higher keeps what a forgotten page holds.
pub const ABANDONED_GRACE: Span = Span::minutes(240);

/// A visit as planned or as the store kept it.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Its identifier.
    pub visit: VisitId,
    /// The clinician's seat.
    pub host: SeatId,
    /// Planned start.
    pub starts_at: Time,
    /// Planned length, in minutes.
    pub minutes: u16,
    /// Most people it may hold, 2 to 16; other values are brought into that range.
    pub capacity: u8,
    /// Whether it is marked: opened with a reason only.
    pub marked: bool,
}

/// One consultation, from invitation to erasure.
#[derive(Clone, Debug)]
pub struct Visit {
    plan: Plan,
    state: VisitState,
    seats: Vec<Seat>,
    generation: u32,
    epoch: u32,
    admissions: u32,
    began_at: Option<Time>,
    ended_at: Option<Time>,
    /// Since when nobody is in the call.
    empty_since: Time,
    /// Whether a guest ever reached the waiting room.
    someone_came: bool,
    /// Whether the clinician was in the room.
    host_came: bool,
}

impl Visit {
    /// A planned visit, with the clinician's seat only.
    pub fn new(mut plan: Plan, now: Time) -> Self {
        plan.capacity = plan.capacity.clamp(2, MAX_PEOPLE as u8);
        let host = Seat::new(plan.host.clone(), Role::Clinician, SeatState::Invited, now);
        Self {
            plan,
            state: VisitState::Scheduled,
            seats: vec![host],
            generation: 0,
            epoch: 0,
            admissions: 0,
            began_at: None,
            ended_at: None,
            empty_since: now,
            someone_came: false,
            host_came: false,
        }
    }

    /// A visit as it was when the server last wrote it down: nobody is connected, the admitted may come back.
    pub fn restore(plan: Plan, kept: Kept, now: Time) -> Self {
        let mut visit = Visit::new(plan, now);
        visit.state = kept.state;
        visit.generation = kept.generation;
        visit.began_at = kept.began_at;
        visit.ended_at = kept.ended_at;
        for (id, role, state) in kept.seats {
            let state = match state {
                SeatState::Admitted | SeatState::Connected => SeatState::Reconnecting,
                other => other,
            };
            visit.someone_came |= role != Role::Clinician && state != SeatState::Invited;
            visit.host_came |= role == Role::Clinician && state != SeatState::Invited;
            visit.seats.retain(|seat| seat.id != id);
            let mut seat = Seat::new(id, role, state, now);
            if seat.in_call() {
                visit.admissions += 1;
                seat.order = visit.admissions;
            }
            visit.seats.push(seat);
        }
        visit.seats.sort_by_key(|seat| seat.role != Role::Clinician);
        visit
    }

    /// Its identifier.
    pub fn id(&self) -> &VisitId {
        &self.plan.visit
    }

    /// What was planned.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Where it is.
    pub fn state(&self) -> VisitState {
        self.state
    }

    /// The current MLS group's number; 0 before the first.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// When the first person was admitted.
    pub fn began_at(&self) -> Option<Time> {
        self.began_at
    }

    /// When it ended.
    pub fn ended_at(&self) -> Option<Time> {
        self.ended_at
    }

    /// Everyone, the clinician first.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// One person.
    pub fn seat(&self, id: &SeatId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.id == *id)
    }

    /// How many people were ever let in, the clinician included.
    pub fn people(&self) -> u8 {
        let guests = self.seats.iter().filter(|seat| seat.role != Role::Clinician && seat.order > 0).count();
        u8::try_from(guests + usize::from(self.host_came)).unwrap_or(u8::MAX)
    }

    /// Those in the call: the clinician first, then in order of admission.
    pub fn roster(&self) -> Vec<Person> {
        let mut inside: Vec<&Seat> = self.seats.iter().filter(|seat| seat.in_call()).collect();
        inside.sort_by_key(|seat| (seat.role != Role::Clinician, seat.order));
        inside.into_iter().map(Seat::person).collect()
    }

    /// Those in the waiting room, who came first first.
    pub fn waiting(&self) -> Vec<&Seat> {
        let mut waiting: Vec<&Seat> = self.seats.iter().filter(|seat| seat.state == SeatState::Arrived).collect();
        waiting.sort_by_key(|seat| seat.waiting_since);
        waiting
    }

    /// Whether the visit is over, one way or another.
    pub fn over(&self) -> bool {
        matches!(self.state, VisitState::Ended | VisitState::Erased | VisitState::Cancelled | VisitState::Missed)
    }

    /// Whether the clinician is in the room, connected or coming back.
    pub fn host_inside(&self) -> bool {
        self.seat(&self.plan.host).is_some_and(Seat::in_call)
    }

    /// Takes in one event.
    ///
    /// # Errors
    /// A [`Refusal`] if the rules do not allow it; then nothing has changed.
    pub fn handle(&mut self, now: Time, event: Event) -> Result<Vec<Effect>, Refusal> {
        match event {
            Event::Tick => return Ok(self.tick(now)),
            Event::Erased => return self.erased(),
            Event::Offline(seat) => return Ok(self.connection(now, &seat, |seat| seat.signalling = false)),
            Event::MediaDown(seat) => return Ok(self.connection(now, &seat, |seat| seat.media = false)),
            _ => self.check_running()?,
        }
        match event {
            Event::Arrive(seat) => self.arrive(now, &seat),
            Event::Online(seat) => Ok(self.connection(now, &seat, |seat| seat.signalling = true)),
            Event::MediaUp(seat) => Ok(self.connection(now, &seat, |seat| seat.media = seat.in_call())),
            Event::Forgot(seat) => Ok(self.connection(now, &seat, |seat| seat.in_group = false)),
            Event::Offer(seat) => self.offer(&seat),
            Event::Enter => Ok(self.enter(now)),
            Event::Exit => self.exit(now),
            Event::Admit(seat, at) => self.admit(now, &seat, at),
            Event::Refuse(seat, reason) => self.refuse(now, &seat, reason),
            Event::Remove(seat, at) => self.remove(now, &seat, at),
            Event::Evict { by, gone, at } => self.evict(&by, &gone, at),
            Event::Update(by, at) => self.update(&by, at),
            Event::Invite(seat, role) => self.invite(now, seat, role),
            Event::Mark(marked) => {
                self.plan.marked = marked;
                Ok(Vec::new())
            }
            Event::Leave(seat) => self.leave(now, &seat),
            Event::Vacate(seat) => self.vacate(now, &seat),
            Event::End => Ok(self.end(now, VisitState::Ended)),
            Event::Cancel => self.cancel(now),
            Event::Tick | Event::Erased | Event::Offline(_) | Event::MediaDown(_) => Ok(Vec::new()),
        }
    }

    pub(crate) fn check_running(&self) -> Result<(), Refusal> {
        match self.state {
            VisitState::Cancelled => Err(Refusal::Cancelled),
            VisitState::Ended | VisitState::Erased | VisitState::Missed => Err(Refusal::Ended),
            VisitState::Scheduled | VisitState::Open | VisitState::InSession => Ok(()),
        }
    }

    fn find(&mut self, id: &SeatId) -> Result<&mut Seat, Refusal> {
        self.seats.iter_mut().find(|seat| seat.id == *id).ok_or(Refusal::NoSuchSeat)
    }

    fn open(&mut self) {
        if self.state == VisitState::Scheduled {
            self.state = VisitState::Open;
        }
    }

    fn places_taken(&self) -> usize {
        self.seats.iter().filter(|seat| seat.holds_place()).count()
    }

    fn arrive(&mut self, now: Time, id: &SeatId) -> Result<Vec<Effect>, Refusal> {
        let full = self.places_taken() >= usize::from(self.plan.capacity);
        let seat = self.find(id)?;
        match seat.state {
            _ if seat.role == Role::Clinician => return Err(Refusal::NotAllowed),
            SeatState::Refused => return Err(Refusal::Refused),
            SeatState::Removed => return Err(Refusal::Removed),
            SeatState::Left if full => return Err(Refusal::Full),
            SeatState::Invited | SeatState::Left => seat.become_state(SeatState::Arrived, now),
            SeatState::Arrived | SeatState::Admitted | SeatState::Connected | SeatState::Reconnecting => {}
        }
        seat.signalling = true;
        seat.settle(now);
        self.someone_came = true;
        self.open();
        Ok(Vec::new())
    }

    fn connection(&mut self, now: Time, id: &SeatId, change: impl FnOnce(&mut Seat)) -> Vec<Effect> {
        if let Ok(seat) = self.find(id) {
            let was_online = seat.signalling;
            change(seat);
            if was_online && !seat.signalling && seat.state == SeatState::Arrived {
                seat.since = now;
            }
            seat.settle(now);
        }
        Vec::new()
    }

    fn admission(&self, seat: &Seat) -> Admission {
        Admission::new(self.plan.visit.clone(), seat.id.clone(), seat.role, self.plan.capacity)
    }

    fn offer(&mut self, id: &SeatId) -> Result<Vec<Effect>, Refusal> {
        let seat = self.seat(id).ok_or(Refusal::NoSuchSeat)?;
        match seat.state {
            SeatState::Admitted | SeatState::Connected | SeatState::Reconnecting => {
                Ok(vec![Effect::OpenMedia(self.admission(seat))])
            }
            SeatState::Invited | SeatState::Arrived => Ok(Vec::new()),
            SeatState::Left | SeatState::Refused | SeatState::Removed => Err(Refusal::NotAllowed),
        }
    }

    fn enter(&mut self, now: Time) -> Vec<Effect> {
        self.open();
        self.generation += 1;
        self.epoch = 0;
        self.host_came = true;
        let host = self.plan.host.clone();
        let mut again = Vec::new();
        for seat in &mut self.seats {
            if seat.id == host {
                if !seat.in_call() {
                    seat.become_state(SeatState::Admitted, now);
                }
                seat.signalling = true;
                seat.in_group = true;
            } else if seat.in_call() {
                seat.in_group = false;
                again.push(seat.id.clone());
            }
        }
        if again.is_empty() { Vec::new() } else { vec![Effect::Regroup(again)] }
    }

    fn exit(&mut self, now: Time) -> Result<Vec<Effect>, Refusal> {
        if !self.host_inside() {
            return Err(Refusal::NotAllowed);
        }
        let host = self.plan.host.clone();
        self.find(&host)?.become_state(SeatState::Left, now);
        self.note_emptiness(now);
        Ok(vec![Effect::CloseMedia(host)])
    }

    /// Whether this commit is the first of its epoch; if so, the epoch ends.
    fn order(&mut self, at: CommitAt) -> bool {
        let first = at.generation == self.generation && at.epoch == self.epoch;
        if first {
            self.epoch = self.epoch.saturating_add(1);
        }
        first
    }

    fn committed(&self, by: &SeatId, added: Option<SeatId>) -> Effect {
        let to = self.members().filter(|seat| *seat != by && added.as_ref() != Some(*seat)).cloned().collect();
        Effect::Commit { by: by.clone(), to, added }
    }

    /// Who is in the current group.
    pub fn members(&self) -> impl Iterator<Item = &SeatId> {
        self.seats.iter().filter(|seat| seat.in_group).map(|seat| &seat.id)
    }

    fn admit(&mut self, now: Time, id: &SeatId, at: CommitAt) -> Result<Vec<Effect>, Refusal> {
        let host = self.plan.host.clone();
        if !self.host_inside() || *id == host {
            return Err(Refusal::NotAllowed);
        }
        let seat = self.seat(id).ok_or(Refusal::NoSuchSeat)?;
        let newcomer = match seat.state {
            SeatState::Arrived => true,
            _ if seat.in_call() => false,
            SeatState::Refused => return Err(Refusal::Refused),
            SeatState::Removed => return Err(Refusal::Removed),
            _ => return Err(Refusal::NotAllowed),
        };
        if !self.order(at) {
            return Ok(vec![Effect::Stale(host)]);
        }
        self.admissions += 1;
        let order = self.admissions;
        let seat = self.find(id)?;
        if newcomer {
            seat.become_state(SeatState::Admitted, now);
            seat.order = order;
            seat.settle(now);
        }
        seat.in_group = true;
        self.state = VisitState::InSession;
        self.began_at.get_or_insert(now);
        let mut effects = vec![self.committed(&host, Some(id.clone())), Effect::Welcome(id.clone())];
        if newcomer && let Some(seat) = self.seat(id) {
            effects.push(Effect::OpenMedia(self.admission(seat)));
        }
        Ok(effects)
    }

    fn refuse(&mut self, now: Time, id: &SeatId, reason: RefusalReason) -> Result<Vec<Effect>, Refusal> {
        let seat = self.find(id)?;
        if seat.state != SeatState::Arrived {
            return Err(Refusal::NotAllowed);
        }
        seat.become_state(SeatState::Refused, now);
        Ok(vec![Effect::TellRefused(id.clone(), reason)])
    }

    fn remove(&mut self, now: Time, id: &SeatId, at: CommitAt) -> Result<Vec<Effect>, Refusal> {
        let host = self.plan.host.clone();
        if !self.host_inside() || *id == host {
            return Err(Refusal::NotAllowed);
        }
        let seat = self.find(id)?;
        if !seat.in_call() {
            return Err(Refusal::NotAllowed);
        }
        // The person goes at once; a commit that came too late is made again as an eviction.
        seat.become_state(SeatState::Removed, now);
        let ordered = if self.order(at) { self.committed(&host, None) } else { Effect::Stale(host) };
        Ok(vec![ordered, Effect::CloseMedia(id.clone()), Effect::TellRemoved(id.clone())])
    }

    fn evict(&mut self, by: &SeatId, gone: &SeatId, at: CommitAt) -> Result<Vec<Effect>, Refusal> {
        if !self.seat(by).is_some_and(Seat::in_group) {
            return Err(Refusal::NotAllowed);
        }
        if self.seat(gone).ok_or(Refusal::NoSuchSeat)?.in_call() {
            return Err(Refusal::NotAllowed);
        }
        Ok(vec![if self.order(at) { self.committed(by, None) } else { Effect::Stale(by.clone()) }])
    }

    fn update(&mut self, by: &SeatId, at: CommitAt) -> Result<Vec<Effect>, Refusal> {
        if !self.seat(by).is_some_and(Seat::in_group) {
            return Err(Refusal::NotAllowed);
        }
        Ok(vec![if self.order(at) { self.committed(by, None) } else { Effect::Stale(by.clone()) }])
    }

    fn invite(&mut self, now: Time, id: SeatId, role: Role) -> Result<Vec<Effect>, Refusal> {
        if role == Role::Clinician || self.seat(&id).is_some() {
            return Err(Refusal::NotAllowed);
        }
        // Seats of people who are gone stay known (their links must be answered), so they count against a larger bound.
        if self.places_taken() >= usize::from(self.plan.capacity) || self.seats.len() >= 4 * MAX_PEOPLE {
            return Err(Refusal::Full);
        }
        self.seats.push(Seat::new(id, role, SeatState::Invited, now));
        Ok(Vec::new())
    }

    fn leave(&mut self, now: Time, id: &SeatId) -> Result<Vec<Effect>, Refusal> {
        let seat = self.find(id)?;
        if seat.role == Role::Clinician {
            return Err(Refusal::NotAllowed);
        }
        let effects = match seat.state {
            SeatState::Arrived => vec![Effect::TellEnded(id.clone())],
            _ if seat.in_call() => vec![Effect::CloseMedia(id.clone()), Effect::TellEnded(id.clone())],
            _ => return Err(Refusal::NotAllowed),
        };
        seat.become_state(SeatState::Left, now);
        self.note_emptiness(now);
        Ok(effects)
    }

    fn vacate(&mut self, now: Time, id: &SeatId) -> Result<Vec<Effect>, Refusal> {
        let seat = self.find(id)?;
        if seat.role == Role::Clinician || !seat.in_call() {
            return Err(Refusal::NotAllowed);
        }
        seat.become_state(SeatState::Left, now);
        self.note_emptiness(now);
        Ok(vec![Effect::CloseMedia(id.clone())])
    }

    fn note_emptiness(&mut self, now: Time) {
        if !self.seats.iter().any(Seat::in_call) {
            self.empty_since = now;
        }
    }

    fn end(&mut self, now: Time, how: VisitState) -> Vec<Effect> {
        let mut effects = Vec::new();
        for seat in &mut self.seats {
            if seat.in_call() {
                effects.push(Effect::CloseMedia(seat.id.clone()));
            }
            if seat.in_call() || seat.state == SeatState::Arrived {
                effects.push(Effect::TellEnded(seat.id.clone()));
                seat.become_state(SeatState::Left, now);
            }
        }
        self.state = how;
        self.ended_at = Some(now);
        effects.push(Effect::Erase);
        effects
    }

    fn cancel(&mut self, now: Time) -> Result<Vec<Effect>, Refusal> {
        if self.state != VisitState::Scheduled {
            return Err(Refusal::NotAllowed);
        }
        Ok(self.end(now, VisitState::Cancelled))
    }

    fn erased(&mut self) -> Result<Vec<Effect>, Refusal> {
        if !self.over() {
            return Err(Refusal::NotAllowed);
        }
        self.state = VisitState::Erased;
        Ok(Vec::new())
    }

    fn tick(&mut self, now: Time) -> Vec<Effect> {
        if self.state == VisitState::Erased {
            return Vec::new();
        }
        if self.over() {
            return vec![Effect::Erase];
        }
        let mut effects = Vec::new();
        for seat in &mut self.seats {
            let given_up = match seat.state {
                SeatState::Reconnecting => now.since(seat.since) >= RECONNECT_GRACE,
                SeatState::Arrived => !seat.signalling && now.since(seat.since) >= WAITING_GRACE,
                _ => false,
            };
            if given_up {
                if seat.in_call() {
                    effects.push(Effect::CloseMedia(seat.id.clone()));
                }
                effects.push(Effect::GiveUp(seat.id.clone()));
                seat.become_state(SeatState::Left, now);
            }
        }
        let planned_end = self.plan.starts_at + Span::minutes(u64::from(self.plan.minutes));
        let anyone = self.seats.iter().any(|seat| seat.in_call() || seat.state == SeatState::Arrived);
        if anyone {
            self.empty_since = now;
            if !self.host_inside() && now >= planned_end + ABANDONED_GRACE {
                effects.extend(self.end(now, VisitState::Ended));
            }
            return effects;
        }
        let overdue = now >= planned_end + OVERDUE_GRACE;
        if self.state == VisitState::InSession && now.since(self.empty_since) >= EMPTY_GRACE {
            effects.extend(self.end(now, VisitState::Ended));
        } else if overdue {
            // Who could not come in for a technical reason came as far as the door: that is never a `Missed`.
            let missed = self.host_came && !self.someone_came;
            effects.extend(self.end(now, if missed { VisitState::Missed } else { VisitState::Ended }));
        }
        effects
    }
}

/// What the store keeps of a visit's state.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Where it is.
    pub state: VisitState,
    /// The current group's number.
    pub generation: u32,
    /// When the first person was admitted.
    pub began_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Everyone, in order of admission as far as known.
    pub seats: Vec<(SeatId, Role, SeatState)>,
}
