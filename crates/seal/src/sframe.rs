//! SFrame (RFC 9605) with the one cipher suite `AES_256_GCM_SHA512_128`: header, key derivation, sealing and opening of one frame. Whose key it is, and whether a counter was seen, is `media`'s matter.

use aes_gcm::{AeadInOut as _, Aes256Gcm, KeyInit as _, Nonce, Tag};
use zeroize::Zeroizing;

use crate::crypto::Secret32;
use crate::{Crypto, Error};

/// `AES_256_GCM_SHA512_128` (RFC 9605 §8.1).
const SUITE: u16 = 0x0005;
const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 12;
const TAG_LEN: usize = 16;
/// One configuration byte, at most eight bytes each of key identifier and counter (RFC 9605 §4.3).
const MAX_HEADER_LEN: usize = 17;
/// Metadata is the first byte of a video frame here, and a short text in the published vectors.
const MAX_METADATA_LEN: usize = 47;
/// Header and tag: what sealing adds at most, in bytes.
pub(crate) const MAX_OVERHEAD: usize = MAX_HEADER_LEN + TAG_LEN;

/// The header of a sealed frame (RFC 9605 §4.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Header {
    /// The key identifier, KID.
    pub kid: u64,
    /// The counter, CTR.
    pub counter: u64,
}

impl Header {
    /// Appends the header's shortest encoding.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        let at = out.len();
        out.push(0);
        let x = write_field(self.kid, out);
        let y = write_field(self.counter, out);
        out[at] = x << 4 | y;
    }

    /// Reads a header; also its length in bytes. Nothing if the frame is too short to hold it.
    pub(crate) fn read(frame: &[u8]) -> Option<(Self, usize)> {
        let config = *frame.first()?;
        let mut at = 1;
        let kid = read_field(config >> 4, frame, &mut at)?;
        let counter = read_field(config & 0x0f, frame, &mut at)?;
        Some((Self { kid, counter }, at))
    }
}

/// The four bits of the configuration byte for a value; appends the bytes that do not fit into them.
fn write_field(value: u64, out: &mut Vec<u8>) -> u8 {
    if value < 8 {
        return value.to_be_bytes()[7];
    }
    let bytes = value.to_be_bytes();
    let skip = (value.leading_zeros() / 8) as usize;
    out.extend_from_slice(&bytes[skip..]);
    // 8 − skip bytes follow, 1 to 8 of them; the field counts from zero.
    0x08 | (7 - skip).to_le_bytes()[0]
}

fn read_field(bits: u8, frame: &[u8], at: &mut usize) -> Option<u64> {
    let low = bits & 0x07;
    if bits & 0x08 == 0 {
        return Some(u64::from(low));
    }
    let end = *at + usize::from(low) + 1;
    let value = frame.get(*at..end)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
    *at = end;
    Some(value)
}

/// The key of one KID, ready for use. No `Debug`.
pub(crate) struct Key {
    kid: u64,
    cipher: Box<Aes256Gcm>,
    salt: Zeroizing<[u8; NONCE_LEN]>,
}

impl Key {
    /// Derives key and salt of a KID from its base key (RFC 9605 §4.4.2).
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn derive(crypto: &Crypto, base_key: &Secret32, kid: u64) -> Result<Self, Error> {
        let (key, salt) = derive_raw(crypto, base_key.as_slice(), kid)?;
        let cipher = Aes256Gcm::new_from_slice(&key).map_err(|_| Error::Internal)?;
        let salt = salt.as_slice().try_into().map_err(|_| Error::Internal)?;
        Ok(Self { kid, cipher: Box::new(cipher), salt: Zeroizing::new(salt) })
    }

    /// Appends header, ciphertext and tag of a plaintext. The caller never uses a counter twice (RFC 9605 §4.4.3).
    ///
    /// # Errors
    /// [`Error::Internal`] if the plaintext is longer than AES-GCM allows.
    pub(crate) fn seal(&self, counter: u64, metadata: &[u8], plaintext: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let at = out.len();
        Header { kid: self.kid, counter }.write(out);
        let body = out.len();
        let aad = Aad::new(&out[at..], metadata)?;
        out.extend_from_slice(plaintext);
        let tag = self
            .cipher
            .encrypt_inout_detached(&self.nonce(counter), aad.as_slice(), (&mut out[body..]).into())
            .map_err(|_| Error::Internal)?;
        out.extend_from_slice(&tag);
        Ok(())
    }

    /// Appends the plaintext of a sealed frame whose header was read; `header_len` is its length. False, and nothing appended, if it is not authentic.
    #[must_use]
    pub(crate) fn open(
        &self,
        header: Header,
        header_len: usize,
        metadata: &[u8],
        sealed: &[u8],
        out: &mut Vec<u8>,
    ) -> bool {
        let Some((head, rest)) = sealed.split_at_checked(header_len) else { return false };
        let Some(len) = rest.len().checked_sub(TAG_LEN) else { return false };
        let Ok(aad) = Aad::new(head, metadata) else { return false };
        let (body, tag) = rest.split_at(len);
        let Ok(tag) = <&Tag>::try_from(tag) else { return false };
        let at = out.len();
        out.extend_from_slice(body);
        let nonce = self.nonce(header.counter);
        let opened = self.cipher.decrypt_inout_detached(&nonce, aad.as_slice(), (&mut out[at..]).into(), tag);
        if opened.is_err() {
            out.truncate(at);
        }
        opened.is_ok()
    }

    /// The salt with the counter xored into its last bytes (RFC 9605 §4.4.3).
    fn nonce(&self, counter: u64) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = *self.salt;
        for (byte, counter) in nonce[NONCE_LEN - 8..].iter_mut().zip(counter.to_be_bytes()) {
            *byte ^= counter;
        }
        nonce.into()
    }
}

/// Header and metadata side by side, without the heap: what is authenticated and not encrypted.
struct Aad {
    bytes: [u8; MAX_HEADER_LEN + MAX_METADATA_LEN],
    len: usize,
}

impl Aad {
    fn new(header: &[u8], metadata: &[u8]) -> Result<Self, Error> {
        let mut bytes = [0; MAX_HEADER_LEN + MAX_METADATA_LEN];
        let len = header.len() + metadata.len();
        let used = bytes.get_mut(..len).ok_or(Error::Internal)?;
        used[..header.len()].copy_from_slice(header);
        used[header.len()..].copy_from_slice(metadata);
        Ok(Self { bytes, len })
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

type RawKey = (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>);

fn derive_raw(crypto: &Crypto, base_key: &[u8], kid: u64) -> Result<RawKey, Error> {
    let info = |label: &[u8]| [label, &kid.to_be_bytes(), &SUITE.to_be_bytes()].concat();
    let (key, salt) = (info(b"SFrame 1.0 Secret key "), info(b"SFrame 1.0 Secret salt "));
    let [key, salt] = crypto.hkdf_sha512(base_key, [(&key, KEY_LEN), (&salt, NONCE_LEN)])?;
    Ok((key, salt))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
    }

    #[test]
    fn the_header_vectors_of_the_rfc() {
        let mut seen = 0;
        for line in include_str!("../tests/vectors/rfc9605-header.txt").lines().filter(|l| !l.starts_with('#')) {
            let [kid, counter, encoded] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let header = Header { kid: kid.parse().unwrap(), counter: counter.parse().unwrap() };
            let mut out = Vec::new();
            header.write(&mut out);
            assert_eq!(out, hex(encoded));
            assert_eq!(Header::read(&out), Some((header, out.len())));
            seen += 1;
        }
        assert_eq!(seen, 289);
    }

    /// RFC 9605 appendix C.3, cipher suite 5. Its base key is shorter than ours, so the derivation is tested on its own.
    #[test]
    fn the_suite_vector_of_the_rfc() {
        let crypto = Crypto::new().unwrap();
        let (kid, counter) = (0x123, 0x4567);
        let (key, salt) = derive_raw(&crypto, &hex("000102030405060708090a0b0c0d0e0f"), kid).unwrap();
        assert_eq!(*key, hex("d3e27b0d4a5ae9e55df01a70e6d4d28d969b246e2936f4b7a5d9b494da6b9633"));
        assert_eq!(*salt, hex("84991c167b8cd23c93708ec7"));
        let salt = Zeroizing::new(salt.as_slice().try_into().unwrap());
        let key = Key { kid, cipher: Box::new(Aes256Gcm::new_from_slice(&key).unwrap()), salt };
        assert_eq!(key.nonce(counter).to_vec(), hex("84991c167b8cd23c9370cba0"));
        let metadata = hex("4945544620534672616d65205747");
        let plaintext = hex("64726166742d696574662d736672616d652d656e63");
        let mut sealed = Vec::new();
        key.seal(counter, &metadata, &plaintext, &mut sealed).unwrap();
        assert_eq!(sealed, hex("990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279"));
        let (header, len) = Header::read(&sealed).unwrap();
        assert_eq!(header, Header { kid, counter });
        let mut opened = Vec::new();
        assert!(key.open(header, len, &metadata, &sealed, &mut opened));
        assert_eq!(opened, plaintext);
        assert!(!key.open(header, len, b"", &sealed, &mut opened));
    }

    proptest! {
        #[test]
        fn any_header_comes_back(kid: u64, counter: u64, tail in proptest::collection::vec(any::<u8>(), 0..4)) {
            let header = Header { kid, counter };
            let mut out = Vec::new();
            header.write(&mut out);
            let len = out.len();
            prop_assert!(len <= MAX_HEADER_LEN);
            out.extend(tail);
            prop_assert_eq!(Header::read(&out), Some((header, len)));
        }

        #[test]
        fn garbage_is_read_or_refused_within_its_bounds(frame in proptest::collection::vec(any::<u8>(), 0..24)) {
            if let Some((_, len)) = Header::read(&frame) {
                prop_assert!(len <= frame.len());
            }
        }
    }
}
