//! STUN messages (RFC 8489) with the attributes of ICE and TURN (RFC 8445, RFC 8656), read where they lie and written where they go.
//!
//! What they mean is decided in `transport` for connectivity checks, in `ways` for TURN.

use std::net::{IpAddr, SocketAddr};
use std::ops::Range;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use md5::{Digest as _, Md5};

use super::u16_at;

/// RFC 8489 §5: the constant that tells STUN from other things.
pub(crate) const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const HEADER: usize = 20;
/// RFC 8489 §14.7.
const FINGERPRINT_MASK: u32 = 0x5354_554e;

/// What a message is (RFC 8489 §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Request,
    Indication,
    Success,
    Error,
}

impl Class {
    const fn bits(self) -> u16 {
        match self {
            Self::Request => 0,
            Self::Indication => 0x010,
            Self::Success => 0x100,
            Self::Error => 0x110,
        }
    }
}

/// Methods (RFC 8489 §18.2, RFC 8656 §17), as in a request's type.
pub(crate) mod method {
    pub(crate) const BINDING: u16 = 0x001;
    pub(crate) const ALLOCATE: u16 = 0x003;
    pub(crate) const REFRESH: u16 = 0x004;
    pub(crate) const SEND: u16 = 0x006;
    pub(crate) const DATA: u16 = 0x007;
    pub(crate) const CREATE_PERMISSION: u16 = 0x008;
    pub(crate) const CHANNEL_BIND: u16 = 0x009;
}

/// Attributes (RFC 8489 §18.3, RFC 8656 §18, RFC 8445 §16.1).
pub(crate) mod attribute {
    pub(crate) const USERNAME: u16 = 0x0006;
    pub(crate) const MESSAGE_INTEGRITY: u16 = 0x0008;
    pub(crate) const ERROR_CODE: u16 = 0x0009;
    pub(crate) const UNKNOWN_ATTRIBUTES: u16 = 0x000a;
    pub(crate) const CHANNEL_NUMBER: u16 = 0x000c;
    pub(crate) const LIFETIME: u16 = 0x000d;
    pub(crate) const XOR_PEER_ADDRESS: u16 = 0x0012;
    pub(crate) const DATA: u16 = 0x0013;
    pub(crate) const REALM: u16 = 0x0014;
    pub(crate) const NONCE: u16 = 0x0015;
    pub(crate) const XOR_RELAYED_ADDRESS: u16 = 0x0016;
    pub(crate) const REQUESTED_ADDRESS_FAMILY: u16 = 0x0017;
    pub(crate) const EVEN_PORT: u16 = 0x0018;
    pub(crate) const REQUESTED_TRANSPORT: u16 = 0x0019;
    pub(crate) const DONT_FRAGMENT: u16 = 0x001a;
    pub(crate) const XOR_MAPPED_ADDRESS: u16 = 0x0020;
    pub(crate) const RESERVATION_TOKEN: u16 = 0x0022;
    pub(crate) const USE_CANDIDATE: u16 = 0x0025;
    pub(crate) const FINGERPRINT: u16 = 0x8028;
    pub(crate) const ICE_CONTROLLED: u16 = 0x8029;

    /// Attributes that a client must be told of if they are not understood begin below this (RFC 8489 §14).
    pub(crate) const OPTIONAL: u16 = 0x8000;
}

/// Identifies a request.
pub(crate) type Transaction = [u8; 12];

/// A message that is well formed. Nothing in it is checked but its fingerprint.
pub(crate) struct Message<'a> {
    bytes: &'a [u8],
    pub(crate) class: Class,
    pub(crate) method: u16,
    pub(crate) transaction: Transaction,
    /// Where attributes end that are taken note of: at the integrity, or at the end.
    end: usize,
    integrity: Option<&'a [u8]>,
    /// Whether it has a fingerprint, so that the answer has one too.
    pub(crate) fingerprint: bool,
}

impl<'a> Message<'a> {
    /// Reads a whole message; `None` if it is malformed, or its fingerprint does not hold.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (length, cookie) = (usize::from(u16_at(bytes, 2)?), bytes.get(4..8)?);
        let whole = length.is_multiple_of(4) && bytes.len() == HEADER + length;
        let kind = u16_at(bytes, 0)?;
        if !whole || cookie != COOKIE || kind & 0xc000 != 0 {
            return None;
        }
        let class = [Class::Request, Class::Indication, Class::Success, Class::Error]
            .into_iter()
            .find(|class| class.bits() == kind & 0x110)?;
        let method = kind & 0x000f | (kind & 0x00e0) >> 1 | (kind & 0x3e00) >> 2;
        let transaction = bytes.get(8..HEADER)?.try_into().ok()?;
        let mut message =
            Self { bytes, class, method, transaction, end: bytes.len(), integrity: None, fingerprint: false };
        let mut at = HEADER;
        while at < bytes.len() {
            let (kind, length) = (u16_at(bytes, at)?, usize::from(u16_at(bytes, at + 2)?));
            let next = at + 4 + length.next_multiple_of(4);
            let value = bytes.get(at + 4..at + 4 + length)?;
            if next > bytes.len() {
                return None;
            }
            match kind {
                attribute::FINGERPRINT => {
                    // The last one, over all before it (RFC 8489 §14.7).
                    let holds = value == fingerprint(&bytes[..at]).to_be_bytes();
                    if !holds || next != bytes.len() {
                        return None;
                    }
                    message.fingerprint = true;
                    message.end = message.end.min(at);
                }
                attribute::MESSAGE_INTEGRITY if message.integrity.is_none() => {
                    if length != 20 {
                        return None;
                    }
                    message.integrity = Some(value);
                    message.end = at;
                }
                // What follows the integrity is passed over (RFC 8489 §14.5).
                _ => {}
            }
            at = next;
        }
        Some(message)
    }

    /// Whether there is integrity to check.
    pub(crate) fn is_signed(&self) -> bool {
        self.integrity.is_some()
    }

    /// Whether its integrity was made with `key`. Takes as long whatever is wrong.
    pub(crate) fn holds(&self, key: &hmac::Key) -> bool {
        let Some(integrity) = self.integrity else { return false };
        // The length in the header counts up to and with the integrity (RFC 8489 §14.5).
        let length = (self.end - HEADER + 24) as u16;
        let mut context = hmac::Context::with_key(key);
        context.update(&self.bytes[..2]);
        context.update(&length.to_be_bytes());
        context.update(&self.bytes[4..self.end]);
        verify_slices_are_equal(context.sign().as_ref(), integrity).is_ok()
    }

    /// The attributes that count, as they come.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (u16, &'a [u8])> {
        self.places().map(|(kind, place)| (kind, &self.bytes[place]))
    }

    /// The value of the first attribute of a kind: later ones do not count (RFC 8489 §14).
    pub(crate) fn attribute(&self, wanted: u16) -> Option<&'a [u8]> {
        self.attributes().find_map(|(kind, value)| (kind == wanted).then_some(value))
    }

    /// Where in the message that value lies.
    pub(crate) fn place(&self, wanted: u16) -> Option<Range<usize>> {
        self.places().find_map(|(kind, place)| (kind == wanted).then_some(place))
    }

    /// The value as text.
    pub(crate) fn text(&self, wanted: u16) -> Option<&'a str> {
        self.attribute(wanted).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// The value as an address that was masked (RFC 8489 §14.2).
    pub(crate) fn address(&self, value: &[u8]) -> Option<SocketAddr> {
        let port = u16_at(value, 2)? ^ u16::from_be_bytes([COOKIE[0], COOKIE[1]]);
        let mask = mask(&self.transaction);
        let ip = match (value.get(1)?, value.len()) {
            (1, 8) => {
                let octets: [u8; 4] = value[4..].try_into().ok()?;
                IpAddr::from(std::array::from_fn::<u8, 4, _>(|at| octets[at] ^ mask[at]))
            }
            (2, 20) => {
                let octets: [u8; 16] = value[4..].try_into().ok()?;
                IpAddr::from(std::array::from_fn::<u8, 16, _>(|at| octets[at] ^ mask[at]))
            }
            _ => return None,
        };
        Some(SocketAddr::new(ip, port))
    }

    /// Kinds of attributes that must be understood (RFC 8489 §6.3.1) and are none of `known`.
    pub(crate) fn unknown(&self, known: &[u16]) -> impl Iterator<Item = u16> {
        let is_fine = |kind: &u16| *kind >= attribute::OPTIONAL || known.contains(kind);
        self.attributes().map(|(kind, _)| kind).filter(move |kind| !is_fine(kind))
    }

    fn places(&self) -> impl Iterator<Item = (u16, Range<usize>)> {
        let (bytes, end) = (self.bytes, self.end);
        let mut at = HEADER;
        std::iter::from_fn(move || {
            let (kind, length) = (u16_at(bytes, at)?, usize::from(u16_at(bytes, at + 2)?));
            let place = at + 4..at + 4 + length;
            at += 4 + length.next_multiple_of(4);
            (at <= end).then_some((kind, place))
        })
    }
}

/// Writes one message at the end of other bytes.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    transaction: Transaction,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(out: &'a mut Vec<u8>, class: Class, method: u16, transaction: Transaction) -> Self {
        let start = out.len();
        let kind = method & 0x000f | (method & 0x0070) << 1 | (method & 0x0f80) << 2 | class.bits();
        out.extend_from_slice(&kind.to_be_bytes());
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(&COOKIE);
        out.extend_from_slice(&transaction);
        Self { out, start, transaction }
    }

    /// Adds an attribute. `value` is at most 65,535 bytes, which all that is written here is far below.
    pub(crate) fn attribute(self, kind: u16, value: &[u8]) -> Self {
        self.out.extend_from_slice(&kind.to_be_bytes());
        self.out.extend_from_slice(&(value.len() as u16).to_be_bytes());
        self.out.extend_from_slice(value);
        let padding = value.len().next_multiple_of(4) - value.len();
        self.out.extend_from_slice(&[0; 3][..padding]);
        self
    }

    /// Adds an address, masked (RFC 8489 §14.2).
    pub(crate) fn address(self, kind: u16, address: SocketAddr) -> Self {
        let mut value = [0; 20];
        let port = address.port() ^ u16::from_be_bytes([COOKIE[0], COOKIE[1]]);
        value[2..4].copy_from_slice(&port.to_be_bytes());
        let length = match address.ip() {
            IpAddr::V4(ip) => {
                value[4..8].copy_from_slice(&ip.octets());
                8
            }
            IpAddr::V6(ip) => {
                value[4..].copy_from_slice(&ip.octets());
                20
            }
        };
        value[1] = if length == 8 { 1 } else { 2 };
        value[4..length].iter_mut().zip(mask(&self.transaction)).for_each(|(byte, mask)| *byte ^= mask);
        self.attribute(kind, &value[..length])
    }

    /// Adds why something is refused (RFC 8489 §14.8).
    pub(crate) fn error(self, code: u16, reason: &str) -> Self {
        let mut value = [0; 4 + 64];
        (value[2], value[3]) = ((code / 100) as u8, (code % 100) as u8);
        let length = reason.len().min(64);
        value[4..4 + length].copy_from_slice(&reason.as_bytes()[..length]);
        self.attribute(attribute::ERROR_CODE, &value[..4 + length])
    }

    /// Ends the message, with integrity if there is a key (RFC 8489 §14.5), and with a fingerprint if so wished (§14.7).
    pub(crate) fn end(mut self, key: Option<&hmac::Key>, with_fingerprint: bool) {
        if let Some(key) = key {
            self.set_length(24);
            let tag = hmac::sign(key, &self.out[self.start..]);
            self.out.extend_from_slice(&attribute::MESSAGE_INTEGRITY.to_be_bytes());
            self.out.extend_from_slice(&[0, 20]);
            self.out.extend_from_slice(tag.as_ref());
        }
        self.set_length(if with_fingerprint { 8 } else { 0 });
        if with_fingerprint {
            let sum = fingerprint(&self.out[self.start..]);
            self.out.extend_from_slice(&attribute::FINGERPRINT.to_be_bytes());
            self.out.extend_from_slice(&[0, 4]);
            self.out.extend_from_slice(&sum.to_be_bytes());
        }
    }

    /// Writes the length that the message has once `more` bytes are there.
    fn set_length(&mut self, more: usize) {
        let length = (self.out.len() - self.start - HEADER + more) as u16;
        self.out[self.start + 2..self.start + 4].copy_from_slice(&length.to_be_bytes());
    }
}

/// What addresses are masked with.
fn mask(transaction: &Transaction) -> [u8; 16] {
    let mut mask = [0; 16];
    mask[..4].copy_from_slice(&COOKIE);
    mask[4..].copy_from_slice(transaction);
    mask
}

/// RFC 8489 §14.7. The checksum in it is that of ITU-T V.42.
fn fingerprint(message: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut place = 0;
        while place < 256 {
            let mut value = place as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { value >> 1 ^ 0xedb8_8320 } else { value >> 1 };
                bit += 1;
            }
            table[place] = value;
            place += 1;
        }
        table
    };
    let sum = message.iter().fold(!0, |sum: u32, byte| TABLE[usize::from(sum as u8 ^ byte)] ^ sum >> 8);
    !sum ^ FINGERPRINT_MASK
}

/// The key of long-term credentials for MESSAGE-INTEGRITY (RFC 8489 §9.2.2), with the algorithms that browsers have.
pub(crate) fn long_term_key(username: &str, realm: &str, password: &str) -> hmac::Key {
    let mut digest = Md5::new();
    for part in [username, ":", realm, ":", password] {
        digest.update(part.as_bytes());
    }
    hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &digest.finalize())
}

/// The samples of RFC 5769 that others need too.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// §2.1: a request with short-term credentials.
    pub(crate) const REQUEST: &str = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74\
        002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020\
        000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";
    pub(crate) const SHORT_TERM_PASSWORD: &str = "VOkJxbRl1RmTxUk/WvJxBt";

    pub(crate) fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    pub(crate) fn short_term(password: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes())
    }
}

#[cfg(test)]
mod tests;
