//! The log's key, and the checkpoints it signs: C2SP tlog-checkpoint in a C2SP signed note, Ed25519.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use signed_note::{Note, NoteError, StandardSigner, StandardVerifier, VerifierList, key_id, new_ed25519_verifier_key};
use tlog_tiles::Hash;

use crate::{Head, LogError};

/// The algorithm's number in C2SP signed-note.
const ED25519: u8 = 1;

/// The private key of a log. Its text is the key format of Go's `sumdb/note`, from which C2SP signed-note comes.
pub struct LogKey {
    text: String,
    signer: StandardSigner,
    public: PublicKey,
}

/// Text that is not a log's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the key of an audit log")]
pub struct BadKey;

impl LogKey {
    /// The key of 32 random bytes. The log's name, and origin of its checkpoints, is `curtain/audit/` and 16 hex digits of the key.
    ///
    /// # Errors
    /// [`BadKey`] if the library refuses what it should not.
    pub fn from_seed(seed: &[u8; 32]) -> Result<LogKey, BadKey> {
        let public = SigningKey::from_bytes(seed).verifying_key();
        let hex: String = public.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("curtain/audit/{hex}");
        let id = key_id(&name, &[&[ED25519], public.as_bytes().as_slice()].concat());
        let secret = STANDARD.encode([&[ED25519], seed.as_slice()].concat());
        format!("PRIVATE+KEY+{name}+{id:08x}+{secret}").parse()
    }

    /// The text to keep; only the server may read it.
    pub fn secret_text(&self) -> &str {
        &self.text
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// A signed checkpoint of a tree.
    ///
    /// # Errors
    /// [`LogError::Edge`] if the tree's edge does not belong to its size.
    pub fn sign(&self, head: &Head) -> Result<String, LogError> {
        let root = Hash(head.root()?);
        let checkpoint =
            tlog_tiles::Checkpoint::new(&self.public.name, head.size(), root, "").map_err(|_| LogError::Unwritable)?;
        let mut note = Note::new(&checkpoint.to_bytes(), &[]).map_err(|_| LogError::Unwritable)?;
        note.add_sigs(&[&self.signer]).map_err(|_| LogError::Unwritable)?;
        String::from_utf8(note.to_bytes()).map_err(|_| LogError::Unwritable)
    }
}

impl FromStr for LogKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<LogKey, BadKey> {
        let text = text.trim_end();
        let signer = StandardSigner::new(text).map_err(|_| BadKey)?;
        let mut parts = text.splitn(5, '+').skip(2);
        let (name, _, secret) = (parts.next().ok_or(BadKey)?, parts.next(), parts.next().ok_or(BadKey)?);
        let secret = STANDARD.decode(secret).map_err(|_| BadKey)?;
        let seed = secret.split_first().ok_or(BadKey)?.1.try_into().map_err(|_| BadKey)?;
        let verifying = SigningKey::from_bytes(seed).verifying_key();
        let public = new_ed25519_verifier_key(name, &verifying).parse()?;
        Ok(LogKey { text: text.to_owned(), signer, public })
    }
}

/// The public key of a log: `<name>+<id>+<base64>`, the `vkey` of C2SP signed-note.
#[derive(Clone)]
pub struct PublicKey {
    text: String,
    name: String,
    verifier: StandardVerifier,
}

impl PublicKey {
    /// The key as text, to be kept beside a checkpoint.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for PublicKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<PublicKey, BadKey> {
        let text = text.trim();
        let verifier = StandardVerifier::new(text).map_err(|_| BadKey)?;
        let name = text.split('+').next().ok_or(BadKey)?.to_owned();
        Ok(PublicKey { text: text.to_owned(), name, verifier })
    }
}

/// What a checkpoint says, once its signature was checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// How many entries the log had.
    pub size: u64,
    /// The root of the tree over them.
    pub root: [u8; 32],
}

/// Why a checkpoint cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteTrouble {
    /// Not a signed note, or not one with a checkpoint in it.
    #[error("is not a signed checkpoint")]
    Malformed,
    /// No known key signed it.
    #[error("was signed by another log's key")]
    AnotherKey,
    /// A known key is named, and did not sign this.
    #[error("has a signature that does not fit: it was changed after it was signed")]
    Forged,
}

impl Checkpoint {
    /// Reads a signed checkpoint that one of the keys must have signed.
    ///
    /// # Errors
    /// [`NoteTrouble`] says why it cannot be believed.
    pub fn open(note: &str, keys: &[PublicKey]) -> Result<Checkpoint, NoteTrouble> {
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| NoteTrouble::Malformed)?;
        let mut known: Vec<Box<dyn signed_note::Verifier>> = Vec::new();
        for key in keys {
            if !known.iter().any(|other| other.key_id() == signed_note::Verifier::key_id(&key.verifier)) {
                known.push(Box::new(key.verifier.clone()));
            }
        }
        parsed.verify(&VerifierList::new(known)).map_err(|error| match error {
            NoteError::UnverifiedNote => NoteTrouble::AnotherKey,
            _ => NoteTrouble::Forged,
        })?;
        let checkpoint = tlog_tiles::Checkpoint::from_bytes(parsed.text()).map_err(|_| NoteTrouble::Malformed)?;
        Ok(Checkpoint { size: checkpoint.size(), root: checkpoint.hash().0 })
    }
}
