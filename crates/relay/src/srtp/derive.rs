//! Session keys from master keys (RFC 3711 §4.3), with a key derivation rate of zero.

use aws_lc_rs::cipher::{AES_128, AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;

/// Which session key (RFC 3711 §4.3.2).
#[derive(Clone, Copy)]
pub(super) enum Label {
    RtpKey = 0,
    RtpAuth = 1,
    RtpSalt = 2,
    RtcpKey = 3,
    RtcpAuth = 4,
    RtcpSalt = 5,
}

/// Fills `out` with a session key. A salt of 12 bytes (RFC 7714 §11) counts as if two zero bytes followed. `None` for a
/// master key of another length than 16 or 32 bytes, or a salt longer than 14.
pub(super) fn derive(master: &[u8], salt: &[u8], label: Label, out: &mut [u8]) -> Option<()> {
    let mut iv = [0; 16];
    iv.get_mut(..14)?.get_mut(..salt.len())?.copy_from_slice(salt);
    iv[7] ^= label as u8;
    out.fill(0);
    keystream(master, iv, out)
}

/// Adds the AES counter mode key stream to `data`, which both hides and shows it (RFC 3711 §4.1.1).
pub(super) fn keystream(key: &[u8], iv: [u8; 16], data: &mut [u8]) -> Option<()> {
    counter_mode(key)?.less_safe_encrypt(data, EncryptionContext::Iv128(FixedLength::from(iv))).ok().map(drop)
}

/// A key for counter mode.
pub(super) fn counter_mode(key: &[u8]) -> Option<EncryptingKey> {
    let algorithm = match key.len() {
        16 => &AES_128,
        32 => &AES_256,
        _ => return None,
    };
    EncryptingKey::ctr(UnboundCipherKey::new(algorithm, key).ok()?).ok()
}
