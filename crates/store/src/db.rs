//! The database's types as the rest of the store names them, whichever database it is. No query lives here.
//!
//! What is told to one database only is in `sqlite` and `postgres`; `docs/decisions/0009-one-sql-two-databases.md` says why it is done so.

/// A connection, also one within a transaction.
pub(crate) type Connection = sqlx::AnyConnection;

/// Where connections come from: one, so that changes have one order, which the audit log needs.
pub(crate) type Pool = sqlx::AnyPool;

/// A row of an answer.
pub(crate) type Row = sqlx::any::AnyRow;

/// What every pool is told.
pub(crate) fn pool() -> sqlx::any::AnyPoolOptions {
    // Only the first time does anything.
    let _ = sqlx::any::install_drivers(&[
        sqlx::sqlite::any::DRIVER,
        #[cfg(feature = "postgres")]
        sqlx_postgres::any::DRIVER,
    ]);
    sqlx::any::AnyPoolOptions::new().max_connections(1)
}
