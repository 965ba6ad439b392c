//! The ways into an account against a real server: the recovery code, and passkeys that come and go.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::Server;
use common::authenticator::Passkey;
use common::staff::{Browser, code, hash_of, vault, vault_of};
use serde_json::{Value, json};

const BAD: (u16, &str) = (401, "badCredential");

#[track_caller]
fn check(answer: (u16, Value), wanted: (u16, &str)) {
    assert_eq!((answer.0, answer.1["code"].as_str().unwrap_or_default()), wanted);
}

fn names(info: &Value) -> Vec<&str> {
    info["passkeys"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[test]
fn paper_opens_the_account_and_other_ways_take_the_place_of_the_lost_ones() {
    let server = Server::start_vacant("ways-lost", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let old_page = ilse.cookie.take();
    let lost = ilse.passkey.clone();

    // The telephone is gone. The paper opens the account, and everything else is signed out.
    let (status, info) = ilse.sign_in_with_code(&server.url.clone());
    assert_eq!((status, &info["account"], &info["vault"]), (200, &json!(ilse.account), &vault()), "{info}");
    assert_eq!(names(&info), ["A telephone"]);
    let sessions = info["sessions"].as_array().unwrap();
    assert_eq!((sessions.len(), &sessions[0]["own"]), (1, &json!(true)));
    let own = ilse.cookie.clone();
    ilse.cookie.clone_from(&old_page);
    assert_eq!(ilse.get("/api/account").0, 401);
    ilse.cookie.clone_from(&own);

    // A new passkey and a new paper.
    let mut laptop = Passkey::new("laptop", &server.url);
    let passkey = ilse.add_passkey(&mut laptop);
    ilse.code = code("the new paper");
    let change = json!({"was": hash_of(&vault()), "vault": vault_of(9), "passkey": passkey,
                        "remove": [info["passkeys"][0]["credential"]], "recoveryKey": ilse.recovery_key()});
    let (status, info) = ilse.post("/api/account/ways", change);
    assert_eq!((status, &info["vault"]), (200, &vault_of(9)), "{info}");
    assert_eq!(names(&info), ["A laptop"]);
    assert_eq!(info["passkeys"][0]["usedAt"], Value::Null);

    ilse.cookie = None;
    ilse.passkey = lost;
    check(ilse.sign_in(), BAD);
    ilse.passkey = laptop;
    let (status, info) = ilse.sign_in();
    assert_eq!((status, info["passkeys"][0]["usedAt"].is_f64()), (200, true));
    assert_eq!(ilse.sign_in_with_code(&server.url.clone()).0, 200, "the new paper");
    ilse.code = code("ilse");
    check(ilse.sign_in_with_code(&server.url.clone()), BAD);
}

#[test]
fn a_code_is_believed_once_here_and_with_its_own_key_only() {
    let server = Server::start_vacant("ways-code", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let url = server.url.clone();
    check(ilse.sign_in_with_code("https://clinic.example"), BAD);
    let (ceremony, _) = ilse.begin_sign_in();
    let genuine = ilse.with_code(&ceremony, &url);
    let with = |field: &str, value: Value| {
        let mut changed = genuine.clone();
        changed[field] = value;
        changed
    };
    // A challenge is used up by whatever is said to it.
    check(ilse.post("/api/sign-in/code", with("signature", json!(common::b64(&[0; 64])))), BAD);
    check(ilse.post("/api/sign-in/code", genuine.clone()), BAD);
    let (ceremony, _) = ilse.begin_sign_in();
    let genuine = ilse.with_code(&ceremony, &url);
    assert_eq!(ilse.post("/api/sign-in/code", genuine.clone()).0, 200);
    check(ilse.post("/api/sign-in/code", genuine), BAD);
    // Somebody else's code, keys and signatures of any length, and other shapes.
    ilse.code = code("somebody");
    check(ilse.sign_in_with_code(&url), BAD);
    for (field, value) in [("key", "AA"), ("key", ""), ("signature", "AA"), ("ceremony", "AAAAAAAAAAAAAAAAAAAAAA")] {
        let (ceremony, _) = ilse.begin_sign_in();
        let mut changed = ilse.with_code(&ceremony, &url);
        changed[field] = json!(value);
        check(ilse.post("/api/sign-in/code", changed), BAD);
    }
    check(ilse.post("/api/sign-in/code", json!({"key": ""})), (400, "malformed"));
}

#[test]
fn nothing_is_lost_where_ways_change_at_once_and_the_last_passkey_stays() {
    let server = Server::start_vacant("ways-last", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let (_, info) = ilse.get("/api/account");
    let own = info["passkeys"][0]["credential"].clone();
    let change = |was: &Value, vault: &Value, passkey: &Value, remove: &[Value]| json!({"was": hash_of(was), "vault": vault, "passkey": passkey, "remove": remove, "recoveryKey": null});

    check(
        ilse.post("/api/account/ways", change(&vault(), &vault_of(9), &Value::Null, std::slice::from_ref(&own))),
        (409, "conflict"),
    );
    check(ilse.post("/api/account/ways", change(&vault_of(1), &vault_of(9), &Value::Null, &[])), (409, "conflict"));
    let unknown = [json!("AAAA")];
    check(ilse.post("/api/account/ways", change(&vault(), &vault_of(9), &Value::Null, &unknown)), (409, "conflict"));
    assert_eq!(ilse.get("/api/account").1["vault"], vault(), "nothing of a refused change stays");

    // An answer to no ceremony, to another site's, and of a passkey that is known already.
    let mut laptop = Passkey::new("laptop", &server.url);
    let passkey = ilse.add_passkey(&mut laptop);
    let (status, info) = ilse.post("/api/account/ways", change(&vault(), &vault_of(9), &passkey, &[]));
    assert_eq!((status, names(&info)), (200, vec!["A telephone", "A laptop"]), "{info}");
    check(ilse.post("/api/account/ways", change(&vault_of(9), &vault_of(8), &passkey, &[])), BAD);
    let again = ilse.add_passkey(&mut laptop);
    check(ilse.post("/api/account/ways", change(&vault_of(9), &vault_of(8), &again, &[])), BAD);
    let foreign = ilse.add_passkey(&mut Passkey::new("elsewhere", &server.url).on("https://clinic.example"));
    check(ilse.post("/api/account/ways", change(&vault_of(9), &vault_of(8), &foreign, &[])), BAD);

    // Whoever held the removed one is out, and this page is not.
    let page = ilse.cookie.take();
    assert_eq!(ilse.sign_in().0, 200);
    let other = ilse.cookie.clone();
    ilse.cookie.clone_from(&page);
    let (status, info) = ilse.post("/api/account/ways", change(&vault_of(9), &vault_of(8), &Value::Null, &[own]));
    assert_eq!((status, names(&info)), (200, vec!["A laptop"]), "{info}");
    ilse.cookie = other;
    assert_eq!(ilse.get("/api/account").0, 401);
    ilse.cookie = None;
    check(ilse.sign_in(), BAD);
    assert_eq!(ilse.get("/api/account").0, 401);
    check(ilse.post("/api/account/ways", change(&vault_of(8), &vault_of(7), &Value::Null, &[])), (401, "notSignedIn"));
    check(ilse.post("/api/account/passkey", json!({})), (401, "notSignedIn"));
}
