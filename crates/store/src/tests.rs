//! What only the inside can show: bytes that encryption would hide, and a disk without room.

#[path = "../tests/common/mod.rs"]
mod common;

use sqlx::{ConnectOptions as _, Connection as _};

use common::{MARKER, NOW, Scratch, files_with, setup, silent};
use visit::wire::VisitState;

use crate::{Key, Store, StoreError, StoredVisit, file};

async fn filled(store: &Store) -> StoredVisit {
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    store.visits().await.unwrap().remove(0)
}

#[tokio::test]
async fn erasing_leaves_no_sealed_secret_in_any_file() {
    let scratch = Scratch::new("erase-plain");
    // Without a key, so that this sees what whoever has the key would see.
    let options = file::unkeyed(&file::database(&scratch.0));
    let store = Store::connect(&scratch.0, options).await.unwrap();
    let mut visit = filled(&store).await;
    assert!(!files_with(&scratch.0, MARKER).is_empty(), "the marker must be there before, or this test shows nothing");
    visit.state = VisitState::Ended;
    visit.ended_at = Some(NOW);
    store.erase_visit(&visit, &silent()).await.unwrap();
    assert!(files_with(&scratch.0, MARKER).is_empty());
}

#[tokio::test]
async fn what_a_backup_still_reads_is_not_called_erased() {
    let scratch = Scratch::new("read");
    let options = file::unkeyed(&file::database(&scratch.0));
    let store = Store::connect(&scratch.0, options.clone()).await.unwrap();
    let mut visit = filled(&store).await;
    let mut reader = options.connect().await.unwrap();
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
