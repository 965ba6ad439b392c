//! The file of an SQLite database: its names, its lock, and how one takes another's place. What is in it is not looked at here.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// The database within the data directory.
pub(crate) fn database(directory: &Path) -> PathBuf {
    directory.join("curtain.db")
}

/// Whether the data directory holds a database.
pub fn exists(directory: &Path) -> bool {
    database(directory).exists()
}

/// Who works on the database together with whom, held until it is dropped, and let go by the system if the process dies.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// With others who read and write rows.
    pub(crate) fn shared(directory: &Path) -> Result<Lock, StoreError> {
        Self::take(directory, File::try_lock_shared)
    }

    /// Alone, to put another file in the database's place.
    pub(crate) fn alone(directory: &Path) -> Result<Lock, StoreError> {
        Self::take(directory, File::try_lock)
    }

    fn take(directory: &Path, lock: fn(&File) -> Result<(), TryLockError>) -> Result<Lock, StoreError> {
        let options = &mut OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(directory.join("curtain.lock"))?;
        match lock(&file) {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Says so if the file is a database without encryption, which SQLCipher could not tell from a damaged one.
pub(crate) fn refuse_plain(path: &Path) -> Result<(), StoreError> {
    let mut head = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(16).read_to_end(&mut head)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if head == b"SQLite format 3\0" { Err(StoreError::NotEncrypted) } else { Ok(()) }
}

/// Makes an empty file for its owner only, which SQLite takes for a new database.
///
/// # Errors
/// Of kind [`io::ErrorKind::AlreadyExists`] if it is there.
pub(crate) fn create(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Puts a finished file in another's place, so that after a power cut it is one or the other.
pub(crate) fn exchange(from: &Path, to: &Path) -> io::Result<()> {
    File::open(from)?.sync_all()?;
    std::fs::rename(from, to)?;
    match to.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => File::open(directory)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// A file's name with something appended.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
