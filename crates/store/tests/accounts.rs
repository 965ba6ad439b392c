//! What every database must do for accounts: staff who come and go, passkeys, invitations, sessions.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
#[macro_use]
#[path = "common/databases.rs"]
mod databases;

use audit::{Act, Entry, Record};
use common::{NOW, log_key, setup, silent};
use databases::Database;
use store::{FirstSignIn, Forgotten, Store, StoredInvitation, StoredPasskey, StoredSession, StoredStaff};
use visit::ids::{Opaque, StaffId};
use visit::wire::{Certificate, ClaimedKeys, SealedAccount, StaffState, WrappedKey};
use visit::{Span, StaffRole, Time};

const DAY: Span = Span::minutes(24 * 60);

fn id(name: &str) -> StaffId {
    StaffId::try_from(name).unwrap()
}

fn opaque(byte: u8, length: usize) -> Opaque {
    Opaque::new(vec![byte; length])
}

fn certificate() -> Certificate {
    Certificate { body: opaque(1, 100), signature: opaque(2, 64) }
}

fn member(name: &str, roles: &[StaffRole], state: StaffState) -> StoredStaff {
    let certificate = (state == StaffState::Active).then(certificate);
    let (staff, name, roles) = (id(name), name.to_owned(), roles.to_vec());
    StoredStaff { staff, name, roles, state, certificate, keys: None, invitation: None }
}

fn invited(name: &str, by: &str, hash: u8) -> StoredStaff {
    let (token_hash, sealed_secret) = (vec![hash; 32], opaque(9, 80));
    let invitation = StoredInvitation { token_hash, inviter: id(by), sealed_secret, expires_at: NOW + Span(7 * DAY.0) };
    let roles = [StaffRole::Clinician, StaffRole::Administrator];
    StoredStaff { invitation: Some(invitation), ..member(name, &roles, StaffState::Invited) }
}

fn session(name: &str, hash: u8, began_at: Time, seen_at: Time) -> StoredSession {
    StoredSession {
        hash: vec![hash; 32],
        staff: id(name),
        began_at,
        seen_at,
        proved_at: began_at,
        client: "Firefox on Linux".to_owned(),
    }
}

fn passkey(name: &str, byte: u8) -> StoredPasskey {
    StoredPasskey {
        credential_id: vec![byte; 32],
        staff: id(name),
        name: "A telephone".to_owned(),
        verifier: "{}".to_owned(),
        made_at: NOW,
    }
}

fn first(name: &str, byte: u8) -> FirstSignIn {
    let keys = ["a", "b"].map(|which| WrappedKey { authenticator: which.to_owned(), wrapped: opaque(byte, 60) });
    FirstSignIn {
        vault: SealedAccount { vault: opaque(byte, 8_000), keys: keys.into() },
        recovery_key: opaque(byte, 32),
        passkey: Some(passkey(name, byte)),
        password: None,
        session: Some(session(name, byte, NOW, NOW)),
    }
}

fn keys() -> ClaimedKeys {
    ClaimedKeys { sign_key: opaque(3, 32), seal_key: opaque(4, 1_216), tag: opaque(5, 32) }
}

/// A practice with one administrator, 'ilse'.
async fn founded(database: &Database) -> Store {
    let store = database.open().await;
    let ilse = member("ilse", &[StaffRole::Administrator], StaffState::Active);
    assert!(store.found(&setup().practice, 30, &ilse, &first("ilse", 1), &silent()).await.unwrap());
    store
}

async fn a_practice_is_founded_once(database: &Database) {
    let store = founded(database).await;
    let other = member("other", &[StaffRole::Administrator], StaffState::Active);
    assert!(!store.found(&setup().practice, 30, &other, &first("other", 2), &silent()).await.unwrap());
    store.close().await.unwrap();
    let store = database.open().await;
    let staff = store.staff().await.unwrap();
    assert_eq!(staff.len(), 1, "nothing of the second");
    assert_eq!((staff[0].staff.as_str(), &staff[0].roles[..]), ("ilse", &[StaffRole::Administrator][..]));
    assert_eq!(store.vault(&id("ilse")).await.unwrap(), Some(first("ilse", 1).vault));
    assert_eq!(store.passkey(&[1; 32]).await.unwrap(), first("ilse", 1).passkey);
    let (kept, whose) = store.session(&[1; 32]).await.unwrap().unwrap();
    assert_eq!((Some(kept), whose.staff), (first("ilse", 1).session, id("ilse")));
    assert!(store.passkey(&[2; 32]).await.unwrap().is_none());
    assert!(store.session(&[2; 32]).await.unwrap().is_none());
}

async fn a_colleague_comes_by_a_link_that_works_once(database: &Database) {
    let store = founded(database).await;
    assert!(store.invite(&invited("ana", "ilse", 20), &silent()).await.unwrap());
    assert!(!store.invite(&invited("ana", "ilse", 21), &silent()).await.unwrap(), "the account is there");
    assert!(!store.invite(&invited("rob", "ilse", 20), &silent()).await.unwrap(), "the link is there");
    assert!(!store.certify(&id("ana"), &certificate(), None, &silent()).await.unwrap(), "nobody came yet");
    let found = store.invited(&[20; 32]).await.unwrap().unwrap();
    assert_eq!((found.state, found.invitation.unwrap().inviter), (StaffState::Invited, id("ilse")));

    assert!(store.enrol(&id("ana"), &keys(), &first("ana", 2), &silent()).await.unwrap());
    assert!(!store.enrol(&id("ana"), &keys(), &first("ana", 3), &silent()).await.unwrap(), "the link was used");
    let enrolled = store.member(&id("ana")).await.unwrap().unwrap();
    assert_eq!((enrolled.state, enrolled.keys), (StaffState::Enrolled, Some(keys())));
    assert_eq!(enrolled.invitation.unwrap().sealed_secret, opaque(9, 80));

    assert!(store.certify(&id("ana"), &certificate(), None, &silent()).await.unwrap());
    let active = store.member(&id("ana")).await.unwrap().unwrap();
    assert_eq!((active.state, active.keys.is_none(), active.invitation.is_none()), (StaffState::Active, true, true));
    assert_eq!(active.certificate.unwrap().body, certificate().body);
    assert!(store.invited(&[20; 32]).await.unwrap().is_none());
}

async fn who_leaves_takes_everything_but_their_name_and_the_last_administrator_stays(database: &Database) {
    let store = founded(database).await;
    store.invite(&invited("ana", "ilse", 20), &silent()).await.unwrap();
    store.enrol(&id("ana"), &keys(), &first("ana", 2), &silent()).await.unwrap();
    assert!(!store.end_access(&[id("ilse")], NOW, &silent()).await.unwrap(), "ana is not certified");
    assert!(store.session(&[1; 32]).await.unwrap().is_some(), "nothing was written");
    store.certify(&id("ana"), &certificate(), None, &silent()).await.unwrap();
    store.invite(&invited("rob", "ilse", 22), &silent()).await.unwrap();
    assert!(!store.end_access(&[id("ilse"), id("ana")], NOW, &silent()).await.unwrap());

    assert!(store.end_access(&[id("ilse"), id("rob")], NOW, &silent()).await.unwrap());
    let names: Vec<_> = store.staff().await.unwrap().into_iter().map(|one| (one.name, one.state)).collect();
    assert_eq!(names, [("ana".to_owned(), StaffState::Active), ("ilse".to_owned(), StaffState::Left)]);
    assert!(store.vault(&id("ilse")).await.unwrap().is_none());
    assert!(store.passkey(&[1; 32]).await.unwrap().is_none());
    assert!(store.session(&[1; 32]).await.unwrap().is_none());
    assert!(store.sessions_of(&id("ilse")).await.unwrap().is_empty());
    assert!(!store.end_access(&[id("ana")], NOW, &silent()).await.unwrap(), "the last administrator");
}

async fn sessions_end_when_told_or_when_their_time_is_over(database: &Database) {
    let store = founded(database).await;
    let passkey = StoredPasskey { verifier: r#"{"counter":2}"#.to_owned(), ..passkey("ilse", 1) };
    for (hash, began, seen) in [(2, 0, 100), (3, 50, 50), (4, 50, 100)] {
        let session = session("ilse", hash, NOW + Span(began), NOW + Span(seen));
        assert!(store.sign_in(&passkey, &session, &silent()).await.unwrap());
    }
    let gone = StoredPasskey { credential_id: vec![8; 32], ..passkey.clone() };
    assert!(!store.sign_in(&gone, &session("ilse", 9, NOW, NOW), &silent()).await.unwrap());
    assert_eq!(store.passkey(&[1; 32]).await.unwrap().unwrap().verifier, passkey.verifier);

    let told = |staff| Entry::by_server(NOW.0, Act::SignOut, Record::Account(staff), [1; 16]);
    let end = async |began: u64, seen: u64| {
        let ended = store.end_old_sessions(NOW + Span(began), NOW + Span(seen), log_key(), told).await.unwrap();
        ended.into_iter().map(|hash| hash[0]).collect::<Vec<u8>>()
    };
    assert!(end(0, 0).await.is_empty());
    store.seen(&[1; 32], NOW + Span(60)).await.unwrap();
    store.seen(&[1; 32], NOW).await.unwrap();
    assert_eq!(end(0, 60).await, [3], "seen too long ago; a clock that jumps back takes no sign of life away");
    let mut old = end(50, 0).await;
    old.sort_unstable();
    assert_eq!(old, [1, 2], "began too long ago");
    let left = store.sessions_of(&id("ilse")).await.unwrap();
    assert_eq!(left.into_iter().map(|session| session.hash).collect::<Vec<_>>(), [vec![4; 32]]);
    store.end_sessions(&[vec![4; 32], vec![5; 32]], &silent()).await.unwrap();
    assert!(store.session(&[4; 32]).await.unwrap().is_none());
}

async fn the_sweep_forgets_who_left_and_who_never_came(database: &Database) {
    let store = founded(database).await;
    for (name, hash) in [("ana", 20), ("rob", 22), ("eva", 23)] {
        store.invite(&invited(name, "ilse", hash), &silent()).await.unwrap();
    }
    store.enrol(&id("ana"), &keys(), &first("ana", 2), &silent()).await.unwrap();
    store.enrol(&id("eva"), &keys(), &first("eva", 3), &silent()).await.unwrap();
    store.end_access(&[id("eva")], NOW, &silent()).await.unwrap();
    let sweep = async |days: u64| {
        let told = |_: &Forgotten| Entry::by_server(NOW.0, Act::Forget, Record::Practice, [1; 16]);
        store.sweep(NOW + Span(days * DAY.0 + 1), 30, log_key(), told).await.unwrap()
    };
    assert!(sweep(6).await.is_empty());
    assert_eq!(sweep(7).await, [Forgotten::Staff(id("rob"))], "an invited colleague who did not come");
    assert!(sweep(29).await.is_empty(), "who enrolled waits to be certified, however old the link");
    assert_eq!(sweep(31).await, [Forgotten::Staff(id("eva"))]);
    assert_eq!(store.staff().await.unwrap().len(), 2);
}

async fn who_left_is_known_as_long_as_a_visit_names_them(database: &Database) {
    let store = database.open().await;
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    let ilse = member("ilse", &[StaffRole::Administrator], StaffState::Invited);
    let link = StoredInvitation { inviter: id("dr"), ..invited("x", "dr", 30).invitation.unwrap() };
    store.invite(&StoredStaff { invitation: Some(link), ..ilse }, &silent()).await.unwrap();
    store.enrol(&id("ilse"), &keys(), &first("ilse", 1), &silent()).await.unwrap();
    store.certify(&id("ilse"), &certificate(), None, &silent()).await.unwrap();
    assert!(store.end_access(&[id("dr")], NOW, &silent()).await.unwrap());
    assert!(store.desk_links().await.unwrap().is_empty(), "the desk's link went with the access");
    let told = |_: &Forgotten| Entry::by_server(NOW.0, Act::Forget, Record::Practice, [1; 16]);
    let later = NOW + Span(40 * DAY.0);
    assert!(store.sweep(later, 30, log_key(), told).await.unwrap().is_empty());
    let mut visit = store.visits().await.unwrap().remove(0);
    visit.ended_at = Some(NOW);
    store.save_visit(&visit, &silent()).await.unwrap();
    let forgotten = store.sweep(later, 30, log_key(), told).await.unwrap();
    assert_eq!(forgotten, [Forgotten::Visit(visit.plan.visit), Forgotten::Staff(id("dr"))]);
}

async fn staff_come_in_one_order_of_their_names_whatever_the_database_thinks_of_letters(database: &Database) {
    let store = founded(database).await;
    for (number, name) in (20..).zip(["Bob", "ana", "Émile", "al"]) {
        let account = invited(&format!("account{number}"), "ilse", number);
        store.invite(&StoredStaff { name: name.to_owned(), ..account }, &silent()).await.unwrap();
    }
    let names: Vec<_> = store.staff().await.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Bob", "al", "ana", "ilse", "Émile"]);
}

contract! {
    staff_come_in_one_order_of_their_names_whatever_the_database_thinks_of_letters,
    a_practice_is_founded_once,
    a_colleague_comes_by_a_link_that_works_once,
    who_leaves_takes_everything_but_their_name_and_the_last_administrator_stays,
    sessions_end_when_told_or_when_their_time_is_over,
    the_sweep_forgets_who_left_and_who_never_came,
    who_left_is_known_as_long_as_a_visit_names_them,
}
