//! The rules of a visit, as a person would tell them, and as properties of any sequence of events.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::HashSet;

use proptest::prelude::*;
use visit::ids::{SeatId, VisitId};
use visit::wire::{RefusalReason, Role, SeatState, VisitState};
use visit::{
    ABANDONED_GRACE, CommitAt, Effect, Event, Kept, Plan, RECONNECT_GRACE, Refusal, Span, Time, Visit, WAITING_GRACE,
};

const START: Time = Time(1_800_000_000_000);

fn seat(name: &str) -> SeatId {
    SeatId::try_from(name).unwrap()
}

fn plan(capacity: u8) -> Plan {
    Plan {
        visit: VisitId::try_from("v1").unwrap(),
        host: seat("host"),
        starts_at: START,
        minutes: 30,
        capacity,
        marked: false,
    }
}

fn visit_with(guests: &[&str]) -> Visit {
    let mut visit = Visit::new(plan(4), START);
    for guest in guests {
        visit.handle(START, Event::Invite(seat(guest), Role::Patient)).unwrap();
    }
    visit
}

fn at(epoch: u32) -> CommitAt {
    CommitAt { generation: 1, epoch }
}

/// Ann is waiting, the clinician is in the room.
fn ann_waits() -> Visit {
    let mut visit = visit_with(&["ann", "bob"]);
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    visit.handle(START, Event::Enter).unwrap();
    visit
}

fn state(visit: &Visit, name: &str) -> SeatState {
    visit.seat(&seat(name)).unwrap().state()
}

#[test]
fn a_visit_from_invitation_to_erasure() {
    let mut visit = visit_with(&["ann"]);
    assert_eq!(visit.state(), VisitState::Scheduled);
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    assert_eq!(visit.state(), VisitState::Open);
    assert_eq!(state(&visit, "ann"), SeatState::Arrived);
    visit.handle(START, Event::Enter).unwrap();
    let effects = visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    assert!(effects.iter().any(|e| matches!(e, Effect::OpenMedia(a) if *a.seat() == seat("ann"))));
    assert!(effects.iter().any(|e| matches!(e, Effect::Welcome(s) if *s == seat("ann"))));
    assert_eq!(visit.state(), VisitState::InSession);
    visit.handle(START, Event::MediaUp(seat("ann"))).unwrap();
    assert_eq!(state(&visit, "ann"), SeatState::Connected);
    let effects = visit.handle(START, Event::End).unwrap();
    assert!(effects.iter().any(|e| matches!(e, Effect::CloseMedia(s) if *s == seat("ann"))));
    assert!(effects.iter().any(|e| matches!(e, Effect::TellEnded(s) if *s == seat("ann"))));
    assert!(effects.iter().any(|e| matches!(e, Effect::Erase)));
    visit.handle(START, Event::Erased).unwrap();
    assert_eq!(visit.state(), VisitState::Erased);
    assert_eq!(visit.handle(START, Event::Arrive(seat("ann"))).unwrap_err(), Refusal::Ended);
}

#[test]
fn an_offer_from_the_waiting_room_opens_nothing() {
    let mut visit = visit_with(&["ann"]);
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    assert!(visit.handle(START, Event::Offer(seat("ann"))).unwrap().is_empty());
}

#[test]
fn nobody_is_admitted_while_the_clinician_is_outside() {
    let mut visit = visit_with(&["ann"]);
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    assert_eq!(visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap_err(), Refusal::NotAllowed);
}

#[test]
fn the_first_commit_of_an_epoch_wins() {
    let mut visit = ann_waits();
    visit.handle(START, Event::Arrive(seat("bob"))).unwrap();
    visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    let effects = visit.handle(START, Event::Admit(seat("bob"), at(0))).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Stale(s)] if *s == seat("host")));
    assert_eq!(state(&visit, "bob"), SeatState::Arrived);
    visit.handle(START, Event::Admit(seat("bob"), at(1))).unwrap();
    assert_eq!(state(&visit, "bob"), SeatState::Admitted);
}

#[test]
fn a_lost_connection_keeps_the_seat_for_a_while() {
    let mut visit = ann_waits();
    visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    visit.handle(START, Event::MediaUp(seat("ann"))).unwrap();
    visit.handle(START, Event::Offline(seat("ann"))).unwrap();
    assert_eq!(state(&visit, "ann"), SeatState::Reconnecting);
    visit.handle(START + Span::seconds(10), Event::Online(seat("ann"))).unwrap();
    assert_eq!(state(&visit, "ann"), SeatState::Connected);
    visit.handle(START + Span::seconds(11), Event::MediaDown(seat("ann"))).unwrap();
    let late = START + Span::seconds(11) + RECONNECT_GRACE;
    let effects = visit.handle(late, Event::Tick).unwrap();
    assert!(effects.iter().any(|e| matches!(e, Effect::CloseMedia(s) if *s == seat("ann"))));
    assert!(effects.iter().any(|e| matches!(e, Effect::GiveUp(s) if *s == seat("ann"))));
    assert_eq!(state(&visit, "ann"), SeatState::Left);
}

#[test]
fn a_sleeping_phone_keeps_its_place_in_the_queue() {
    let mut visit = visit_with(&["ann", "bob"]);
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    visit.handle(START + Span::minutes(1), Event::Arrive(seat("bob"))).unwrap();
    visit.handle(START + Span::minutes(2), Event::Offline(seat("ann"))).unwrap();
    visit.handle(START + Span::minutes(20), Event::Tick).unwrap();
    visit.handle(START + Span::minutes(21), Event::Arrive(seat("ann"))).unwrap();
    let order: Vec<_> = visit.waiting().iter().map(|s| s.id().clone()).collect();
    assert_eq!(order, [seat("ann"), seat("bob")]);
    visit.handle(START + Span::minutes(22), Event::Offline(seat("bob"))).unwrap();
    visit.handle(START + Span::minutes(22) + WAITING_GRACE, Event::Tick).unwrap();
    assert_eq!(state(&visit, "bob"), SeatState::Left);
}

#[test]
fn a_clinician_who_comes_back_starts_a_new_group() {
    let mut visit = ann_waits();
    visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    let effects = visit.handle(START, Event::Enter).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::Regroup(who)] if *who == [seat("ann")]));
    assert_eq!(visit.generation(), 2);
    let back_in = visit.handle(START, Event::Admit(seat("ann"), CommitAt { generation: 2, epoch: 0 })).unwrap();
    assert!(!back_in.iter().any(|e| matches!(e, Effect::OpenMedia(_))), "media goes on through a new group");
}

#[test]
fn refused_and_removed_people_stay_out() {
    let mut visit = ann_waits();
    visit.handle(START, Event::Arrive(seat("bob"))).unwrap();
    visit.handle(START, Event::Refuse(seat("bob"), RefusalReason::NotExpected)).unwrap();
    assert_eq!(visit.handle(START, Event::Arrive(seat("bob"))).unwrap_err(), Refusal::Refused);
    visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    visit.handle(START, Event::Remove(seat("ann"), at(1))).unwrap();
    assert_eq!(visit.handle(START, Event::Arrive(seat("ann"))).unwrap_err(), Refusal::Removed);
    assert_eq!(visit.handle(START, Event::Offer(seat("ann"))).unwrap_err(), Refusal::NotAllowed);
}

#[test]
fn removal_takes_effect_even_when_its_commit_came_too_late() {
    let mut visit = ann_waits();
    visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    let effects = visit.handle(START, Event::Remove(seat("ann"), at(0))).unwrap();
    assert!(effects.iter().any(|e| matches!(e, Effect::CloseMedia(s) if *s == seat("ann"))));
    assert!(effects.iter().any(|e| matches!(e, Effect::Stale(s) if *s == seat("host"))));
    let evict = Event::Evict { by: seat("host"), gone: seat("ann"), at: at(1) };
    assert!(matches!(visit.handle(START, evict).unwrap().as_slice(), [Effect::Commit { .. }]));
}

#[test]
fn a_full_visit_takes_no_more() {
    let mut visit = visit_with(&["a", "b", "c"]);
    assert_eq!(visit.handle(START, Event::Invite(seat("d"), Role::Companion)).unwrap_err(), Refusal::Full);
    visit.handle(START, Event::Arrive(seat("a"))).unwrap();
    visit.handle(START, Event::Leave(seat("a"))).unwrap();
    visit.handle(START, Event::Invite(seat("d"), Role::Companion)).unwrap();
    assert_eq!(visit.handle(START, Event::Arrive(seat("a"))).unwrap_err(), Refusal::Full);
}

#[test]
fn nobody_came_is_missed_and_a_failure_at_the_door_is_not() {
    let late = START + Span::minutes(200);
    let mut visit = visit_with(&["ann"]);
    visit.handle(START, Event::Enter).unwrap();
    visit.handle(START, Event::Exit).unwrap();
    visit.handle(late, Event::Tick).unwrap();
    assert_eq!(visit.state(), VisitState::Missed);

    let mut visit = ann_waits();
    visit.handle(START, Event::Exit).unwrap();
    visit.handle(START, Event::Offline(seat("ann"))).unwrap();
    visit.handle(late, Event::Tick).unwrap();
    visit.handle(late, Event::Tick).unwrap();
    assert_eq!(visit.state(), VisitState::Ended);
}

#[test]
fn a_restart_brings_back_who_was_in_and_connects_nobody() {
    let kept = Kept {
        state: VisitState::InSession,
        generation: 3,
        began_at: Some(START),
        ended_at: None,
        seats: vec![
            (seat("host"), Role::Clinician, SeatState::Connected),
            (seat("ann"), Role::Patient, SeatState::Connected),
        ],
    };
    let mut visit = Visit::restore(plan(4), kept, START);
    assert_eq!(state(&visit, "ann"), SeatState::Reconnecting);
    assert!(visit.members().next().is_none());
    visit.handle(START, Event::Enter).unwrap();
    assert_eq!(visit.generation(), 4);
}

#[test]
fn who_takes_a_seat_over_must_be_let_in_anew() {
    let mut visit = ann_waits();
    visit.handle(START, Event::Admit(seat("ann"), at(0))).unwrap();
    let effects = visit.handle(START, Event::Vacate(seat("ann"))).unwrap();
    assert!(matches!(effects.as_slice(), [Effect::CloseMedia(s)] if *s == seat("ann")));
    assert!(visit.handle(START, Event::Offer(seat("ann"))).is_err());
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    assert_eq!(state(&visit, "ann"), SeatState::Arrived);
}

#[test]
fn a_page_forgotten_in_the_waiting_room_does_not_keep_a_visit_alive() {
    let mut visit = visit_with(&["ann"]);
    visit.handle(START, Event::Arrive(seat("ann"))).unwrap();
    visit.handle(START + Span::minutes(200), Event::Tick).unwrap();
    assert_eq!(visit.state(), VisitState::Open, "a clinician far behind schedule is waited for");
    visit.handle(START + Span::minutes(30) + ABANDONED_GRACE, Event::Tick).unwrap();
    assert_eq!(visit.state(), VisitState::Ended);
}

fn any_event() -> impl Strategy<Value = Event> {
    let who = prop_oneof![Just("host"), Just("a"), Just("b"), Just("c"), Just("x"), Just("stranger")].prop_map(seat);
    let commit = (0u32..4, 0u32..6).prop_map(|(generation, epoch)| CommitAt { generation, epoch });
    prop_oneof![
        who.clone().prop_map(Event::Arrive),
        who.clone().prop_map(Event::Online),
        who.clone().prop_map(Event::Offline),
        who.clone().prop_map(Event::Forgot),
        who.clone().prop_map(Event::Offer),
        who.clone().prop_map(Event::MediaUp),
        who.clone().prop_map(Event::MediaDown),
        Just(Event::Enter),
        Just(Event::Exit),
        (who.clone(), commit.clone()).prop_map(|(s, c)| Event::Admit(s, c)),
        who.clone().prop_map(|s| Event::Refuse(s, RefusalReason::Unspecified)),
        (who.clone(), commit.clone()).prop_map(|(s, c)| Event::Remove(s, c)),
        (who.clone(), who.clone(), commit.clone()).prop_map(|(by, gone, at)| Event::Evict { by, gone, at }),
        (who.clone(), commit).prop_map(|(s, c)| Event::Update(s, c)),
        (who.clone(), prop_oneof![Just(Role::Companion), Just(Role::Clinician)]).prop_map(|(s, r)| Event::Invite(s, r)),
        any::<bool>().prop_map(Event::Mark),
        who.clone().prop_map(Event::Leave),
        who.prop_map(Event::Vacate),
        prop_oneof![1 => Just(Event::End), 2 => Just(Event::Cancel), 2 => Just(Event::Erased), 10 => Just(Event::Tick)],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_breaks_the_rules(events in prop::collection::vec((any_event(), 0u64..600_000), 0..80)) {
        let mut visit = visit_with(&["a", "b", "c"]);
        let mut now = START;
        let mut let_in: HashSet<SeatId> = HashSet::new();
        let mut put_out: HashSet<SeatId> = HashSet::new();
        let mut generation = 0;
        for (event, wait) in events {
            now = now + Span(wait);
            let was_over = visit.over();
            let before = format!("{visit:?}");
            match visit.handle(now, event.clone()) {
                Err(_) => prop_assert_eq!(before, format!("{:?}", visit), "a refused event changed something"),
                Ok(effects) => {
                    match &event {
                        Event::Enter => { let_in.insert(seat("host")); }
                        Event::Admit(s, _) if !effects.iter().any(|e| matches!(e, Effect::Stale(_))) => { let_in.insert(s.clone()); }
                        Event::Remove(s, _) | Event::Refuse(s, _) => { put_out.insert(s.clone()); }
                        _ => {}
                    }
                    for effect in &effects {
                        if let Effect::OpenMedia(admission) = effect {
                            prop_assert!(let_in.contains(admission.seat()), "media without a clinician's act");
                            prop_assert!(!was_over && !put_out.contains(admission.seat()));
                        }
                    }
                }
            }
            for one in visit.seats() {
                if one.in_call() {
                    prop_assert!(let_in.contains(one.id()), "in the call without a clinician's act");
                    prop_assert!(!visit.over(), "an ended visit has somebody in it");
                    prop_assert!(!put_out.contains(one.id()));
                }
                prop_assert!(!one.in_group() || one.in_call(), "in the group and not in the call");
                prop_assert!(one.state() != SeatState::Connected || one.online());
            }
            prop_assert!(visit.seats().iter().filter(|s| s.in_call() || s.state() == SeatState::Arrived).count() <= 4);
            prop_assert!(visit.generation() >= generation);
            generation = visit.generation();
        }
        // Whatever happened: when all have lost their connections, time alone ends and erases it.
        for name in ["host", "a", "b", "c", "x", "stranger"] {
            visit.handle(now, Event::Offline(seat(name))).unwrap();
        }
        let mut asked_to_erase = visit.state() == VisitState::Erased;
        for _ in 0..6 {
            now = now + Span::minutes(120);
            for effect in visit.handle(now, Event::Tick).unwrap() {
                if matches!(effect, Effect::Erase) {
                    asked_to_erase = true;
                    visit.handle(now, Event::Erased).unwrap();
                    break;
                }
            }
        }
        prop_assert!(asked_to_erase);
        prop_assert_eq!(visit.state(), VisitState::Erased);
    }
}
