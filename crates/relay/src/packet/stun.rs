//! The part of STUN (RFC 8489) that an ICE-lite agent needs: binding requests in, responses out. Whom to believe is decided in `ice`.

use std::net::{IpAddr, SocketAddr};

use aws_lc_rs::hmac;

use super::{u16_at, u32_at};

const COOKIE: u32 = 0x2112_a442;
const HEADER: usize = 20;
const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const BINDING_ERROR: u16 = 0x0111;

const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const ERROR_CODE: u16 = 0x0009;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const USE_CANDIDATE: u16 = 0x0025;
const FINGERPRINT: u16 = 0x8028;
const ICE_CONTROLLED: u16 = 0x8029;

/// Identifies a request.
pub(crate) type Transaction = [u8; 12];

/// A binding request whose integrity is still to be checked.
pub(crate) struct Request<'a> {
    message: &'a [u8],
    transaction: Transaction,
    /// Both sides' username fragments.
    username: &'a str,
    /// The client chose this pair.
    pub(crate) nominates: bool,
    /// The client believes the relay to be in control, which an ICE-lite agent never is.
    pub(crate) role_conflict: bool,
    integrity_at: usize,
}

impl<'a> Request<'a> {
    /// Reads a binding request with user name and integrity (RFC 8445 §7.1); `None` for anything else, and for a fingerprint that
    /// does not hold. One that is absent is no harm: the integrity covers what matters.
    pub(crate) fn parse(message: &'a [u8]) -> Option<Self> {
        let length = usize::from(u16_at(message, 2)?);
        let whole = length.is_multiple_of(4) && message.len() == HEADER + length;
        if !whole || u16_at(message, 0)? != BINDING_REQUEST || u32_at(message, 4)? != COOKIE {
            return None;
        }
        let transaction = message.get(8..HEADER)?.try_into().ok()?;
        let (mut username, mut integrity_at) = (None, None);
        let (mut nominates, mut role_conflict) = (false, false);
        let mut at = HEADER;
        let mut sound = true;
        while at < message.len() {
            let (kind, length) = (u16_at(message, at)?, usize::from(u16_at(message, at + 2)?));
            let value = message.get(at + 4..at + 4 + length)?;
            match (kind, integrity_at) {
                // The last attribute, over all before it (RFC 8489 §14.7).
                (FINGERPRINT, _) => {
                    sound = u32_at(value, 0)? == fingerprint(&message[..at]) && at + 8 == message.len();
                }
                // What follows the integrity is not covered by it (RFC 8489 §14.5).
                (_, Some(_)) => {}
                (MESSAGE_INTEGRITY, None) if length == 20 => integrity_at = Some(at),
                (MESSAGE_INTEGRITY, None) => return None,
                (USERNAME, None) => username = Some(std::str::from_utf8(value).ok()?),
                (USE_CANDIDATE, None) => nominates = true,
                (ICE_CONTROLLED, None) => role_conflict = true,
                _ => {}
            }
            at += 4 + length.next_multiple_of(4);
        }
        let (username, integrity_at) = (username.filter(|_| sound)?, integrity_at?);
        Some(Self { message, transaction, username, nominates, role_conflict, integrity_at })
    }

    /// The username fragments of the relay and of the client.
    pub(crate) fn fragments(&self) -> Option<(&'a str, &'a str)> {
        self.username.split_once(':')
    }

    /// Whether whoever sent this knows the password of the answer.
    pub(crate) fn holds(&self, password: &hmac::Key) -> bool {
        let Some(tag) = self.message.get(self.integrity_at + 4..self.integrity_at + 24) else { return false };
        // The length in the header counts up to and with the integrity.
        let length = (self.integrity_at - HEADER + 24) as u16;
        let mut signed = [0; 1_500];
        let Some(signed) = signed.get_mut(..self.integrity_at) else { return false };
        signed.copy_from_slice(&self.message[..self.integrity_at]);
        signed[2..4].copy_from_slice(&length.to_be_bytes());
        hmac::verify(password, signed, tag).is_ok()
    }

    /// Writes that the request came from `source`.
    pub(crate) fn succeed(&self, out: &mut Vec<u8>, source: SocketAddr, password: &hmac::Key) {
        let start = begin(out, BINDING_SUCCESS, &self.transaction);
        let mask: [u8; 16] = {
            let mut mask = [0; 16];
            mask[..4].copy_from_slice(&COOKIE.to_be_bytes());
            mask[4..].copy_from_slice(&self.transaction);
            mask
        };
        let port = source.port() ^ (COOKIE >> 16) as u16;
        let (mut value, length) = match source.ip() {
            IpAddr::V4(ip) => {
                let mut value = [0; 16];
                value[..4].copy_from_slice(&ip.octets());
                (value, 4)
            }
            IpAddr::V6(ip) => (ip.octets(), 16),
        };
        value.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        attribute(out, XOR_MAPPED_ADDRESS, 4 + length as u16);
        out.extend_from_slice(&[0, if length == 4 { 1 } else { 2 }]);
        out.extend_from_slice(&port.to_be_bytes());
        out.extend_from_slice(&value[..length]);
        end(out, start, password);
    }

    /// Writes that the client must take control (RFC 8445 §7.3.1.1).
    pub(crate) fn refuse_role(&self, out: &mut Vec<u8>, password: &hmac::Key) {
        let start = begin(out, BINDING_ERROR, &self.transaction);
        attribute(out, ERROR_CODE, 4 + 13);
        out.extend_from_slice(&[0, 0, 4, 87]);
        out.extend_from_slice(b"Role Conflict\0\0\0");
        end(out, start, password);
    }
}

fn begin(out: &mut Vec<u8>, kind: u16, transaction: &Transaction) -> usize {
    let start = out.len();
    out.extend_from_slice(&kind.to_be_bytes());
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&COOKIE.to_be_bytes());
    out.extend_from_slice(transaction);
    start
}

fn attribute(out: &mut Vec<u8>, kind: u16, length: u16) {
    out.extend_from_slice(&kind.to_be_bytes());
    out.extend_from_slice(&length.to_be_bytes());
}

/// Adds integrity and fingerprint.
fn end(out: &mut Vec<u8>, start: usize, password: &hmac::Key) {
    set_length(out, start, 24);
    let tag = hmac::sign(password, &out[start..]);
    attribute(out, MESSAGE_INTEGRITY, 20);
    out.extend_from_slice(tag.as_ref());
    set_length(out, start, 8);
    let checksum = fingerprint(&out[start..]);
    attribute(out, FINGERPRINT, 4);
    out.extend_from_slice(&checksum.to_be_bytes());
}

/// Writes the length that the message has once `more` bytes are there.
fn set_length(out: &mut [u8], start: usize, more: usize) {
    let length = (out.len() - start - HEADER + more) as u16;
    out[start + 2..start + 4].copy_from_slice(&length.to_be_bytes());
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
    !sum ^ 0x5354_554e
}

/// What a client sends.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// A binding request.
    pub(crate) fn request(username: &str, password: &hmac::Key, nominates: bool) -> Vec<u8> {
        let mut out = vec![];
        begin(&mut out, BINDING_REQUEST, b"transaction!");
        attribute(&mut out, USERNAME, username.len() as u16);
        out.extend_from_slice(username.as_bytes());
        out.resize(out.len().next_multiple_of(4), 0);
        if nominates {
            attribute(&mut out, USE_CANDIDATE, 0);
        }
        end(&mut out, 0, password);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 5769 §2.1.
    const REQUEST: &str = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74\
        002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020\
        000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    fn password(text: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes())
    }

    #[test]
    fn the_sample_request_of_rfc_5769_holds() {
        let message = hex(REQUEST);
        let request = Request::parse(&message).unwrap();
        assert_eq!(request.fragments(), Some(("evtj", "h6vY")));
        assert_eq!((request.nominates, request.role_conflict), (false, true));
        assert!(request.holds(&password("VOkJxbRl1RmTxUk/WvJxBt")));
        assert!(!request.holds(&password("VOkJxbRl1RmTxUk/WvJxBu")));
    }

    #[test]
    fn a_damaged_request_is_none_or_does_not_hold() {
        let message = hex(REQUEST);
        let key = password("VOkJxbRl1RmTxUk/WvJxBt");
        for at in 0..message.len() - 8 {
            let mut damaged = message.clone();
            damaged[at] ^= 1;
            assert!(Request::parse(&damaged).is_none(), "byte {at}: the fingerprint covers everything");
            // With a fingerprint that fits, integrity tells.
            if (HEADER..message.len() - 8).contains(&at) {
                let end = damaged.len() - 8;
                let sum = fingerprint(&damaged[..end]).to_be_bytes();
                damaged[end + 4..].copy_from_slice(&sum);
                assert!(Request::parse(&damaged).is_none_or(|request| !request.holds(&key)), "byte {at}");
            }
        }
        for length in 0..message.len() {
            assert!(Request::parse(&message[..length]).is_none());
        }
    }

    #[test]
    fn responses_are_those_of_rfc_5769() {
        // §2.2 and §2.3 without SOFTWARE, which is not written here: compared field by field.
        let message = hex(REQUEST);
        let request = Request::parse(&message).unwrap();
        let key = password("VOkJxbRl1RmTxUk/WvJxBt");
        for (source, mapped) in [
            ("192.0.2.1:32853", "002000080001a147e112a643"),
            ("[2001:db8:1234:5678:11:2233:4455:6677]:32853", "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"),
        ] {
            let mut out = vec![9];
            request.succeed(&mut out, source.parse().unwrap(), &key);
            let response = &out[1..];
            assert_eq!(response[..2], [1, 1]);
            assert_eq!(usize::from(u16_at(response, 2).unwrap()), response.len() - HEADER);
            assert_eq!(response[8..20], message[8..20]);
            let mapped = hex(mapped);
            assert_eq!(response[HEADER..HEADER + mapped.len()], mapped);
            let at = HEADER + mapped.len();
            let mut signed = response[..at].to_vec();
            set_length(&mut signed, 0, 24);
            assert!(hmac::verify(&key, &signed, &response[at + 4..at + 24]).is_ok());
            let end = response.len() - 8;
            assert_eq!(u32_at(response, end + 4), Some(fingerprint(&response[..end])));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..120), framed in any::<bool>()) {
            let mut bytes = bytes;
            bytes.truncate(bytes.len() / 4 * 4);
            if framed && bytes.len() >= HEADER {
                bytes[..2].copy_from_slice(&[0, 1]);
                bytes[4..8].copy_from_slice(&COOKIE.to_be_bytes());
                set_length(&mut bytes, 0, 0);
            }
            let _ = Request::parse(&bytes).map(|request| request.holds(&password("x")));
        }
    }
}
