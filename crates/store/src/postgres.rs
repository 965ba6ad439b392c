//! PostgreSQL: how the store reaches it. The schema and all queries are those of SQLite.

use std::str::FromStr as _;

use sqlx::ConnectOptions as _;
use sqlx::any::AnyConnectOptions;

use crate::{Store, StoreError, db};

/// The migrations call bytes by SQLite's name for them.
const BLOB: &str = "DO $$ BEGIN CREATE DOMAIN blob AS bytea; EXCEPTION WHEN duplicate_object THEN NULL; END $$";

impl Store {
    /// Connects to a database of PostgreSQL that is there, such as `postgres://user@host/name`, and brings its schema up to date.
    ///
    /// It has one writer: nothing keeps a second server out, whose visits this one would not know of.
    ///
    /// # Errors
    /// [`StoreError::Url`], [`StoreError::Newer`], or [`StoreError::Database`] if it cannot be reached.
    pub async fn connect(url: &str) -> Result<Store, StoreError> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(StoreError::Url);
        }
        let options = AnyConnectOptions::from_str(url).map_err(|_| StoreError::Url)?;
        let pool = db::pool().connect_with(options.disable_statement_logging()).await?;
        sqlx::query(BLOB).execute(&pool).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Store { pool, file: None })
    }
}
