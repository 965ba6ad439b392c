//! Passwords and codes of apps against a real server: well used, badly used, swapped, replayed and guessed at.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it measures how long a real answer takes")]

mod common;

use std::time::{Duration, Instant};

use common::password::{Setting, Typing, app, code_in};
use common::staff::{Browser, hash_of, vault, vault_of};
use common::{Server, b64, token};
use serde_json::{Value, json};

const ANA: [u8; 16] = [0xa0; 16];
const LONG: &str = "correct horse battery staple";
const SECRET: [u8; 20] = *b"an app's own secret.";
const BAD: (u16, &str) = (401, "badCredential");

#[track_caller]
fn check(answer: (u16, Value), wanted: (u16, &str)) {
    assert_eq!((answer.0, answer.1["code"].as_str().unwrap_or_default()), wanted);
}

/// A practice whose founder, 'ilse', has a passkey and this password.
fn founded<'a>(server: &'a Server, totp: Value) -> Browser<'a> {
    let mut ilse = Browser::new(server, "ilse");
    ilse.found(&["administrator"]);
    let (status, info) = ilse.set_password("Ilse", LONG, totp);
    assert_eq!(status, 200, "{info}");
    ilse
}

#[test]
fn an_account_with_a_password_alone_is_founded_signed_into_and_kept() {
    let server = Server::start_vacant("password-founded", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    let link = server.setup.clone().unwrap();
    let (_, status, answer) = ilse.begin_password("ilse", LONG);
    check((status, answer), (404, "unknownLink"));
    let mut founding = ilse.founding(&link, &["administrator"]);
    founding["passkey"] = Value::Null;
    check(ilse.post("/api/enrolment/finish", founding.clone()), (400, "malformed"));
    founding["password"] = ilse.make_password(Some(&link), "Ilse ", LONG, Value::Null);
    let (status, info) = ilse.post("/api/enrolment/finish", founding);
    assert_eq!((status, &info["passkeys"]), (200, &json!([])), "{info}");
    let password = &info["password"];
    assert_eq!((&password["userName"], &password["totp"]), (&json!("Ilse"), &json!(false)));
    assert_eq!((password["madeAt"].is_f64(), &password["usedAt"]), (true, &Value::Null));
    assert_eq!(info["sealedRoot"], Value::Null);
    assert_eq!(ilse.device, None, "nobody signed in by password here yet");

    // In any case, and on any page of this server; again after a crash.
    ilse.cookie = None;
    let (status, info) = ilse.sign_in_with_password("ILSE", LONG);
    assert_eq!((status, &info["vault"], info["password"]["usedAt"].is_f64()), (200, &vault(), true), "{info}");
    let device = ilse.device.clone();
    assert!(device.is_some());
    assert_eq!(ilse.sign_in_with_password("ilse", LONG).0, 200);
    assert_eq!(ilse.device, device, "a device keeps its cookie");
    let server = server.crash_and_restart();
    let mut ilse = Browser::new(&server, "ilse");
    // Another origin after the restart, since the port is another: an account survives a change of address.
    assert_eq!(ilse.sign_in_with_password("ilse", LONG).0, 200);
    assert_ne!(ilse.device, device);
    assert!(ilse.right_password("ilse", "correct horse").is_none());
    let log = server.log();
    for secret in [ilse.device.as_deref().unwrap(), ilse.cookie.as_deref().unwrap(), "Ilse", LONG] {
        assert!(!log.contains(secret), "the server's log has '{secret}'");
        assert!(!server.disk_has(secret.as_bytes()), "a file has '{secret}'");
    }
}

#[test]
fn a_user_name_that_nobody_has_looks_like_one_that_somebody_has() {
    let server = Server::start_vacant("password-nobody", &[]);
    let mut ilse = founded(&server, Value::Null);
    ilse.cookie = None;
    let mut begin = |name: &str| {
        let began = Instant::now();
        let (typing, status, answer) = ilse.begin_password(name, "a wrong password");
        assert!(began.elapsed() >= Duration::from_millis(100), "an answer that is quicker tells why");
        assert_eq!(status, 200);
        let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["ceremony", "response"]);
        let response = answer["response"].as_str().unwrap().to_owned();
        // 320 bytes; the first 32 are the evaluation, the same for the same request.
        assert_eq!(response.len(), 427);
        let ceremony = answer["ceremony"].clone();
        assert!(typing.finish(&answer, &ilse.server.url).is_none());
        (response[..42].to_owned(), response[43..].to_owned(), ceremony)
    };
    let (known, nobody) = (begin("ilse"), begin("nobody"));
    let (known_again, nobody_again) = (begin("ILSE"), begin("Nobody"));
    assert_eq!((&known.0, &nobody.0), (&known_again.0, &nobody_again.0), "each as steady as the other");
    assert_ne!(known.0, nobody.0);
    assert!(known.1 != known_again.1 && nobody.1 != nobody_again.1, "and as fresh");
    let other = begin("nobody else").0;
    assert_ne!(nobody.0, other);
    // Whatever is sent last, it is one refusal after one time.
    for ceremony in [known.2, nobody.2] {
        let began = Instant::now();
        let finish = json!({"ceremony": ceremony, "finalization": b64(&[1; 64]), "code": null});
        check(ilse.post("/api/sign-in/password/finish", finish), BAD);
        assert!(began.elapsed() >= Duration::from_millis(250), "a refusal that is quicker tells why");
    }
    assert_eq!((ilse.cookie.as_ref(), ilse.device.as_ref()), (None, None));
    // Across a restart as well.
    let server = server.crash_and_restart();
    let (_, _, answer) = Browser::new(&server, "x").begin_password("nobody", "a wrong password");
    assert_eq!(answer["response"].as_str().unwrap()[..42], nobody.0);
}

#[test]
fn only_the_last_message_of_the_same_exchange_counts_and_once() {
    let server = Server::start_vacant("password-bad", &[]);
    let mut ilse = founded(&server, Value::Null);
    let page = ilse.cookie.take();
    let finish = |browser: &mut Browser, body: Value| browser.post("/api/sign-in/password/finish", body);
    // Swapped between two exchanges, and used up by that.
    let (one, other) = (ilse.right_password("ilse", LONG).unwrap(), ilse.right_password("ilse", LONG).unwrap());
    let mut swapped = one.clone();
    swapped["finalization"] = other["finalization"].clone();
    check(finish(&mut ilse, swapped), BAD);
    check(finish(&mut ilse, one), BAD);
    assert_eq!(finish(&mut ilse, other.clone()).0, 200);
    ilse.cookie = None;
    check(finish(&mut ilse, other), BAD);
    // A page of another site cannot pass an exchange on: its origin is in it, and the two sides notice.
    let (typing, _, answer) = ilse.begin_password("ilse", LONG);
    assert!(typing.finish(&answer, "https://evil.example").is_none());
    // Of another kind of ceremony, invented, and of other shapes.
    let (passkeys, _) = ilse.begin_sign_in();
    let mut body = ilse.right_password("ilse", LONG).unwrap();
    let ceremony = body["ceremony"].clone();
    for (field, value) in [("ceremony", passkeys), ("ceremony", json!(token([7; 16])))] {
        let mut changed = body.clone();
        changed[field] = value;
        check(finish(&mut ilse, changed), BAD);
    }
    body["more"] = json!(1);
    check(finish(&mut ilse, body), (400, "malformed"));
    let (_, options) = ilse.begin_sign_in();
    let foreign = ilse.passkey.get(&options);
    check(ilse.post("/api/sign-in/finish", json!({"ceremony": ceremony, "credential": foreign})), BAD);
    for finalization in [String::new(), b64(&[1; 63]), b64(&[1; 65])] {
        let mut body = ilse.right_password("ilse", LONG).unwrap();
        body["finalization"] = json!(finalization);
        check(finish(&mut ilse, body), BAD);
    }
    for request in [String::new(), b64(&[1; 95]), b64(&[1; 97]), b64(&[0xff; 96]), b64(&[0; 96])] {
        check(ilse.post("/api/sign-in/password", json!({"userName": "ilse", "request": request})), (400, "malformed"));
        ilse.device = None;
    }
    for (name, wanted) in [("", (400, "malformed")), (" ", (400, "malformed")), (&"x".repeat(65), (413, "tooLarge"))] {
        let request = Typing::begin("x").request;
        check(ilse.post("/api/sign-in/password", json!({"userName": name, "request": request})), wanted);
    }
    // A password that was changed in between is another one.
    let server = server.crash_and_restart();
    let mut ilse = Browser::new(&server, "ilse");
    let before = ilse.right_password("ilse", LONG).unwrap();
    ilse.cookie = page;
    assert_eq!(ilse.set_password("ilse", "another horse battery staple", Value::Null).0, 200);
    ilse.cookie = None;
    check(ilse.post("/api/sign-in/password/finish", before), BAD);
    assert!(ilse.right_password("ilse", LONG).is_none());
    assert_eq!(ilse.sign_in_with_password("ilse", "another horse battery staple").0, 200);
}

#[test]
fn records_and_user_names_are_ones_own() {
    let server = Server::start_vacant("password-own", &[]);
    let mut ilse = founded(&server, Value::Null);
    assert_eq!(ilse.invite(ANA, "Ana", &["clinician"]).0, 204);
    let mut ana = Browser::new(&server, "ana");
    // Ana's record, made with the answer for another account, opens nothing.
    let link = token(ANA);
    let record = ilse.make_password(None, "ana", LONG, Value::Null)["record"].clone();
    let mut enrolment = ana.enrolment(&link, "Ana");
    let mut password = ana.make_password(Some(&link), "iLsE", LONG, Value::Null);
    enrolment["password"] = password.clone();
    check(ana.post("/api/enrolment/finish", enrolment.clone()), (409, "userNameTaken"));
    password["userName"] = json!("ana");
    for (record, wanted) in [("", "malformed"), (&b64(&[1; 191]), "malformed"), (&b64(&[0xff; 192]), "malformed")] {
        password["record"] = json!(record);
        enrolment["password"] = password.clone();
        check(ana.post("/api/enrolment/finish", enrolment.clone()), (400, wanted));
    }
    password["record"] = record;
    enrolment["password"] = password;
    // And nothing of what was refused has used the passkey's ceremony up.
    let (status, info) = ana.post("/api/enrolment/finish", enrolment);
    assert_eq!((status, info["passkeys"].as_array().unwrap().len()), (200, 1), "{info}");
    let page = ana.cookie.take();
    assert!(ana.right_password("ana", LONG).is_none());
    ana.cookie = page;

    check(ana.set_password("ilse", LONG, Value::Null), (409, "userNameTaken"));
    let (status, info) = ana.set_password("ANA", "a quite different password", Value::Null);
    assert_eq!((status, &info["password"]["userName"]), (200, &json!("ANA")), "one's own name is free");
    ana.cookie = None;
    assert_eq!(ana.sign_in_with_password("ana", "a quite different password").0, 200);
    for request in [String::new(), b64(&[1; 31]), b64(&[0; 32])] {
        check(ana.post("/api/account/password", json!({"request": request})), (400, "malformed"));
        check(ana.post("/api/enrolment/password", json!({"token": link, "request": request})), (410, "expiredLink"));
    }
    // Who leaves takes it with them.
    assert_eq!(ilse.post("/api/staff/end", json!({"account": ana.get("/api/account").1["account"]})).0, 204);
    assert!(ana.right_password("ana", "a quite different password").is_none());
    assert_eq!(ilse.set_password("ana", LONG, Value::Null).0, 200, "its name is free again");
}

#[test]
fn a_change_of_password_shuts_others_out_and_the_last_way_stays() {
    let server = Server::start_vacant("password-ways", &[]);
    let mut ilse = founded(&server, Value::Null);
    let first = ilse.cookie.take();
    assert_eq!(ilse.sign_in_with_password("ilse", LONG).0, 200);
    let (second, device) = (ilse.cookie.take(), ilse.device.clone());
    ilse.cookie.clone_from(&first);
    assert_eq!(ilse.set_password("ilse", "one more horse battery", Value::Null).0, 200);
    ilse.cookie.clone_from(&second);
    assert_eq!(ilse.get("/api/account").0, 401, "who knew the old password is out");
    ilse.cookie = None;
    assert_eq!(ilse.sign_in_with_password("ilse", "one more horse battery").0, 200);
    assert_ne!(ilse.device, device, "the old device is known no more");
    let third = ilse.cookie.take();

    ilse.cookie = first;
    let (_, info) = ilse.get("/api/account");
    let only_passkey = info["passkeys"][0]["credential"].clone();
    let change = json!({"was": hash_of(&vault()), "vault": vault_of(9), "passkey": null, "remove": [only_passkey],
                        "password": {"type": "remove"}, "recoveryKey": null});
    check(ilse.post("/api/account/ways", change), (409, "conflict"));
    let (status, info) = ilse.change_password(json!({"type": "remove"}));
    assert_eq!((status, &info["password"], info["sessions"].as_array().unwrap().len()), (200, &Value::Null, 1));
    check(ilse.change_password(json!({"type": "remove"})), (409, "conflict"));
    ilse.cookie = third;
    assert_eq!(ilse.get("/api/account").0, 401);
    ilse.cookie = None;
    assert!(ilse.right_password("ilse", "one more horse battery").is_none());
    assert_eq!(ilse.sign_in().0, 200);
    // The last passkey may go where there is a password.
    assert_eq!(ilse.set_password("ilse", LONG, Value::Null).0, 200);
    let change = json!({"was": hash_of(&vault()), "vault": vault_of(9), "passkey": null, "remove": [only_passkey],
                        "recoveryKey": null});
    let (status, info) = ilse.post("/api/account/ways", change);
    assert_eq!((status, &info["passkeys"]), (200, &json!([])), "{info}");
    check(ilse.change_password(json!({"type": "remove"})), (409, "conflict"));
}

#[test]
fn codes_of_an_app_are_asked_for_after_the_password_and_taken_once() {
    let server = Server::start_vacant("password-code", &[]);
    let mut ilse = founded(&server, Value::Null);
    for (totp, wanted) in [
        (json!({"secret": b64(&SECRET[1..]), "code": code_in(SECRET, 0)}), (400, "malformed")),
        (json!({"secret": b64(&SECRET), "code": code_in(SECRET, 5)}), BAD),
        (json!({"secret": b64(&SECRET), "code": ""}), BAD),
    ] {
        check(ilse.set_password("ilse", "short one", totp), wanted);
    }
    let set_up_with = app(SECRET);
    let (status, info) = ilse.set_password("ilse", "short one", set_up_with.clone());
    assert_eq!((status, &info["password"]["totp"]), (200, &json!(true)), "{info}");
    assert!(!info.to_string().contains(&b64(&SECRET)));
    ilse.cookie = None;

    let with = |finish: &Value, code: &str| {
        let mut finish = finish.clone();
        finish["code"] = json!(code);
        finish
    };
    let finish = ilse.right_password("ilse", "short one").unwrap();
    check(ilse.post("/api/sign-in/password/finish", finish.clone()), (401, "codeNeeded"));
    assert_eq!(ilse.cookie, None);
    // A wrong password is not asked for a code.
    let (_, _, answer) = ilse.begin_password("ilse", "wrong");
    let wrong = json!({"ceremony": answer["ceremony"], "finalization": b64(&[1; 64]), "code": code_in(SECRET, 0)});
    check(ilse.post("/api/sign-in/password/finish", wrong), BAD);
    // The code that it was set up with, codes long past and far ahead, and what is no code; then one that is a step early.
    let code = set_up_with["code"].as_str().unwrap().to_owned();
    for bad in [code, code_in(SECRET, -4), code_in(SECRET, 4), "28708a".to_owned()] {
        check(ilse.post("/api/sign-in/password/finish", with(&finish, &bad)), BAD);
    }
    let early = code_in(SECRET, 1);
    assert_eq!(ilse.post("/api/sign-in/password/finish", with(&finish, &early)).0, 200);
    ilse.cookie = None;
    check(ilse.post("/api/sign-in/password/finish", with(&finish, &early)), BAD);
    let again = ilse.right_password("ilse", "short one").unwrap();
    check(ilse.post("/api/sign-in/password/finish", with(&again, &early)), BAD);
    check(ilse.post("/api/sign-in/password/finish", again.clone()), (401, "codeNeeded"));

    // Five wrong codes end the attempt, whatever comes then.
    common::sql(&server.data_dir, &["UPDATE password SET totp_step = 0"]);
    for _ in 0..4 {
        check(ilse.post("/api/sign-in/password/finish", with(&again, "000000")), BAD);
    }
    check(ilse.post("/api/sign-in/password/finish", with(&again, &code_in(SECRET, 0))), BAD);
    let last = ilse.right_password("ilse", "short one").unwrap();
    assert_eq!(ilse.post("/api/sign-in/password/finish", with(&last, &code_in(SECRET, 0))).0, 200);
    // Wrong codes count as tries, also on a device of one's own.
    common::sql(&server.data_dir, &["UPDATE password SET totp_step = 0"]);
    let other = ilse.right_password("ilse", "short one").unwrap();
    let third = ilse.right_password("ilse", "short one").unwrap();
    for finish in [&other, &third] {
        for _ in 0..5 {
            check(ilse.post("/api/sign-in/password/finish", with(finish, "000000")), BAD);
        }
    }
    assert_eq!(ilse.begin_password("ilse", "short one").1, 429);
}

#[test]
fn guessing_is_slowed_and_the_owner_gets_in_on_a_device_of_their_own() {
    let server = Server::start_vacant("password-limits", &[]);
    let mut ilse = founded(&server, Value::Null);
    ilse.cookie = None;
    assert_eq!(ilse.sign_in_with_password("ilse", LONG).0, 200);
    let mut thief = Browser::new(&server, "thief");
    thief.from = Some("203.0.113.9");
    for name in ["Ilse", "nobody"] {
        let answers: Vec<u16> = (0..12).map(|_| thief.begin_password(name, "guess").1).collect();
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 10, "{name}: {answers:?}");
        assert_eq!(answers[10..], [429, 429], "{name}");
    }
    thief.from = Some("198.51.100.1");
    check_limited(&mut thief, "ILSE");
    // Neither a device cookie that nobody gave, nor one of another account, is of use.
    thief.device = Some(token([9; 16]));
    check_limited(&mut thief, "ilse");
    let own = ilse.device.clone();
    thief.device.clone_from(&own);
    check_limited(&mut thief, "nobody");
    // The owner's other devices wait, the one they know does not, and success costs nothing.
    ilse.device = None;
    ilse.cookie = None;
    check_limited(&mut ilse, "ilse");
    ilse.device = own;
    for _ in 0..12 {
        assert_eq!(ilse.sign_in_with_password("ilse", LONG).0, 200);
    }
    assert_eq!(ilse.sign_in().0, 200, "other ways in are not slowed");
    // Whoever has that device guesses ten times as well.
    let answers: Vec<u16> = (0..12).map(|_| ilse.begin_password("ilse", "guess").1).collect();
    assert_eq!(answers[10..], [429, 429], "{answers:?}");
    // To set passwords helps to guess at the old one, and is counted too.
    let request = Setting::begin("x").request;
    let answers: Vec<u16> =
        (0..10).map(|_| ilse.post("/api/account/password", json!({"request": request})).0).collect();
    assert_eq!((answers[8], answers[9]), (200, 429), "one was spent already: {answers:?}");
}

#[track_caller]
fn check_limited(browser: &mut Browser, name: &str) {
    let (_, status, answer) = browser.begin_password(name, "guess");
    check((status, answer), (429, "tooMany"));
}

#[test]
fn a_network_is_slowed_on_every_way_in_and_others_are_not() {
    let server = Server::start_vacant("password-network", &[]);
    let mut ilse = founded(&server, Value::Null);
    ilse.cookie = None;
    ilse.from = Some("1.1.1.1, 203.0.113.9");
    for _ in 0..60 {
        assert_eq!(ilse.sign_in().0, 200, "success costs nothing");
        ilse.cookie = None;
    }
    let mut thief = Browser::new(&server, "thief");
    for at in 0..110 {
        // Another invention each time, and another machine of the same network.
        thief.from = Some(if at % 2 == 0 { "9.9.9.9, 203.0.113.10" } else { "8.8.8.8, 203.0.113.200" });
        thief.post("/api/sign-in", json!({}));
    }
    let all: [(&str, Value); 4] = [
        ("/api/sign-in", json!({})),
        ("/api/sign-in/finish", json!({"ceremony": token([9; 16]), "credential": {}})),
        ("/api/sign-in/code", json!({"ceremony": token([9; 16]), "key": "", "signature": ""})),
        ("/api/sign-in/password", json!({"userName": "any", "request": Typing::begin("x").request})),
    ];
    for (path, body) in all {
        // One more may have been given in the meantime.
        let answers: Vec<u16> = (0..4).map(|_| thief.post(path, body.clone()).0).collect();
        assert!(answers.contains(&429), "{path}: {answers:?}");
    }
    ilse.from = Some("198.51.100.1");
    assert_eq!(ilse.sign_in().0, 200, "another network");
    ilse.from = None;
    assert_eq!(ilse.sign_in().0, 200, "this machine");
    assert!(!server.log().contains("203.0.113"), "an address is in the log");
}
