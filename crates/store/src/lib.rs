//! Everything Curtain keeps, and for how long: the only crate with SQL. No rule of a visit lives here.
//!
//! The schema is `migrations/`; what is ephemeral (cards, KeyPackages, offers, addresses) never gets here.
//! To add a table: write the next migration with its purpose, legal basis and retention, and teach [`Store::sweep`] to honour them.

mod error;
mod practice;
mod rows;
mod visits;

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub use error::StoreError;
pub use practice::Desk;
pub use visits::{StoredSeat, StoredVisit};

/// The database of one practice.
#[derive(Clone)]
pub struct Store {
    pool: sqlx::SqlitePool,
}

impl Store {
    /// Opens the database in `directory`, making it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the file cannot be opened, is damaged, or comes from a newer version.
    pub async fn open(directory: &Path) -> Result<Store, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(directory.join("curtain.db"))
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            // What was erased is overwritten, not just unlinked.
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY");
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Store { pool })
    }

    /// Writes what the log still holds into the database and empties the log, so that erased rows are in neither.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the disk does not take it.
    pub async fn flush(&self) -> Result<(), StoreError> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
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
