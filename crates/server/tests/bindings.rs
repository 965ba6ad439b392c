//! The clinician's word for a patient's account against a real server: who may give it, for what, and what an account without it is worth.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::patient::{bind, binding, entries, may_have_account, refused, word};
use common::staff::{Browser, keys, plan};
use common::{Server, b64, now_ms};
use serde_json::{Value, json};

const GUEST: [u8; 16] = [0xc0; 16];

/// A practice's founder, who holds visits as well, and a colleague who does.
fn two_clinicians(server: &Server) -> (Browser<'_>, Browser<'_>) {
    let mut ilse = Browser::new(server, "ilse");
    ilse.found(&["administrator", "clinician"]);
    ilse.invite([1; 16], "Ana", &["clinician"]);
    let mut ana = Browser::new(server, "ana");
    ana.enrol([1; 16], "Ana");
    assert_eq!(ilse.certify(&ana.account), (204, String::new()));
    (ilse, ana)
}

#[test]
fn only_the_clinician_of_the_visit_binds_and_only_what_its_link_made() {
    let server = Server::start_vacant("patient-binding", &[]);
    let (ilse, ana) = two_clinicians(&server);
    let (mut desk, _) = ana.connect();
    desk.say(plan("visit-one", now_ms(), GUEST));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    let nobody = binding("nobody", "visit-one", "guest");
    assert_eq!(refused(&mut desk, bind("visit-one", "guest", nobody)), "notFound", "there is no account");
    let mut pat = Browser::new(&server, "pat");
    pat.enrol_patient(GUEST);
    desk.patient_at("guest", |patient| !patient.is_null());
    let right = binding(&pat.account, "visit-one", "guest");

    // A colleague, who is an administrator besides, and the guest.
    let (mut other, _) = ilse.connect();
    assert_eq!(refused(&mut other, bind("visit-one", "guest", right.clone())), "notFound");
    other.say(plan("visit-two", now_ms(), [0xc9; 16]));
    other.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    assert_eq!(
        refused(&mut other, bind("visit-two", "guest", right.clone())),
        "notFound",
        "nobody has an account there"
    );
    let (mut guest, _) = server.guest(GUEST);
    assert_eq!(refused(&mut guest, bind("visit-one", "guest", right.clone())), "notAllowed");
    assert_eq!(refused(&mut desk, bind("visit-one", "host", right.clone())), "notFound");
    assert_eq!(refused(&mut desk, bind("visit-one", "ghost", right.clone())), "notFound");
    assert_eq!(refused(&mut desk, bind("visit-none", "guest", right.clone())), "notFound");

    // Words about something else.
    let said = |account: &str, visit: &str, seat: &str, sign: u8, seal: u8| {
        word(
            &json!({"v": 1, "account": account, "signKey": b64(&[sign; 32]), "sealKey": b64(&[seal; 1216]), "visit": visit, "seat": seat, "at": 1}),
        )
    };
    for foreign in [
        said(&ilse.account, "visit-one", "guest", 3, 4),
        said(&pat.account, "visit-two", "guest", 3, 4),
        said(&pat.account, "visit-one", "host", 3, 4),
        said(&pat.account, "visit-one", "guest", 9, 4),
        said(&pat.account, "visit-one", "guest", 3, 9),
    ] {
        assert_eq!(refused(&mut desk, bind("visit-one", "guest", foreign)), "conflict");
    }
    let signature = |length: usize| json!({"body": right["body"], "signature": b64(&vec![8; length])});
    assert_eq!(refused(&mut desk, bind("visit-one", "guest", signature(63))), "malformed");
    assert_eq!(refused(&mut desk, bind("visit-one", "guest", signature(65))), "malformed");
    assert_eq!(refused(&mut desk, bind("visit-one", "guest", word(&json!("a word")))), "malformed");
    assert_eq!(refused(&mut desk, bind("visit-one", "guest", word(&json!("x".repeat(8_192))))), "tooLarge");

    // A marked visit shows the account, and takes a word for it, once it was opened with a reason.
    desk.say(json!({"type": "mark", "visit": "visit-one", "marked": true}));
    desk.wait_for("desk", |desk| desk["visits"][0]["marked"] == true);
    let (mut second, _) = ana.connect();
    second.say(json!({"type": "takeSeat"}));
    desk.wait("contested");
    desk.say(json!({"type": "yieldSeat"}));
    second.wait("welcome");
    // Its session begins here, and so do its numbers.
    second.seq = 0;
    second.patient_at("guest", Value::is_null);
    assert_eq!(refused(&mut second, bind("visit-one", "guest", right.clone())), "reasonNeeded");
    second.say(json!({"type": "openMarked", "visit": "visit-one", "reason": "treatment"}));
    assert_eq!(second.patient_at("guest", |patient| !patient.is_null())["keys"], keys());
    second.say(bind("visit-one", "guest", right.clone()));
    second.patient_at("guest", |patient| patient["binding"] == right);
    assert_eq!(refused(&mut second, bind("visit-one", "guest", right)), "conflict");
}

#[test]
fn an_account_without_a_word_is_told_of_no_visit_and_its_clinician_may_discard_it() {
    let server = Server::start_vacant("patient-discarded", &[]);
    let (ilse, ana) = two_clinicians(&server);
    let (mut desk, _) = ilse.connect();
    desk.say(plan("visit-one", now_ms(), GUEST));
    desk.wait_for("desk", |desk| !desk["visits"].as_array().unwrap().is_empty());
    let discard = |seat: &str| json!({"type": "discardPatient", "visit": "visit-one", "seat": seat});
    assert_eq!(refused(&mut desk, discard("guest")), "notFound", "there is no account");

    // With the token alone, as it stands in a proxy's log.
    let mut thief = Browser::new(&server, "thief");
    thief.enrol_patient(GUEST);
    assert_eq!(thief.sign_in().0, 200);
    desk.patient_at("guest", |patient| !patient.is_null());
    let (_, held) = thief.get("/api/account/held");
    assert_eq!(held["visits"], json!([]));
    let of_the_visit: Vec<_> = entries(&held).into_iter().filter(|entry| !entry.starts_with("- patient")).collect();
    assert_eq!(of_the_visit, Vec::<String>::new(), "what others did in the visit");

    let (mut other, _) = ana.connect();
    assert_eq!(refused(&mut other, discard("guest")), "notFound", "a colleague's visit");
    desk.say(discard("guest"));
    desk.patient_at("guest", Value::is_null);
    assert_eq!(thief.get("/api/account").0, 401);
    thief.cookie = None;
    assert_eq!(thief.sign_in().0, 401);

    // Its owner can make one now, which is theirs alone once there is a word for it.
    assert!(may_have_account(&server, GUEST));
    let mut pat = Browser::new(&server, "pat");
    pat.enrol_patient(GUEST);
    desk.patient_at("guest", |patient| !patient.is_null());
    desk.say(bind("visit-one", "guest", binding(&pat.account, "visit-one", "guest")));
    desk.patient_at("guest", |patient| !patient["binding"].is_null());
    assert_eq!(refused(&mut desk, discard("guest")), "conflict");
    assert_eq!(pat.sign_in().0, 200);
    let (_, held) = pat.get("/api/account/held");
    assert_eq!(held["visits"].as_array().unwrap().len(), 1);
}
