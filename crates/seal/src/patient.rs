//! A patient's account: how an invitation's link authenticates its keys, the clinician's word for them, and the contact data that both can read (`docs/protocol.md` §2.10).

use openmls_traits::types::HpkeKeyPair;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::bytes::{Bytes, Id, framed};
use crate::colleague::ClaimedKeys;
use crate::crypto::SigningKey;
use crate::invitation::InvitationKeys;
use crate::secret::Place;
use crate::vault::StaffKeys;
use crate::{Crypto, Error};

/// Contact data is padded to a multiple of this, in bytes. Lower tells the length of a name; higher wastes bytes.
const PAD: usize = 512;

/// How a practice reaches a patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub telephone: Option<String>,
}

/// A clinician's word for a patient's keys, as on the wire.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Binding {
    /// The signed bytes (UTF-8 JSON).
    pub body: Bytes,
    /// Ed25519, 64 bytes.
    pub signature: Bytes,
}

/// What a binding says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoundPatient {
    v: u8,
    /// Whose account.
    pub account: Id,
    /// Its Ed25519 key, 32 bytes.
    pub sign_key: Bytes,
    /// Its X-Wing key.
    pub seal_key: Bytes,
    /// The visit whose link authenticated it.
    pub visit: Id,
    /// The seat in it.
    pub seat: Id,
    /// When, in Unix milliseconds.
    pub at: u64,
}

#[derive(Serialize, Deserialize)]
struct Body {
    v: u8,
    contact: Bytes,
    signature: Bytes,
}

/// Says that the holder of an invitation's link made these keys for this account.
///
/// # Errors
/// [`Error::Internal`] only.
pub(crate) fn claim(
    crypto: &Crypto,
    invitation: &InvitationKeys,
    account: &Id,
    keys: &StaffKeys,
) -> Result<ClaimedKeys, Error> {
    let (sign_key, seal_key) = (keys.sign.public().to_vec(), keys.seal.public.clone());
    let tag = invitation.tag_account(crypto, account, &[sign_key.as_slice(), &seal_key].concat())?;
    Ok(ClaimedKeys { sign_key: sign_key.into(), seal_key: seal_key.into(), tag: tag.to_vec().into() })
}

/// Gives a clinician's word for keys that the holder of an invitation's link made.
///
/// # Errors
/// [`Error::BadProof`] if somebody else made them.
pub(crate) fn bind(
    crypto: &Crypto,
    invitation: &InvitationKeys,
    sign: &SigningKey,
    place: Place<'_>,
    account: &Id,
    keys: &ClaimedKeys,
    now_ms: u64,
) -> Result<Binding, Error> {
    let claimed = [keys.sign_key.as_slice(), keys.seal_key.as_slice()].concat();
    let sized = keys.sign_key.as_slice().len() == 32;
    if !sized || !invitation.is_account(crypto, account, &claimed, keys.tag.as_slice())? {
        return Err(Error::BadProof);
    }
    let said = BoundPatient {
        v: 1,
        account: account.clone(),
        sign_key: keys.sign_key.clone(),
        seal_key: keys.seal_key.clone(),
        visit: place.visit.clone(),
        seat: place.seat.clone(),
        at: now_ms,
    };
    let body = serde_json::to_vec(&said).map_err(|_| Error::Internal)?;
    let signature = sign.sign_bytes(&terms(&body))?.to_vec().into();
    Ok(Binding { body: body.into(), signature })
}

impl Binding {
    /// Believes what it says, if the clinician with this key signed it for this account.
    ///
    /// # Errors
    /// [`Error::BadCertificate`] if not.
    pub(crate) fn verify(&self, crypto: &Crypto, by: &[u8; 32], account: &Id) -> Result<BoundPatient, Error> {
        if !crypto.verify(by, &terms(self.body.as_slice()), self.signature.as_slice()) {
            return Err(Error::BadCertificate);
        }
        let said: BoundPatient = serde_json::from_slice(self.body.as_slice()).map_err(|_| Error::BadCertificate)?;
        if said.v == 1 && said.account == *account { Ok(said) } else { Err(Error::BadCertificate) }
    }
}

/// Seals contact data of the account's owner to an X-Wing key: their own, or a clinician's.
///
/// # Errors
/// [`Error::BadCertificate`] if that is no key.
pub(crate) fn seal_contact(
    crypto: &Crypto,
    account: &Id,
    sign: &SigningKey,
    to: &[u8],
    contact: &Contact,
) -> Result<Bytes, Error> {
    let contact = Zeroizing::new(serde_json::to_vec(contact).map_err(|_| Error::Internal)?);
    let signature = sign.sign_bytes(&contact_terms(account, &contact))?.to_vec().into();
    let body = Body { v: 1, contact: contact.to_vec().into(), signature };
    let mut plaintext = Zeroizing::new(serde_json::to_vec(&body).map_err(|_| Error::Internal)?);
    let padded = plaintext.len().next_multiple_of(PAD);
    plaintext.resize(padded, b' ');
    Ok(crypto.hpke_seal(to, &info(account), &plaintext)?.into())
}

/// Opens contact data that the account with the key `of` signed.
///
/// # Errors
/// [`Error::BadSealed`] if it does not open, or is another's.
pub(crate) fn open_contact(
    crypto: &Crypto,
    account: &Id,
    of: &[u8],
    own: &HpkeKeyPair,
    sealed: &[u8],
) -> Result<Contact, Error> {
    let plaintext = crypto.hpke_open(own, &info(account), sealed).ok_or(Error::BadSealed)?;
    let body: Body = serde_json::from_slice(&plaintext).map_err(|_| Error::BadSealed)?;
    let contact = body.contact.as_slice();
    if body.v != 1 || !crypto.verify(of, &contact_terms(account, contact), body.signature.as_slice()) {
        return Err(Error::BadSealed);
    }
    serde_json::from_slice(contact).map_err(|_| Error::BadSealed)
}

fn terms(body: &[u8]) -> Vec<u8> {
    framed("curtain/patient-binding/v1", &[body])
}

fn contact_terms(account: &Id, contact: &[u8]) -> Vec<u8> {
    framed("curtain/contact/v1", &[account.as_bytes(), contact])
}

fn info(account: &Id) -> Vec<u8> {
    framed("curtain/contact/v1", &[account.as_bytes()])
}
