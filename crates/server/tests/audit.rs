//! The audit log of a running server: every act on a record has its entry, and nothing can be done to the log unnoticed.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use common::authenticator::Passkey;
use common::log::{Seen, audit, briefs, entries, text};
use common::password::{app, code_in};
use common::patient::{bind, binding, contact};
use common::staff::{Browser, hash_of, plan, vault, vault_of};
use common::{ANN, BOB, Client, DESK, Server, key_file, marker, now_ms, sql, token};
use serde_json::{Value, json};

const FIREFOX: &str = "Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0";

/// A copy of what a server that was killed left, in which SQL does what whoever has the database's key can do.
struct Copy(PathBuf);

impl Copy {
    fn new(server: &Server, name: &str) -> Copy {
        let copy = Copy(server.data_dir.with_file_name(format!("{name}-{}", std::process::id())));
        copy.remove();
        std::fs::create_dir_all(&copy.0).unwrap();
        for entry in std::fs::read_dir(&server.data_dir).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, copy.0.join(path.file_name().unwrap())).unwrap();
        }
        std::fs::copy(key_file(&server.data_dir), key_file(&copy.0)).unwrap();
        copy
    }

    fn remove(&self) {
        let _ = std::fs::remove_dir_all(&self.0);
        let _ = std::fs::remove_file(key_file(&self.0));
    }

    /// Runs SQL, and then `curtain audit verify`: its exit status and the lines it found wrong.
    fn verify_after(&self, statements: &[&'static str], arguments: &[&str]) -> (bool, String) {
        sql(&self.0, statements);
        let mut command = Command::new(env!("CARGO_BIN_EXE_curtain"));
        let output = command.args(["audit", "verify"]).args(arguments).arg("--data-dir").arg(&self.0).output().unwrap();
        (output.status.success(), text(&output.stdout))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.remove();
    }
}

/// The names of all messages a client may send, as the parser lists them.
fn all_messages() -> BTreeSet<String> {
    let error = serde_json::from_str::<visit::wire::ClientMessage>(r#"{"type":"?"}"#).unwrap_err().to_string();
    let names = error.split_once("expected one of ").unwrap().1;
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// All paths that the server routes to a handler of its own.
fn all_routes() -> BTreeSet<String> {
    let source = include_str!("../src/routes/mod.rs");
    source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Touch no record, or none beyond what another message's entry says: `clinic/audit.rs` has the reason of each.
const UNWRITTEN: [&str; 9] =
    ["ping", "ack", "offer", "want", "update", "evict", "application", "/health", "/api/{*rest}"];

/// The same of accounts: nobody is known yet; nothing but the time of a session changes; what is asked for is made and kept by `finish` only.
const UNWRITTEN_OF_ACCOUNTS: [&str; 4] =
    ["/api/sign-in", "/api/alive", "/api/enrolment/passkey", "/api/enrolment/password"];

/// Goes through all that staff do with accounts, on a server of its own.
fn go_through_accounts(seen: &mut Seen) {
    let server = Server::start_vacant("audit-accounts", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.post("/api/enrolment", json!({"token": server.setup}));
    ilse.found(&["administrator", "clinician"]);
    let own = ilse.account.clone();
    let by_ilse = |what: &str| format!("{own} administrator {what}");
    seen.expect(&server, "/api/enrolment", &[&by_ilse("openEnrolment practice done")]);
    let founded = [by_ilse("setUp practice done"), by_ilse(&format!("enrol {own} done"))];
    seen.expect(&server, "/api/enrolment/finish", &founded.each_ref().map(String::as_str));

    let (ceremony, options) = ilse.begin_sign_in();
    let mut answer = ilse.passkey.get(&options);
    answer["response"]["clientDataJSON"] = json!("e30");
    ilse.post("/api/sign-in/finish", json!({"ceremony": ceremony, "credential": answer}));
    assert_eq!(ilse.sign_in().0, 200);
    let signed_in = ["signIn {own} denied badCredential", "signIn {own} done", "signOut {own} done replaced"];
    let signed_in = signed_in.map(|line| by_ilse(&line.replace("{own}", &own)));
    seen.expect(&server, "/api/sign-in/finish", &signed_in.each_ref().map(String::as_str));
    ilse.get("/api/account");
    seen.expect(&server, "/api/account", &[&by_ilse(&format!("readAccount {own} done"))]);
    assert_eq!(ilse.sign_in_with_code(&server.url.clone()).0, 200);
    seen.expect(&server, "/api/sign-in/code", &[&by_ilse(&format!("signIn {own} done recoveryCode"))]);
    let laptop = ilse.add_passkey(&mut Passkey::new("laptop", &server.url));
    seen.0.insert("/api/account/passkey".to_owned());
    let change = |was: &Value, vault: &Value| json!({"was": hash_of(was), "vault": vault, "passkey": laptop, "remove": [], "recoveryKey": null});
    assert_eq!(ilse.post("/api/account/ways", change(&vault(), &vault_of(9))).0, 200);
    assert_eq!(ilse.post("/api/account/ways", change(&vault(), &vault_of(9))).0, 409);
    let changed = [by_ilse(&format!("changeWays {own} done")), by_ilse(&format!("changeWays {own} denied conflict"))];
    seen.expect(&server, "/api/account/ways", &changed.each_ref().map(String::as_str));
    go_through_passwords(&server, &mut ilse, seen);
    ilse.get("/api/staff");
    seen.expect(&server, "/api/staff", &[&by_ilse("readStaff staff done")]);

    ilse.invite([1; 16], "Olga", &["officer"]);
    let mut olga = Browser::new(&server, "olga");
    olga.enrol([1; 16], "Olga");
    let other = olga.account.clone();
    seen.expect(&server, "/api/staff/invite", &[&by_ilse(&format!("inviteStaff {other} done"))]);
    olga.invite([2; 16], "Nobody", &["administrator"]);
    seen.expect(&server, "/api/staff/invite", &[&format!("{other} officer inviteStaff staff denied notAllowed")]);
    ilse.certify(&other);
    seen.expect(&server, "/api/staff/certify", &[&by_ilse(&format!("certifyStaff {other} done"))]);
    olga.get("/api/accesses");
    ilse.get("/api/accesses");
    let by_olga = |what: &str| format!("{other} officer {what}");
    let read = [by_olga("readAccesses accesses done"), by_ilse("readAccesses accesses denied notAllowed")];
    seen.expect(&server, "/api/accesses", &read.each_ref().map(String::as_str));
    assert_eq!(olga.post("/api/accesses/seen", json!({"upTo": 1})).0, 204);
    seen.expect(&server, "/api/accesses/seen", &[&by_olga("seeAccesses accesses done")]);
    ilse.certify("nobody");
    seen.expect(&server, "/api/staff/certify", &[&by_ilse("certifyStaff staff denied notFound")]);
    assert_eq!(ilse.post("/api/staff/sign-out", json!({"account": other})).0, 204);
    ilse.post("/api/staff/sign-out", json!({"account": own}));
    let ended = [by_ilse(&format!("signOut {other} done")), by_ilse(&format!("signOut {own} denied conflict"))];
    seen.expect(&server, "/api/staff/sign-out", &ended.each_ref().map(String::as_str));
    assert_eq!(ilse.post("/api/account/end-session", json!({"session": common::b64(&[9; 32])})).0, 404);
    seen.expect(&server, "/api/account/end-session", &[&by_ilse(&format!("signOut {own} denied notFound"))]);
    ilse.post("/api/staff/end", json!({"account": other}));
    seen.expect(&server, "/api/staff/end", &[&by_ilse(&format!("endStaff {other} done"))]);

    let (mut desk, _) = ilse.connect();
    desk.say(plan("visit-two", now_ms(), BOB));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    desk.say(plan("visit-two", now_ms(), ANN));
    desk.wait("error");
    let planned =
        [format!("{own} clinician plan visit-two done"), format!("{own} clinician plan {own} denied conflict")];
    seen.expect(&server, "plan", &planned.each_ref().map(String::as_str));
    ilse.post("/api/sign-out", json!({"everywhere": true}));
    seen.expect(&server, "/api/sign-out", &[&by_ilse(&format!("signOut {own} done"))]);
    seen.0.extend(UNWRITTEN_OF_ACCOUNTS.map(str::to_owned));
    let export = text(&audit(&server, &["export"]).stdout);
    for planted in ["Ilse", "Olga", "De Linde", "Nobody", "MARKER"] {
        assert!(!export.contains(planted), "the log has '{planted}'");
    }
}

/// Goes through all that a patient does with an account, whose link is that of 'ann' in the visit of 'dr'.
fn go_through_a_patient(server: &Server, desk: &mut Client, seen: &mut Seen) {
    let mut ann = Browser::new(server, "ann");
    ann.enrol_patient(ANN);
    let own = ann.account.clone();
    ann.open_enrolment(ANN);
    let opened = [
        "visit-one/ann patient openEnrolment visit-one/ann done",
        "visit-one/ann patient openEnrolment visit-one/ann denied conflict",
    ];
    seen.expect(server, "/api/enrolment", &opened);
    seen.expect(server, "/api/enrolment/finish", &[&format!("visit-one/ann patient enrol {own} done")]);
    ann.post("/api/enrolment/password", json!({"token": token(ANN), "request": ""}));
    seen.expect(server, "/api/enrolment/password", &["visit-one/ann patient enrol visit-one/ann denied conflict"]);
    desk.patient_at("ann", |patient| !patient.is_null());
    desk.say(json!({"type": "discardPatient", "visit": "visit-one", "seat": "bob"}));
    desk.wait("error");
    seen.expect(server, "discardPatient", &["dr clinician eraseAccount visit-one/bob denied notFound"]);
    for seat in ["ann", "bob"] {
        desk.say(bind("visit-one", seat, binding(&own, "visit-one", "ann")));
    }
    desk.wait("error");
    let bound = [
        format!("dr clinician bindPatient {own} done"),
        "dr clinician bindPatient visit-one/bob denied notFound".to_owned(),
    ];
    seen.expect(server, "bindPatient", &bound.each_ref().map(String::as_str));

    assert_eq!(ann.sign_in().0, 200);
    let by_ann = |what: &str| format!("{own} patient {}", what.replace("{own}", &own));
    seen.expect(server, "/api/sign-in/finish", &[&by_ann("signIn {own} done")]);
    assert_eq!(ann.post("/api/account/contact", json!({"contact": contact()})).0, 200);
    seen.expect(server, "/api/account/contact", &[&by_ann("changeContact {own} done")]);
    assert_eq!(ann.get("/api/account/held").0, 200);
    seen.expect(server, "/api/account/held", &[&by_ann("readHeld {own} done")]);
    sql(&server.data_dir, &["UPDATE session SET proved_at = 0"]);
    assert_eq!(ann.post("/api/account/delete", json!({})).0, 403);
    assert_eq!(ann.sign_in().0, 200);
    assert_eq!(ann.post("/api/account/delete", json!({})).0, 200);
    let erased = [by_ann("eraseAccount {own} denied proofNeeded"), by_ann("eraseAccount {own} done")];
    seen.expect(server, "/api/account/delete", &erased.each_ref().map(String::as_str));
    assert!(entries(server).iter().any(|entry| entry["who"]["patient"] == json!(own)), "no member of staff");
}

/// Passwords and proofs of 'ilse', who is signed in.
fn go_through_passwords(server: &Server, ilse: &mut Browser, seen: &mut Seen) {
    let own = ilse.account.clone();
    let by_ilse = |what: &str| format!("{own} administrator {}", what.replace("{own}", &own));
    assert_eq!(ilse.set_password("Ilse", "a long password", app([9; 20])).0, 200);
    let mut finish = ilse.right_password("ilse", "a long password").unwrap();
    assert_eq!(ilse.post("/api/sign-in/password/finish", finish.clone()).0, 401);
    finish["code"] = json!("000000");
    assert_eq!(ilse.post("/api/sign-in/password/finish", finish.clone()).0, 401);
    finish["code"] = json!(code_in([9; 20], 1));
    assert_eq!(ilse.post("/api/sign-in/password/finish", finish).0, 200);
    let signed_in = [by_ilse("signIn {own} denied badCredential"), by_ilse("signIn {own} done passwordAndCode")];
    seen.expect(server, "/api/sign-in/password/finish", &signed_in.each_ref().map(String::as_str));
    assert_eq!(ilse.set_password("Ilse", "another long password", Value::Null).0, 200);
    assert_eq!(ilse.sign_in_with_password("ilse", "another long password").0, 200);
    seen.expect(server, "/api/sign-in/password/finish", &[&by_ilse("signIn {own} done password")]);

    sql(&server.data_dir, &["UPDATE session SET proved_at = 0"]);
    assert_eq!(ilse.post("/api/account/password", json!({"request": ""})).0, 403);
    seen.expect(server, "/api/account/password", &[&by_ilse("changeWays {own} denied proofNeeded")]);
    let mut finish = ilse.right_password("ilse", "another long password").unwrap();
    assert_eq!(ilse.post("/api/account/proof", json!({"type": "password", "finish": finish})).0, 204);
    finish = ilse.right_password("ilse", "another long password").unwrap();
    finish["finalization"] = json!("");
    assert_eq!(ilse.post("/api/account/proof", json!({"type": "password", "finish": finish})).0, 401);
    let (ceremony, options) = ilse.begin_sign_in();
    let answer = json!({"ceremony": ceremony, "credential": ilse.passkey.get(&options)});
    assert_eq!(ilse.post("/api/account/proof", json!({"type": "passkey", "signIn": answer})).0, 204);
    let (ceremony, _) = ilse.begin_sign_in();
    let answer = ilse.with_code(&ceremony, &server.url);
    assert_eq!(ilse.post("/api/account/proof", json!({"type": "code", "signIn": answer})).0, 204);
    let proved = ["done password", "denied badCredential", "done passkey", "done recoveryCode"];
    let proved = proved.map(|how| by_ilse(&format!("proveAgain {{own}} {how}")));
    seen.expect(server, "/api/account/proof", &proved.each_ref().map(String::as_str));

    let mut elsewhere = Browser::new(server, "elsewhere");
    while elsewhere.begin_password("ilse", "a guess").1 == 200 {}
    seen.expect(server, "/api/sign-in/password", &[&by_ilse("signIn {own} denied tooMany")]);
    let before = entries(server).len();
    assert_eq!(elsewhere.begin_password("nobody", "a guess").1, 200);
    assert_eq!(entries(server).len(), before, "who is nobody has no entry");
}

#[test]
fn every_endpoint_that_touches_personal_data_writes_an_entry() {
    let server = Server::start("audit-all");
    let mut seen = Seen(BTreeSet::new());
    let commit = |generation: u64, epoch: u64| json!({"generation": generation, "epoch": epoch, "commit": ""});

    let agent = format!("Content-Type: application/json\r\nUser-Agent: {FIREFOX}");
    let open = |path: &str, bytes: [u8; 16]| {
        server.http(&format!("POST {path} HTTP/1.1\r\n{agent}"), &json!({"token": token(bytes)}).to_string()).0
    };
    assert_eq!((open("/api/invitation", ANN), open("/api/desk", DESK)), (200, 200));
    let ann_opens = "visit-one/ann patient openLink visit-one/ann done";
    seen.expect(&server, "/api/invitation", &[ann_opens]);
    seen.expect(&server, "/api/desk", &["dr clinician openDesk dr done"]);
    let opened = entries(&server).into_iter().find(|entry| entry["act"] == "openLink").unwrap();
    assert_eq!(opened["client"], "Firefox on Android");

    let mut desk = server.desk();
    go_through_a_patient(&server, &mut desk, &mut seen);
    let (mut ann, _) = server.guest(ANN);
    let (mut bob, _) = server.guest(BOB);
    let connects = ["visit-one/ann patient connect visit-one/ann done", "dr clinician connect dr done"];
    seen.expect(&server, "/ws", &connects);
    seen.expect(&server, "hello", &connects);
    ann.arrive();
    bob.arrive();
    seen.expect(&server, "arrive", &["visit-one/ann patient arrive visit-one/ann done"]);

    desk.say(json!({"type": "note", "visit": "visit-one", "seat": "ann", "note": marker("note")}));
    ann.wait("note");
    seen.expect(&server, "note", &["dr clinician sendNote visit-one/ann done"]);
    desk.say(json!({"type": "delay", "visit": "visit-one", "minutes": 5}));
    ann.wait_for("waiting", |waiting| waiting["delayMinutes"] == 5);
    seen.expect(&server, "delay", &["dr clinician tellDelay visit-one done"]);

    for marked in [true, false] {
        desk.say(json!({"type": "mark", "visit": "visit-one", "marked": marked}));
        desk.wait_for("desk", |desk| desk["visits"][0]["marked"] == marked);
        if marked {
            for reason in ["treatment", "patientAsked", "emergency", "administration"] {
                desk.say(json!({"type": "openMarked", "visit": "visit-one", "reason": reason}));
            }
        }
    }
    let reasons = ["treatment", "patientAsked", "emergency", "administration"];
    let openings = reasons.map(|reason| format!("dr clinician openMarked visit-one done {reason}"));
    seen.expect(&server, "openMarked", &openings.each_ref().map(String::as_str));
    let marks = ["dr clinician mark visit-one done marked", "dr clinician mark visit-one done unmarked"];
    seen.expect(&server, "mark", &marks);

    let (mut second, answer) = server.guest(BOB);
    assert_eq!(answer["type"], "taken");
    second.say(json!({"type": "takeSeat"}));
    bob.wait("contested");
    seen.expect(&server, "takeSeat", &["visit-one/bob patient askForPlace visit-one/bob done"]);
    seen.expect(&server, "hello", &["visit-one/bob patient connect visit-one/bob denied taken"]);
    bob.say(json!({"type": "keepSeat"}));
    second.wait("seatKept");
    seen.expect(&server, "keepSeat", &["visit-one/bob patient keepPlace visit-one/bob done"]);
    let (mut third, _) = server.guest(BOB);
    third.say(json!({"type": "takeSeat"}));
    bob.wait("contested");
    bob.say(json!({"type": "yieldSeat"}));
    third.wait("welcome");
    let taken =
        ["visit-one/bob patient yieldPlace visit-one/bob done", "visit-one/bob patient takePlace visit-one/bob done"];
    seen.expect(&server, "yieldSeat", &taken);

    let generation = desk.enter();
    seen.expect(&server, "enter", &["dr clinician enter visit-one done"]);
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    desk.wait("commitAccepted");
    desk.admit("bob", generation, 0);
    desk.wait("commitStale");
    let admitted = ["dr clinician admit visit-one/ann done", "dr clinician admit visit-one/bob failed staleCommit"];
    seen.expect(&server, "admit", &admitted);
    ann.say(json!({"type": "rejoin", "keyPackage": {"keyPackage": "", "tag": ""}}));
    desk.wait("rejoin");
    seen.expect(&server, "rejoin", &["visit-one/ann patient rejoin visit-one/ann done"]);
    desk.say(json!({"type": "refuse", "visit": "visit-one", "seat": "bob", "reason": "anotherTime"}));
    desk.raw(r#"{"seq":0,"ack":0,"body":{"type":"ping"}}"#);
    desk.wait("pong");
    seen.expect(&server, "refuse", &["dr clinician refuse visit-one/bob done anotherTime"]);
    assert_eq!(server.guest(BOB).1["code"], "alreadyRefused");
    seen.expect(&server, "hello", &["visit-one/bob patient connect visit-one/bob denied alreadyRefused"]);

    let hash = String::from(visit::ids::Opaque::new(vec![8; 32]));
    let invitation = json!({"seat": "cy", "role": "companion", "tokenHash": hash, "sealedSecret": ""});
    desk.say(json!({"type": "invite", "visit": "visit-one", "invitation": invitation}));
    desk.wait_for("desk", |desk| desk["visits"][0]["seats"].as_array().unwrap().len() == 4);
    seen.expect(&server, "invite", &["dr clinician invite visit-one/cy done"]);
    desk.say(json!({"type": "remove", "seat": "ann", "commit": commit(generation, 1)}));
    ann.wait("removed");
    seen.expect(&server, "remove", &["dr clinician remove visit-one/ann done"]);

    desk.say(json!({"type": "leave"}));
    assert_eq!(desk.wait("error")["code"], "notAllowed");
    seen.expect(&server, "leave", &["dr clinician leave dr denied notAllowed"]);
    desk.say(json!({"type": "exit"}));
    desk.raw(r#"{"seq":0,"ack":0,"body":{"type":"ping"}}"#);
    desk.wait("pong");
    seen.expect(&server, "exit", &["dr clinician exit visit-one done"]);
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    server.until("the visit to be erased", |server| server.log().contains("Erased"));
    seen.expect(&server, "end", &["dr clinician end visit-one done", "server server erase visit-one done"]);

    seen.0.extend(UNWRITTEN.map(str::to_owned));
    go_through_accounts(&mut seen);
    let all: BTreeSet<String> = all_messages().into_iter().chain(all_routes()).collect();
    assert_eq!(seen.0, all, "a message or a route was added: say here what it writes, or why it writes nothing");
    let log = briefs(&server);
    assert_eq!(log[..2], ["server server setUp practice done", "server server start practice done"]);
    assert_eq!(log.iter().filter(|line| *line == ann_opens).count(), 1);
}

#[test]
fn what_was_not_allowed_is_written_once_and_names_no_invention() {
    let server = Server::start("audit-denied");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    for visit in ["visit-one", "visit-one", "AnnExampleBorn1950"] {
        ann.say(json!({"type": "end", "visit": visit}));
        assert_eq!(ann.wait("error")["code"], "notAllowed");
    }
    assert_eq!(server.hello("invitation", [9; 16], Value::Null).1["code"], "unknownLink");
    assert_eq!(server.ask("/api/invitation", &json!({"token": token([9; 16])}).to_string()).0, 404);
    let log = briefs(&server);
    let count = |line: &str| log.iter().filter(|have| *have == line).count();
    assert_eq!(count("visit-one/ann patient end visit-one denied notAllowed"), 1, "{log:?}");
    assert_eq!(count("visit-one/ann patient end visit-one/ann denied notAllowed"), 1, "{log:?}");
    assert_eq!(log.len(), 6, "{log:?}");
    let export = text(&audit(&server, &["export"]).stdout);
    for planted in ["AnnExample", "MARKER", "De Linde", "127.0.0.1", &token(ANN), &token(DESK)] {
        assert!(!export.contains(planted), "the log has '{planted}'");
    }
}

#[test]
fn the_log_is_handed_over_as_fhir() {
    let server = Server::start("audit-fhir");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    let export = audit(&server, &["export", "--format", "fhir"]);
    assert!(export.status.success());
    let events: Vec<Value> = text(&export.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), entries(&server).len());
    let arrive = events.iter().find(|event| event["subtype"][0]["code"] == "arrive").unwrap();
    assert_eq!(arrive["resourceType"], "AuditEvent");
    assert_eq!(arrive["agent"][0]["who"]["identifier"]["value"], "visit-one/ann");
}

#[test]
fn whoever_touches_the_log_of_a_visit_is_found() {
    let server = Server::start("audit-visit");
    let (mut ann, _) = server.guest(ANN);
    ann.arrive();
    let mut desk = server.desk();
    let generation = desk.enter();
    desk.admit("ann", generation, 0);
    ann.wait("admitted");
    let verify = audit(&server, &["verify"]);
    assert!(verify.status.success(), "{}{}", text(&verify.stdout), text(&verify.stderr));
    assert!(text(&verify.stdout).starts_with("verified: 7 entries"), "{}", text(&verify.stdout));
    let checkpoint = audit(&server, &["checkpoint"]);
    assert!(checkpoint.status.success());
    let kept = server.data_dir.with_extension("checkpoint");
    std::fs::write(&kept, &checkpoint.stdout).unwrap();
    let since = ["--since", kept.to_str().unwrap()];
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    ann.wait("ended");
    server.until("the visit to be erased", |server| server.log().contains("Erased"));
    assert!(audit(&server, &[&["verify"], &since[..]].concat()).status.success());

    let server = server.crash_and_restart();
    assert!(Copy::new(&server, "audit-whole").verify_after(&[], &since).0);
    let move_away = "UPDATE audit_entry SET position = -1 WHERE position = 3";
    let harms: [(&str, &[&'static str]); 6] = [
        ("changed: entry 3 ", &["UPDATE audit_entry SET body = replace(body, 'arrive', 'leave') WHERE position = 3"]),
        ("missing: entry 3 ", &["DELETE FROM audit_entry WHERE position = 3"]),
        (
            "out of order: row 4 holds entry 3;",
            &[
                move_away,
                "UPDATE audit_entry SET position = 3 WHERE position = 4",
                "UPDATE audit_entry SET position = 4 WHERE position = -1",
            ],
        ),
        (
            "cut off: the checkpoint in the database covers ",
            &["DELETE FROM audit_entry WHERE position = (SELECT MAX(position) FROM audit_entry)"],
        ),
        (
            "not signed: 1 rows ",
            &[
                "INSERT INTO audit_entry SELECT position + 1, at, leaf, body FROM audit_entry ORDER BY position DESC LIMIT 1",
            ],
        ),
        ("emptied: the content of entry 3 ", &["UPDATE audit_entry SET body = NULL, at = NULL WHERE position = 3"]),
    ];
    for (sentence, statements) in harms {
        let (success, found) = Copy::new(&server, "audit-harm").verify_after(statements, &[]);
        assert!(!success && found.starts_with(sentence) && found.lines().count() == 1, "{sentence}: {found}");
    }
    // Whoever has the log's key as well can write a log anew that fits in itself; who kept a checkpoint sees it.
    let another = Server::start("audit-anew");
    let (_ben, _) = another.guest(ANN);
    let anew = Copy::new(&another, "audit-rewritten");
    std::fs::copy(server.data_dir.join("audit.key"), anew.0.join("audit.key")).unwrap();
    let (success, found) = anew.verify_after(&[], &since);
    assert!(!success && found.contains("checkpoint: the checkpoint in the database"), "{found}");
    let output = Copy::new(&another, "audit-stranger").verify_after(&[], &since);
    assert!(
        !output.0 && output.1.starts_with("checkpoint: the checkpoint that you kept was signed by another"),
        "{}",
        output.1
    );
    std::fs::remove_file(kept).unwrap();
}

#[test]
fn a_log_that_cannot_be_read_says_why() {
    let server = Server::start("audit-errors");
    let says = |copy: &Copy, arguments: &[&str], wanted: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_curtain"));
        let output = command.arg("audit").args(arguments).arg("--data-dir").arg(&copy.0).output().unwrap();
        assert!(
            !output.status.success() && text(&output.stderr).contains(wanted),
            "{wanted}: {}",
            text(&output.stderr)
        );
    };
    let copy = Copy::new(&server, "audit-broken");
    says(&copy, &["verify", "--since", "/nowhere"], "the checkpoint /nowhere cannot be read");
    std::fs::write(copy.0.join("audit.key"), "no key").unwrap();
    says(&copy, &["verify"], "is not the key of an audit log");
    std::fs::remove_file(copy.0.join("audit.key")).unwrap();
    says(&copy, &["checkpoint"], "is missing; put it back");
    std::fs::remove_file(copy.0.join("curtain.db")).unwrap();
    says(&copy, &["export"], "there is no database in the data directory");
}
