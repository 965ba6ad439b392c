//! The database's types as the rest of the store names them. No query lives here.

/// A connection, also one within a transaction.
pub(crate) type Connection = sqlx::SqliteConnection;

/// Where connections come from.
pub(crate) type Pool = sqlx::SqlitePool;

/// A row of an answer.
pub(crate) type Row = sqlx::sqlite::SqliteRow;
