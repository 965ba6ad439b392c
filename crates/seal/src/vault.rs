//! A staff member's secret keys, sealed under the desk link (`docs/protocol.md` §2.6).

use openmls_traits::types::HpkeKeyPair;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::bytes::{Id, b64, framed, unb64};
use crate::certificate::StaffMember;
use crate::crypto::{Secret32, SigningKey, same};
use crate::link::LinkSecret;
use crate::{Crypto, Error};

/// A staff member's secret keys. No `Debug`.
pub(crate) struct StaffKeys {
    pub(crate) sign: SigningKey,
    pub(crate) seal: HpkeKeyPair,
    seal_seed: Secret32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    v: u8,
    sign_seed: String,
    seal_seed: String,
}

impl Drop for Body {
    fn drop(&mut self) {
        self.sign_seed.zeroize();
        self.seal_seed.zeroize();
    }
}

impl StaffKeys {
    /// Fresh keys.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub(crate) fn generate(crypto: &Crypto) -> Result<Self, Error> {
        Self::from_seeds(crypto, crypto.random()?, crypto.random()?)
    }

    pub(crate) fn from_seeds(crypto: &Crypto, sign_seed: Secret32, seal_seed: Secret32) -> Result<Self, Error> {
        let seal = crypto.seal_key_pair(&seal_seed)?;
        Ok(Self { sign: SigningKey::from_seed(sign_seed)?, seal, seal_seed })
    }

    /// The same keys once more, for a part of this client that keeps its own.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn again(&self, crypto: &Crypto) -> Result<Self, Error> {
        Self::from_seeds(crypto, self.sign.seed().clone(), self.seal_seed.clone())
    }

    /// What signing and sealing keys are derived from.
    pub(crate) fn seeds(&self) -> (&Secret32, &Secret32) {
        (self.sign.seed(), &self.seal_seed)
    }

    /// Seals the keys for the holder of the desk link.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn seal(&self, crypto: &Crypto, desk: &LinkSecret, staff: &Id) -> Result<Vec<u8>, Error> {
        let body =
            Body { v: 1, sign_seed: b64(self.sign.seed().as_slice()), seal_seed: b64(self.seal_seed.as_slice()) };
        let plaintext = Zeroizing::new(serde_json::to_vec(&body).map_err(|_| Error::Internal)?);
        crypto.seal(&vault_key(crypto, desk, staff)?, &aad(staff), &plaintext)
    }

    /// Opens a vault and compares its keys with the owner's certificate.
    ///
    /// # Errors
    /// [`Error::BadVault`] if it does not open, or holds other keys.
    pub(crate) fn open(crypto: &Crypto, desk: &LinkSecret, owner: &StaffMember, vault: &[u8]) -> Result<Self, Error> {
        let key = vault_key(crypto, desk, &owner.staff)?;
        let plaintext = crypto.open(&key, &aad(&owner.staff), vault).ok_or(Error::BadVault)?;
        let body: Body = serde_json::from_slice(&plaintext).map_err(|_| Error::BadVault)?;
        let keys = Self::from_seeds(crypto, seed(&body.sign_seed)?, seed(&body.seal_seed)?)?;
        let genuine = body.v == 1 && keys.sign.public() == &owner.sign_key && same(&keys.seal.public, &owner.seal_key);
        if genuine { Ok(keys) } else { Err(Error::BadVault) }
    }
}

fn seed(text: &str) -> Result<Secret32, Error> {
    let bytes = Zeroizing::new(unb64(text).ok_or(Error::BadVault)?);
    bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::BadVault)
}

fn vault_key(crypto: &Crypto, desk: &LinkSecret, staff: &Id) -> Result<Secret32, Error> {
    crypto.hkdf_sha256(desk.as_slice(), b"curtain/desk/v1", &framed("vault", &[staff.as_bytes()]))
}

fn aad(staff: &Id) -> Vec<u8> {
    framed("curtain/vault/v1", &[staff.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::StaffRole;

    #[test]
    fn opens_with_its_link_and_its_certificate_only() {
        let crypto = Crypto::new().unwrap();
        let keys = StaffKeys::generate(&crypto).unwrap();
        let desk: LinkSecret = crypto.random().unwrap();
        let owner = StaffMember {
            staff: "s1".try_into().unwrap(),
            name: String::new(),
            roles: vec![StaffRole::Clinician],
            sign_key: *keys.sign.public(),
            seal_key: keys.seal.public.clone(),
            not_after: 0,
        };
        let vault = keys.seal(&crypto, &desk, &owner.staff).unwrap();
        let opened = StaffKeys::open(&crypto, &desk, &owner, &vault).unwrap();
        assert_eq!(opened.sign.seed(), keys.sign.seed());

        let bad = Some(Error::BadVault);
        let other: LinkSecret = crypto.random().unwrap();
        assert_eq!(StaffKeys::open(&crypto, &other, &owner, &vault).err(), bad);
        let colleague = StaffMember { sign_key: [9; 32], ..owner.clone() };
        assert_eq!(StaffKeys::open(&crypto, &desk, &colleague, &vault).err(), bad);
        let renamed = StaffMember { staff: "s2".try_into().unwrap(), ..owner.clone() };
        assert_eq!(StaffKeys::open(&crypto, &desk, &renamed, &vault).err(), bad);
        assert_eq!(StaffKeys::open(&crypto, &desk, &owner, &vault[..40]).err(), bad);
        assert_eq!(StaffKeys::open(&crypto, &desk, &owner, &[]).err(), bad);
    }
}
