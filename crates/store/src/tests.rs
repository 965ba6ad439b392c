//! What only the inside can show: bytes that encryption would hide, and a disk without room.

#[path = "../tests/common/mod.rs"]
mod common;

use sqlx::{ConnectOptions as _, Connection as _};

use common::{MARKER, NOW, Scratch, files_with, setup, silent};
use visit::wire::{Binding, ClaimedKeys, SealedAccount, SealedContact, StaffState, VisitState, WrappedKey};

use crate::{Forgotten, Key, Store, StoreError, StoredVisit, file, sqlite};

async fn filled(store: &Store) -> StoredVisit {
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    store.visits().await.unwrap().remove(0)
}

#[tokio::test]
async fn erasing_leaves_no_sealed_secret_in_any_file() {
    let scratch = Scratch::new("erase-plain");
    // Without a key, so that this sees what whoever has the key would see.
    let store = Store::at(&scratch.0, None).await.unwrap();
    let mut visit = filled(&store).await;
    assert!(!files_with(&scratch.0, MARKER).is_empty(), "the marker must be there before, or this test shows nothing");
    visit.state = VisitState::Ended;
    visit.ended_at = Some(NOW);
    store.erase_visit(&visit, &silent()).await.unwrap();
    assert!(files_with(&scratch.0, MARKER).is_empty());
}

/// What a patient's account holds is planted in every place that it can be, and looked for in every file.
#[tokio::test]
async fn an_erased_account_leaves_no_byte_in_any_file() {
    let scratch = Scratch::new("erase-account");
    let store = Store::at(&scratch.0, None).await.unwrap();
    filled(&store).await;
    let marked = |what: &str| format!("PLANTED-{what}").into_bytes();
    let sealed = |what: &str| visit::ids::Opaque::new(marked(what));
    let account = visit::ids::StaffId::try_from("PLANTED-account").unwrap();
    let patient = crate::StoredPatient {
        account: account.clone(),
        visit: "v1".try_into().unwrap(),
        seat: "ann".try_into().unwrap(),
        clinician: "dr".try_into().unwrap(),
        keys: Some(ClaimedKeys { sign_key: sealed("sign-key"), seal_key: sealed("seal-key"), tag: sealed("tag") }),
        contact: SealedContact { own: sealed("contact-own"), clinician: sealed("contact-clinician") },
        binding: None,
        made_at: NOW,
    };
    let vault = SealedAccount {
        vault: sealed("vault"),
        keys: vec![WrappedKey { authenticator: "PLANTED-authenticator".into(), wrapped: sealed("wrapped") }],
    };
    let passkey = crate::StoredPasskey {
        credential_id: marked("credential"),
        staff: account.clone(),
        name: "PLANTED-telephone".into(),
        verifier: "PLANTED-verifier".into(),
        made_at: NOW,
    };
    let password = crate::StoredPassword {
        staff: account.clone(),
        user_name: "PLANTED-user".into(),
        folded_name: "PLANTED-folded".into(),
        record: marked("record"),
        totp: Some(crate::StoredTotp { secret: zeroize::Zeroizing::new(marked("app")), step: 1 }),
        made_at: NOW,
        used_at: None,
    };
    let session = crate::StoredSession {
        hash: marked("session"),
        staff: account.clone(),
        began_at: NOW,
        seen_at: NOW,
        proved_at: NOW,
        client: "PLANTED-browser".into(),
    };
    let (recovery_key, passkey, password) = (sealed("recovery"), Some(passkey), Some(password));
    let first = crate::FirstSignIn { vault, recovery_key, passkey, password, session: Some(session) };
    assert!(store.enrol_patient(&patient, &first, &silent()).await.unwrap());
    let moved = SealedContact { own: sealed("moved-own"), clinician: sealed("moved-clinician") };
    assert!(store.change_contact(&account, &moved, &silent()).await.unwrap());
    assert!(files_with(&scratch.0, b"PLANTED-contact").is_empty(), "what was changed is gone, too");
    let binding = Binding { body: sealed("binding"), signature: sealed("signature") };
    assert!(store.bind_patient(&account, &binding, &silent()).await.unwrap());
    sqlx::query("INSERT INTO known_device VALUES ($1, $2, 1, 1)")
        .bind(marked("device"))
        .bind(account.as_str())
        .execute(&store.pool)
        .await
        .unwrap();
    // In the database's own file, which only then shows what is overwritten.
    store.flush().await.unwrap();
    for what in
        ["account", "moved-own", "binding", "vault", "wrapped", "credential", "folded", "app", "device", "session"]
    {
        assert!(
            !files_with(&scratch.0, &marked(what)).is_empty(),
            "{what} must be there before, or this test shows nothing"
        );
    }
    assert!(store.erase_patient(&account, &silent()).await.unwrap());
    assert_eq!(files_with(&scratch.0, b"PLANTED"), [""; 0].map(std::path::PathBuf::from));
}

#[tokio::test]
async fn what_a_backup_still_reads_is_not_called_erased() {
    let scratch = Scratch::new("read");
    let store = Store::at(&scratch.0, None).await.unwrap();
    let mut visit = filled(&store).await;
    let mut reader = sqlite::options(&file::database(&scratch.0), None).connect().await.unwrap();
    let mut reading = reader.begin().await.unwrap();
    sqlx::query("SELECT * FROM visit").execute(&mut *reading).await.unwrap();

    visit.state = VisitState::Ended;
    visit.ended_at = Some(NOW);
    let refusal = store.erase_visit(&visit, &silent()).await.unwrap_err();
    assert!(matches!(refusal, StoreError::Read), "{refusal}");
    assert!(!files_with(&scratch.0, MARKER).is_empty(), "what is read cannot be gone");
    reading.commit().await.unwrap();
    store.erase_visit(&visit, &silent()).await.unwrap();
    assert!(files_with(&scratch.0, MARKER).is_empty());
}

#[tokio::test]
async fn what_was_forgotten_while_a_backup_reads_is_told_as_forgotten() {
    let scratch = Scratch::new("read-sweep");
    let store = Store::at(&scratch.0, None).await.unwrap();
    let mut visit = filled(&store).await;
    visit.ended_at = Some(visit::Time(0));
    store.save_visit(&visit, &silent()).await.unwrap();
    let mut reader = sqlite::options(&file::database(&scratch.0), None).connect().await.unwrap();
    let mut reading = reader.begin().await.unwrap();
    sqlx::query("SELECT * FROM visit").execute(&mut *reading).await.unwrap();
    let told = |_: &Forgotten| audit::Entry::by_server(NOW.0, audit::Act::Forget, audit::Record::Practice, [1; 16]);
    let forgotten = store.sweep(NOW, 30, common::log_key(), told).await.unwrap();
    assert_eq!(forgotten, [Forgotten::Visit(visit.plan.visit)]);
    assert!(matches!(store.flush().await, Err(StoreError::Read)), "or this test shows nothing");
}

#[tokio::test]
async fn a_full_disk_is_told_and_takes_nothing_that_was_acknowledged() {
    let scratch = Scratch::new("full");
    let key = Key::raw(&[7; 32]);
    let store = Store::open(&scratch.0, &key).await.unwrap();
    let mut visit = filled(&store).await;
    // SQLite says the same of a file that may not grow and of a disk that has no room.
    sqlx::query("PRAGMA max_page_count = 1").execute(&store.pool).await.unwrap();
    let mut acknowledged = 0;
    let refusal = loop {
        visit.plan.visit = format!("visit-{acknowledged}").try_into().unwrap();
        for seat in &mut visit.seats {
            seat.token_hash = None;
        }
        match store.save_visit(&visit, &silent()).await {
            Ok(()) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refusal, StoreError::Full), "{refusal}");
    assert!(acknowledged > 0, "there was room for something");
    store.close().await.unwrap();
    let store = Store::open(&scratch.0, &key).await.unwrap();
    assert_eq!(store.visits().await.unwrap().len(), acknowledged + 1);
}

#[tokio::test]
async fn a_practice_from_before_accounts_keeps_its_desk_and_its_visits() {
    let scratch = Scratch::new("migrated");
    let key = Key::raw(&[7; 32]);
    let options = sqlite::options(&file::database(&scratch.0), Some(&key));
    let all = sqlx::migrate!();
    let before = all.migrations.iter().filter(|migration| migration.version < 3).cloned().collect();
    let before = sqlx::migrate::Migrator { migrations: before, ..sqlx::migrate::Migrator::DEFAULT };
    let mut connection = options.create_if_missing(true).connect().await.unwrap();
    before.run(&mut connection).await.unwrap();
    for statement in [
        "INSERT INTO staff VALUES ('dr', x'01', x'02', x'03', x'04')",
        "INSERT INTO visit VALUES ('one', 'dr', 'host', 5, 20, 0, 4, 'scheduled', 0, NULL, NULL)",
        "INSERT INTO seat VALUES ('host', 'one', 0, 'clinician', 'invited', NULL, NULL, NULL, NULL)",
        "INSERT INTO seat VALUES ('ann', 'one', 1, 'patient', 'invited', x'05', x'06', NULL, NULL)",
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();

    let store = Store::open(&scratch.0, &key).await.unwrap();
    let link = store.desk_links().await.unwrap().remove(0);
    assert_eq!((link.staff.as_str(), link.token_hash.as_slice(), link.vault.as_bytes()), ("dr", &[1][..], &[4][..]));
    let member = store.staff().await.unwrap().remove(0);
    assert_eq!((member.roles.as_slice(), member.state), (&[visit::StaffRole::Clinician][..], StaffState::Active));
    assert_eq!(member.certificate.unwrap().body.as_bytes(), [2]);
    let visit = store.visits().await.unwrap().remove(0);
    assert_eq!((visit.host.as_str(), visit.seats.len()), ("dr", 2));
    assert_eq!(visit.seats[1].token_hash.as_deref(), Some(&[5][..]));
    // What refers to what still does, under the tables' own names.
    let orphan = sqlx::query("DELETE FROM staff").execute(&store.pool).await;
    assert!(orphan.is_err(), "a visit without its host");
    sqlx::query("DELETE FROM visit").execute(&store.pool).await.unwrap();
    let seats = sqlx::query("SELECT 1 FROM seat").fetch_all(&store.pool).await.unwrap();
    assert!(seats.is_empty(), "seats go with their visit");
}
