//! Accounts of patients against a real server: made with a link, looked after, erased; and all who try to get at them. The clinician's word for them is in `bindings`.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::authenticator::Passkey;
use common::patient::{NAME, bind, binding, contact, entries, may_have_account, refused};
use common::staff::{Browser, FOUNDER, keys, plan, vault};
use common::{ANN, BOB, Client, DESK, Server, b64, marker, now_ms, sql, token};
use serde_json::{Value, json};

const GUEST: [u8; 16] = [0xc0; 16];

#[track_caller]
fn check(answer: (u16, String), wanted: (u16, &str)) {
    assert_eq!((answer.0, answer.1.as_str()), wanted);
}

#[test]
fn a_patient_makes_an_account_on_the_way_into_a_visit_and_comes_back_to_it() {
    let server = Server::start("patient-life");
    let mut desk = server.desk();
    desk.patient_at("ann", Value::is_null);
    let mut ann = Browser::new(&server, "ann");
    assert!(may_have_account(&server, ANN));
    let (_, opened) = ann.open_enrolment(ANN);
    let place = ["visit", "seat"].map(|key| opened[key].as_str().unwrap());
    assert_eq!((place, opened["practice"]["name"].as_str()), (["visit-one", "ann"], Some("De Linde")));
    assert_eq!(opened["host"]["body"], b64(b"{}"));
    assert_eq!(ann.open_enrolment(ANN).1["account"], opened["account"], "one account, however often it is begun");

    // An authenticator is told the practice's name, whatever a page may have said.
    let (_, made) = ann.post("/api/enrolment/passkey", json!({"token": token(ANN), "name": NAME}));
    let user = &made["options"]["publicKey"]["user"];
    assert_eq!(
        (&user["name"], &user["displayName"], &user["id"]),
        (&json!("De Linde"), &json!("De Linde"), &opened["account"])
    );
    let info = ann.enrol_patient(ANN);
    assert!(ann.cookie.is_none(), "the page goes on as a guest's, and a shared telephone keeps nothing");
    assert_eq!((&info["account"], &info["sessions"], &info["name"]), (&opened["account"], &json!([]), &json!("")));
    assert!(!may_have_account(&server, ANN) && may_have_account(&server, BOB));
    check(ann.refused("/api/enrolment", json!({"token": token(ANN)})), (409, "conflict"));

    // The desk checks the tag, and gives its word.
    let seen = desk.patient_at("ann", |patient| !patient.is_null());
    assert_eq!((&seen["account"], &seen["keys"], &seen["binding"]), (&opened["account"], &keys(), &Value::Null));
    assert_eq!(seen["contact"], contact()["clinician"]);
    let word = binding(&ann.account, "visit-one", "ann");
    desk.say(bind("visit-one", "ann", word.clone()));
    let bound = desk.patient_at("ann", |patient| !patient["binding"].is_null());
    assert_eq!((&bound["binding"], &bound["keys"]), (&word, &Value::Null));

    // At home, in the same ways as everyone.
    assert_eq!(ann.sign_in().0, 200);
    let (_, info) = ann.get("/api/account");
    assert_eq!((&info["roles"], &info["certificate"], &info["name"]), (&json!(["patient"]), &Value::Null, &json!("")));
    assert_eq!(
        info["patient"],
        json!({"contact": contact()["own"], "clinician": {"body": b64(b"{}"), "signature": b64(&[2; 64])}, "binding": word})
    );
    let moved = json!({"own": marker("moved-own"), "clinician": marker("moved-clinician")});
    let (status, info) = ann.post("/api/account/contact", json!({"contact": moved}));
    assert_eq!((status, &info["patient"]["contact"]), (200, &moved["own"]));
    desk.patient_at("ann", |patient| patient["contact"] == moved["clinician"]);
    let (_, made) = ann.post("/api/account/passkey", json!({}));
    assert_eq!(made["options"]["publicKey"]["user"]["name"], "De Linde");
    assert_eq!(ann.set_password("Ann", "a long password", Value::Null).0, 200);
    ann.cookie = None;
    assert_eq!(ann.sign_in_with_password("ann", "a long password").0, 200);

    // The visit, in which the guest is a guest as before.
    let (mut guest, _) = server.guest(ANN);
    guest.arrive();
    let (_, held) = ann.get("/api/account/held");
    assert_eq!(held["account"]["account"], json!(ann.account));
    assert!(held["madeAt"].as_f64().unwrap() > 1.6e12);
    let visits = held["visits"].as_array().unwrap();
    assert_eq!((visits.len(), &visits[0]["visit"], &visits[0]["clinician"]), (1, &json!("visit-one"), &json!("dr")));
    assert_eq!(
        (&visits[0]["state"], &visits[0]["minutes"], &visits[0]["consentVersion"]),
        (&json!("open"), &json!(20), &json!(3))
    );
    let told = entries(&held);
    for line in [
        "- patient enrol done",
        "dr clinician bindPatient done",
        "- patient changeContact done",
        "- patient connect done",
        "- patient arrive done",
        "- patient readHeld done",
        "- patient openEnrolment denied",
    ] {
        assert!(told.iter().any(|have| have == line), "no '{line}' in {told:#?}");
    }
    let times: Vec<f64> =
        held["entries"].as_array().unwrap().iter().map(|entry| entry["at"].as_f64().unwrap()).collect();
    assert!(times.is_sorted_by(|later, earlier| later >= earlier), "the latest first");

    // Nothing of it is lost in a crash, and the account stays when the visit is over.
    let (account, cookie) = (ann.account.clone(), ann.cookie.clone());
    let server = server.crash_and_restart();
    let mut ann = Browser::new(&server, "ann");
    (ann.account, ann.cookie) = (account, cookie);
    let mut desk = server.desk();
    let again = desk.patient_at("ann", |patient| !patient.is_null());
    assert_eq!(
        (&again["account"], &again["binding"], &again["contact"]),
        (&json!(ann.account), &word, &moved["clinician"])
    );
    assert_eq!(refused(&mut desk, bind("visit-one", "ann", word.clone())), "conflict", "once is enough");
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    desk.patient_at("ann", |patient| !patient.is_null());
    server.until("the visit to be erased", |server| server.log().contains("Erased"));
    let (status, held) = ann.get("/api/account/held");
    assert_eq!((status, &held["visits"][0]["state"]), (200, &json!("erased")));
    assert!(entries(&held).iter().any(|line| line == "dr clinician end done"), "{held}");
    for log in [NAME, "a long password"] {
        assert!(!server.log().contains(log), "the log has '{log}'");
    }
}

#[test]
fn a_link_makes_an_account_for_a_patient_of_a_visit_that_goes_on_and_once() {
    let server = Server::start_vacant("patient-links", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    let (mut desk, _) = ilse.connect();
    desk.say(plan("visit-one", now_ms(), GUEST));
    let mut seats = 2;
    let mut invite = |desk: &mut Client, seat: &str, role: &str, link: [u8; 16]| {
        let invitation = json!({"seat": seat, "role": role, "tokenHash": b64(&sha2_of(&link)), "sealedSecret": ""});
        desk.say(json!({"type": "invite", "visit": "visit-one", "invitation": invitation}));
        seats += 1;
        desk.wait_for("desk", |desk| desk["visits"][0]["seats"].as_array().is_some_and(|all| all.len() == seats));
    };
    let (companion, later) = ([0xc1; 16], [0xc2; 16]);
    invite(&mut desk, "cy", "companion", companion);
    invite(&mut desk, "bob", "patient", BOB);
    let mut eve = Browser::new(&server, "eve");
    assert!(!may_have_account(&server, companion));
    for (link, wanted) in [(companion, (409, "conflict")), ([9; 16], (404, "unknownLink"))] {
        let link = token(link);
        check(eve.refused("/api/enrolment", json!({"token": link})), wanted);
        check(eve.refused("/api/enrolment/passkey", json!({"token": link, "name": "x"})), wanted);
        let request = common::password::Setting::begin("x").request;
        check(eve.refused("/api/enrolment/password", json!({"token": link, "request": request})), wanted);
    }

    // Two finishes with one link: whoever is second, with whatever they hold, is told that there is an account.
    let mut ann = Browser::new(&server, "ann");
    ann.open_enrolment(GUEST);
    let finish = |browser: &mut Browser, name: &str| {
        let (_, info) = browser.open_enrolment(GUEST);
        let password = browser.make_password(Some(&token(GUEST)), name, "a long password", Value::Null);
        let who = json!({"type": "patient", "account": info["account"], "keys": keys(), "contact": contact()});
        json!({"token": token(GUEST), "who": who, "vault": vault(), "passkey": null, "password": password, "recoveryKey": browser.recovery_key()})
    };
    let bodies = [finish(&mut ann, "Ann"), finish(&mut eve, "Eve")];
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let ask = |body: &Value| server.ask("/api/enrolment/finish", &body.to_string());
        let asked = bodies.each_ref().map(|body| scope.spawn(move || ask(body)));
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    let mut codes: Vec<(u16, &str)> =
        answers.iter().map(|(status, answer)| (*status, answer["code"].as_str().unwrap_or_default())).collect();
    codes.sort_unstable();
    assert_eq!(codes, [(200, ""), (409, "conflict")], "{answers:?}");
    check(eve.refused("/api/enrolment/finish", bodies[1].clone()), (409, "conflict"));

    // Who was turned away makes none, and nobody once the visit is over.
    let mut bob = Browser::new(&server, "bob");
    let late = bob.patient_enrolment(BOB);
    let (mut guest, _) = server.guest(BOB);
    guest.say(json!({"type": "arrive", "consentVersion": 1, "card": "", "keyPackage": {"keyPackage": "", "tag": ""}}));
    guest.wait("waiting");
    desk.say(json!({"type": "refuse", "visit": "visit-one", "seat": "bob", "reason": "notExpected"}));
    guest.wait("refused");
    assert!(!may_have_account(&server, BOB));
    check(bob.refused("/api/enrolment/finish", late), (409, "conflict"));
    invite(&mut desk, "dora", "patient", later);
    let mut dora = Browser::new(&server, "dora");
    let late = dora.patient_enrolment(later);
    desk.say(json!({"type": "end", "visit": "visit-one"}));
    server.until("the visit to be erased", |server| server.log().contains("Erased"));
    assert!(!may_have_account(&server, later));
    check(dora.refused("/api/enrolment/finish", late), (409, "conflict"));
    check(dora.refused("/api/enrolment", json!({"token": token(later)})), (409, "conflict"));
    assert_eq!(dora.sign_in().0, 401);
}

fn sha2_of(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

#[test]
fn an_enrolment_of_the_wrong_shape_makes_nothing() {
    let server = Server::start("patient-shapes");
    let mut ann = Browser::new(&server, "ann");
    check(ann.refused("/api/enrolment", json!({"token": token(DESK)})), (404, "unknownLink"));
    let good = ann.patient_enrolment(ANN);
    let sealed = |length: usize| b64(&vec![1; length]);
    let set = |path: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap() = value;
        body
    };
    let bad: [(Value, (u16, &str)); 10] = [
        (set("/who/contact/own", json!("")), (400, "malformed")),
        (set("/who/contact/clinician", json!("")), (400, "malformed")),
        (set("/who/contact/own", json!("not base64!")), (400, "malformed")),
        (set("/who/contact/own", json!(sealed(8_193))), (413, "tooLarge")),
        (set("/who/contact/clinician", json!(sealed(8_193))), (413, "tooLarge")),
        (set("/who/contact", json!({"own": sealed(1)})), (400, "malformed")),
        (set("/who/keys/tag", json!(sealed(31))), (400, "malformed")),
        (set("/who/keys/sealKey", json!(sealed(1_217))), (400, "malformed")),
        (set("/who", json!({"type": "colleague", "keys": keys()})), (400, "malformed")),
        // Not the account that the server made: an authenticator would know another.
        (set("/who/account", json!(token([7; 16]))), (401, "badCredential")),
    ];
    for (body, wanted) in bad {
        // Each with a passkey of its own, since a ceremony is answered once.
        let mut body = body;
        body["passkey"] = ann.make_passkey(&token(ANN), NAME);
        check(ann.refused("/api/enrolment/finish", body), wanted);
    }
    assert!(may_have_account(&server, ANN));
    let no_way_in = set("/passkey", Value::Null);
    check(ann.refused("/api/enrolment/finish", no_way_in), (400, "malformed"));
    ann.enrol_patient(ANN);
    assert_eq!(ann.sign_in().0, 200);
    let change = |own: String| json!({"contact": {"own": own, "clinician": sealed(1)}});
    check(ann.refused("/api/account/contact", change(sealed(8_193))), (413, "tooLarge"));
    check(ann.refused("/api/account/contact", change(sealed(32 * 1024))), (413, "tooLarge"));
    check(ann.refused("/api/account/contact", change(String::new())), (400, "malformed"));
    check(ann.refused("/api/account/contact", json!({"contact": {}})), (400, "malformed"));
    check(ann.refused("/api/account/delete", json!({"really": true})), (400, "malformed"));
    assert_eq!(ann.get("/api/account").1["patient"]["contact"], contact()["own"], "nothing of it was kept");
}

#[test]
fn a_link_is_asked_about_at_the_pace_of_a_person() {
    let server = Server::start("patient-pace");
    let mut eve = Browser::new(&server, "eve");
    let flood: Vec<u16> = (0..300).map(|_| eve.open_enrolment(ANN).0).collect();
    assert!(flood[..50].iter().all(|status| *status == 200) && flood.contains(&429), "{flood:?}");
    assert_eq!(eve.open_enrolment(BOB).0, 200, "another link is another person's");
}

#[test]
fn a_patient_is_nobody_on_the_staff() {
    let server = Server::start_vacant("patient-staff", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician", "officer"]);
    let (mut desk, _) = ilse.connect();
    desk.say(plan("visit-one", now_ms(), GUEST));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    let mut pat = Browser::new(&server, "pat");
    pat.enrol_patient(GUEST);
    assert_eq!(pat.sign_in().0, 200);
    assert_eq!(ilse.staff(), [(FOUNDER.to_owned(), "active".to_owned())]);
    check(ilse.certify(&pat.account), (404, "notFound"));
    check(ilse.refused("/api/staff/end", json!({"account": pat.account})), (404, "notFound"));
    check(ilse.refused("/api/staff/sign-out", json!({"account": pat.account})), (404, "notFound"));
    for roles in [&["patient"][..], &["patient", "administrator"]] {
        check(ilse.invite([2; 16], "Nobody", roles), (400, "malformed"));
    }
    let mut taken = common::staff::invitation([3; 16], "Nobody", &["reception"]);
    taken["account"] = json!(pat.account);
    check(ilse.refused("/api/staff/invite", taken), (409, "conflict"));
    assert_eq!(pat.connect().1["code"], "notAllowed", "no desk");
    // A founder's or a colleague's link makes no patient.
    check(ilse.invite([4; 16], "Ana", &["clinician"]), (204, ""));
    let mut ana = Browser::new(&server, "ana");
    let mut body = ana.enrolment(&token([4; 16]), "Ana");
    body["who"] = json!({"type": "patient", "account": ana.account, "keys": keys(), "contact": contact()});
    body["who"]["account"] = json!(token([4 ^ 0x55; 16]));
    check(ana.refused("/api/enrolment/finish", body), (400, "malformed"));
    assert_eq!(pat.get("/api/account").0, 200, "nothing happened to them");

    desk.say(bind("visit-one", "guest", binding(&pat.account, "visit-one", "guest")));
    desk.patient_at("guest", |patient| !patient["binding"].is_null());
    // Whoever leaves takes no patient with them: their certificate is what the word is checked with.
    check(ilse.invite([5; 16], "Rob", &["administrator"]), (204, ""));
    let mut rob = Browser::new(&server, "rob");
    rob.enrol([5; 16], "Rob");
    check(ilse.certify(&rob.account), (204, ""));
    check(rob.refused("/api/staff/end", json!({"account": ilse.account})), (204, ""));
    let (status, held) = pat.get("/api/account/held");
    assert_eq!((status, &held["visits"][0]["clinician"]), (200, &json!(FOUNDER)));
    assert_eq!(held["account"]["patient"]["clinician"], common::staff::certificate());
}

#[test]
fn an_account_is_erased_by_its_owner_whole_and_for_good() {
    let server = Server::start("patient-erased");
    let mut desk = server.desk();
    let mut ann = Browser::new(&server, "ann");
    ann.enrol_patient(ANN);
    let seen = desk.patient_at("ann", |patient| !patient.is_null());
    desk.say(bind("visit-one", "ann", binding(&ann.account, "visit-one", "ann")));
    desk.patient_at("ann", |patient| !patient["binding"].is_null());
    assert_eq!(ann.sign_in().0, 200);
    let laptop = ann.cookie.take();
    assert_eq!(ann.sign_in().0, 200);
    assert_eq!(ann.set_password("Ann-User-Marker", "a long password", Value::Null).0, 200);
    let mut finish = ann.right_password("ann-user-marker", "a long password").unwrap();
    assert!(plain_copy(&server, &marker_bytes("contact-own")), "it must be there before, or this test shows nothing");

    // Not from a session that was left open.
    sql(&server.data_dir, &["UPDATE session SET proved_at = 0"]);
    check(ann.refused("/api/account/delete", json!({})), (403, "proofNeeded"));
    assert_eq!(ann.post("/api/account/proof", json!({"type": "password", "finish": finish})).0, 204);
    finish = ann.right_password("ann-user-marker", "a long password").unwrap();
    let (ceremony, options) = ann.begin_sign_in();
    let cookie = ann.cookie.clone();
    let (status, answer) = ann.post("/api/account/delete", json!({}));
    assert_eq!((status, answer, &ann.cookie), (200, json!({}), &None));
    let wal = std::fs::metadata(server.data_dir.join("curtain.db-wal")).unwrap().len();
    assert_eq!(wal, 0, "the database's log is emptied");

    desk.patient_at("ann", Value::is_null);
    assert_eq!(refused(&mut desk, bind("visit-one", "ann", binding(&ann.account, "visit-one", "ann"))), "notFound");
    for old in [cookie, laptop] {
        ann.cookie = old;
        assert_eq!((ann.get("/api/account").0, ann.get("/api/account/held").0), (401, 401));
        assert_eq!(ann.post("/api/account/delete", json!({})).0, 401);
    }
    ann.cookie = None;
    // What was begun before comes to nothing, in each way.
    assert_eq!(ann.post("/api/sign-in/password/finish", finish).0, 401);
    let credential = ann.passkey.get(&options);
    assert_eq!(ann.post("/api/sign-in/finish", json!({"ceremony": ceremony, "credential": credential})).0, 401);
    assert_eq!(ann.sign_in_with_code(&server.url.clone()).0, 401);
    assert!(ann.right_password("ann-user-marker", "a long password").is_none());
    let gone = [
        marker_bytes("contact-own"),
        marker_bytes("contact-clinician"),
        ann.passkey.id.clone(),
        vec![6; 8_000],
        vec![7; 1_200],
    ];
    for bytes in gone.iter().map(Vec::as_slice).chain([b"Ann-User-Marker".as_slice(), b"ann-user-marker"]) {
        assert!(!plain_copy(&server, bytes), "{} bytes of the account are left", bytes.len());
    }

    // The link makes another account, if they want one after all; nothing ties it to the first.
    assert!(may_have_account(&server, ANN));
    ann.passkey = Passkey::new("ann again", &server.url);
    let info = ann.enrol_patient(ANN);
    assert_ne!(info["account"], seen["account"]);
    assert_eq!(ann.sign_in().0, 200);
    let (_, held) = ann.get("/api/account/held");
    assert!(!entries(&held).iter().any(|line| line.contains("eraseAccount")), "of another account: {held}");
}

fn marker_bytes(what: &str) -> Vec<u8> {
    format!("MARKER-{what}-MARKER").into_bytes()
}

/// Whether the rows of the database, for whoever has its key, have these bytes.
fn plain_copy(server: &Server, needle: &[u8]) -> bool {
    let path = server.data_dir.with_extension("plain");
    std::fs::write(&path, "").unwrap();
    let attach: &'static str =
        Box::leak(format!("ATTACH DATABASE '{}' AS plain KEY ''", path.display()).into_boxed_str());
    sql(&server.data_dir, &[attach, "SELECT sqlcipher_export('plain')", "DETACH DATABASE plain"]);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    bytes.windows(needle.len()).any(|window| window == needle)
}
