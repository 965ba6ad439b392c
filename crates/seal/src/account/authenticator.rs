//! What opens a vault: a passkey's PRF output, a password's export key, a recovery code; each as a key pair to which the vault's key is wrapped.

use openmls_traits::types::HpkeKeyPair;
use serde::{Deserialize, Serialize};

use crate::bytes::{Bytes, Id, framed};
use crate::crypto::{Secret32, same};
use crate::{Crypto, Error};

/// Fewest bytes of a secret: 128 bits.
const MIN_SECRET_LEN: usize = 16;

/// What an authenticator is (NIST SP 800-63B-4, section 3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AuthenticatorKind {
    /// A passkey; the secret is the first output of its PRF extension (WebAuthn Level 3, section 10.1.4).
    Passkey,
    /// A password; the secret is the export key of OPAQUE (RFC 9807, section 6.4). Never the password.
    Password,
    /// A printed recovery code.
    RecoveryCode,
}

impl AuthenticatorKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Password => "password",
            Self::RecoveryCode => "recoveryCode",
        }
    }
}

/// An authenticator in use, with its secret. No `Debug`.
pub struct Unlock {
    /// What it is.
    pub(super) kind: AuthenticatorKind,
    /// Its identifier within the account.
    pub(super) id: Id,
    /// Its key pair, derived from its secret.
    pair: HpkeKeyPair,
}

impl Unlock {
    /// From an authenticator's secret, which must be as good as random: at least 128 bits.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for a shorter secret.
    pub fn new(crypto: &Crypto, kind: AuthenticatorKind, account: &Id, id: Id, secret: &[u8]) -> Result<Self, Error> {
        if secret.len() < MIN_SECRET_LEN {
            return Err(Error::BadArgument);
        }
        let info = framed("authenticator", &[account.as_bytes(), kind.as_str().as_bytes(), id.as_bytes()]);
        let pair = crypto.seal_key_pair(&crypto.hkdf_sha256(secret, b"curtain/account/v1", &info)?)?;
        Ok(Self { kind, id, pair })
    }

    pub(super) fn authenticator(&self) -> Authenticator {
        Authenticator { kind: self.kind, id: self.id.clone(), key: self.pair.public.clone().into() }
    }

    /// The vault's key.
    ///
    /// # Errors
    /// [`Error::BadVault`] if it was not wrapped for this authenticator.
    pub(super) fn unwrap(&self, crypto: &Crypto, account: &Id, wrapped: &WrappedKey) -> Result<Secret32, Error> {
        let opened = crypto.hpke_open(&self.pair, &info(account, &self.id), wrapped.wrapped.as_slice());
        let opened = opened.ok_or(Error::BadVault)?;
        opened.as_slice().try_into().map(Secret32::new).map_err(|_| Error::BadVault)
    }
}

/// An authenticator as the vault lists it. Its public key stays inside the vault, too: who knows it could make a vault for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Authenticator {
    pub(super) kind: AuthenticatorKind,
    pub(super) id: Id,
    key: Bytes,
}

impl Authenticator {
    pub(super) fn is_of(&self, unlock: &Unlock) -> bool {
        self.kind == unlock.kind && self.id == unlock.id && same(self.key.as_slice(), &unlock.pair.public)
    }

    pub(super) fn wrap(&self, crypto: &Crypto, account: &Id, vault_key: &Secret32) -> Result<WrappedKey, Error> {
        let wrapped = crypto.hpke_seal(self.key.as_slice(), &info(account, &self.id), vault_key.as_slice());
        Ok(WrappedKey { authenticator: self.id.clone(), wrapped: wrapped.map_err(|_| Error::BadVault)?.into() })
    }
}

/// A vault's key, wrapped for one authenticator.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WrappedKey {
    /// Which.
    pub authenticator: Id,
    /// HPKE: `u16 length of enc ‖ enc ‖ ciphertext`.
    pub wrapped: Bytes,
}

fn info(account: &Id, authenticator: &Id) -> Vec<u8> {
    framed("curtain/account-key/v1", &[account.as_bytes(), authenticator.as_bytes()])
}
