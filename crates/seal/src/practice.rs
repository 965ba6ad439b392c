//! What an administrator's device does: makes the practice's root key, its staff with their desk links, and invitations. Returns what the server may have and what it may not, apart.

use serde::{Deserialize, Serialize};

use crate::bytes::{Bytes, Id};
use crate::certificate::{Certificate, StaffMember, StaffRole};
use crate::crypto::SigningKey;
use crate::invitation::Role;
use crate::link::{Link, RootKey};
use crate::secret::{Inviter, Place, RootWord, seal_secret};
use crate::vault::StaffKeys;
use crate::{Crypto, Error};

/// A practice's root key, with its secret half. No `Debug`.
pub struct Practice {
    root: SigningKey,
    root_key: RootKey,
}

/// A link as it is given to a person: never to a server.
pub struct LinkText {
    /// The token of the path.
    pub token: String,
    /// What follows the `#`.
    pub fragment: String,
}

/// A new member of staff: what the server keeps, and the link that it must not see.
pub struct NewStaff {
    /// SHA-256 of the desk link's token.
    pub token_hash: [u8; 32],
    /// Their certificate.
    pub certificate: Certificate,
    /// Their vault, sealed under the desk link.
    pub vault: Vec<u8>,
    /// Their desk link.
    pub link: LinkText,
    member: StaffMember,
}

/// A new invitation: what the server keeps, as on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The invited person's seat.
    pub seat: Id,
    /// Their role.
    pub role: Role,
    /// SHA-256 of the link's token.
    pub token_hash: Bytes,
    /// The invitation secret, sealed to the staff member who holds the visit.
    pub sealed_secret: Bytes,
}

impl Practice {
    /// A new practice.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub fn generate(crypto: &Crypto) -> Result<Self, Error> {
        let root = SigningKey::generate(crypto)?;
        let root_key = RootKey::new(root.public())?;
        Ok(Self { root, root_key })
    }

    /// The public half of the root key.
    pub fn root_key(&self) -> &RootKey {
        &self.root_key
    }

    /// Signs any bytes as if they were a certificate's body, so that fuzzing reaches the parser behind the signature.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    #[cfg(fuzzing)]
    pub fn sign_any_body(&self, body: &[u8]) -> Result<Certificate, Error> {
        crate::certificate::sign_body(&self.root, body.to_vec())
    }

    /// Makes keys, certificate, vault and desk link for a clinician; the certificate holds until `not_after_ms`.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub fn add_clinician(&self, crypto: &Crypto, staff: &Id, name: &str, not_after_ms: u64) -> Result<NewStaff, Error> {
        let keys = StaffKeys::generate(crypto)?;
        let member = StaffMember {
            staff: staff.clone(),
            name: name.to_owned(),
            roles: vec![StaffRole::Clinician],
            sign_key: *keys.sign.public(),
            seal_key: keys.seal.public.clone(),
            not_after: not_after_ms,
        };
        let link = Link::generate(crypto, &self.root_key)?;
        Ok(NewStaff {
            token_hash: link.token_hash(crypto)?,
            certificate: member.certify(&self.root)?,
            vault: keys.seal(crypto, &link.secret, staff)?,
            link: link_text(crypto, &link)?,
            member,
        })
    }

    /// Invites a person into a visit that `host` holds, by the root key.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub fn invite(&self, crypto: &Crypto, place: Place<'_>, host: &NewStaff) -> Result<(LinkText, Invitation), Error> {
        let by = Inviter::Root(RootWord::Root);
        new_invitation(crypto, place, &self.root_key, by, &self.root, &host.member.seal_key)
    }
}

/// A fresh link, and its secret signed by the inviter and sealed to the host.
pub(crate) fn new_invitation(
    crypto: &Crypto,
    place: Place<'_>,
    root_key: &RootKey,
    by: Inviter,
    signer: &SigningKey,
    seal_key: &[u8],
) -> Result<(LinkText, Invitation), Error> {
    let link = Link::generate(crypto, root_key)?;
    let sealed_secret = seal_secret(crypto, place, &link.secret, by, signer, seal_key)?;
    let invitation = Invitation {
        seat: place.seat.clone(),
        role: place.role,
        token_hash: link.token_hash(crypto)?.to_vec().into(),
        sealed_secret: sealed_secret.into(),
    };
    Ok((link_text(crypto, &link)?, invitation))
}

pub(crate) fn link_text(crypto: &Crypto, link: &Link) -> Result<LinkText, Error> {
    Ok(LinkText { token: link.token_text(), fragment: link.fragment(crypto)? })
}
