//! Backup, restore and a new key: what they keep, what they refuse, and that a copy is a copy.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::path::Path;

use common::{Scratch, setup, silent};
use store::{Key, Store, StoreError};
use visit::wire::VisitState;

fn key(byte: u8) -> Key {
    Key::raw(&[byte; 32])
}

async fn filled(directory: &Path) -> Store {
    let store = Store::open(directory, &key(1)).await.unwrap();
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    store
}

async fn state(directory: &Path, key: &Key) -> Result<VisitState, StoreError> {
    let store = Store::open(directory, key).await?;
    let state = store.visits().await?.remove(0).state;
    store.close().await?;
    Ok(state)
}

#[tokio::test]
async fn a_backup_of_a_store_at_work_holds_what_was_acknowledged_and_is_restored_under_another_key() {
    let scratch = Scratch::new("backup");
    let other = Scratch::new("backup-restored");
    let store = filled(&scratch.0).await;
    let mut visit = store.visits().await.unwrap().remove(0);
    visit.state = VisitState::Open;
    store.save_visit(&visit, &silent()).await.unwrap();
    let copy = scratch.0.join("copy.db");
    let rows = store::backup(&scratch.0, &key(1), &copy).await.unwrap();
    assert!(rows >= 5, "a practice, its staff, a visit and two seats");
    visit.state = VisitState::Ended;
    store.save_visit(&visit, &silent()).await.unwrap();

    assert_eq!(store::restore(&copy, &key(1), &other.0, &key(2), false).await.unwrap(), rows);
    assert_eq!(state(&other.0, &key(2)).await.unwrap(), VisitState::Open);
    assert_eq!(store.visits().await.unwrap()[0].state, VisitState::Ended);
    let mut left: Vec<_> = std::fs::read_dir(&scratch.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["copy.db", "curtain.db", "curtain.db-shm", "curtain.db-wal", "curtain.lock"]);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_a_restore_only_when_told() {
    let scratch = Scratch::new("overwrite");
    let store = filled(&scratch.0).await;
    let copy = scratch.0.join("copy.db");
    store::backup(&scratch.0, &key(1), &copy).await.unwrap();
    assert!(matches!(store::backup(&scratch.0, &key(1), &copy).await, Err(StoreError::Exists)));

    let restore = async |replace| store::restore(&copy, &key(1), &scratch.0, &key(1), replace).await;
    assert!(matches!(restore(true).await, Err(StoreError::InUse)));
    let mut visit = store.visits().await.unwrap().remove(0);
    visit.state = VisitState::Open;
    store.save_visit(&visit, &silent()).await.unwrap();
    // A crash leaves the log where it is.
    let log = std::fs::read(scratch.0.join("curtain.db-wal")).unwrap();
    store.close().await.unwrap();
    std::fs::write(scratch.0.join("curtain.db-wal"), log).unwrap();
    assert!(matches!(restore(false).await, Err(StoreError::Taken)));
    restore(true).await.unwrap();
    assert_eq!(state(&scratch.0, &key(1)).await.unwrap(), VisitState::Scheduled);
    assert!(matches!(restore(true).await, Err(StoreError::Kept)));

    let kept = Scratch::new("overwrite-kept");
    for suffix in ["", "-wal"] {
        let from = scratch.0.join(format!("curtain.db.before-restore{suffix}"));
        std::fs::rename(from, kept.0.join(format!("curtain.db{suffix}"))).unwrap();
    }
    assert_eq!(state(&kept.0, &key(1)).await.unwrap(), VisitState::Open);
}

#[tokio::test]
async fn a_backup_that_is_none_leaves_the_database_alone() {
    let scratch = Scratch::new("none");
    filled(&scratch.0).await.close().await.unwrap();
    let copy = scratch.0.join("copy.db");
    std::fs::write(&copy, vec![0x5a; 8192]).unwrap();
    let restore = async |from: &Path, with: u8| store::restore(from, &key(with), &scratch.0, &key(1), true).await;
    assert!(matches!(restore(&copy, 1).await, Err(StoreError::Unopenable)));
    assert!(matches!(restore(&scratch.0.join("nowhere"), 1).await, Err(StoreError::File(_))));
    assert!(matches!(restore(&scratch.0.join("curtain.db"), 2).await, Err(StoreError::Unopenable)));
    assert_eq!(state(&scratch.0, &key(1)).await.unwrap(), VisitState::Scheduled);
}

#[tokio::test]
async fn a_new_key_takes_the_place_of_the_old_one() {
    let scratch = Scratch::new("rotate");
    assert!(matches!(store::rotate(&scratch.0, &key(1), &key(2)).await, Err(StoreError::Missing)));
    let store = filled(&scratch.0).await;
    assert!(matches!(store::rotate(&scratch.0, &key(1), &key(2)).await, Err(StoreError::InUse)));
    store.close().await.unwrap();
    assert!(matches!(store::rotate(&scratch.0, &key(3), &key(2)).await, Err(StoreError::Unopenable)));
    store::rotate(&scratch.0, &key(1), &key(2)).await.unwrap();
    assert!(matches!(state(&scratch.0, &key(1)).await, Err(StoreError::Unopenable)));
    // Once more, as after a kill that came too late to matter.
    store::rotate(&scratch.0, &key(1), &key(2)).await.unwrap();
    let passphrase = Key::passphrase("a quiet garden behind the house").unwrap();
    store::rotate(&scratch.0, &key(2), &passphrase).await.unwrap();
    assert_eq!(state(&scratch.0, &passphrase).await.unwrap(), VisitState::Scheduled);
}
