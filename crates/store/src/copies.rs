//! Copies of a whole SQLite database: backup, restore, and a copy under a new key. Each is checked before it takes its place.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

use crate::file::{self, Lock};
use crate::{Key, StoreError, sqlite};

/// How many rows each table has.
type Counts = BTreeMap<String, i64>;

/// Copies the database, which may be in use, as it is at one moment, and restores the copy to see that it can be. Returns its rows.
///
/// The copy is encrypted under the database's key, with a salt of its own.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::Unopenable`], [`StoreError::Exists`], [`StoreError::Differs`], or what the disk says.
/// Then there is no backup.
pub async fn backup(directory: &Path, key: &Key, to: &Path) -> Result<i64, StoreError> {
    let database = there(directory)?;
    let _lock = Lock::shared(directory)?;
    if to.exists() {
        return Err(StoreError::Exists);
    }
    let partial = file::with_suffix(to, ".partial");
    let trial = file::with_suffix(to, ".trial");
    file::remove(&partial)?;
    let done = async {
        let copied = copy(&database, key, &partial, key).await?;
        remove_directory(&trial)?;
        std::fs::create_dir(&trial)?;
        let restored = restore(&partial, key, &trial, key, false).await?;
        if restored == rows(&copied) { Ok(restored) } else { Err(StoreError::Differs) }
    };
    let done = done.await;
    remove_directory(&trial)?;
    if done.is_ok() {
        file::exchange(&partial, to)?;
    } else {
        file::remove(&partial)?;
    }
    done
}

/// Puts a backup into the data directory, under the database's key, in place of what is there if `replace`. Returns its rows.
///
/// A database that was replaced is kept as `curtain.db.before-restore`.
///
/// # Errors
/// [`StoreError::InUse`], [`StoreError::Taken`], [`StoreError::Kept`], [`StoreError::Newer`], or that the backup does not open,
/// is damaged, or does not fit on the disk. Then nothing was changed.
pub async fn restore(
    from: &Path,
    from_key: &Key,
    directory: &Path,
    key: &Key,
    replace: bool,
) -> Result<i64, StoreError> {
    let _lock = Lock::alone(directory)?;
    let database = file::database(directory);
    let kept = file::with_suffix(&database, ".before-restore");
    let replaces = database.exists();
    if replaces && !replace {
        return Err(StoreError::Taken);
    }
    if replaces && kept.exists() {
        return Err(StoreError::Kept);
    }
    let fresh = file::with_suffix(&database, ".new");
    file::remove(&fresh)?;
    let done = async {
        let copied = copy(from, from_key, &fresh, key).await?;
        let mut connection = sqlite::connect(&fresh, key).await?;
        sqlx::migrate!().run(&mut connection).await?;
        connection.close().await?;
        Ok(rows(&copied))
    };
    let done = done.await;
    if done.is_err() {
        file::remove(&fresh)?;
        return done;
    }
    if replaces {
        std::fs::hard_link(&database, &kept)?;
    }
    // A log belongs to its database: beside another one it would be poison.
    let log = file::with_suffix(&database, "-wal");
    if log.exists() {
        std::fs::rename(&log, file::with_suffix(&kept, "-wal"))?;
    }
    file::remove(&file::with_suffix(&database, "-shm"))?;
    file::exchange(&fresh, &database)?;
    done
}

/// Encrypts the database under a new key: a copy is made, checked, and put in its place.
///
/// Killed at any moment, the database opens with one of both keys, and doing it again completes it.
///
/// # Errors
/// [`StoreError::InUse`], [`StoreError::Missing`], that neither key opens it, or what the disk says. Then the old key still opens it.
pub async fn rotate(directory: &Path, old: &Key, new: &Key) -> Result<(), StoreError> {
    let database = there(directory)?;
    let _lock = Lock::alone(directory)?;
    let mut connection = match sqlite::connect(&database, old).await {
        Ok(connection) => connection,
        Err(StoreError::Unopenable) => {
            // Another time came as far as the exchange.
            sqlite::connect(&database, new).await?.close().await?;
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    // Writes the log into the database and removes it, so that the database is one file, which can be exchanged.
    sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut connection).await?;
    connection.close().await?;
    if file::with_suffix(&database, "-wal").exists() {
        return Err(StoreError::InUse);
    }
    let fresh = file::with_suffix(&database, ".new");
    file::remove(&fresh)?;
    if let Err(error) = copy(&database, old, &fresh, new).await {
        file::remove(&fresh)?;
        return Err(error);
    }
    file::exchange(&fresh, &database)?;
    Ok(())
}

fn there(directory: &Path) -> Result<PathBuf, StoreError> {
    if file::exists(directory) { Ok(file::database(directory)) } else { Err(StoreError::Missing) }
}

fn rows(counts: &Counts) -> i64 {
    counts.values().sum()
}

/// Copies one file, as it is at one moment, into a new one, and checks the new one.
async fn copy(from: &Path, from_key: &Key, to: &Path, key: &Key) -> Result<Counts, StoreError> {
    let mut connection = sqlite::connect(from, from_key).await?;
    file::create(to)?;
    let path = std::path::absolute(to)?;
    let path = path.to_str().ok_or(StoreError::Path)?;
    sqlx::query("ATTACH DATABASE $1 AS copy KEY $2").bind(path).bind(key.as_str()).execute(&mut connection).await?;
    let mut tx = connection.begin().await?;
    let original = counts(&mut tx).await?;
    sqlx::query("SELECT sqlcipher_export('copy')").execute(&mut *tx).await?;
    tx.commit().await?;
    connection.close().await?;

    let mut connection = sqlite::connect(to, key).await?;
    check(&mut connection).await?;
    let copied = counts(&mut connection).await?;
    connection.close().await?;
    if copied == original { Ok(copied) } else { Err(StoreError::Differs) }
}

/// Fails unless each page is authentic, the structure sound, and each reference has its row.
async fn check(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let unauthentic = sqlx::query("PRAGMA cipher_integrity_check").fetch_optional(&mut *connection).await?;
    let verdict: String = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut *connection).await?.try_get(0)?;
    let orphan = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut *connection).await?;
    if unauthentic.is_none() && verdict == "ok" && orphan.is_none() { Ok(()) } else { Err(StoreError::Damaged) }
}

async fn counts(connection: &mut SqliteConnection) -> Result<Counts, StoreError> {
    let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut counts = Counts::new();
    for row in sqlx::query(tables).fetch_all(&mut *connection).await? {
        let name: String = row.try_get("name")?;
        // The names are those of our own migrations.
        let count = AssertSqlSafe(format!("SELECT count(*) FROM main.\"{name}\""));
        counts.insert(name, sqlx::query(count).fetch_one(&mut *connection).await?.try_get(0)?);
    }
    Ok(counts)
}

fn remove_directory(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
