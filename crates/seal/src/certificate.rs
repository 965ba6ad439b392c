//! What the practice's root key says of a member of staff (`docs/protocol.md` §2.2), believed only after its signature was checked.

use serde::{Deserialize, Serialize};

use crate::bytes::{Bytes, Id, framed};
use crate::crypto::SigningKey;
use crate::link::RootKey;
use crate::{Crypto, Error};

const LABEL: &str = "curtain/certificate/v1";

/// How long a new certificate holds, in milliseconds: five years. Lower makes administrators certify more often; higher lets one who has left be believed longer by those who did not hear of it.
pub(crate) const VALID_MS: u64 = 5 * 366 * 24 * 60 * 60 * 1000;

/// A role that a certificate gives. Invited people have none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StaffRole {
    /// Decides who works here.
    Administrator,
    /// Holds visits.
    Clinician,
    /// Books and greets.
    Reception,
    /// Looks after privacy and security.
    Officer,
}

impl StaffRole {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Clinician => "clinician",
            Self::Reception => "reception",
            Self::Officer => "officer",
        }
    }
}

/// A certificate as it travels, not believed yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The signed bytes (UTF-8 JSON).
    pub body: Bytes,
    /// Ed25519 signature, 64 bytes.
    pub signature: Bytes,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    v: u8,
    staff: Id,
    name: String,
    roles: Vec<StaffRole>,
    sign_key: Bytes,
    seal_key: Bytes,
    not_after: u64,
}

/// A member of staff whose certificate held when it was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// Who.
    pub staff: Id,
    /// Their name, as the practice gives it.
    pub name: String,
    /// Their roles.
    pub roles: Vec<StaffRole>,
    /// Ed25519 public key.
    pub sign_key: [u8; 32],
    /// X-Wing public key.
    pub seal_key: Vec<u8>,
    /// Until when the certificate holds, in Unix milliseconds.
    pub not_after: u64,
}

impl StaffMember {
    /// What the root key's holder signs.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn certify(&self, root: &SigningKey) -> Result<Certificate, Error> {
        let body = Body {
            v: 1,
            staff: self.staff.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            sign_key: self.sign_key.to_vec().into(),
            seal_key: self.seal_key.clone().into(),
            not_after: self.not_after,
        };
        sign_body(root, serde_json::to_vec(&body).map_err(|_| Error::Internal)?)
    }
}

pub(crate) fn sign_body(root: &SigningKey, body: Vec<u8>) -> Result<Certificate, Error> {
    let signature = root.sign_bytes(&framed(LABEL, &[&body]))?;
    Ok(Certificate { body: body.into(), signature: signature.to_vec().into() })
}

impl Certificate {
    /// Checks that the certificate gives a role, under a root key that the link's pin vouches for.
    ///
    /// # Errors
    /// As for [`Self::verify_any_role`], and if it does not give this role.
    pub fn verify(&self, role: StaffRole, crypto: &Crypto, root: &RootKey, now_ms: u64) -> Result<StaffMember, Error> {
        let member = self.verify_any_role(crypto, root, now_ms)?;
        if member.roles.contains(&role) { Ok(member) } else { Err(Error::BadCertificate) }
    }

    /// Checks the certificate, whatever role it gives; before anything is believed because of it, look at the role.
    ///
    /// # Errors
    /// [`Error::BadCertificate`] if it is malformed, was not signed by this root key, or is over at `now_ms`.
    pub fn verify_any_role(&self, crypto: &Crypto, root: &RootKey, now_ms: u64) -> Result<StaffMember, Error> {
        let signed = framed(LABEL, &[self.body.as_slice()]);
        if !crypto.verify(root.as_bytes(), &signed, self.signature.as_slice()) {
            return Err(Error::BadCertificate);
        }
        let body: Body = serde_json::from_slice(self.body.as_slice()).map_err(|_| Error::BadCertificate)?;
        if body.v != 1 || body.not_after <= now_ms {
            return Err(Error::BadCertificate);
        }
        Ok(StaffMember {
            staff: body.staff,
            name: body.name,
            roles: body.roles,
            sign_key: body.sign_key.0.try_into().map_err(|_| Error::BadCertificate)?,
            seal_key: body.seal_key.0,
            not_after: body.not_after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_only_as_signed_and_in_time() {
        let crypto = Crypto::new().unwrap();
        let root = SigningKey::generate(&crypto).unwrap();
        let other = SigningKey::generate(&crypto).unwrap();
        let member = StaffMember {
            staff: "s1".try_into().unwrap(),
            name: "Dr Vos".to_owned(),
            roles: vec![StaffRole::Clinician, StaffRole::Officer],
            sign_key: [1; 32],
            seal_key: vec![2; 1216],
            not_after: 1_000,
        };
        let certificate = member.certify(&root).unwrap();
        let root_key = RootKey::new(root.public()).unwrap();
        let clinician = StaffRole::Clinician;
        assert!(certificate.verify(clinician, &crypto, &root_key, 999).unwrap() == member);
        assert!(certificate.verify(StaffRole::Officer, &crypto, &root_key, 999).unwrap() == member);
        for role in [StaffRole::Administrator, StaffRole::Reception] {
            assert_eq!(certificate.verify(role, &crypto, &root_key, 999).err(), Some(Error::BadCertificate));
        }
        assert_eq!(certificate.verify(clinician, &crypto, &root_key, 1_000).err(), Some(Error::BadCertificate));
        let other_key = RootKey::new(other.public()).unwrap();
        assert_eq!(certificate.verify(clinician, &crypto, &other_key, 0).err(), Some(Error::BadCertificate));
        let mut forged = certificate.clone();
        let last = forged.body.0.len() - 3;
        forged.body.0[last] ^= 1;
        assert_eq!(forged.verify(clinician, &crypto, &root_key, 0).err(), Some(Error::BadCertificate));
        forged = Certificate { body: certificate.body, signature: Bytes(vec![0; 63]) };
        assert_eq!(forged.verify(clinician, &crypto, &root_key, 0).err(), Some(Error::BadCertificate));
    }
}
