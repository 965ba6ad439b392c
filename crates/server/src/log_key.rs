//! The audit log's key in the data directory: made at the first start, readable by its owner only. What it signs is `audit`'s business.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use audit::LogKey;

use crate::edge;

/// The file's name.
const FILE: &str = "audit.key";

/// Largest key file read, in bytes: a key has about 130 characters.
const MAX_KEY_BYTES: u64 = 1024;

/// Why the audit log's key cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogKeyError {
    #[error("the audit log's key {0} is missing; put it back from where you keep a copy")]
    Missing(PathBuf),
    #[error("the audit log's key {0} can be read by others than its owner: run 'chmod 600' on it")]
    Open(PathBuf),
    #[error("{0} is not the key of an audit log; put the right one back from where you keep a copy")]
    Malformed(PathBuf),
    #[error("the audit log's key {0} cannot be used: {1}")]
    File(PathBuf, io::Error),
    #[error("the operating system has no randomness to make the audit log's key of")]
    Randomness,
}

/// Reads the key of a data directory.
pub(crate) fn read(data_dir: &Path) -> Result<LogKey, LogKeyError> {
    let path = data_dir.join(FILE);
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => LogKeyError::Missing(path.clone()),
        _ => LogKeyError::File(path.clone(), error),
    };
    let file = File::open(&path).map_err(refused)?;
    if file.metadata().map_err(refused)?.mode() & 0o077 != 0 {
        return Err(LogKeyError::Open(path));
    }
    let mut text = String::new();
    file.take(MAX_KEY_BYTES).read_to_string(&mut text).map_err(refused)?;
    text.parse().map_err(|_| LogKeyError::Malformed(path))
}

/// Reads the key, or makes it. A log that was signed with another one says so in an entry.
pub(crate) fn read_or_make(data_dir: &Path) -> Result<LogKey, LogKeyError> {
    match read(data_dir) {
        Err(LogKeyError::Missing(path)) => make(&path),
        read => read,
    }
}

/// Makes the key's file: whole or not at all.
fn make(path: &Path) -> Result<LogKey, LogKeyError> {
    let seed = edge::key().ok_or(LogKeyError::Randomness)?;
    let key = LogKey::from_seed(&seed).map_err(|_| LogKeyError::Malformed(path.to_owned()))?;
    let partial = path.with_extension("partial");
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
        file.write_all(key.secret_text().as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        std::fs::rename(&partial, path)
    };
    write().map_err(|error| LogKeyError::File(path.to_owned(), error))?;
    Ok(key)
}
