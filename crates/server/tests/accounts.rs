//! Accounts of staff against a real server: a practice from nothing, links into it, passkeys well and badly used.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it measures how long a real answer takes")]

mod common;

use std::process::Command;
use std::time::{Duration, Instant};

use common::authenticator::Passkey;
use common::staff::{Browser, FOUNDER, certificate, invitation, plan, vault};
use common::{Server, now_ms, token};
use serde_json::{Value, json};

const ANA: [u8; 16] = [0xa0; 16];
const ROB: [u8; 16] = [0xb0; 16];
const GUEST: [u8; 16] = [0xc0; 16];

const BAD: (u16, &str) = (401, "badCredential");

#[track_caller]
fn check(answer: (u16, String), wanted: (u16, &str)) {
    assert_eq!((answer.0, answer.1.as_str()), wanted);
}

#[test]
fn a_practice_is_founded_grows_and_holds_a_visit() {
    let server = Server::start_vacant("founded", &[]);
    for page in ["/", "/s/abc", "/sign-in", "/account", "/practice"] {
        let (_, page) = server.http(&format!("GET {page} HTTP/1.1"), "");
        assert!(page.contains("<!doctype html>") || page.contains("built without its client"), "{page}");
    }
    assert_eq!(server.ask("/api/desk", &json!({"token": token(ANA)}).to_string()).0, 404);
    assert_eq!(server.guest(GUEST).1["code"], "unknownLink");
    let mut ilse = Browser::new(&server, "ilse");
    check(ilse.refused("/api/sign-in", json!({})), (404, "unknownLink"));
    let (status, link) = ilse.post("/api/enrolment", json!({"token": server.setup}));
    assert_eq!((status, &link["type"]), (200, &json!("firstStart")));
    ilse.found(&["administrator", "clinician"]);
    assert_eq!(json!(ilse.account), link["account"]);

    // Signed in by having enrolled; and again by the passkey alone.
    let (status, account) = ilse.get("/api/account");
    assert_eq!((status, &account["name"], &account["vault"]), (200, &json!(FOUNDER), &vault()));
    assert_eq!((&account["practice"]["name"], &account["certificate"]), (&json!("De Linde"), &certificate()));
    ilse.cookie = None;
    assert_eq!(ilse.get("/api/account").0, 401);
    let (status, account) = ilse.sign_in();
    assert_eq!((status, &account["account"]), (200, &json!(ilse.account)), "{account}");

    check(ilse.invite(ANA, "Ana Colleague-Marker", &["clinician", "reception"]), (204, ""));
    let mut ana = Browser::new(&server, "ana");
    let (status, link) = ana.post("/api/enrolment", json!({"token": token(ANA)}));
    assert_eq!((status, &link["type"], &link["name"]), (200, &json!("colleague"), &json!("Ana Colleague-Marker")));
    assert_eq!((&link["roles"], &link["inviter"]), (&json!(["clinician", "reception"]), &certificate()));
    ana.enrol(ANA, "Ana Colleague-Marker");
    let (_, waiting) = ana.get("/api/account");
    assert_eq!(waiting["certificate"], Value::Null);
    assert_eq!(ana.connect().1["code"], "notAllowed", "nobody has a desk before their keys are certified");

    let (_, list) = ilse.get("/api/staff");
    let colleague = &list["staff"][0];
    assert_eq!((&colleague["state"], &colleague["account"]), (&json!("enrolled"), &json!(ana.account)));
    assert_eq!(
        (&colleague["keys"], &colleague["sealedSecret"]),
        (&common::staff::keys(), &json!(common::marker("colleague")))
    );
    let account = ana.account.clone();
    check(ilse.certify(&account), (204, ""));
    check(ilse.certify(&account), (409, "conflict"));
    let after: Vec<_> = ilse.staff().into_iter().map(|(_, state)| state).collect();
    assert_eq!(after, ["active", "active"]);
    assert_eq!(ana.get("/api/account").1["certificate"], certificate());

    // The desk, and a visit that was planned there.
    let (mut desk, welcome) = ana.connect();
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    desk.wait_for("desk", |desk| desk["visits"].as_array().unwrap().is_empty());
    desk.say(plan("visit-one", now_ms(), GUEST));
    let shown = desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    assert_eq!((&shown["visits"][0]["visit"], &shown["visits"][0]["minutes"]), (&json!("visit-one"), &json!(20)));
    assert_eq!(shown["visits"][0]["seats"][1]["sealedSecret"], json!(common::marker("sealed")));
    let (status, invited) = server.ask("/api/invitation", &json!({"token": token(GUEST)}).to_string());
    assert_eq!((status, &invited["host"], &invited["seat"]), (200, &certificate(), &json!("guest")));
    let (mut guest, _) = server.guest(GUEST);
    guest.say(json!({"type": "arrive", "consentVersion": 1, "card": "", "keyPackage": {"keyPackage": "", "tag": ""}}));
    guest.wait("waiting");
    let generation = desk.enter();
    desk.admit("guest", generation, 0);
    guest.wait("admitted");

    // Signing out ends the desk at once, and the call goes on waiting for its clinician.
    assert_eq!(ana.post("/api/sign-out", json!({"everywhere": false})).0, 204);
    let end = desk.wait("error");
    assert_eq!((&end["code"], &end["fatal"]), (&json!("notSignedIn"), &json!(true)));
    assert!(desk.next().is_null(), "the connection stays open");
    assert_eq!(ana.cookie, None, "the browser is told to forget it");

    let (passkey, cookie) = (ana.passkey.clone(), ilse.cookie.clone().unwrap());
    let server = server.crash_and_restart();
    assert_eq!(server.setup, None, "there is a practice");
    let mut ana = Browser::new(&server, "ana");
    ana.passkey = passkey.on(&server.url);
    assert_eq!(ana.sign_in().0, 200);
    let log = server.log();
    for secret in [FOUNDER, "Colleague-Marker", "De Linde", &cookie, &token(ANA), &token(GUEST)] {
        assert!(!log.contains(secret), "the server's log has '{secret}'");
        assert!(!server.disk_has(secret.as_bytes()), "a file has '{secret}'");
    }
}

#[test]
fn links_into_the_practice_work_once_and_in_time() {
    let server = Server::start_vacant("links-once", &[]);
    let old = server.setup.clone().unwrap();
    let server = server.crash_and_restart();
    let mut ilse = Browser::new(&server, "ilse");
    assert_ne!(server.setup.as_deref(), Some(old.as_str()));
    check(ilse.refused("/api/enrolment", json!({"token": old})), (404, "unknownLink"));
    let link = server.setup.clone().unwrap();
    let again = Browser::new(&server, "thief").founding(&link, &["administrator"]);
    ilse.found(&["administrator"]);
    check(ilse.refused("/api/enrolment", json!({"token": link})), (410, "expiredLink"));
    check(ilse.refused("/api/enrolment/passkey", json!({"token": link, "name": "x"})), (410, "expiredLink"));
    check(ilse.refused("/api/enrolment/finish", again), (410, "expiredLink"));

    check(ilse.invite(ANA, "Ana", &["clinician"]), (204, ""));
    check(ilse.invite(ANA, "Ana", &["clinician"]), (409, "conflict"));
    let mut same_link = invitation(ROB, "Rob", &["officer"]);
    same_link["tokenHash"] = invitation(ANA, "", &[])["tokenHash"].clone();
    check(ilse.refused("/api/staff/invite", same_link), (409, "conflict"));
    let mut ana = Browser::new(&server, "ana");
    ana.enrol(ANA, "Ana");
    check(ana.refused("/api/enrolment", json!({"token": token(ANA)})), (410, "expiredLink"));

    // One that is taken back before it was used, and one that grew too old.
    check(ilse.invite(ROB, "Rob", &["officer"]), (204, ""));
    let rob = invitation(ROB, "", &[])["account"].clone();
    check(ilse.refused("/api/staff/end", json!({"account": rob})), (204, ""));
    check(ana.refused("/api/enrolment", json!({"token": token(ROB)})), (404, "unknownLink"));
    assert_eq!(ilse.staff().len(), 2, "who never came is not someone who left");
    check(ilse.invite(GUEST, "Guus", &["reception"]), (204, ""));
    let aged = "UPDATE staff_invitation SET expires_at = expires_at - 7 * 24 * 60 * 60 * 1000";
    let (cookie, passkey) = (ilse.cookie.clone(), ilse.passkey.clone());
    let server = server.crash_and_restart_with(&[aged]);
    let mut ilse = Browser { cookie, passkey, ..Browser::new(&server, "ilse") };
    // The retention, which the start executes, has forgotten it; whoever enrolled can still be certified.
    server.until("the sweep", |server| {
        Browser::new(server, "x").refused("/api/enrolment", json!({"token": token(GUEST)})).0 == 404
    });
    assert_eq!(ilse.staff().len(), 2);
}

#[test]
fn an_enrolment_is_what_its_link_says_or_nothing() {
    let server = Server::start_vacant("enrolment-bad", &[]);
    let link = server.setup.clone().unwrap();
    let mut ilse = Browser::new(&server, "ilse");
    let finish = |ilse: &mut Browser, change: &dyn Fn(&mut Value)| {
        let mut body = ilse.founding(&link, &["administrator"]);
        change(&mut body);
        ilse.refused("/api/enrolment/finish", body)
    };
    type Change = fn(&mut Value);
    let changes: [(Change, u16, &str); 12] = [
        (|body| body["who"]["roles"] = json!(["clinician"]), 400, "malformed"),
        (|body| body["who"]["roles"] = json!(["administrator", "administrator"]), 400, "malformed"),
        (|body| body["who"]["roles"] = json!(["superuser"]), 400, "malformed"),
        (|body| body["who"]["name"] = json!("  "), 400, "malformed"),
        (|body| body["who"]["name"] = json!("x".repeat(201)), 413, "tooLarge"),
        (|body| body["who"]["practice"]["rootKey"] = json!("AAAA"), 400, "malformed"),
        (|body| body["who"]["certificate"]["signature"] = json!("AAAA"), 400, "malformed"),
        (|body| body["who"] = json!({"type": "colleague", "keys": common::staff::keys()}), 400, "malformed"),
        (|body| body["vault"]["keys"] = json!([]), 400, "malformed"),
        (|body| body["vault"]["vault"] = json!("A".repeat(100_000)), 413, "tooLarge"),
        (|body| body["vault"]["vault"] = json!("A".repeat(300_000)), 413, "tooLarge"),
        (|body| body["passkey"]["credential"] = json!({}), 401, "badCredential"),
    ];
    for (change, status, code) in changes {
        check(finish(&mut ilse, &change), (status, code));
    }
    // A ceremony is answered once, and by an authenticator that did what was asked, on a page of ours.
    let body = ilse.founding(&link, &["administrator"]);
    let mut twice = body.clone();
    twice["passkey"]["credential"]["response"]["clientDataJSON"] = json!("e30");
    check(ilse.refused("/api/enrolment/finish", twice), BAD);
    check(ilse.refused("/api/enrolment/finish", body), BAD);
    let wrong: [fn(&mut Passkey); 3] = [
        |passkey| passkey.origin = "https://evil.example".to_owned(),
        |passkey| passkey.rp_id = "evil.example".to_owned(),
        |passkey| passkey.verifies = false,
    ];
    for change in wrong {
        let mut other = Browser::new(&server, "other");
        change(&mut other.passkey);
        let body = other.founding(&link, &["administrator"]);
        check(other.refused("/api/enrolment/finish", body), BAD);
    }
    assert_eq!(ilse.cookie, None);
    assert_eq!(ilse.get("/api/account").0, 401);
    ilse.found(&["administrator"]);
}

#[test]
fn answers_of_passkeys_that_are_not_ours_are_one_refusal_after_one_time() {
    let server = Server::start_vacant("webauthn-bad", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    ilse.cookie = None;
    let finish = |browser: &mut Browser, ceremony: &Value, credential: Value| {
        let began = Instant::now();
        let answer = browser.refused("/api/sign-in/finish", json!({"ceremony": ceremony, "credential": credential}));
        assert!(began.elapsed() >= Duration::from_millis(250), "a refusal that is quicker tells why");
        check(answer, BAD);
        assert_eq!(browser.cookie, None);
    };
    let wrong: [fn(&mut Passkey); 7] = [
        |passkey| passkey.origin = "http://localhost:1".to_owned(),
        |passkey| passkey.origin = passkey.origin.replace("localhost", "evil.localhost"),
        |passkey| passkey.rp_id = "evil.example".to_owned(),
        |passkey| passkey.verifies = false,
        |passkey| passkey.user = vec![9; 16],
        |passkey| passkey.id = vec![9; 32],
        Passkey::forge,
    ];
    for change in wrong {
        let mut other = Browser::new(&server, "ilse");
        other.passkey = ilse.passkey.clone();
        change(&mut other.passkey);
        let (ceremony, options) = other.begin_sign_in();
        let credential = other.passkey.get(&options);
        finish(&mut other, &ceremony, credential);
    }
    // Swapped: an answer to another attempt. Replayed: the same answer again. Invented: an attempt that never began.
    let (one, options) = ilse.begin_sign_in();
    let (other, _) = ilse.begin_sign_in();
    let credential = ilse.passkey.get(&options);
    finish(&mut ilse, &other, credential.clone());
    finish(&mut ilse, &json!(token([7; 16])), credential.clone());
    let (status, _) = ilse.post("/api/sign-in/finish", json!({"ceremony": one, "credential": credential}));
    assert_eq!(status, 200, "an honest answer to an honest attempt");
    ilse.cookie = None;
    finish(&mut ilse, &one, credential);
    for malformed in [json!({}), json!(null), json!({"id": "x", "rawId": "x", "type": "public-key", "response": {}})] {
        let (ceremony, _) = ilse.begin_sign_in();
        finish(&mut ilse, &ceremony, malformed);
    }
    // A copy of the authenticator: its counter does not grow.
    let mut copy = ilse.passkey.clone();
    copy.counter = 0;
    let (ceremony, options) = ilse.begin_sign_in();
    finish(&mut ilse, &ceremony, copy.get(&options));
    // A ceremony of another kind.
    let mut body = json!({"ceremony": token([7; 16]), "credential": {}});
    body["more"] = json!(1);
    check(ilse.refused("/api/sign-in/finish", body), (400, "malformed"));
    assert_eq!(ilse.sign_in().0, 200, "and nobody was locked out");
}

#[test]
fn the_public_address_is_said_where_it_is_not_this_machine() {
    let refused = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_curtain"));
        command.args(["serve", "--media", "127.0.0.1:0", "--data-dir", "/nonexistent/curtain"]).args(arguments);
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let said = refused(&["--listen", "0.0.0.0:0"]);
    assert!(said.contains("--url https://clinic.example"), "{said}");
    let said = refused(&["--listen", "127.0.0.1:0", "--url", "http://clinic.example"]);
    assert!(said.contains("must be https://"), "{said}");

    let server = Server::start_vacant("url", &["--url", "https://clinic.example"]);
    assert_eq!(server.url, "https://clinic.example");
    let (_, answer) = server.http("GET /health HTTP/1.1", "");
    assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    ilse.cookie = None;
    assert_eq!(ilse.sign_in().0, 200);
    let local = Server::start_vacant("no-url", &[]);
    assert!(!local.http("GET /health HTTP/1.1", "").1.contains("strict-transport-security"));
}
