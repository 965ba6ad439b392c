//! What a key opens, what it does not, and what a stranger finds in the files.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::Path;

use common::{MARKER, Scratch, files_with, setup, silent};
use sqlx::{ConnectOptions as _, Connection as _};
use store::{Key, Store, StoreError};

fn key(byte: u8) -> Key {
    Key::raw(&[byte; 32])
}

async fn filled(directory: &Path, key: &Key) -> Store {
    let store = Store::open(directory, key).await.unwrap();
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    store
}

/// The practice's name, or why it cannot be read.
async fn name(directory: &Path, key: &Key) -> Result<String, StoreError> {
    let store = Store::open(directory, key).await?;
    let name = store.practice().await?.map(|(practice, _)| practice.name).unwrap_or_default();
    store.close().await?;
    Ok(name)
}

#[tokio::test]
async fn no_file_has_anything_in_it_that_can_be_read() {
    let scratch = Scratch::new("sealed");
    let store = filled(&scratch.0, &key(1)).await;
    let log = std::fs::metadata(scratch.0.join("curtain.db-wal")).unwrap().len();
    assert!(log > 0, "the log must hold something, or this test shows nothing of it");
    let copy = scratch.0.join("backup");
    store::backup(&scratch.0, &key(1), &copy).await.unwrap();
    for needle in [MARKER, b"De Linde", b"v1", b"CREATE TABLE", b"SQLite format 3", &[9; 32], &[1; 32]] {
        // Two letters are anywhere by chance.
        if needle.len() > 2 {
            assert_eq!(files_with(&scratch.0, needle), [] as [std::path::PathBuf; 0], "{needle:?}");
        }
    }
    for file in ["curtain.db", "curtain.db-wal", "backup"] {
        let mode = std::fs::metadata(scratch.0.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} can be read by others");
    }
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_wrong_key_and_a_damaged_head_look_the_same_and_change_nothing() {
    let scratch = Scratch::new("wrong");
    filled(&scratch.0, &key(1)).await.close().await.unwrap();
    let wrong = name(&scratch.0, &key(2)).await.unwrap_err();
    assert!(matches!(wrong, StoreError::Unopenable), "{wrong}");
    assert_eq!(name(&scratch.0, &key(1)).await.unwrap(), "De Linde");

    let file = std::fs::OpenOptions::new().write(true).open(scratch.0.join("curtain.db")).unwrap();
    file.write_all_at(&[0; 64], 100).unwrap();
    let damaged = name(&scratch.0, &key(1)).await.unwrap_err();
    assert_eq!(damaged.to_string(), wrong.to_string());
}

#[tokio::test]
async fn a_page_that_was_changed_is_noticed() {
    let scratch = Scratch::new("changed");
    filled(&scratch.0, &key(1)).await.close().await.unwrap();
    let path = scratch.0.join("curtain.db");
    let pages = std::fs::metadata(&path).unwrap().len() / 4096;
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    for page in 1..pages {
        file.write_all_at(&[0; 8], page * 4096 + 512).unwrap();
    }
    let noticed = store::backup(&scratch.0, &key(1), &scratch.0.join("backup")).await.unwrap_err();
    assert!(matches!(noticed, StoreError::Damaged | StoreError::Unopenable), "{noticed}");
    assert!(!scratch.0.join("backup").exists() && !scratch.0.join("backup.partial").exists());
}

#[tokio::test]
async fn a_database_from_before_encryption_is_refused_with_the_way_on() {
    let scratch = Scratch::new("plain");
    let path = scratch.0.join("curtain.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut plain = options.connect().await.unwrap();
    sqlx::query("CREATE TABLE practice (name TEXT)").execute(&mut plain).await.unwrap();
    plain.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();
    let refusal = name(&scratch.0, &key(1)).await.unwrap_err();
    assert!(matches!(refusal, StoreError::NotEncrypted), "{refusal}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_as_a_whole_and_as_a_backup() {
    let scratch = Scratch::new("newer");
    filled(&scratch.0, &key(1)).await.close().await.unwrap();
    let path = scratch.0.join("curtain.db");
    let literal = format!("\"x'{}'\"", "01".repeat(32));
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).pragma("key", literal);
    let mut connection = options.connect().await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'from the future', TRUE, x'00', 0)";
    sqlx::query(newer).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let refusal = name(&scratch.0, &key(1)).await.unwrap_err();
    assert!(matches!(refusal, StoreError::Newer), "{refusal}");

    let other = Scratch::new("newer-restored");
    let refusal = store::restore(&path, &key(1), &other.0, &key(1), false).await.unwrap_err();
    assert!(matches!(refusal, StoreError::Newer), "{refusal}");
    assert!(!store::exists(&other.0) && !other.0.join("curtain.db.new").exists());
}

#[tokio::test]
async fn a_passphrase_opens_what_it_closed_and_no_other_does() {
    let scratch = Scratch::new("passphrase");
    let right = Key::passphrase("it's a quiet garden").unwrap();
    filled(&scratch.0, &right).await.close().await.unwrap();
    assert_eq!(name(&scratch.0, &right).await.unwrap(), "De Linde");
    let other = Key::passphrase("it's a quiet gardeN").unwrap();
    assert!(matches!(name(&scratch.0, &other).await, Err(StoreError::Unopenable)));
}
