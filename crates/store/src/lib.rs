//! Everything Curtain keeps, and for how long: the only crate with SQL. No rule of a visit lives here.
//!
//! The schema is `migrations/`; what is ephemeral (cards, KeyPackages, offers, addresses) never gets here.
//! What changes a record takes the audit entries that tell of it, and writes both or neither.
//! To add a table: write the next migration with its purpose, legal basis and retention, and teach [`Store::sweep`] to honour them.

mod accesses;
mod copies;
mod error;
mod file;
mod key;
mod log;
mod practice;
mod rows;
mod sessions;
mod staff;
mod sweep;
#[cfg(test)]
mod tests;
mod visits;
mod ways;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};

pub use accesses::{KnownAccess, StoredAccess};
pub use copies::{backup, restore, rotate};
pub use error::StoreError;
pub use file::exists;
pub use key::{BadKey, Key};
pub use practice::DeskLink;
pub use sessions::{FirstSignIn, StoredPasskey, StoredSession};
pub use staff::{StoredInvitation, StoredStaff};
pub use sweep::Forgotten;
pub use visits::{StoredSeat, StoredVisit};
pub use ways::StoredWays;

/// How long another process may keep us waiting. Lower erases later while a backup is made; higher holds everyone up meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// The database of one practice.
#[derive(Clone)]
pub struct Store {
    pool: sqlx::SqlitePool,
    _lock: Arc<file::Lock>,
}

impl Store {
    /// Opens the database in `directory`, making it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unopenable`] with the wrong key, [`StoreError::NotEncrypted`], [`StoreError::Newer`], or
    /// [`StoreError::InUse`] while another process exchanges the file.
    pub async fn open(directory: &Path, key: &Key) -> Result<Store, StoreError> {
        Self::connect(directory, file::options(&file::database(directory), key)).await
    }

    async fn connect(directory: &Path, options: SqliteConnectOptions) -> Result<Store, StoreError> {
        let lock = Arc::new(file::Lock::shared(directory)?);
        let database = file::database(directory);
        file::refuse_plain(&database)?;
        match file::create(&database) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        let options = options.journal_mode(SqliteJournalMode::Wal).busy_timeout(PATIENCE);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Store { pool, _lock: lock })
    }

    /// Opens the database in `directory` to read it only, also while a server has it open.
    ///
    /// # Errors
    /// As for [`Store::open`], and [`StoreError::Missing`] if there is none.
    pub async fn open_to_read(directory: &Path, key: &Key) -> Result<Store, StoreError> {
        if !exists(directory) {
            return Err(StoreError::Missing);
        }
        let lock = Arc::new(file::Lock::shared(directory)?);
        let database = file::database(directory);
        file::refuse_plain(&database)?;
        let options = file::options(&database, key).read_only(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Store { pool, _lock: lock })
    }

    /// Writes what the log still holds into the database and empties the log, so that erased rows are in neither.
    ///
    /// # Errors
    /// [`StoreError::Read`] while a backup reads the log, [`StoreError::Database`] if the disk does not take it.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool).await?;
        let busy: i64 = sqlx::Row::try_get(&row, 0)?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Read) }
    }

    /// The same where rows are gone already, and only the log is not emptied yet because someone reads it: the next time does it.
    pub(crate) async fn flush_when_free(&self) -> Result<(), StoreError> {
        match self.flush().await {
            Err(StoreError::Read) => Ok(()),
            flushed => flushed,
        }
    }

    /// Closes the database; the log is emptied first.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the disk does not take it.
    pub async fn close(self) -> Result<(), StoreError> {
        self.flush().await?;
        self.pool.close().await;
        Ok(())
    }
}
