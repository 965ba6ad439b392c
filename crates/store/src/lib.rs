//! Everything Curtain keeps, and for how long: the only crate with SQL. No rule of a visit lives here.
//!
//! It is kept in an encrypted file of SQLite, or, by the same queries, in PostgreSQL (feature `postgres`).
//! The schema is `migrations/`; what is ephemeral (cards, KeyPackages, offers, addresses) never gets here.
//! What changes a record takes the audit entries that tell of it, and writes both or neither.
//! To add a table: write the next migration with its purpose, legal basis and retention, and teach [`Store::sweep`] to honour them.

mod accesses;
mod copies;
mod db;
mod error;
mod file;
mod key;
mod log;
mod passwords;
mod patients;
#[cfg(feature = "postgres")]
mod postgres;
mod practice;
mod rows;
mod sessions;
mod sqlite;
mod staff;
mod sweep;
#[cfg(test)]
mod tests;
mod visits;
mod ways;

use std::path::Path;
use std::sync::Arc;

pub use accesses::{KnownAccess, StoredAccess};
pub use copies::{backup, restore, rotate};
pub use error::StoreError;
pub use file::exists;
pub use key::{BadKey, Key};
pub use passwords::{StoredPassword, StoredPasswordChange, StoredTotp, UsedPassword, UsedProof};
pub use patients::StoredPatient;
pub use practice::DeskLink;
pub use sessions::{FirstSignIn, StoredPasskey, StoredSession};
pub use staff::{StoredInvitation, StoredStaff};
pub use sweep::Forgotten;
pub use visits::{StoredSeat, StoredVisit};
pub use ways::StoredWays;

/// The database of one practice.
#[derive(Clone)]
pub struct Store {
    pool: db::Pool,
    /// The lock on the file of SQLite; PostgreSQL has none.
    file: Option<Arc<file::Lock>>,
}

impl Store {
    /// Opens the database in `directory`, making it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unopenable`] with the wrong key, [`StoreError::NotEncrypted`], [`StoreError::Newer`], or
    /// [`StoreError::InUse`] while another process exchanges the file.
    pub async fn open(directory: &Path, key: &Key) -> Result<Store, StoreError> {
        Self::at(directory, Some(key)).await
    }

    async fn at(directory: &Path, key: Option<&Key>) -> Result<Store, StoreError> {
        let lock = Arc::new(file::Lock::shared(directory)?);
        let database = file::database(directory);
        match file::create(&database) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        let pool = sqlite::pool(&database, key, false).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Store { pool, file: Some(lock) })
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
        let pool = sqlite::pool(&file::database(directory), Some(key), true).await?;
        Ok(Store { pool, file: Some(lock) })
    }

    /// Writes what the log of SQLite still holds into the database and empties the log, so that erased rows are in neither.
    /// PostgreSQL is not told how to keep its files.
    ///
    /// # Errors
    /// [`StoreError::Read`] while a backup reads the log, [`StoreError::Database`] if the disk does not take it.
    pub async fn flush(&self) -> Result<(), StoreError> {
        if self.file.is_some() { sqlite::empty_log(&self.pool).await } else { Ok(()) }
    }

    /// The same where rows are gone already, and only the log is not emptied yet because someone reads it: the next time does it.
    pub(crate) async fn flush_when_free(&self) -> Result<(), StoreError> {
        match self.flush().await {
            Err(StoreError::Read) => Ok(()),
            flushed => flushed,
        }
    }

    /// Closes the database; the log of SQLite is emptied first.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the disk does not take it.
    pub async fn close(self) -> Result<(), StoreError> {
        self.flush().await?;
        self.pool.close().await;
        Ok(())
    }
}
