//! What can go wrong with the store, and whose fault it is.

use std::io;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteError;

/// The store could not do what was asked; nothing was half done.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A wrong key and a damaged file look the same, on purpose.
    #[error("the key does not open the database, or its file is damaged; nothing was changed")]
    Unopenable,
    /// The file is what earlier versions wrote.
    #[error(
        "the database is not encrypted: it was made by a version from before encryption, which this one does not read; \
         move it out of the data directory and set the practice up anew"
    )]
    NotEncrypted,
    /// The key opens the database, and what is in it contradicts itself.
    #[error("the database's file is damaged; restore a backup")]
    Damaged,
    /// A newer version has changed the schema.
    #[error("the database was written by a newer version of Curtain; start that version, or restore a backup")]
    Newer,
    /// There is no room left.
    #[error("the disk is full; what was acknowledged is safe, the last change was not made")]
    Full,
    /// Another process has the database open.
    #[error("the database is in use: stop the server first")]
    InUse,
    /// Another process reads what was erased.
    #[error("the log of the database cannot be emptied while a backup is made; what was erased is still in it")]
    Read,
    /// A database was expected.
    #[error("there is no database in the data directory")]
    Missing,
    /// A restore would replace a database.
    #[error(
        "there is a database in the data directory already; it is replaced, and kept beside the new one, only with --replace"
    )]
    Taken,
    /// A restore has kept what it replaced, and another one would overwrite that.
    #[error("curtain.db.before-restore is in the data directory from an earlier restore; move it away first")]
    Kept,
    /// A backup would overwrite a file.
    #[error("the backup's file is there already; name another")]
    Exists,
    /// A copy does not hold what its original holds.
    #[error("the copy does not hold what the database holds; it was removed, and nothing was changed")]
    Differs,
    /// A path that SQLite cannot be told.
    #[error("the path is not Unicode")]
    Path,
    /// An address of another kind.
    #[error("the database's address does not begin with postgres://")]
    Url,
    /// A file could not be made, read, moved or locked.
    #[error("a file of the database cannot be used: {0}")]
    File(#[from] io::Error),
    /// The database or its disk refused.
    #[error("the database refused: {0}")]
    Database(sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migration(MigrateError),
    /// The audit log cannot be gone on with.
    #[error(transparent)]
    Log(#[from] audit::LogError),
    /// Another account has the user name.
    #[error("another account has this user name; nothing was changed")]
    UserNameTaken,
    /// A row holds something this version cannot read.
    #[error("the database holds a value in `{0}` that this version cannot read")]
    Unreadable(&'static str),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let database = error.as_database_error();
        let code = database.and_then(|error| error.code());
        let of_sqlite = database.is_some_and(|error| error.try_downcast_ref::<SqliteError>().is_some());
        if !of_sqlite {
            // https://www.postgresql.org/docs/current/errcodes-appendix.html: disk_full.
            return if code.as_deref() == Some("53100") { StoreError::Full } else { StoreError::Database(error) };
        }
        // The primary code is the lowest byte: https://www.sqlite.org/rescode.html.
        match code.and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff) {
            Some(26) => StoreError::Unopenable,
            Some(11) => StoreError::Damaged,
            Some(13) => StoreError::Full,
            _ => StoreError::Database(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> StoreError {
        match error {
            MigrateError::VersionMissing(_) => StoreError::Newer,
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            error => StoreError::Migration(error),
        }
    }
}
