//! An invitation secret on its way to the staff member who holds the visit: sealed to them, signed by who invited (`docs/protocol.md` §2.7).

use openmls_traits::types::HpkeKeyPair;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::bytes::{Bytes, Id, b64, framed, unb64};
use crate::certificate::{Certificate, StaffRole};
use crate::crypto::SigningKey;
use crate::invitation::Role;
use crate::link::{LinkSecret, RootKey};
use crate::{Crypto, Error};

/// Who invited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Inviter {
    /// The practice's root key; written `"root"`.
    Root(RootWord),
    /// A member of staff.
    Staff(Certificate),
}

/// The word `root`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RootWord {
    /// The only one.
    Root,
}

/// Which invitation.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The visit.
    pub visit: &'a Id,
    /// The invited person's seat.
    pub seat: &'a Id,
    /// Their role.
    pub role: Role,
}

#[derive(Serialize, Deserialize)]
struct Body {
    v: u8,
    secret: String,
    role: Role,
    by: Inviter,
    signature: Bytes,
}

impl Drop for Body {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// Signs a secret as its inviter and seals it to `seal_key`, an X-Wing public key of a verified certificate.
///
/// # Errors
/// [`Error::BadCertificate`] if the key is none; [`Error::Internal`] otherwise.
pub(crate) fn seal_secret(
    crypto: &Crypto,
    place: Place<'_>,
    secret: &LinkSecret,
    by: Inviter,
    signer: &SigningKey,
    seal_key: &[u8],
) -> Result<Vec<u8>, Error> {
    let signature = signer.sign_bytes(&signed(place, secret))?;
    let body =
        Body { v: 1, secret: b64(secret.as_slice()), role: place.role, by, signature: signature.to_vec().into() };
    let plaintext = Zeroizing::new(serde_json::to_vec(&body).map_err(|_| Error::Internal)?);
    crypto.hpke_seal(seal_key, &info(place), &plaintext)
}

/// Opens a secret and checks its inviter: HPKE alone would let the server invite itself.
///
/// # Errors
/// [`Error::BadSecret`] if it does not open for this key and place, or the inviter's signature does not hold.
pub(crate) fn open_secret(
    crypto: &Crypto,
    place: Place<'_>,
    root: &RootKey,
    pair: &HpkeKeyPair,
    sealed: &[u8],
    now_ms: u64,
) -> Result<LinkSecret, Error> {
    let plaintext = crypto.hpke_open(pair, &info(place), sealed).ok_or(Error::BadSecret)?;
    let body: Body = serde_json::from_slice(&plaintext).map_err(|_| Error::BadSecret)?;
    let bytes = Zeroizing::new(unb64(&body.secret).ok_or(Error::BadSecret)?);
    let secret: LinkSecret = bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::BadSecret)?;
    let inviter = match &body.by {
        Inviter::Root(_) => *root.as_bytes(),
        Inviter::Staff(certificate) => {
            certificate.verify(StaffRole::Clinician, crypto, root, now_ms).map_err(|_| Error::BadSecret)?.sign_key
        }
    };
    let holds = body.v == 1
        && body.role == place.role
        && crypto.verify(&inviter, &signed(place, &secret), body.signature.as_slice());
    if holds { Ok(secret) } else { Err(Error::BadSecret) }
}

fn signed(place: Place<'_>, secret: &LinkSecret) -> Zeroizing<Vec<u8>> {
    let terms = [place.visit.as_bytes(), place.seat.as_bytes(), place.role.as_str().as_bytes(), secret.as_slice()];
    Zeroizing::new(framed("curtain/inviter/v1", &terms))
}

fn info(place: Place<'_>) -> Vec<u8> {
    framed("curtain/invitation-secret/v1", &[place.visit.as_bytes(), place.seat.as_bytes()])
}
