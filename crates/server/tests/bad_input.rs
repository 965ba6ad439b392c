//! Bad links, bad messages, bad manners: each gets its error, and nobody else notices.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::staff::{Browser, plan};
use common::{ANN, Server, hello, now_ms, token};
use serde_json::{Value, json};

#[test]
fn links_are_known_unknown_or_malformed() {
    let server = Server::start("links");
    let (status, info) = server.ask("/api/invitation", &json!({"token": token(ANN)}).to_string());
    assert_eq!((status, &info["practice"]["name"], &info["seat"]), (200, &json!("De Linde"), &json!("ann")));
    let ask = |path: &str, body: &str| {
        let (status, answer) = server.ask(path, body);
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    };
    let unknown = json!({"token": token([9; 16])}).to_string();
    assert_eq!(ask("/api/invitation", &unknown), (404, "unknownLink".into()));
    assert_eq!(ask("/api/desk", &json!({"token": token(ANN)}).to_string()), (404, "unknownLink".into()));
    for malformed in [
        "",
        "{}",
        r#"{"token":"short"}"#,
        r#"{"token":"AAECAwQFBgcICQoLDA0ODw","x":1}"#,
        r#"{"token":"AAECAwQFBgcICQoLDA0ODw","token":"AAECAwQFBgcICQoLDA0ODw"}"#,
        r#"{"token":["AAECAwQFBgcICQoLDA0ODw"]}"#,
        "[[[[",
    ] {
        assert_eq!(ask("/api/invitation", malformed), (400, "malformed".into()), "{malformed}");
    }
    assert_eq!(ask("/api/invitation", &"x".repeat(10_000)), (413, "tooLarge".into()));
    assert_eq!(ask("/api/everything", "{}").0, 404);
}

#[test]
fn a_connection_must_introduce_itself_properly() {
    let server = Server::start("hello");
    let first = |text: &str| {
        let mut client = server.client();
        client.raw(text);
        let answer = client.next();
        assert!(client.next().is_null(), "the connection stays open after {text}");
        (answer["code"].as_str().unwrap().to_owned(), answer["fatal"].as_bool().unwrap())
    };
    assert_eq!(first("hello?"), ("malformed".into(), true));
    assert_eq!(first(r#"{"seq":1,"ack":0,"body":{"type":"leave"}}"#), ("malformed".into(), true));
    let mut other = hello("invitation", &token(ANN), Value::Null);
    other["protocol"] = json!(2);
    assert_eq!(first(&json!({"seq":0,"ack":0,"body":other}).to_string()), ("wrongProtocol".into(), true));
    let stranger = hello("invitation", &token([9; 16]), Value::Null);
    assert_eq!(first(&json!({"seq":0,"ack":0,"body":stranger}).to_string()), ("unknownLink".into(), true));
    let disguised = hello("desk", &token(ANN), Value::Null);
    assert_eq!(first(&json!({"seq":0,"ack":0,"body":disguised}).to_string()), ("unknownLink".into(), true));
}

#[test]
fn a_guest_cannot_act_as_the_clinician() {
    let server = Server::start("guest");
    let (mut ann, welcome) = server.guest(ANN);
    assert_eq!(welcome["type"], "welcome");
    ann.arrive();
    let commit = json!({"generation": 1, "epoch": 0, "commit": ""});
    for body in [
        json!({"type": "enter", "visit": "visit-one"}),
        json!({"type": "end", "visit": "visit-one"}),
        json!({"type": "refuse", "visit": "visit-one", "seat": "bob", "reason": "notExpected"}),
        json!({"type": "note", "visit": "visit-one", "seat": "bob", "note": ""}),
        json!({"type": "remove", "seat": "bob", "commit": commit}),
        json!({"type": "update", "commit": commit}),
        json!({"type": "application", "generation": 0, "message": ""}),
        json!({"type": "rejoin", "keyPackage": {"keyPackage": "", "tag": ""}}),
    ] {
        ann.say(body.clone());
        let error = ann.wait("error");
        assert_eq!((&error["code"], &error["about"]), (&json!("notAllowed"), &json!(ann.seq)), "{body}");
    }
    ann.admit("ann", 1, 0);
    assert_eq!(ann.wait("error")["code"], "notAllowed");
}

#[test]
fn nonsense_and_excess_are_answered_and_the_seat_is_kept() {
    let server = Server::start("nonsense");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    for text in ["", "null", "{", r#"{"seq":1}"#, r#"{"seq":1,"ack":0,"body":{"type":"record"}}"#] {
        ann.raw(text);
        assert_eq!(ann.wait("error")["code"], "malformed", "{text}");
    }
    ann.say(json!({"type": "offer", "sdp": "x".repeat(70_000)}));
    assert_eq!(ann.wait("error")["code"], "tooLarge");
    let old = json!({"type": "arrive", "consentVersion": 2, "card": "", "keyPackage": {"keyPackage": "", "tag": ""}});
    ann.say(old);
    assert_eq!(ann.wait("error")["code"], "consentOutdated");
    ann.raw(r#"{"seq":0,"ack":0,"body":{"type":"ping"}}"#);
    ann.wait("pong");
    let (_, info) = server.ask("/api/invitation", &json!({"token": token(ANN)}).to_string());
    assert_eq!(info["state"], "arrived");
}

#[test]
fn an_oversized_message_is_named_and_costs_the_connection_but_not_the_seat() {
    let server = Server::start("oversized");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    ann.raw(&"x".repeat(300 * 1024));
    let error = ann.wait("error");
    assert_eq!((&error["code"], &error["fatal"]), (&json!("tooLarge"), &json!(true)));
    assert!(ann.next().is_null(), "the connection is over");
    let (_, info) = server.ask("/api/invitation", &json!({"token": token(ANN)}).to_string());
    assert_eq!(info["state"], "arrived");

    let mut stranger = server.client();
    stranger.raw(&"x".repeat(300 * 1024));
    assert_eq!(stranger.wait("error")["code"], "tooLarge");
}

#[test]
fn a_flood_is_slowed_and_nothing_of_it_is_lost() {
    let server = Server::start("flood");
    let (mut ann, _) = server.guest(ANN);
    for _ in 0..450 {
        ann.say(json!({"type": "want", "wants": []}));
    }
    assert_eq!(ann.wait("error")["code"], "tooMany");
    ann.say(json!({"type": "leave"}));
    assert_eq!(ann.wait("error")["about"], ann.seq, "the last message of the flood was not heard");
}

#[test]
fn costly_messages_are_rationed() {
    let server = Server::start("costly");
    let (mut ann, _) = server.guest(ANN);
    for _ in 0..11 {
        ann.say(json!({"type": "offer", "sdp": "v=0"}));
    }
    let error = ann.wait("error");
    assert_eq!((&error["code"], &error["about"]), (&json!("tooMany"), &json!(11)));
}

#[test]
fn an_offer_that_cannot_be_answered_says_so() {
    let server = Server::start("offer");
    let mut desk = server.desk();
    desk.enter();
    desk.say(json!({"type": "offer", "sdp": "v=0\r\nnonsense"}));
    assert_eq!(desk.wait("error")["code"], "badOffer");
}

#[test]
fn pages_of_other_origins_get_no_connection() {
    let server = Server::start("origin");
    assert_eq!(server.upgrade_from("https://evil.example"), 403);
    assert_eq!(server.upgrade_from("null"), 403);
    assert_eq!(server.upgrade_from(&format!("http://{}", server.address)), 101);
}

#[test]
fn a_visit_is_planned_within_bounds() {
    let server = Server::start_vacant("plan", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let (mut desk, _) = ilse.connect();
    let hour = 60 * 60 * 1000;
    let day = 24 * hour;
    let now = now_ms();
    let refused = |desk: &mut common::Client, change: &dyn Fn(&mut Value), code: &str| {
        let mut message = plan("visit-x", now, ANN);
        change(&mut message);
        desk.say(message.clone());
        assert_eq!(desk.wait("error")["code"], code, "{message}");
    };
    for (key, value) in [
        ("minutes", json!(4)),
        ("minutes", json!(481)),
        ("capacity", json!(1)),
        ("capacity", json!(17)),
        ("startsAt", json!(now - day - hour)),
        ("startsAt", json!(now + 367 * day)),
        ("startsAt", json!(-1)),
        ("hostSeat", json!("guest")),
    ] {
        refused(&mut desk, &|message| message[key] = value.clone(), "malformed");
    }
    refused(&mut desk, &|message| message["invitation"]["role"] = json!("clinician"), "malformed");
    refused(&mut desk, &|message| message["invitation"]["tokenHash"] = json!("AAAA"), "tooLarge");
    // Far ahead, today, and again under the same names.
    desk.say(plan("visit-later", now + 300 * day, [1; 16]));
    desk.say(plan("visit-today", now, ANN));
    let shown = desk.wait_for("desk", |desk| desk["visits"].as_array().unwrap().len() == 2);
    let order: Vec<_> = shown["visits"].as_array().unwrap().iter().map(|visit| visit["visit"].clone()).collect();
    assert_eq!(order, [json!("visit-today"), json!("visit-later")]);
    refused(&mut desk, &|message| message["visit"] = json!("visit-today"), "conflict");
    refused(&mut desk, &|message| message["visit"] = json!("visit-other"), "conflict");
    let (mut guest, _) = server.guest(ANN);
    guest.say(plan("visit-mine", now, [2; 16]));
    assert_eq!(guest.wait("error")["code"], "notAllowed");
    let cookie = ilse.cookie.clone();
    let server = server.crash_and_restart();
    let mut ilse = Browser::new(&server, "ilse");
    ilse.cookie = cookie;
    let (mut desk, _) = ilse.connect();
    desk.wait_for("desk", |desk| desk["visits"].as_array().unwrap().len() == 2);
}
