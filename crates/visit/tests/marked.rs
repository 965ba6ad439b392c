//! Marked visits: what a desk that has not opened one may do to it, over all states and all messages.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;
use visit::ids::VisitId;
use visit::wire::{AccessReason, ClientMessage};
use visit::{About, Event, Plan, Refusal, Time, Visit};

const START: Time = Time(1_800_000_000_000);

fn visit(marked: bool) -> Visit {
    let (visit, host) = ("v1".try_into().unwrap(), "host".try_into().unwrap());
    Visit::new(Plan { visit, host, starts_at: START, minutes: 30, capacity: 4, marked }, START)
}

fn message(text: &str) -> ClientMessage {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What a desk says about a visit, named or entered.
fn acts() -> Vec<ClientMessage> {
    let commit = r#""commit":{"generation":1,"epoch":0,"commit":""}"#;
    let invitation = r#""invitation":{"seat":"b","role":"companion","tokenHash":"","sealedSecret":""}"#;
    [
        r#"{"type":"enter","visit":"v1"}"#,
        r#"{"type":"refuse","visit":"v1","seat":"a","reason":"unspecified"}"#,
        r#"{"type":"note","visit":"v1","seat":"a","note":""}"#,
        r#"{"type":"delay","visit":"v1","minutes":5}"#,
        r#"{"type":"mark","visit":"v1","marked":false}"#,
        r#"{"type":"mark","visit":"v1","marked":true}"#,
        r#"{"type":"end","visit":"v1"}"#,
        r#"{"type":"offer","sdp":""}"#,
        r#"{"type":"want","wants":[]}"#,
        r#"{"type":"application","generation":1,"message":""}"#,
        &format!(r#"{{"type":"invite","visit":"v1",{invitation}}}"#),
        &format!(r#"{{"type":"update",{commit}}}"#),
        &format!(r#"{{"type":"evict","seat":"a",{commit}}}"#),
        &format!(r#"{{"type":"remove","seat":"a",{commit}}}"#),
        &format!(r#"{{"type":"admit","seat":"a",{commit},"welcome":{{"welcome":"","creator":"","tag":""}}}}"#),
    ]
    .map(message)
    .into()
}

fn opening() -> ClientMessage {
    message(r#"{"type":"openMarked","visit":"v1","reason":"treatment"}"#)
}

#[test]
fn a_locked_visit_refuses_every_act_but_opening_it_and_stepping_out() {
    let locked = visit(true);
    for act in acts() {
        assert_ne!(About::of(&act), About::Nothing, "{act:?}");
        assert_eq!(locked.permit(false, &act), Err(Refusal::ReasonNeeded), "{act:?}");
        assert_eq!(locked.permit(true, &act), Ok(()), "{act:?}");
        assert_eq!(visit(false).permit(false, &act), Ok(()), "{act:?}");
    }
    assert_eq!(locked.permit(false, &opening()), Ok(()));
    assert_eq!(locked.permit(false, &message(r#"{"type":"exit"}"#)), Ok(()));
}

#[test]
fn a_message_is_about_the_visit_that_it_names_or_whose_room_was_entered() {
    let v1 = VisitId::try_from("v1").unwrap();
    assert_eq!(About::of(&opening()), About::Named(&v1));
    assert_eq!(About::of(&message(r#"{"type":"exit"}"#)), About::Entered);
    assert_eq!(About::of(&message(r#"{"type":"leave"}"#)), About::Nothing);
}

#[test]
fn only_a_marked_visit_that_goes_on_can_be_opened() {
    assert_eq!(visit(false).openable(), Err(Refusal::NotAllowed));
    let mut marked = visit(true);
    assert_eq!(marked.openable(), Ok(()));
    marked.handle(START, Event::End).unwrap();
    assert_eq!(marked.openable(), Err(Refusal::Ended));
    let mut cancelled = visit(true);
    cancelled.handle(START, Event::Cancel).unwrap();
    assert_eq!(cancelled.openable(), Err(Refusal::Cancelled));
}

#[test]
fn the_mark_comes_and_goes_while_the_visit_goes_on() {
    let mut visit = visit(false);
    visit.handle(START, Event::Mark(true)).unwrap();
    assert!(visit.is_locked(false) && !visit.is_locked(true));
    visit.handle(START, Event::Mark(false)).unwrap();
    assert!(!visit.is_locked(false));
    visit.handle(START, Event::End).unwrap();
    assert_eq!(visit.handle(START, Event::Mark(true)).unwrap_err(), Refusal::Ended);
}

#[test]
fn the_reasons_are_a_closed_list() {
    let words: Vec<String> = AccessReason::ALL.iter().map(|reason| serde_json::to_string(reason).unwrap()).collect();
    assert_eq!(words, [r#""treatment""#, r#""patientAsked""#, r#""emergency""#, r#""administration""#]);
    let text = r#"{"type":"openMarked","visit":"v1","reason":"because Ann asked"}"#;
    assert!(serde_json::from_str::<ClientMessage>(text).is_err());
}

proptest! {
    #[test]
    fn locked_is_marked_and_running_and_not_opened(marks in prop::collection::vec(any::<bool>(), 0..6), ends: bool, opened: bool) {
        let mut visit = visit(false);
        for marked in &marks {
            visit.handle(START, Event::Mark(*marked)).unwrap();
        }
        if ends {
            visit.handle(START, Event::End).unwrap();
        }
        let marked = marks.last().copied().unwrap_or_default();
        prop_assert_eq!(visit.is_locked(opened), marked && !ends && !opened);
    }
}
