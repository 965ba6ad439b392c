//! Fresh proofs of who is signed in against a real server: what needs one, what is one, and what a stolen session cannot do; and the root key in two hands.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::authenticator::Passkey;
use common::password::{Setting, app, code_in};
use common::staff::{Browser, certificate, hash_of, invitation, vault, vault_of};
use common::{Server, b64, marker, sql, token};
use serde_json::{Value, json};

const ANA: [u8; 16] = [0xa0; 16];
const LONG: &str = "correct horse battery staple";
const SECRET: [u8; 20] = *b"an app's own secret.";
const BAD: (u16, &str) = (401, "badCredential");
const STALE: (u16, &str) = (403, "proofNeeded");

#[track_caller]
fn check(answer: (u16, Value), wanted: (u16, &str)) {
    assert_eq!((answer.0, answer.1["code"].as_str().unwrap_or_default()), wanted);
}

/// Lets ten minutes pass since everyone showed who they are.
fn ten_minutes_pass(server: &Server) {
    sql(&server.data_dir, &["UPDATE session SET proved_at = proved_at - 10 * 60 * 1000"]);
}

fn by_passkey(browser: &mut Browser) -> Value {
    let (ceremony, options) = browser.begin_sign_in();
    let credential = browser.passkey.get(&options);
    json!({"type": "passkey", "signIn": {"ceremony": ceremony, "credential": credential}})
}

fn by_password(browser: &mut Browser, name: &str, password: &str, code: Value) -> Value {
    let mut finish = browser.right_password(name, password).unwrap();
    finish["code"] = code;
    json!({"type": "password", "finish": finish})
}

fn by_code(browser: &mut Browser) -> Value {
    let (ceremony, _) = browser.begin_sign_in();
    let origin = browser.server.url.clone();
    json!({"type": "code", "signIn": browser.with_code(&ceremony, &origin)})
}

/// Whether the session may do what needs a fresh proof.
fn is_fresh(browser: &mut Browser) -> bool {
    let (status, answer) = browser.post("/api/account/passkey", json!({}));
    assert!(status == 200 || (status == 403 && answer["code"] == "proofNeeded"), "{status} {answer}");
    status == 200
}

#[test]
fn a_session_that_was_left_open_lets_nobody_in_and_nobody_out() {
    let server = Server::start_vacant("proof-stolen", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    assert_eq!(ilse.invite(ANA, "Ana", &["reception"]), (204, String::new()));
    let mut ana = Browser::new(&server, "ana");
    ana.enrol(ANA, "Ana");
    let other = ana.account.clone();
    let almost = "UPDATE session SET proved_at = proved_at - 9 * 60 * 1000";
    sql(&server.data_dir, &[almost]);
    assert!(is_fresh(&mut ilse), "a minute before its time");
    let passkey = ilse.add_passkey(&mut Passkey::new("laptop", &server.url));
    let change =
        json!({"was": hash_of(&vault()), "vault": vault_of(9), "passkey": passkey, "remove": [], "recoveryKey": null});
    ten_minutes_pass(&server);

    // A thief has the cookie of an administrator.
    let mut thief = Browser::new(&server, "thief");
    thief.cookie.clone_from(&ilse.cookie);
    let set = Setting::begin("x").request;
    for (path, body) in [
        ("/api/staff/invite", invitation([1; 16], "Thief", &["administrator"])),
        ("/api/staff/certify", json!({"account": other, "certificate": certificate(), "sealedRoot": null})),
        ("/api/staff/end", json!({"account": other})),
        ("/api/account/ways", change.clone()),
        ("/api/account/passkey", json!({})),
        ("/api/account/password", json!({"request": set})),
        // Before anything else of a request is looked at.
        ("/api/account/ways", json!("nonsense")),
        ("/api/staff/invite", json!("nonsense")),
    ] {
        check(thief.post(path, body), STALE);
    }
    assert_eq!((ilse.staff().len(), ilse.get("/api/account").0), (2, 200), "to look needs none");
    assert_eq!(thief.connect().1["type"], "welcome", "nor does a desk");
    // What the thief can show is not enough.
    thief.passkey = ana.passkey.clone();
    thief.code = ana.code.clone();
    let proof = by_passkey(&mut thief);
    check(thief.post("/api/account/proof", proof), BAD);
    let proof = by_code(&mut thief);
    check(thief.post("/api/account/proof", proof), BAD);
    assert!(!is_fresh(&mut ilse));

    // The owner shows who they are, and goes on where they were: the new passkey's ceremony was not used up.
    let proof = by_passkey(&mut ilse);
    let cookie = ilse.cookie.clone();
    assert_eq!(ilse.post("/api/account/proof", proof.clone()), (204, Value::Null));
    assert_eq!(ilse.cookie, cookie, "it makes no session");
    check(ilse.post("/api/account/proof", proof), BAD);
    let (status, info) = ilse.post("/api/account/ways", change);
    assert_eq!((status, info["passkeys"].as_array().unwrap().len()), (200, 2), "{info}");
    assert_eq!(info["sessions"].as_array().unwrap().len(), 1);
    assert!(!is_fresh(&mut ana), "a proof is of one session");
    ana.cookie = None;
    assert_eq!(ana.post("/api/account/proof", json!({})).0, 401);
    assert_eq!(ana.sign_in().0, 200);
    assert!(is_fresh(&mut ana), "to sign in is one");
    check(ana.post("/api/account/proof", json!({"type": "faith"})), (400, "malformed"));
    assert_eq!(ilse.certify(&other).0, 204);
}

#[test]
fn passkey_password_and_paper_are_proofs_each_once() {
    let server = Server::start_vacant("proof-means", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    assert_eq!(ilse.set_password("ilse", LONG, app(SECRET)).0, 200);
    assert_eq!(ilse.invite(ANA, "Ana", &["reception"]), (204, String::new()));
    let mut ana = Browser::new(&server, "ana");
    ana.enrol(ANA, "Ana");
    assert_eq!(ana.set_password("ana", LONG, Value::Null).0, 200);
    let (_, before) = ilse.get("/api/account");

    ten_minutes_pass(&server);
    let proof = by_password(&mut ilse, "ilse", LONG, Value::Null);
    check(ilse.post("/api/account/proof", proof.clone()), (401, "codeNeeded"));
    assert!(!is_fresh(&mut ilse), "half a proof is none");
    let mut with_code = proof;
    with_code["finish"]["code"] = json!("000000");
    check(ilse.post("/api/account/proof", with_code.clone()), BAD);
    with_code["finish"]["code"] = json!(code_in(SECRET, 1));
    assert_eq!(ilse.post("/api/account/proof", with_code.clone()).0, 204);
    assert!(is_fresh(&mut ilse));
    check(ilse.post("/api/account/proof", with_code), BAD);

    ten_minutes_pass(&server);
    let foreign = by_password(&mut ilse, "ana", LONG, Value::Null);
    check(ilse.post("/api/account/proof", foreign), BAD);
    let (ceremony, _) = ilse.begin_sign_in();
    let elsewhere = ilse.with_code(&ceremony, "https://evil.example");
    check(ilse.post("/api/account/proof", json!({"type": "code", "signIn": elsewhere})), BAD);
    assert!(!is_fresh(&mut ilse));
    let proof = by_code(&mut ilse);
    assert_eq!(ilse.post("/api/account/proof", proof.clone()).0, 204);
    assert!(is_fresh(&mut ilse));
    check(ilse.post("/api/account/proof", proof), BAD);
    let (_, after) = ilse.get("/api/account");
    assert_eq!(before["sessions"].as_array().unwrap().len(), after["sessions"].as_array().unwrap().len());
    assert_eq!(ilse.device, None, "a proof makes no device known");

    // A finish that signs in is no proof of an exchange that was for one, and the other way round.
    ten_minutes_pass(&server);
    let finish = ana.right_password("ana", LONG).unwrap();
    assert_eq!(ana.post("/api/account/proof", json!({"type": "password", "finish": finish})).0, 204);
    check(ana.post("/api/sign-in/password/finish", finish), BAD);
}

#[test]
fn an_administrator_gets_the_root_key_as_it_was_sealed_and_nobody_else() {
    let server = Server::start_vacant("proof-root", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let root = json!(marker("root-key"));
    let certify =
        |account: &str, sealed: &Value| json!({"account": account, "certificate": certificate(), "sealedRoot": sealed});
    for (byte, role, sealed, wanted) in [
        (1, "administrator", json!(b64(&[1; 4_097])), (413, "tooLarge")),
        (1, "administrator", json!(""), (400, "malformed")),
        (1, "administrator", root.clone(), (204, "")),
        (2, "clinician", root.clone(), (400, "malformed")),
        (2, "clinician", Value::Null, (204, "")),
        (3, "administrator", Value::Null, (204, "")),
    ] {
        let mut colleague = Browser::new(&server, &format!("{byte}"));
        if ilse.invite([byte; 16], "Colleague", &[role]).0 == 204 {
            colleague.enrol([byte; 16], "Colleague");
        } else {
            colleague.account = token([byte ^ 0x55; 16]);
        }
        check(ilse.post("/api/staff/certify", certify(&colleague.account, &sealed)), wanted);
    }
    for (byte, wanted) in [(1, root.clone()), (2, Value::Null), (3, Value::Null)] {
        // Who is asked by name: the passkey finds the account.
        let mut colleague = Browser::new(&server, &format!("{byte}"));
        colleague.passkey.user = [byte ^ 0x55; 16].to_vec();
        let (status, info) = colleague.sign_in();
        assert_eq!((status, &info["sealedRoot"]), (200, &wanted), "{info}");
    }
    assert!(!ilse.get("/api/staff").1.to_string().contains(root.as_str().unwrap()));
    assert_eq!(ilse.get("/api/account").1["sealedRoot"], Value::Null);
    assert!(!server.disk_has(root.as_str().unwrap().as_bytes()) && !server.disk_has(b"MARKER-root-key-MARKER"));
}
