//! The cryptographic primitives, all from the provider that the MLS group uses too; and the one source of randomness. No protocol lives here.

use openmls_libcrux_crypto::CryptoProvider;
use openmls_traits::crypto::OpenMlsCrypto as _;
use openmls_traits::random::OpenMlsRand as _;
use openmls_traits::signatures::{Signer, SignerError};
use openmls_traits::types::{
    AeadType, HashType, HpkeAeadType, HpkeCiphertext, HpkeConfig, HpkeKdfType, HpkeKemType, HpkeKeyPair,
    SignatureScheme,
};
use zeroize::Zeroizing;

use crate::Error;

/// 32 secret bytes, wiped when dropped.
pub(crate) type Secret32 = Zeroizing<[u8; 32]>;

/// Bytes of a nonce of ChaCha20-Poly1305 (RFC 8439).
const NONCE_LEN: usize = 12;

/// Bytes of an X-Wing public key (draft-connolly-cfrg-xwing-kem, section 5).
const SEAL_KEY_LEN: usize = 1_216;

/// HPKE base mode with X-Wing, HKDF-SHA256, ChaCha20-Poly1305 (RFC 9180, draft-connolly-cfrg-xwing-kem).
const HPKE: HpkeConfig =
    HpkeConfig(HpkeKemType::XWingKemDraft6, HpkeKdfType::HkdfSha256, HpkeAeadType::ChaCha20Poly1305);

/// The primitives and their random number generator, made once at the edge and handed in.
pub struct Crypto(CryptoProvider);

impl Crypto {
    /// Seeds the generator from the operating system or the browser.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub fn new() -> Result<Self, Error> {
        CryptoProvider::new().map(Self).map_err(|_| Error::Internal)
    }

    pub(crate) fn random<const N: usize>(&self) -> Result<Zeroizing<[u8; N]>, Error> {
        self.0.random_array().map(Zeroizing::new).map_err(|_| Error::Internal)
    }

    pub(crate) fn sha256(&self, data: &[u8]) -> Result<[u8; 32], Error> {
        let hash = self.0.hash(HashType::Sha2_256, data).map_err(|_| Error::Internal)?;
        hash.try_into().map_err(|_| Error::Internal)
    }

    pub(crate) fn hmac_sha256(&self, key: &[u8], data: &[u8]) -> Result<[u8; 32], Error> {
        let tag = self.0.hmac(HashType::Sha2_256, key, data).map_err(|_| Error::Internal)?;
        tag.as_slice().try_into().map_err(|_| Error::Internal)
    }

    /// Compares an HMAC in constant time.
    pub(crate) fn hmac_sha256_is(&self, key: &[u8], data: &[u8], tag: &[u8]) -> Result<bool, Error> {
        let expected = self.hmac_sha256(key, data)?;
        Ok(same(&expected, tag))
    }

    pub(crate) fn hkdf_sha256(&self, ikm: &[u8], salt: &[u8], info: &[u8]) -> Result<Secret32, Error> {
        let prk = self.0.hkdf_extract(HashType::Sha2_256, salt, ikm).map_err(|_| Error::Internal)?;
        let okm = self.0.hkdf_expand(HashType::Sha2_256, prk.as_slice(), info, 32).map_err(|_| Error::Internal)?;
        okm.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::Internal)
    }

    /// HKDF with SHA-512 (RFC 5869), for SFrame: one extract with an empty salt, an expand for each info and length.
    pub(crate) fn hkdf_sha512(&self, ikm: &[u8], infos: [(&[u8], usize); 2]) -> Result<[Zeroizing<Vec<u8>>; 2], Error> {
        let prk = self.0.hkdf_extract(HashType::Sha2_512, b"", ikm).map_err(|_| Error::Internal)?;
        let okm = |(info, len): (&[u8], usize)| {
            let okm = self.0.hkdf_expand(HashType::Sha2_512, prk.as_slice(), info, len);
            okm.map(|okm| Zeroizing::new(okm.as_slice().to_vec())).map_err(|_| Error::Internal)
        };
        let [first, second] = infos;
        Ok([okm(first)?, okm(second)?])
    }

    /// `nonce (12) ‖ ChaCha20-Poly1305(key, nonce, aad, plaintext)` under a random nonce.
    pub(crate) fn seal(&self, key: &Secret32, aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce = self.random::<NONCE_LEN>()?;
        let sealed = self
            .0
            .aead_encrypt(AeadType::ChaCha20Poly1305, key.as_slice(), plaintext, nonce.as_slice(), aad)
            .map_err(|_| Error::Internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Undoes [`Self::seal`]; nothing if the bytes are not authentic.
    pub(crate) fn open(&self, key: &Secret32, aad: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        self.0.aead_decrypt(AeadType::ChaCha20Poly1305, key.as_slice(), sealed, nonce, aad).ok().map(Zeroizing::new)
    }

    /// Whether an Ed25519 signature (RFC 8032) holds.
    pub(crate) fn verify(&self, public: &[u8], data: &[u8], signature: &[u8]) -> bool {
        self.0.verify_signature(SignatureScheme::ED25519, data, public, signature).is_ok()
    }

    /// The HPKE key pair of a seed (`DeriveKeyPair`, RFC 9180 §7.1.3).
    pub(crate) fn seal_key_pair(&self, seed: &Secret32) -> Result<HpkeKeyPair, Error> {
        self.0.derive_hpke_keypair(HPKE, seed.as_slice()).map_err(|_| Error::Internal)
    }

    /// `u16 length of enc ‖ enc ‖ ciphertext` for the holder of `public`.
    pub(crate) fn hpke_seal(&self, public: &[u8], info: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        // The provider takes the length for granted.
        if public.len() != SEAL_KEY_LEN {
            return Err(Error::BadCertificate);
        }
        let sealed = self.0.hpke_seal(HPKE, public, info, b"", plaintext).map_err(|_| Error::BadCertificate)?;
        let enc = sealed.kem_output.as_slice();
        let len = u16::try_from(enc.len()).map_err(|_| Error::Internal)?;
        Ok([&len.to_be_bytes(), enc, sealed.ciphertext.as_slice()].concat())
    }

    /// Undoes [`Self::hpke_seal`]; nothing if it was not for this key or is not authentic.
    pub(crate) fn hpke_open(&self, pair: &HpkeKeyPair, info: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (len, rest) = sealed.split_first_chunk::<2>()?;
        let (enc, ciphertext) = rest.split_at_checked(usize::from(u16::from_be_bytes(*len)))?;
        let input = HpkeCiphertext { kem_output: enc.to_vec().into(), ciphertext: ciphertext.to_vec().into() };
        self.0.hpke_open(HPKE, &input, &pair.private, info, b"").ok().map(Zeroizing::new)
    }
}

/// Compares two byte strings without telling by the time taken where they differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0u8, |diff, (x, y)| diff | (x ^ y)) == 0
}

/// An Ed25519 key pair (RFC 8032). No `Debug`: it holds the secret half.
pub(crate) struct SigningKey {
    seed: Secret32,
    public: [u8; 32],
}

impl SigningKey {
    /// A fresh key pair.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub(crate) fn generate(crypto: &Crypto) -> Result<Self, Error> {
        Self::from_seed(crypto.random()?)
    }

    pub(crate) fn from_seed(seed: Secret32) -> Result<Self, Error> {
        let mut public = [0; 32];
        libcrux_ed25519::secret_to_public(&mut public, &seed);
        Ok(Self { seed, public })
    }

    /// The public half, 32 bytes.
    pub(crate) fn public(&self) -> &[u8; 32] {
        &self.public
    }

    pub(crate) fn seed(&self) -> &Secret32 {
        &self.seed
    }

    pub(crate) fn sign_bytes(&self, data: &[u8]) -> Result<[u8; 64], Error> {
        libcrux_ed25519::sign(data, &self.seed).map_err(|_| Error::Internal)
    }
}

impl Signer for SigningKey {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.sign_bytes(payload).map(|signature| signature.to_vec()).map_err(|_| SignerError::SigningError)
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}
