//! A visit as the server sees it: sessions taken up again, two browsers with one link, a crash, the end, and what is left.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::{ANN, BOB, DESK, Server, marker, now_ms, practice, token};
use serde_json::{Value, json};
use visit::Time;
use visit::wire::VisitState;

fn resume(welcome: &Value, intact: bool) -> Value {
    json!({"session": welcome["session"], "key": welcome["key"], "intact": intact})
}

#[test]
fn a_lost_connection_is_taken_up_where_it_was() {
    let server = Server::start("resume");
    let (mut ann, welcome) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let (seq, ack) = (ann.seq, ann.ack);
    ann.vanish();
    desk.wait_for("desk", |desk| desk["visits"][0]["seats"][1]["online"] == false);
    desk.say(json!({"type": "note", "visit": "visit-one", "seat": "ann", "note": marker("note")}));
    desk.raw(r#"{"seq":0,"ack":0,"body":{"type":"ping"}}"#);
    desk.wait("pong");
    let mut ann = server.client();
    (ann.seq, ann.ack) = (seq, ack);
    let hello = common::hello("invitation", &token(ANN), resume(&welcome, true));
    ann.raw(&json!({"seq": 0, "ack": ack, "body": hello}).to_string());
    assert_eq!(ann.wait("welcome")["resumed"], true);
    assert_eq!(ann.wait("note")["note"], marker("note"));
    // A message that was taken before is not taken twice.
    ann.raw(&json!({"seq": 1, "ack": 0, "body": {"type": "leave"}}).to_string());
    ann.raw(r#"{"seq":0,"ack":0,"body":{"type":"ping"}}"#);
    ann.wait("pong");
    let (_, info) = server.ask("/api/invitation", &json!({"token": token(ANN)}).to_string());
    assert_eq!(info["state"], "arrived");
}

#[test]
fn a_wrong_key_does_not_take_a_session_up() {
    let server = Server::start("key");
    let (mut ann, mut welcome) = server.guest(ANN);
    ann.arrive();
    welcome["key"] = json!(token([0; 16]));
    for intact in [true, false] {
        assert_eq!(server.hello("invitation", ANN, resume(&welcome, intact)).1["type"], "taken");
    }
}

#[test]
fn a_second_browser_asks_and_the_first_may_keep_or_yield() {
    let server = Server::start("second");
    let (mut first, _) = server.guest(ANN);
    first.arrive();
    let (mut second, answer) = server.guest(ANN);
    assert_eq!(answer["type"], "taken");
    second.say(json!({"type": "leave"}));
    second.say(json!({"type": "takeSeat"}));
    assert!(first.wait("contested")["seconds"].as_u64().unwrap() >= 10);
    first.say(json!({"type": "keepSeat"}));
    second.wait("seatKept");
    assert!(second.next().is_null());

    let (mut third, answer) = server.guest(ANN);
    assert_eq!(answer["type"], "taken");
    third.say(json!({"type": "takeSeat"}));
    first.wait("contested");
    first.say(json!({"type": "yieldSeat"}));
    first.wait("moved");
    assert!(first.next().is_null());
    let welcome = third.wait("welcome");
    assert_eq!((&welcome["seat"], &welcome["state"]), (&json!("ann"), &json!("arrived")));
}

#[test]
fn nothing_sealed_reaches_those_outside_the_group() {
    let server = Server::start("outside");
    let (mut ann, _) = server.guest(ANN);
    let (mut bob, _) = server.guest(BOB);
    ann.arrive();
    bob.arrive();
    let mut desk = server.desk();
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    desk.wait("commitAccepted");
    desk.say(json!({"type": "application", "generation": generation, "message": marker("message")}));
    assert_eq!(ann.wait("application")["message"], marker("message"));
    desk.admit("bob", generation, 1);
    // All that Bob ever gets before his own admission: his place in the queue.
    loop {
        match bob.next()["type"].as_str().unwrap() {
            "waiting" => {}
            "admitted" => break,
            other => panic!("a waiting person got '{other}'"),
        }
    }
    let commit = ann.wait("commit");
    assert_eq!((&commit["added"], &commit["by"]), (&json!("bob"), &json!("host")));
}

#[test]
fn the_end_erases_and_later_comers_are_told() {
    let server = Server::start("end");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    assert_eq!(server.secrets_kept(), 2, "the secrets must be there before");
    let seen = [&b"MARKER"[..], b"De Linde", b"visit-one", &ANN].map(|needle| server.disk_has(needle));
    assert_eq!(seen, [false; 4], "the disk shows what is in the database");
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    let receipt = ann.wait("ended")["receipt"].clone();
    assert_eq!((&receipt["people"], &receipt["consentVersion"]), (&json!(2), &json!(3)));
    desk.wait("ended");
    server.until("the sealed secrets to be erased", |server| server.secrets_kept() == 0);
    assert_eq!(server.guest(ANN).1["code"], "visitEnded");
    assert_eq!(server.guest(BOB).1["code"], "visitEnded");
    let (_, info) = server.ask("/api/invitation", &json!({"token": token(ANN)}).to_string());
    assert_eq!(info["visitState"], "erased");
}

#[test]
fn after_a_crash_the_admitted_come_back_and_the_ended_stays_ended() {
    let server = Server::start("crash");
    let (mut ann, welcome) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let before = desk.enter();
    desk.admit("ann", before, 0);
    ann.wait("admitted");
    let server = server.crash_and_restart();

    let (mut ann, answer) = server.hello("invitation", ANN, resume(&welcome, true));
    assert_eq!((&answer["resumed"], &answer["state"]), (&json!(false), &json!("reconnecting")));
    let mut desk = server.desk();
    let generation = desk.enter();
    assert!(generation > before, "a group's number was used twice");
    ann.wait("regroup");
    ann.say(json!({"type": "rejoin", "keyPackage": {"keyPackage": marker("again"), "tag": ""}}));
    assert_eq!(desk.wait("rejoin")["keyPackage"]["keyPackage"], marker("again"));
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    ann.wait("ended");

    let server = server.crash_and_restart();
    server.until("what the crash left to be erased", |server| server.secrets_kept() == 0);
    assert_eq!(server.guest(ANN).1["code"], "visitEnded");
}

#[test]
fn another_browser_in_a_running_call_must_be_let_in_anew() {
    let server = Server::start("vacate");
    let (mut ann, welcome) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    // The same page, loaded anew, is still in the call.
    let (mut reloaded, again) = server.hello("invitation", ANN, resume(&welcome, false));
    assert_eq!((&again["resumed"], &again["state"]), (&json!(false), &json!("admitted")));
    // Another browser is not, whether the first one yields or nobody answers.
    let (mut thief, _) = server.guest(ANN);
    thief.say(json!({"type": "takeSeat"}));
    reloaded.wait("contested");
    reloaded.say(json!({"type": "yieldSeat"}));
    assert_eq!(thief.wait("welcome")["state"], "left");
    thief.seq = 0;
    thief.say(json!({"type": "rejoin", "keyPackage": {"keyPackage": "", "tag": ""}}));
    assert_eq!(thief.wait("error")["code"], "notAllowed");
    // Nor after a restart, for whoever does not hold the page's key.
    let server = server.crash_and_restart();
    assert_eq!(server.hello("invitation", ANN, resume(&welcome, true)).1["state"], "left");
}

#[test]
fn a_seat_whose_holder_does_not_answer_is_given_away() {
    let server = Server::start("silent");
    let (mut first, _) = server.guest(ANN);
    first.arrive();
    let (mut second, _) = server.guest(ANN);
    second.say(json!({"type": "takeSeat"}));
    first.wait("contested");
    first.vanish();
    assert_eq!(second.wait_patiently("welcome")["state"], "arrived");
}

#[test]
fn a_note_is_told_again_to_a_page_that_was_loaded_anew() {
    let server = Server::start("notes");
    let (mut ann, welcome) = server.guest(ANN);
    let mut desk = server.desk();
    desk.say(json!({"type": "note", "visit": "visit-one", "seat": "ann", "note": marker("early")}));
    assert_eq!(desk.wait("error")["code"], "notAllowed");
    ann.arrive();
    desk.say(json!({"type": "note", "visit": "visit-one", "seat": "ann", "note": marker("note")}));
    ann.wait("note");
    let (mut ann, _) = server.hello("invitation", ANN, resume(&welcome, false));
    ann.arrive();
    assert_eq!(ann.wait("note")["note"], marker("note"));
}

#[test]
fn refused_removed_and_surplus_people_are_told_why() {
    let server = Server::start("refused");
    let (mut ann, _) = server.guest(ANN);
    let (mut bob, _) = server.guest(BOB);
    ann.arrive();
    bob.arrive();
    let mut desk = server.desk();
    let surplus = json!({"seat": "cy", "role": "companion", "tokenHash": String::from(visit::ids::Opaque::new(vec![8; 32])), "sealedSecret": ""});
    desk.say(json!({"type": "invite", "visit": "visit-one", "invitation": surplus}));
    assert_eq!(desk.wait("error")["code"], "visitFull");
    desk.say(json!({"type": "refuse", "visit": "visit-one", "seat": "ann", "reason": "anotherTime"}));
    assert_eq!(ann.wait("refused")["reason"], "anotherTime");
    let generation = desk.enter();
    desk.admit("bob", generation, 0);
    bob.wait("admitted");
    let commit = json!({"generation": generation, "epoch": 1, "commit": ""});
    desk.say(json!({"type": "remove", "seat": "bob", "commit": commit}));
    bob.wait("removed");
    assert_eq!(server.guest(BOB).1["code"], "alreadyRemoved");
    assert_eq!(server.guest(ANN).1["code"], "alreadyRefused");
}

#[test]
fn what_ended_without_being_erased_is_erased_at_the_next_start() {
    let server = Server::start("unerased");
    assert_eq!(server.secrets_kept(), 2);
    let server = server.crash_and_restart_after(|visit| {
        visit.state = VisitState::Ended;
        visit.ended_at = Some(Time(common::now_ms()));
        assert_eq!(visit.seats.iter().filter(|seat| seat.sealed_secret.is_some()).count(), 2);
    });
    server.until("the next start erases", |server| server.secrets_kept() == 0);
    assert_eq!(server.guest(ANN).1["code"], "visitEnded");
}

#[test]
fn a_day_after_the_end_a_link_is_too_old() {
    let day = 24 * 60 * 60 * 1000;
    for (past, answer) in [(day - 60_000, (200, None)), (day + 60_000, (410, Some("expiredLink")))] {
        let server = Server::start("old").crash_and_restart_after(|visit| {
            visit.state = VisitState::Erased;
            visit.ended_at = Some(Time(common::now_ms() - past));
        });
        let (status, body) = server.ask("/api/invitation", &json!({"token": token(ANN)}).to_string());
        assert_eq!((status, body["code"].as_str()), answer);
    }
}

#[test]
fn the_log_names_nobody() {
    let server = Server::start("log");
    let (mut ann, welcome) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    desk.say(json!({"type": "application", "generation": generation, "message": marker("message")}));
    ann.wait("application");
    ann.raw("not a message at all: Ann Example, born 1950");
    ann.wait("error");
    let (status, _) =
        server.http(&format!("GET /v/{}?name=Ann HTTP/1.1\r\nUser-Agent: PlantedBrowser", token(ANN)), "");
    assert!(status == 200 || status == 404);
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    ann.wait("ended");
    server.until("the log to say that the visit ended", |server| server.log().contains("Erased"));
    let log = server.log();
    let key = welcome["key"].as_str().unwrap();
    for secret in
        [&token(ANN), &token(DESK), key, "Ann Example", "1950", "PlantedBrowser", "MARKER", "TUFSS0VS", "127.0.0.1"]
    {
        assert!(!log.contains(secret), "the log has '{secret}':\n{log}");
    }
}

#[test]
fn a_visit_without_room_does_not_begin_and_those_that_have_begun_go_on() {
    const OTHER_DESK: [u8; 16] = [0xd1; 16];
    let mut practice = practice(now_ms());
    let (mut other, mut visit) = (practice["staff"][0].clone(), practice["visits"][0].clone());
    (other["staff"], other["tokenHash"]) = (json!("dr-two"), json!(common::hash(&OTHER_DESK)));
    (visit["visit"], visit["host"], visit["invitations"]) = (json!("visit-two"), json!("dr-two"), json!([]));
    visit["invitations"] = json!([{"seat": "cem", "role": "patient", "tokenHash": common::hash(&[0xc3; 16]),
        "sealedSecret": marker("sealed-secret")}]);
    practice["staff"].as_array_mut().unwrap().push(other);
    practice["visits"].as_array_mut().unwrap().push(visit);
    // Three places for the first visit, two for the second.
    let server = Server::start_with("places", practice, &["--places", "4"]);
    let enter = |visit: &str| json!({"type": "enter", "visit": visit});

    let mut desk = server.desk();
    desk.say(enter("visit-one"));
    desk.wait("entered");
    let mut other = server.hello("desk", OTHER_DESK, Value::Null).0;
    other.say(enter("visit-two"));
    let refused = other.wait("error");
    assert_eq!((&refused["code"], &refused["category"]), (&json!("serverFull"), &json!("server")));
    assert_eq!(refused["fatal"], false);
    // Whoever is in goes on, also after coming back.
    desk.say(enter("visit-one"));
    desk.wait("entered");

    desk.say(json!({"type": "end", "visit": "visit-one"}));
    desk.wait("ended");
    other.say(enter("visit-two"));
    other.wait("entered");
}
