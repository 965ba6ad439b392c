//! Where the database's key comes from: a key file, a systemd credential or a prompt. What a key does is `store`'s business.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use clap::Args;
use store::{BadKey, Key, Store, StoreError};
use zeroize::Zeroizing;

use crate::edge;

/// Largest key file read, in bytes: a key has 64 digits.
const MAX_KEY_BYTES: u64 = 1024;

/// Name of the systemd credential.
const CREDENTIAL: &str = "curtain-key";

/// Where everything is kept, and what opens it.
#[derive(Args)]
pub(crate) struct Place {
    /// Where everything that is kept is kept.
    #[arg(long, env = "CURTAIN_DATA_DIR")]
    pub(crate) data_dir: PathBuf,
    /// The database's key: a file with 64 hexadecimal digits, made at the first start if it is not there.
    /// Default: the systemd credential 'curtain-key' if there is one, else the data directory's name with '.key' appended.
    #[arg(long, env = "CURTAIN_KEY_FILE", conflicts_with = "ask_passphrase")]
    key_file: Option<PathBuf>,
    /// Asks for a passphrase at the terminal instead of reading a key.
    #[arg(long)]
    ask_passphrase: bool,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    #[error(
        "the key file {0} is missing, and nobody can open the database without its key: put the file back from where you keep \
         a copy, or name it with --key-file"
    )]
    Missing(PathBuf),
    #[error(
        "the key file {0} can be read by others than its owner: run 'chmod 600' on it, and consider 'curtain key rotate'"
    )]
    Open(PathBuf),
    #[error("the key file {0} cannot be used: {1}")]
    File(PathBuf, io::Error),
    #[error("the key file {0} holds no key: {1}")]
    Malformed(PathBuf, BadKey),
    #[error("{0}")]
    Passphrase(BadKey),
    #[error("the passphrases differ")]
    Differ,
    #[error("there is no terminal to ask for the passphrase at: {0}")]
    Terminal(io::Error),
    #[error("the operating system has no randomness to make a key of")]
    Randomness,
    #[error("the new key needs a place: name a file with --new-key-file, or ask for --new-passphrase")]
    Nowhere,
    #[error("the data directory cannot be used: {0}")]
    DataDirectory(io::Error),
    #[error("the operating system refused: {0}")]
    System(io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One way to a key.
pub(crate) enum Source {
    /// A file that we may replace.
    File(PathBuf),
    /// A file that systemd hands us, and protects.
    Credential(PathBuf),
    /// Someone at the terminal.
    Passphrase,
}

impl Place {
    /// The way that was asked for, or the first that is there.
    pub(crate) fn source(&self) -> Source {
        if self.ask_passphrase {
            return Source::Passphrase;
        }
        if let Some(file) = &self.key_file {
            return Source::File(file.clone());
        }
        let credential = std::env::var_os("CREDENTIALS_DIRECTORY").map(|dir| Path::new(&dir).join(CREDENTIAL));
        match credential.filter(|path| path.exists()) {
            Some(path) => Source::Credential(path),
            None => Source::File(beside(&self.data_dir)),
        }
    }

    /// The database's key, made now if there is neither key nor database. Makes the data directory.
    pub(crate) fn key(&self) -> Result<Key, KeyError> {
        make_private_directory(&self.data_dir).map_err(KeyError::DataDirectory)?;
        if store::exists(&self.data_dir) {
            return self.existing_key();
        }
        match self.source() {
            Source::File(path) => read_or_make(&path),
            Source::Credential(path) => read(&path, false),
            Source::Passphrase => ask_new(),
        }
    }

    /// The database's key, which must be there. Makes nothing.
    pub(crate) fn existing_key(&self) -> Result<Key, KeyError> {
        match self.source() {
            Source::File(path) => read(&path, true),
            Source::Credential(path) => read(&path, false),
            Source::Passphrase => ask("Passphrase of the database: "),
        }
    }

    /// Opens the database; if the key was being changed when the power went, with the new one.
    pub(crate) async fn open(&self, key: &Key) -> Result<Store, KeyError> {
        match (Store::open(&self.data_dir, key).await, self.source()) {
            (Err(StoreError::Unopenable), Source::File(path)) if next(&path).exists() => {
                let store = Store::open(&self.data_dir, &read(&next(&path), true)?).await?;
                put_in_place(&path)?;
                Ok(store)
            }
            (opened, _) => Ok(opened?),
        }
    }
}

/// The key file that goes with a data directory: beside it, so that a copy of the directory does not have it.
fn beside(data_dir: &Path) -> PathBuf {
    let whole = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
    with_suffix(&whole, ".key")
}

/// Where the next key waits while the database is being encrypted under it.
pub(crate) fn next(path: &Path) -> PathBuf {
    with_suffix(path, ".new")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    // Without its last slash, or the suffix would become a file of its own.
    let mut name = path.components().as_path().as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Reads a key file; one that others can read is refused if `private`.
pub(crate) fn read(path: &Path, private: bool) -> Result<Key, KeyError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
        _ => KeyError::File(path.to_owned(), error),
    };
    let file = File::open(path).map_err(refused)?;
    if private && file.metadata().map_err(refused)?.mode() & 0o077 != 0 {
        return Err(KeyError::Open(path.to_owned()));
    }
    let mut text = Zeroizing::new(String::with_capacity(MAX_KEY_BYTES as usize));
    file.take(MAX_KEY_BYTES).read_to_string(&mut text).map_err(refused)?;
    Key::from_hexadecimal(&text).map_err(|error| KeyError::Malformed(path.to_owned(), error))
}

/// Reads a key file, or makes it.
pub(crate) fn read_or_make(path: &Path) -> Result<Key, KeyError> {
    match read(path, true) {
        Err(KeyError::Missing(_)) => make(path),
        read => read,
    }
}

/// Makes a key file: whole or not at all, and never in another's place.
fn make(path: &Path) -> Result<Key, KeyError> {
    let refused = |error| KeyError::File(path.to_owned(), error);
    let bytes = Zeroizing::new(edge::key().ok_or(KeyError::Randomness)?);
    let key = Key::raw(&bytes);
    let text = key.to_hexadecimal().unwrap_or_default();
    let partial = with_suffix(path, ".partial");
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        std::fs::hard_link(&partial, path)?;
        std::fs::remove_file(&partial)?;
        sync_directory(path)
    };
    write().map_err(refused)?;
    Ok(key)
}

/// Makes the next key the key, once the database is encrypted under it.
pub(crate) fn put_in_place(path: &Path) -> Result<(), KeyError> {
    let exchange = || {
        std::fs::rename(next(path), path)?;
        sync_directory(path)
    };
    exchange().map_err(|error| KeyError::File(path.to_owned(), error))
}

fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

/// Asks for a passphrase, without showing it.
fn ask(question: &str) -> Result<Key, KeyError> {
    Key::passphrase(&ask_text(question)?).map_err(KeyError::Passphrase)
}

/// Asks for a passphrase that nothing was encrypted under yet, twice.
pub(crate) fn ask_new() -> Result<Key, KeyError> {
    let text = ask_text("New passphrase of the database: ")?;
    let key = Key::passphrase(&text).map_err(KeyError::Passphrase)?;
    if *ask_text("Once more: ")? == *text { Ok(key) } else { Err(KeyError::Differ) }
}

fn ask_text(question: &str) -> Result<Zeroizing<String>, KeyError> {
    rpassword::prompt_password(question).map(Zeroizing::new).map_err(KeyError::Terminal)
}

/// Makes the directory, for its owner only.
pub(crate) fn make_private_directory(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
}
