//! What every database must do for accounts of patients: made once in a seat, bound, changed, read, erased with all that refers to them.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
#[macro_use]
#[path = "common/databases.rs"]
mod databases;

use audit::{Act, Addition, Client, Entry, Party, Record, Role};
use common::{NOW, log_key, setup, silent};
use databases::Database;
use store::{
    FirstSignIn, Forgotten, Store, StoreError, StoredPasskey, StoredPassword, StoredPatient, StoredSession, StoredVisit,
};
use visit::ids::{Opaque, StaffId, VisitId};
use visit::wire::{Binding, ClaimedKeys, NewInvitation, SealedAccount, SealedContact, VisitState, WrappedKey};
use visit::{Span, Time};

const RETENTION: Span = Span::minutes(31 * 24 * 60);

fn id(name: &str) -> StaffId {
    StaffId::try_from(name).unwrap()
}

fn opaque(byte: u8, length: usize) -> Opaque {
    Opaque::new(vec![byte; length])
}

fn patient(account: &str, seat: &str) -> StoredPatient {
    StoredPatient {
        account: id(account),
        visit: "v1".try_into().unwrap(),
        seat: seat.try_into().unwrap(),
        clinician: id("dr"),
        keys: Some(ClaimedKeys { sign_key: opaque(3, 32), seal_key: opaque(4, 1_216), tag: opaque(5, 32) }),
        contact: SealedContact { own: opaque(10, 1_700), clinician: opaque(11, 1_700) },
        binding: None,
        made_at: NOW,
    }
}

fn binding(byte: u8) -> Binding {
    Binding { body: opaque(byte, 2_000), signature: opaque(byte, 64) }
}

fn first(account: &str, byte: u8) -> FirstSignIn {
    let passkey = StoredPasskey {
        credential_id: vec![byte; 32],
        staff: id(account),
        name: "A telephone".to_owned(),
        verifier: "{}".to_owned(),
        made_at: NOW,
    };
    let password = StoredPassword {
        staff: id(account),
        user_name: format!("Name {byte}"),
        folded_name: format!("name {byte}"),
        record: vec![byte; 192],
        totp: None,
        made_at: NOW,
        used_at: None,
    };
    FirstSignIn {
        vault: SealedAccount {
            vault: opaque(byte, 8_000),
            keys: vec![WrappedKey { authenticator: "password".to_owned(), wrapped: opaque(byte, 60) }],
        },
        recovery_key: opaque(byte, 32),
        passkey: Some(passkey),
        password: Some(password),
        session: None,
    }
}

/// A practice with a visit of 'dr', to which 'ann' and 'bob' are invited as patients and 'cy' as a companion.
async fn filled(database: &Database) -> Store {
    let store = database.open().await;
    let mut setup = setup();
    let invitation = |seat: &str, role, hash| NewInvitation {
        seat: seat.try_into().unwrap(),
        role,
        token_hash: opaque(hash, 32),
        sealed_secret: opaque(1, 80),
    };
    setup.visits[0].invitations.push(invitation("bob", visit::wire::Role::Patient, 8));
    setup.visits[0].invitations.push(invitation("cy", visit::wire::Role::Companion, 10));
    store.set_up(&setup, 30, &silent()).await.unwrap();
    store
}

fn by(account: &str, act: Act) -> Entry {
    let (who, record) = (Party::Patient(id(account)), Record::Account(id(account)));
    Entry::new(NOW.0, who, Role::Patient, act, record, Client::server(), [1; 16])
}

async fn forgotten_by(store: &Store, now: Time) -> Vec<Forgotten> {
    let told = |_: &Forgotten| Entry::by_server(now.0, Act::Forget, Record::Practice, [1; 16]);
    store.sweep(now, 30, log_key(), told).await.unwrap()
}

async fn a_patients_seat_gets_one_account_and_no_other_seat_any(database: &Database) {
    let store = filled(database).await;
    assert!(
        !store.enrol_patient(&patient("cyrus", "cy"), &first("cyrus", 30), &silent()).await.unwrap(),
        "a companion"
    );
    assert!(
        !store.enrol_patient(&patient("dora", "host"), &first("dora", 30), &silent()).await.unwrap(),
        "the clinician"
    );
    assert!(!store.enrol_patient(&patient("dora", "who"), &first("dora", 30), &silent()).await.unwrap(), "no seat");
    assert!(
        !store.enrol_patient(&patient("dr", "ann"), &first("dr", 30), &silent()).await.unwrap(),
        "the account is there"
    );
    assert!(store.passkey(&[30; 32]).await.unwrap().is_none(), "nothing of them was written");
    assert!(store.enrol_patient(&patient("anna", "ann"), &first("anna", 20), &silent()).await.unwrap());
    assert!(!store.enrol_patient(&patient("eve", "ann"), &first("eve", 30), &silent()).await.unwrap(), "it has one");
    assert!(store.member(&id("eve")).await.unwrap().is_none());
    let taken = FirstSignIn { recovery_key: opaque(9, 32), passkey: None, ..first("bobby", 20) };
    let refusal = store.enrol_patient(&patient("bobby", "bob"), &taken, &silent()).await.unwrap_err();
    assert!(matches!(refusal, StoreError::UserNameTaken));

    store.close().await.unwrap();
    let store = database.open().await;
    let kept = store.seated_patients().await.unwrap();
    let [kept] = &kept[..] else { panic!("{} accounts", kept.len()) };
    assert_eq!((kept.account.as_str(), kept.visit.as_str(), kept.seat.as_str()), ("anna", "v1", "ann"));
    assert_eq!((kept.clinician.as_str(), &kept.keys, kept.made_at), ("dr", &patient("anna", "ann").keys, NOW));
    assert_eq!((kept.contact.own.as_bytes(), kept.contact.clinician.as_bytes()), (&[10; 1_700][..], &[11; 1_700][..]));
    assert!(kept.binding.is_none());
    let member = store.member(&id("anna")).await.unwrap().unwrap();
    assert!(member.is_patient() && member.name.is_empty() && member.certificate.is_none());
    assert_eq!(store.vault(&id("anna")).await.unwrap(), Some(first("anna", 20).vault));
    assert_eq!(store.passkey(&[20; 32]).await.unwrap().unwrap().staff, id("anna"));
    assert_eq!(store.password_of(&id("anna")).await.unwrap().unwrap().user_name, "Name 20");
    assert_eq!(store.recovered_by(&opaque(20, 32)).await.unwrap().unwrap().staff, id("anna"));
    let staff = store.staff().await.unwrap();
    assert_eq!(staff.iter().map(|one| one.staff.as_str()).collect::<Vec<_>>(), ["dr"], "a patient works nowhere");
    assert!(store.patient(&id("dr")).await.unwrap().is_none());
}

async fn a_word_is_given_once_and_takes_the_place_of_the_claim(database: &Database) {
    let store = filled(database).await;
    store.enrol_patient(&patient("anna", "ann"), &first("anna", 20), &silent()).await.unwrap();
    assert!(!store.bind_patient(&id("eve"), &binding(1), &silent()).await.unwrap());
    assert!(store.bind_patient(&id("anna"), &binding(1), &silent()).await.unwrap());
    assert!(!store.bind_patient(&id("anna"), &binding(2), &silent()).await.unwrap());
    let bound = store.patient(&id("anna")).await.unwrap().unwrap();
    assert!(bound.keys.is_none());
    assert_eq!(bound.binding.unwrap().body, opaque(1, 2_000));

    let contact = SealedContact { own: opaque(12, 1_700), clinician: opaque(13, 1_700) };
    assert!(!store.change_contact(&id("dr"), &contact, &silent()).await.unwrap());
    assert!(store.change_contact(&id("anna"), &contact, &silent()).await.unwrap());
    let changed = store.patient(&id("anna")).await.unwrap().unwrap().contact;
    assert_eq!((changed.own, changed.clinician), (contact.own, contact.clinician));
}

async fn what_cannot_be_checked_any_more_goes_with_the_visits_secret(database: &Database) {
    let store = filled(database).await;
    store.enrol_patient(&patient("anna", "ann"), &first("anna", 20), &silent()).await.unwrap();
    let mut visit = store.visits().await.unwrap().remove(0);
    visit.state = VisitState::Ended;
    visit.ended_at = Some(NOW);
    store.erase_visit(&visit, &silent()).await.unwrap();
    let kept = store.seated_patients().await.unwrap();
    assert!(kept.len() == 1 && kept[0].keys.is_none(), "the account stays, its claim does not");
    assert!(!store.bind_patient(&id("anna"), &binding(1), &silent()).await.unwrap());
}

async fn an_account_outlives_its_visit_and_keeps_its_clinician(database: &Database) {
    let store = filled(database).await;
    store.enrol_patient(&patient("anna", "ann"), &first("anna", 20), &silent()).await.unwrap();
    let held = store.visits_of(&id("anna")).await.unwrap();
    let [held] = &held[..] else { panic!("{} visits", held.len()) };
    assert_eq!((held.visit.as_str(), held.minutes, held.starts_at), ("v1", 20, NOW.wire()));
    assert_eq!((held.state, held.clinician.as_str(), held.consent_version), (VisitState::Scheduled, "dr", None));
    assert!(store.visits_of(&id("dr")).await.unwrap().is_empty(), "of seats, not of who holds it");

    let mut visit: StoredVisit = store.visits().await.unwrap().remove(0);
    visit.seats[1].consent_version = Some(4);
    visit.ended_at = Some(NOW);
    store.save_visit(&visit, &silent()).await.unwrap();
    assert_eq!(
        store.visits_of(&id("anna")).await.unwrap()[0].consent_version,
        Some(4),
        "a visit's changes leave its accounts"
    );
    assert_eq!(forgotten_by(&store, NOW + RETENTION).await, [Forgotten::Visit(visit.plan.visit)]);
    assert!(store.seated_patients().await.unwrap().is_empty());
    assert!(store.visits_of(&id("anna")).await.unwrap().is_empty());
    assert!(store.patient(&id("anna")).await.unwrap().is_some());
    // Long after their clinician has left, whose certificate the word is checked with.
    database.sql("UPDATE staff SET state = 'left', left_at = 0 WHERE staff = 'dr'").await;
    assert!(forgotten_by(&store, NOW + RETENTION).await.is_empty());
    assert!(store.erase_patient(&id("anna"), &silent()).await.unwrap());
    assert_eq!(forgotten_by(&store, NOW + RETENTION).await, [Forgotten::Staff(id("dr"))]);
}

async fn an_erased_account_is_gone_from_everywhere_and_its_seat_free(database: &Database) {
    let store = filled(database).await;
    store.enrol_patient(&patient("anna", "ann"), &first("anna", 20), &silent()).await.unwrap();
    store.enrol_patient(&patient("bobby", "bob"), &first("bobby", 21), &silent()).await.unwrap();
    let session = StoredSession {
        hash: vec![20; 32],
        staff: id("anna"),
        began_at: NOW,
        seen_at: NOW,
        proved_at: NOW,
        client: "Firefox on Linux".to_owned(),
    };
    let passkey = store.passkey(&[20; 32]).await.unwrap().unwrap();
    assert!(store.sign_in(&passkey, &session, &silent()).await.unwrap());
    database.sql("INSERT INTO known_device VALUES (CAST('device' AS BLOB), 'anna', 1, 1)").await;
    assert!(!store.erase_patient(&id("dr"), &silent()).await.unwrap(), "nobody on the staff");
    assert!(store.member(&id("dr")).await.unwrap().is_some());

    let entries = [by("anna", Act::EraseAccount)];
    assert!(store.erase_patient(&id("anna"), &Addition { key: log_key(), entries: &entries }).await.unwrap());
    assert!(!store.erase_patient(&id("anna"), &Addition { key: log_key(), entries: &entries }).await.unwrap());
    assert_eq!(store.audit_rows(0, 100, 100).await.unwrap().len(), 1, "one act");
    assert!(store.member(&id("anna")).await.unwrap().is_none() && store.patient(&id("anna")).await.unwrap().is_none());
    assert!(store.passkey(&[20; 32]).await.unwrap().is_none() && store.session(&[20; 32]).await.unwrap().is_none());
    assert!(store.password_named("name 20").await.unwrap().is_none());
    assert!(store.recovered_by(&opaque(20, 32)).await.unwrap().is_none());
    assert!(store.known_on(b"device").await.unwrap().is_empty());
    assert!(!store.sign_in(&passkey, &session, &silent()).await.unwrap(), "who was about to sign in does not");
    let left = store.seated_patients().await.unwrap();
    assert_eq!(left.iter().map(|one| one.account.as_str()).collect::<Vec<_>>(), ["bobby"]);
    assert!(store.enrol_patient(&patient("anew", "ann"), &first("anew", 20), &silent()).await.unwrap());
}

async fn a_patient_is_told_what_the_log_has_of_them_and_of_nobody_else(database: &Database) {
    let store = filled(database).await;
    let (mine, other): (VisitId, VisitId) = ("v1".try_into().unwrap(), "v2".try_into().unwrap());
    let seat = |visit: &VisitId| Record::Seat { visit: visit.clone(), seat: "ann".try_into().unwrap() };
    let guest = |visit: &VisitId| Party::Guest { visit: visit.clone(), seat: "ann".try_into().unwrap() };
    let entry =
        |at: u64, who, act, record| Entry::new(at, who, Role::Clinician, act, record, Client::server(), [1; 16]);
    let entries = [
        entry(1, Party::Staff(id("dr")), Act::Admit, seat(&mine)),
        entry(2, Party::Staff(id("dr")), Act::Admit, seat(&other)),
        entry(3, guest(&mine), Act::Enrol, Record::Account(id("anna"))),
        entry(4, Party::Patient(id("anna")), Act::ReadStaff, Record::Staff),
        // An account that is called as somebody's visit is no visit.
        entry(5, Party::Patient(id("v1")), Act::ReadHeld, Record::Account(id("v1"))),
        entry(6, Party::Server, Act::Erase, Record::Visit(mine.clone())),
        entry(7, Party::Server, Act::SignOut, Record::Account(id("anna"))),
    ];
    store.record(&Addition { key: log_key(), entries: &entries }).await.unwrap();
    let told = async |visits: &[VisitId], limit| {
        let told = store.audit_about(&id("anna"), visits, limit).await.unwrap();
        told.iter().map(|entry| entry.at).collect::<Vec<_>>()
    };
    assert_eq!(told(std::slice::from_ref(&mine), 100).await, [7, 6, 4, 3, 1], "each once, the latest first");
    assert_eq!(told(&[], 100).await, [7, 4, 3]);
    assert_eq!(told(std::slice::from_ref(&mine), 2).await, [7, 6]);
    // When contents are dropped, so is what pointed to them.
    let dropped = |before| entry(9, Party::Server, Act::DropContents, Record::Entries { before });
    assert!(store.drop_audit_contents(Time(48 * 60 * 60 * 1000), log_key(), dropped).await.unwrap());
    assert!(told(&[mine], 100).await.is_empty());
}

contract! {
    a_patients_seat_gets_one_account_and_no_other_seat_any,
    a_word_is_given_once_and_takes_the_place_of_the_claim,
    what_cannot_be_checked_any_more_goes_with_the_visits_secret,
    an_account_outlives_its_visit_and_keeps_its_clinician,
    an_erased_account_is_gone_from_everywhere_and_its_seat_free,
    a_patient_is_told_what_the_log_has_of_them_and_of_nobody_else,
}
