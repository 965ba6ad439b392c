//! What can go wrong with the store, and whose fault it is.

/// The store could not do what was asked; nothing was half done.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database or its disk refused.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date, such as when the database comes from a newer version.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds something this version cannot read.
    #[error("the database holds a value in `{0}` that this version cannot read")]
    Unreadable(&'static str),
}
