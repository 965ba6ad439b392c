//! What a colleague's link is for: the proof that its holder made an account's keys, and its secret on the way back to who made it; and the root key on its way to a second administrator (`docs/protocol.md` §2.9).

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::bytes::{Bytes, Id, b64, framed, unb64};
use crate::certificate::StaffRole;
use crate::crypto::SigningKey;
use crate::link::{LinkSecret, RootKey};
use crate::vault::StaffKeys;
use crate::{Crypto, Error};

/// Who is invited to work here, and as what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    /// Their account.
    pub account: Id,
    /// Their name.
    pub name: String,
    /// Their roles.
    pub roles: Vec<StaffRole>,
}

/// The public keys of a new account, with the proof that the link's holder made them, as on the wire.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimedKeys {
    /// Ed25519, 32 bytes.
    pub sign_key: Bytes,
    /// X-Wing.
    pub seal_key: Bytes,
    /// HMAC-SHA256, 32 bytes.
    pub tag: Bytes,
}

#[derive(Serialize, Deserialize)]
struct Body {
    v: u8,
    secret: String,
    signature: Bytes,
}

impl Drop for Body {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// Says that the holder of the link's secret made these keys for this account.
///
/// # Errors
/// [`Error::Internal`] only.
pub(crate) fn claim(
    crypto: &Crypto,
    secret: &LinkSecret,
    account: &Id,
    keys: &StaffKeys,
) -> Result<ClaimedKeys, Error> {
    let (sign_key, seal_key) = (keys.sign.public().to_vec(), keys.seal.public.clone());
    let tag =
        crypto.hmac_sha256(enrol_key(crypto, secret, account)?.as_slice(), &terms(account, &sign_key, &seal_key))?;
    Ok(ClaimedKeys { sign_key: sign_key.into(), seal_key: seal_key.into(), tag: tag.to_vec().into() })
}

/// Whether the holder of the link's secret made these keys for this account.
///
/// # Errors
/// [`Error::BadProof`] if not.
pub(crate) fn check_claim(crypto: &Crypto, secret: &LinkSecret, account: &Id, keys: &ClaimedKeys) -> Result<(), Error> {
    let terms = terms(account, keys.sign_key.as_slice(), keys.seal_key.as_slice());
    let key = enrol_key(crypto, secret, account)?;
    let holds =
        keys.sign_key.as_slice().len() == 32 && crypto.hmac_sha256_is(key.as_slice(), &terms, keys.tag.as_slice())?;
    if holds { Ok(()) } else { Err(Error::BadProof) }
}

/// Seals a link's secret to the inviter's own account, for the day the colleague has made keys.
///
/// # Errors
/// [`Error::Internal`] only.
pub(crate) fn seal_secret(
    crypto: &Crypto,
    own: &StaffKeys,
    colleague: &Colleague,
    secret: &LinkSecret,
) -> Result<Vec<u8>, Error> {
    let signature = own.sign.sign_bytes(&signed(colleague, secret)?)?;
    let body = Body { v: 1, secret: b64(secret.as_slice()), signature: signature.to_vec().into() };
    let plaintext = Zeroizing::new(serde_json::to_vec(&body).map_err(|_| Error::Internal)?);
    crypto.hpke_seal(&own.seal.public, &info(&colleague.account), &plaintext)
}

/// Opens it again. The own signature in it says that it was made here, for this account, name and roles: anyone could seal to a public key.
///
/// # Errors
/// [`Error::BadProof`] otherwise.
pub(crate) fn open_secret(
    crypto: &Crypto,
    own: &StaffKeys,
    colleague: &Colleague,
    sealed: &[u8],
) -> Result<LinkSecret, Error> {
    let plaintext = crypto.hpke_open(&own.seal, &info(&colleague.account), sealed).ok_or(Error::BadProof)?;
    let body: Body = serde_json::from_slice(&plaintext).map_err(|_| Error::BadProof)?;
    let bytes = Zeroizing::new(unb64(&body.secret).ok_or(Error::BadProof)?);
    let secret: LinkSecret = bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::BadProof)?;
    let holds =
        body.v == 1 && crypto.verify(own.sign.public(), &signed(colleague, &secret)?, body.signature.as_slice());
    if holds { Ok(secret) } else { Err(Error::BadProof) }
}

/// Seals the practice's root private key to the account of an administrator, for its `seal_key`.
///
/// # Errors
/// [`Error::BadCertificate`] if that is no key.
pub(crate) fn seal_root(crypto: &Crypto, root: &SigningKey, to: &Id, seal_key: &[u8]) -> Result<Vec<u8>, Error> {
    crypto.hpke_seal(seal_key, &root_info(to), root.seed().as_slice())
}

/// Opens it again. Anyone could seal to a public key, so it is compared with the practice that the account is bound to.
///
/// # Errors
/// [`Error::BadSecret`] if it does not open, or is another practice's.
pub(crate) fn open_root(
    crypto: &Crypto,
    own: &StaffKeys,
    account: &Id,
    practice: &RootKey,
    sealed: &[u8],
) -> Result<SigningKey, Error> {
    let seed = crypto.hpke_open(&own.seal, &root_info(account), sealed).ok_or(Error::BadSecret)?;
    let seed = seed.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::BadSecret)?;
    let root = SigningKey::from_seed(seed)?;
    if root.public() == practice.as_bytes() { Ok(root) } else { Err(Error::BadSecret) }
}

fn root_info(account: &Id) -> Vec<u8> {
    framed("curtain/root-key/v1", &[account.as_bytes()])
}

fn enrol_key(crypto: &Crypto, secret: &LinkSecret, account: &Id) -> Result<Zeroizing<[u8; 32]>, Error> {
    crypto.hkdf_sha256(secret.as_slice(), b"curtain/enrolment/v1", &framed("enrol", &[account.as_bytes()]))
}

fn terms(account: &Id, sign_key: &[u8], seal_key: &[u8]) -> Vec<u8> {
    framed("curtain/enrol/v1", &[account.as_bytes(), &[sign_key, seal_key].concat()])
}

fn signed(colleague: &Colleague, secret: &LinkSecret) -> Result<Zeroizing<Vec<u8>>, Error> {
    // JSON parts the name from the roles, whatever is in it.
    let of =
        serde_json::to_vec(&(&colleague.name, colleague.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>()))
            .map_err(|_| Error::Internal)?;
    let last = Zeroizing::new([secret.as_slice(), &of].concat());
    Ok(Zeroizing::new(framed("curtain/colleague/v1", &[colleague.account.as_bytes(), &last])))
}

fn info(account: &Id) -> Vec<u8> {
    framed("curtain/colleague-secret/v1", &[account.as_bytes()])
}
