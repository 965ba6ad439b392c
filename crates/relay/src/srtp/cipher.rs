//! The two ways to seal a packet: AES-GCM (RFC 7714) and AES counter mode with HMAC-SHA1 (RFC 3711). Replay is looked after elsewhere.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{EncryptingKey, EncryptionContext};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;

use super::derive::{Label, counter_mode, derive};
use super::{Profile, body};

/// Bytes of a GCM tag, and of a truncated HMAC-SHA1 tag.
const GCM_TAG: usize = 16;
const SHA1_TAG: usize = 10;

/// Bytes of an RTCP header, which stay readable.
const RTCP_HEADER: usize = 8;

/// Session keys of one direction, for RTP or for RTCP.
pub(super) enum Cipher {
    Gcm { key: LessSafeKey, salt: [u8; 12] },
    CmSha1(Box<CmSha1>),
}

/// Apart, since they are large.
pub(super) struct CmSha1 {
    key: EncryptingKey,
    salt: [u8; 14],
    auth: hmac::Key,
}

impl Cipher {
    pub(super) fn rtp(profile: Profile, master: &[u8], salt: &[u8]) -> Option<Self> {
        Self::new(profile, master, salt, [Label::RtpKey, Label::RtpAuth, Label::RtpSalt])
    }

    pub(super) fn rtcp(profile: Profile, master: &[u8], salt: &[u8]) -> Option<Self> {
        Self::new(profile, master, salt, [Label::RtcpKey, Label::RtcpAuth, Label::RtcpSalt])
    }

    fn new(profile: Profile, master: &[u8], master_salt: &[u8], [key, auth, salt]: [Label; 3]) -> Option<Self> {
        let mut session = [0; 32];
        let session = session.get_mut(..master.len())?;
        derive(master, master_salt, key, session)?;
        if profile == Profile::Aes128CmSha1 {
            let (mut session_salt, mut session_auth) = ([0; 14], [0; 20]);
            derive(master, master_salt, salt, &mut session_salt)?;
            derive(master, master_salt, auth, &mut session_auth)?;
            return Self::cm_sha1(session, session_salt, &session_auth);
        }
        let mut session_salt = [0; 12];
        derive(master, master_salt, salt, &mut session_salt)?;
        Self::gcm(session, session_salt)
    }

    /// From session keys.
    pub(super) fn gcm(key: &[u8], salt: [u8; 12]) -> Option<Self> {
        let algorithm = if key.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
        Some(Self::Gcm { key: LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?), salt })
    }

    /// From session keys.
    pub(super) fn cm_sha1(key: &[u8], salt: [u8; 14], auth: &[u8]) -> Option<Self> {
        let auth = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, auth);
        Some(Self::CmSha1(Box::new(CmSha1 { key: counter_mode(key)?, salt, auth })))
    }

    pub(super) fn tag_len(&self) -> usize {
        match self {
            Self::Gcm { .. } => GCM_TAG,
            Self::CmSha1(_) => SHA1_TAG,
        }
    }

    pub(super) fn seal(&self, out: &mut Vec<u8>, start: usize, header: usize, ssrc: u32, index: u64) -> Option<()> {
        let body = body(out, start, header)?;
        let (front, payload) = out.split_at_mut(body.start);
        match self {
            Self::Gcm { key, salt } => {
                let aad = Aad::from(&front[start..]);
                let tag = key.seal_in_place_separate_tag(nonce(salt, ssrc, index), aad, payload).ok()?;
                out.extend_from_slice(tag.as_ref());
            }
            Self::CmSha1(keys) => {
                let CmSha1 { key, salt, auth } = &**keys;
                counter(key, salt, ssrc, index, payload)?;
                let tag = sign(auth, &out[start..], ((index >> 16) as u32).to_be_bytes());
                out.extend_from_slice(&tag.as_ref()[..SHA1_TAG]);
            }
        }
        Some(())
    }

    pub(super) fn open(&self, packet: &mut [u8], header: usize, ssrc: u32, index: u64) -> Option<usize> {
        let end = packet.len().checked_sub(self.tag_len()).filter(|end| *end >= header)?;
        match self {
            Self::Gcm { key, salt } => {
                let (front, sealed) = packet.split_at_mut(header);
                key.open_in_place(nonce(salt, ssrc, index), Aad::from(&*front), sealed).ok()?;
            }
            Self::CmSha1(keys) => {
                let CmSha1 { key, salt, auth } = &**keys;
                let (signed, tag) = packet.split_at_mut(end);
                let expect = sign(auth, signed, ((index >> 16) as u32).to_be_bytes());
                verify_slices_are_equal(&expect.as_ref()[..SHA1_TAG], tag).ok()?;
                counter(key, salt, ssrc, index, &mut signed[header..])?;
            }
        }
        Some(end)
    }

    /// The E bit and index of an SRTCP packet; `None` if it is too short, or not encrypted.
    pub(super) fn rtcp_index(&self, packet: &[u8]) -> Option<u32> {
        let after = if matches!(self, Self::Gcm { .. }) { 0 } else { SHA1_TAG };
        let at = packet.len().checked_sub(after + 4).filter(|at| *at >= RTCP_HEADER)?;
        let trailer = u32::from_be_bytes(packet[at..at + 4].try_into().ok()?);
        (trailer & 0x8000_0000 != 0).then_some(trailer)
    }

    /// `trailer` is the E bit and the index.
    pub(super) fn seal_rtcp(&self, out: &mut Vec<u8>, start: usize, ssrc: u32, trailer: u32) -> Option<()> {
        let body = body(out, start, RTCP_HEADER)?;
        let index = u64::from(trailer & 0x7fff_ffff);
        let (front, payload) = out.split_at_mut(body.start);
        match self {
            Self::Gcm { key, salt } => {
                let aad = rtcp_aad(&front[start..], trailer)?;
                let tag = key.seal_in_place_separate_tag(nonce(salt, ssrc, index), Aad::from(aad), payload).ok()?;
                out.extend_from_slice(tag.as_ref());
                out.extend_from_slice(&trailer.to_be_bytes());
            }
            Self::CmSha1(keys) => {
                let CmSha1 { key, salt, auth } = &**keys;
                counter(key, salt, ssrc, index, payload)?;
                let tag = sign(auth, &out[start..], trailer.to_be_bytes());
                out.extend_from_slice(&trailer.to_be_bytes());
                out.extend_from_slice(&tag.as_ref()[..SHA1_TAG]);
            }
        }
        Some(())
    }

    pub(super) fn open_rtcp(&self, packet: &mut [u8], ssrc: u32, trailer: u32) -> Option<usize> {
        let index = u64::from(trailer & 0x7fff_ffff);
        let end = packet.len().checked_sub(4 + self.tag_len()).filter(|end| *end >= RTCP_HEADER)?;
        let (front, rest) = packet.split_at_mut(RTCP_HEADER);
        match self {
            Self::Gcm { key, salt } => {
                let aad = rtcp_aad(front, trailer)?;
                let sealed = rest.get_mut(..end + GCM_TAG - RTCP_HEADER)?;
                key.open_in_place(nonce(salt, ssrc, index), Aad::from(aad), sealed).ok()?;
            }
            Self::CmSha1(keys) => {
                let CmSha1 { key, salt, auth } = &**keys;
                let (signed, tag) = packet.split_at_mut(end + 4);
                let expect = hmac::sign(auth, signed);
                verify_slices_are_equal(&expect.as_ref()[..SHA1_TAG], tag).ok()?;
                counter(key, salt, ssrc, index, signed.get_mut(RTCP_HEADER..end)?)?;
            }
        }
        Some(end)
    }
}

/// RFC 7714 §8.1 and §9.1: salt, SSRC and the 48 bits of the packet's index.
fn nonce(salt: &[u8; 12], ssrc: u32, index: u64) -> Nonce {
    let mut bytes = *salt;
    bytes[2..6].iter_mut().zip(ssrc.to_be_bytes()).for_each(|(byte, more)| *byte ^= more);
    bytes[6..].iter_mut().zip(&index.to_be_bytes()[2..]).for_each(|(byte, more)| *byte ^= more);
    Nonce::assume_unique_for_key(bytes)
}

/// RFC 7714 §9.2: the header, the E bit and the index.
fn rtcp_aad(header: &[u8], trailer: u32) -> Option<[u8; 12]> {
    let mut aad = [0; 12];
    aad[..8].copy_from_slice(header.get(..8)?);
    aad[8..].copy_from_slice(&trailer.to_be_bytes());
    Some(aad)
}

/// RFC 3711 §4.1.1.
fn counter(key: &EncryptingKey, salt: &[u8; 14], ssrc: u32, index: u64, data: &mut [u8]) -> Option<()> {
    let mut iv = [0; 16];
    iv[..14].copy_from_slice(salt);
    iv[4..8].iter_mut().zip(ssrc.to_be_bytes()).for_each(|(byte, more)| *byte ^= more);
    iv[8..14].iter_mut().zip(&index.to_be_bytes()[2..]).for_each(|(byte, more)| *byte ^= more);
    if data.is_empty() {
        return Some(());
    }
    key.less_safe_encrypt(data, EncryptionContext::Iv128(FixedLength::from(iv))).ok().map(drop)
}

/// RFC 3711 §4.2: what is signed goes on with four bytes that are not in the packet, or not yet.
fn sign(key: &hmac::Key, signed: &[u8], more: [u8; 4]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(key);
    context.update(signed);
    context.update(&more);
    context.sign()
}
