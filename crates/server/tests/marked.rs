//! Marked visits against a real server: what a locked one keeps back, who opens it, and who is told.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::staff::{Browser, plan};
use common::{ANN, Client, DESK, Server, marker, now_ms};
use serde_json::{Value, json};

const ANA: [u8; 16] = [0xa0; 16];
const OLGA: [u8; 16] = [0xb0; 16];
const GUEST: [u8; 16] = [0xc0; 16];

/// What the next message is answered with that is refused.
fn refused(desk: &mut Client, message: Value) -> String {
    let text = message.to_string();
    desk.say(message);
    desk.wait("error")["code"].as_str().unwrap_or_else(|| panic!("{text}")).to_owned()
}

fn commit() -> Value {
    json!({"generation": 1, "epoch": 0, "commit": ""})
}

fn invitation() -> Value {
    let hash = String::from(visit::ids::Opaque::new(vec![8; 32]));
    json!({"seat": "cy", "role": "companion", "tokenHash": hash, "sealedSecret": ""})
}

/// Everything that a desk may want of a visit whose room it has not entered.
fn acts(visit: &str, seat: &str) -> [Value; 8] {
    [
        json!({"type": "enter", "visit": visit}),
        json!({"type": "refuse", "visit": visit, "seat": seat, "reason": "unspecified"}),
        json!({"type": "note", "visit": visit, "seat": seat, "note": marker("note")}),
        json!({"type": "delay", "visit": visit, "minutes": 5}),
        json!({"type": "invite", "visit": visit, "invitation": invitation()}),
        json!({"type": "mark", "visit": visit, "marked": false}),
        json!({"type": "mark", "visit": visit, "marked": true}),
        json!({"type": "end", "visit": visit}),
    ]
}

fn open(visit: &str, reason: &str) -> Value {
    json!({"type": "openMarked", "visit": visit, "reason": reason})
}

fn locked(desk: &Value) -> bool {
    desk["visits"][0]["locked"] == true
}

/// Nothing sealed is in it.
#[track_caller]
fn is_bare(desk: &Value) {
    assert!(!desk.to_string().contains("TUFSS0VS"), "{desk}");
    for seat in desk["visits"][0]["seats"].as_array().unwrap() {
        assert!(seat["card"].is_null() && seat["keyPackage"].is_null() && seat["sealedSecret"].is_null(), "{desk}");
    }
}

fn resume(welcome: &Value, intact: bool) -> Value {
    json!({"session": welcome["session"], "key": welcome["key"], "intact": intact})
}

#[test]
fn a_locked_visit_tells_nothing_sealed_and_refuses_each_act() {
    let server = Server::start("marked-locked");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    desk.wait_for("desk", |desk| !desk["visits"][0]["seats"][1]["card"].is_null());
    desk.say(json!({"type": "mark", "visit": "visit-one", "marked": true}));
    let shown = desk.wait_for("desk", |desk| desk["visits"][0]["marked"] == true);
    assert!(!locked(&shown), "who marks it has it open");
    // Another page, which is not the one that marked.
    desk.vanish();
    let server = server.crash_and_restart();
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let shown = desk.wait_for("desk", |desk| desk["visits"][0]["seats"][1]["state"] == "arrived");
    assert!(locked(&shown), "a restart locks again: {shown}");
    is_bare(&shown);
    for act in acts("visit-one", "ann") {
        assert_eq!(refused(&mut desk, act.clone()), "reasonNeeded", "{act}");
    }
    // Without a room there is nobody to admit or remove.
    for kind in ["admit", "remove"] {
        let welcome = json!({"welcome": "", "creator": "", "tag": ""});
        let mut act = json!({"type": kind, "seat": "ann", "commit": commit()});
        if kind == "admit" {
            act["welcome"] = welcome;
        }
        assert_eq!(refused(&mut desk, act), "notAllowed");
    }
    desk.say(open("visit-one", "treatment"));
    let shown = desk.wait_for("desk", |desk| !locked(desk));
    assert_eq!(shown["visits"][0]["marked"], true);
    assert!(
        !shown["visits"][0]["seats"][1]["card"].is_null() && !shown["visits"][0]["seats"][1]["sealedSecret"].is_null()
    );
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    desk.say(json!({"type": "mark", "visit": "visit-one", "marked": false}));
    desk.wait_for("desk", |desk| desk["visits"][0]["marked"] == false);
    assert_eq!(refused(&mut desk, open("visit-one", "treatment")), "notAllowed", "nothing to open");
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    ann.wait("ended");
    assert_eq!(refused(&mut desk, json!({"type": "mark", "visit": "visit-one", "marked": true})), "visitEnded");
}

#[test]
fn a_page_keeps_what_it_opened_and_another_has_to_open_it_itself() {
    let server = Server::start("marked-page");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    let (mut desk, welcome) = server.hello("desk", DESK, Value::Null);
    desk.say(json!({"type": "mark", "visit": "visit-one", "marked": true}));
    desk.wait_for("desk", |desk| desk["visits"][0]["marked"] == true);
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    // The same page, after its network was away and after a reload.
    for intact in [true, false] {
        desk.vanish();
        let (again, answer) = server.hello("desk", DESK, resume(&welcome, intact));
        assert_eq!(answer["type"], "welcome");
        desk = again;
        if !intact {
            assert!(!locked(&desk.wait("desk")));
        }
    }
    // Another browser takes the desk over: it is out of the room, and sees nothing.
    let (mut other, answer) = server.hello("desk", DESK, Value::Null);
    assert_eq!(answer["type"], "taken");
    other.raw(r#"{"seq":0,"ack":0,"body":{"type":"takeSeat"}}"#);
    desk.wait("contested");
    desk.say(json!({"type": "yieldSeat"}));
    other.wait("welcome");
    let shown = other.wait("desk");
    assert!(locked(&shown));
    is_bare(&shown);
    assert_eq!(shown["visits"][0]["seats"][0]["state"], "left");
    assert_eq!(refused(&mut other, json!({"type": "enter", "visit": "visit-one"})), "reasonNeeded");
    // What a page in the room may say is not theirs to say.
    for act in [
        json!({"type": "offer", "sdp": ""}),
        json!({"type": "application", "generation": generation, "message": marker("words")}),
        json!({"type": "remove", "seat": "ann", "commit": commit()}),
    ] {
        assert_eq!(refused(&mut other, act), "notAllowed");
    }
    other.say(open("visit-one", "patientAsked"));
    other.wait_for("desk", |desk| !locked(desk));
    other.enter();
}

/// A colleague of Ilse's, who is certified.
fn hire<'a>(ilse: &mut Browser<'a>, link: [u8; 16], name: &str, role: &str) -> Browser<'a> {
    assert_eq!(ilse.invite(link, name, &[role]).0, 204);
    let mut browser = Browser::new(ilse.server, name);
    browser.enrol(link, name);
    assert_eq!(ilse.certify(&browser.account).0, 204);
    browser
}

fn marked_plan(visit: &str) -> Value {
    let mut plan = plan(visit, now_ms(), GUEST);
    plan["marked"] = json!(true);
    plan
}

#[test]
fn each_opening_reaches_the_officer_and_nobody_else() {
    let server = Server::start_vacant("marked-officer", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let mut ana = hire(&mut ilse, ANA, "ana", "clinician");
    let mut olga = hire(&mut ilse, OLGA, "olga", "officer");
    let (mut desk, _) = ilse.connect();
    desk.say(marked_plan("visit-one"));
    let shown = desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    assert!(shown["visits"][0]["marked"] == true && !locked(&shown), "who plans it as marked has it open");
    assert_eq!(olga.get("/api/accesses"), (200, json!({"accesses": []})));

    // A colleague hears nothing of it, not even that it is marked.
    let (mut others, _) = ana.connect();
    for act in acts("visit-one", "guest").into_iter().chain([open("visit-one", "emergency")]) {
        assert_eq!(refused(&mut others, act.clone()), "notFound", "{act}");
    }
    let unknown = refused(&mut others, open("visit-none", "emergency"));
    assert_eq!(unknown, "notFound");
    assert_eq!(olga.get("/api/accesses").1, json!({"accesses": []}));

    for reason in ["treatment", "patientAsked", "emergency", "administration"] {
        desk.say(open("visit-one", reason));
    }
    desk.raw(r#"{"seq":0,"ack":0,"body":{"type":"ping"}}"#);
    desk.wait("pong");
    let list = |olga: &mut Browser| {
        let (status, list) = olga.get("/api/accesses");
        assert_eq!(status, 200, "{list}");
        list["accesses"].as_array().unwrap().clone()
    };
    let all = list(&mut olga);
    let reasons: Vec<&str> = all.iter().map(|one| one["reason"].as_str().unwrap()).collect();
    let mut sorted = reasons.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["administration", "emergency", "patientAsked", "treatment"]);
    for one in &all {
        assert_eq!((&one["account"], &one["visit"]), (&json!(ilse.account), &json!("visit-one")));
        assert_eq!((&one["role"], &one["seen"]), (&json!("clinician"), &json!(false)));
        assert!(one["name"].as_str().unwrap().starts_with("Ilse"), "{one}");
    }

    let up_to = all[0]["at"].as_f64().unwrap();
    for wrong in [json!({"upTo": up_to + 60_000.0}), json!({"upTo": -1}), json!({}), json!({"upTo": 1, "all": true})] {
        assert_eq!(olga.post("/api/accesses/seen", wrong.clone()).0, 400, "{wrong}");
    }
    assert!(list(&mut olga).iter().all(|one| one["seen"] == false));
    assert_eq!(olga.post("/api/accesses/seen", json!({"upTo": up_to})).0, 204);
    assert!(list(&mut olga).iter().all(|one| one["seen"] == true));
    for browser in [&mut ilse, &mut ana] {
        assert_eq!(browser.get("/api/accesses").0, 403);
        assert_eq!(browser.post("/api/accesses/seen", json!({"upTo": 1})).0, 403);
    }
}

#[test]
fn signing_out_locks_what_was_open() {
    let server = Server::start_vacant("marked-out", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let (mut desk, welcome) = ilse.connect();
    desk.say(marked_plan("visit-one"));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    let first = ilse.cookie.clone();
    assert_eq!(ilse.post("/api/sign-out", json!({"everywhere": true})).0, 204);
    desk.wait("error");
    assert_eq!(ilse.sign_in().0, 200);
    assert_ne!(ilse.cookie, first);
    // The same page takes its session up again, signed in anew.
    for intact in [true, false] {
        let mut desk = server.client_with(ilse.cookie.as_deref());
        let body = json!({"type": "hello", "protocol": 1, "credential": {"type": "account"}, "resume": resume(&welcome, intact)});
        desk.raw(&json!({"seq": 0, "ack": 0, "body": body}).to_string());
        assert_eq!(desk.wait("welcome")["resumed"], intact);
        let shown = desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
        assert!(locked(&shown), "{shown}");
        is_bare(&shown);
        desk.vanish();
    }
}
