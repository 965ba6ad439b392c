//! The commands that look after the database: another key, a backup, a restore.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::keys::{self, KeyError, Place, Source};

/// What may be done about the key.
#[derive(Subcommand)]
pub(super) enum KeyVerb {
    /// Encrypts the database under a new key; the server must be stopped.
    Rotate {
        #[command(flatten)]
        place: Place,
        /// The new key's file, made if it is not there. Without it, the new key takes the old one's place.
        #[arg(long, conflicts_with = "new_passphrase")]
        new_key_file: Option<PathBuf>,
        /// Asks for a new passphrase at the terminal.
        #[arg(long)]
        new_passphrase: bool,
    },
}

/// What a restore is told.
#[derive(Args)]
pub(super) struct Restoring {
    #[command(flatten)]
    place: Place,
    /// The backup.
    #[arg(long)]
    from: PathBuf,
    /// The key that the backup was made under, if the database has had another one since.
    #[arg(long)]
    backup_key_file: Option<PathBuf>,
    /// Replaces the database that is there, which is kept as curtain.db.before-restore.
    #[arg(long)]
    replace: bool,
}

/// Encrypts the database under a new key.
///
/// The new key is on the disk before the database is encrypted under it, and the old one until after; doing it again
/// completes what a kill cut off.
pub(super) fn key(verb: &KeyVerb) -> Result<(), KeyError> {
    let KeyVerb::Rotate { place, new_key_file, new_passphrase } = verb;
    let old = place.existing_key()?;
    let in_place = match (place.source(), new_key_file, new_passphrase) {
        (Source::File(path), None, false) => Some(path),
        _ => None,
    };
    let new = match (&in_place, new_key_file, new_passphrase) {
        (Some(path), ..) => keys::read_or_make(&keys::next(path))?,
        (None, Some(path), _) => keys::read_or_make(path)?,
        (None, None, true) => keys::ask_new()?,
        (None, None, false) => return Err(KeyError::Nowhere),
    };
    wait(store::rotate(&place.data_dir, &old, &new))??;
    if let Some(path) = in_place {
        keys::put_in_place(&path)?;
    }
    tracing::info!(
        "the database is encrypted under its new key; keep the old one as long as the backups made under it"
    );
    Ok(())
}

/// Makes a backup, and sees that it can be restored.
pub(super) fn backup(place: &Place, to: &Path) -> Result<(), KeyError> {
    let key = place.existing_key()?;
    let rows = wait(store::backup(&place.data_dir, &key, to))??;
    tracing::info!(
        rows,
        "the backup was made, restored to a place aside, and compared; without the key it is worth nothing"
    );
    Ok(())
}

/// Puts a backup in the database's place.
pub(super) fn restore(restoring: &Restoring) -> Result<(), KeyError> {
    let Restoring { place, from, backup_key_file, replace } = restoring;
    let (from_key, key) = match backup_key_file {
        Some(path) => (keys::read(path, true)?, place.key()?),
        None => {
            let key = place.existing_key()?;
            (key.clone(), key)
        }
    };
    keys::make_private_directory(&place.data_dir).map_err(KeyError::DataDirectory)?;
    let rows = wait(store::restore(from, &from_key, &place.data_dir, &key, *replace))??;
    tracing::info!(rows, "the backup is the database now");
    Ok(())
}

fn wait<T>(work: impl Future<Output = T>) -> Result<T, KeyError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(KeyError::System)?;
    Ok(runtime.block_on(work))
}
