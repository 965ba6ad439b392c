//! Sessions of staff against a real server: what each role may do, and how a session ends.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::password::{Setting, Typing};
use common::patient::contact;
use common::staff::{Browser, FOUNDER, certificate, invitation, plan, vault};
use common::{Server, now_ms, token};
use serde_json::{Value, json};

const ANA: [u8; 16] = [0xa0; 16];
const ROB: [u8; 16] = [0xb0; 16];
const GUEST: [u8; 16] = [0xc0; 16];

#[track_caller]
fn check(answer: (u16, String), wanted: (u16, &str)) {
    assert_eq!((answer.0, answer.1.as_str()), wanted);
}

/// What a browser with this cookie gets.
fn answers(browser: &mut Browser, cookie: &Option<String>) -> u16 {
    browser.cookie.clone_from(cookie);
    browser.get("/api/account").0
}

#[test]
fn a_session_ends_when_it_is_told_to_or_its_time_is_over() {
    let server = Server::start_vacant("sessions", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let first = ilse.cookie.take();
    assert_eq!(ilse.sign_in().0, 200);
    let second = ilse.cookie.clone();
    assert_eq!((answers(&mut ilse, &first), answers(&mut ilse, &second)), (200, 200), "two browsers");
    assert_eq!(ilse.post("/api/alive", json!({})).0, 204);
    // Signing in again in the same browser takes the place of what was there.
    assert_eq!(ilse.sign_in().0, 200);
    let third = ilse.cookie.clone();
    assert_eq!(answers(&mut ilse, &second), 401);
    ilse.cookie.clone_from(&third);
    let (mut desk, welcome) = ilse.connect();
    assert_eq!(welcome["type"], "welcome");
    ilse.cookie.clone_from(&first);
    assert_eq!(ilse.post("/api/sign-out", json!({"everywhere": true})).0, 204);
    assert_eq!(desk.wait("error")["code"], "notSignedIn");
    assert_eq!(
        (answers(&mut ilse, &first), answers(&mut ilse, &third)),
        (401, 401),
        "a stolen cookie is worth nothing"
    );
    ilse.cookie.clone_from(&third);
    assert_eq!(ilse.connect().1["code"], "notSignedIn");
    check(ilse.refused("/api/alive", json!({})), (401, "notSignedIn"));
    check(ilse.refused("/api/sign-out", json!({"everywhere": true})), (401, "notSignedIn"));

    for aged in [
        // Two minutes after the last look, which was a minute before its time: to look is no sign of life.
        "UPDATE session SET seen_at = seen_at - 2 * 60 * 1000",
        "UPDATE session SET began_at = began_at - 12 * 60 * 60 * 1000",
    ] {
        let server = Server::start_vacant("sessions-old", &[]);
        let mut ilse = Browser::new(&server, "ilse");
        ilse.found(&["administrator"]);
        let cookie = ilse.cookie.clone();
        let server = server.crash_and_restart_with(&["UPDATE session SET seen_at = seen_at - 14 * 60 * 1000"]);
        let mut browser = Browser::new(&server, "ilse");
        assert_eq!(answers(&mut browser, &cookie), 200, "a minute before its time");
        assert_eq!(browser.post("/api/alive", json!({})).0, 204);
        let server = server.crash_and_restart_with(&["UPDATE session SET seen_at = seen_at - 14 * 60 * 1000"]);
        let mut browser = Browser::new(&server, "ilse");
        assert_eq!(answers(&mut browser, &cookie), 200, "a sign of life counts");
        let server = server.crash_and_restart_with(&[aged]);
        let mut browser = Browser::new(&server, "ilse");
        assert_eq!(answers(&mut browser, &cookie), 401, "{aged}");
    }
}

/// The sessions that an account's page lists: each one's name, and whether it is the one that asks.
fn listed(browser: &mut Browser) -> Vec<(Value, bool)> {
    let (_, info) = browser.get("/api/account");
    let sessions = info["sessions"].as_array().unwrap();
    sessions.iter().map(|one| (one["session"].clone(), one["own"] == true)).collect()
}

#[test]
fn one_session_ends_by_name_and_a_colleagues_all_at_once() {
    let server = Server::start_vacant("sessions-single", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let first = ilse.cookie.take();
    assert_eq!(ilse.sign_in().0, 200);
    let second = ilse.cookie.take();
    assert_eq!(ilse.sign_in().0, 200);
    let third = ilse.cookie.clone();
    let (mut desk, _) = ilse.connect();

    ilse.cookie.clone_from(&first);
    let own = listed(&mut ilse).into_iter().find(|(_, own)| *own).unwrap().0;
    ilse.cookie.clone_from(&third);
    let latest = listed(&mut ilse).into_iter().find(|(_, own)| *own).unwrap().0;
    ilse.cookie.clone_from(&second);
    let end = |browser: &mut Browser, session: &Value| {
        let (status, answer) = browser.post("/api/account/end-session", json!({"session": session}));
        (status, answer["sessions"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(end(&mut ilse, &latest), (200, 2));
    assert_eq!(desk.wait("error")["code"], "notSignedIn", "what it held open is closed");
    assert_eq!((answers(&mut ilse, &first), answers(&mut ilse, &third)), (200, 401), "that one, and no other");
    ilse.cookie.clone_from(&second);
    assert_eq!(end(&mut ilse, &latest).0, 404, "once");
    let asking = listed(&mut ilse).into_iter().find(|(_, own)| *own).unwrap().0;
    assert_eq!(end(&mut ilse, &asking).0, 409, "who asks signs out");

    let mut ana = Browser::new(&server, "ana");
    check(ilse.invite(ANA, "Ana", &["administrator", "clinician"]), (204, ""));
    ana.enrol(ANA, "Ana");
    check(ilse.certify(&ana.account), (204, ""));
    assert_eq!(end(&mut ana, &own).0, 404, "a colleague's is nobody's business");
    assert_eq!(answers(&mut ilse, &first), 200);
    let (mut desk, _) = ana.connect();
    ilse.cookie.clone_from(&second);
    check(ilse.refused("/api/staff/sign-out", json!({"account": ilse.account.clone()})), (409, "conflict"));
    check(ilse.refused("/api/staff/sign-out", json!({"account": ana.account.clone()})), (204, ""));
    assert_eq!(desk.wait("error")["code"], "notSignedIn");
    assert_eq!(ana.get("/api/account").0, 401);
    ana.cookie = None;
    assert_eq!(ana.sign_in().0, 200, "they may come back");

    // A session that was left open ends no other.
    let server = server.crash_and_restart_with(&["UPDATE session SET proved_at = 0"]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.cookie = second;
    check(ilse.refused("/api/account/end-session", json!({"session": own})), (403, "proofNeeded"));
    assert_eq!(answers(&mut ilse, &first), 200);
}

#[test]
fn a_desk_closes_by_itself_when_its_session_is_over() {
    let server = Server::start_vacant("session-over", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let cookie = ilse.cookie.clone();
    // Ten seconds before its time, so that it ends while the desk is open.
    let almost = "UPDATE session SET began_at = began_at - 12 * 60 * 60 * 1000 + 10000";
    let server = server.crash_and_restart_with(&[almost]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.cookie = cookie;
    let (mut desk, welcome) = ilse.connect();
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    assert_eq!(desk.wait("error")["code"], "notSignedIn");
    assert!(desk.next().is_null());
}

#[test]
fn who_leaves_is_out_at_once_and_their_visits_are_called_off() {
    let server = Server::start_vacant("departed", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let mut ana = Browser::new(&server, "ana");
    check(ilse.invite(ANA, "Ana", &["clinician", "administrator"]), (204, ""));
    ana.enrol(ANA, "Ana");
    check(ilse.certify(&ana.account), (204, ""));
    check(ana.invite(ROB, "Rob", &["officer"]), (204, ""));
    let mut rob = Browser::new(&server, "rob");
    rob.enrol(ROB, "Rob");
    let (mut desk, _) = ana.connect();
    desk.say(plan("visit-one", now_ms() + 60 * 60 * 1000, GUEST));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());

    check(ilse.refused("/api/staff/end", json!({"account": ilse.account.clone()})), (409, "conflict"));
    check(ilse.refused("/api/staff/end", json!({"account": "nobody"})), (404, "notFound"));
    check(ilse.refused("/api/staff/end", json!({"account": ana.account.clone()})), (204, ""));
    assert_eq!(desk.wait("error")["code"], "notSignedIn");
    assert_eq!(ana.get("/api/account").0, 401);
    ana.cookie = None;
    assert_eq!(ana.sign_in().0, 401, "the passkey went with the access");
    assert_eq!(rob.get("/api/account").0, 401, "nobody could confirm whom they invited");
    let states = ilse.staff();
    let states: Vec<_> = states.iter().map(|(name, state)| (name.as_str(), state.as_str())).collect();
    assert_eq!(states, [("Ana", "left"), (FOUNDER, "active"), ("Rob", "left")]);
    check(ilse.refused("/api/staff/end", json!({"account": ana.account})), (409, "conflict"));
    server.until("the visit to be called off", |server| server.guest(GUEST).1["code"] == "visitEnded");
    let server = server.crash_and_restart();
    assert_eq!(server.guest(GUEST).1["code"], "visitEnded");
}

#[test]
fn a_clinician_reaches_their_own_visits_and_invitations_only() {
    let server = Server::start_vacant("own-visits", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let mut ana = Browser::new(&server, "ana");
    check(ilse.invite(ANA, "Ana", &["administrator", "clinician"]), (204, ""));
    ana.enrol(ANA, "Ana");
    check(ilse.certify(&ana.account), (204, ""));
    let (mut desk, _) = ana.connect();
    desk.say(plan("visit-one", now_ms(), GUEST));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    let (mut guest, _) = server.guest(GUEST);
    guest.say(json!({"type": "arrive", "consentVersion": 1, "card": "", "keyPackage": {"keyPackage": "", "tag": ""}}));
    guest.wait("waiting");

    // The same in all else, and an administrator of the same practice.
    let (mut other, _) = ilse.connect();
    assert_eq!(other.wait("desk")["visits"], json!([]));
    let invitation =
        json!({"seat": "more", "role": "companion", "tokenHash": common::b64(&[8; 32]), "sealedSecret": ""});
    for body in [
        json!({"type": "enter", "visit": "visit-one"}),
        json!({"type": "refuse", "visit": "visit-one", "seat": "guest", "reason": "notExpected"}),
        json!({"type": "note", "visit": "visit-one", "seat": "guest", "note": ""}),
        json!({"type": "delay", "visit": "visit-one", "minutes": 90}),
        json!({"type": "invite", "visit": "visit-one", "invitation": invitation}),
        json!({"type": "end", "visit": "visit-one"}),
        json!({"type": "end", "visit": "visit-of-nobody"}),
    ] {
        other.say(body.clone());
        assert_eq!(other.wait("error")["code"], "notFound", "{body}");
    }
    // Nothing of it was done: the guest waits, and is let in by whose visit it is.
    let generation = desk.enter();
    desk.admit("guest", generation, 0);
    guest.wait("admitted");

    // What is sealed to the one who invited is shown to nobody else.
    check(ana.invite(ROB, "Rob", &["reception"]), (204, ""));
    let secret = |browser: &mut Browser| {
        let (_, list) = browser.get("/api/staff");
        list["staff"].as_array().unwrap().iter().find(|one| one["name"] == "Rob").unwrap()["sealedSecret"].clone()
    };
    assert_eq!((secret(&mut ilse), secret(&mut ana)), (Value::Null, json!(common::marker("colleague"))));
}

/// What each route answers to each who may ask; a role's own status where its table says that it may.
#[test]
fn every_endpoint_answers_every_role_as_its_table_says() {
    let server = Server::start_vacant("roles", &[]);
    let mut browsers = vec![Browser::new(&server, "nobody"), Browser::new(&server, "administrator")];
    browsers[1].found(&["administrator"]);
    for (at, role) in ["clinician", "reception", "officer"].into_iter().enumerate() {
        let link = [0x10 + u8::try_from(at).unwrap(); 16];
        check(browsers[1].invite(link, role, &[role]), (204, ""));
        let mut browser = Browser::new(&server, role);
        browser.enrol(link, role);
        check(browsers[1].certify(&browser.account), (204, ""));
        browsers.push(browser);
    }
    let mut uncertified = Browser::new(&server, "uncertified");
    check(browsers[1].invite([0x20; 16], "uncertified", &["administrator", "clinician"]), (204, ""));
    uncertified.enrol([0x20; 16], "uncertified");
    browsers.push(uncertified);
    let (mut desk, _) = browsers[2].connect();
    desk.say(plan("visit-one", now_ms(), GUEST));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    let mut patient = Browser::new(&server, "patient");
    patient.enrol_patient(GUEST);
    assert_eq!(patient.sign_in().0, 200);
    browsers.push(patient);

    let unknown = json!({"token": token([9; 16])});
    let finish = json!({"token": token([9; 16]), "who": {"type": "colleague", "keys": common::staff::keys()}, "vault": vault(),
                        "passkey": {"name": "x", "credential": {}}, "recoveryKey": common::staff::keys()["tag"]});
    let certify = json!({"account": "nobody", "certificate": certificate()});
    // In order: nobody signed in, administrator, clinician, reception, officer, an administrator and clinician without certificate, a patient.
    let all = |status: u16| [status; 7];
    let signed_in = |status: u16| [401, status, status, status, status, status, status];
    let managers = |status: u16| [401, status, 403, 403, 403, 403, 403];
    let patients = |status: u16| [401, 403, 403, 403, 403, 403, status];
    let code = json!({"ceremony": token([9; 16]), "key": "", "signature": ""});
    let ways = json!({"was": "", "vault": vault(), "passkey": null, "remove": [], "recoveryKey": null});
    let proof = json!({"type": "code", "signIn": code});
    let password_finish = json!({"ceremony": token([9; 16]), "finalization": "", "code": null});
    let set = Setting::begin("x").request;
    let table: [(&str, &str, Value, [u16; 7]); 31] = [
        ("POST", "/api/invitation", unknown.clone(), all(404)),
        ("POST", "/api/desk", unknown.clone(), all(404)),
        ("POST", "/api/enrolment", unknown, all(404)),
        ("POST", "/api/enrolment/passkey", json!({"token": token([9; 16]), "name": "x"}), all(404)),
        ("POST", "/api/enrolment/password", json!({"token": token([9; 16]), "request": set}), all(404)),
        ("POST", "/api/enrolment/finish", finish, all(404)),
        ("POST", "/api/sign-in", json!({}), all(200)),
        ("POST", "/api/sign-in/finish", json!({"ceremony": token([9; 16]), "credential": {}}), all(401)),
        ("POST", "/api/sign-in/code", code, all(401)),
        ("POST", "/api/sign-in/password", json!({"userName": "x", "request": Typing::begin("x").request}), all(200)),
        ("POST", "/api/sign-in/password/finish", password_finish, all(401)),
        ("POST", "/api/account/proof", proof, all(401)),
        ("POST", "/api/account/password", json!({"request": set}), signed_in(200)),
        ("POST", "/api/account/passkey", json!({}), signed_in(200)),
        ("POST", "/api/account/ways", ways, signed_in(409)),
        ("POST", "/api/alive", json!({}), signed_in(204)),
        ("GET", "/api/account", Value::Null, signed_in(200)),
        ("GET", "/api/staff", Value::Null, [401, 200, 403, 403, 200, 403, 403]),
        ("POST", "/api/staff/invite", invitation([0x30; 16], "One more", &["reception"]), managers(204)),
        ("POST", "/api/staff/certify", certify, managers(404)),
        ("POST", "/api/account/end-session", json!({"session": common::b64(&[9; 32])}), signed_in(404)),
        ("POST", "/api/staff/sign-out", json!({"account": "nobody"}), managers(404)),
        ("POST", "/api/staff/end", json!({"account": "nobody"}), managers(404)),
        ("GET", "/api/accesses", Value::Null, [401, 403, 403, 403, 200, 403, 403]),
        ("POST", "/api/accesses/seen", json!({"upTo": 0}), [401, 403, 403, 403, 204, 403, 403]),
        ("GET", "/health", Value::Null, all(200)),
        ("POST", "/api/{*rest}", json!({}), all(404)),
        ("POST", "/api/account/contact", json!({"contact": contact()}), patients(200)),
        ("GET", "/api/account/held", Value::Null, patients(200)),
        // Last, since they end what the others need.
        ("POST", "/api/account/delete", json!({}), patients(200)),
        ("POST", "/api/sign-out", json!({"everywhere": false}), [401, 204, 204, 204, 204, 204, 401]),
    ];
    let source = include_str!("../src/routes/mod.rs");
    let routes: Vec<&str> = source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for route in &routes {
        let walked = *route == "/ws" || table.iter().any(|(_, path, ..)| path == route);
        assert!(walked, "{route} is new: say here what it answers to whom");
    }
    assert_eq!(routes.len(), table.len() + 1, "a route is gone, or named twice");
    // The connection: a desk for those who hold visits.
    desk.vanish();
    let codes: Vec<Value> = browsers.iter().map(|browser| browser.connect().1["code"].clone()).collect();
    let refused = json!("notAllowed");
    let wanted = [
        json!("notSignedIn"),
        refused.clone(),
        Value::Null,
        refused.clone(),
        refused.clone(),
        refused.clone(),
        refused,
    ];
    assert_eq!(codes, wanted);
    for (method, path, body, wanted) in table {
        for (browser, wanted) in browsers.iter_mut().zip(wanted) {
            let cookie = browser.cookie.clone();
            let (status, answer) = browser.ask(method, path, &body);
            assert_eq!(status, wanted, "{method} {path}: {answer}");
            let own = matches!(answer["code"].as_str(), Some("notSignedIn" | "notAllowed"));
            let shown = answer["code"] == "badCredential";
            assert_eq!(own || shown, matches!(status, 401 | 403), "{path}: {answer}");
            assert!(!shown || path.starts_with("/api/sign-in/") || path == "/api/account/proof", "{path}: {answer}");
            assert!(
                browser.cookie == cookie || matches!(path, "/api/sign-out" | "/api/account/delete"),
                "{path} changed who is signed in"
            );
        }
    }
}

#[test]
fn pages_of_others_and_floods_are_refused() {
    let server = Server::start_vacant("origin", &[]);
    let ask = |origin: &str, path: &str| {
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nOrigin: {origin}");
        server.http(&head, &json!({"token": token([9; 16])}).to_string()).0
    };
    let own = format!("http://{}", server.address);
    for path in ["/api/enrolment", "/api/invitation", "/api/desk"] {
        assert_eq!((ask(&own, path), ask("https://evil.example", path), ask("null", path)), (404, 403, 403), "{path}");
    }
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let flood: Vec<u16> = (0..300).map(|_| ilse.post("/api/alive", json!({})).0).collect();
    assert!(flood[..100].iter().all(|status| *status == 204), "a person was slowed");
    assert!(flood.contains(&429), "{flood:?}");
}
