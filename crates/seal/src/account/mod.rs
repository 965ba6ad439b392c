//! An account's secret keys, sealed in a vault that any of its authenticators opens and no server does (`docs/protocol.md` §2.8). How people prove to the server who they are is not here.

mod authenticator;
mod recovery;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

pub use self::authenticator::{AuthenticatorKind, Unlock, WrappedKey};
pub use self::recovery::{Mistyped, RecoveryCode};

use self::authenticator::Authenticator;
use crate::bytes::{Bytes, Id, b64, framed, unb64};
use crate::crypto::{Secret32, SigningKey};
use crate::link::RootKey;
use crate::vault::StaffKeys;
use crate::{Crypto, Error};

/// Most authenticators of one account. Fewer would forbid a telephone, a laptop, two keys and their spares; each costs 3 kB per vault.
pub const MAX_AUTHENTICATORS: usize = 12;

/// A vault is padded to a multiple of this, in bytes, so that its size tells of the number of authenticators at most.
const PAD: usize = 1_024;

/// What the server keeps of an account's keys, as on the wire: nothing in it can be opened without an authenticator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealedAccount {
    /// The vault.
    pub vault: Bytes,
    /// The vault's key, once for each authenticator.
    pub keys: Vec<WrappedKey>,
}

/// An account whose vault is open. No `Debug`.
pub struct Account {
    account: Id,
    keys: StaffKeys,
    practice: Option<RootKey>,
    root: Option<SigningKey>,
    revision: u64,
    authenticators: Vec<Authenticator>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    v: u8,
    revision: u64,
    sign_seed: String,
    seal_seed: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    practice: Option<Bytes>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    root_seed: Option<String>,
    authenticators: Vec<Authenticator>,
}

impl Drop for Body {
    fn drop(&mut self) {
        self.sign_seed.zeroize();
        self.seal_seed.zeroize();
        self.root_seed.zeroize();
    }
}

impl Account {
    /// Fresh keys for a new account, sealed for its first authenticators.
    ///
    /// # Errors
    /// [`Error::BadArgument`] without an authenticator, with two of one identifier, or with more than [`MAX_AUTHENTICATORS`];
    /// [`Error::Internal`] if there is no randomness.
    pub fn create(crypto: &Crypto, account: &Id, first: &[Unlock]) -> Result<(Self, SealedAccount), Error> {
        let keys = StaffKeys::generate(crypto)?;
        let (practice, root) = (None, None);
        let mut new = Self { account: account.clone(), keys, practice, root, revision: 0, authenticators: Vec::new() };
        for unlock in first {
            new.enrol(unlock)?;
        }
        let sealed = new.seal(crypto)?;
        Ok((new, sealed))
    }

    /// Opens a vault with one of its authenticators.
    ///
    /// `at_least` is the highest [`Self::revision`] that this device has seen of the account, 0 on a device that has seen none:
    /// a server that hands out an older vault, with an authenticator that was removed since, is found out.
    ///
    /// # Errors
    /// [`Error::BadVault`] if it does not open with this authenticator, or is another account's; [`Error::OldVault`] if it is older.
    pub fn open(
        crypto: &Crypto,
        account: &Id,
        unlock: &Unlock,
        sealed: &SealedAccount,
        at_least: u64,
    ) -> Result<Self, Error> {
        let wrapped = sealed.keys.iter().find(|key| key.authenticator == unlock.id).ok_or(Error::BadVault)?;
        let vault_key = unlock.unwrap(crypto, account, wrapped)?;
        let plaintext = crypto.open(&vault_key, &aad(account), sealed.vault.as_slice()).ok_or(Error::BadVault)?;
        let opened = Self::read(crypto, account, &plaintext)?;
        // Whoever knows an authenticator's public key could make a vault for it; only the account's own vault lists it.
        if !opened.authenticators.iter().any(|one| one.is_of(unlock)) {
            return Err(Error::BadVault);
        }
        if opened.revision >= at_least { Ok(opened) } else { Err(Error::OldVault) }
    }

    /// What a vault holds.
    fn read(crypto: &Crypto, account: &Id, plaintext: &[u8]) -> Result<Self, Error> {
        let body: Body = serde_json::from_slice(plaintext).map_err(|_| Error::BadVault)?;
        if body.v != 1 {
            return Err(Error::BadVault);
        }
        let root = body.root_seed.as_deref().map(|text| SigningKey::from_seed(seed(text)?)).transpose()?;
        let practice = body.practice.as_ref().map(|key| RootKey::new(key.as_slice())).transpose();
        let practice = practice.map_err(|_| Error::BadVault)?;
        if root.as_ref().is_some_and(|root| practice.as_ref().is_none_or(|key| root.public() != key.as_bytes())) {
            return Err(Error::BadVault);
        }
        Ok(Self {
            account: account.clone(),
            keys: StaffKeys::from_seeds(crypto, seed(&body.sign_seed)?, seed(&body.seal_seed)?)?,
            practice,
            root,
            revision: body.revision,
            authenticators: body.authenticators.clone(),
        })
    }

    /// The same account with the practice's root private key, which an administrator handed on. This one stays as it is, until the server has the new vault.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] if it holds it already, or is of no practice.
    pub(crate) fn with_root(&self, crypto: &Crypto, root: SigningKey) -> Result<(Self, SealedAccount), Error> {
        if self.root.is_some() || self.practice.is_none() {
            return Err(Error::NotAllowed);
        }
        let mut next = self.again(crypto)?;
        next.root = Some(root);
        let sealed = next.seal(crypto)?;
        Ok((next, sealed))
    }

    fn again(&self, crypto: &Crypto) -> Result<Self, Error> {
        Ok(Self {
            account: self.account.clone(),
            keys: self.keys.again(crypto)?,
            practice: self.practice.clone(),
            root: self.root.as_ref().map(|root| SigningKey::from_seed(root.seed().clone())).transpose()?,
            revision: self.revision,
            authenticators: self.authenticators.clone(),
        })
    }

    /// The same account with other authenticators: shuts some out of this and every later vault, and lets others open it.
    /// None of those that stay has to be at hand. This account stays as it is, until the server has the new vault.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for one to be removed that is not there, one to be added that is, and for one more than [`MAX_AUTHENTICATORS`];
    /// [`Error::NotAllowed`] if none but a recovery code would be left.
    pub fn changed(&self, crypto: &Crypto, remove: &[Id], add: &[Unlock]) -> Result<(Self, SealedAccount), Error> {
        let mut next = self.again(crypto)?;
        for id in remove {
            let before = next.authenticators.len();
            next.authenticators.retain(|one| one.id != *id);
            if next.authenticators.len() == before {
                return Err(Error::BadArgument);
            }
        }
        for unlock in add {
            next.enrol(unlock)?;
        }
        if next.authenticators.iter().all(|one| one.kind == AuthenticatorKind::RecoveryCode) {
            return Err(Error::NotAllowed);
        }
        let sealed = next.seal(crypto)?;
        Ok((next, sealed))
    }

    /// Makes the practice's root key, if this account is of no practice yet, and seals the vault with it.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] if it is; [`Error::Internal`] if there is no randomness.
    pub fn found_practice(&mut self, crypto: &Crypto) -> Result<(RootKey, SealedAccount), Error> {
        if self.practice.is_some() {
            return Err(Error::NotAllowed);
        }
        let root = SigningKey::generate(crypto)?;
        let root_key = RootKey::new(root.public())?;
        self.root = Some(root);
        self.practice = Some(root_key.clone());
        Ok((root_key, self.seal(crypto)?))
    }

    /// Binds the account to the practice with this root key, so that no server can show it another one later, and seals the vault with it.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] if it is of a practice already.
    pub fn join_practice(&mut self, crypto: &Crypto, root_key: &RootKey) -> Result<SealedAccount, Error> {
        if self.practice.is_some() {
            return Err(Error::NotAllowed);
        }
        self.practice = Some(root_key.clone());
        self.seal(crypto)
    }

    /// How often the vault was sealed. A device keeps the highest it has seen, for [`Self::open`].
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The Ed25519 public key, 32 bytes.
    pub fn sign_key(&self) -> &[u8; 32] {
        self.keys.sign.public()
    }

    /// The X-Wing public key.
    pub fn seal_key(&self) -> &[u8] {
        &self.keys.seal.public
    }

    /// The practice's root public key, once the account is of a practice.
    pub fn practice(&self) -> Option<&RootKey> {
        self.practice.as_ref()
    }

    /// The secret half of the practice's root key, if this account holds it.
    pub(crate) fn root(&self) -> Option<&SigningKey> {
        self.root.as_ref()
    }

    pub(crate) fn keys(&self) -> &StaffKeys {
        &self.keys
    }

    /// Whose.
    pub fn id(&self) -> &Id {
        &self.account
    }

    /// The authenticators, in the order in which they were added.
    pub fn authenticators(&self) -> impl Iterator<Item = (&Id, AuthenticatorKind)> {
        self.authenticators.iter().map(|one| (&one.id, one.kind))
    }

    fn enrol(&mut self, unlock: &Unlock) -> Result<(), Error> {
        let known = self.authenticators.iter().any(|one| one.id == unlock.id);
        if known || self.authenticators.len() >= MAX_AUTHENTICATORS {
            return Err(Error::BadArgument);
        }
        self.authenticators.push(unlock.authenticator());
        Ok(())
    }

    /// Seals everything under a fresh vault key, so that who was shut out cannot open what is sealed from now on.
    fn seal(&mut self, crypto: &Crypto) -> Result<SealedAccount, Error> {
        if self.authenticators.is_empty() {
            return Err(Error::BadArgument);
        }
        self.revision = self.revision.checked_add(1).ok_or(Error::BadVault)?;
        let (sign_seed, seal_seed) = self.keys.seeds();
        let body = Body {
            v: 1,
            revision: self.revision,
            sign_seed: b64(sign_seed.as_slice()),
            seal_seed: b64(seal_seed.as_slice()),
            practice: self.practice.as_ref().map(|key| key.as_bytes().to_vec().into()),
            root_seed: self.root.as_ref().map(|root| b64(root.seed().as_slice())),
            authenticators: self.authenticators.clone(),
        };
        let mut plaintext = Zeroizing::new(serde_json::to_vec(&body).map_err(|_| Error::Internal)?);
        let padded = plaintext.len().next_multiple_of(PAD);
        plaintext.resize(padded, b' ');
        let vault_key: Secret32 = crypto.random()?;
        let vault = crypto.seal(&vault_key, &aad(&self.account), &plaintext)?.into();
        let wrap = |one: &Authenticator| one.wrap(crypto, &self.account, &vault_key);
        Ok(SealedAccount { vault, keys: self.authenticators.iter().map(wrap).collect::<Result<_, _>>()? })
    }
}

/// Reads what stands behind an authenticator's proof, and changes it once more.
#[cfg(fuzzing)]
pub(crate) fn read_body(bytes: &[u8]) {
    let Some((crypto, account)) = Crypto::new().ok().zip(Id::try_from("ann").ok()) else { return };
    if let Ok(opened) = Account::read(&crypto, &account, bytes) {
        let _ = opened.changed(&crypto, &[], &[]);
    }
}

fn seed(text: &str) -> Result<Secret32, Error> {
    let bytes = Zeroizing::new(unb64(text).ok_or(Error::BadVault)?);
    bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::BadVault)
}

fn aad(account: &Id) -> Vec<u8> {
    framed("curtain/account-vault/v1", &[account.as_bytes()])
}
