//! SQLite with SQLCipher: what each connection is told, the pool over one file, and emptying the log. The file's names and its lock are in `file`.

use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use zeroize::Zeroizing;

use crate::{Key, StoreError, db, file};

/// How long another process may keep us waiting. Lower erases later while a backup is made; higher holds everyone up meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// What every connection is told, the key first; without one only in tests, which look at what is written.
fn settings(key: Option<&Key>) -> Vec<(&'static str, Zeroizing<String>)> {
    let mut settings = Vec::new();
    if let Some(key) = key {
        settings.push(("key", key.literal()));
        // The cipher is pinned to that of SQLCipher 4: AES-256-CBC and HMAC-SHA-512 per page.
        settings.push(("cipher_compatibility", Zeroizing::new("4".to_owned())));
    }
    let others = [
        ("foreign_keys", "ON"),
        // What was acknowledged survives a power cut.
        ("synchronous", "FULL"),
        // What was erased is overwritten, not just unlinked.
        ("secure_delete", "ON"),
        ("temp_store", "MEMORY"),
    ];
    settings.extend(others.map(|(name, value)| (name, Zeroizing::new(value.to_owned()))));
    settings
}

/// A connection of this database's own kind.
pub(crate) fn options(path: &Path, key: Option<&Key>) -> SqliteConnectOptions {
    // The statement that sets the key has the key in it.
    let options = SqliteConnectOptions::new().filename(path).disable_statement_logging();
    settings(key).into_iter().fold(options, |options, (name, value)| options.pragma(name, value.as_str().to_owned()))
}

/// Opens a file that is there, as it is: no schema is changed.
pub(crate) async fn connect(path: &Path, key: &Key) -> Result<SqliteConnection, StoreError> {
    std::fs::metadata(path)?;
    file::refuse_plain(path)?;
    opened(options(path, Some(key))).await
}

async fn opened(options: SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let mut connection = options.connect().await?;
    // SQLCipher takes any key; only reading shows whether it is the right one.
    sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&mut connection).await?;
    Ok(connection)
}

/// A pool over a file that is there, to write it or only to read it.
pub(crate) async fn pool(path: &Path, key: Option<&Key>, read_only: bool) -> Result<db::Pool, StoreError> {
    file::refuse_plain(path)?;
    let mut first = options(path, key).read_only(read_only).busy_timeout(PATIENCE);
    if !read_only {
        first = first.journal_mode(SqliteJournalMode::Wal);
    }
    // A pool tries again for long what fails once it is connected, so a wrong key is found out before.
    let first = opened(first).await?;

    let mut told = Zeroizing::new(String::new());
    let patience = Zeroizing::new(PATIENCE.as_millis().to_string());
    for (name, value) in settings(key).into_iter().chain([("busy_timeout", patience)]) {
        told.push_str(&format!("PRAGMA {name} = {}; ", value.as_str()));
    }
    let told = Arc::new(told);
    let options = db::pool()
        // Opening anew would derive the key from a passphrase anew, while somebody waits.
        .max_lifetime(None)
        .idle_timeout(None)
        // A file does not go away like a network does.
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let told = Arc::clone(&told);
            Box::pin(async move {
                // Before this, sqlx has only switched foreign keys on, for which SQLite does not look into the file.
                sqlx::raw_sql(AssertSqlSafe(told.as_str())).execute(connection).await.map(drop)
            })
        });
    let pool = options.connect_with(AnyConnectOptions::from_str(&url(path, read_only)?)?.disable_statement_logging());
    let pool = pool.await?;
    first.close().await?;
    Ok(pool)
}

/// Writes what the log holds into the database, and empties it.
pub(crate) async fn empty_log(pool: &db::Pool) -> Result<(), StoreError> {
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(pool).await?;
    let busy: i64 = row.try_get(0)?;
    if busy == 0 { Ok(()) } else { Err(StoreError::Read) }
}

/// A file as sqlx is told of it where it may be any database.
fn url(path: &Path, read_only: bool) -> Result<String, StoreError> {
    // A URL has no `..` in it.
    let path = path.canonicalize()?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(byte);
    let escaped: String = path
        .to_str()
        .ok_or(StoreError::Path)?
        .bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    Ok(format!("sqlite://{escaped}?mode={}", if read_only { "ro" } else { "rw" }))
}
