//! SRTP and SRTCP (RFC 3711, RFC 7714): one context per direction of a connection. Which packets are worth opening is decided elsewhere.

mod cipher;
mod derive;
mod window;

use std::ops::Range;

pub(crate) use window::{Window, extend};

use cipher::Cipher;

/// How a connection's media is protected (RFC 5764 §4.1.2, RFC 7714 §14.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// AEAD_AES_128_GCM.
    Aes128Gcm,
    /// AEAD_AES_256_GCM.
    Aes256Gcm,
    /// SRTP_AES128_CM_HMAC_SHA1_80, for clients that know nothing better.
    Aes128CmSha1,
}

impl Profile {
    /// Bytes of a master key and of a master salt.
    fn lengths(self) -> (usize, usize) {
        match self {
            Self::Aes128Gcm => (16, 12),
            Self::Aes256Gcm => (32, 12),
            Self::Aes128CmSha1 => (16, 14),
        }
    }
}

/// Senders of RTCP whose indexes are remembered. A browser has one for each of its streams.
const MAX_RTCP_SENDERS: usize = 64;

/// Opens what a client sends. Carries keys: no `Debug`.
pub(crate) struct Opening {
    rtp: Cipher,
    rtcp: Cipher,
    /// SRTCP indexes seen, by sender.
    seen: Vec<(u32, Window)>,
}

/// Seals what a client receives. Carries keys: no `Debug`.
pub(crate) struct Sealing {
    rtp: Cipher,
    rtcp: Cipher,
    /// Next SRTCP index.
    index: u32,
}

/// Both directions, from what the DTLS handshake exports for its server (RFC 5764 §4.2); `None` if it is too short.
pub(crate) fn contexts(profile: Profile, exported: &[u8]) -> Option<(Opening, Sealing)> {
    let (key, salt) = profile.lengths();
    let part = |at: usize, len: usize| exported.get(at..at + len);
    let client = (part(0, key)?, part(2 * key, salt)?);
    let server = (part(key, key)?, part(2 * key + salt, salt)?);
    let pair = |(key, salt)| Some((Cipher::rtp(profile, key, salt)?, Cipher::rtcp(profile, key, salt)?));
    let ((open_rtp, open_rtcp), (seal_rtp, seal_rtcp)) = (pair(client)?, pair(server)?);
    Some((
        Opening { rtp: open_rtp, rtcp: open_rtcp, seen: vec![] },
        Sealing { rtp: seal_rtp, rtcp: seal_rtcp, index: 0 },
    ))
}

impl Opening {
    /// Opens an RTP packet in place; `header` is the length of its header, `index` its extended sequence number. Returns where it
    /// ends, or `None` if it is not authentic.
    pub(crate) fn rtp(&self, packet: &mut [u8], header: usize, ssrc: u32, index: u64) -> Option<usize> {
        self.rtp.open(packet, header, ssrc, index)
    }

    /// Opens a compound RTCP packet in place; `None` if it is not authentic, or was there before.
    pub(crate) fn rtcp<'a>(&mut self, packet: &'a mut [u8]) -> Option<&'a [u8]> {
        let ssrc = u32::from_be_bytes(packet.get(4..8)?.try_into().ok()?);
        let place = self.seen.iter().position(|(sender, _)| *sender == ssrc);
        if place.is_none() && self.seen.len() == MAX_RTCP_SENDERS {
            return None;
        }
        let trailer = self.rtcp.rtcp_index(packet)?;
        let index = u64::from(trailer & 0x7fff_ffff);
        if place.is_some_and(|place| !self.seen[place].1.is_new(index)) {
            return None;
        }
        let end = self.rtcp.open_rtcp(packet, ssrc, trailer)?;
        match place {
            Some(place) => self.seen[place].1.note(index),
            None => {
                let mut window = Window::default();
                window.note(index);
                self.seen.push((ssrc, window));
            }
        }
        packet.get(..end)
    }
}

impl Sealing {
    /// Seals the RTP packet that `out` ends with, from `start` on; the tag is added.
    pub(crate) fn rtp(&self, out: &mut Vec<u8>, start: usize, header: usize, ssrc: u32, index: u64) -> Option<()> {
        self.rtp.seal(out, start, header, ssrc, index)
    }

    /// Seals the compound RTCP packet that `out` ends with, from `start` on; the index and the tag are added. `None` once all
    /// indexes are used up, after some hundred years.
    pub(crate) fn rtcp(&mut self, out: &mut Vec<u8>, start: usize) -> Option<()> {
        let next = self.index.checked_add(1).filter(|next| *next <= 0x8000_0000)?;
        let ssrc = u32::from_be_bytes(out.get(start + 4..start + 8)?.try_into().ok()?);
        self.rtcp.seal_rtcp(out, start, ssrc, 0x8000_0000 | self.index)?;
        self.index = next;
        Some(())
    }

    /// Bytes that sealing adds to an RTP packet.
    pub(crate) fn overhead(&self) -> usize {
        self.rtp.tag_len()
    }
}

/// The bytes of `out` from `start` on, without the header.
fn body(out: &[u8], start: usize, header: usize) -> Option<Range<usize>> {
    let range = start.checked_add(header)?..out.len();
    (range.start <= range.end).then_some(range)
}

#[cfg(test)]
mod tests;
