//! Who a leaf of the group is: the credential's identity, and what makes it believable (`docs/protocol.md` §3.1).

use openmls::prelude::{BasicCredential, Credential, CredentialWithKey};
use serde::{Deserialize, Serialize};

use crate::bytes::Id;
use crate::certificate::{Certificate, StaffMember, StaffRole};
use crate::invitation::Role;
use crate::link::RootKey;
use crate::{Crypto, Error};

/// The JSON of a Basic credential (RFC 9420 §5.3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Identity {
    v: u8,
    pub(crate) seat: Id,
    pub(crate) role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certificate: Option<Certificate>,
}

impl Identity {
    /// A clinician's identity needs the certificate; an invited person's has none.
    pub(crate) fn new(seat: Id, role: Role, certificate: Option<Certificate>) -> Self {
        Self { v: 1, seat, role, certificate }
    }

    /// The credential to put into a leaf.
    pub(crate) fn credential(&self, signature_key: &[u8; 32]) -> Result<CredentialWithKey, Error> {
        let json = serde_json::to_vec(self).map_err(|_| Error::Internal)?;
        Ok(CredentialWithKey {
            credential: BasicCredential::new(json).into(),
            signature_key: signature_key.to_vec().into(),
        })
    }

    /// Reads a leaf's credential and checks what can be checked of it: a clinician's certificate, and that it is for the leaf's key.
    /// That an invited person's seat is theirs was proved to the clinician who added them.
    ///
    /// Nothing if it does not hold.
    pub(crate) fn verify(
        crypto: &Crypto,
        root: &RootKey,
        credential: &Credential,
        signature_key: &[u8],
        now_ms: u64,
    ) -> Option<Self> {
        Self::verify_certified(crypto, root, credential, signature_key, now_ms).map(|(identity, _)| identity)
    }

    /// The same, with what a clinician's certificate says of them.
    pub(crate) fn verify_certified(
        crypto: &Crypto,
        root: &RootKey,
        credential: &Credential,
        signature_key: &[u8],
        now_ms: u64,
    ) -> Option<(Self, Option<StaffMember>)> {
        let basic = BasicCredential::try_from(credential.clone()).ok()?;
        let identity: Self = serde_json::from_slice(basic.identity()).ok()?;
        let staff = match (identity.role, &identity.certificate) {
            (Role::Clinician, Some(certificate)) => {
                let staff = certificate.verify(StaffRole::Clinician, crypto, root, now_ms).ok()?;
                (staff.sign_key == signature_key).then_some(Some(staff))?
            }
            (Role::Patient | Role::Companion, None) => None,
            _ => return None,
        };
        (identity.v == 1).then_some((identity, staff))
    }
}

/// A leaf of the group whose identity was verified when it came in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Member {
    /// The leaf's index.
    pub leaf: u32,
    /// Whose it is.
    pub seat: Id,
    /// Their role.
    pub role: Role,
    /// A clinician's account, from the certificate; nothing for the invited.
    pub staff: Option<Id>,
    /// A clinician's name, from the certificate; nothing for the invited.
    pub name: Option<String>,
    /// Whether it is this client's own.
    #[serde(rename = "self")]
    pub is_self: bool,
}
